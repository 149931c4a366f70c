"""Registers: columns guessed whatever they are called, rows matched to the right document or to none."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Workbench
from workbench.documents.model import Document, Evidence, Header
from workbench.errors import RegistryError
from workbench.workspace.registry_file import day_of, read_registry
from workbench.workspace.registry_import import match_rows

REPORT = """HUYỆN ỦY THẠCH LŨNG
Số 7-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Thạch Lũng, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU

I- KẾT QUẢ ĐẠT ĐƯỢC
Huyện đã rà soát 7 thủ tục hành chính.
"""
HEADINGS = [
    "STT",
    "Số, ký hiệu",
    "Ngày văn bản",
    "Trích yếu nội dung",
    "Cơ quan ban hành",
    "Người ký",
    "Số đến",
    "Mã hồ sơ",
]
ROW = [
    1,
    "12-CT/TU",
    datetime(2024, 4, 15),
    "về cải cách hành chính",
    "Tỉnh ủy Lam Nguyên",
    "Trần Văn Sổ",
    145,
    "H01/12",
]
HEADER = Header(
    symbol="12-CT/TU",
    type="Chỉ thị",
    issuer="Tỉnh ủy Lam Nguyên",
    date=date(2024, 4, 15),
    subject="về cải cách hành chính",
)


def document(name: str, header: Header = HEADER) -> Document:
    return Document(name, f"chi-thi/{name}.docx", "", (), header, "Chỉ thị", ())


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    def book(*rows: list[object]) -> Path:
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        made.save(tmp_path / "sổ.xlsx")
        return tmp_path / "sổ.xlsx"

    return book


def roles(path: Path) -> dict[str, str | None]:
    return {column.heading: column.role for column in read_registry(path).columns}


def test_columns_of_a_register_are_understood_below_its_title(book: Callable[..., Path]) -> None:
    path = book(["VĂN PHÒNG TỈNH ỦY"], ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2024"], [], list(HEADINGS), ROW)
    assert roles(path) == {
        "STT": None,
        "Số, ký hiệu": "symbol",
        "Ngày văn bản": "date",
        "Trích yếu nội dung": "subject",
        "Cơ quan ban hành": "issuer",
        "Người ký": "signer",
        "Số đến": "ArrivalNumber",
        "Mã hồ sơ": "FileCode",
    }
    assert read_registry(path).rows[0][0] == 5


def test_headings_without_accents_in_a_csv_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "xuat.csv"
    path.write_text("So;Ky hieu;Ngay BH;Trich yeu;Ten file\n12;CT/TU;15/4/2024;ve cai cach;12-CT-TU.docx\n", "cp1252")
    found = roles(path)
    assert (found["So"], found["Ky hieu"], found["Trich yeu"], found["Ten file"]) == (
        "number",
        "notation",
        "subject",
        "file",
    )


@given(st.permutations(range(len(HEADINGS))), st.sampled_from(["none", "upper", "nfd", "space"]), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_the_order_and_writing_of_headings_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], writing: str, above: int
) -> None:
    change: dict[str, Callable[[str], str]] = {
        "none": str,
        "upper": str.upper,
        "nfd": lambda text: unicodedata.normalize("NFD", text),
        "space": lambda text: text.replace(" ", "  ") + ":",
    }
    path = tmp_path_factory.mktemp("sổ") / "sổ.csv"
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t")
    writer.writerows([["", ""]] * above)
    writer.writerow([change[writing](HEADINGS[at]) for at in order])
    writer.writerow([f"{ROW[at]:%d/%m/%Y}" if isinstance(ROW[at], datetime) else str(ROW[at]) for at in order])
    path.write_text(stream.getvalue(), encoding="utf-8")
    by_place = {order[column.index]: column.role for column in read_registry(path).columns}
    assert by_place == dict(
        enumerate([None, "symbol", "date", "subject", "issuer", "signer", "ArrivalNumber", "FileCode"])
    )


def test_a_column_of_whole_symbols_is_known_by_what_it_holds(book: Callable[..., Path]) -> None:
    assert roles(book(["Số", "Ngày", "Nội dung"], ["12-CT/TU", "15/4/2024", "về cải cách"]))["Số"] == "symbol"
    assert roles(book(["Số", "Ngày", "Nội dung"], ["12", "15/4/2024", "về cải cách"]))["Số"] == "number"


def test_what_a_person_says_of_a_column_goes_before_the_guess(book: Callable[..., Path]) -> None:
    path = book(list(HEADINGS), ROW)
    found = read_registry(path, {"Người ký": "ghichu", "Số đến": None})
    assert {c.heading: (c.role, c.score) for c in found.columns}["Người ký"] == ("Description", 1.0)
    assert {c.heading: c.role for c in found.columns}["Số đến"] is None
    with pytest.raises(RegistryError, match="không có cột"):
        read_registry(path, {"Cột lạ": "so"})
    with pytest.raises(RegistryError, match="Không có trường"):
        read_registry(path, {"Người ký": "xyz"})


def test_files_that_are_no_register_are_told(tmp_path: Path, book: Callable[..., Path]) -> None:
    (tmp_path / "hỏng.xlsx").write_bytes(b"PK hong")
    (tmp_path / "a.docx").write_bytes(b"x")
    for path in (tmp_path / "hỏng.xlsx", tmp_path / "a.docx", tmp_path / "không có.csv", book(["a", "b"], [1, 2])):
        with pytest.raises(RegistryError) as told:
            read_registry(path)
        assert told.value.advice


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (45397, date(2024, 4, 15)),
        ("45397", date(2024, 4, 15)),
        (date(2024, 4, 15), date(2024, 4, 15)),
        ("15/4/2024", date(2024, 4, 15)),
        ("15-04-24", date(2024, 4, 15)),
        ("15.4.1998 10:30", date(1998, 4, 15)),
        ("2024-04-15", date(2024, 4, 15)),
        ("ngày 15 tháng 4 năm 2024", date(2024, 4, 15)),
        ("31/2/2024", None),
        ("chưa rõ", None),
        (12, None),
        (None, None),
    ],
)
def test_days_in_every_form(cell: object, day: date | None) -> None:
    assert day_of(cell) == day  # type: ignore[arg-type]


def test_american_dates_are_seen_from_the_whole_column(tmp_path: Path) -> None:
    path = tmp_path / "sổ.csv"
    path.write_text("Số ký hiệu,Ngày văn bản\n1-CT/TU,4/5/2024\n2-CT/TU,4/15/2024\n", encoding="utf-8")
    registry = read_registry(path)
    assert registry.month_first
    assert day_of("4/5/2024", registry.month_first) == date(2024, 4, 5)


def plan_of(path: Path, *documents: Document):  # type: ignore[no-untyped-def]
    return match_rows(read_registry(path), documents)


def test_a_row_finds_its_document_by_number_date_and_organ(book: Callable[..., Path]) -> None:
    others = [
        document("b", replace(HEADER, issuer="Tỉnh ủy Lam Giang")),
        document("c", replace(HEADER, date=date(2019, 4, 15))),
    ]
    plan = plan_of(book(list(HEADINGS), ROW), document("a"), *others)
    assert [(row, ids, how) for row, ids, how in plan.matched] == [(2, ("a",), "số ký hiệu")]
    assert {(fill.field.name, fill.value) for fill in plan.fills} == {
        ("signer", "Trần Văn Sổ"),
        ("ArrivalNumber", "145"),
        ("FileCode", "H01/12"),
    }
    assert not plan.conflicts


def test_the_file_name_goes_before_a_number(book: Callable[..., Path]) -> None:
    path = book(["Tên tệp", "Người ký", "Số đến"], ["D:\\Luu\\a.docx", "Trần Văn Sổ", 7], ["a", "Trần Văn Sổ", 8])
    plan = plan_of(path, document("a", Header()), document("b"))
    assert [ids for _, ids, _ in plan.matched] == [("a",), ("a",)]


def test_a_number_alone_is_no_match(book: Callable[..., Path]) -> None:
    path = book(["Số ký hiệu", "Người ký"], ["12-CT/TU", "Trần Văn Sổ"])
    plan = plan_of(path, document("a"))
    assert not plan.matched
    assert "không có ngày hay cơ quan" in plan.unmatched[0].reason


def test_two_documents_that_fit_are_listed_not_guessed(book: Callable[..., Path]) -> None:
    twins = [document("a"), document("b", replace(HEADER, issuer=None))]
    plan = plan_of(book(list(HEADINGS), ROW), *twins)
    assert not plan.matched
    assert "a.docx" in plan.ambiguous[0].reason


def test_copies_of_one_document_are_filled_together(book: Callable[..., Path]) -> None:
    plan = plan_of(book(list(HEADINGS), ROW), document("a"), document("b"))
    assert plan.matched[0][1] == ("a", "b")


def test_what_the_document_prints_is_not_overwritten_silently(book: Callable[..., Path]) -> None:
    row = [*ROW]
    row[3], row[5] = "về chuyển đổi số", "Trần Văn Sổ"
    printed = document("a", replace(HEADER, signer="Lê Văn In", evidence={"signer": Evidence(1, 9, 0.4, "mờ")}))
    plan = plan_of(book(list(HEADINGS), row), printed)
    assert [(fill.field.name, fill.value, fill.before) for fill in plan.conflicts] == [
        ("subject", "về chuyển đổi số", "về cải cách hành chính")
    ]
    assert "Trần Văn Sổ" in {fill.value for fill in plan.fills}  # read with doubt: the register may say it
    assert len(plan.changes(accept_conflicts=True)) == len(plan.changes()) + 1


def test_number_and_notation_apart_make_a_symbol(book: Callable[..., Path]) -> None:
    headings = ["Số", "Ký hiệu", "Ngày ban hành"]
    state = replace(HEADER, symbol="30/2020/NĐ-CP", date=date(2020, 3, 5))
    path = book(headings, [12, "CT/TU", "15/4/2024"], ["30/2020", "NĐ-CP", "5/3/2020"])
    assert [ids for _, ids, _ in plan_of(path, document("a"), document("b", state)).matched] == [("a",), ("b",)]


def test_a_scan_without_number_is_found_by_day_and_subject(book: Callable[..., Path]) -> None:
    scan = document("a", replace(HEADER, symbol=None, subject="về cải cách hành chinh"))
    plan = plan_of(book(list(HEADINGS), ROW), scan)
    assert plan.matched[0][2] == "ngày và trích yếu"
    assert ("symbol", "12-CT/TU") in {(fill.field.name, fill.value) for fill in plan.fills}


def test_bad_cells_and_secret_rows_are_told(book: Callable[..., Path]) -> None:
    path = book(
        ["Số ký hiệu", "Ngày văn bản", "Cơ quan ban hành", "Độ mật"],
        ["12-CT/TU", "31/2/2024", "Tỉnh ủy Lam Nguyên", "Mật"],
    )
    plan = plan_of(path, document("a"))
    assert [trouble.about for trouble in plan.unreadable] == ["Ngày ban hành: 31/2/2024"]
    assert "Mật" in plan.warnings[0].reason


def test_an_import_fills_is_searched_by_and_taken_back(tmp_path: Path, book: Callable[..., Path]) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "7.txt").write_text(REPORT, encoding="utf-8")
    path = book(
        ["Số ký hiệu", "Ngày văn bản", "Người ký", "Lĩnh vực"], ["7-BC/HU", "12/3/2025", "Lò Thị Mai", "nội chính"]
    )
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        (name,) = workbench.documents()["id"]
        workbench.correct(name, "nguoiky", "Hoàng Văn Chắc")
        plan = workbench.match_registry(workbench.read_registry(path))
        assert [fill.field.name for fill in plan.kept] == ["signer"]
        batch = workbench.apply_registry(plan, accept_conflicts=True)
        header = workbench.document(name).header
        assert (header.signer, header.subject_field) == ("Hoàng Văn Chắc", "nội chính")
        assert header.evidence["subject_field"].note == "theo sổ đăng ký"
        assert workbench.corrections(name)["note"][0] == "sổ.xlsx, dòng 2"
        workbench.undo_correction(batch=batch)
        assert workbench.document(name).header.subject_field != "nội chính"
