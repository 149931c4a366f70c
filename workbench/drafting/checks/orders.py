"""Tasks that the text sets without saying who answers for them, or until when (domain.md §6.1)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.analysis.tasks.document import assignments_in
from workbench.analysis.tasks.register import SETTING_TYPES
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.whole import whole_of

TASKS = "nhiem_vu_thieu"

_AHEAD = frozenset({"phuong_huong", "kien_nghi", "nhiem_vu", "giai_phap", "to_chuc_thuc_hien"})
_ASKING = "kien_nghi"  # what is asked of others has no deadline of ours
_LOOKED_AT = "Báo cáo"


def check_orders(subject: Checked) -> Iterator[Finding]:
    """Tasks without an owner (warning) and tasks without a deadline (hint); in reports only what they plan and ask."""
    sets = subject.type_name in SETTING_TYPES or not subject.type_name
    if not sets and subject.type_name != _LOOKED_AT:
        return
    whole = whole_of(subject)
    for assignment in assignments_in(whole.document):
        if not sets and assignment.section not in _AHEAD:
            continue
        span = (assignment.start, assignment.end)
        if not assignment.lead:
            yield whole.finding(
                TASKS,
                Severity.WARNING,
                f"Nhiệm vụ “{_short(assignment.content)}” chưa nêu cơ quan, đơn vị chủ trì.",
                "Hãy ghi rõ ai chủ trì, ai phối hợp.",
                span,
            )
        elif assignment.deadline is None and assignment.section != _ASKING:
            yield whole.finding(
                TASKS,
                Severity.HINT,
                f"Nhiệm vụ “{_short(assignment.content)}” chưa có thời hạn.",
                "Hãy ghi thời hạn, hoặc ghi là việc thường xuyên.",
                span,
            )


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 14 else f"{' '.join(words[:14])} …"
