"""What stands at the head and the foot of an office's reports, beside the report itself (domain.md §2.5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OfficeHeading:
    """The fixed parts of an office's documents. What is None or blank is printed as a visible "…", never guessed,
    but for `parent` and `signer_authority`, where "" says that there is none.

    Attributes:
        organ: cơ quan ban hành, e.g. "Văn phòng Tỉnh ủy".
        parent: cơ quan cấp trên; "" where the organ has none above it.
        symbol_suffix: the organ in the symbol, after the slash: "VPTU" gives "Số …-BC/VPTU".
        place: địa danh, before the date.
        recipients: nơi nhận, one a line, as printed but without dash; the last is the "Lưu …" line.
        signer_authority: quyền hạn ký, e.g. "T/M BAN THƯỜNG VỤ"; "" for a head who signs in their own right.
        signer_role: chức vụ, e.g. "Chánh Văn phòng".
        signer_name: họ tên, without titles or degrees.
        addressees: kính gửi, kính trình, of a công văn, a tờ trình or a report to an organ above.
        urgency: độ khẩn, "KHẨN" …; "" for none.
    """

    organ: str | None = None
    parent: str | None = None
    symbol_suffix: str | None = None
    place: str | None = None
    recipients: tuple[str, ...] = ()
    signer_authority: str | None = None
    signer_role: str | None = None
    signer_name: str | None = None
    addressees: tuple[str, ...] = ()
    urgency: str = ""
