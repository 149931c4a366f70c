"""Two documents side by side: what was added, dropped, moved and changed, by section, and the numbers that changed.

How passages are aligned is in `comparison_align`. Every row leads back to both texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple

import pandas as pd

from workbench.documents.model import Citation
from workbench.documents.rich import frame_card

Kind = Literal["same", "changed", "added", "dropped", "moved"]
KINDS: dict[str, str] = {
    "same": "giữ nguyên",
    "changed": "sửa",
    "added": "thêm",
    "dropped": "bỏ",
    "moved": "chuyển chỗ",
}
"""What happened to a passage, as people read it."""


class Piece(NamedTuple):
    """A stretch of a changed passage: "equal", "delete" (only in the first) or "insert" (only in the second)."""

    op: Literal["equal", "delete", "insert"]
    text: str


class NumberChange(NamedTuple):
    """A number that changed: what stands before it, and both values as printed; None for none."""

    about: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Row:
    """What happened to one passage.

    Attributes:
        kind: a key of `KINDS`.
        section: the heading or unit under which it stands, in the second document where it is there.
        first, second: the passage in each document, or None.
        likeness: share of common words, from 0 to 1.
        pieces: for changed passages, the differences in order.
        numbers: the numbers that changed.
        moved: it also stands elsewhere than before.
    """

    kind: Kind
    section: str
    first: Citation | None
    second: Citation | None
    likeness: float
    pieces: tuple[Piece, ...] = ()
    numbers: tuple[NumberChange, ...] = ()
    moved: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two documents compared; rows in the order of the second, dropped passages where they stood."""

    first: str
    second: str
    rows: tuple[Row, ...]

    @property
    def changes(self) -> tuple[Row, ...]:
        """The rows in which anything differs."""
        return tuple(row for row in self.rows if row.kind != "same")

    @property
    def counts(self) -> dict[str, int]:
        """How many passages were kept, changed, added, dropped, moved."""
        return {kind: sum(row.kind == kind for row in self.rows) for kind in KINDS}

    def to_frame(self, *, same: bool = False) -> pd.DataFrame:
        """One row a change: change, section, before, after, numbers, likeness, place_before, place_after.

        Args:
            same: also the passages that are the same in both.
        """
        rows = [
            (
                KINDS[row.kind] + (", chuyển chỗ" if row.moved and row.kind != "moved" else ""),
                row.section,
                row.first.quote if row.first else "",
                row.second.quote if row.second else "",
                "; ".join(f"{one.before or '—'} → {one.after or '—'}" for one in row.numbers),
                round(row.likeness, 2),
                row.first.place if row.first else "",
                row.second.place if row.second else "",
            )
            for row in (self.rows if same else self.changes)
        ]
        columns = ["change", "section", "before", "after", "numbers", "likeness", "place_before", "place_after"]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def numbers(self) -> pd.DataFrame:
        """The numbers that changed, one a row: section, about, before, after, place_before, place_after."""
        rows = [
            (row.section, one.about, one.before, one.after, row.first.place if row.first else "",
             row.second.place if row.second else "")
            for row in self.rows
            for one in row.numbers
        ]  # fmt: skip
        columns = ["section", "about", "before", "after", "place_before", "place_after"]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def to_text(self) -> str:
        """The changes as plain lines: "+ thêm", "- bỏ", "[-cũ-]{+mới+}" inside changed passages."""
        lines = [f"So sánh: {self.first}", f"    với: {self.second}", _summary(self.counts)]
        section = None
        for row in self.changes:
            if row.section != section:
                section = row.section
                lines.append(f"\n## {section or '(đầu văn bản)'}")
            lines.append(_line(row))
        return "\n".join(lines) + "\n"

    def to_html(self) -> str:
        """The changes as one HTML fragment with its own style: no script, nothing loaded from elsewhere."""
        parts = [
            '<div class="so-sanh"><style>.so-sanh ins{background:#d7f5dd;text-decoration:none}'
            ".so-sanh del{background:#fadbd8}.so-sanh .noi{color:#777;font-size:.85em}"
            ".so-sanh p{margin:.4em 0}.so-sanh h4{margin:1em 0 .3em}</style>",
            f"<p><b>{escape(self.first)}</b> → <b>{escape(self.second)}</b><br>{escape(_summary(self.counts))}</p>",
        ]
        section = None
        for row in self.changes:
            if row.section != section:
                section = row.section
                parts.append(f"<h4>{escape(section or '(đầu văn bản)')}</h4>")
            parts.append(_paragraph(row))
        return "\n".join([*parts, "</div>"])

    def _repr_html_(self) -> str:
        names = {
            "change": "Thay đổi", "section": "Mục", "before": "Trước", "after": "Sau", "numbers": "Số đã đổi",
            "place_before": "Chỗ trước", "place_after": "Chỗ sau",
        }  # fmt: skip
        counted = (f"{KINDS[kind]}: {count}" for kind, count in self.counts.items() if count)
        return frame_card(f"So {self.first} với {self.second}", counted, self.to_frame(), names)


def _summary(counts: dict[str, int]) -> str:
    return ", ".join(f"{KINDS[kind]} {counts[kind]} đoạn" for kind in ("added", "dropped", "changed", "moved", "same"))


def _line(row: Row) -> str:
    if row.kind == "changed":
        marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
        text = "".join(marks[piece.op].format(piece.text) for piece in row.pieces)
        return f"~ {' '.join(text.split())}"
    shown = row.second or row.first
    quote = " ".join(shown.quote.split()) if shown else ""
    sign = {"added": "+", "dropped": "-", "moved": ">"}.get(row.kind, " ")
    return f"{sign} {quote}"


def _paragraph(row: Row) -> str:
    tags = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
    if row.kind == "changed":
        body = "".join(tags[piece.op].format(escape(piece.text)) for piece in row.pieces)
    else:
        shown = row.second or row.first
        body = escape(shown.quote if shown else "")
        body = {"added": f"<ins>{body}</ins>", "dropped": f"<del>{body}</del>"}.get(row.kind, body)
    places = " → ".join(dict.fromkeys(one.place for one in (row.first, row.second) if one))
    what = KINDS[row.kind] + (", chuyển chỗ" if row.moved and row.kind != "moved" else "")
    return f'<p>{body} <span class="noi">({escape(what)}; {escape(places)})</span></p>'
