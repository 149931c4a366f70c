"""Turns what a person typed into terms of the index, and remembers what to highlight.

Rules: a word typed with accents matches itself (one tone placement, one i/y) and what `understanding` adds below it; a
query without any accent matches folded terms, the reading with accents restored ranking highest. Words side by side are
all required, and documents that hold them as adjacent pairs rank higher (pairs beat segmented words in ranking).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from whoosh import query

from workbench.documents.symbols import parse_symbol
from workbench.documents.validity import IN_FORCE
from workbench.index.engine import facet_term, pair_term
from workbench.search.fields import (
    date_clause,
    facet_clause,
    in_order,
    label_clause,
    stretches,
    symbol_clause,
    type_clause,
)
from workbench.search.filters import Filters
from workbench.search.query import leaves
from workbench.search.understanding import Alternative, ChipKind, Segment, Understanding
from workbench.vietnamese.spelling import fold, has_accents, key
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import Syllable, tokens
from workbench.vietnamese.words import segment

LONG = 7
"""Syllables side by side from which a query is taken for a question or a title: no document need hold them all."""

_TITLE = 1.0  # what a word in the title adds, against one in the body
_TITLE_ASKED = 0.3  # the same for a question, which speaks of what the text says rather than of what it is called
_PAIR = 1.5  # two words side by side, against each alone
_WORD = 2.0  # the same where both belong to one segmented word
_EXACT = 0.5  # the exact spelling, when the query is folded
_IN_FORCE = 0.4  # what is in force, against what is not: it parts documents that match alike
_WIDER = 0.5  # what an alternative to the typed words counts
# Above what the alternatives of one term can score, so that what was typed stands first.
_AS_TYPED = 60.0
# Far above any BM25 score, so that the bearer of a symbol stands before those that cite it, and these before the rest.
_BEARER, _CITING = 1_000.0, 500.0


@dataclass(frozen=True)
class Target:
    """Syllables to highlight.

    Attributes:
        syllables: keys (or folds) in order.
        phrase: True when they count only side by side.
        folded: compare folds instead of keys.
        why: what a match of them means, in words for the screen; "" for words as typed.
        slop: how many places each may stand after the one before (1: side by side).
    """

    syllables: tuple[str, ...]
    phrase: bool
    folded: bool
    why: str = ""
    slop: int = 1


@dataclass
class Plan:
    """A tree over the index's fields, and what to highlight in the documents it finds.

    Attributes:
        filters: limits that are not part of the tree.
        folded: accents were not compared.
        question: the syllables of a run of words so long that not all of them were required, accents restored where
            they were left out; empty where there is none.
    """

    tree: query.Query
    filters: Filters
    targets: list[Target] = field(default_factory=list)
    folded: bool = False
    question: tuple[Syllable, ...] = ()


def make_plan(
    tree: query.Query | None,
    filters: Filters,
    *,
    relaxed: bool = False,
    folded: bool | None = None,
    lenient: bool = False,
    understanding: Understanding | None = None,
) -> Plan:
    """Compile a parsed query.

    Args:
        tree: from `parse`; None finds every document that the filters allow.
        filters: limits from outside the query.
        relaxed: any of the words is enough, instead of all.
        folded: compare without accents; None decides by whether the query has any accent.
        lenient: words typed without accent beside words with some may lack theirs.
        understanding: widens the words; None takes them as typed.

    Raises:
        QueryError: a date in the query cannot be read.
    """
    if folded is None:
        words = _typed(tree) if tree is not None else []
        # Figures alone ("2024") could bear no accent: they are read exactly.
        folded = any(char.isalpha() for word in words for char in word) and not any(map(has_accents, words))
    compiler = _Compiler(relaxed, folded, folded or lenient, understanding or Understanding())
    found = compiler.compile(tree) if tree is not None else query.ConstantScoreQuery(query.Every(), 0.0)
    if tree is not None and _typed(tree) and not compiler.question:
        in_force = query.ConstantScoreQuery(query.Term("validity", facet_term(IN_FORCE)), _IN_FORCE)
        found = query.AndMaybe(found, in_force)
    period = filters.tree()
    whole = query.Require(found, period) if period is not None else found
    return Plan(whole, filters, compiler.targets, folded, compiler.question)


def _typed(tree: query.Query) -> list[str]:
    """The texts of the leaves in which accents tell something: words, not symbols, dates or filters."""
    found = []
    for leaf in leaves(tree):
        if leaf.fieldname not in ("text", "tieude"):
            continue
        text = " ".join(leaf.words) if isinstance(leaf, query.Phrase) else str(getattr(leaf, "text", ""))
        if parse_symbol(text) is None:
            found.append(text)
    return found


class _Compiler:
    def __init__(self, relaxed: bool, folded: bool, restoring: bool, understanding: Understanding) -> None:
        self.targets: list[Target] = []
        self.question: tuple[Syllable, ...] = ()
        self._relaxed = relaxed
        self._folded = folded
        self._restoring = restoring
        self._understanding = understanding
        self._negated = False

    def compile(self, tree: query.Query) -> query.Query:
        if isinstance(tree, query.Not):
            self._negated = not self._negated
            inner = self.compile(tree.query)
            self._negated = not self._negated
            return query.And([query.ConstantScoreQuery(query.Every(), 0.0), query.Not(inner)])
        if isinstance(tree, query.And):
            return self._and(list(tree.children()))
        if isinstance(tree, query.Or):
            return query.Or([self.compile(child) for child in tree.children()])
        return self._leaf(tree)

    def _and(self, children: list[query.Query]) -> query.Query:
        """Words side by side are taken together, so that adjacent ones can rank higher as pairs."""
        clauses: list[query.Query] = []
        run: list[str] = []
        for child in children:
            if _is_plain_word(child):
                run.append(str(child.text))
                continue
            if run:
                clauses.append(self._words(" ".join(run)))
                run = []
            clauses.append(self.compile(child))
        if run:
            clauses.append(self._words(" ".join(run)))
        return clauses[0] if len(clauses) == 1 else query.And(clauses)

    def _leaf(self, leaf: query.Query) -> query.Query:
        name = leaf.fieldname
        if isinstance(leaf, query.TermRange):
            return date_clause(str(leaf.start or ""), str(leaf.end or ""))
        is_phrase = isinstance(leaf, query.Phrase)
        text = " ".join(leaf.words) if is_phrase else str(leaf.text)
        if isinstance(leaf, query.Wildcard | query.FuzzyTerm) and name in ("text", "tieude"):
            return self._pattern(leaf, text)
        if name == "text":
            symbol = parse_symbol(text)
            if symbol is not None:
                return self._symbol(symbol)
            return self._phrase(text, int(leaf.slop)) if is_phrase else self._words(text)
        if name == "dan":
            self._highlight(text, phrase=True, why=f"viện dẫn {text}")
        return self._field(name, text)

    def _field(self, name: str, text: str) -> query.Query:
        if name in ("so", "dan"):
            return symbol_clause("symbols" if name == "so" else "cites", text)
        if name == "loai":
            return type_clause(text)
        if name in ("coquan", "nguoiky"):
            return in_order("organ" if name == "coquan" else "signer", text, folded=not has_accents(text))
        if name == "tieude":
            return in_order("title", text, self._folded)
        if name == "nhan":
            return label_clause(text)
        if name == "ngay":
            return date_clause(text, text)
        return facet_clause({"donvi": "unit", "linhvuc": "field", "trangthai": "validity"}[name], text)

    def _pattern(self, leaf: query.Query, text: str) -> query.Query:
        """`nghị*`, `nhiêm~`: in the body and the title; `34-CT*`: the beginning of a symbol."""
        names = ("title",) if leaf.fieldname == "tieude" else ("body", "title")
        twin = "_fold" if self._folded else ""
        spelled = fold if self._folded else key
        if isinstance(leaf, query.FuzzyTerm):
            word = spelled(text)
            return query.Or(
                [query.FuzzyTerm(name + twin, word, maxdist=leaf.maxdist, prefixlength=0) for name in names]
            )
        pieces = [spelled(piece) for piece in text.split("*")]
        if any(not piece.isalnum() for piece in pieces if piece):
            start = text.split("*")[0]
            return query.Or([symbol_clause("symbols", start), symbol_clause("cites", start)])
        pattern = "*".join(pieces)
        return query.Or([query.Wildcard(name + twin, pattern) for name in names])

    def _symbol(self, symbol: str) -> query.Query:
        self._highlight(symbol, phrase=True)
        return query.Or(
            [
                query.ConstantScoreQuery(symbol_clause("symbols", symbol), _BEARER),
                query.ConstantScoreQuery(symbol_clause("cites", symbol), _CITING),
                in_order("body", symbol, folded=False),
            ]
        )

    def _phrase(self, text: str, slop: int) -> query.Query:
        self._highlight(text, phrase=True, slop=slop)
        return query.Or(
            [
                in_order("body", text, self._folded, slop=slop),
                in_order("title", text, self._folded, _TITLE, slop=slop),
            ]
        )

    def _words(self, text: str) -> query.Query:
        """Words side by side: all required in a short query; in a long one, at least one pair of them."""
        self._highlight(text, phrase=False)
        syllables = tokens(text)
        reading = self._understanding.restored(text) if self._restoring and not self._negated else None
        if reading is not None and len(reading) != len(syllables):
            reading = None
        pairs = self._pairs(text, syllables)
        helpful = [*pairs, *self._as_restored(syllables, reading)]
        if self._relaxed:
            return query.Or([*(clause for item in syllables for clause in self._either(item)), *helpful])
        segments = self._segments(text, syllables)
        if len(syllables) >= LONG and pairs and not self._negated:
            self.question = reading or tuple(syllables)
            # A question says enough: near words would only blur what it asks.
            wider = [clause for part in segments for clause in self._alternatives(part, but="synonym")]
            single = [clause for item in syllables for clause in self._either(item, _TITLE_ASKED)]
            return query.AndMaybe(query.Or([*pairs, *wider]), query.Or([*single, *helpful[len(pairs) :]]))
        required: list[query.Query] = []
        for part in segments:
            typed = self._typed_as(
                syllables[part.start : part.stop], reading[part.start : part.stop] if reading else ()
            )
            wider = self._alternatives(part)
            if wider:
                required.append(query.Or([typed, *wider]))
                helpful.append(query.ConstantScoreQuery(typed, _AS_TYPED))
            else:
                required.append(typed)
        needed = required[0] if len(required) == 1 else query.And(required)
        return query.AndMaybe(needed, query.Or(helpful)) if helpful else needed

    def _segments(self, text: str, syllables: Sequence[Syllable]) -> list[Segment]:
        if self._negated:
            return [Segment(place, place + 1) for place in range(len(syllables))]
        segments = self._understanding.segments(text, syllables)
        for alternative in (item for part in segments for item in part.alternatives):
            keys = tuple(map(fold, alternative.keys)) if self._folded else alternative.keys
            self.targets.append(Target(keys, True, self._folded, f"cũng tìm “{alternative.chip.reading}”"))
        return segments

    def _typed_as(self, syllables: Sequence[Syllable], reading: Sequence[Syllable]) -> query.Query:
        """All of these syllables; one typed without accent in a query that has some may also be the restored one."""
        clauses: list[query.Query] = []
        for place, item in enumerate(syllables):
            either = self._either(item)
            if reading and not self._folded and reading[place].key != item.key:
                either += self._either(reading[place])
                self.targets.append(Target((reading[place].key,), True, False))
            clauses.append(query.Or(either))
        return clauses[0] if len(clauses) == 1 else query.And(clauses)

    def _either(self, item: Syllable, title: float = _TITLE) -> list[query.Query]:
        """A syllable in the body, and in the title."""
        term, twin = (item.fold, "_fold") if self._folded else (item.key, "")
        return [query.Term(f"body{twin}", term), query.Term(f"title{twin}", term, boost=title)]

    def _alternatives(self, part: Segment, but: ChipKind | None = None) -> list[query.Query]:
        return [
            query.Or([self._alternative(item, "body"), self._alternative(item, "title")])
            for item in part.alternatives
            if item.chip.kind != but
        ]

    def _alternative(self, alternative: Alternative, name: str) -> query.Query:
        words = [fold(item) if self._folded else item for item in alternative.keys]
        target = f"{name}_fold" if self._folded else name
        if len(words) == 1:
            return query.Term(target, words[0], boost=_WIDER)
        return query.Phrase(target, words, boost=_WIDER)

    def _pairs(self, text: str, syllables: Sequence[Syllable]) -> list[query.Query]:
        """Adjacent syllables; those of one segmented word count most."""
        whole = _inside_words(text)
        found: list[query.Query] = []
        for first, second in pairwise(syllables):
            a, b = (first.fold, second.fold) if self._folded else (first.key, second.key)
            if a in _empty_words() and b in _empty_words():
                continue
            boost = _WORD if (first.start, second.start) in whole else _PAIR
            found.append(query.Term("pair_fold" if self._folded else "pair", pair_term(a, b), boost=boost))
        return found

    def _as_restored(self, syllables: Sequence[Syllable], reading: Sequence[Syllable] | None) -> list[query.Query]:
        """What lifts documents that hold a query typed without accents as it was most likely meant."""
        if not self._folded:
            return []
        meant = reading or syllables
        found: list[query.Query] = [query.Term("body", item.key, boost=_EXACT) for item in meant]
        if reading:
            found += [query.Term("pair", pair_term(a.key, b.key), boost=_PAIR) for a, b in pairwise(reading)]
            if len(reading) < LONG:
                clauses = [query.Or([query.Term("body", item.key), query.Term("title", item.key)]) for item in reading]
                found.append(query.ConstantScoreQuery(query.And(clauses), _AS_TYPED))
        return found

    def _highlight(self, text: str, *, phrase: bool, why: str = "", slop: int = 1) -> None:
        if self._negated:
            return
        for syllables in stretches(text) if phrase else [tokens(text)]:
            if syllables:
                keys = tuple(item.fold if self._folded else item.key for item in syllables)
                self.targets.append(Target(keys, phrase, self._folded, why, slop))


@cache
def _empty_words() -> frozenset[str]:
    """Stop words with and without accents: a pair of two of them tells nothing."""
    return stop_words() | frozenset(map(fold, stop_words()))


def _inside_words(text: str) -> frozenset[tuple[int, int]]:
    """Where two syllables side by side belong to one segmented word: the offsets at which both start."""
    found: set[tuple[int, int]] = set()
    for word in segment(text):
        starts = [word.start + item.start for item in tokens(text[word.start : word.end])]
        found.update(pairwise(starts))
    return frozenset(found)


def _is_plain_word(node: query.Query) -> bool:
    return type(node) is query.Term and node.fieldname == "text" and parse_symbol(str(node.text)) is None
