"""Brings a prepared tree into the form in which Whoosh finds and scores what the contract says (`tree.py`)."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np
from whoosh import query as q
from whoosh.matching import FilterMatcher, ListMatcher, Matcher, NullMatcher
from whoosh.query.wrappers import WrappingQuery

from workbench.index.patterns import Pattern

Terms = Callable[[str, Pattern], list[str]]
"""Gives the terms of a field that a pattern stands for."""


def compiled(tree: q.Query, terms: Terms) -> q.Query:
    """The tree for Whoosh, with patterns as the terms that they stand for."""
    if isinstance(tree, q.ConstantScoreQuery):
        return _Constant(compiled(tree.child, terms), float(tree.score))
    if isinstance(tree, q.TermRange):
        first, last = int(tree.start or 0) + bool(tree.startexcl), int(tree.end or 99_999_999) - bool(tree.endexcl)
        return _Days(first, last)
    if isinstance(tree, q.Prefix | q.Wildcard | q.FuzzyTerm):
        found = [q.Term(tree.fieldname, term) for term in terms(tree.fieldname, tree)]
        return q.Or(found) if found else q.NullQuery
    if isinstance(tree, q.Not):
        return _Without(_Constant(q.Every(), 0.0), compiled(tree.query, terms))
    if isinstance(tree, q.And):
        # Whoosh gives a point for each part that is not there.
        wanted = [compiled(part, terms) for part in tree.subqueries if not isinstance(part, q.Not)]
        unwanted = [compiled(part.query, terms) for part in tree.subqueries if isinstance(part, q.Not)]
        found = q.And(wanted) if len(wanted) > 1 else wanted[0]
        return _Without(found, q.Or(unwanted)) if unwanted else found
    if tree == q.NullQuery or tree.is_leaf():
        return tree
    found = tree.apply(lambda part: compiled(part, terms))
    return _Union(found.subqueries) if isinstance(found, q.Or) and _may_score_nought(found) else found


def _may_score_nought(tree: q.Query) -> bool:
    if isinstance(tree, _Constant):
        return tree.score == 0
    return any(_may_score_nought(part) for part in tree.children())


class _Union(q.Or):
    """As Or, which in a small index takes a document of score nought for one that does not match."""

    matcher_type = q.Or.DEFAULT_MATCHER


class _Without(q.AndNot):
    """As AndNot, whose matcher gives an unwanted document first or fails where one stands inside another."""

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        found = self.a.matcher(searcher, context)
        unwanted = frozenset(self.b.matcher(searcher, searcher.boolean_context()).all_ids())
        return FilterMatcher(found, unwanted, exclude=True) if unwanted and found.is_active() else found


class _Days(q.Query):
    """Documents issued from the first to the last day (yyyymmdd), read off their dates: a year has 365 terms."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = max(first, 1), last  # 0 is no date

    def estimate_size(self, reader: Any) -> int:
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        reader = searcher.reader()
        if not reader.doc_count_all():
            return NullMatcher()
        dates = np.array(reader.column_reader("date").load(), dtype=np.int64)
        ids = np.nonzero((dates >= self._first) & (dates <= self._last))[0].tolist()
        if reader.has_deletions():
            ids = [number for number in ids if not reader.is_deleted(number)]
        return ListMatcher(array("I", ids)) if ids else NullMatcher()


class _Constant(WrappingQuery):
    """As ConstantScoreQuery, which makes one of a score of nought."""

    def __init__(self, child: q.Query, score: float) -> None:
        super().__init__(child)
        self.score = score

    def _rewrap(self, child: q.Query) -> q.Query:
        return _Constant(child, self.score)

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        ids = array("I", self.child.matcher(searcher, searcher.boolean_context()).all_ids())
        return ListMatcher(ids, weights=[self.score] * len(ids)) if ids else NullMatcher()
