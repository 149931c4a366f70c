"""What the checks say of a draft, each with a jump to the place; and what they leave in peace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from workbench.analysis.relations_validity import Validity
from workbench.documents.model import Citation, Document, Header, Passage
from workbench.drafting.checks import Check, Checked, Finding, Severity, of_draft, run_checks
from workbench.drafting.checks.cited import CORRECTED, FORCE, GONE
from workbench.drafting.checks.numbers import NUMBERS
from workbench.drafting.checks.orders import TASKS
from workbench.drafting.checks.sources import ABSENT, DRIFTED, UNSOURCED
from workbench.drafting.checks.structure import BASIS, EMPTY, LABEL, REPEATED
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import CheckError

QUOTE = "Xã Khe Ngọc đã kết nạp 25 đảng viên mới trong năm 2025."


def document(text: str = QUOTE, **fields: object) -> Document:
    header = Header(symbol="45-BC/ĐU", type="Báo cáo", date=date(2025, 12, 5))
    passages = (Passage(1, 0, len(text), None),)
    made = Document("d1", "a.txt", text, (), header, "Báo cáo kết quả", passages)
    return Document(**{**vars_of(made), **fields})  # type: ignore[arg-type]


def vars_of(made: Document) -> dict[str, object]:
    return {name: value for name, value in vars(made).items() if not name.startswith("_")}


class Shelf:
    """An archive of a few documents."""

    def __init__(self, *documents: Document, states: dict[str, Validity] | None = None) -> None:
        self.documents = {one.id: one for one in documents}
        self.states = states or {}

    def document(self, document_id: str) -> Document | None:
        return self.documents.get(document_id)

    def at(self, path: str) -> Document | None:
        return next((one for one in self.documents.values() if one.path == path), None)

    def find(self, symbol: str, day: date | None = None) -> list[Document]:
        return [one for one in self.documents.values() if one.header.symbol == symbol]

    def validity(self, document_id: str, day: date | None = None) -> Validity | None:
        return self.states.get(document_id)

    def same(self, document_id: str) -> frozenset[str]:
        return frozenset({document_id})


def draft(*sections: DraftSection, **fields: object) -> Draft:
    opening = DraftSection("mo_dau", "")
    made = Draft("kết quả", "", [opening, *(sections or (DraftSection("ket_qua", "I- KẾT QUẢ"),))], **fields)  # type: ignore[arg-type]
    made.add("mo_dau", "Thực hiện chương trình công tác năm, văn phòng báo cáo như sau:")
    return made


def found(made: Draft, *keys: str, shelf: Shelf | None = None) -> list[Finding]:
    return list(run_checks(of_draft(made, archive=shelf), only=keys))


def cite(source: Document | None = None) -> Citation:
    source = source or document()
    return source.cite(0, len(source.text))


def test_a_verbatim_cited_sentence_is_left_in_peace() -> None:
    made = draft()
    made.add("ket_qua", QUOTE, (cite(),))
    keys = (UNSOURCED, DRIFTED, ABSENT, GONE, CORRECTED, FORCE, NUMBERS, BASIS, EMPTY, REPEATED, LABEL)
    assert found(made, *keys, shelf=Shelf(document())) == []


def test_a_sentence_without_source_is_an_error_where_it_states_a_number() -> None:
    made = draft()
    stated = made.add("ket_qua", "Toàn xã có 12 chi bộ trực thuộc.")
    said = made.add("ket_qua", "Công tác lãnh đạo được tăng cường ở mọi mặt.")
    rows = found(made, UNSOURCED)
    assert [(row.item_id, row.severity) for row in rows] == [
        (stated.id, Severity.ERROR),
        (said.id, Severity.WARNING),
    ]
    assert stated.text[rows[0].start : rows[0].end] == "12"
    assert rows[0].section_key == "ket_qua"


def test_an_edited_sentence_that_drifted_is_told_with_the_words() -> None:
    made = draft()
    item = made.add("ket_qua", QUOTE.replace("25 đảng", "52 đảng"), (cite(),))
    (row,) = found(made, DRIFTED)
    assert (row.severity, row.item_id, item.text[row.start : row.end]) == (Severity.ERROR, item.id, "52")
    assert "25" in row.message
    assert row.citation == cite()


def test_a_number_that_the_source_does_not_have_is_told_and_weighs_less_beside_the_quote() -> None:
    text = f"{QUOTE} Trong đó có 7 nữ."
    source = document(text)
    made = draft()
    made.add("ket_qua", f"{QUOTE} Có 7 nữ, 3 đoàn viên.", (source.cite(0, len(QUOTE)),))
    rows = found(made, ABSENT, shelf=Shelf(source))
    assert [(row.severity, row.message.split("“")[1][0]) for row in rows] == [
        (Severity.WARNING, "7"),
        (Severity.ERROR, "3"),
    ]


def test_a_sentence_may_name_its_source() -> None:
    made = draft()
    made.add("ket_qua", f"Theo Báo cáo số 45-BC/ĐU, ngày 05/12/2025: {QUOTE}", (cite(),))
    assert found(made, DRIFTED, ABSENT, shelf=Shelf(document())) == []


def test_a_source_that_is_gone_or_was_corrected_is_told() -> None:
    made = draft()
    made.add("ket_qua", QUOTE, (cite(),))
    gone = found(made, GONE, shelf=Shelf())
    assert [row.severity for row in gone] == [Severity.WARNING]
    assert "45-BC/ĐU" not in gone[0].message  # it may be gone because it is secret
    corrected = document(header=Header(symbol="54-BC/ĐU", date=date(2025, 12, 5)))
    assert "54-BC/ĐU" in found(made, CORRECTED, shelf=Shelf(corrected))[0].message
    changed = document("Nội dung khác.")
    assert "không còn câu" in found(made, CORRECTED, shelf=Shelf(changed))[0].message


def test_a_basis_out_of_force_is_an_error_and_told_once() -> None:
    old = document(id="d2", header=Header(symbol="12-CT/TU", type="Chỉ thị"))
    state = Validity("d2", date.today(), "hết hiệu lực", "bị thay thế bởi 04-CT/TU")
    made = draft()
    made.add("mo_dau", "Căn cứ Chỉ thị số 12-CT/TU;")
    made.add("ket_qua", "Chỉ thị số 12-CT/TU được quán triệt.", (cite(),))
    shelf = Shelf(document(), old, states={"d2": state})
    (row,) = found(made, FORCE, shelf=shelf)
    assert row.severity is Severity.ERROR
    assert row.section_key == "mo_dau"
    assert "04-CT/TU" in row.message


def test_percentages_that_do_not_fit_are_told_at_their_item() -> None:
    made = draft()
    item = made.add("ket_qua", "Đã giải quyết 13/15 đơn, đạt 80%.")
    (row,) = found(made, NUMBERS)
    assert row.item_id == item.id
    assert item.text[row.start : row.end].strip("%") == "80"


def test_a_task_without_owner_is_told_in_what_is_ahead_only() -> None:
    made = draft(DraftSection("ket_qua", "I- KẾT QUẢ"), DraftSection("phuong_huong", "II- PHƯƠNG HƯỚNG"))
    made.add("ket_qua", "Giải quyết dứt điểm 14 hồ sơ quá hạn trước ngày 30/6/2026.")
    ahead = made.add("phuong_huong", "Giải quyết dứt điểm 14 hồ sơ quá hạn trước ngày 30/6/2026.")
    rows = found(made, TASKS)
    assert [row.item_id for row in rows] == [ahead.id]
    assert rows[0].severity is Severity.WARNING


def test_a_missing_basis_and_empty_sections_are_told() -> None:
    made = Draft(
        "kết quả", "", [DraftSection("cha", "I- KẾT QUẢ", is_parent=True), DraftSection("con", "1. Một", level=2)]
    )
    rows = found(made, BASIS, EMPTY)
    assert [(row.check, row.section_key) for row in rows] == [(BASIS, "cha"), (EMPTY, "cha")]
    made.add("con", "Toàn xã đã hoàn thành việc sắp xếp.")
    assert found(made, EMPTY) == []


def test_repeated_sentences_are_told_but_not_those_that_differ_in_a_number() -> None:
    made = draft()
    made.add("ket_qua", "Đảng ủy xã Khe Ngọc đã tổ chức 12 hội nghị quán triệt nghị quyết.", (cite(),))
    again = made.add("ket_qua", "Đảng ủy xã Khe Ngọc đã tổ chức 12 hội nghị quán triệt nghị quyết;", (cite(),))
    made.add("ket_qua", "Đảng ủy xã Khe Ngọc đã tổ chức 15 hội nghị quán triệt nghị quyết.", (cite(),))
    assert [row.item_id for row in found(made, REPEATED)] == [again.id]


def test_a_label_below_that_of_a_source_is_an_error() -> None:
    made = draft()
    made.add("ket_qua", QUOTE, (cite(),))
    shelf = Shelf(document(labels=("LƯU HÀNH NỘI BỘ",)))
    assert [row.severity for row in found(made, LABEL, shelf=shelf)] == [Severity.ERROR]
    made.labels = ("LƯU HÀNH NỘI BỘ",)
    assert found(made, LABEL, shelf=shelf) == []


def broken(_subject: Checked) -> Iterable[Finding]:
    raise ValueError("x")


def speaking(_subject: Checked) -> Iterable[Finding]:
    return [Finding("noi", Severity.HINT, "có gì đó")]


def test_a_check_that_fails_is_a_finding_and_hides_no_other() -> None:
    checks = (Check("hong", "Phép hỏng", broken), Check("noi", "Phép nói", speaking))
    rows = run_checks(of_draft(draft()), checks=checks)
    assert [row.check for row in rows] == ["hong", "noi"]
    assert rows[0].severity is Severity.ERROR
    assert "không chạy được" in rows[0].message


def test_only_named_checks_run_and_unknown_names_are_refused() -> None:
    made = draft()
    made.add("ket_qua", "Toàn xã có 12 chi bộ trực thuộc.")
    assert {row.check for row in run_checks(of_draft(made), only=(UNSOURCED,))} == {UNSOURCED}
    with pytest.raises(CheckError, match="khong_co"):
        run_checks(of_draft(made), only=("khong_co",))


def test_no_archive_no_guesses(tmp_path: Path) -> None:
    made = draft()
    made.add("ket_qua", QUOTE, (cite(),))
    assert found(made, GONE, CORRECTED, FORCE, LABEL) == []
