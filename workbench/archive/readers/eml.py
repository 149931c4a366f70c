"""Reads e-mails saved as .eml."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import quopri
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.mail import MAX_BYTES, Attachment, Letter, decode, raw_text

ERRORS: tuple[type[Exception], ...] = (
    ValueError, LookupError, RecursionError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
"""What `email` meets damage with."""

_MAX_NESTED = 200  # parts that hold parts; the parser looks for each one's border in every line
_HEADERS = ("from", "subject", "date", "received", "mime-version", "message-id", "to")
_BORDER = re.compile(rb"boundary\s*=", re.IGNORECASE)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of an e-mail: sender, addressees, time and subject as first lines, then the letter. Quotations stay.

    Raises:
        UnreadableFile: empty, too large, or no e-mail.
    """
    found = letter(path)
    try:
        return raw_text(path, found)
    except ERRORS as error:
        raise base.broken(path, "tệp đính kèm trong thư không đúng cấu trúc") from error


def letter(path: Path) -> Letter:
    """The e-mail in a file. Raises UnreadableFile as `read`."""
    message = parse(path)
    try:
        return _letter(message)
    except ERRORS as error:
        raise base.broken(path, "thư điện tử không đúng cấu trúc") from error


def parse(path: Path) -> Message:
    """The MIME structure of a file (.eml, .mht). Raises UnreadableFile for a file that is none."""
    data = base.read_bytes(path, MAX_BYTES)
    kind = base.kind_of(data[:1024])
    if kind is not None and (kind[0] != "pdf" or data.lstrip().startswith(b"%PDF-")):
        raise base.wrong_kind(path, kind[1])
    if len(_BORDER.findall(data)) > _MAX_NESTED:
        raise base.broken(path, "thư lồng quá nhiều phần vào nhau")
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.compat32)
    except ERRORS as error:
        raise base.broken(path, "thư điện tử không đúng cấu trúc") from error
    if not any(name in message for name in _HEADERS):
        raise base.broken(path, "bên trong không phải thư điện tử")
    return message


def _letter(message: Message) -> Letter:
    plain = markup = charset = ""
    attachments: list[Attachment] = []
    for part in leaves(message):
        kind, name = part.get_content_type(), words(part.get_filename() or "")
        inline = part.get_content_disposition() != "attachment"
        if kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else part
            assert isinstance(inner, Message)
            title = name or f"{header(inner, 'subject') or 'thu-dinh-kem'}.eml"
            attachments.append(Attachment(title, partial(bytes, inner)))
        elif kind in ("text/plain", "text/html") and inline and not name:
            text, old = decode(content(part), part.get_content_charset("") or "")
            charset = charset or old
            if kind == "text/html":
                markup += text
            else:
                plain += ("\n" if plain else "") + _unflowed(part, text)
        elif name or not inline:
            attachments.append(Attachment(name, partial(content, part), inline=inline and kind.startswith("image/")))
    return Letter(
        sender=header(message, "from"),
        to=header(message, "to"),
        copies=header(message, "cc"),
        sent=_date(message),
        subject=header(message, "subject"),
        plain=plain,
        markup=markup,
        attachments=tuple(attachments),
        charset=charset,
    )


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no parts, in their order; attached mails whole."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from leaves(part)


def content(part: Message) -> bytes:
    """The bytes of a part."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def header(message: Message, name: str) -> str:
    """A field of the head in Unicode, on one line."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(words(raw).split())


def words(raw: str) -> str:
    """A field's text: encoded words of any charset decoded, bytes that no charset names by evidence."""
    pieces: list[str] = []
    charset, waiting = "", b""
    place = 0
    for match in _WORD.finditer(raw):
        between = raw[place : match.start()]
        # Mail programs cut one letter's bytes in two words; a space between two words does not count.
        if between.strip() or not place or match[1].lower() != charset:
            pieces.append(decode(waiting, charset)[0])
            pieces.append(_unnamed(between) if between.strip() or not waiting else "")
            waiting = b""
        charset = match[1].lower().partition("*")[0]
        waiting += _word_bytes(match[2].lower(), match[3])
        place = match.end()
    pieces.append(decode(waiting, charset)[0])
    pieces.append(_unnamed(raw[place:]))
    return "".join(pieces)


def _word_bytes(way: str, text: str) -> bytes:
    raw = text.encode("ascii", "ignore")
    if way == "q":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return b""


def _unnamed(text: str) -> str:
    """Text of a head that may hold raw bytes (the parser keeps them as lone surrogates)."""
    if text.isascii():
        return text
    return decode(text.encode("utf-8", "surrogateescape"), "")[0]


def _unflowed(part: Message, text: str) -> str:
    """Plain text whose lines were wrapped for sending (RFC 3676), joined again."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined: list[str] = []
    flowing = False
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.removeprefix(" ")
        if flowing:
            joined[-1] += line
        else:
            joined.append(line)
        flowing = line.endswith(" ") and line != "-- "
    return "\n".join(joined)


def _date(message: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(header(message, "date"))
        sent.astimezone()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
    return sent
