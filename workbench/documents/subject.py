"""Trích yếu: what a document says it is about, between its tên loại and its body, or under a letter's number."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.documents.head_cells import Cell, bare, is_capitals

LONG = 260
"""A cell this long (characters) is a paragraph of the body."""

BODY = re.compile(
    r"[-+*–]?\s*(?:căn cứ|\w{0,3}n cứ(?= luật| nghị| quyết)|kính gửi|kính trình|theo đề nghị"
    r"|xét (?:đề nghị|tờ trình))\b"
    r"|(?:chương|phần|mục)\s+(?:[ivxlc]+|\d+|thứ|mở)\b|điều\s+\d+\b|[ivx]{1,5}\s*[-.]\s|\d{1,2}\s*[-.)]\s",
    re.IGNORECASE,
)
# Who decides, in capitals between the subject and the body: "BỘ TRƯỞNG BỘ TÀI CHÍNH".
_AUTHORITY = re.compile(
    r"(?:CAC )?BO TRUONG|CHU TICH|PHO CHU TICH|THU TUONG|CHINH PHU"
    r"|TONG (?:GIAM DOC|KIEM TOAN|THANH TRA|CUC TRUONG|BI THU)"
    r"|GIAM DOC|THONG DOC|CHANH AN|CHANH VAN PHONG|VIEN TRUONG|UY BAN|QUOC HOI|HOI DONG|BAN THUONG VU|BAN CHAP HANH"
    r"|TINH UY|THANH UY|HUYEN UY|DANG UY|BO CHINH TRI|BAN BI THU|TRUONG BAN|HIEU TRUONG|CUC TRUONG|TRUONG PHONG"
    r"|QUYET (?:DINH|NGHI)\s*:"
)
ABOUT = re.compile(r"v\s*/\s*v\b|về việc\b|(?-i:V[ỊIl1|]v?(?=\s+[a-zđ]))", re.IGNORECASE)
_MISREAD_ABOUT = re.compile(r"V[ỊIl1|]v?\s+")  # "V/v" as scanning leaves it


_END_OF_BASIS = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm \d{4};$")  # "… Luật … ngày 12 tháng 6 năm 2017;"
_JUNK = re.compile(r"^(?:\W|\w(?=\W))+")  # what scanning makes of a stamp beside a line


class Subject(NamedTuple):
    """A trích yếu and the rows of the head (from 0) it was read in."""

    text: str
    rows: tuple[int, ...]


def read_subject(cells: list[Cell], type_at: int, rest: str, body_at: int) -> Subject | None:
    """Trích yếu: what stands between the tên loại and the body; `rest` is what follows the tên loại in its cell."""
    parts = [_without_authority(re.split(r"\s\(?Số\s*:", rest)[0])] if rest else []
    rows = [cells[type_at].row] if rest else []
    for cell in cells[type_at + 1 : body_at]:
        text = re.split(r"(?<=\S)\s+(?=Căn cứ\s)", cell.text)[0]
        if cell.kind == "rule" or (cell.kind in ("party", "state") and parts):
            if parts:
                break
            continue
        number_of = parts and re.search(r"\b(?:năm|tháng|quý|số)$", parts[-1])
        says = re.search(r"\w" if number_of else r"[^\W\d_]", text)
        if cell.kind not in ("text", "symbol", "date") or cell.place or not says:
            continue
        if (cell.capitals and _AUTHORITY.match(_JUNK.sub("", bare(text)))) or re.match(r"\(?Số\s*:", text):
            break
        if parts and (_opens_body(text) or len(" ".join(parts)) > 1_500):
            break
        parts.append(text)
        rows.append(cell.row)
        if text != cell.text:
            break
    return _tidy(parts, rows)


def _opens_body(text: str) -> bool:
    """A sentence of the body that nothing marks: "Thực hiện …, Ban Thường vụ báo cáo như sau:"."""
    if text.endswith((".", ":", ";")) and len(text) > 40 and not text[0].islower():
        return True
    if text.startswith("Ngày ") or _END_OF_BASIS.search(text):
        return True
    return len(text) > 100 and re.match(r"(?:Thực hiện|Ngày|Trong|Để|Sau khi|Qua|Năm|Theo)\s", text) is not None


def _without_authority(rest: str) -> str:
    """A subject in capitals without what a web page ran together with it: the text behind it, and who decides."""
    words = rest.split()
    # "… số 12/2020/QĐ-TTg" may stand in a subject in capitals; an ordinary word with small letters ends it.
    ends = next((i for i, word in enumerate(words) if word.isalpha() and word.upper() != word), len(words))
    if ends >= 2 and is_capitals(" ".join(words[:2])):
        rest = " ".join(words[:ends])
    found = re.search(
        r"(?<! CUA)\s(?:(?:CAC )?BO TRUONG BO|CHU TICH UY BAN|HOI DONG (?:THAM PHAN|NHAN DAN) "
        r"|(?:THU TUONG CHINH PHU|QUOC HOI)$)",
        bare(rest),
    )
    return rest[: found.start()] if found and found.start() > 10 else rest


def letter_subject(cells: list[Cell], symbols_at: list[int], body_at: int) -> Subject | None:
    """Trích yếu of a công văn: "V/v …" (or the Party's bare line) under the number, in the left column."""
    if not symbols_at:
        return None
    parts: list[str] = []
    rows: list[int] = []
    for cell in cells[symbols_at[0] + 1 : body_at]:
        text = cell.text
        # The dateline of the right column stands between; a day inside the subject has no place before it.
        if cell.kind not in ("text", "date") or cell.place or cell.capitals or (cell.kind == "date" and not parts):
            continue
        if parts and _opens_body(text):
            break
        if re.search(r"[^\W\d_]", text) and len(text) <= LONG:
            parts.append(text)
            rows.append(cell.row)
        if len(parts) >= 8:
            break
    about = next((i for i, part in enumerate(parts) if ABOUT.match(part)), 0)
    if parts:
        parts[about] = _MISREAD_ABOUT.sub("V/v ", parts[about], count=1) if ABOUT.match(parts[about]) else parts[about]
    return _tidy(parts[about:], rows[about:])


def _tidy(parts: list[str], rows: list[int]) -> Subject | None:
    subject = re.sub(r"\s+(?=[,.;])", "", re.sub(r"\s+", " ", " ".join(parts))).strip(" -*_`'")
    subject = subject.lstrip('" `') if subject.count('"') % 2 else subject
    return Subject(subject, tuple(rows)) if subject else None
