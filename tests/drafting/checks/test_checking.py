"""`wb.check`, `wb.check_file` and `workbench check` over a small archive."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from workbench import Workbench, cli
from workbench.drafting.checks.sources import ABSENT, DRIFTED
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import CheckError, SecretDocument

REPORT = """ĐẢNG ỦY XÃ KHE NGỌC
*
Số 45-BC/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Khe Ngọc, ngày 05 tháng 12 năm 2025
BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU

I- KẾT QUẢ ĐẠT ĐƯỢC
Đảng ủy xã Khe Ngọc đã kết nạp 25 đảng viên mới, đạt 104% chỉ tiêu giao. Công tác tuyên truyền có chuyển biến.
"""
SENTENCE = "Đảng ủy xã Khe Ngọc đã kết nạp 25 đảng viên mới, đạt 104% chỉ tiêu giao."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.build()
    return folder


def draft_of(workbench: Workbench) -> Draft:
    (document_id,) = workbench.documents()["id"]
    source = workbench.document(document_id)
    start = source.text.index(SENTENCE)
    draft = Draft("kết quả năm 2025", "", [DraftSection("mo_dau", ""), DraftSection("ket_qua", "I- KẾT QUẢ")])
    draft.add("mo_dau", "Thực hiện chương trình công tác năm, văn phòng báo cáo như sau:")
    draft.add("ket_qua", SENTENCE, (source.cite(start, start + len(SENTENCE)),))
    return draft


def test_findings_of_a_draft_lead_to_their_place_and_make_a_table(root: Path) -> None:
    with Workbench.open(root) as workbench:
        draft = draft_of(workbench)
        assert not workbench.check(draft).errors
        item = draft.section("ket_qua").items[0]
        draft.edit(item.id, SENTENCE.replace("25", "35"))
        findings = workbench.check(draft)
        (error,) = findings.errors
        assert (error.check, error.item_id, findings.words(error)) == (DRIFTED, item.id, "35")
        assert findings.place(error) == "I- KẾT QUẢ, câu 1"
        assert findings.of_item(item.id)[0] == error
        frame = findings.to_frame()
        assert frame.loc[0, "Mức"] == "Lỗi"
        assert "45-BC/ĐU" in frame.loc[0, "Nguồn"]
        shown = findings._repr_html_()
        assert "1 lỗi" in shown
        draft.title = "<script>"
        assert "<script>" not in workbench.check(draft)._repr_html_()


def test_an_exported_draft_is_checked_against_the_sources_its_notes_name(root: Path, tmp_path: Path) -> None:
    with Workbench.open(root) as workbench:
        exported = workbench.export(draft_of(workbench), tmp_path / "du-thao.docx")
        assert [row for row in workbench.check_file(exported) if row.check in (DRIFTED, ABSENT)] == []
        written = docx.Document(str(exported))
        for paragraph in written.paragraphs:
            for run in paragraph.runs:
                if "kết nạp 25" in run.text:  # setting the text of a run takes the mark of its note away
                    run.text = run.text.replace("kết nạp 25", "kết nạp 35")
        written.save(str(exported))
        findings = workbench.check_file(exported)
        (row,) = [row for row in findings if row.check in (DRIFTED, ABSENT)]
        assert findings.words(row) == "35"
        assert row.passage is not None
        assert row.citation is not None
        assert row.citation.path == "bao-cao.txt"


def test_a_file_that_names_its_source_in_words_is_compared_with_it(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "ngoai.txt"
    file.write_text(
        "Theo Báo cáo số 45-BC/ĐU, ngày 05/12/2025, Đảng ủy xã Khe Ngọc đã kết nạp 52 đảng viên mới, đạt 104% chỉ tiêu "
        "giao.\n",
        encoding="utf-8",
    )
    with Workbench.open(root) as workbench:
        findings = workbench.check_file(file)
        assert [findings.words(row) for row in findings if row.check in (DRIFTED, ABSENT)] == ["52"]


def test_a_sentence_that_lists_a_decision_names_it_as_it_is_printed(tmp_path: Path) -> None:
    """Its type stands on a line of its own, below who issued it."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "quyet-dinh.txt").write_text(
        "TỈNH ỦY LAM NGUYÊN\n*\nSố 1120-QĐ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Nguyên, ngày 28 tháng 5 năm 2024\n"
        "QUYẾT ĐỊNH\nthành lập Ban Chỉ đạo Cải cách hành chính và Chuyển đổi số tỉnh\n",
        encoding="utf-8",
    )
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        source = workbench.document(workbench.documents()["id"].iloc[0])
        draft = Draft("sơ kết", "", [DraftSection("ban_hanh", "II- VIỆC BAN HÀNH")])
        said = (
            "Quyết định số 1120-QĐ/TU, ngày 28/5/2024 của Tỉnh ủy Lam Nguyên thành lập Ban Chỉ đạo Cải cách hành chính "
            "và Chuyển đổi số tỉnh."
        )
        item = draft.add("ban_hanh", source.text, (source.cite(0, len(source.text)),))
        draft.edit(item.id, said)
        assert [row.message for row in workbench.check(draft) if row.check in (DRIFTED, ABSENT)] == []
        draft.edit(item.id, said.replace("Lam Nguyên", "Lam Sơn"))
        assert [row.check for row in workbench.check(draft) if row.check in (DRIFTED, ABSENT)]


def test_without_an_archive_the_checks_that_need_none_still_run(tmp_path: Path) -> None:
    file = tmp_path / "ngoai.txt"
    file.write_text("Đã giải quyết 13/15 đơn, đạt 80%.\n", encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        findings = workbench.check_file(file)
    assert "tong_ty_le" in {row.check for row in findings}
    assert findings.skipped
    assert "không có kho" in findings.summary
    assert not (tmp_path / "indexes").exists()


def test_files_that_are_secret_or_not_there_are_told(tmp_path: Path) -> None:
    secret = tmp_path / "van-ban.txt"
    secret.write_text("TỐI MẬT\nTỈNH ỦY LAM NGUYÊN\nBáo cáo\nNội dung.\n", encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        with pytest.raises(SecretDocument):
            workbench.check_file(secret)
        with pytest.raises(CheckError, match="khong-co"):
            workbench.check_file(tmp_path / "khong-co.docx")


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["workbench", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0), capsys.readouterr().out


def test_the_command_ends_with_1_where_there_are_errors_and_writes_a_sheet(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workbench.open(root) as workbench:
        draft = draft_of(workbench)
        draft.edit(draft.section("ket_qua").items[0].id, SENTENCE.replace("đã kết nạp", "chưa kết nạp"))
        workbench.save_draft(draft)
    sheet = tmp_path / "kiem.xlsx"
    code, told = run(monkeypatch, capsys, "check", draft.id, "--root", str(root), "--xlsx", str(sheet))
    assert code == 1
    assert "chưa" in told
    assert any("chưa" in str(cell.value) for row in load_workbook(sheet).worksheets[0] for cell in row)
    code, told = run(monkeypatch, capsys, "check", draft.id, "--root", str(root), "--only", "lap_cau", "--json")
    assert code == 0
    assert json.loads(told)["rows"] == []
