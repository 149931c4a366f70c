"""What we export ourselves is by the rules of form of its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from workbench.archive.intake import Job, read_document
from workbench.documents.model import System
from workbench.drafting.checks.form import check_form
from workbench.drafting.checks.model import Checked
from workbench.drafting.model import Draft, DraftSection
from workbench.export import OfficeHeading, export

TEXTS = (
    "Thực hiện chương trình công tác năm 2022, Văn phòng Tỉnh ủy đã tham mưu triển khai các nhiệm vụ đúng tiến độ.",
    "Công tác tổng hợp, thông tin, báo cáo có nhiều chuyển biến; chất lượng văn bản từng bước được nâng lên rõ rệt.",
)


def read(path: Path, day: date | None, system: System) -> Checked:
    document = read_document(Job(path, path.name, "d1"))
    return Checked((), type_name="Báo cáo", system=system, day=day, document=document, path=path)


@pytest.mark.parametrize("system", ["party", "state"])
def test_our_own_export_is_by_the_rules(tmp_path: Path, system: System) -> None:
    sections = [DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC"), DraftSection("han_che", "II- TỒN TẠI, HẠN CHẾ")]
    if system == "state":
        sections = [DraftSection("ket_qua", "I. KẾT QUẢ ĐẠT ĐƯỢC"), DraftSection("han_che", "II. TỒN TẠI, HẠN CHẾ")]
    title = "về công tác văn phòng năm 2022" if system == "party" else "Công tác văn phòng năm 2022"
    draft = Draft(title, "", sections, system=system, issued=date(2022, 2, 5))
    for section in sections:
        for text in TEXTS * 12:
            draft.add(section.key, text)
    party_heading = OfficeHeading(
        organ="Văn phòng",
        parent="Tỉnh ủy Lam Nguyên",
        symbol_suffix="VPTU",
        place="Trầm Giang",
        recipients=("Thường trực Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy"),
        signer_authority="",
        signer_role="Chánh Văn phòng",
        signer_name="Trần Văn An",
    )
    state_heading = OfficeHeading(
        organ="Sở Nội vụ",
        parent="Ủy ban nhân dân tỉnh Lam Nguyên",
        symbol_suffix="SNV",
        place="Lam Nguyên",
        recipients=("Ủy ban nhân dân tỉnh", "Lưu: VT, CCHC"),
        signer_authority="",
        signer_role="Giám đốc",
        signer_name="Trần Văn An",
    )
    for heading in (party_heading if system == "party" else state_heading, None):
        path = export(draft, tmp_path / f"bao cao {heading is None}.docx", heading=heading)
        assert [one.message for one in check_form(read(path, draft.issued, system))] == []


@pytest.mark.parametrize(("system", "kind"), [("party", "Công văn"), ("party", "Tờ trình"), ("state", "Tờ trình")])
def test_letters_and_proposals_are_exported_by_the_rules_and_what_is_changed_afterwards_is_told(
    tmp_path: Path, system: System, kind: str
) -> None:
    title = "về việc gửi báo cáo năm 2022" if system == "party" else "Công tác văn phòng năm 2022"
    draft = Draft(title, "", [DraftSection("a", "")], type_name=kind, system=system, issued=date(2022, 2, 5))
    for text in TEXTS:
        draft.add("a", text)
    heading = OfficeHeading(
        organ="Văn phòng" if system == "party" else "Sở Nội vụ",
        parent="Tỉnh ủy Lam Nguyên" if system == "party" else "Ủy ban nhân dân tỉnh Lam Nguyên",
        symbol_suffix="VPTU" if system == "party" else "SNV",
        place="Trầm Giang",
        recipients=("Như trên", "Lưu Văn phòng Tỉnh ủy" if system == "party" else "Lưu: VT, CCHC"),
        signer_authority="",
        signer_role="Chánh Văn phòng" if system == "party" else "Giám đốc",
        signer_name="Trần Văn An",
        addressees=("Đảng ủy xã Khe Ngọc",),
    )
    path = export(draft, tmp_path / "a.docx", heading=heading)
    assert [one.message for one in check_form(read(path, draft.issued, system))] == []
    document = docx.Document(str(path))
    for run in document.tables[0].cell(0, 1).paragraphs[0].runs:
        run.font.size = Pt(10)
    document.save(str(path))
    assert any("cỡ 10" in one.message for one in check_form(read(path, draft.issued, system)))
