"""Limits on a search from outside the query: values of facets, taken or shut out, and a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from whoosh import query

from workbench.errors import QueryError
from workbench.index.engine import FACETS, FacetFilter, day_term


@dataclass(frozen=True)
class Filters:
    """Limits on a search; empty means no limit.

    Attributes:
        facets: for facets by name (`index.engine.FACETS`), which values a document must or must not have.
        date_from, date_to: first and last day of issue, both included. Documents without a date are then left out.
    """

    facets: Mapping[str, FacetFilter] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None

    @classmethod
    def of(
        cls,
        include: Mapping[str, Iterable[str | int]] | None = None,
        exclude: Mapping[str, Iterable[str | int]] | None = None,
        *,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> Filters:
        """Filters from values by facet.

        Raises:
            QueryError: there is no facet of that name.
        """
        chosen: dict[str, FacetFilter] = {}
        for name in dict.fromkeys((*(include or {}), *(exclude or {}))):
            if name not in FACETS:
                raise QueryError(f"Không có bộ lọc tên “{name}”.", f"Các bộ lọc: {', '.join(FACETS)}.")
            wanted = tuple(map(str, (include or {}).get(name, ())))
            unwanted = tuple(map(str, (exclude or {}).get(name, ())))
            if wanted or unwanted:
                chosen[name] = FacetFilter(wanted, unwanted)
        return cls(chosen, date_from, date_to)

    def __bool__(self) -> bool:
        return bool(self.facets or self.date_from or self.date_to)

    def tree(self) -> query.Query | None:
        """The clause for the period, or None."""
        return between(self.date_from, self.date_to) if self.date_from or self.date_to else None


def between(start: date | None, end: date | None) -> query.Query:
    """Documents issued in a period, both days included."""
    # Days are terms "yyyymmdd", whose order is that of the calendar; a document without a date has none.
    # (Whoosh's NumericRange lets days before its lower bound through when the range is wide.)
    return query.TermRange("day", day_term(start) or "00000000", day_term(end) or "99999999", constantscore=True)
