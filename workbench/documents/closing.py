"""Signer, post and recipients of a document, with evidence: the block that closes its main text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from workbench.documents.evidence import Lines, found, left_open
from workbench.documents.model import Evidence, page_at
from workbench.documents.signature import Signature, read_recipients, read_signature

_ADDRESSEE = re.compile(r"K[íi]nh\s+(?:g[ửưứữự]i|trình)\s*[:;.]?\s*", re.IGNORECASE)
_ADDRESSEE_LINES = 16
_ITEM = re.compile(r"[-–—+*•]\s*")
_AS_ABOVE = re.compile(r"như (?:trên|kính gửi)", re.IGNORECASE)

NO_SIGNER = "không thấy phần ký"
UNREAD_SIGNER = "phần ký không có họ tên đọc được (để trống, là ảnh, hoặc bị chữ ký, con dấu che)"
NO_TITLE = "văn bản không in chức vụ người ký"


class Closing(NamedTuple):
    """What the closing block gives; see `Header` for the fields."""

    signer: str | None
    title: str | None
    recipients: tuple[str, ...]
    evidence: dict[str, Evidence]


def read_closing(
    text: str,
    plain: str,
    *,
    body: int,
    block: int | None = None,
    consolidated: bool = False,
    page_starts: Sequence[int] = (),
    page_confidence: Sequence[float | None] = (),
) -> Closing:
    """Signer, post and recipients.

    Args:
        text: the whole text.
        plain: the same, cleaned.
        body: row (from 0) at which the body begins.
        block: offset of the block that authenticates a consolidated text; its signer counts.
        consolidated: a consolidated text without that block names no signer of its own.
        page_starts, page_confidence: as in `Document`.
    """
    rows = plain.split("\n")
    start = plain.count("\n", 0, plain.find("XÁC THỰC VĂN BẢN HỢP NHẤT")) if block is not None else body
    offset = sum(map(len, rows[:start])) + start
    lines = Lines(text)
    evidence: dict[str, Evidence] = {}

    def sure(row: int) -> float:
        page = page_at(tuple(page_starts), lines.span(row)[0]) if page_confidence and page_starts else None
        known = page_confidence[page - 1] if page and page <= len(page_confidence) else None
        return 1.0 if known is None else known

    signature = None if consolidated and block is None else read_signature(plain, rows, offset)
    _add_signer(evidence, lines, signature, sure(signature.name_row) if signature else 1.0)
    addressees, addressed = _addressees(rows, body)
    entries, listed = read_recipients(rows, signature.first_row if signature else None, start)
    if addressees:
        entries = [entry for entry in entries if not _AS_ABOVE.match(entry)]
    recipients = tuple(dict.fromkeys((*addressees, *entries)))
    where = listed or addressed
    if recipients and where:
        evidence["recipients"] = Evidence(*lines.span(*where), round(0.9 * sure(where[0]), 3))
    return Closing(signature.name if signature else None, signature.title if signature else None, recipients, evidence)


def _add_signer(evidence: dict[str, Evidence], lines: Lines, signature: Signature | None, scale: float) -> None:
    if signature is None:
        evidence["signer"] = left_open(NO_SIGNER)
        return
    if signature.name:
        note = "" if signature.sure > 0.9 else "tên ít gặp, nên kiểm tra lại"
        evidence["signer"] = found(lines, signature.name, (signature.name_row,), signature.sure, note, scale)
    else:
        evidence["signer"] = left_open(UNREAD_SIGNER, lines.span(signature.first_row))
    if signature.title:
        evidence["signer_title"] = found(lines, signature.title, (signature.title_row,), 0.93, "", scale)
    elif signature.marked:
        note = NO_TITLE if signature.name else "chưa đọc được chức vụ người ký"
        evidence["signer_title"] = left_open(note, lines.span(signature.first_row))


def _addressees(rows: Sequence[str], body: int) -> tuple[list[str], tuple[int, int] | None]:
    """To whom a letter is addressed: on the line "Kính gửi:" or in the list under it."""
    for row in range(max(0, body - 3), min(body + _ADDRESSEE_LINES, len(rows))):
        match = _ADDRESSEE.search(rows[row][:300])
        if match is None:
            continue
        first = rows[row][match.end() :].split("\t")[0].strip()
        found_, last = [first] if any(map(str.isalpha, first)) else [], row
        if not first or first.endswith((";", ",")) or _ITEM.match(first):
            for place in range(row + 1, min(row + 40, len(rows))):
                piece = rows[place].strip()
                if _ITEM.match(piece) or (found_ and found_[-1].endswith((",", ";")) and len(piece) < 120 and piece):
                    found_.append(piece)
                    last = place
                elif piece:
                    break
        tidy = [" ".join(_ITEM.sub("", entry, count=1).split()).strip(" ;,.:-") for entry in found_]
        return [entry for entry in tidy if any(map(str.isalpha, entry))], (row, last)
    return [], None
