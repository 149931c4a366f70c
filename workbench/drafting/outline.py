"""The outline of a sơ kết / tổng kết report on carrying out a directive (domain.md §4.2, outline A)."""

from __future__ import annotations

from typing import NamedTuple

from workbench.drafting.model import DraftSection


class OutlineEntry(NamedTuple):
    """One heading of an outline.

    Attributes:
        key: key of the section; sentences of that section of the sources are placed under it.
        heading: as printed, with its number.
        is_parent: True when it only holds the headings below it.
        level: 1 for "I-", 2 for "1.".
    """

    key: str
    heading: str
    is_parent: bool = False
    level: int = 1


REVIEW_OUTLINE = (
    OutlineEntry("dac_diem", "I- ĐẶC ĐIỂM, TÌNH HÌNH"),
    OutlineEntry("chi_dao", "II- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TỔ CHỨC THỰC HIỆN"),
    OutlineEntry("ket_qua", "III- KẾT QUẢ ĐẠT ĐƯỢC"),
    OutlineEntry("han_che_va_nguyen_nhan", "IV- TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", is_parent=True),
    OutlineEntry("han_che", "1. Tồn tại, hạn chế", level=2),
    OutlineEntry("nguyen_nhan", "2. Nguyên nhân", level=2),
    OutlineEntry("bai_hoc", "V- BÀI HỌC KINH NGHIỆM"),
    OutlineEntry("phuong_huong", "VI- PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI"),
    OutlineEntry("kien_nghi", "VII- ĐỀ XUẤT, KIẾN NGHỊ"),
)


def empty_sections(outline: tuple[OutlineEntry, ...] = REVIEW_OUTLINE) -> list[DraftSection]:
    """The sections of an outline, with nothing in them yet."""
    return [DraftSection(entry.key, entry.heading, level=entry.level, is_parent=entry.is_parent) for entry in outline]
