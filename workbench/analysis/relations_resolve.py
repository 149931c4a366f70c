"""Which document of the archive a reference means (domain.md §2.4: numbers restart with every term, and every organ has
its own).

A reference leads to a document only where nothing printed speaks against it and no other document fits as well. What is
left open is listed with the reason, never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from workbench.analysis.relations_reading import Cited
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key
from workbench.documents.terms import level_of, term_on
from workbench.vietnamese.spelling import fold

State = Literal["resolved", "likely", "ambiguous", "unresolved", "self"]
STATES: dict[str, str] = {
    "resolved": "chắc chắn",
    "likely": "có thể",
    "ambiguous": "chưa rõ văn bản nào",
    "unresolved": "không có trong kho",
    "self": "chính văn bản này",
}
"""How sure it is which document a reference means, as people read it."""

_LOCAL = re.compile(r"^(?:ĐU|CB|HU|QU|ThU|TXU|TPU|ĐH|BXDĐ|VPĐU|UBKT$|UBND|HĐND|UBKTĐU)")
_COLLECTIVE = re.compile(
    r"^(?:ban thuong vu|ban chap hanh dang bo|ban chap hanh|thuong truc|chu tich|bo truong|giam doc|chanh van phong|"
    r"truong|dai hoi dai bieu dang bo)\s+"
)
_LEVELS = {"central": 3, "province": 2, "base": 1}


class Entry(NamedTuple):
    """A document of the archive as references find it."""

    id: str
    path: str
    symbol: str | None
    type: str | None
    issuer: str | None
    date: date | None
    title: str


class Target(NamedTuple):
    """Where a reference leads: one id where `state` is "resolved" or "likely", else those that it may mean."""

    state: State
    ids: tuple[str, ...]
    note: str = ""

    @property
    def id(self) -> str | None:
        """The document, where there is one."""
        return self.ids[0] if self.state in ("resolved", "likely") else None


class Directory:
    """All documents of an archive by symbol and by day.

    Args:
        entries: the documents.
        shown: for files of one document, the id of the one that lists show (`Workbench.representative_of`).
    """

    def __init__(self, entries: Iterable[Entry], shown: Mapping[str, str] | None = None) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.shown = shown or {}
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        self._by_day: dict[date, list[Entry]] = defaultdict(list)
        self._heads: dict[tuple[str, str, str], str] = {}
        for entry in self.entries.values():
            head = self.shown.get(entry.id, entry.id)
            if head == entry.id or head not in self.entries:
                self._heads.setdefault(self._identity(entry), entry.id)
            if entry.symbol:
                self._by_key[symbol_key(entry.symbol)].append(entry)
            if entry.date:
                self._by_day[entry.date].append(entry)

    def files_of(self, document_id: str) -> tuple[str, ...]:
        """All files that are the same document as this one, itself first."""
        mine = self._identity(self.entries[document_id])
        same = [one.id for one in self._by_key.get(mine[1], ()) if self._identity(one) == mine] if mine[1] else []
        head = self.shown.get(document_id, document_id)
        same += [name for name, shown in self.shown.items() if head in (name, shown) and name in self.entries]
        return tuple(dict.fromkeys([document_id, *same]))

    def representative(self, document_id: str) -> str:
        """The one file that stands for all files of a document."""
        head = self.shown.get(document_id, document_id)
        entry = self.entries.get(head) or self.entries.get(document_id)
        return self._heads.get(self._identity(entry), entry.id) if entry else document_id

    def resolve(self, cited: Cited, source: Entry, day: date | None = None) -> Target:
        """The document that a reference in `source` means.

        Args:
            cited: the reference.
            source: the document in which it stands.
            day: the day under which the same text cites the same symbol elsewhere, where this place has none.
        """
        day = cited.day or day
        if cited.symbol is None:
            return self._by_type_and_day(cited, source)
        if source.symbol and symbol_key(source.symbol) == cited.key and day in (None, source.date):
            return Target("self", (source.id,))
        bearing = [one for one in self._by_key.get(cited.key or "", ()) if one.id != source.id]
        if not bearing:
            return Target("unresolved", (), "không có văn bản mang số ký hiệu này")
        fitting = [one for one in bearing if _same_type(cited.type, one.type)]
        if not fitting:
            return Target("unresolved", _ids(bearing), "văn bản cùng số ký hiệu trong kho thuộc loại khác")
        span = _span(cited.symbol)
        if day is not None:
            return self._on_day(cited, fitting, day)
        limit = source.date
        before = [one for one in fitting if one.date is None or limit is None or one.date <= limit]
        if not before:
            return Target("unresolved", _ids(fitting), "văn bản cùng số ký hiệu trong kho ban hành sau văn bản này")
        local = span is not None and bool(_LOCAL.match(span.organ))
        sure = span is not None and (span.year is not None or "QH" in span.organ)
        if cited.issuer:
            named = [one for one in before if same_organ(cited.issuer, one.issuer)]
            if not named and local:
                return Target("unresolved", _ids(before), "văn bản cùng số ký hiệu trong kho của cơ quan khác")
            sure = sure or (bool(named) and not local)
            before = named or before
        elif local and not sure:
            own = [one for one in before if one.issuer and one.issuer == source.issuer]
            before = own or before
        return self._one_of(before, source, span, sure)

    def _on_day(self, cited: Cited, fitting: Sequence[Entry], day: date) -> Target:
        exact = [one for one in fitting if one.date == day]
        if exact and cited.issuer:
            exact = [one for one in exact if same_organ(cited.issuer, one.issuer)] or exact
        groups = self._distinct(exact)
        if len(groups) == 1:
            return Target("resolved", groups)
        if groups:
            return Target("ambiguous", groups, "nhiều văn bản cùng số ký hiệu và ngày")
        undated = self._distinct([one for one in fitting if one.date is None])
        if len(undated) == 1:
            return Target("likely", undated, "văn bản trong kho chưa rõ ngày ban hành")
        return Target("unresolved", _ids(fitting), "văn bản cùng số ký hiệu trong kho có ngày khác")

    def _one_of(self, entries: Sequence[Entry], source: Entry, span: SymbolSpan | None, sure: bool) -> Target:
        groups = self._distinct(entries)
        if len(groups) == 1:
            return Target(
                "resolved" if sure else "likely", groups, "" if sure else "chỉ theo số ký hiệu, không rõ ngày"
            )
        same = [self.entries[name] for name in groups if span and _same_period(span, self.entries[name], source)]
        if len(same) == 1:
            return Target("likely", (same[0].id,), "văn bản cùng số ký hiệu của kỳ này; kỳ khác cũng có số này")
        return Target("ambiguous", groups, "nhiều văn bản trong kho cùng số ký hiệu")

    def _by_type_and_day(self, cited: Cited, source: Entry) -> Target:
        bearing = self._by_day.get(cited.day, []) if cited.day else []
        found = [one for one in bearing if one.id != source.id and one.type and _same_type(cited.type, one.type)]
        if cited.issuer:
            found = [one for one in found if same_organ(cited.issuer, one.issuer)] or found
        groups = self._distinct(found)
        if len(groups) == 1:
            return Target("likely", groups, "theo tên loại và ngày; viện dẫn không ghi số ký hiệu")
        note = "nhiều văn bản cùng loại ban hành ngày này" if groups else "không có văn bản cùng loại ban hành ngày này"
        return Target("ambiguous" if groups else "unresolved", groups, note)

    def _distinct(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """One id for each document, whatever number of files it has."""
        found: dict[tuple[str, str, str], str] = {}
        for one in entries:
            found.setdefault(self._identity(one), self.representative(one.id))
        return tuple(dict.fromkeys(name for name in found.values() if name in self.entries))

    @staticmethod
    def _identity(one: Entry) -> tuple[str, str, str]:
        symbol = symbol_key(one.symbol) if one.symbol else ""
        if not (symbol and one.issuer and one.date):
            return (one.id, symbol, "")
        return (" ".join(fold(one.issuer).split()), symbol, one.date.isoformat())


def same_organ(said: str, held: str | None) -> bool:
    """Whether "Ban Thường vụ Tỉnh ủy" can be the organ "Tỉnh ủy Lam Nguyên": one name goes on where the other ends."""
    if not held:
        return True
    first, second = _bare(said), _bare(held)
    return first == second or first.startswith(f"{second} ") or second.startswith(f"{first} ")


def rank(symbol: str | None) -> int | None:
    """How high the committee behind a Party symbol stands: 3 central, 2 province, 1 below; None if unknown."""
    span = _span(symbol) if symbol else None
    if span is None or span.system != "party":
        return None
    level = level_of(span.organ)
    return _LEVELS[level] if level else None


@lru_cache(maxsize=8192)
def _bare(organ: str) -> str:
    plain = " ".join(re.sub(r"\([^)]*\)|[,.]", " ", fold(organ)).split())
    while True:
        shorter = _COLLECTIVE.sub("", plain, count=1)
        if shorter == plain:
            return plain
        plain = shorter


def _same_type(said: str | None, held: str | None) -> bool:
    if not said or not held:
        return True
    first, second = fold(said), fold(held)
    return first == "van ban" or first.startswith(second) or second.startswith(first)


def _same_period(span: SymbolSpan, one: Entry, source: Entry) -> bool:
    """Whether two days lie in one series of numbers: a term of the Party, a year of the State (domain.md §2.4)."""
    if one.date is None or source.date is None:
        return False
    if span.system == "state":
        return one.date.year == source.date.year
    terms = term_on(span, one.date).term, term_on(span, source.date).term
    return terms[0] is not None and terms[0] == terms[1]


@lru_cache(maxsize=8192)
def _span(symbol: str) -> SymbolSpan | None:
    found = find_symbols(symbol)
    return found[0] if found else None


def _ids(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(one.id for one in entries)
