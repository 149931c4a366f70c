"""A letter by e-mail, whatever file it came in: its text as a document, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from workbench.archive.readers import base, html, txt
from workbench.documents.secrecy import mark_in_name
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

MAX_BYTES = 150 * 1024 * 1024
"""Largest mail that is opened; servers take 25 to 150 MB."""

_VIETNAM = timezone(timedelta(hours=7))
_LOGO_BYTES = 50_000  # pictures that mail programs name themselves and that are smaller are logos of signatures
_AUTOMATIC = re.compile(r"image\d+\.(?:png|gif|jpe?g|bmp|wmz|emz)", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """Something attached to a letter.

    Attributes:
        name: as the sender named it, "" for none.
        content: gives its bytes when asked.
        reason: why it has no content, in Vietnamese.
        inline: whether it is shown inside the text.
    """

    name: str
    content: Callable[[], bytes] | None
    reason: str = ""
    inline: bool = False

    def counts(self) -> bool:
        """Whether it is a document rather than a picture of the letter's own make-up."""
        if not self.inline or self.content is None:
            return True
        return bool(self.name) and (_AUTOMATIC.fullmatch(self.name) is None or len(self.content()) >= _LOGO_BYTES)


@dataclass(frozen=True)
class Letter:
    """An e-mail.

    Attributes:
        sender, to, copies, subject: as they stand in its head.
        sent: when, or None.
        plain, markup: its text, as plain text and as HTML; "" where it has none.
        attachments: in their order.
        charset: the old charset that some of it was in, or "".
    """

    sender: str
    to: str
    copies: str
    sent: datetime | None
    subject: str
    plain: str
    markup: str
    attachments: tuple[Attachment, ...]
    charset: str = ""


def raw_text(path: Path, letter: Letter) -> base.RawText:
    """The letter as a document: who wrote to whom, when and about what as first lines, then the text.

    Raises:
        UnreadableFile: nothing to read in it, or too long.
    """
    head = [
        f"{label}: {value}"
        for label, value in (
            ("Từ", letter.sender),
            ("Đến", letter.to),
            ("Đồng gửi", letter.copies),
            ("Ngày", letter.sent.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M") if letter.sent else ""),
            ("Tiêu đề", letter.subject),
        )
        if value
    ]
    head = [base.tidy(line.replace("\t", " ").replace(base.PAGE, " ")) for line in head]
    names = [attachment.name for attachment in letter.attachments]
    count = sum(attachment.counts() for attachment in letter.attachments)
    # A mark in the subject or on an attachment is a mark of the letter, however it stands in the line.
    margins = "\n".join(mark for name in (letter.subject, *names) if (mark := mark_in_name(name)))
    notes = (base.converted_note(letter.charset),) if letter.charset else ()
    if count:
        notes = (*notes, f"Thư có {count} tệp đính kèm.")
    body = _body(path, letter)
    lead = "".join(f"{line}\n" for line in head)
    tables = tuple(
        replace(
            table,
            cells=tuple(replace(cell, start=cell.start + len(lead), end=cell.end + len(lead)) for cell in table.cells),
        )
        for table in body.tables
    )
    whole = base.finished(path, (lead + body.text).removesuffix("\n"), margins=margins, notes=(*notes, *body.notes))
    return replace(whole, tables=tables)


def _body(path: Path, letter: Letter) -> base.RawText:
    if letter.plain.strip() or not letter.markup.strip():
        lines = letter.plain.replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "").replace(base.PAGE, " ")
        text, _ = base.compose(txt.paragraphs([line.rstrip() for line in lines.split("\n")]), paged=False)
        return base.RawText(text)
    try:
        return html.from_markup(path, letter.markup, whole=True)
    except UnreadableFile:  # a letter of nothing but pictures; its head and attachments still count
        return base.RawText("")


def decode(data: bytes, declared: str) -> tuple[str, str]:
    """Text of a mail, and the old charset it was in ("" for none).

    By the declared charset where that reads without a fault and gives Vietnamese or plain letters, else by evidence.
    """
    text = ""
    if declared:
        try:
            text = data.decode(declared)
        except (LookupError, UnicodeDecodeError, ValueError):
            text = ""
    if text and (text.isascii() or charsets.is_unicode_vietnamese(text)):
        return text, ""
    try:
        found = charsets.decode(data)
    except UnreadableFile:
        return text or data.decode("utf-8", "replace"), ""
    return found.text, found.charset if found.converted else ""
