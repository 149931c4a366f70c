"""Limits on a search from outside the query: values of facets, taken or shut out, and a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from whoosh import query

from workbench.errors import QueryError
from workbench.index.engine import FacetFilter, day_term, facet_term

TAG = "tag"
FILTERS = {
    "type": "Loại",
    "issuer": "Cơ quan",
    "year": "Năm",
    "unit": "Đơn vị",
    "field": "Lĩnh vực",
    "label": "Nhãn",
    "validity": "Hiệu lực",
    TAG: "Thẻ",
}
"""What a search can be limited by, with the words that people read: every facet, and what people tagged."""


@dataclass(frozen=True)
class Filters:
    """Limits on a search; empty means no limit.

    Attributes:
        facets: for facets by name (`index.engine.FACETS`), which values a document must or must not have.
        date_from, date_to: first and last day of issue, both included. Documents without a date are then left out.
        tags: which tags that people gave a document must or must not have.
    """

    facets: Mapping[str, FacetFilter] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    tags: FacetFilter = field(default_factory=FacetFilter)

    @classmethod
    def of(
        cls,
        include: Mapping[str, Iterable[str | int]] | None = None,
        exclude: Mapping[str, Iterable[str | int]] | None = None,
        *,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> Filters:
        """Filters from values by facet, or by "tag".

        Raises:
            QueryError: there is no filter of that name.
        """
        chosen: dict[str, FacetFilter] = {}
        for name in dict.fromkeys((*(include or {}), *(exclude or {}))):
            if name not in FILTERS:
                raise QueryError(f"Không có bộ lọc tên “{name}”.", f"Các bộ lọc: {', '.join(FILTERS)}.")
            wanted = tuple(map(str, (include or {}).get(name, ())))
            unwanted = tuple(map(str, (exclude or {}).get(name, ())))
            if wanted or unwanted:
                chosen[name] = FacetFilter(wanted, unwanted)
        tags = chosen.pop(TAG, FacetFilter())
        return cls(chosen, date_from, date_to, tags)

    def __bool__(self) -> bool:
        return bool(self.facets or self.date_from or self.date_to or self.tags)

    def tree(self) -> query.Query | None:
        """The clause for the period and the tags, or None."""
        clauses = [between(self.date_from, self.date_to)] if self.date_from or self.date_to else []
        if self.tags.include:
            clauses.append(query.Or([query.Term(TAG, facet_term(value)) for value in self.tags.include]))
        unwanted = [query.Not(query.Term(TAG, facet_term(value))) for value in self.tags.exclude]
        if unwanted:
            clauses.append(query.And([query.ConstantScoreQuery(query.Every(), 0.0), *unwanted]))
        if len(clauses) > 1:
            return query.And(clauses)
        return clauses[0] if clauses else None


def between(start: date | None, end: date | None) -> query.Query:
    """Documents issued in a period, both days included."""
    # Days are terms "yyyymmdd", whose order is that of the calendar; a document without a date has none.
    # (Whoosh's NumericRange lets days before its lower bound through when the range is wide.)
    return query.TermRange("day", day_term(start) or "00000000", day_term(end) or "99999999", constantscore=True)
