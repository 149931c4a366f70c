"""A checked text as one document, so that what reads documents (numbers, tasks) reads drafts too; offsets lead back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from workbench.documents.model import Document, Header, Passage
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity

_MARK = re.compile(r"\[\d{1,4}\]")  # of a note; blanked, so that offsets stay


@dataclass(frozen=True)
class Whole:
    """The text as a document.

    Attributes:
        document: the file itself, or the items of a draft, a passage each.
        starts: of a draft, where each item begins in the document's text.
        places: of a draft, section and item that begin there.
    """

    document: Document
    starts: tuple[int, ...] = ()
    places: tuple[tuple[CheckedSection, CheckedItem], ...] = ()

    def finding(
        self, check: str, severity: Severity, message: str, advice: str, span: tuple[int, int], rule: str = ""
    ) -> Finding:
        """A finding about a span of the document's text, at its place in the draft or file."""
        start, end = span
        if not self.starts:
            passage = self.document.passage_of(start)
            return Finding(
                check,
                severity,
                message,
                advice,
                start=start,
                end=end,
                page=self.document.page_of(start),
                passage=passage.number if passage else None,
                rule=rule,
            )
        at = max(bisect_right(self.starts, start) - 1, 0)
        section, item = self.places[at]
        begin = self.starts[at]
        length = len(item.text)
        first = min(max(start - begin, 0), length)
        last = min(max(end - begin, first), length)
        return Finding(check, severity, message, advice, section.key, item.id, first, last, rule=rule)


def whole_of(subject: Checked) -> Whole:
    """The whole text of a draft, one passage an item, headings between them; of a file the file."""
    if subject.document is not None:
        text = _MARK.sub(lambda match: " " * len(match[0]), subject.document.text)
        return Whole(replace(subject.document, text=text))
    lines: list[str] = []
    passages: list[Passage] = []
    starts: list[int] = []
    places: list[tuple[CheckedSection, CheckedItem]] = []
    at = 0
    for section in subject.sections:
        rows = [(section.heading, None), *((item.text, item) for item in section.items)]
        for text, item in rows:
            if not text.strip():
                continue
            passages.append(Passage(len(passages) + 1, at, at + len(text), None, section.key, item is None))
            if item is not None:
                starts.append(at)
                places.append((section, item))
            lines.append(text)
            at += len(text) + 1
    header = Header(subject.symbol or None, subject.type_name or None, date=subject.day, system=subject.system)
    document = Document("", "", "\n".join(lines), (), header, subject.title, tuple(passages))
    return Whole(document, tuple(starts), tuple(places))
