"""The small markup in which bodies are written: one paragraph a line, its kind told by how the line begins."""

from __future__ import annotations

from tools.sample_archive.model import Block

_PREFIXES = {"# ": "heading", "## ": "subheading", "### ": "minor", "^ ": "centre", "> ": "ground"}


def parse(body: str) -> tuple[Block, ...]:
    """Blocks of a body.

    A line begins with "# " (heading), "## " (subheading), "### " (minor), "^ " (centred), "> " (căn cứ) or "|" (table
    row); "===" alone starts a page; anything else is a paragraph.
    """
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for raw in body.splitlines():
        line = raw.strip()
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if not line:
            continue
        if line == "===":
            blocks.append(Block("break"))
            continue
        for prefix, kind in _PREFIXES.items():
            if line.startswith(prefix):
                text = line[len(prefix) :].strip()
                # An article without a title of its own ("Điều 2. Giao Sở Nội vụ chủ trì …") is a paragraph.
                blocks.append(Block("text" if kind == "heading" and len(text) > 80 else kind, text))
                break
        else:
            blocks.append(Block("text", line))
    if rows:
        blocks.append(Block("table", rows=tuple(rows)))
    return tuple(blocks)


def column_widths(rows: tuple[tuple[str, ...], ...], total: float = 165) -> tuple[float, ...]:
    """Widths in mm that share `total` by the longest cell of each column, none narrower than 11."""
    longest = [min(48, max(len(row[place]) for row in rows if place < len(row))) for place in range(len(rows[0]))]
    free = total - 11 * len(longest)
    return tuple(round(11 + free * length / sum(longest), 1) for length in longest)
