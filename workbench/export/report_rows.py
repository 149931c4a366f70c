"""The tables that go with a draft: figures and tasks of its cited passages, and the passages themselves."""

from __future__ import annotations

from workbench.export.report import Report
from workbench.export.table import Cell
from workbench.export.text import one_line, printable

FIGURES_HEADING = "PHỤ LỤC SỐ LIỆU"
FIGURE_COLUMNS = ("STT", "Chỉ tiêu", "Nguyên văn", "Kỳ", "Đơn vị báo cáo", "Nguồn")
TASK_COLUMNS = ("STT", "Nội dung", "Đơn vị", "Hạn", "Hạn (nguyên văn)", "Nguồn")
PASSAGE_COLUMNS = ("STT", "Mục", "Trích đoạn (nguyên văn)", "Nguồn", "Tệp", "Trang", "Đoạn", "Vai trò")


def figure_rows(report: Report) -> list[tuple[Cell, ...]]:
    """One row a figure."""
    return [
        (
            number,
            one_line(row.indicator) or "(chưa rõ)",
            one_line(row.value_text),
            one_line(row.period),
            one_line(row.org),
            one_line(row.citation.label),
        )
        for number, row in enumerate(report.options.figures, start=1)
    ]


def task_rows(report: Report) -> list[tuple[Cell, ...]]:
    """One row a task."""
    return [
        (
            number,
            printable(row.content),
            one_line(row.units),
            row.due,
            one_line(row.deadline_text),
            one_line(row.citation.label) if row.citation else None,
        )
        for number, row in enumerate(report.options.tasks, start=1)
    ]


def passage_rows(report: Report) -> list[tuple[Cell, ...]]:
    """One row a passage that the draft cites, verbatim, and one a passage of others that say the same."""
    rows: list[tuple[Cell, ...]] = []
    for part in report.parts:
        for line in part.lines:
            for role, citations in (("nguồn", line.citations), ("cũng nói", line.also)):
                for citation in citations:
                    rows.append(
                        (
                            len(rows) + 1,
                            part.heading,
                            printable(citation.quote),
                            one_line(citation.label),
                            one_line(citation.path),
                            citation.page,
                            citation.passage,
                            role,
                        )
                    )
    return rows
