"""Compiles a prepared tree into tantivy's query objects. Terms go in as terms: tantivy parses nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, product

import tantivy
from whoosh import query as q

from workbench.index.document import DAY_FIELD
from workbench.index.patterns import Pattern

_MUST, _MAY, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

Terms = Callable[[str, Pattern], list[str]]
"""Gives the terms of a field that a pattern stands for."""


class Compiler:
    """Compiles trees from `tree.prepare` for one snapshot of an index.

    Args:
        schema: of the index.
        terms: expands patterns.
    """

    def __init__(self, schema: tantivy.Schema, terms: Terms) -> None:
        self._schema = schema
        self._terms = terms

    def compile(self, tree: q.Query) -> tantivy.Query:
        """The query for a tree."""
        if tree == q.NullQuery:
            return tantivy.Query.empty_query()
        if isinstance(tree, q.ConstantScoreQuery):
            return tantivy.Query.const_score_query(self._unscored(tree.child), float(tree.score))
        if isinstance(tree, q.Not):
            return _all_of((_MUST, _filter(tantivy.Query.all_query())), (_NOT, self.compile(tree.query)))
        if isinstance(tree, q.AndMaybe):
            return _all_of((_MUST, self.compile(tree.a)), (_MAY, self.compile(tree.b)))
        if isinstance(tree, q.Require):
            return _all_of((_MUST, self.compile(tree.a)), (_MUST, _filter(self.compile(tree.b))))
        if isinstance(tree, q.Or):
            return _all_of(*((_MAY, self.compile(part)) for part in tree.subqueries))
        if isinstance(tree, q.And):
            return _all_of(
                *(
                    (_NOT, self.compile(part.query)) if isinstance(part, q.Not) else (_MUST, self.compile(part))
                    for part in tree.subqueries
                )
            )
        if isinstance(tree, q.Phrase):
            scored = ((_MUST, self._term(tree.fieldname, word, tree.boost)) for word in tree.words)
            return _all_of(*scored, (_MUST, _filter(self._in_order(tree))))
        return self._term(tree.fieldname, str(tree.text), tree.boost)

    def any_of(self, field: str, terms: list[str]) -> tantivy.Query:
        """Documents with any of these terms in a field; the score says nothing."""
        if not terms:
            return tantivy.Query.empty_query()
        if len(terms) == 1:
            return self._term(field, terms[0])
        return tantivy.Query.term_set_query(self._schema, field, terms)

    def _unscored(self, tree: q.Query) -> tantivy.Query:
        if isinstance(tree, q.Every):
            return tantivy.Query.all_query()
        if isinstance(tree, q.TermRange):
            return self._days(str(tree.start or ""), str(tree.end or ""), tree.startexcl, tree.endexcl)
        if isinstance(tree, q.Prefix | q.Wildcard | q.FuzzyTerm):
            return self.any_of(tree.fieldname, self._terms(tree.fieldname, tree))
        if isinstance(tree, q.Phrase):
            return self._in_order(tree)
        if isinstance(tree, q.Or):
            return _all_of(*((_MAY, self._unscored(part)) for part in tree.subqueries))
        return self.compile(tree)

    def _term(self, field: str, text: str, boost: float = 1.0) -> tantivy.Query:
        if field == DAY_FIELD:
            return self._days(text, text, False, False)
        term = tantivy.Query.term_query(self._schema, field, text, "freq")
        return term if boost == 1.0 else tantivy.Query.boost_query(term, boost)

    def _days(self, first: str, last: str, without_first: bool, without_last: bool) -> tantivy.Query:
        # Days are numbers here; 0 is "no date" and lies in no range.
        start = max(int(first or 0) + without_first, 1)
        end = int(last or 99_999_999) - without_last
        if end < start:
            return tantivy.Query.empty_query()
        return tantivy.Query.range_query(self._schema, "date", tantivy.FieldType.Unsigned, start, end)

    def _in_order(self, phrase: q.Phrase) -> tantivy.Query:
        """Tantivy's own slop also takes words in reversed order: every way to place the words is a strict phrase."""
        placings = [
            tantivy.Query.phrase_query(
                self._schema, phrase.fieldname, list(zip(accumulate(steps, initial=0), phrase.words, strict=True))
            )
            for steps in product(range(1, phrase.slop + 1), repeat=len(phrase.words) - 1)
        ]
        return placings[0] if len(placings) == 1 else _all_of(*((_MAY, placing) for placing in placings))


def _filter(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _all_of(*clauses: tuple[tantivy.Occur, tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query(list(clauses))
