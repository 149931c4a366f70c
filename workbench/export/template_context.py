"""What a Word template of an office may name: `{{ title }}`, `{%p for section in sections %}` …

Every value is text, a number, or a list of the small records below, so that a template can show but not do anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.export.docx_words import authority, day_line, symbol_line
from workbench.export.heading import OfficeHeading
from workbench.export.report import Line, Report
from workbench.export.report_rows import figure_rows, task_rows
from workbench.export.table import shown
from workbench.export.text import lines, one_line

_UNKNOWN = "…"

NAMES: dict[str, str] = {
    "title": "trích yếu",
    "type": "tên loại (Báo cáo, Tờ trình …); in hoa: {{ type | upper }}",
    "parent": "cơ quan cấp trên",
    "organ": "cơ quan ban hành",
    "symbol": "dòng số, ký hiệu",
    "place": "địa danh",
    "date": "dòng “ngày … tháng … năm …”",
    "labels": "danh sách chỉ dẫn lưu hành, độ khẩn",
    "addressees": "danh sách kính gửi",
    "sections": "danh sách mục: section.heading, section.level, section.items (item.text, item.note, item.state)",
    "notes": "danh sách chú thích: note.number, note.text",
    "sources": "danh mục nguồn: source.number, source.name, source.path, source.places",
    "unsourced": "danh sách câu chưa có nguồn",
    "figures": "số liệu: figure.indicator, figure.value, figure.period, figure.org, figure.source",
    "tasks": "nhiệm vụ: task.content, task.units, task.deadline, task.source",
    "signer_authority": "quyền hạn ký",
    "signer_role": "chức vụ",
    "signer_name": "họ và tên người ký",
    "recipients": "danh sách nơi nhận",
    "query": "câu hỏi đã dùng để lấy văn bản",
}
"""Every name of the context with what it holds, for people."""


@dataclass(frozen=True)
class Item:
    """A sentence or paragraph: its text, the number of its note ("" for none), and its state in words."""

    text: str
    note: str
    state: str


@dataclass(frozen=True)
class Section:
    """A section: heading ("" for what stands before the first), level from 1, items."""

    heading: str
    level: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Note:
    """A note: its number and its sources, one a line."""

    number: int
    text: str


@dataclass(frozen=True)
class SourceRow:
    """A cited document: number, name, file, pages and passages used."""

    number: int
    name: str
    path: str
    places: str


@dataclass(frozen=True)
class FigureLine:
    """A figure of the cited passages, in words."""

    indicator: str
    value: str
    period: str
    org: str
    source: str


@dataclass(frozen=True)
class TaskLine:
    """A task that the cited passages set, in words."""

    content: str
    units: str
    deadline: str
    source: str


def context_of(report: Report, heading: OfficeHeading) -> dict[str, Any]:
    """The values of `NAMES` for a draft. What nobody has given is "…"."""
    draft = report.draft
    numbered = report.options.footnotes
    system = report.layout.system
    cited = [line for part in report.parts for line in part.lines if line.note is not None and numbered]
    day = "".join(map(str, day_line("x", draft.issued if draft else None))).removeprefix("x, ")
    urgency = [one_line(heading.urgency)] if heading.urgency.strip() else []
    return {
        "title": report.title or _UNKNOWN,
        "type": report.type_name,
        "parent": _known(heading.parent),
        "organ": _known(heading.organ),
        "symbol": "".join(map(str, symbol_line(report, heading))),
        "place": _known(heading.place),
        "date": day,
        "labels": tuple(map(one_line, (*urgency, *(draft.labels if draft else ())))),
        "addressees": tuple(map(one_line, heading.addressees)),
        "sections": tuple(
            Section(part.heading, part.level, tuple(_item(line, numbered) for line in part.lines))
            for part in report.parts
            if part.heading or part.lines
        ),
        "notes": tuple(Note(line.note or 0, "\n".join(line.note_lines)) for line in cited),
        "sources": tuple(
            SourceRow(number, source.name, one_line(source.citation.path), "; ".join(source.places))
            for number, source in enumerate(report.sources, start=1)
        ),
        "unsourced": tuple(one_line(line.text) for _, line in report.unsourced),
        "figures": tuple(FigureLine(*map(shown, row[1:])) for row in figure_rows(report)),
        "tasks": tuple(
            TaskLine(shown(row[1]), shown(row[2]), shown(row[3]) or shown(row[4]), shown(row[5]))
            for row in task_rows(report)
        ),
        "signer_authority": str(authority(heading.signer_authority, system)),
        "signer_role": _known(heading.signer_role).upper(),
        "signer_name": _known(heading.signer_name),
        "recipients": tuple(one_line(one).removeprefix("-").strip().rstrip(".,;") for one in heading.recipients),
        "query": report.query,
    }


def _known(value: str | None) -> str:
    return "" if value == "" else one_line(value or "") or _UNKNOWN


def _item(line: Line, numbered: bool) -> Item:
    return Item("\n".join(lines(line.text)), str(line.note) if numbered and line.note else "", line.state.label)
