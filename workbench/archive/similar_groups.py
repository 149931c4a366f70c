"""Groups of files that are one document, and which file of a group is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from workbench.archive.similar import Profile, Relation


class Link(NamedTuple):
    """Two files that are one document."""

    one: str
    other: str
    relation: Relation
    similarity: float


class Member(NamedTuple):
    """A file of a group.

    Attributes:
        id: the document.
        shown: id of the group's file that is shown for all.
        relation: what this file is to the shown one; None for that file itself.
        similarity: likeness of the texts (jaccard), 0 to 1; with the shown file where the two were compared.
    """

    id: str
    shown: str
    relation: Relation | None
    similarity: float


_FORMATS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".html", ".htm", ".txt")


def preference(one: Profile) -> tuple[Any, ...]:
    """The smallest of a group is shown: issued before draft, born digital before scanned, with number and date before
    without, then Word before PDF before web page before plain text, then the longer text, then the path."""
    suffix = PurePosixPath(one.path).suffix.lower()
    place = _FORMATS.index(suffix) if suffix in _FORMATS else len(_FORMATS)
    return one.draft, one.scanned, one.key is None, place, -one.length, one.path


def group(profiles: Mapping[str, Profile], links: Iterable[Link]) -> list[Member]:
    """Groups of files that are one document, every file of every group once.

    The strongest links join first, and none joins two groups whose headers contradict each other: a draft without
    number that resembles two documents goes to the one it resembles most.
    """
    group_of: dict[str, _Group] = {}
    strongest = sorted(links, key=lambda link: (-_strength(link, profiles), link.one, link.other))
    links_of: dict[str, list[Link]] = {}
    for link in strongest:
        first, second = (group_of.get(name) or _Group.of(profiles[name]) for name in (link.one, link.other))
        if first is not second and not first.agrees_with(second):
            continue
        links_of.setdefault(link.one, []).append(link)
        links_of.setdefault(link.other, []).append(link)
        if first is not second:
            joined, smaller = (first, second) if len(first.names) >= len(second.names) else (second, first)
            joined.take_in(smaller)
            group_of.update(dict.fromkeys(smaller.names, joined))
            group_of[joined.names[0]] = joined
    members: list[Member] = []
    for found in {id(found): found for found in group_of.values()}.values():
        shown = min((profiles[name] for name in found.names), key=preference).id
        for name in sorted(found.names):
            if name == shown:
                members.append(Member(name, shown, None, 1.0))
                continue
            mine = links_of[name]
            link = next((link for link in mine if shown in (link.one, link.other)), mine[0])
            members.append(Member(name, shown, link.relation, link.similarity))
    return members


@dataclass
class _Group:
    names: list[str]
    symbols: set[str]
    days: set[date]

    @classmethod
    def of(cls, one: Profile) -> _Group:
        return cls([one.id], {one.symbol} if one.symbol else set(), {one.date} if one.date and not one.draft else set())

    def agrees_with(self, other: _Group) -> bool:
        return len(self.symbols | other.symbols) <= 1 and len(self.days | other.days) <= 1

    def take_in(self, other: _Group) -> None:
        self.names += other.names
        self.symbols |= other.symbols
        self.days |= other.days


def _strength(link: Link, profiles: Mapping[str, Profile]) -> float:
    one, other = profiles[link.one], profiles[link.other]
    return link.similarity + (1.0 if one.key and one.key == other.key else 0.0)
