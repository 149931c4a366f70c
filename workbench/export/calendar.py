"""Deadlines as an iCalendar file (.ics, RFC 5545) for Outlook, Thunderbird or a phone: one whole day a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from workbench.drafting.whole_file import write_whole
from workbench.errors import ExportError
from workbench.export.options import TaskRow
from workbench.export.text import one_line, printable
from workbench.folders import make_folder

_LINE = 75  # octets of a line (RFC 5545 §3.1)
_DAYS_AHEAD = 3  # of the reminder


class Dated(TaskRow, Protocol):
    """What has a day to keep in mind: a task, which its id tells apart."""

    @property
    def id(self) -> str: ...


def calendar_bytes(tasks: Iterable[Dated], made: datetime | None = None) -> bytes:
    """The calendar of the tasks that have a day; the others are left out."""
    stamp = (made or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vanban-workbench//Nhiem vu//VI", "CALSCALE:GREGORIAN"]
    for task in tasks:
        if task.due is None:
            continue
        about = [
            f"Đơn vị: {task.units}",
            f"Hạn: {task.deadline_text or f'{task.due:%d/%m/%Y}'}",
            f"Nội dung: {task.content}",
        ]
        if task.citation:
            about.append(f"Nguồn: {task.citation.label}")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{task.id}@vanban-workbench",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{task.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{task.due + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(f'{task.units}: {task.content}'[:180])}",
            f"DESCRIPTION:{_text(chr(10).join(map(one_line, about)))}",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(f'Sắp đến hạn: {task.units}')}",
            f"TRIGGER:-P{_DAYS_AHEAD}D",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def write_calendar(tasks: Iterable[Dated], path: Path | str) -> Path:
    """Write the calendar to a .ics file and return its path; a file there is replaced once the new one is whole.

    Raises:
        ExportError: the name does not end in .ics, or the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".ics":
        raise ExportError(f"Không ghi được lịch ra tệp {path}.", "Hãy đặt tên tệp có đuôi .ics.")
    try:
        make_folder(path.parent)
        write_whole(path, calendar_bytes(tasks))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ExportError(
            f"Không ghi được tệp {path}: {reason}.", "Hãy đóng tệp nếu đang mở, hoặc chọn tên tệp khác."
        ) from error
    return path


def _text(value: str) -> str:
    """A value of type TEXT (RFC 5545 §3.3.11)."""
    plain = printable(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A content line in lines of at most 75 octets, never cut inside a letter."""
    pieces: list[bytes] = []
    piece = b""
    for char in line:
        octets = char.encode("utf-8")
        if len(piece) + len(octets) > (_LINE if not pieces else _LINE - 1):
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
