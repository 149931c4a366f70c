"""One HTML file that needs nothing else: notes as anchors with the quoted words in sight, made for paper too.

Everything that comes from documents is escaped, and the page forbids itself scripts and any address beyond itself.
"""

from __future__ import annotations

from html import escape

from workbench.export.heading import OfficeHeading
from workbench.export.report import (
    SOURCES_ADVICE,
    SOURCES_HEADING,
    UNSOURCED_ADVICE,
    UNSOURCED_HEADING,
    Line,
    Report,
)
from workbench.export.report_rows import FIGURE_COLUMNS, FIGURES_HEADING, figure_rows
from workbench.export.table import Table, shown
from workbench.export.text import lines, one_line, printable

_STYLE = """
@page {{ size: A4; margin: {top:g}mm {right:g}mm {bottom:g}mm {left:g}mm; }}
body {{ font: {size:g}pt/1.45 "{font}", "Liberation Serif", serif; color: #000; background: #fff;
  max-width: {width:g}mm; margin: 0 auto; padding: 8mm; }}
h1, .trich-yeu {{ text-align: center; font-size: 1.1em; margin: 0.2em 0; font-weight: bold; }}
h2, h3, h4 {{ font-size: 1em; margin: 1em 0 0.4em; break-after: avoid; }}
p {{ text-align: justify; text-indent: {indent:g}mm; margin: 0 0 6pt; overflow-wrap: anywhere; }}
.nhan {{ text-align: center; }} .nhan span {{ border: 1px solid #000; padding: 1mm 3mm; font-weight: bold; }}
sup a {{ text-decoration: none; }} .chu-thich, .nguon {{ font-size: 0.85em; }}
.chu-thich li, .nguon li {{ margin-bottom: 0.5em; overflow-wrap: anywhere; }}
blockquote {{ margin: 0.2em 0 0.2em 1em; padding-left: 0.6em; border-left: 2px solid #999; white-space: pre-line; }}
.trong {{ background: #ff0; }} :target {{ background: #ffc; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.85em; }}
th, td {{ border: 1px solid #888; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
section.phu-luc {{ break-before: page; }}
@media print {{ body {{ max-width: none; padding: 0; }} a {{ color: inherit; }} }}
"""
_FORBID = "default-src 'none'; style-src 'unsafe-inline'"


def report_bytes(report: Report, heading: OfficeHeading | None = None) -> bytes:
    """The report as HTML in UTF-8. The office's heading is not written: only Word documents take official form."""
    numbered = report.options.footnotes
    body = [
        f'<p class="nhan"><span>{_text(label)}</span></p>' for label in (report.draft.labels if report.draft else ())
    ]
    body += [f"<h1>{_text(report.type_name.upper())}</h1>", f'<p class="trich-yeu">{_text(report.title) or _BLANK}</p>']
    for part in report.parts:
        if part.heading:
            level = min(max(part.level, 1), 3) + 1
            body.append(f"<h{level}>{_text(part.heading)}</h{level}>")
        for line in part.lines:
            body += _paragraphs(line, numbered)
        if part.heading and not part.lines and not part.is_parent:
            body.append(f"<p>{_BLANK}</p>")
    if numbered:
        body += _notes(report)
    for annex in report.options.annexes:
        body += _sources(report) if annex == "nguon" else _figures(report)
    return _page(report.title or report.type_name, report, body)


def table_bytes(table: Table) -> bytes:
    """The table as HTML in UTF-8, under its title."""
    rows = [tuple(shown(value) for value in row) for row in table.rows]
    return _page(table.title, None, [f"<h1>{_text(table.title)}</h1>", *_grid(table.headings, rows)])


_BLANK = '<span class="trong">…</span>'


def _text(text: str) -> str:
    return escape(one_line(text))


def _paragraphs(line: Line, numbered: bool) -> list[str]:
    texts = [escape(text) for text in lines(line.text)] or [""]
    if numbered and line.note is not None:
        note = line.note
        texts[-1] += f'<sup><a id="cau-{note}" href="#nguon-{note}">[{note}]</a></sup>'
    return [f"<p>{text}</p>" for text in texts]


def _notes(report: Report) -> list[str]:
    cited = [line for part in report.parts for line in part.lines if line.note is not None]
    if not cited:
        return []
    written = ['<section class="chu-thich"><h2>CHÚ THÍCH</h2><ol>']
    for line in cited:
        mark = f"{_text(line.mark)} " if line.mark else ""
        places = "".join(
            f"<div>{_text(citation.label)}. Tệp: {_text(citation.path)}</div>"
            f"<blockquote>{escape(printable(citation.quote).strip())}</blockquote>"
            for citation in line.citations
        )
        back = f'<a href="#cau-{line.note}">↑ câu {line.note}</a>'
        written.append(f'<li id="nguon-{line.note}">{mark}{places}{back}</li>')
    return [*written, "</ol></section>"]


def _sources(report: Report) -> list[str]:
    written = [f'<section class="phu-luc nguon"><h2>{SOURCES_HEADING}</h2>']
    if report.kind == "report":
        written.append(f"<p><em>{SOURCES_ADVICE}</em></p>")
    if report.query:
        written.append(f"<p>Câu hỏi đã dùng để lấy văn bản: “{_text(report.query)}”.</p>")
    with_notes = report.options.footnotes
    rows = [source.line if with_notes else f"{source.line_without_notes}." for source in report.sources]
    written.append(f"<ol>{''.join(f'<li>{_text(row)}</li>' for row in rows)}</ol>" if rows else "")
    if report.unsourced:
        said = [f"{heading}: “{line.text}” {line.mark}" for heading, line in report.unsourced]
        written += [f"<h2>{UNSOURCED_HEADING}</h2><p><em>{UNSOURCED_ADVICE}</em></p>"]
        written.append(f"<ul>{''.join(f'<li>{_text(row)}</li>' for row in said)}</ul>")
    return [*written, "</section>"]


def _figures(report: Report) -> list[str]:
    rows = [tuple(shown(cell) for cell in row) for row in figure_rows(report)]
    grid = _grid(FIGURE_COLUMNS, rows) if rows else ["<p>Các đoạn được dẫn không có số liệu.</p>"]
    return [f'<section class="phu-luc"><h2>{FIGURES_HEADING}</h2>', *grid, "</section>"]


def _grid(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    head = "".join(f"<th>{_text(heading)}</th>" for heading in headings)
    cells = [[f"<td>{'<br>'.join(map(escape, lines(cell)))}</td>" for cell in row] for row in rows]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return [f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"]


def _page(title: str, report: Report | None, body: list[str]) -> bytes:
    layout = report.layout if report else None
    size = layout.size if layout else lambda key: _PLAIN[key]
    style = _STYLE.format(
        top=size("le_tren"),
        right=size("le_phai"),
        bottom=size("le_duoi"),
        left=size("le_trai"),
        size=size("noi_dung"),
        indent=size("lui_dau_dong"),
        width=210 - size("le_trai") - size("le_phai"),
        font=layout["phong_chu"].words.replace('"', "") if layout else "Times New Roman",
    )
    head = (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_FORBID}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>{style}</style></head><body>\n"
    )
    return (head + "\n".join(part for part in body if part) + "\n</body></html>\n").encode("utf-8")


_PLAIN = {"le_tren": 20.0, "le_phai": 15.0, "le_duoi": 20.0, "le_trai": 15.0, "noi_dung": 12.0, "lui_dau_dong": 0.0}
"""Of a page that has no form of its own."""
