"""What the readers of Office formats share: paragraphs put together as cells, rows and tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.base import PAGE
from workbench.archive.readers.runs import OldFonts, Runs, paragraph_text
from workbench.archive.readers.tables import Tables, unmarked

OLD_FONTS_NOTE = "Có phần chữ được chuyển từ bảng mã cũ (phông .Vn… hoặc VNI-…) sang Unicode."

_MAX_DEPTH = 32  # tables in tables; people stop at three
_SAME_EDGE = 60  # twips (1 mm): edges of hand-drawn columns closer than this are one


@dataclass
class _Open:
    """A table that is being read: its finished rows (cells of lines, edges of the columns), and the row at work."""

    rows: list[tuple[list[list[str]], Sequence[int]]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.lines)
        self.lines = []

    def end_row(self, edges: Sequence[int]) -> None:
        if self.lines:
            self.end_cell()
        if self.cells:
            self.rows.append((self.cells, edges))
        self.cells = []


class Flow:
    """Paragraphs in the order of the file, gathered as lines and table rows.

    The formats name no tables: each paragraph says how deep in tables it stands (0: not in one), and where a cell or a
    row ends. A row is one line, its cells parted by tabs, unless a cell holds several paragraphs.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._lines: list[str] = []
        self._open: list[_Open] = []

    def paragraph(self, text: str, depth: int = 0) -> None:
        """A paragraph ends."""
        self._level(depth)
        (self._open[-1].lines if self._open else self._lines).extend(text.split("\n"))

    def end_cell(self, text: str, depth: int = 1) -> None:
        """The last paragraph of a cell ends, and the cell with it."""
        self.paragraph(text, max(depth, 1))
        self._open[-1].end_cell()

    def end_row(self, depth: int = 1, edges: Sequence[int] = ()) -> None:
        """A row ends.

        Args:
            depth: how deep in tables the row stands (1: a table in the body).
            edges: where its cells begin and end, from left to right, in twips; () where the file does not say.
        """
        self._level(max(depth, 1))
        self._open[-1].end_row(edges)

    def finish(self) -> list[str]:
        """All lines."""
        self._level(0)
        return self._lines

    def _level(self, depth: int) -> None:
        depth = min(depth, _MAX_DEPTH)
        while len(self._open) < depth:
            self._open.append(_Open())
        while len(self._open) > depth:
            table = self._open.pop()
            table.end_row(())
            (self._open[-1].lines if self._open else self._lines).extend(self._table_lines(table))

    def _table_lines(self, table: _Open) -> list[str]:
        number = self._tables.new()
        grid = _grid(edges for _, edges in table.rows)
        return [
            line
            for row, (cells, edges) in enumerate(table.rows, 1)
            for line in self._row(number, row, cells, edges, grid)
        ]

    def _row(self, table: int, row: int, cells: list[list[str]], edges: Sequence[int], grid: list[int]) -> list[str]:
        told = len(edges) > len(cells)
        shown: list[list[str]] = []
        for index, lines in enumerate(cells):
            lines = [line.strip() for line in lines if line.replace(PAGE, "").strip()]
            if len(lines) == 1:
                lines = [lines[0].replace("\t", " ")]
            if lines:
                column = bisect_right(grid, edges[index] + _SAME_EDGE // 2) if told else index + 1
                lines = self._tables.cell(table, row, max(column, 1), "\n".join(lines)).split("\n")
            shown.append(lines)
        if all(len(lines) <= 1 for lines in shown):
            return ["\t".join(lines[0] if lines else "" for lines in shown)]
        return [line for lines in shown for line in lines]


class Story:
    """One stretch of text that flows by itself: the body, a note, a margin, a text box.

    Attributes:
        kind: "body", "note", "box", "margin" or "hidden".
        number: of a note.
        boxes: lines of text boxes that stand after the paragraph at work.
    """

    def __init__(self, tables: Tables, fonts: OldFonts, kind: str = "body", number: int = 0) -> None:
        self.kind = kind
        self.number = number
        self.runs = Runs(fonts)
        self.boxes: list[str] = []
        self._fonts = fonts
        self._label = ""
        self._flow = Flow(tables)

    def list_number(self, label: str, font: str, *, capitals: bool = False) -> None:
        """The paragraph at work has this list number, set in this font."""
        runs = Runs(self._fonts)
        runs.add(label, font, capitals=capitals)
        self._label = runs.take()
        self.runs.converted |= runs.converted

    def paragraph(self, depth: int = 0) -> None:
        """The paragraph ends."""
        self._flow.paragraph(paragraph_text(self.runs.take(), self._label) or self._label, depth)
        for line in self.boxes:
            self._flow.paragraph(line, depth)
        self.boxes = []
        self._label = ""

    def end_cell(self, depth: int = 1) -> None:
        """The last paragraph of a cell ends, and the cell with it."""
        self.paragraph(depth)
        self._flow.end_cell("", depth)

    def end_row(self, depth: int = 1, edges: Sequence[int] = ()) -> None:
        """As Flow.end_row."""
        if self.runs or self.boxes:
            self.paragraph(depth)
        self._flow.end_row(depth, edges)

    def finish(self) -> list[str]:
        """All lines."""
        if self.runs or self.boxes:
            self.paragraph(0)
        return self._flow.finish()


def _grid(rows: Iterable[Sequence[int]]) -> list[int]:
    """The left edges of a table's columns over all rows."""
    grid: list[int] = []
    for edge in sorted({edge for edges in rows for edge in edges[:-1]}):
        if not grid or edge - grid[-1] > _SAME_EDGE:
            grid.append(edge)
    return grid


def aside(lines: Iterable[str]) -> str:
    """Lines of a text outside the body (a note, a header) as one line."""
    return " ".join(tidy for line in lines if (tidy := base.tidy(unmarked(line).replace("\t", " "))))


def finished(
    path: Path,
    lines: list[str],
    tables: Tables,
    *,
    margins: Iterable[str],
    converted: bool,
    paged: bool = False,
    notes: tuple[str, ...] = (),
) -> base.RawText:
    """The RawText of a Word file.

    Args:
        path: the file.
        lines: its lines as `Flow` gives them, then those of its notes.
        tables: its tables.
        margins: text outside the body.
        converted: whether text in an old font was converted.
        paged: whether the pages are marked completely.
        notes: what else people should know.

    Raises:
        UnreadableFile: as `base.finished`.
    """
    decoded, repaired = base.decoded([base.tidy(line) for line in lines])
    text, starts, found = tables.compose(decoded, paged=paged)
    told = ((OLD_FONTS_NOTE,) if converted else ()) + repaired + notes
    return base.finished(path, text, starts, unmarked("\n".join(margins)), told, found)
