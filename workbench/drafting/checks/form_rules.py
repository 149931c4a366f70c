"""What every check of form shares: the rules in force, their marks, where findings point to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.documents.form_layout import Component, FormLayout, Version, layout_of
from workbench.documents.form_versions import FormVersion, in_force
from workbench.documents.model import Header, System
from workbench.drafting.checks.form_parts import Parts, Span
from workbench.drafting.checks.model import Checked, Finding, Severity

KEY = "the_thuc"

_LAYOUTS: dict[str, Version] = {"36-HD/VPTW": "36-HD", "05-HD/VPTW": "05-HD", "30/2020/NĐ-CP": "ND30"}
"""The rules whose details stand in the table of layout; of older ones no details are known."""


def layout_in_force(subject: Checked, system: System) -> tuple[FormVersion, FormLayout | None]:
    """The rules of the day of issue (today while it is open), and the layout they ask for; None where it is not known.

    Raises:
        SettingsError: a table of the office cannot be used.
    """
    version = in_force(system, subject.day or date.today(), subject.tables)
    name = _LAYOUTS.get(version.form.name) if version.form else None
    return version, layout_of(system, name, subject.tables) if name else None


@dataclass(frozen=True)
class Form:
    """A document whose form is checked.

    Attributes:
        subject: what was handed in.
        version, layout: the rules in force.
        text: its text, as `parts` point into it; header: as it was read from this text.
        parts: where its parts stand.
        recognised: the text of page 1, or its number, was recognised from an image: then nothing is sure.
        drawn: lines of hyphens may be drawings that the text does not show (a PDF).
    """

    subject: Checked
    version: FormVersion
    layout: FormLayout
    text: str
    header: Header
    parts: Parts
    recognised: bool = False
    drawn: bool = False

    @property
    def party(self) -> bool:
        """Whether the rules are those of the Party."""
        return self.layout.system == "party"

    def words(self, span: Span | None) -> str:
        """What stands in a span; "" for None."""
        return self.text[span[0] : span[1]] if span else ""

    def severity(self, mark: str, wanted: Severity) -> Severity:
        """What a rule of this mark may give: unverified ones hint; in a time of transition nothing is called wrong."""
        if mark != "V" or self.recognised:
            return Severity.HINT
        return Severity.WARNING if self.version.in_transition and wanted is Severity.ERROR else wanted

    def finding(
        self, component: Component | None, wanted: Severity, message: str, advice: str, span: Span | None = None
    ) -> Finding:
        """A finding about a part, with the rule of its row in the table."""
        mark = component.mark if component else "K"
        return self.finding_of(mark, wanted, message, advice, span)

    def finding_of(self, mark: str, wanted: Severity, message: str, advice: str, span: Span | None = None) -> Finding:
        """A finding by a rule of a mark."""
        start, end, page, passage = self._place(span)
        rule = self.version.form.name if self.version.form else ""
        return Finding(
            KEY,
            self.severity(mark, wanted),
            message,
            advice,
            start=start,
            end=end,
            page=page,
            passage=passage,
            rule=f"{rule} [{mark}]",
        )

    def _place(self, span: Span | None) -> tuple[int, int, int | None, int | None]:
        """Where a span stands in the text of the file as the archive reads it; zeros where it is not found there."""
        document = self.subject.document
        words = self.words(span).strip()[:80]
        if document is None or span is None or not words:
            return 0, 0, None, None
        # The archive parts the cells of a table otherwise, so offsets differ; of equal words the same occurrence.
        before = self.text.count(words, 0, span[0])
        at = -1
        for _ in range(before + 1):
            found = document.text.find(words, at + 1)
            if found < 0:
                break
            at = found
        if at < 0:
            return 0, 0, None, None
        passage = document.passage_of(at)
        return at, at + len(words), document.page_of(at), passage.number if passage else None
