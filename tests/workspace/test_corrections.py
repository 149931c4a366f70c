"""Corrections: a person's word stands above what was read, and finds its document again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Document, Evidence, Header
from workbench.errors import CorrectionError
from workbench.workspace.corrections import Change, Corrections, Held, natural_key
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.fields import FIELDS, field_named, shown, value_from
from workbench.workspace.unconfirmed import unconfirmed_frame

HEADER = Header(
    symbol="12-CT/TU",
    type="Chỉ thị",
    issuer="Tỉnh ủy Lam Nguyên",
    date=date(2024, 4, 15),
    subject="về cải cách hành chính",
    evidence={"symbol": Evidence(10, 18, 0.4, "số viết tay")},
)


def document(header: Header = HEADER, document_id: str = "a1", path: str = "chi-thi/12.docx") -> Document:
    return Document(document_id, path, "TỈNH ỦY …", (), header, "Chỉ thị về cải cách hành chính", ())


def held(header: Header = HEADER, document_id: str = "a1", content: str = "h1", path: str = "chi-thi/12.docx") -> Held:
    return Held(document(header, document_id, path), content)


def change(of: Held, name: str, typed: object) -> Change:
    field = field_named(name)
    return Change(of, field, value_from(field, typed))


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(WorkspaceStore(tmp_path / "workspace"))


def seen(corrections: Corrections, of: Held) -> Document:
    return corrections.apply([of])[of.document.id]


def test_a_corrected_field_is_given_out_with_full_confidence_and_the_title_follows(corrections: Corrections) -> None:
    corrections.decide([change(held(), "so", "21-ct/tu"), change(held(), "trichyeu", "về chuyển đổi số")])
    found = seen(corrections, held())
    assert found.header.symbol == "21-CT/TU"
    assert found.title == "Chỉ thị về chuyển đổi số"
    assert found.header.evidence["symbol"].confidence == 1
    assert found.header.evidence["symbol"].note == "đã xác nhận"
    assert found.header.issuer == HEADER.issuer


def test_confirming_keeps_the_place_where_the_value_was_read(corrections: Corrections) -> None:
    corrections.decide([change(held(), "so", "12-CT/TU")])
    assert seen(corrections, held()).header.evidence["symbol"] == Evidence(10, 18, 1.0, "đã xác nhận")


def test_a_decision_survives_moved_files_and_lost_indexes(corrections: Corrections) -> None:
    corrections.decide([change(held(), "ngay", "16/4/2024")])
    moved = held(document_id="zz", path="cũ/12.docx")
    assert seen(corrections, moved).header.date == date(2024, 4, 16)


def test_a_decision_survives_an_edit_of_the_file_but_asks_to_be_looked_at_again(corrections: Corrections) -> None:
    corrections.decide([change(held(), "nguoiky", "Nguyễn Văn An")])
    edited = seen(corrections, held(content="h2"))
    assert edited.header.signer == "Nguyễn Văn An"
    assert edited.header.evidence["signer"].confidence < 0.8
    assert "nội dung tệp nay đã khác" in edited.header.evidence["signer"].note
    assert list(unconfirmed_frame([edited])["id"]) == ["a1"]


def test_another_document_put_at_the_same_path_inherits_nothing(corrections: Corrections) -> None:
    corrections.decide([change(held(), "nguoiky", "Nguyễn Văn An")])
    other = held(replace(HEADER, symbol="30-CT/TU", date=date(2025, 1, 2)), content="h9")
    assert seen(corrections, other).header.signer is None


def test_another_file_of_the_same_document_takes_what_is_no_part_of_its_key(corrections: Corrections) -> None:
    corrections.decide([change(held(), "linhvuc", "cải cách hành chính")])
    scan = seen(corrections, held(document_id="b2", content="h2", path="quét/12.pdf"))
    assert scan.header.subject_field == "cải cách hành chính"
    assert scan.header.evidence["subject_field"].confidence == 0.9


def test_a_corrected_number_does_not_spread_to_the_document_that_truly_bears_the_misread_one(
    corrections: Corrections,
) -> None:
    corrections.decide([change(held(), "so", "72-CT/TU"), change(held(), "trichyeu", "về đất đai")])
    truly = held(document_id="c3", content="h3", path="chi-thi/12-that.docx")
    assert seen(corrections, truly).header == HEADER


def test_numbers_of_other_provinces_and_terms_are_other_keys() -> None:
    assert natural_key(HEADER) != natural_key(replace(HEADER, issuer="Tỉnh ủy Lam Giang"))
    assert natural_key(HEADER) != natural_key(replace(HEADER, date=date(2019, 4, 15)))
    assert natural_key(replace(HEADER, symbol="012 - CT/TU")) == natural_key(HEADER)
    assert natural_key(replace(HEADER, issuer=None)) is None


def test_undo_brings_back_the_decision_before_then_what_was_read(corrections: Corrections) -> None:
    corrections.decide([change(held(), "so", "21-CT/TU")])
    corrections.decide([change(held(), "so", "22-CT/TU")])
    assert corrections.undo([held()], ["symbol"]) == {"a1"}
    assert seen(corrections, held()).header.symbol == "21-CT/TU"
    corrections.undo([held()], ["symbol"])
    assert seen(corrections, held()).header == HEADER
    with pytest.raises(CorrectionError):
        corrections.undo([held()], ["symbol"])
    history = corrections.history(held())
    assert [(line.value, line.before) for line in history] == [("22-CT/TU", "21-CT/TU"), ("21-CT/TU", "12-CT/TU")]
    assert all(line.who and line.undone_at for line in history)


def test_one_stroke_over_many_documents_is_taken_back_in_one(corrections: Corrections) -> None:
    many = [held(document_id=f"d{n}", content=f"c{n}", path=f"{n}.docx") for n in range(700)]
    batch = corrections.decide([change(one, "donvi", "Huyện Vân Trạch") for one in many])
    assert {found.header.unit for found in corrections.apply(many).values()} == {"Huyện Vân Trạch"}
    assert len(corrections.undo(batch=batch)) == 700
    assert {found.header.unit for found in corrections.apply(many).values()} == {None}


def test_a_register_never_stands_above_a_person(corrections: Corrections) -> None:
    corrections.decide([change(held(), "nguoiky", "Nguyễn Văn An")])
    corrections.decide([change(held(), "nguoiky", "Trần Văn Sổ"), change(held(), "soden", "145")], source="register")
    found = seen(corrections, held())
    assert found.header.signer == "Nguyễn Văn An"
    assert found.register == {"ArrivalNumber": "145"}
    assert found.header.evidence["ArrivalNumber"].note == "theo sổ đăng ký"


def test_a_person_can_say_that_a_field_is_empty(corrections: Corrections) -> None:
    corrections.decide([change(held(), "so", "")])
    assert seen(corrections, held()).header.symbol is None
    assert unconfirmed_frame([seen(corrections, held())]).empty


def test_changes_since_a_mark_are_told_undoing_included(corrections: Corrections) -> None:
    batch = corrections.decide([change(held(), "so", "21-CT/TU")])
    lines, mark = corrections.changed_since((0, ""))
    assert [line.field for line in lines] == ["symbol"]
    assert corrections.changed_since(mark)[0] == []
    corrections.undo(batch=batch)
    assert [line.document_id for line in corrections.changed_since(mark)[0]] == ["a1"]


def test_the_least_sure_documents_come_first() -> None:
    unsure = document(replace(HEADER, evidence={"date": Evidence(0, 4, 0.2, "mờ")}), "x1", "x.pdf")
    open_field = document(replace(HEADER, subject=None, evidence={}), "x2", "y.pdf")
    sure = document(replace(HEADER, evidence={}), "x3", "z.pdf")
    article = document(Header(), "x4", "bài báo.html")
    frame = unconfirmed_frame([sure, open_field, article, unsure])
    assert list(frame["id"]) == ["x1", "x2"]
    assert frame.loc[0, "notes"] == "mờ"


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("so", " 18 - nq/tw ", "18-NQ/TW"),
        ("Số ký hiệu", "30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("ngày", "5-3-2024", date(2024, 3, 5)),
        ("loại", "CHI THI", "Chỉ thị"),
        ("dokhan", "Hoả tốc", "HỎA TỐC"),
        ("độ khẩn", "Thường", None),
        ("he", "Đảng", "party"),
        ("nhiemky", "2025 – 2030", "2025-2030"),
        ("noinhan", "- Bộ Chính trị;\n- Lưu VPTU.", ("Bộ Chính trị", "Lưu VPTU")),
        ("trichyeu", "về “Năm dân vận\u00a0khéo”", "về “Năm dân vận khéo”"),
        ("ngayden", date(2024, 3, 7), "2024-03-07"),
        ("coquan", "   ", None),
    ],
)
def test_what_people_type_becomes_a_value(name: str, typed: object, value: object) -> None:
    assert value_from(field_named(name), typed) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [("ngay", "31/2/2024"), ("ngay", "2024"), ("so", "chỉ thị"), ("he", "xã"), ("nhiemky", "2030"), ("lạ", "x")],
)
def test_what_cannot_be_a_value_is_told(name: str, typed: str) -> None:
    with pytest.raises(CorrectionError) as told:
        value_from(field_named(name), typed)
    assert told.value.advice


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=60))
def test_any_text_becomes_a_value_that_stays_itself_or_is_told(name: str, typed: str) -> None:
    field = FIELDS[name]
    try:
        value = value_from(field, typed)
    except CorrectionError:
        return
    assert value_from(field, shown(value) if value not in (None, ()) else "") == value
