"""A source whose original was deleted stays readable in a draft, and is marked wherever it is shown."""

from __future__ import annotations

from pathlib import Path

from workbench.workbench import Workbench

MARK = "[bản gốc đã bị xóa khỏi kho]"
REPORT = """HUYỆN ỦY VÂN TRẠCH
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU

I- KẾT QUẢ ĐẠT ĐƯỢC
Các cấp ủy lần thứ {number} đã quán triệt đầy đủ Chỉ thị số 12-CT/TU đến từng chi bộ; tỷ lệ hồ sơ đạt {number}1,5%.
"""


def test_a_deleted_original_is_marked_in_the_draft_and_its_export_and_unmarked_when_it_is_back(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    files = [tmp_path / "corpus" / f"{number}.txt" for number in (21, 22)]
    for number, file in zip((21, 22), files, strict=True):
        file.write_text(REPORT.format(number=number), encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        draft = workbench.draft("quán triệt Chỉ thị 12-CT/TU", title="sơ kết Chỉ thị 12-CT/TU")
        assert {citation.path for citation in draft.sources()} == {"21.txt", "22.txt"}
        text = files[0].read_text(encoding="utf-8")
        files[0].unlink()
        workbench.build()
        opened = workbench.load_draft(draft.id)
        assert {citation.path for citation in opened.sources() if citation.gone} == {"21.txt"}
        assert [citation.quote for citation in opened.sources()] == [citation.quote for citation in draft.sources()]
        exported = workbench.export(opened, tmp_path / "du-thao.md").read_text(encoding="utf-8").replace("\\", "")
        assert exported.count(MARK) >= 1
        for line in exported.splitlines():
            assert (MARK in line) == (MARK in line and "21-BC/HU" in line)
        workbench.save_draft(opened)
        files[0].write_text(text, encoding="utf-8")
        workbench.build()
        assert not any(citation.gone for citation in workbench.load_draft(draft.id).sources())
