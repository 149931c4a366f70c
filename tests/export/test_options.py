"""What a draft's export holds and what never leaves the workspace, in every format."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from workbench import Workbench
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import ExportError, SettingsError
from workbench.export import FORMATS, ExportOptions, OfficeHeading, export

REPORT = """ĐẢNG ỦY XÃ KHE NGỌC
Số 12-BC/ĐU
Khe Ngọc, ngày 12 tháng 3 năm 2025
BÁO CÁO
tình hình quý I năm 2025

Thu ngân sách đạt 12,5 tỷ đồng, tăng 6,2% so với cùng kỳ.
Đã giải quyết 13/15 đơn, đạt 80%.
"""
PLAN = """TỈNH ỦY LAM SƠN
Số 05-KL/TU
Lam Sơn, ngày 10 tháng 01 năm 2025
KẾT LUẬN
về chuyển đổi số

Giao Văn phòng Tỉnh ủy chủ trì xây dựng đề án chuyển đổi số, hoàn thành trước ngày 30/6/2025.
"""


def everything(path: Path) -> str:
    """All text of a file, of a zipped one all its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_comments_and_guidance_are_never_exported(tmp_path: Path, draft: Draft, suffix: str) -> None:
    draft.sections[0].guidance = "Lời dặn người viết"
    draft.comment(draft.items()[0].id, "Chỗ này sếp chưa ưng", "Người Ghi Chú")
    text = everything(export(draft, tmp_path / f"a{suffix}"))
    assert "13/13" in text
    for hidden in ("Lời dặn", "chưa ưng", "Người Ghi Chú"):
        assert hidden not in text


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_the_label_of_circulation_goes_with_every_file(tmp_path: Path, draft: Draft, suffix: str) -> None:
    draft.labels = ("LƯU HÀNH NỘI BỘ",)
    assert "LƯU HÀNH NỘI BỘ" in everything(export(draft, tmp_path / f"a{suffix}"))


def test_without_footnotes_there_are_none_and_the_list_of_sources_names_none(tmp_path: Path, draft: Draft) -> None:
    path = export(draft, tmp_path / "a.docx", options=ExportOptions(footnotes=False))
    document = docx.Document(str(path))
    assert document.element.find(f".//{qn('w:footnoteReference')}") is None
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "DANH MỤC NGUỒN" in text
    assert "(chú thích" not in text
    assert "[^" not in export(draft, tmp_path / "a.md", options=ExportOptions(footnotes=False)).read_text("utf-8")


def test_without_annexes_nothing_follows_the_signature(tmp_path: Path, draft: Draft) -> None:
    document = docx.Document(str(export(draft, tmp_path / "a.docx", options=ExportOptions(annexes=()))))
    assert "DANH MỤC NGUỒN" not in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.element.body[-2].tag in (qn("w:tbl"), qn("w:p"))


@pytest.mark.parametrize(
    ("kind", "system", "symbol"),
    [
        ("Tờ trình", "party", "Số …-TTr/VPTU"),
        ("Công văn", "party", "Số …-CV/VPTU"),
        ("Kế hoạch", "state", "Số: …/KH-VPTU"),
        ("Công văn", "state", "Số: …/VPTU-…"),
        ("Quy định", "state", "Số: …/QyĐ-VPTU"),
        ("Loại lạ", "party", "Số …-…/VPTU"),
    ],
)
def test_the_number_follows_kind_and_system(
    tmp_path: Path, draft: Draft, office: OfficeHeading, kind: str, system: str, symbol: str
) -> None:
    draft.type_name, draft.system = kind, system  # type: ignore[assignment]
    document = docx.Document(str(export(draft, tmp_path / "a.docx", heading=office)))
    assert document.tables[0].cell(1, 0).text == symbol


def test_days_below_ten_and_the_first_months_have_a_zero(tmp_path: Path, draft: Draft, office: OfficeHeading) -> None:
    for day, words in (
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 5, 27), "ngày 27 tháng 5 năm 2024"),
    ):
        draft.issued = day
        document = docx.Document(str(export(draft, tmp_path / "a.docx", heading=office)))
        assert document.tables[0].cell(1, 1).text == f"Lam Sơn, {words}"


