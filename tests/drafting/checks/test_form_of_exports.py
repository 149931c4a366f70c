"""What we export ourselves is by the rules of form of its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
