"""Part of the draft panel: the checks before export, each finding with a jump to its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.drafting.checks.findings import Findings
from workbench.drafting.checks.model import Finding
from workbench.ui.common import button, column, html_text, row, show_if
from workbench.ui.markup import escape, number

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_PAGE = 6

_ABOUT = (
    "Máy so từng câu với nguồn của nó, soát số liệu, hiệu lực của văn bản viện dẫn, thể thức, thẩm quyền, câu chữ. Bấm "
    "“Tới chỗ này” ở một nhận xét: câu ấy hiện ra bên phải để sửa."
)


class ChecksBox:
    """Runs the checks and lists what they found, errors first."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self._page = 0
        self.run = button(
            "Kiểm tra dự thảo", "Kiểm nguồn, số liệu, hiệu lực, thể thức, thẩm quyền, câu chữ", "main", fixed=True
        )
        self.summary = html_text("wb-hint", fixed=True)
        self.summary.value = _ABOUT
        self.rows = [_FindingRow(self, panel) for _ in range(_PAGE)]
        self.previous = button("Nhận xét trước", "Trang nhận xét trước", fixed=True)
        self.next = button("Nhận xét sau", "Trang nhận xét sau", fixed=True)
        self._paging = row(self.previous, self.next, hidden=True)
        self.widget = column(
            row(self.run), self.summary, *(one.widget for one in self.rows), self._paging, css="wb-box"
        )
        panel.on_click(self.run, self._run)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        self._model.observe(lambda _change: self._show_from(0), "findings")

    def jump(self, finding: Finding) -> None:
        """Go to the sentence or the section that a finding is about."""
        self._model.go_to_finding(finding)
        if finding.item_id:
            self._panel.edit()

    def _run(self) -> None:
        self._panel.progress.start("Đang kiểm tra dự thảo…")
        self._model.check()

    def _turn(self, step: int) -> None:
        self._show_from(self._page + step)

    def _show_from(self, page: int) -> None:
        findings = self._model.findings
        rows = findings.rows if findings is not None else ()
        pages = max(-(-len(rows) // _PAGE), 1)
        self._page = max(0, min(page, pages - 1))
        for place, one in enumerate(self.rows):
            at = self._page * _PAGE + place
            finding = rows[at] if at < len(rows) else None
            begins = finding is not None and (not place or rows[at - 1].severity is not finding.severity)
            one.show(finding, findings, _group(rows, finding) if finding is not None and begins else "")
        show_if(pages > 1, self._paging)
        self.previous.disabled, self.next.disabled = self._page == 0, self._page + 1 >= pages
        self.summary.value = _summary(findings, self._page, pages) if findings is not None else _ABOUT


class _FindingRow:
    """One finding: how much it weighs, where, what, what to do."""

    def __init__(self, box: ChecksBox, panel: DraftPanel) -> None:
        self.finding: Finding | None = None
        self.text = html_text(fixed=True)
        self.go = button("Tới chỗ này", kind="small")
        self.widget = column(self.text, row(self.go), css="wb-item wb-sentence", hidden=True)
        panel.on_click(self.go, lambda: box.jump(self.finding) if self.finding else None)

    def show(self, finding: Finding | None, findings: Findings | None, group: str = "") -> None:
        """Show a finding, below the heading of its group where it is the first on screen; or nothing."""
        self.finding = finding
        show_if(finding is not None, self.widget)
        if finding is None or findings is None:
            return
        show_if(bool(finding.item_id or finding.section_key), self.go)
        where, words = findings.place(finding), findings.words(finding)
        said = f" “{escape(words)}”" if words else ""
        rule = f" ({escape(finding.rule)})" if finding.rule else ""
        self.text.value = (
            f"{f'<h4>{escape(group)}</h4>' if group else ''}"
            f'<span class="wb-state wb-weighs-{finding.severity}">{escape(finding.severity.label)}</span> '
            f"<strong>{escape(where)}</strong>{said}: {escape(finding.message)}{rule}"
            f'<div class="wb-source">{escape(finding.advice)}</div>'
        )
        self.go.tooltip = f"Tới chỗ này: {where}"


def _group(rows: Sequence[Finding], finding: Finding) -> str:
    """The heading of the findings that weigh as much as one."""
    return f"{finding.severity.label}: {number(sum(one.severity is finding.severity for one in rows))} chỗ"


def _summary(findings: Findings, page: int, pages: int) -> str:
    paged = f" Trang {page + 1} trên {number(pages)}. Sửa xong hãy kiểm tra lại." if findings.rows else ""
    return escape(f"{findings.summary}{paged} Máy chỉ kiểm một số điều; người ký vẫn phải đọc.")
