"""Relations between the documents of an archive: what a document cites and how, what cites it, and where each leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from workbench.analysis.relations_decided import DecidedRelations, Word, as_said
from workbench.analysis.relations_reading import Cited, Reading
from workbench.analysis.relations_resolve import STATES, Directory, Entry, Target
from workbench.documents.model import Citation, Document
from workbench.documents.reference_relations import KINDS
from workbench.documents.rich import card
from workbench.workspace.row_decisions import SAID

Where = Literal["title", "opening", "body"]
WHERE: dict[str, str] = {"title": "trích yếu", "opening": "phần mở đầu", "body": "nội dung"}
"""In which part of the citing document a reference stands, as people read it."""

_OPENING = 2_500  # characters in which an opening ends at the latest


@dataclass(frozen=True)
class Relation:
    """One reference from one document to another.

    Attributes:
        source: id of the citing document.
        relation: a key of `KINDS`.
        where: in which part of the citing document it stands.
        name: the reference as printed.
        symbol, type, day: of the cited document, as printed.
        target: where it leads.
        citation: the place; its quote also holds the words that tell the relation.
        cited: the reference as it was read; where a person says that it relates otherwise, as they say.
        word: what people said of it, or None.
        number: its number among the relations of the document that was asked for, dismissed ones counted; 0 elsewhere.
    """

    source: str
    relation: str
    where: Where
    name: str
    symbol: str | None
    type: str | None
    day: date | None
    target: Target
    citation: Citation
    cited: Cited
    word: Word | None = None
    number: int = 0

    @property
    def dismissed(self) -> bool:
        """A person said that it is none."""
        return self.word is not None and self.word.decision == "dismissed"


@dataclass(frozen=True)
class Relations:
    """What a document cites (`outgoing`) and what cites it (`incoming`), in order of text and of day."""

    document: Entry
    outgoing: tuple[Relation, ...]
    incoming: tuple[Relation, ...]
    entries: Mapping[str, Entry]

    @property
    def unresolved(self) -> tuple[Relation, ...]:
        """The outgoing references that lead to no document of the archive, or to more than one."""
        return tuple(one for one in self.outgoing if one.target.id is None and one.target.state != "self")

    def to_frame(self) -> pd.DataFrame:
        """One row a reference: how it relates and leads, the other document, the place, what a person decided."""
        rows = []
        for direction, relations in (("viện dẫn", self.outgoing), ("được viện dẫn", self.incoming)):
            for one in relations:
                other = (
                    self.entries.get(one.target.id or "") if direction == "viện dẫn" else self.entries.get(one.source)
                )
                rows.append(
                    (
                        direction,
                        KINDS[one.relation],
                        WHERE[one.where],
                        one.name,
                        STATES[one.target.state],
                        one.target.note,
                        other.id if other else None,
                        other.symbol if other else None,
                        other.title if other else None,
                        other.date if other else one.day,
                        one.citation.place,
                        one.citation.quote,
                        one.number,
                        SAID[one.word.decision] if one.word else "",
                    )
                )
        columns = [
            "direction",
            "relation",
            "where",
            "name",
            "state",
            "note",
            "id",
            "symbol",
            "title",
            "date",
            "place",
            "quote",
            "number",
            "decided",
        ]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def _repr_html_(self) -> str:
        rows = []
        for direction, relations in (("viện dẫn", self.outgoing), ("được viện dẫn", self.incoming)):
            for one in relations:
                citing = self.entries.get(one.source) if direction == "được viện dẫn" else None
                name = (citing.symbol or citing.title) if citing else one.name
                rows.append((direction, KINDS[one.relation], name, STATES[one.target.state], one.citation.quote,
                             one.citation.label))  # fmt: skip
        entry = self.document
        facts = (f"viện dẫn {len(self.outgoing)}, được viện dẫn {len(self.incoming)}", f"Tệp: {entry.path}")
        columns = ("Chiều", "Quan hệ", "Văn bản kia", "Trong kho", "Nguyên văn", "Chỗ viết")
        return card(f"Quan hệ của {entry.symbol or entry.title}", facts, columns, rows)


class Graph:
    """The relations of one archive, read where they are asked for.

    Args:
        directory: all its documents.
        documents: gives documents by id.
        readings: gives the readings of documents (`relations_reading.reading`).
        citing: gives the ids of the documents that print one of these symbol keys.
        decided: what people said of relations.
    """

    def __init__(
        self,
        directory: Directory,
        documents: Callable[[Iterable[str]], Mapping[str, Document]],
        readings: Callable[[Mapping[str, Document]], Mapping[str, Reading]],
        citing: Callable[[str], Iterable[str]],
        decided: DecidedRelations | None = None,
    ) -> None:
        self.directory = directory
        self.decided = decided or DecidedRelations({}, directory, {})
        self._fetch = documents
        self._read = readings
        self._citing = citing
        self._documents: dict[str, Document] = {}
        self._readings: dict[str, Reading] = {}
        self._outgoing: dict[str, tuple[Relation, ...]] = {}
        self._incoming: dict[str, tuple[Relation, ...]] = {}

    def load(self, ids: Iterable[str]) -> None:
        """Read documents together: quicker than one after the other."""
        missing = [name for name in dict.fromkeys(ids) if name not in self._readings and name in self.directory.entries]
        if missing:
            found = self._fetch(missing)
            self._documents.update(found)
            self._readings.update(self._read(found))

    def document(self, document_id: str) -> Document:
        """A document. Raises KeyError for an id that the archive has not."""
        self.load([document_id])
        return self._documents[document_id]

    def reading(self, document_id: str) -> Reading:
        """What a document's text cites and says of its force."""
        self.load([document_id])
        return self._readings.get(document_id, Reading())

    def outgoing(self, document_id: str, *, dismissed: bool = False) -> tuple[Relation, ...]:
        """What a document cites, in the order of its text; on demand also what people dismissed."""
        if document_id not in self._outgoing:
            self.load([document_id])
            document, made = self._documents[document_id], self._readings[document_id]
            source = self.directory.entries[document_id]
            words = self.decided.of(document)
            self._outgoing[document_id] = relations_in(document, made, source, self.directory, words)
        return _standing(self._outgoing[document_id], dismissed)

    def incoming(self, document_id: str, *, dismissed: bool = False) -> tuple[Relation, ...]:
        """The references that lead to a document, or to another file of it; earliest citing document first."""
        if document_id not in self._incoming:
            mine = set(self.directory.files_of(document_id))
            symbol = self.directory.entries[document_id].symbol
            citing = [*(self._citing(symbol) if symbol else ()), *self.decided.leading_to(mine)]
            sources = [name for name in citing if name not in mine]
            sources = list(dict.fromkeys(self.directory.representative(name) for name in sources))
            sources = [name for name in sources if name in self.directory.entries]
            self.load(sources)
            every = [one for name in sources for one in self.outgoing(name, dismissed=True)]
            found = [one for one in every if one.target.id in mine]
            entries = self.directory.entries
            found.sort(key=lambda one: (entries[one.source].date or date.max, one.source, one.cited.start))
            self._incoming[document_id] = tuple(found)
        return _standing(self._incoming[document_id], dismissed)

    def relations(self, document_id: str, *, dismissed: bool = False) -> Relations:
        """Both directions, numbered from 1; on demand also what people dismissed."""
        entry = self.directory.entries[document_id]
        outgoing = [one for one in self.outgoing(document_id, dismissed=True) if one.target.state != "self"]
        every = [*outgoing, *self.incoming(document_id, dismissed=True)]
        rows = [replace(one, number=number) for number, one in enumerate(every, 1)]
        away, here = rows[: len(outgoing)], rows[len(outgoing) :]
        return Relations(entry, _standing(away, dismissed), _standing(here, dismissed), self.directory.entries)


