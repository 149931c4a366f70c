"""A question: everything that makes a search but the page of hits, in a form that can be kept and asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from workbench.errors import QueryError
from workbench.index.engine import Sort
from workbench.search.filters import FILTERS, Filters

Values = Mapping[str, Iterable[str | int]]


@dataclass(frozen=True)
class Question:
    """A query with its filters, order and choices.

    Attributes:
        query: what was typed; "" for every document.
        include, exclude: values by filter (`FILTERS`), taken or shut out.
        date_from, date_to: first and last day of issue.
        sort: "relevance" or "date".
        chips: chip id → whether it is used, where a person has chosen.
    """

    query: str = ""
    include: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    sort: Sort = "relevance"
    chips: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        query: str = "",
        *,
        types: Iterable[str] = (),
        issuers: Iterable[str] = (),
        years: Iterable[str | int] = (),
        include: Values | None = None,
        exclude: Values | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        sort: Sort = "relevance",
        chips: Mapping[str, bool] | None = None,
    ) -> Question:
        """A question from the arguments of `Workbench.search`.

        Raises:
            QueryError: there is no filter or order of that name.
        """
        named = {"type": types, "issuer": issuers, "year": years}
        wanted = {**(include or {}), **{name: values for name, given in named.items() if (values := tuple(given))}}
        question = cls(
            _whole(query), _plain(wanted), _plain(exclude or {}), date_from, date_to, sort, dict(chips or {})
        )
        question.filters()
        if sort not in get_args(Sort):
            raise QueryError(f"Không có cách xếp “{sort}”.", f"Các cách xếp: {', '.join(get_args(Sort))}.")
        return question

    def filters(self) -> Filters:
        """The limits from outside the query. Raises QueryError as `of`."""
        return Filters.of(self.include, self.exclude, date_from=self.date_from, date_to=self.date_to)

    def arguments(self) -> dict[str, Any]:
        """The named arguments of `Workbench.search` that ask it."""
        return {
            "include": self.include,
            "exclude": self.exclude,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "sort": self.sort,
            "chips": self.chips,
        }

    @property
    def limits(self) -> str:
        """The filters in words for people: "Loại: Báo cáo; trừ Năm: 2023; từ 01/01/2024"; "" without any."""
        parts = [f"{FILTERS[name]}: {', '.join(values)}" for name, values in self.include.items()]
        parts += [f"trừ {FILTERS[name]}: {', '.join(values)}" for name, values in self.exclude.items()]
        parts += [f"từ {self.date_from:%d/%m/%Y}"] if self.date_from else []
        parts += [f"đến {self.date_to:%d/%m/%Y}"] if self.date_to else []
        return "; ".join(parts)

    def to_json(self) -> str:
        """The question as one line of JSON, the same for equal questions."""
        plain: dict[str, Any] = {"query": self.query}
        if self.include:
            plain["include"] = {name: sorted(values) for name, values in self.include.items()}
        if self.exclude:
            plain["exclude"] = {name: sorted(values) for name, values in self.exclude.items()}
        if self.date_from:
            plain["date_from"] = self.date_from.isoformat()
        if self.date_to:
            plain["date_to"] = self.date_to.isoformat()
        if self.sort != "relevance":
            plain["sort"] = self.sort
        if self.chips:
            plain["chips"] = dict(self.chips)
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Question:
        """The question that `to_json` wrote."""
        plain = json.loads(text)
        return cls(
            plain["query"],
            _plain(plain.get("include", {})),
            _plain(plain.get("exclude", {})),
            _day(plain.get("date_from")),
            _day(plain.get("date_to")),
            plain.get("sort", "relevance"),
            plain.get("chips", {}),
        )


def _plain(values: Values) -> dict[str, tuple[str, ...]]:
    """Values as text, without empty filters."""
    return {
        name: tuple(_whole(str(value)) for value in given) for name, found in values.items() if (given := tuple(found))
    }


def _whole(text: str) -> str:
    """The text without halves of characters, as broken consoles give: they are no UTF-8, and no file holds them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
