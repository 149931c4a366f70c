"""Turns what a person typed into terms of the index, and remembers what to highlight.

Rules: a word typed with accents matches only itself (one tone placement, one i/y); a query without any accent matches
folded terms, exact ones ranking higher. Words side by side are all required, and documents that hold them as adjacent
pairs rank higher (pairs beat segmented words in ranking).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from whoosh import query

from workbench.documents.dates import parse_user_date
from workbench.documents.symbols import parse_symbol, symbol_fold, symbol_key
from workbench.documents.tables import document_types
from workbench.index.engine import day_term, facet_fold, facet_term, pair_term
from workbench.search.query import leaves
from workbench.vietnamese.spelling import fold, has_accents
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import Syllable, tokens

LONG = 7
"""Syllables side by side from which a query is taken for a question or a title: no document need hold them all."""

_TITLE = 1.0  # what a word in the title adds, against one in the body
_PAIR = 1.5  # two words side by side, against each alone
_EXACT = 0.5  # the exact spelling, when the query is folded
# Far above any BM25 score, so that the bearer of a symbol stands before those that cite it, and these before the rest.
_BEARER, _CITING = 1_000.0, 100.0


@dataclass(frozen=True)
class Filters:
    """Limits on a search; empty means no limit.

    Attributes:
        types, issuers: facet values as shown; years: "2024" or 2024.
        date_from, date_to: first and last day of issue, both included. Documents without a date are then left out.
    """

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None

    def __bool__(self) -> bool:
        return bool(self.types or self.issuers or self.years or self.date_from or self.date_to)


@dataclass(frozen=True)
class Target:
    """Syllables to highlight.

    Attributes:
        syllables: keys (or folds) in order.
        phrase: True when they count only side by side.
        folded: compare folds instead of keys.
    """

    syllables: tuple[str, ...]
    phrase: bool
    folded: bool


@dataclass
class Plan:
    """A tree over the index's fields, and what to highlight in the documents it finds.

    Attributes:
        folded: accents were not compared.
        long: some run of words was so long that not all of them were required.
    """

    tree: query.Query
    targets: list[Target] = field(default_factory=list)
    folded: bool = False
    long: bool = False


def make_plan(tree: query.Query | None, filters: Filters, *, relaxed: bool = False, folded: bool | None = None) -> Plan:
    """Compile a parsed query.

    Args:
        tree: from `parse`; None finds every document that the filters allow.
        filters: limits from outside the query.
        relaxed: any of the words is enough, instead of all.
        folded: compare without accents; None decides by whether the query has any accent.

    Raises:
        QueryError: a date in the query cannot be read.
    """
    if folded is None:
        words = _typed(tree) if tree is not None else []
        # Figures alone ("2024") could bear no accent: they are read exactly.
        folded = any(char.isalpha() for word in words for char in word) and not any(map(has_accents, words))
    compiler = _Compiler(relaxed, folded)
    found = compiler.compile(tree) if tree is not None else query.ConstantScoreQuery(query.Every(), 0.0)
    limits = _limits(filters)
    whole = query.Require(found, limits) if limits is not None else found
    return Plan(whole, compiler.targets, folded, compiler.long)


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
    def __init__(self, relaxed: bool, folded: bool) -> None:
        self.targets: list[Target] = []
        self.long = False
        self._relaxed = relaxed
        self._folded = folded
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
        if isinstance(leaf, query.TermRange):
            return _date_clause(str(leaf.start or ""), str(leaf.end or ""))
        is_phrase = isinstance(leaf, query.Phrase)
        text = " ".join(leaf.words) if is_phrase else str(leaf.text)
        if leaf.fieldname == "text":
            symbol = parse_symbol(text)
            if symbol is not None:
                return self._symbol(symbol)
            return self._phrase(text) if is_phrase else self._words(text)
        if leaf.fieldname == "so":
            return _symbol_clause("symbols", text)
        if leaf.fieldname == "dan":
            self._highlight(text, phrase=True)
            return _symbol_clause("cites", text)
        if leaf.fieldname == "loai":
            return _type_clause(text)
        if leaf.fieldname == "coquan":
            return _in_order("organ", text, folded=not has_accents(text))
        if leaf.fieldname == "tieude":
            return _in_order("title", text, self._folded)
        return _date_clause(text, text)

    def _symbol(self, symbol: str) -> query.Query:
        self._highlight(symbol, phrase=True)
        return query.Or(
            [
                query.ConstantScoreQuery(_symbol_clause("symbols", symbol), _BEARER),
                query.ConstantScoreQuery(_symbol_clause("cites", symbol), _CITING),
                _in_order("body", symbol, folded=False),
            ]
        )

    def _phrase(self, text: str) -> query.Query:
        self._highlight(text, phrase=True)
        return query.Or([_in_order("body", text, self._folded), _in_order("title", text, self._folded, _TITLE)])

    def _words(self, text: str) -> query.Query:
        """Words side by side: all required in a short query; in a long one, at least one pair of them."""
        self._highlight(text, phrase=False)
        syllables = tokens(text)
        twin = "_fold" if self._folded else ""
        terms = [item.fold if self._folded else item.key for item in syllables]
        pairs = [
            query.Term(f"pair{twin}", pair_term(first, second), boost=_PAIR)
            for first, second in pairwise(terms)
            if not (first in _empty_words() and second in _empty_words())
        ]
        in_title = [query.Term(f"title{twin}", term, boost=_TITLE) for term in terms]
        exact = [query.Term("body", item.key, boost=_EXACT) for item in syllables] if self._folded else []
        single = [query.Term(f"body{twin}", term) for term in terms]
        if self._relaxed:
            return query.Or([*single, *in_title, *pairs, *exact])
        if len(terms) >= LONG and pairs and not self._negated:
            self.long = True
            return query.AndMaybe(query.Or(pairs), query.Or([*single, *in_title]))
        required = [query.Or(either) for either in zip(single, in_title, strict=True)]
        needed = required[0] if len(required) == 1 else query.And(required)
        helpful = [*pairs, *exact]
        return query.AndMaybe(needed, query.Or(helpful)) if helpful else needed

    def _highlight(self, text: str, *, phrase: bool) -> None:
        if self._negated:
            return
        for syllables in _stretches(text) if phrase else [tokens(text)]:
            if syllables:
                keys = tuple(item.fold if self._folded else item.key for item in syllables)
                self.targets.append(Target(keys, phrase, self._folded))


@cache
def _empty_words() -> frozenset[str]:
    """Stop words with and without accents: a pair of two of them tells nothing."""
    return stop_words() | frozenset(map(fold, stop_words()))


def _is_plain_word(node: query.Query) -> bool:
    return type(node) is query.Term and node.fieldname == "text" and parse_symbol(str(node.text)) is None


def _in_order(name: str, text: str, folded: bool, boost: float = 1.0) -> query.Query:
    """The syllables of a text side by side in a field; a text of several sentences asks for each of them."""
    target = f"{name}_fold" if folded else name
    clauses: list[query.Query] = []
    for syllables in _stretches(text):
        words = [item.fold if folded else item.key for item in syllables]
        if len(words) == 1:
            clauses.append(query.Term(target, words[0], boost=boost))
        else:
            clauses.append(query.Phrase(target, words, boost=boost))
    return clauses[0] if len(clauses) == 1 else query.And(clauses)


def _stretches(text: str) -> list[list[Syllable]]:
    """The syllables of a text, parted where no phrase of the index reaches across (sentence ends, brackets)."""
    found: list[list[Syllable]] = []
    for syllable in tokens(text):
        if found and syllable.position <= found[-1][-1].position + 1:
            found[-1].append(syllable)
        else:
            found.append([syllable])
    return found


def _symbol_clause(name: str, text: str) -> query.Query:
    """Documents by symbol: exactly, or by its beginning where only that was typed ("so:34", "so:34-CT")."""
    symbol = parse_symbol(text)
    if symbol is None:
        start = symbol_key(text)
        ends = ("-", "/") if start.isdigit() else ("",)
        return query.Or([query.Prefix(name, start + end) for end in ends])
    # Typed without Đ or Ư, the folded key stands in; typed with them, only the exact one.
    return query.Term(name, symbol_key(symbol) if has_accents(symbol) else symbol_fold(symbol))


def _type_clause(text: str) -> query.Query:
    # "BC", "qđ"; typed without Đ ("qd") every abbreviation that it may stand for.
    same = facet_term if has_accents(text) else facet_fold
    wanted = [text, *(kind.name for kind in document_types() if same(kind.abbreviation) == same(text))]
    terms = [facet_term(value) if has_accents(value) else facet_fold(value) for value in wanted]
    return query.Or([query.Term("type", term) for term in terms])


def _date_clause(first: str, last: str) -> query.Query:
    start = parse_user_date(first)[0] if first.strip() else None
    end = parse_user_date(last)[1] if last.strip() else None
    return _between(start, end)


def _between(start: date | None, end: date | None) -> query.Query:
    # Days are terms "yyyymmdd", whose order is that of the calendar; a document without a date has none.
    # (Whoosh's NumericRange lets days before its lower bound through when the range is wide.)
    return query.TermRange("day", day_term(start) or "00000000", day_term(end) or "99999999", constantscore=True)


def _limits(filters: Filters) -> query.Query | None:
    clauses: list[query.Query] = [
        query.Or([query.Term(name, facet_term(str(value))) for value in values])
        for name, values in (("type", filters.types), ("issuer", filters.issuers), ("year", filters.years))
        if values
    ]
    if filters.date_from or filters.date_to:
        clauses.append(_between(filters.date_from, filters.date_to))
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else query.And(clauses)
