"""A file from outside as checks see it: sections by its headings, sentences, and the sources that they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from workbench.archive.readers import supported_suffixes
from workbench.documents.model import Citation, Document, Passage
from workbench.documents.references import find_references
from workbench.documents.sections import heading_level
from workbench.drafting.checks.model import Archive, Checked, CheckedItem, CheckedSection
from workbench.vietnamese import sentences
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.spelling import key

_MARK = re.compile(r"\[(\d{1,4})\]")
_NOTE = re.compile(r"\[(\d{1,4})\]\s+(?=\S)")
# A source as this workbench writes it in a note: "… trang 3, đoạn 12. Tệp: thư mục/tệp.docx".
_SUFFIXES = "|".join(re.escape(suffix) for suffix in sorted(supported_suffixes(), key=len, reverse=True))
_OWN_NOTE = re.compile(rf"(?P<label>[^\n]*?)\. Tệp: (?P<path>[^\n]+?(?:{_SUFFIXES}))(?=\s|$)", re.IGNORECASE)
_PASSAGE = re.compile(r"đoạn (\d{1,6})$")
_CLOSING = re.compile(r"\s*(?:(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)\s|N[ơo]i nhận\s*:)")
_OWN_ANNEX = re.compile(r"\s*(?:DANH MỤC NGUỒN|CÂU CHƯA CÓ NGUỒN)\s*$")
_BODY_FIELDS = ("type", "subject", "symbol", "issuer", "date", "place", "parent")
_LEAST_SHARED = 0.35  # share of a sentence's pairs of words that a passage must have to be its source
_PASSAGES_CITED = 2


def checked_file(
    document: Document,
    path: Path,
    *,
    archive: Archive | None = None,
    lexicon: Lexicon | None = None,
    tables: Path | None = None,
) -> Checked:
    """A file that was read from `path`; its sentences get the sources that its notes and its own words name."""
    header = document.header
    return Checked(
        tuple(_sections(document, archive)),
        title=header.subject or document.title,
        type_name=header.type or "",
        system=header.system,
        issuer=header.issuer or "",
        parent=header.parent or "",
        symbol=header.symbol or "",
        day=header.date,
        place=header.place or "",
        signer=header.signer or "",
        signer_title=header.signer_title or "",
        recipients=header.recipients,
        labels=document.labels,
        document=document,
        path=path,
        archive=archive,
        lexicon=lexicon,
        tables=tables,
    )


def _sections(document: Document, archive: Archive | None) -> Iterator[CheckedSection]:
    sources = _Sources(document, archive)
    items: list[CheckedItem] = []
    name, heading, level, count = "mo_dau", "", 1, 0
    for passage in _body(document):
        text = document.text[passage.start : passage.end]
        if passage.heading:
            if heading or items:
                yield CheckedSection(name, heading, tuple(items), level)
            count += 1
            name, items = f"{passage.section or 'muc'}-{count}", []
            heading, level = " ".join(_MARK.sub("", text).split()), (heading_level(text) or 2) - 1
            continue
        items += sources.items(passage)
    yield CheckedSection(name, heading, tuple(items), level)


def _body(document: Document) -> Iterator[Passage]:
    """The passages between the head of the document and who signs it; no tables, no notes."""
    evidence = document.header.evidence
    ends = [evidence[name].end for name in _BODY_FIELDS if name in evidence]
    begin = max((end for end in ends if end is not None), default=0) if document.header.type else 0
    tables = [(cells[0].start, cells[-1].end) for table in document.tables if (cells := table.cells)]
    for passage in document.passages:
        text = document.text[passage.start : passage.end]
        if passage.start < begin or any(start <= passage.start < end for start, end in tables):
            continue
        if _CLOSING.match(text) or _OWN_ANNEX.match(text):
            return
        if "\t" not in text and not _NOTE.match(text) and any(char.isalnum() for char in text):
            yield passage


@dataclass
class _Sources:
    """Finds the sources of sentences, each document looked up once."""

    document: Document
    archive: Archive | None
    _pairs: dict[str, list[Counter[tuple[str, str]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._notes: dict[str, str] = {}
        for passage in self.document.passages:
            text = self.document.text[passage.start : passage.end]
            if match := _NOTE.match(text):
                self._notes[match[1]] = text[match.end() :]

    def items(self, passage: Passage) -> Iterator[CheckedItem]:
        """The sentences of a passage; marks of notes are blanked, so that offsets stay."""
        text = self.document.text[passage.start : passage.end]
        blank = _MARK.sub(lambda match: " " * len(match[0]) if match[1] in self._notes else match[0], text)
        spans = sentences.split(blank)
        for number, (start, end) in enumerate(spans):
            following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
            marks = [match[1] for match in _MARK.finditer(text[start:following]) if match[1] in self._notes]
            said = blank[start:end]
            yield CheckedItem(
                f"p{passage.number}-{number + 1}",
                said,
                tuple(self._citations(said, marks)),
                offset=passage.start + start,
                page=self.document.page_of(passage.start + start),
                passage=passage.number,
            )

    def _citations(self, said: str, marks: Sequence[str]) -> list[Citation]:
        if self.archive is None:
            return []
        found: list[Citation] = []
        for mark in marks:
            found += self._noted(self._notes[mark], said)
        if not marks:
            found += self._named(said, said, _LEAST_SHARED)
        return found

    def _noted(self, note: str, said: str) -> list[Citation]:
        """The sources of a note: our own way of writing first, else the documents that it names."""
        assert self.archive is not None
        found = []
        for match in _OWN_NOTE.finditer(note):
            document = self.archive.at(match["path"].strip())
            if document is not None:
                found += self._place(document, match["label"], said)
        return found or self._named(note, said, 0.0)

    def _named(self, text: str, said: str, least: float) -> list[Citation]:
        """The best passages of the documents that a text names by symbol, where no other document fits as well."""
        assert self.archive is not None
        found = []
        for reference in find_references(text):
            if reference.symbol is None:
                continue
            documents = self.archive.find(reference.symbol.symbol, reference.day)
            if len(documents) == 1 and documents[0].id != self.document.id:
                found += self._best(documents[0], said, least)
        return found

    def _place(self, document: Document, label: str, said: str) -> list[Citation]:
        match = _PASSAGE.search(label)
        passages = [one for one in document.passages if match and one.number == int(match[1])]
        passages = passages or [one for one in document.passages if one.unit and label.endswith(one.unit)]
        if not passages:
            return self._best(document, said, 0.0)
        return [document.cite(one.start, one.end) for one in passages[:_PASSAGES_CITED]]

    def _best(self, document: Document, said: str, least: float) -> list[Citation]:
        """The passages that share most pairs of words with a sentence."""
        if document.id not in self._pairs:
            self._pairs[document.id] = [
                _pairs(document.text[passage.start : passage.end]) for passage in document.passages
            ]
        wanted = _pairs(said)
        scored = sorted(
            ((sum((wanted & held).values()), -at) for at, held in enumerate(self._pairs[document.id])), reverse=True
        )
        chosen = [
            document.passages[-at]
            for shared, at in scored[:_PASSAGES_CITED]
            if shared and shared >= least * wanted.total()
        ]
        return [document.cite(one.start, one.end) for one in chosen]


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(re.findall(r"\w+", key(text))))