def _standing(rows: Iterable[Relation], dismissed: bool) -> tuple[Relation, ...]:
    return tuple(one for one in rows if dismissed or not one.dismissed)


def relations_in(
    document: Document, made: Reading, source: Entry, directory: Directory, words: Mapping[int, Word]
) -> tuple[Relation, ...]:
    """What a document cites, each reference led to the document it means; `words`: what people said, by start.

    What people dismissed is among it, and says so.
    """
    days: dict[str, date] = {}
    for cited in made.cited:
        if cited.key and cited.day:
            days.setdefault(cited.key, cited.day)
    opening = opening_end(document)
    subject = document.header.evidence.get("subject")
    found = []
    for cited in made.cited:
        where: Where = "opening" if cited.start < opening else "body"
        if (
            subject
            and subject.start is not None
            and subject.end is not None
            and subject.start <= cited.start < subject.end
        ):
            where = "title"
        word = words.get(cited.start)
        target = (word and word.target) or directory.resolve(cited, source, days.get(cited.key or ""))
        name = " ".join(document.text[cited.start : cited.end].split())
        place = document.cite(*cited.span)
        said = as_said(cited, word.relation if word else None)
        found.append(
            Relation(source.id, said.relation, where, name, said.symbol, said.type, said.day, target, place, said, word)
        )
    return tuple(found)


def opening_end(document: Document) -> int:
    """Where the opening of a document ends: at its first section or article after the subject."""
    subject = document.header.evidence.get("subject")
    after = subject.end if subject and subject.end is not None else 0
    for passage in document.passages:
        if passage.start >= after and (passage.unit is not None or (passage.heading and passage.section is not None)):
            return min(passage.start, after + _OPENING)
    return after + _OPENING if after else _OPENING // 2
