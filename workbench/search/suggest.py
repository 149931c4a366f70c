"""“Có phải bạn muốn tìm”: a query with a likely typing mistake mended, from the words that the archive really has.

Mistakes in Vietnamese mostly make another syllable that exists ("nhiệu vụ", "xây dưng", "chỉ thi"), so it is not single
syllables that tell, but pairs: a pair that (nearly) no document holds, beside one that many hold and that is one letter
away.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from whoosh.query import FuzzyTerm

from workbench.index.engine import SearchEngine, pair_term
from workbench.search.query import MAX_LENGTH
from workbench.vietnamese.syllables import Syllable, tokens

_FEWEST = 3  # documents that hold the mended pair
_RARER = 20  # times as many as hold the typed one
_CANDIDATES = 40
_MOST_SYLLABLES = 12  # of a query that is looked at: mending a pasted paragraph helps nobody


def suggest(text: str, engine: SearchEngine, *, folded: bool) -> str | None:
    """The query with its worst pair of syllables mended, or None where nothing is likely wrong.

    Args:
        text: the query as typed.
        engine: knows in how many documents syllables and pairs stand.
        folded: the query was typed without accents, so that accents are no mistake.
    """
    syllables = tokens(text)
    if not 1 <= len(syllables) <= _MOST_SYLLABLES or len(text) > MAX_LENGTH:
        return None
    mended = dict[int, str]()
    for place, (first, second) in enumerate(pairwise(syllables)):
        if second.position != first.position + 1 or place in mended:
            continue
        better = _better_pair(_term(first, folded), _term(second, folded), engine, "_fold" if folded else "")
        if better is not None:
            mended[place], mended[place + 1] = better
    if len(syllables) == 1:
        word = _better_word(_term(syllables[0], folded), engine, "_fold" if folded else "")
        if word is not None:
            mended[0] = word
    changed = {place: word for place, word in mended.items() if word != _term(syllables[place], folded)}
    return _with(text, syllables, changed) if changed else None


def _better_pair(first: str, second: str, engine: SearchEngine, twin: str) -> tuple[str, str] | None:
    """A pair one letter away that far more documents hold."""
    if not (first.isalpha() and second.isalpha()):
        return None
    field = f"pair{twin}"
    typed = engine.document_frequency(field, pair_term(first, second))
    others = [(other, second) for other in _near(first, engine, twin)]
    others += [(first, other) for other in _near(second, engine, twin)]
    counted = [(engine.document_frequency(field, pair_term(*pair)), pair) for pair in others]
    count, pair = max(counted, default=(0, (first, second)), key=lambda item: item[0])
    return pair if count >= max(_FEWEST, _RARER * typed) else None


def _better_word(word: str, engine: SearchEngine, twin: str) -> str | None:
    if not word.isalpha() or engine.document_frequency(f"body{twin}", word):
        return None
    found = engine.expand(f"body{twin}", FuzzyTerm(f"body{twin}", word, maxdist=1, prefixlength=0), 1)
    return found[0][0] if found and found[0][1] >= _FEWEST else None


def _near(word: str, engine: SearchEngine, twin: str) -> list[str]:
    """Syllables of the archive one letter or accent away."""
    pattern = FuzzyTerm(f"body{twin}", word, maxdist=1, prefixlength=0)
    return [term for term, _ in engine.expand(f"body{twin}", pattern, _CANDIDATES) if term != word and term.isalpha()]


def _term(syllable: Syllable, folded: bool) -> str:
    return syllable.fold if folded else syllable.key


def _with(text: str, syllables: Sequence[Syllable], changed: dict[int, str]) -> str:
    for place in sorted(changed, reverse=True):
        old = text[syllables[place].start : syllables[place].end]
        new = changed[place].capitalize() if old[:1].isupper() else changed[place]
        text = text[: syllables[place].start] + new + text[syllables[place].end :]
    return text
