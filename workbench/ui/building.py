"""Building the archive from a notebook: once, with a progress bar, before the panels are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
from IPython.display import display

from workbench.archive.report import STATUSES
from workbench.ui.common import Panel
from workbench.ui.markup import escape, number

if TYPE_CHECKING:
    from workbench.archive.report import BuildReport
    from workbench.workbench import Workbench

LISTED = 100
"""How many of the files left out are listed by name."""


def ensure_built(workbench: Workbench) -> None:
    """Build the archive, showing how far it is, unless it has been built before.

    The cell waits for it, for those below it need the archive; ■ of the tool bar stops it, and what was read stays.
    """
    if workbench.is_built:
        return
    panel = Panel("Nạp kho văn bản", workbench.settings.workspace / "logs")
    report = widgets.HTML()
    panel.fill(report)
    display(panel)

    def build() -> None:
        panel.progress.start("Đang nạp kho… Bấm ■ trên thanh công cụ để dừng.")
        try:
            report.value = report_html(workbench.build(progress=panel.progress.show))
        except KeyboardInterrupt:
            workbench.settle()
            panel.say(
                "Đã dừng theo yêu cầu. Những gì đã đọc vẫn được giữ và tìm được. Để đọc phần còn lại, mở bảng Nạp văn "
                "bản (sổ tay 07) rồi bấm “Cập nhật kho”."
            )

    panel.guarded(build)()


def outcome(report: BuildReport) -> str:
    """What a build did, in one sentence."""
    counts = report.counts
    parts = [f"{number(counts[key])} {words.lower()}" for key, words in STATUSES.items() if counts.get(key)]
    details = f": {', '.join(parts)}" if parts else ""
    return f"Kho có {number(report.documents)} văn bản{details}."


def report_html(report: BuildReport) -> str:
    """What a build did, with the files that it could not take in and why, as HTML."""
    left_out = [row for row in report.rows if row.status in ("waiting", "quarantined", "refused")]
    lines = "".join(f"<li><strong>{escape(row.path)}</strong>: {escape(row.reason)}</li>" for row in left_out[:LISTED])
    more = f"<li>… và {number(len(left_out) - LISTED)} tệp nữa</li>" if len(left_out) > LISTED else ""
    details = (
        f"<details><summary>{number(len(left_out))} tệp không được đưa vào kho – bấm để xem lý do</summary>"
        f"<ul>{lines}{more}</ul></details>"
        if left_out
        else ""
    )
    return f"<p>{escape(outcome(report))}</p>{details}"
