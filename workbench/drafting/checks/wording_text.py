"""The running text of a draft or a file, for checks that look at words: every item and heading with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.drafting.checks.model import Checked, Finding, Severity

KEY = "tu_ngu"


@dataclass(frozen=True)
class Place:
    """An item or (item_id "") a heading of a draft, and what it says."""

    section_key: str
    item_id: str
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of a section."""
        return not self.item_id

    def finding(
        self,
        severity: Severity,
        message: str,
        advice: str,
        start: int = 0,
        end: int = 0,
        rule: str = "",
    ) -> Finding:
        """A finding about words of this item."""
        if self.is_heading:
            start = end = 0  # offsets are those of items
        return Finding(KEY, severity, message, advice, self.section_key, self.item_id, start=start, end=end, rule=rule)


def places(subject: Checked) -> Iterator[Place]:
    """Headings and items in the order of the text."""
    for section in subject.sections:
        if section.heading:
            yield Place(section.key, "", section.heading)
        for item in section.items:
            if item.text != section.heading:
                yield Place(section.key, item.id, item.text)
