"""From the lines of all pages to paragraphs: running heads taken out, wrapped lines joined, also across pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from workbench.archive.readers.base import LIST_MARKER
from workbench.archive.readers.lines import Line

_SENTENCE_END = re.compile(r"[.;:!?…][\"”’)\]]*(?:\[\d+\])?$")
_OPEN_END = re.compile(r"\b(?:của|và|về|các|những|tại|theo|với|do|trong|cho|từ|đến|hoặc|bằng|trên|thuộc|việc)$")
_EDGE = 0.13  # share of the page's height in which running heads and feet stand
_EDGE_LINES = 3
_JOINED_END = re.compile(r"(?:\w[-/]|\d[.,])$")


@dataclass(frozen=True)
class Page:
    """A page: its size in points and its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line]


@dataclass(frozen=True)
class Flow:
    """The pages together.

    Attributes:
        text: their paragraphs.
        page_starts: the offset at which each page starts.
        running: the running heads.
        rows: the rows of ruled tables, each with its offset in the text.
    """

    text: str
    page_starts: tuple[int, ...]
    running: str
    rows: tuple[tuple[int, Line], ...] = ()


@dataclass(frozen=True)
class _Block:
    """The column of text on a page: its left and right edge, and the usual distance of lines for each size of type."""

    left: float
    right: float
    pitches: dict[float, float]

    def pitch(self, size: float) -> float:
        """The usual distance of lines of this size; a guess where the page has no two of them."""
        return self.pitches.get(round(size), 1.4 * size)


def flow(pages: list[Page]) -> Flow:
    """Paragraphs of a document.

    A line goes on in the next one when it is full (the next word would not have fitted), the next line stands at the
    left edge, and nothing speaks for a new paragraph: a gap, an indent, a list marker, another size, a centred line.
    """
    bodies, running = _without_running(pages)
    blocks = _blocks(pages, bodies)
    paragraphs = _paragraphs(bodies, blocks)
    text, starts, rows = _compose(paragraphs, len(pages))
    return Flow(text, starts, running, rows)


# --- running heads and feet -----------------------------------------------------------------------------------------


def _without_running(pages: list[Page]) -> tuple[list[list[Line]], str]:
    """The lines of each page without what repeats at its edges; and what was taken out, once each."""
    bodies = [list(page.lines) for page in pages]
    taken: dict[str, None] = {}
    for top in (True, False):
        numbered = False
        # The outermost line first, then the next one inwards.
        for _ in range(_EDGE_LINES):
            edge = [_edge_line(page, body, top) for page, body in zip(pages, bodies, strict=True)]
            repeated, counted = _repeated(edge, numbered)
            numbered = numbered or counted
            for index, line in repeated.items():
                taken.setdefault(line.text)
                bodies[index].remove(line)
            if not repeated:
                break
    return bodies, "\n".join(taken)


def _edge_line(page: Page, body: list[Line], top: bool) -> tuple[Line, bool] | None:
    """The outermost line, if it stands where running heads do, and whether a gap parts it from the text."""
    if not body:
        return None
    line = body[0] if top else body[-1]
    inside = line.y < _EDGE * page.height if top else line.y > (1 - _EDGE) * page.height
    if not inside:
        return None
    following = body[1] if top and len(body) > 1 else body[-2] if len(body) > 1 else None
    return line, following is None or abs(following.y - line.y) > 1.7 * line.size


def _repeated(edge: list[tuple[Line, bool] | None], numbered: bool) -> tuple[dict[int, Line], bool]:
    """The edge lines that are running heads, by page index: those that count the pages, and those that repeat.

    Args:
        edge: edge line of each page, and whether a gap parts it from the text.
        numbered: whether the page numbers have been found already: "Mẫu số 5", "Mẫu số 6" below them are headings.

    Returns:
        the running heads, and whether they bear the page numbers.
    """
    lines = {index: found for index, found in enumerate(edge) if found is not None}
    steps = Counter(number - index for index, (line, _) in lines.items() for number in _page_numbers(line.text))
    step, seen = steps.most_common(1)[0] if steps and not numbered else (0, 0)
    if seen < 2 and not (seen == 1 and step == 1 and len(edge) <= 2):
        step = -len(edge) - 1  # no page bears its number
    keys = {index: _without_number(line.text, index + step) for index, (line, _) in lines.items()}
    counts = Counter(keys.values())
    found: dict[int, Line] = {}
    counted = False
    for index, (line, apart) in lines.items():
        key = keys[index]
        counts_pages = key != line.text and (key in ("", "Trang", "trang", "Page") or counts[key] >= 2)
        # Rows of a table that repeats its heading overleaf, and the last lines of footnotes, are not running heads.
        repeats = apart and not line.columns and counts[key] >= max(3, 0.4 * len(edge))
        if counts_pages or repeats:
            found[index] = line
            counted = counted or counts_pages
    return found, counted


