"""All hits of a search, and of a batch of queries, as files: with citations, with labels, none left out quietly."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from workbench import Workbench
from workbench.errors import BatchError, ExportError, NotBuiltError, QueryError
from workbench.export import hits

REPORT = """{label}HUYỆN ỦY VÂN TRẠCH
*
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính

I- KẾT QUẢ ĐẠT ĐƯỢC
Huyện đã rà soát {number} thủ tục hành chính; riêng xã số {number} làm chậm.
"""
CITED = "Báo cáo số 7-BC/HU, ngày 12/3/2025 của Huyện ủy Vân Trạch về kết quả cải cách hành chính"


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    root = tmp_path_factory.mktemp("kho")
    (root / "corpus").mkdir()
    for number in range(3, 28):
        label = "LƯU HÀNH NỘI BỘ\n" if number == 9 else ""
        file = root / "corpus" / f"{number}.txt"
        file.write_text(REPORT.format(number=number, label=label), encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        yield workbench


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]
    finally:
        book.close()


def test_every_hit_is_in_the_file_once_over_several_pages(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "PAGE", 10)
    told: list[tuple[int, int]] = []
    made = workbench.export_search(
        tmp_path / "mới" / "kết quả.xlsx", "hành chính", progress=lambda step: told.append((step.done, step.total))
    )
    assert (made.total, made.written, made.note, made.label) == (25, 25, "", "LƯU HÀNH NỘI BỘ")
    assert told[-1] == (25, 25)
    head, *rows = rows_of(made.path, "Kết quả")
    assert len({row[head.index("Mã văn bản")] for row in rows}) == 25
    (seven,) = [row for row in rows if row[head.index("Số ký hiệu")] == "7-BC/HU"]
    assert seven[head.index("Viện dẫn")] == CITED
    assert "thủ tục hành chính" in seven[head.index("Trích đoạn")]
    (nine,) = [row for row in rows if row[head.index("Tệp")] == "9.txt"]
    assert nine[head.index("Nhãn")] == "LƯU HÀNH NỘI BỘ"
    asked = dict(rows_of(made.path, "Câu tìm"))
    assert asked["Câu tìm"] == "hành chính"
    assert asked["Nhãn cao nhất của các văn bản"] == "LƯU HÀNH NỘI BỘ"
    assert openpyxl.load_workbook(made.path)["Kết quả"].oddHeader.center.text == "LƯU HÀNH NỘI BỘ"


def test_limits_of_the_search_hold_for_the_file(workbench: Workbench, tmp_path: Path) -> None:
    made = workbench.export_search(tmp_path / "a.csv", '"xã số 7"', years=[2025], sort="date")
    with made.path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Viện dẫn"] == CITED
    assert row["Ngày ban hành"] == "12/03/2025"
    assert workbench.export_search(tmp_path / "b.csv", "hành chính", years=[1999]).total == 0


def test_a_word_file_bears_the_strictest_label_and_the_citations(workbench: Workbench, tmp_path: Path) -> None:
    made = workbench.export_search(tmp_path / "a.docx", "hành chính")
    lines = [paragraph.text for paragraph in docx.Document(str(made.path)).paragraphs]
    assert lines[0] == "LƯU HÀNH NỘI BỘ"
    assert any(CITED in line for line in lines)
    assert sum("[LƯU HÀNH NỘI BỘ]" in line for line in lines) == 1
    assert any("(đoạn " in line for line in lines)


def test_a_word_file_that_cannot_hold_all_says_so(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits._Word, "most", 4)
    made = workbench.export_search(tmp_path / "a.docx", "hành chính")
    assert (made.total, made.written) == (25, 4)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(made.path)).paragraphs)
    assert "chỉ có 4 văn bản đầu trong 25" in made.note
    assert made.note in text


def test_a_failed_export_leaves_the_old_file_and_nothing_beside_it(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("cũ", encoding="utf-8")

    def broken(_number: int, _hit: object) -> None:
        raise QueryError("hỏng giữa chừng")

    monkeypatch.setattr(hits, "hit_row", broken)
    with pytest.raises(QueryError):
        workbench.export_search(file, "hành chính")
    assert [item.name for item in tmp_path.iterdir()] == ["a.csv"]
    assert file.read_text(encoding="utf-8") == "cũ"
    with pytest.raises(ExportError, match="đuôi"):
        workbench.export_search(tmp_path / "a.pdf", "hành chính")


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    root = tmp_path / "kho"
    (root / "corpus").mkdir(parents=True)
    (root / "corpus" / "=cmd.txt").write_text("=HYPERLINK(1) ghi chép họp giao ban", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        made = workbench.export_search(tmp_path / "a.xlsx", "giao ban")
        plain = workbench.export_search(tmp_path / "a.csv", "giao ban")
    sheet = openpyxl.load_workbook(made.path)["Kết quả"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert ",=" not in plain.path.read_text(encoding="utf-8-sig")


# -- a batch of queries ---------------------------------------------------------------------------------------


def test_a_batch_gives_totals_and_hits_and_tells_bad_rows_in_their_row(workbench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "câu.csv"
    lines = [
        "Câu tìm,Từ ngày,Đến ngày",
        "hành chính,2025,",
        '"""xã số 7""",,',
        "ngày:[x TO y],,",
        "số 8,hôm nay,",
        ",,",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    steps: list[int] = []
    report = workbench.batch_search(file, tmp_path / "ra.xlsx", limit=3, progress=lambda step: steps.append(step.done))
    assert [row.total for row in report.rows][:2] == [25, 1]
    assert report.failed == 2
    assert steps[-1] == 4
    head, *totals = rows_of(report.path, "Tổng hợp")
    first = dict(zip(head, totals[0], strict=True))
    assert (first["Dòng"], first["Số văn bản"], first["Đã ghi"], first["Giới hạn"]) == (2, 25, 3, "từ 01/01/2025")
    assert first["Giây"] is not None
    assert all(row[head.index("Lỗi")] for row in totals[2:])
    head, *rows = rows_of(report.path, "Kết quả")
    assert [row[head.index("Dòng")] for row in rows] == [2, 2, 2, 3]
    assert rows[-1][head.index("Viện dẫn")] == CITED
    assert ("Cột “Câu tìm”", "Câu tìm") in rows_of(report.path, "Ghi chú")


def test_a_mistyped_query_is_told_what_was_likely_meant(workbench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "câu.txt"
    file.write_text("thủ tụch hành chính\n", encoding="utf-8")
    report = workbench.batch_search(file, tmp_path / "ra.xlsx")
    head, row = rows_of(report.path, "Tổng hợp")
    assert row[head.index("Có phải bạn muốn tìm")] == workbench.search("thủ tụch hành chính").suggestion
    assert row[head.index("Có phải bạn muốn tìm")] == "thủ tục hành chính"


def test_a_batch_goes_nowhere_it_could_do_harm(workbench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "câu.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Câu tìm"])
    book.active.append(["hành chính"])
    book.save(file)
    with pytest.raises(BatchError, match="trùng"):
        workbench.batch_search(file, file)
    with pytest.raises(ExportError, match=r"\.xlsx"):
        workbench.batch_search(file, tmp_path / "ra.csv")
    (tmp_path / "trống" / "corpus").mkdir(parents=True)
    with Workbench.open(tmp_path / "trống") as empty, pytest.raises(NotBuiltError):
        empty.batch_search(file, tmp_path / "ra.xlsx")
    assert not (tmp_path / "ra.xlsx").exists()
