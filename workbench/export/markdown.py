"""Markdown with footnotes (`[^1]`), for people who write in plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.export.heading import OfficeHeading
from workbench.export.report import (
    SOURCES_ADVICE,
    SOURCES_HEADING,
    UNSOURCED_ADVICE,
    UNSOURCED_HEADING,
    Report,
)
from workbench.export.report_rows import FIGURE_COLUMNS, FIGURES_HEADING, figure_rows
from workbench.export.table import Cell, Table, shown
from workbench.export.text import lines, one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$#&^])")
_SPECIAL_AT_START = re.compile(r"^([-+=:])")
_SPECIAL_AT_END = re.compile(r"!\Z")  # "![^1]" would be an image
_NUMBER_AT_START = re.compile(r"^([0-9]+)([.)])")


def escape(line: str) -> str:
    """One line of text, so that Markdown shows it as it is and never as a list, a heading, a link or a formula."""
    line = _SPECIAL_AT_END.sub(r"\\!", _SPECIAL.sub(r"\\\1", line.strip()))
    return _NUMBER_AT_START.sub(r"\1\\\2", _SPECIAL_AT_START.sub(r"\\\1", line))


def report_bytes(report: Report, heading: OfficeHeading | None = None) -> bytes:
    """The report as Markdown in UTF-8. The office's heading is not written: only Word documents take official form."""
    numbered = report.options.footnotes
    blocks = [f"**{escape(one_line(label))}**" for label in (report.draft.labels if report.draft else ())]
    blocks += [f"# {escape(report.type_name.upper())}", f"**{escape(report.title) or '…'}**"]
    for part in report.parts:
        if part.heading:
            blocks.append(f"{'#' * (min(max(part.level, 1), 3) + 1)} {escape(part.heading)}")
        for line in part.lines:
            paragraphs = [escape(paragraph) for paragraph in lines(line.text)] or [""]
            if numbered and line.note is not None:
                paragraphs[-1] += f"[^{line.note}]"
            blocks += paragraphs
    for annex in report.options.annexes:
        blocks += _sources(report) if annex == "nguon" else _figures(report)
    for line in (line for part in report.parts for line in part.lines if numbered and line.note is not None):
        blocks.append(f"[^{line.note}]: " + escape("; ".join(line.note_lines)))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def table_bytes(table: Table) -> bytes:
    """The table as a Markdown table in UTF-8, under its title."""
    return (f"# {escape(table.title)}\n\n" + _grid(table.headings, table.rows) + "\n").encode("utf-8")


def _sources(report: Report) -> list[str]:
    blocks = [f"## {SOURCES_HEADING}", *([SOURCES_ADVICE] if report.kind == "report" else [])]
    if report.query:
        blocks.append(f"Câu hỏi đã dùng để lấy văn bản: “{escape(report.query)}”.")
    if report.sources:
        with_notes = report.options.footnotes
        rows = [source.line if with_notes else f"{source.line_without_notes}." for source in report.sources]
        blocks.append("\n".join(f"{number}. {escape(row)}" for number, row in enumerate(rows, start=1)))
    if report.unsourced:
        said = [one_line(f"{heading}: “{line.text}” {line.mark}") for heading, line in report.unsourced]
        blocks += [f"## {UNSOURCED_HEADING}", UNSOURCED_ADVICE, "\n".join(f"- {escape(row)}" for row in said)]
    return blocks


def _figures(report: Report) -> list[str]:
    rows = figure_rows(report)
    grid = _grid(FIGURE_COLUMNS, rows) if rows else "Các đoạn được dẫn không có số liệu."
    return [f"## {FIGURES_HEADING}", grid]


def _grid(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    texts = [headings, *([shown(value) for value in row] for row in rows)]
    written = ["| " + " | ".join("<br>".join(map(escape, lines(text))) for text in row) + " |" for row in texts]
    written.insert(1, "|" + " --- |" * len(headings))
    return "\n".join(written)