def _without_number(text: str, number: int) -> str:
    """The line without this page number at its beginning or end ("4", "- 4 -", "Trang 4/12")."""
    bare = re.sub(rf"^\W*{number}(?=\s|\W*$)|(?:^|(?<=\s)){number}(?:\s*/\s*\d+)?\W*$", "", text, count=1)
    return bare.strip() if bare != text else text


def _page_numbers(text: str) -> set[int]:
    """The numbers at the line's beginning and end, where a page number can stand."""
    ends = re.findall(r"^\W*(\d{1,4})(?=\s|\W*$)|(?:^|\s)(\d{1,4})(?:\s*/\s*\d+)?\W*$", text)
    return {int(number) for pair in ends for number in pair if number}


# --- the column of text ---------------------------------------------------------------------------------------------


def _blocks(pages: list[Page], bodies: list[list[Line]]) -> list[_Block]:
    """The column of each page; pages with little text take the column of the pages like them (size, odd or even)."""
    own = [_own_block(body) for body in bodies]
    kin: dict[tuple[int, int, int], list[_Block]] = defaultdict(list)
    for page, body, block in zip(pages, bodies, own, strict=True):
        if block is not None and len(body) >= 8:
            kin[_kind(page)].append(block)
    result = []
    for page, body, block in zip(pages, bodies, own, strict=True):
        like = kin[_kind(page)]
        if not like:
            known = block or _Block(0.0, 0.0, {})
            # Too little text to tell: official papers leave 15 mm on the right.
            result.append(_Block(known.left, max(known.right, 0.87 * page.width), known.pitches))
            continue
        left, right = median(b.left for b in like), median(b.right for b in like)
        if block is None:
            result.append(_Block(left, right, {}))
        elif len(body) < 8:
            result.append(_Block(left, right, block.pitches))
        elif block.right - block.left < 0.9 * (right - left):
            result.append(_Block(min(block.left, left), max(block.right, right), block.pitches))
        else:
            result.append(block)
    return result


def _kind(page: Page) -> tuple[int, int, int]:
    return round(page.width), round(page.height), page.number % 2


def _own_block(body: list[Line]) -> _Block | None:
    plain = [line for line in body if not line.columns]
    if len(plain) < 2:
        return None
    # The second outermost edge: one stray line does not move the column.
    left = sorted(line.x0 for line in plain)[1]
    right = sorted(line.x1 for line in plain)[-2]
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for above, below in pairwise(plain):
        step = round((below.y - above.y) * 2) / 2
        if abs(above.size - below.size) < 0.6 and 0.8 * below.size < step < 2.4 * below.size:
            steps[round(below.size)][step] += 1
    pitches = {size: counts.most_common(1)[0][0] for size, counts in steps.items()}
    return _Block(left, max(right, left + 1), pitches)


# --- paragraphs -----------------------------------------------------------------------------------------------------


def _paragraphs(bodies: list[list[Line]], blocks: list[_Block]) -> Iterator[list[Line]]:
    """Paragraphs in reading order. Footnotes stand after the page's text, or before a paragraph that goes on overleaf
    (so that both the paragraph stays whole and every footnote keeps its page)."""
    current: list[Line] = []
    notes: list[list[Line]] = []
    for index, body in enumerate(bodies):
        text, foot = _footnotes(body)
        for line in text:
            previous = blocks[current[-1].page - 1] if current else blocks[index]
            if current and _continues(current, line, previous, blocks[index]):
                if notes:
                    yield from notes
                    notes = []
                current.append(line)
                continue
            if current:
                yield current
            yield from notes
            notes = []
            current = [line]
        if foot:
            notes.extend(_grouped(foot, blocks[index]))
    if current:
        yield current
    yield from notes


