"""Drafts of letters that urge units on (công văn đôn đốc): every task with the document that set it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbench.analysis.reporting import Reported, Reporting
from workbench.analysis.tasks.task import Task, TaskState
from workbench.documents.model import Document
from workbench.drafting.model import Draft, DraftSection


def chase_letter(unit: str, tasks: Sequence[Task], on: date) -> Draft:
    """A draft of the letter to one unit about its overdue tasks.

    What is not in a document (the request itself, the closing) is marked as own words; each task quotes its document.
    """
    overdue = [task for task in tasks if task.state is TaskState.OVERDUE]
    draft = Draft(
        title=f"về việc đôn đốc {unit} thực hiện nhiệm vụ quá hạn",
        query=unit,
        sections=[DraftSection("mo_dau", f"Kính gửi: {unit}"), DraftSection("nhiem_vu", "Các nhiệm vụ đã quá hạn"),
                  DraftSection("de_nghi", "Đề nghị")],
    )  # fmt: skip
    draft.add(
        "mo_dau",
        f"Qua theo dõi, đến ngày {on:%d/%m/%Y} {unit} còn {len(overdue):02} nhiệm vụ đã quá hạn, sổ theo dõi chưa ghi "
        "hoàn thành.",
    )
    for task in overdue:
        late = f"hạn {task.deadline:%d/%m/%Y}, quá hạn {task.overdue_days} ngày" if task.deadline else "quá hạn"
        named = f"{task.citation.symbol or task.citation.title}: " if task.citation else ""
        item = draft.add(
            "nhiem_vu", f"{named}{_short(task.content)} ({late}).", (task.citation,) if task.citation else ()
        )
        if task.citation is None:
            item.text = f"{item.text} (nhiệm vụ do chuyên viên tự ghi)"
    draft.add(
        "de_nghi", f"Đề nghị {unit} khẩn trương hoàn thành, báo cáo kết quả và nêu rõ lý do chậm trước ngày …/…/……."
    )
    return draft


def chase_reports(reporting: Reporting, request: Document) -> Draft | None:
    """A draft of the letter to all units that have not reported for a request; None where all have."""
    missing = [row.unit for row in reporting.rows if row.state is Reported.MISSING]
    if not missing:
        return None
    draft = Draft(
        title=f"về việc đôn đốc gửi báo cáo theo {request.header.symbol or request.title}",
        query=request.header.symbol or request.title,
        sections=[DraftSection("mo_dau", "Kính gửi: " + "; ".join(missing)), DraftSection("de_nghi", "Đề nghị")],
    )
    sent = len(reporting.rows) - len(missing)
    due = f", thời hạn gửi trước ngày {reporting.due:%d/%m/%Y}" if reporting.due else ""
    citation = reporting.due_citation or request.cite(0, 0)
    draft.add("mo_dau", f"{request.header.symbol or request.title}: {request.header.subject or ''}{due}.", (citation,))
    draft.add("mo_dau", f"Đến ngày {reporting.on:%d/%m/%Y} đã có báo cáo của {sent}/{len(reporting.rows)} đơn vị.")
    draft.add(
        "de_nghi", "Đề nghị các đơn vị nêu trên khẩn trương gửi báo cáo trước ngày …/…/……., nêu rõ lý do gửi chậm."
    )
    return draft


def _short(content: str) -> str:
    return " ".join(content.split()).rstrip(" .;,/")
