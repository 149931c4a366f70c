"""Totals and percentages of the text itself (domain.md §4.5): what arithmetic denies."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.analysis.number_checks import RULES, relations
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.whole import whole_of

NUMBERS = "tong_ty_le"


def check_numbers(subject: Checked) -> Iterator[Finding]:
    """Numbers of one text that do not agree with each other: a question to the officer, not a correction."""
    whole = whole_of(subject)
    for relation in relations(whole.document):
        if not relation.holds:
            yield whole.finding(
                NUMBERS,
                Severity.WARNING,
                f"{RULES[relation.rule]}: {relation.message}",
                "Hãy tính lại và đối chiếu với bản gốc; nếu nguồn in sai thì hỏi lại đơn vị báo cáo.",
                relation.accused,
            )
