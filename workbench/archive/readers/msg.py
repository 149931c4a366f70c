"""Reads e-mails saved by Outlook as .msg."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from oxmsg.storage import Storage

from workbench.archive.readers import base
from workbench.archive.readers.mail import MAX_BYTES, Attachment, Letter, decode, raw_text
from workbench.archive.readers.ole import open_ole

# Properties by their numbers in MS-OXPROPS.
_SUBJECT, _BODY, _HTML = 0x0037, 0x1000, 0x1013
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _TO, _COPIES = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_SENT, _DELIVERED, _CODE_PAGE, _MESSAGE_PAGE = 0x0039, 0x0E06, 0x3FDE, 0x3FFD
_DATA, _NAME, _SHORT_NAME, _CONTENT_ID, _HIDDEN = 0x3701, 0x3707, 0x3704, 0x3712, 0x7FFE
_EMBEDDED = "__substg1.0_3701000D"
_UNICODE, _STRING8, _BINARY = "001F", "001E", "0102"
_HEAD_BYTES = {"root": 32, "embedded": 24, "attachment": 8}
_NOT_INSIDE = "Thư chỉ ghi đường dẫn tới tệp này, không chứa nội dung của nó."
_MAX_INNER = 3  # letters inside letters


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of an e-mail: sender, addressees, time and subject as first lines, then the letter. Quotations stay.

    Raises:
        UnreadableFile: empty, too large, damaged, or no e-mail of Outlook.
    """
    return raw_text(path, letter(path))


def letter(path: Path) -> Letter:
    """The e-mail in a file. Raises UnreadableFile as `read`."""
    data = base.read_bytes(path, MAX_BYTES)
    kind = base.kind_of(data[:1024])
    if kind is None:
        raise base.broken(path, "bên trong không phải thư của Outlook")
    if kind[0] != "ole":
        raise base.wrong_kind(path, kind[1])
    try:
        with open_ole(data) as file:
            is_mail = file.exists("__properties_version1.0")
            storage = Storage.from_ole(file) if is_mail else None
        if storage is not None:
            return _letter(_Item(storage, "root"))
    except MemoryError:
        raise
    except Exception as error:  # olefile and oxmsg meet damage with errors of every kind
        raise base.broken(path, "thư Outlook không đúng cấu trúc") from error
    raise base.wrong_kind(path, kind[1])


class _Item:
    """The properties of a message or an attachment."""

    def __init__(self, storage: Storage, kind: str) -> None:
        self.storage = storage
        self._streams = {stream.name: stream.bytes_ for stream in storage.streams}
        fixed = self._streams.get("__properties_version1.0", b"")[_HEAD_BYTES[kind] :]
        self._fixed = {
            int.from_bytes(fixed[place + 2 : place + 4], "little"): fixed[place + 8 : place + 16]
            for place in range(0, len(fixed) - 15, 16)
        }

    def text(self, number: int, charset: str = "") -> str:
        """A property that is a string; one in an old code page is read by it, else by evidence."""
        wide = self._streams.get(f"__substg1.0_{number:04X}{_UNICODE}")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        return decode(self._streams.get(f"__substg1.0_{number:04X}{_STRING8}", b"").rstrip(b"\x00"), charset)[0]

    def data(self, number: int) -> bytes | None:
        """A property that is bytes."""
        return self._streams.get(f"__substg1.0_{number:04X}{_BINARY}")

    def integer(self, number: int) -> int:
        """A property that is a number, 0 for none."""
        return int.from_bytes(self._fixed.get(number, b"")[:4], "little")

    def time(self, number: int) -> datetime | None:
        """A property that is a time (counted in 100 ns since 1601)."""
        ticks = int.from_bytes(self._fixed.get(number, b""), "little")
        try:
            return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None


def _letter(item: _Item, depth: int = 0) -> Letter:
    page = item.integer(_CODE_PAGE) or item.integer(_MESSAGE_PAGE)
    charset = "utf-8" if page == 65001 else f"cp{page}" if page else ""
    name = item.text(_SENDER_NAME, charset).strip()
    address = (item.text(_SENDER_SMTP, charset) or item.text(_SENDER_ADDRESS, charset)).strip()
    if "@" not in address or address == name:  # an address inside an organisation says nothing to people
        address = ""
    html = item.data(_HTML)
    return Letter(
        sender=f"{name} <{address}>" if name and address else name or address,
        to=item.text(_TO, charset),
        copies=item.text(_COPIES, charset),
        sent=item.time(_SENT) or item.time(_DELIVERED),
        subject=item.text(_SUBJECT, charset),
        plain=item.text(_BODY, charset),
        markup=decode(html, charset)[0] if html is not None else item.text(_HTML, charset),
        attachments=tuple(
            _attachment(inner, charset, depth)
            for inner in item.storage.storages
            if inner.name.startswith("__attach_version1.0_")
        ),
    )


def _attachment(storage: Storage, charset: str, depth: int) -> Attachment:
    item = _Item(storage, "attachment")
    name = (item.text(_NAME, charset) or item.text(_SHORT_NAME, charset)).strip()
    inline = bool(item.integer(_HIDDEN)) or bool(item.text(_CONTENT_ID, charset))
    data = item.data(_DATA)
    if data is not None:
        return Attachment(name, partial(bytes, data), inline=inline)
    embedded = next((inner for inner in storage.storages if inner.name == _EMBEDDED), None)
    if embedded is not None and depth < _MAX_INNER:
        inner_letter = _letter(_Item(embedded, "embedded"), depth + 1)
        return Attachment(f"{name or inner_letter.subject or 'thu-dinh-kem'}.eml", partial(_as_eml, inner_letter))
    return Attachment(name, None, _NOT_INSIDE)


def _as_eml(inner: Letter) -> bytes:
    """A letter inside a letter as a mail of its own, for the reader of .eml."""
    message = MIMEMultipart()
    for field, value in (("From", inner.sender), ("To", inner.to), ("Cc", inner.copies), ("Subject", inner.subject)):
        if value:
            message[field] = Header(" ".join(value.split()), "utf-8").encode()
    if inner.sent is not None:
        message["Date"] = format_datetime(inner.sent)
    kind = "plain" if inner.plain.strip() or not inner.markup.strip() else "html"
    message.attach(MIMEText(inner.plain if kind == "plain" else inner.markup, kind, "utf-8"))
    for attachment in inner.attachments:
        if attachment.content is not None and attachment.counts():
            part = MIMEApplication(attachment.content())
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
            message.attach(part)
    return bytes(message)