def _footnotes(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """The page's text and its footnotes: smaller lines at its end that begin with a mark."""
    if not body:
        return body, []
    sizes: Counter[float] = Counter()
    for line in body:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    first = len(body)
    while first > 0 and body[first - 1].size <= usual - 0.9:
        first -= 1
    while first < len(body) and not re.match(r"\[\d+\]|\(?\d{1,3}\)?[.\s]|\*", body[first].text):
        first += 1
    return body[:first], body[first:]


def _grouped(lines: list[Line], block: _Block) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        starts = re.match(r"\[\d+\]", line.text)
        if group and not starts and _continues(group, line, block, block):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _continues(paragraph: list[Line], line: Line, before: _Block, here: _Block) -> bool:
    last = paragraph[-1]
    if last.columns or line.columns or abs(last.size - line.size) > 1.2:
        return False
    done = _SENTENCE_END.search(last.text) is not None
    first_letter = next((char for char in line.text if char.isalnum()), "")
    lower = first_letter.islower()
    if last.page == line.page and not _near(paragraph, line, here):
        return False
    if last.bold != line.bold and not lower and (last.bold or done):
        return False
    marker = LIST_MARKER.match(line.text) is not None
    # "BÁO CÁO" over "tình hình …": the tên loại is a line of its own.
    heading = last.text.isupper() and not line.text.isupper()
    # Lines centred over each other: a title, or the "V/v …" of an official letter in its narrow column.
    stacked = last.page == line.page and abs((line.x0 + line.x1) - (last.x0 + last.x1)) < 8
    open_end = _OPEN_END.search(last.text) is not None
    title_goes_on = (lower or open_end) and not heading and not done and not marker and last.bold == line.bold
    if stacked and lower and title_goes_on:
        return True
    if _centred(line, here) or (_centred(last, before) and len(paragraph) == 1):
        return title_goes_on
    room = before.right - last.x1
    indent = line.x0 - here.left
    last_indent = last.x0 - before.left
    if room >= line.first_width + 0.25 * line.size:
        # A ragged line: only the sentence tells that it goes on.
        return lower and not done and not marker and abs(indent) <= 4 and room < 0.3 * (before.right - before.left)
    # In a text whose paragraphs begin with an indent, "(2)" at the left edge goes on with an enumeration.
    set_in = paragraph[0].x0 - before.left > 8
    if marker and (indent > 4 or (done and not set_in)):
        return False
    if len(paragraph) > 1:
        return abs(indent - last_indent) <= 4 or (indent <= 4 and not done)
    if indent <= 4:
        return True
    if abs(indent - last_indent) <= 4:  # a block set in, or two indented paragraphs: the sentence decides
        return not done
    if indent > last_indent:  # the hanging indent of a list item
        return (LIST_MARKER.match(last.text) is not None and indent - last_indent < 50) or (lower and not done)
    return True


def _near(paragraph: list[Line], line: Line, block: _Block) -> bool:
    """Whether the line stands no farther below the last one than lines of a paragraph do."""
    step = line.y - paragraph[-1].y
    usual = block.pitch(line.size)
    if len(paragraph) > 1 and paragraph[-2].page == line.page:
        usual = max(paragraph[-1].y - paragraph[-2].y, 0.9 * usual)
    return 0.4 * line.size < step <= 1.45 * usual


def _centred(line: Line, block: _Block) -> bool:
    left, right = line.x0 - block.left, block.right - line.x1
    return left > 12 and right > 12 and abs(left - right) < 0.15 * (left + right) + 4


# --- the text -------------------------------------------------------------------------------------------------------


def _compose(paragraphs: Iterator[list[Line]], pages: int) -> tuple[str, tuple[int, ...], tuple[tuple[int, Line], ...]]:
    parts: list[str] = []
    rows: list[tuple[int, Line]] = []
    length = 0
    starts: dict[int, int] = {}
    for paragraph in paragraphs:
        for index, line in enumerate(paragraph):
            if index and not _JOINED_END.search(paragraph[index - 1].text):
                parts.append(" ")
                length += 1
            starts.setdefault(line.page, length)
            if line.fixed:
                rows.append((length, line))
            parts.append(line.text)
            length += len(line.text)
        parts.append("\n")
        length += 1
    text = "".join(parts).removesuffix("\n")
    # Pages without text start where the next page does; offsets never fall.
    result: list[int] = []
    following = len(text)
    for page in range(pages, 0, -1):
        following = min(starts.get(page, following), following)
        result.append(following)
    result.reverse()
    if result:
        result[0] = 0
    return text, tuple(result), tuple(rows)
