"""From a directive to its review: what carries it out, who reported, what each document is for, and the draft."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.cli import app
from workbench.documents.model import Document, Header
from workbench.drafting.model import ItemState
from workbench.drafting.opening import MOST_LISTED, documents_issued
from workbench.drafting.wizard import (
    CARRIES_OUT,
    EARLIER_REVIEW,
    GUIDES,
    ORIGIN,
    REQUEST,
    SAME_MATTER,
    UNIT_REPORT,
    Gathered,
    subject_of,
)
from workbench.errors import DraftError, UnknownDocument

UNTIL = date(2026, 6, 15)


@pytest.fixture
def gathered(sample: Workbench) -> Gathered:
    return sample.gather_for("Chỉ thị 12-CT/TU", until=UNTIL)


def symbols(gathered: Gathered, role: str) -> set[str | None]:
    return {row.entry.symbol for row in gathered.rows if row.role == role}


def test_every_document_has_its_role(gathered: Gathered) -> None:
    assert symbols(gathered, ORIGIN) == {"12-CT/TU"}
    assert symbols(gathered, GUIDES) == {"09-HD/BTGTU"}
    assert {"145-KH/TU", "88/KH-UBND"} & symbols(gathered, CARRIES_OUT) == {"145-KH/TU"}
    assert "214-CV/TU" in symbols(gathered, REQUEST)
    assert symbols(gathered, EARLIER_REVIEW) == {"486-BC/TU"}
    assert len(symbols(gathered, UNIT_REPORT)) == 11
    assert all(row.why for row in gathered.rows)


def test_what_is_proposed_and_what_is_left_to_people(gathered: Gathered) -> None:
    included = {row.entry.symbol for row in gathered.rows if row.included}
    assert {"12-CT/TU", "145-KH/TU", "53-BC/ĐU"} <= included
    # The request comes from those who sum up, the earlier review is their own: neither is a source of the next one.
    assert not {"214-CV/TU", "486-BC/TU"} & included
    assert not any(row.included for row in gathered.rows if row.role == SAME_MATTER)
    assert {row.role for row in gathered.quoted} == {UNIT_REPORT, "kiểm tra, giám sát"}
    assert "Đảng ủy xã Mường Sáo" in gathered.missing  # asked by 214-CV/TU, has not reported


def test_documents_after_the_last_day_are_left_out(sample: Workbench) -> None:
    gathered = sample.gather_for("12-CT/TU", until=date(2025, 6, 30))
    assert not any(row.entry.date and row.entry.date > date(2025, 6, 30) for row in gathered.rows)
    assert symbols(gathered, UNIT_REPORT) == set()
    assert any("sau ngày chốt" in note for note in gathered.notes)
    assert any("Chưa thấy báo cáo nào" in note for note in gathered.notes)
    assert gathered.values["so_nam"] == "01 năm"


def test_people_include_and_exclude(gathered: Gathered) -> None:
    changed = gathered.excluding("53-BC/ĐU").including("486-BC/TU")
    assert "53-BC/ĐU" not in {row.entry.symbol for row in changed.quoted}
    assert "486-BC/TU" in {row.entry.symbol for row in changed.quoted}
    frame = changed.to_frame().set_index("symbol")
    assert frame.loc["53-BC/ĐU", "why"].endswith("do người soạn bỏ")
    assert "53-BC/ĐU" in {row.entry.symbol for row in gathered.quoted}  # what was gathered stays as it was
    with pytest.raises(DraftError, match="Không có văn bản “99-BC/XX”"):
        gathered.including("99-BC/XX")


def test_the_draft_of_a_review(sample: Workbench) -> None:
    draft, gathered = sample.draft_for("12-CT/TU", until=UNTIL)
    assert draft.title.startswith(
        "sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy về tăng cường"
    )
    (opening,) = draft.section("mo_dau").items
    assert opening.text.endswith("… báo cáo kết quả như sau:")
    listed = [item for item in draft.section("chi_dao").items if item.state is ItemState.EDITED]
    assert any(item.text.startswith("Kế hoạch số 145-KH/TU, ngày 20/5/2024 của Tỉnh ủy") for item in listed)
    assert all(item.citations[0].symbol in item.text for item in listed)
    for section in draft.sections:
        for item in section.items:
            if item.state is ItemState.VERBATIM:
                (citation,) = item.citations
                document = sample.document(citation.document_id)
                assert item.text == document.text[citation.start : citation.end]
                assert citation.symbol in {row.entry.symbol for row in gathered.quoted}
    for key in ("ket_qua", "han_che", "bai_hoc", "phuong_huong", "kien_nghi"):
        units = {item.citations[0].document_id for item in draft.section(key).items}
        assert len(units) >= 5
    assert sample.load_draft(draft.id) == draft


def test_what_people_left_out_is_not_quoted(sample: Workbench, gathered: Gathered) -> None:
    draft = sample.draft_from(gathered.excluding("53-BC/ĐU", "145-KH/TU"), outline="tong_ket")
    assert draft.title.startswith("tổng kết 02 năm thực hiện")
    cited = {citation.symbol for item in draft.items() for citation in (*item.citations, *item.also)}
    assert not {"53-BC/ĐU", "145-KH/TU"} & cited
    named = sample.draft_from(gathered, title="kết quả hai năm thực hiện Chỉ thị 12")
    assert named.title == "kết quả hai năm thực hiện Chỉ thị 12"


def test_the_office_opens_its_report_in_its_own_name(built_sample: Path, tmp_path: Path) -> None:
    corpus, indexes = (built_sample / "corpus").as_posix(), (built_sample / "indexes").as_posix()
    (tmp_path / "workbench.toml").write_text(
        f'corpus = "{corpus}"\nindexes = "{indexes}"\n[office]\norgan = "Ban Thường vụ Tỉnh ủy"\n', encoding="utf-8"
    )
    with Workbench.open(tmp_path) as workbench:
        draft, _ = workbench.draft_for("12-CT/TU", until=UNTIL)
    assert draft.section("mo_dau").items[0].text.endswith(", Ban Thường vụ Tỉnh ủy báo cáo kết quả như sau:")


def test_an_unknown_directive_is_told(sample: Workbench) -> None:
    with pytest.raises(UnknownDocument, match="Kho không có văn bản số 99-CT/TU"):
        sample.gather_for("Chỉ thị 99-CT/TU")
    with pytest.raises(UnknownDocument):
        sample.gather_for("không phải mã")


def test_a_symbol_of_several_documents_asks_which(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name in ("KHE NGỌC", "VÂN TRẠCH"):
        text = (
            f"ĐẢNG ỦY XÃ {name}\nSố 05-KH/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n{name.title()}, ngày 12 tháng 3 năm 2026\n"
            f"KẾ HOẠCH\nphát triển kinh tế xã {name.title()}\n\nNăm 2026 xã phấn đấu đạt mọi chỉ tiêu được giao.\n"
        )
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        with pytest.raises(UnknownDocument, match="Có 2 văn bản cùng số 05-KH/ĐU") as told:
            workbench.gather_for("Kế hoạch 05-KH/ĐU")
        for name in workbench.documents()["id"]:
            assert name in told.value.message
            assert workbench.gather_for(name).directive.id == name


def test_the_subject_of_a_directive_is_what_it_is_about() -> None:
    def directive(subject: str) -> Document:
        return Document("a", "a.txt", "", (), Header(subject=subject), subject, ())

    asked = "về tăng cường sự lãnh đạo của Đảng đối với công tác cải cách hành chính, chuyển đổi số"
    assert subject_of(directive(asked)) == "cải cách hành chính, chuyển đổi số"
    assert subject_of(directive("về giảm nghèo bền vững vùng cao")) == "giảm nghèo bền vững vùng cao"
    assert subject_of(directive("Nghị quyết Đại hội")) == "Nghị quyết Đại hội"


def test_very_many_documents_issued_are_counted_not_listed() -> None:
    def plan(number: int, issuer: str) -> Document:
        header = Header(symbol=f"{number}-KH/ĐU", type="Kế hoạch", issuer=issuer, date=date(2026, 1, 1 + number % 28))
        return Document(f"d{number}", f"{number}.txt", "", (), header, "Kế hoạch thực hiện Chỉ thị", ())

    origin = plan(0, "Tỉnh ủy Lam Nguyên")
    few = [plan(number, f"Đảng ủy xã {number}") for number in range(1, MOST_LISTED + 1)]
    assert len(documents_issued(few, origin)) == MOST_LISTED
    many = [*few, plan(50, "Tỉnh ủy Lam Nguyên")]
    own, counted = documents_issued(many, origin)
    assert own.text.startswith("Kế hoạch số 50-KH/ĐU")
    assert f"{MOST_LISTED} văn bản" in counted.text
    assert len(counted.citations) == MOST_LISTED


def test_the_command_shows_the_plan_and_makes_the_draft(
    built_sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, indexes = (built_sample / "corpus").as_posix(), (built_sample / "indexes").as_posix()
    (tmp_path / "workbench.toml").write_text(f'corpus = "{corpus}"\nindexes = "{indexes}"\n', encoding="utf-8")
    ask = ("draft", "--for", "12-CT/TU", "--until", "15/6/2026", "--json", "--root", str(tmp_path))
    app([*ask, "--plan"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert told["draft"] is None
    assert "Đảng ủy xã Mường Sáo" in told["missing"]
    app([*ask, "--without", "53-BC/ĐU", "--out", str(tmp_path / "du-thao.md")], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert told["draft"]["outline"] == "so_ket"
    assert "53-BC/ĐU" not in json.dumps(told["draft"], ensure_ascii=False)
    assert (tmp_path / "du-thao.md").is_file()
    app(["outlines", "--show", "so_ket", "--json", "--root", str(tmp_path)], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["sections"][1]["key"] == "dac_diem"
    with pytest.raises(DraftError, match="Chưa nói dự thảo về việc gì"):
        app(["draft", "--root", str(tmp_path)], standalone_mode=False)