def test_the_table_of_the_office_decides_on_margins_and_sizes(tmp_path: Path, draft: Draft) -> None:
    table = tmp_path / "form_layout.csv"
    head = "system,version,component,name,size_min,size_max,size,unit,mark\n"
    rows = "".join(f"party,{version},le_trai,Lề trái,30,35,33,mm,K\n" for version in ("36-HD", "05-HD"))
    table.write_text(head + rows, encoding="utf-8")
    document = docx.Document(str(export(draft, tmp_path / "a.docx", options=ExportOptions(tables=tmp_path))))
    assert round(document.sections[0].left_margin.mm) == 33
    table.write_text(head + rows.replace("33", "40"), encoding="utf-8")
    with pytest.raises(SettingsError, match="le_trai"):
        export(draft, tmp_path / "a.docx", options=ExportOptions(tables=tmp_path))


# With an archive -------------------------------------------------------------------------------------------------


@pytest.fixture
def wb(tmp_path: Path) -> Workbench:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "corpus" / "ket-luan.txt").write_text(PLAN, encoding="utf-8")
    workbench = Workbench.open(tmp_path)
    workbench.build()
    return workbench


def cited_draft(wb: Workbench, *starts: str) -> Draft:
    draft = Draft("về ngân sách", "ngân sách", [DraftSection("a", "I- KẾT QUẢ")])
    for name in wb.documents()["id"]:
        document = wb.document(name)
        for passage in document.passages:
            if document.text[passage.start : passage.end].startswith(starts):
                citation = document.cite(passage.start, passage.end)
                draft.add("a", citation.quote, (citation,))
    assert len(draft.items()) == len(starts)
    return draft


def test_the_annex_of_figures_holds_those_of_the_cited_passages_alone(wb: Workbench, tmp_path: Path) -> None:
    path = wb.export(cited_draft(wb, "Thu ngân sách"), tmp_path / "a.docx", annexes=("nguon", "so_lieu"))
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[-1].rows]
    assert rows[0][1:3] == ["Chỉ tiêu", "Nguyên văn"]
    assert ["Thu ngân sách", "12,5 tỷ đồng", "Quý I/2025"] in [row[1:4] for row in rows]
    assert not [row for row in rows if "13/15" in row[2]]


def test_the_workbook_has_passages_figures_and_tasks_of_the_draft(wb: Workbench, tmp_path: Path) -> None:
    path = wb.export(cited_draft(wb, "Thu ngân sách", "Giao Văn phòng"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Dự thảo", "Nguồn", "Trích đoạn", "Số liệu", "Nhiệm vụ"]
    passages = [row[2] for row in book["Trích đoạn"].iter_rows(min_row=2, values_only=True)]
    assert [text.split()[0] for text in passages] == ["Thu", "Giao"]
    figures = [row[2] for row in book["Số liệu"].iter_rows(min_row=2, values_only=True)]
    assert "12,5 tỷ đồng" in figures
    (task,) = list(book["Nhiệm vụ"].iter_rows(min_row=2, values_only=True))
    assert "đề án chuyển đổi số" in task[1]
    assert task[3].date() == date(2025, 6, 30)


def test_a_source_that_left_the_archive_stops_no_export(wb: Workbench, tmp_path: Path) -> None:
    draft = cited_draft(wb, "Thu ngân sách", "Giao Văn phòng")
    (tmp_path / "corpus" / "bao-cao.txt").unlink()
    wb.build()
    path = wb.export(draft, tmp_path / "a.xlsx")
    assert "Nhiệm vụ" in openpyxl.load_workbook(path).sheetnames


def test_an_annex_that_there_is_not_is_answered_with_those_that_are(wb: Workbench, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"“anh”.*nguon, so_lieu"):
        wb.export(cited_draft(wb, "Thu ngân sách"), tmp_path / "a.docx", annexes=("anh",))


def test_a_draft_whose_source_is_secret_by_now_is_not_exported(wb: Workbench, tmp_path: Path) -> None:
    draft = cited_draft(wb, "Thu ngân sách")
    secret = REPORT.replace("BÁO CÁO", "TỐI MẬT\nBÁO CÁO")
    (tmp_path / "corpus" / "bao-cao.txt").write_text(secret, encoding="utf-8")
    wb.build()
    with pytest.raises(ExportError, match="dấu mật"):
        wb.export(draft, tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_the_label_of_a_source_is_printed_though_the_draft_did_not_bear_it_yet(wb: Workbench, tmp_path: Path) -> None:
    labelled = REPORT.replace("BÁO CÁO", "LƯU HÀNH NỘI BỘ\nBÁO CÁO")
    (tmp_path / "corpus" / "bao-cao.txt").write_text(labelled, encoding="utf-8")
    wb.build()
    path = wb.export(cited_draft(wb, "Thu ngân sách"), tmp_path / "a.docx")
    assert "LƯU HÀNH NỘI BỘ" in docx.Document(str(path)).tables[0].cell(2, 0).text
