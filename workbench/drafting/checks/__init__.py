"""The registry of checks before export: one line a check; every check looks at a `Checked` and gives `Finding`s.

To add one: write a function `(Checked) -> Iterable[Finding]` in a file of its own and add a line to `CHECKS` at the
place where its findings shall be listed. Its findings point into the item's text (`item_id`, `start`, `end`); for an
outside file `run_checks` moves them to the file's text and fills in page and passage. A function may also point into
the file's text itself, with `item_id` "". A check that fails is a finding of its own and never hides the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.drafting.checks import (
    authority,
    cited,
    form,
    form_rules,
    numbers,
    orders,
    sources,
    structure,
    wording,
    wording_text,
)
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity, of_draft
from workbench.errors import CheckError, WorkbenchError

__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "CheckedItem",
    "CheckedSection",
    "Finding",
    "Severity",
    "of_draft",
    "run_checks",
]

CheckFunction = Callable[[Checked], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes:
        key: its name in findings and on the command line.
        label: its name for people.
        function: what looks.
        needs_archive: it says nothing where `Checked.archive` is None.
    """

    key: str
    label: str
    function: CheckFunction
    needs_archive: bool = False


CHECKS: tuple[Check, ...] = (
    # Content.
    Check(sources.UNSOURCED, "Câu chưa có nguồn", sources.check_unsourced),
    Check(sources.DRIFTED, "Câu lệch nguồn", sources.check_drift),
    Check(sources.ABSENT, "Số, ngày, tên không có trong nguồn", sources.check_absent),
    Check(cited.GONE, "Nguồn không còn trong kho", cited.check_gone),
    Check(cited.CORRECTED, "Nguồn đã thay đổi, đính chính", cited.check_corrected, needs_archive=True),
    Check(cited.FORCE, "Văn bản hết hiệu lực, bị thay thế", cited.check_force, needs_archive=True),
    Check(numbers.NUMBERS, "Tổng số, tỷ lệ", numbers.check_numbers),
    Check(orders.TASKS, "Nhiệm vụ thiếu chủ trì, thời hạn", orders.check_orders),
    Check(structure.BASIS, "Thiếu căn cứ", structure.check_basis),
    Check(structure.EMPTY, "Mục trống", structure.check_empty),
    Check(structure.REPEATED, "Câu lặp", structure.check_repeated),
    Check(structure.LABEL, "Nhãn lưu hành", structure.check_label, needs_archive=True),
    # Form (thể thức) and authority (thẩm quyền), by the rules in force on the day of issue.
    Check(form_rules.KEY, "Thể thức", form.check_form),
    Check(authority.KEY, "Thẩm quyền", authority.check_authority),
    # Wording: abbreviations, spelling, capitals, citations, organs of the past.
    Check(wording_text.KEY, "Từ ngữ", wording.check_wording),
)
"""All checks, in the order in which their findings are listed within one severity and place."""


def run_checks(subject: Checked, only: Collection[str] = (), checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """Everything the checks find, in the order of the text, findings about the whole text first.

    Args:
        subject: what to look at.
        only: keys of the checks to run; all by default.
        checks: the checks there are.

    Raises:
        CheckError: `only` names a check that there is not.
    """
    unknown = set(only) - {check.key for check in checks}
    if unknown:
        named = ", ".join(f"“{key}”" for key in sorted(unknown))
        known = ", ".join(check.key for check in checks)
        raise CheckError(f"Không có phép kiểm {named}.", f"Các phép kiểm: {known}.")
    found: list[Finding] = []
    for check in checks:
        if (only and check.key not in only) or (check.needs_archive and subject.archive is None):
            continue
        try:
            found += list(check.function(subject))  # a check that fails half-way tells nothing but that it failed
        except (
            Exception
        ) as error:  # whatever it is: people must see that this check did not look, and what the others say
            found.append(_failed(check, error))
    return _in_place(subject, found)


def _failed(check: Check, error: Exception) -> Finding:
    why = error.message if isinstance(error, WorkbenchError) else f"{type(error).__name__}: {error}"
    return Finding(
        check.key,
        Severity.ERROR,
        f"Phép kiểm “{check.label}” không chạy được, nên chưa kiểm được phần này ({why}).",
        "Hãy tự rà phần này và báo cho người phụ trách phần mềm, kèm dự thảo.",
    )


def _in_place(subject: Checked, found: Iterable[Finding]) -> tuple[Finding, ...]:
    order: dict[tuple[str, str], int] = {}
    items: dict[str, CheckedItem] = {}
    for section in subject.sections:
        order.setdefault((section.key, ""), len(order))
        for item in section.items:
            order.setdefault((section.key, item.id), len(order))
            items[item.id] = item
    placed = sorted(found, key=lambda one: (order.get((one.section_key, one.item_id), -1), one.start))
    if not subject.is_file:
        return tuple(placed)
    return tuple(_in_file(one, items.get(one.item_id)) for one in placed)


def _in_file(finding: Finding, item: CheckedItem | None) -> Finding:
    if item is None:
        return finding
    start, end = finding.start, finding.end or len(item.text)
    return replace(finding, start=item.offset + start, end=item.offset + end, page=item.page, passage=item.passage)
