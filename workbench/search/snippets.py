"""Finds in a document's original text what a query matched, and cuts the passages that show it best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workbench.documents.model import Document, Passage
from workbench.search.plan import Target
from workbench.search.results import Snippet
from workbench.vietnamese.syllables import Syllable, tokens

_WIDTH = 280  # characters of a snippet
_BEFORE = 70  # of which at most so many stand before the first mark


def find_marks(text: str, targets: Sequence[Target]) -> list[tuple[int, int]]:
    """Offsets of everything in `text` that the targets match; neighbours joined, in order.

    A run of several words marks the places where at least two of them stand side by side; only in a text that has no
    such place are single words marked, so that "cấp ủy" does not light up every "cấp".
    """
    return find_matches(tokens(text), targets)[0] if targets else []


def find_matches(
    syllables: Sequence[Syllable], targets: Sequence[Target]
) -> tuple[list[tuple[int, int]], tuple[str, ...]]:
    """As `find_marks`, and what the matches mean besides the words as typed (`Target.why`), in order of the targets."""
    keys = [item.key for item in syllables]
    folds = [item.fold for item in syllables] if any(target.folded for target in targets) else keys
    marked: set[int] = set()
    why: dict[str, None] = {}
    for target in targets:
        terms = folds if target.folded else keys
        if target.phrase or len(target.syllables) == 1:
            places = _phrase_places(terms, syllables, target.syllables, target.slop)
        else:
            wanted = set(target.syllables)
            places = _pair_places(terms, syllables, set(pairwise(target.syllables)))
            places = places or {place for place, term in enumerate(terms) if term in wanted}
        marked |= places
        if places and target.why:
            why[target.why] = None
    return _joined(sorted(marked), syllables), tuple(why)


def cut_snippets(document: Document, marks: Sequence[tuple[int, int]], count: int = 2) -> tuple[Snippet, ...]:
    """The passages with the most marks, best first; without marks, the first passage that says something."""
    if not document.passages:
        return ()
    if not marks:
        plain = (item for item in document.passages if not item.heading and item.end - item.start >= 80)
        return (_cut(document, next(plain, document.passages[0]), []),)
    by_passage: dict[int, list[tuple[int, int]]] = {}
    for mark in marks:
        passage = document.passage_of(mark[0])
        if passage is not None:
            by_passage.setdefault(passage.number, []).append(mark)
    best = sorted(by_passage, key=lambda number: (-_worth(document, by_passage[number]), number))[:count]
    return tuple(_cut(document, document.passages[number - 1], by_passage[number]) for number in best)


def _phrase_places(terms: Sequence[str], syllables: Sequence[Syllable], phrase: tuple[str, ...], slop: int) -> set[int]:
    """The places of syllables that stand in the phrase's order, each at most `slop` positions after the one before."""
    places: set[int] = set()
    for start, term in enumerate(terms):
        if term != phrase[0]:
            continue
        chain = [start]
        for wanted in phrase[1:]:
            limit = syllables[chain[-1]].position + slop
            place = chain[-1] + 1
            while place < len(terms) and syllables[place].position <= limit and terms[place] != wanted:
                place += 1
            if place == len(terms) or syllables[place].position > limit:
                break
            chain.append(place)
        else:
            places.update(chain)
    return places


def _pair_places(terms: Sequence[str], syllables: Sequence[Syllable], pairs: set[tuple[str, str]]) -> set[int]:
    """The places of syllables that stand side by side as one of the pairs; one pass, however long the query."""
    places: set[int] = set()
    for start, pair in enumerate(pairwise(terms)):
        if pair in pairs and syllables[start + 1].position - syllables[start].position == 1:
            places.update((start, start + 1))
    return places


def _joined(places: Sequence[int], syllables: Sequence[Syllable]) -> list[tuple[int, int]]:
    """Marks of neighbouring syllables become one."""
    marks: list[tuple[int, int]] = []
    previous = -2
    for place in places:
        syllable = syllables[place]
        if place == previous + 1 and syllable.position == syllables[previous].position + 1:
            marks[-1] = (marks[-1][0], syllable.end)
        else:
            marks.append((syllable.start, syllable.end))
        previous = place
    return marks


def _worth(document: Document, marks: Sequence[tuple[int, int]]) -> float:
    """Different things said weigh more than one thing said often."""
    distinct = {document.text[start:end].lower() for start, end in marks}
    return sum(len(text) for text in distinct) + 0.1 * len(marks)


def _cut(document: Document, passage: Passage, marks: Sequence[tuple[int, int]]) -> Snippet:
    text = document.text
    start, end = passage.start, passage.end
    if end - start > _WIDTH:
        if marks and marks[0][0] - start > _BEFORE:
            start = _word_start(text, marks[0][0] - _BEFORE, marks[0][0])
        end = min(passage.end, start + _WIDTH)
        if end < passage.end:
            end = max(
                text.rfind(" ", start + _WIDTH // 2, end),
                min(marks[0][1], passage.end) if marks else start + _WIDTH // 2,
            )
    # A mark that goes on in the next paragraph, or beyond the cut, is shown as far as the snippet goes.
    inside = tuple(
        (max(first, start) - start, min(last, end) - start) for first, last in marks if first < end and last > start
    )
    return Snippet(text[start:end], start, end, document.page_of(start), passage.number, inside)


def _word_start(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return space + 1 if space >= 0 else start
