"""How documents, hits, drafts and tables show themselves in a notebook cell: short HTML in plain Vietnamese.

Every `_repr_html_` of the package is made here, so that all look alike and nothing a document says can ever act in the
page: every word is escaped, there are no scripts, links, pictures or styles of others. What is cut is said to be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from itertools import islice
from numbers import Integral, Real
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROWS = 15
"""Rows that a cell shows; the rest is counted."""

COLUMNS = 12
"""Columns that a cell shows: of a wider table the first three, which name the row, and the last ones, the newest."""

LETTERS = 320
"""Letters of one text that a cell shows."""

_CELL = "text-align:left"  # JupyterLab would put words to the right
_WHOLE = "Xem đủ bằng .to_frame()."


class Markup(str):
    """HTML made by this module: `marked` makes it, tables leave it as it is."""

    __slots__ = ()


def card(
    title: str,
    facts: Iterable[str] = (),
    columns: Sequence[str] = (),
    rows: Iterable[Sequence[object]] = (),
    *,
    total: int | None = None,
    notes: Iterable[str] = (),
    whole: str = _WHOLE,
) -> str:
    """A heading, a line of facts, a table and remarks.

    Args:
        title: what it is.
        facts: said in one line under the title; empty ones are left out.
        columns: headings of the table; without any there is no table.
        rows: its rows; at most `ROWS` are taken.
        total: how many rows there are, where `rows` holds only the first; by default as many as `rows` has.
        notes: what people must know, one line each.
        whole: how to see all rows, said where some are not shown.
    """
    parts = [f"<p><b>{_text(title)}</b></p>"]
    told = " · ".join(_text(fact) for fact in facts if fact)
    if told:
        parts.append(f"<p>{told}</p>")
    if columns:
        parts.append(_table(columns, rows, total, whole))
    parts += [f"<p>Lưu ý: {_text(note)}</p>" for note in notes if note]
    return f"<div>{''.join(parts)}</div>"


def frame_card(
    title: str,
    facts: Iterable[str],
    frame: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    *,
    notes: Iterable[str] = (),
) -> str:
    """A card with the first rows of a table.

    Args:
        title, facts, notes: as of `card`.
        frame: the table.
        names: the columns to show, in order, with what people call them; by default all, as they are named.
    """
    shown = list((names or {str(name): str(name) for name in frame.columns}).items())
    first = frame[[name for name, _ in shown]].head(ROWS)
    wide = len(shown)
    if wide > COLUMNS:  # an empty column can be spared first
        shown = [(name, label) for name, label in shown if any(_words(cell) for cell in first[name])]
    if len(shown) > COLUMNS:
        shown = shown[:3] + shown[3 - COLUMNS :]
    if len(shown) < wide:
        notes = (*notes, f"còn {wide - len(shown)} cột không hiện ở đây. {_WHOLE}")
    rows = first[[name for name, _ in shown]].itertuples(index=False, name=None)
    return card(title, facts, [label for _, label in shown], rows, total=len(frame), notes=notes)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """A text, whole and escaped, with pieces of it marked; `marks` are (start, end) in order, not overlapping."""
    pieces, last = [], 0
    for start, end in marks:
        pieces += [_escaped(text[last:start]), "<mark>", _escaped(text[start:end]), "</mark>"]
        last = end
    pieces.append(_escaped(text[last:]))
    return Markup("".join(pieces))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]], total: int | None, whole: str) -> str:
    iterator = iter(rows)
    first = list(islice(iterator, ROWS))
    count = len(first) + sum(1 for _ in iterator) if total is None else total
    if not first:
        return "<p>(không có dòng nào)</p>"
    head = "".join(f'<th style="{_CELL}">{_text(name)}</th>' for name in columns)
    cells = (f'<td style="{_CELL}">', "</td>")
    body = "".join(f"<tr>{''.join(_text(cell).join(cells) for cell in row)}</tr>" for row in first)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    left = count - len(first)
    return table + (f"<p>… và {left} dòng nữa. {_escaped(whole)}</p>" if left > 0 else "")


def _text(value: object) -> str:
    """One value as people write it, escaped and cut to `LETTERS`."""
    if isinstance(value, Markup):
        return str(value)
    text = " ".join(_words(value).split())
    if len(text) > LETTERS:
        text = f"{text[:LETTERS].rsplit(' ', 1)[0]} …"
    return _escaped(text)


def _words(value: object) -> str:
    if value is None or value != value or str(value) == "NaT":  # what pandas puts where there is nothing
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if (value.hour or value.minute) else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Integral):
        return str(value)
    if isinstance(value, Real):
        return f"{float(value):.10g}".replace(".", ",")
    return str(value)


def _escaped(text: str) -> str:
    """Safe between tags and in attributes; lone surrogates, as some converted files hold, cannot be sent at all."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))
