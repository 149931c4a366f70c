"""The tables beside this package, read once: document types, organ symbols, section phrases."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class DocumentType(NamedTuple):
    """A tên loại with its abbreviation ("" where none is used) and who issues it: party, state or both."""

    name: str
    abbreviation: str
    system: str


class Organ(NamedTuple):
    """An organ with the symbol it signs with and the system it belongs to (domain.md §2.3, §7.1)."""

    symbol: str
    name: str
    system: str


class Phrase(NamedTuple):
    """A phrase that tells the section of a report (domain.md §4.3–4.4).

    Attributes:
        section: key of the section.
        phrase: the words.
        place: "start" when it counts only at the beginning of a heading or sentence, else "anywhere".
        weight: how much it says; headings use 1 throughout.
    """

    section: str
    phrase: str
    place: str
    weight: int


@cache
def document_types() -> tuple[DocumentType, ...]:
    """The kinds of Party and State documents (domain.md §2.2, §3.1)."""
    return tuple(DocumentType(row["name"], row["abbreviation"], row["system"]) for row in _rows("types.csv"))


@cache
def organs() -> tuple[Organ, ...]:
    """Organs that sign documents (domain.md §2.3, §7.1)."""
    return tuple(Organ(row["symbol"], row["name"], row["system"]) for row in _rows("organs.csv"))


@cache
def heading_phrases() -> tuple[Phrase, ...]:
    """Words that headings of report sections use (domain.md §4.3)."""
    return _phrases("heading_phrases.csv")


@cache
def cue_phrases() -> tuple[Phrase, ...]:
    """Words inside a sentence that tell its section (domain.md §4.4)."""
    return _phrases("cue_phrases.csv")


@cache
def surnames() -> frozenset[str]:
    """Surnames of the peoples of Việt Nam in small letters without accents (general knowledge; not all of them)."""
    return frozenset(row["surname"] for row in _rows("surnames.csv"))


def _phrases(name: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(row["section"], row["phrase"], row["place"], int(row["weight"])) for row in _rows(name))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("workbench.documents").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
