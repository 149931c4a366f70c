"""Markdown with footnotes (`[^1]`), for people who write in plain text."""

from __future__ import annotations

import re

from workbench.export.heading import OfficeHeading
from workbench.export.report import (
    SOURCES_ADVICE,
    SOURCES_HEADING,
    UNSOURCED_ADVICE,
    UNSOURCED_HEADING,
    Report,
)
from workbench.export.table import Table, shown
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
    word = "BÁO CÁO" if report.kind == "report" else "TÓM TẮT"
    blocks = [f"# {word}", f"**{escape(report.title) or '…'}**"]
    for part in report.parts:
        if part.heading:
            blocks.append(f"## {escape(part.heading)}")
        for line in part.lines:
            paragraphs = [escape(paragraph) for paragraph in lines(line.text)] or [""]
            if line.note is not None:
                paragraphs[-1] += f"[^{line.note}]"
            blocks += paragraphs
    blocks += [f"## {SOURCES_HEADING}", *([SOURCES_ADVICE] if report.kind == "report" else [])]
    if report.query:
        blocks.append(f"Câu hỏi đã dùng để lấy văn bản: “{escape(report.query)}”.")
    if report.sources:
        blocks.append("\n".join(f"{n}. {escape(source.line)}" for n, source in enumerate(report.sources, start=1)))
    if report.unsourced:
        rows = [one_line(f"{heading}: “{line.text}” {line.mark}") for heading, line in report.unsourced]
        blocks += [f"## {UNSOURCED_HEADING}", UNSOURCED_ADVICE, "\n".join(f"- {escape(row)}" for row in rows)]
    for line in (line for part in report.parts for line in part.lines if line.note is not None):
        blocks.append(f"[^{line.note}]: " + escape("; ".join(line.note_lines)))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def table_bytes(table: Table) -> bytes:
    """The table as a Markdown table in UTF-8, under its title."""
    rows = [table.headings, *([shown(value) for value in row] for row in table.rows)]
    written = ["| " + " | ".join("<br>".join(map(escape, lines(text))) for text in row) + " |" for row in rows]
    written.insert(1, "|" + " --- |" * len(table.headings))
    return (f"# {escape(table.title)}\n\n" + "\n".join(written) + "\n").encode("utf-8")
