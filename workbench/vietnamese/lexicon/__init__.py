"""The words of the trade: abbreviations, synonyms, places old and new, stop words (domain.md §7).

`Lexicon.load` gives the tables that come with the package, changed by those an office keeps in a folder of its own.
Look-ups take any spelling: tone placement, i/y, case and spaces around hyphens do not matter, and a term typed without
accents finds all that it may stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from workbench.vietnamese.lexicon import tables
from workbench.vietnamese.lexicon.tables import Column, Row, Table, one_of, some_text
from workbench.vietnamese.spelling import fold, has_accents, key

ABBREVIATIONS = Table(
    "abbreviations.csv",
    (
        Column("short", "viết tắt", some_text, identifies=True),
        Column("full", "đầy đủ", some_text, identifies=True),
        Column("group", "nhóm", tables.some_groups, optional=True),
        Column("ambiguous", "nhập nhằng", one_of({"": "", "x": "x", "có": "x", "không": ""}), optional=True),
    ),
)
SYNONYMS = Table(
    "synonyms.csv",
    (
        Column("group", "nhóm", some_text, identifies=True),
        Column("term", "từ", some_text, identifies=True),
        Column(
            "relation",
            "quan hệ",
            one_of({"": "same", "same": "same", "near": "near", "đồng nghĩa": "same", "gần nghĩa": "near"}),
            optional=True,
        ),
    ),
)
PLACES = Table(
    "places.csv",
    (
        Column("new", "tên mới", some_text, identifies=True),
        Column("old", "tên cũ", some_text, identifies=True),
        Column("from", "từ ngày", tables.a_date, optional=True),
    ),
)
PLACE_VARIANTS = Table(
    "place_variants.csv",
    (
        Column("name", "tên", some_text, identifies=True),
        Column("variant", "cách viết khác", some_text, identifies=True),
    ),
)
STOP_WORDS = Table(
    "stop_words.csv",
    (
        Column("word", "từ", some_text, identifies=True),
        Column("remove", "bỏ", one_of({"": ""}), optional=True),
    ),
    package="workbench.vietnamese",
)
_TABLES = (ABBREVIATIONS, SYNONYMS, PLACES, PLACE_VARIANTS, STOP_WORDS)

_AROUND_SIGNS = re.compile(r"\s*([-&,./])\s*")
_KIND_OF_PLACE = re.compile(r"^(?:tỉnh|thành phố|tp\.?|tinh|thanh pho)\s+", re.IGNORECASE)
_Found = TypeVar("_Found")


class Expansion(NamedTuple):
    """What an abbreviation stands for.

    Attributes:
        full: the words in full.
        group: D (Party), N (state), C (policy), H (office work), several parted by "/", or "" where none was given.
        ambiguous: it stands for other things too: widen a search by it only where the context fits, or ask.
    """

    full: str
    group: str
    ambiguous: bool


class Synonym(NamedTuple):
    """A term that people expect a search to connect with another.

    Attributes:
        term: the term.
        near: True where the meanings only lie near each other, or one took the other's place over time.
    """

    term: str
    near: bool


@dataclass(frozen=True)
class Place:
    """A place name and what became of it.

    Attributes:
        name: the name in its usual spelling.
        successor: the unit that the place now belongs to, None where the name still stands.
        predecessors: the units that were merged into it, besides itself.
        since: the day of the merger, in either direction; None where nothing changed or the day is not known.
        variants: other spellings of the name.
    """

    name: str
    successor: str | None
    predecessors: tuple[str, ...]
    since: date | None
    variants: tuple[str, ...]


class _Finder(Generic[_Found]):
    """Things by name: as spelled, and folded for a name typed without accents."""

    def __init__(self, entries: Iterable[tuple[str, _Found]]) -> None:
        self._exact: dict[str, list[_Found]] = {}
        self._folded: dict[str, list[_Found]] = {}
        for name, thing in entries:
            for index, spelled in ((self._exact, _spelled(key(name))), (self._folded, _spelled(fold(name)))):
                things = index.setdefault(spelled, [])
                if thing not in things:
                    things.append(thing)

    def find(self, name: str) -> tuple[_Found, ...]:
        """What bears this name; things found only without accents come last."""
        exact = self._exact.get(_spelled(key(name)), [])
        if has_accents(name):
            return tuple(exact)
        return tuple(dict.fromkeys([*exact, *self._folded.get(_spelled(fold(name)), [])]))


def _spelled(text: str) -> str:
    return _AROUND_SIGNS.sub(r"\1", " ".join(text.split()))


class Lexicon:
    """The tables, ready to be asked. Read once; costs some milliseconds and under a megabyte."""

    def __init__(self, rows: dict[Table, tuple[Row, ...]]) -> None:
        self._rows = rows

    @classmethod
    def load(cls, office_folder: Path | None = None) -> Lexicon:
        """The shipped tables, with the changes of an office's own CSV files of the same names.

        In an office's file a row is added, or replaces the shipped row with the same name and second column; "-" in
        the second column removes all rows of a name, "-" in the third removes that row alone.

        Args:
            office_folder: where the office keeps its tables; None for the shipped tables alone.

        Raises:
            SettingsError: a table cannot be used; the message names file, line and column.
        """
        return cls({table: tables.load(table, office_folder) for table in _TABLES})

    def expansions(self, short: str) -> tuple[Expansion, ...]:
        """What an abbreviation may stand for; empty where it is not known (domain.md §7.1)."""
        return self._by_short.find(short)

    def abbreviations_of(self, full: str) -> tuple[str, ...]:
        """The abbreviations of words written in full."""
        return self._by_full.find(full)

    def synonyms(self, term: str) -> tuple[Synonym, ...]:
        """The terms that mean the same, then those that come near (domain.md §7.2); never the term itself."""
        loose = fold if not has_accents(term) else key
        own = _spelled(loose(term))
        found: dict[str, Synonym] = {}
        for group, near in self._groups_of_term.find(term):
            for other, other_near in self._terms_of_group[group]:
                spelled = _spelled(key(other))
                relation = Synonym(other, near or other_near)
                if _spelled(loose(other)) != own and (spelled not in found or found[spelled].near):
                    found[spelled] = relation
        return tuple(sorted(found.values(), key=lambda synonym: synonym.near))

    def places(self, name: str) -> tuple[Place, ...]:
        """The places of a name in any spelling, with or without "tỉnh", "thành phố" (domain.md §7.3, §7.4).

        More than one only where a name typed without accents fits several.
        """
        found = self._by_place.find(name) or self._by_place.find(_KIND_OF_PLACE.sub("", " ".join(name.split())))
        return tuple(self._place(each) for each in found)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Words that say nothing of what a text is about, in the spelling of `spelling.key`."""
        return frozenset(key(row[0]) for row in self._rows[STOP_WORDS])

    @cached_property
    def _by_short(self) -> _Finder[Expansion]:
        rows = self._rows[ABBREVIATIONS]
        return _Finder((short, Expansion(full, group, mark == "x")) for short, full, group, mark in rows)

    @cached_property
    def _by_full(self) -> _Finder[str]:
        return _Finder((full, short) for short, full, _, _ in self._rows[ABBREVIATIONS])

    @cached_property
    def _groups_of_term(self) -> _Finder[tuple[str, bool]]:
        return _Finder((term, (key(group), relation == "near")) for group, term, relation in self._rows[SYNONYMS])

    @cached_property
    def _terms_of_group(self) -> dict[str, list[tuple[str, bool]]]:
        groups: dict[str, list[tuple[str, bool]]] = {}
        for group, term, relation in self._rows[SYNONYMS]:
            groups.setdefault(key(group), []).append((term, relation == "near"))
        return groups

    @cached_property
    def _by_place(self) -> _Finder[str]:
        """Names as they stand in the table of places; a variant finds the name that it is a spelling of."""
        names = [(name, name) for new, old, _ in self._rows[PLACES] for name in (old, new)]
        spellings = self._rows[PLACE_VARIANTS]
        return _Finder(
            [*names, *((name, name) for name, _ in spellings), *((other, name) for name, other in spellings)]
        )

    def _place(self, name: str) -> Place:
        same = key(name)
        changes = [(new, old, day) for new, old, day in self._rows[PLACES] if same in (key(new), key(old))]
        becomes = [new for new, _, _ in changes]
        merged = [old for new, old, _ in changes if key(new) == same != key(old)]
        gone = changes and all(key(new) != same for new in becomes)
        days = sorted(day for _, _, day in changes if day)
        variants = tuple(other for known, other in self._rows[PLACE_VARIANTS] if key(known) == same)
        since = date.fromisoformat(days[-1]) if days else None
        return Place(name, becomes[0] if gone else None, tuple(merged), since, variants)
