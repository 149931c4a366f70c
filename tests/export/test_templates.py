"""Word templates of an office: filled, checked, harmless, and their files come back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from workbench import Workbench
from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import ExportError
from workbench.export.template_context import NAMES

QUOTE = "Đến nay, 13/13 đơn vị <b>đã</b> kết nối & thông suốt {{ 7 * 7 }}."


@pytest.fixture
def wb(tmp_path: Path) -> Workbench:
    (tmp_path / "workbench.toml").write_text(
        '[office]\norgan = "Văn phòng Tỉnh ủy"\nparent = "-"\nsymbol = "VPTU"\nplace = "Lam Sơn"\n'
        'signer_authority = "-"\nsigner_role = "Chánh Văn phòng"\nsigner_name = "Họ Và Tên"\n'
        'recipients = ["Thường trực Tỉnh ủy", "Lưu Văn phòng"]\n',
        encoding="utf-8",
    )
    return Workbench.open(tmp_path)


@pytest.fixture
def draft(wb: Workbench) -> Draft:
    outline = [DraftSection("a", "I- KẾT QUẢ", guidance="Lời dặn"), DraftSection("b", "1. Hạn chế", level=2)]
    draft = Draft("về kết nối mạng", "mạng", outline, issued=date(2024, 2, 5), labels=("LƯU HÀNH NỘI BỘ",))
    cited = Citation("d1", "bc/1.docx", "01-BC/TU", "Báo cáo", date(2024, 1, 2), 2, 4, 0, len(QUOTE), QUOTE)
    draft.add("a", QUOTE, (cited,))
    draft.add("b", "Dòng một\ndòng hai.")
    draft.comment(draft.items()[0].id, "Ghi chú của đồng nghiệp", "An")
    wb.save_draft(draft)
    return wb.load_draft(draft.id)


def write(wb: Workbench, *paragraphs: str, name: str = "thử") -> Path:
    """A template of these paragraphs in the office's folder."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    wb.template_folder.mkdir(parents=True, exist_ok=True)
    path = wb.template_folder / f"{name}.docx"
    document.save(str(path))
    return path


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_our_own_templates_are_written_once_and_can_be_used(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    assert [path.name for path in wb.copy_templates()] == ["mau-dang.docx", "mau-nha-nuoc.docx"]
    assert [(one.name, one.problem) for one in wb.templates()] == [("mau-dang", ""), ("mau-nha-nuoc", "")]
    (wb.template_folder / "mau-dang.docx").write_bytes(b"changed by the office")
    assert wb.copy_templates() == ()
    assert (wb.template_folder / "mau-dang.docx").read_bytes() == b"changed by the office"


@pytest.mark.parametrize(("name", "motto"), [("mau-dang", "ĐẢNG CỘNG SẢN"), ("mau-nha-nuoc", "CỘNG HÒA XÃ HỘI")])
def test_our_own_templates_say_all_that_the_draft_says(
    wb: Workbench, draft: Draft, tmp_path: Path, name: str, motto: str
) -> None:
    wb.copy_templates()
    said = words(wb.export(draft, tmp_path / "a.docx", template=name))
    for text in (
        *(motto, "VĂN PHÒNG TỈNH ỦY", "Số …-BC/VPTU", "ngày 05 tháng 02 năm 2024", "BÁO CÁO", "về kết nối mạng"),
        *("LƯU HÀNH NỘI BỘ", "I- KẾT QUẢ", QUOTE, "1. Hạn chế", "Dòng một\ndòng hai.", "CHÁNH VĂN PHÒNG", "Họ Và Tên"),
        *("- Thường trực Tỉnh ủy", "- Lưu Văn phòng.", "01-BC/TU – Báo cáo (02/01/2024), trang 2, đoạn 4"),
    ):
        assert text in said
    for text in ("{%", "{{ item", "Lời dặn", "Ghi chú của đồng nghiệp"):
        assert text not in said


def test_a_file_by_a_template_comes_back_with_its_sources(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    wb.copy_templates()
    path = wb.export(draft, tmp_path / "a.docx", template="mau-dang")
    assert wb.take_back(path).changes == ()
    document = docx.Document(str(path))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("Đến nay"))
    paragraph.runs[0].text = QUOTE.replace("Đến nay", "Đến hết năm")
    document.save(str(path))
    (change,) = wb.take_back(path).changes
    assert change.after == QUOTE.replace("Đến nay", "Đến hết năm")


def test_every_name_that_is_told_can_be_used(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    write(wb, *(f"{{{{ {name} }}}}" for name in NAMES))
    assert wb.templates()[0].problem == ""
    wb.export(draft, tmp_path / "a.docx", template="thử")


@pytest.mark.parametrize(
    ("text", "name"),
    [("{{ tieude }}", "tieude"), ("{%p for s in sections %}{{ s.titel }}{%p endfor %}", "titel")],
)
def test_a_name_that_is_not_known_is_told_with_the_template(
    wb: Workbench, draft: Draft, tmp_path: Path, text: str, name: str
) -> None:
    parts = text.replace("%}{", "%}\n{").replace("}{%", "}\n{%").split("\n")
    write(wb, *parts)
    with pytest.raises(ExportError, match=rf"“thử\.docx”.*“{name}”"):
        wb.export(draft, tmp_path / "a.docx", template="thử")
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ sections.__class__ }}",
        "{{ sections[0].__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self._TemplateReference__context }}",
        "{{ title * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
    ],
)
def test_a_template_cannot_run_code_or_read_files(wb: Workbench, draft: Draft, tmp_path: Path, text: str) -> None:
    write(wb, text)
    with pytest.raises(ExportError, match=r"thử\.docx"):
        wb.export(draft, tmp_path / "a.docx", template="thử")


@pytest.mark.parametrize("text", ["{{ title", "{% for a in sections %}", "{{ title | khong_co }}", "{{ 1 / 0 }}"])
def test_faulty_tags_are_told(wb: Workbench, draft: Draft, tmp_path: Path, text: str) -> None:
    write(wb, "Mở đầu", text)
    with pytest.raises(ExportError, match=r"thử\.docx"):
        wb.export(draft, tmp_path / "a.docx", template="thử")


def test_a_file_that_is_no_template_is_listed_with_its_problem(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    wb.template_folder.mkdir(parents=True)
    (wb.template_folder / "hỏng.docx").write_bytes(b"no zip")
    (wb.template_folder / "~$hỏng.docx").write_bytes(b"Word has it open")
    (one,) = wb.templates()
    assert (one.name, bool(one.problem)) == ("hỏng", True)
    with pytest.raises(ExportError, match=r"hỏng\.docx"):
        wb.export(draft, tmp_path / "a.docx", template="hỏng")


def test_a_template_that_is_not_there_is_answered_with_those_that_are(
    wb: Workbench, draft: Draft, tmp_path: Path
) -> None:
    write(wb, "a", name="của cơ quan")
    with pytest.raises(ExportError, match="của cơ quan"):
        wb.export(draft, tmp_path / "a.docx", template="khác")


def test_only_drafts_as_word_files_take_a_template(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    write(wb, "a")
    with pytest.raises(ExportError, match=r"\.docx"):
        wb.export(draft, tmp_path / "a.xlsx", template="thử")
