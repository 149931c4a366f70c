"""The window of the workbench: the navigation, and one panel at a time, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.ui.archive_update import UpdateBar
from workbench.ui.bench import Bench, Moment
from workbench.ui.building import outcome
from workbench.ui.common import Panel, button, column, html_text, row, set_class, show_if
from workbench.ui.event_loop import running_loop
from workbench.ui.markup import escape
from workbench.ui.registry import PANELS, entry
from workbench.ui.shell_model import KEY, START, ShellModel, open_shells
from workbench.ui.start_view import StartPanel
from workbench.ui.style import style_widget

if TYPE_CHECKING:
    from workbench.workbench import Workbench

_LOOK_AGAIN = 4.0
"""Seconds after which it is looked again whether the other window of this person is still open."""

BASKET = "du_thao"
"""The panel that the button of the basket opens: there its excerpts go into a draft."""


class Shell(Panel):
    """View of a `ShellModel`.

    Attributes:
        panels: the panels built so far, by key.
        tabs: the buttons of the navigation, by key.
    """

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Bàn làm việc", workbench.settings.workspace / "logs")
        self.workbench = workbench
        self.bench = shared = bench if bench is not None else Bench(workbench)
        self.model = ShellModel(workbench, shared)
        before = open_shells.pop(shared.path, None)
        if before is not None:
            before.retire()
        open_shells[shared.path] = self
        shared.connect(self.go)
        self.panels: dict[str, Panel] = {}
        self.tabs = {START: button("Bắt đầu", "Ba bước để dùng lần đầu", "tab")} | {
            one.key: button(one.label, one.hint, "tab", fixed=True) for one in PANELS
        }
        self.basket = button("Giỏ", "Giỏ trích đoạn", "tab wb-basket", fixed=True)
        self.place = html_text("wb-where", fixed=True)
        self.notice = html_text(hidden=True)
        self.following = UpdateBar(self, shared.update, wanted=lambda: not self._follows)
        self.stage = column(css="wb-stage")
        self._seen: dict[str, Moment] = {}
        self._is_retired = False
        self._fill()
        self._connect()
        self.guarded(shared.basket.reload)()
        self._refresh_basket()
        self._refresh_notice()
        self.guarded(self.show)(self.model.first)
        self._look_again()
        self._keep = lambda: shared.remember(KEY, self.model.state())
        self._remember()
        self.model.observe(lambda _change: self._remember(), "current")

    def _fill(self) -> None:
        office = self.workbench.settings.office.organ
        heading = html_text("wb-title", fixed=True)
        heading.value = f"<h1>{escape(self.title)}{f' – {escape(office)}' if office else ''}</h1>"
        self.widget.add_class("wb-shell")
        self.widget.children = (
            style_widget(),
            heading,
            row(*self.tabs.values(), self.basket, css="wb-nav"),
            self.place,
            self.notice,
            self.message,
            self.following.widget,
            self.progress.widget,
            self.stage,
        )

    def _connect(self) -> None:
        assert self.bench is not None
        for key, tab in self.tabs.items():
            self.on_click(tab, lambda key=key: self.show(key))  # type: ignore[misc]
        self.on_click(self.basket, lambda: self.go(BASKET, {"basket": True}))
        self.bench.basket.observe(lambda _change: self._refresh_basket(), "citations")
        self.bench.observe(lambda _change: self._refresh_notice(), "trouble")
        self.model.observe(lambda _change: self._refresh_notice(), "elsewhere")
        self.bench.observe(lambda _change: self._catch_up(), "changes")
        self.bench.update.observe(lambda _change: self._tell_end(), "ended")

    @property
    def current(self) -> Panel | None:
        """The panel on screen."""
        return self.panels.get(self.model.current)

    def open(self, **what: Any) -> None:
        """Show a panel: `open(panel="tim_kiem", query="…")`."""
        self.go(what.pop("panel", self.model.first), what)

    def show(self, key: str) -> None:
        """Show a panel, which is built now if it was not shown before.

        Raises:
            WorkbenchError: there is no panel of this key.
        """
        key = self.model.resolve(key, {})
        self.model.look_around()
        assert self.bench is not None
        if self.current is not None:
            self._seen[self.model.current] = self.bench.moment  # what was done there is shown there already
        if key not in self.panels:
            self.progress.start(f"Đang mở “{self.tabs[key].description}”…")
            try:  # another panel may have asked for this one: the end of its own work does not clear the line here
                panel = self._make(key)
            finally:
                self.progress.hide()
            self.panels[key] = panel
            self._seen[key] = self.bench.moment
            self.stage.children = (*self.stage.children, panel.widget)
        for other, panel in self.panels.items():
            show_if(other == key, panel.widget)
        self.model.current = key
        self._mark(key)
        self.following.refresh()
        panel, before, self._seen[key] = self.panels[key], self._seen[key], self.bench.moment
        if any(getattr(before, name) != getattr(self._seen[key], name) for name in panel.concerns):
            panel.guarded(panel.catch_up)()

    def go(self, key: str, what: Mapping[str, Any]) -> None:
        """Show a panel and have it open something; what goes wrong in there is told there."""
        key = self.model.resolve(key, what)
        self.show(key)
        panel = self.panels[key]
        if what:
            panel.guarded(panel.open)(**what)

    def retire(self) -> None:
        """Make room for another window of this process: what is open is closed, and this one says where it went."""
        assert self.bench is not None
        self._is_retired = True
        self._keep = None
        self.model.close()
        for panel in self.panels.values():
            panel._keep = None  # what is remembered is for the window that comes
            close = getattr(panel.model, "close", None)
            if close is not None:
                panel.guarded(close)()
        self.bench.close()
        told = html_text()
        told.value = (
            "<p><strong>Bàn làm việc đã được mở lại ở chỗ khác của sổ tay này</strong> (ô khác, hoặc thẻ khác của "
            "trình duyệt). Hãy làm việc ở đó.</p>"
        )
        parts, self.widget.children = self.widget.children, (style_widget(), told)
        for part in parts:
            _close(part)

    def _make(self, key: str) -> Panel:
        assert self.bench is not None
        if key == START:
            start = StartPanel(self.workbench, self._begin, self.bench)
            start.keep_state(self.bench, key)
            return start
        found = entry(key)
        assert found is not None
        panel = found.make(self.workbench, self.bench)
        panel.keep_state(self.bench, key)
        return panel

    def _look_again(self) -> None:
        """The other window may only be on its way out: after a page is loaded again, its kernel ends a little later."""
        if not self.model.elsewhere or self._is_retired:
            return
        loop = running_loop()
        if loop is None:
            return

        def look() -> None:
            if not self._is_retired:
                self.model.look_around()
                self._look_again()

        loop.call_later(_LOOK_AGAIN, look)

    @property
    def _follows(self) -> bool:
        """Whether the panel on screen shows by itself how a build goes on."""
        return self.current is not None and self.current.follows_update

    def _catch_up(self) -> None:
        """A build has brought something: the panel on screen shows it, the others when they are shown again."""
        assert self.bench is not None
        panel = self.current
        if panel is None:
            return
        self._mark(self.model.current)
        if not panel.follows_update:
            panel.guarded(panel.catch_up)()
        self._seen[self.model.current] = self.bench.moment

    def _tell_end(self) -> None:
        """A build has ended; the panel on screen may know nothing of it."""
        assert self.bench is not None
        update = self.bench.update
        if self._follows or update.running:
            return
        if update.ended == "done":
            told = outcome(update.taken.report) if update.taken is not None else ""
            self.say(f"Đã nạp xong. {told}")
        elif update.ended == "stopped":
            self.say("Đã dừng nạp kho theo yêu cầu. Muốn làm tiếp, mở “Nạp văn bản” rồi bấm “Cập nhật kho”.")
        elif update.ended == "failed":
            self.fail(update.failure)

    def _begin(self, query: str) -> None:
        """The first question leads from the first start to the answers."""
        self.go("tim_kiem", {"query": query})

    def _mark(self, key: str) -> None:
        for name, tab in self.tabs.items():
            set_class(tab, "wb-current", name == key)
            found = entry(name)
            hint = found.hint if found is not None else "Ba bước để dùng lần đầu"
            tab.tooltip = f"Đang mở – {hint}" if name == key else hint
        show_if(key == START or self.model.needs_start, self.tabs[START])
        self.place.value = f'<span role="status">Đang mở: {escape(self.tabs[key].description)}</span>'

    def _refresh_basket(self) -> None:
        assert self.bench is not None
        count = len(self.bench.basket.citations)
        self.basket.description = f"Giỏ: {count} trích đoạn" if count else "Giỏ trống"
        self.basket.tooltip = f"Giỏ có {count} trích đoạn; mở Dự thảo để đưa vào báo cáo"

    def _refresh_notice(self) -> None:
        assert self.bench is not None
        told = [self.bench.trouble] if self.bench.trouble else []
        if self.model.elsewhere:
            told.append(
                "Anh/chị cũng đang mở bàn làm việc này ở một cửa sổ khác. Hai cửa sổ dùng chung giỏ trích đoạn; mỗi dự "
                "thảo chỉ sửa được ở một cửa sổ; chỗ đang xem được nhớ theo cửa sổ dùng sau cùng."
            )
        show_if(bool(told), self.notice)
        self.notice.value = "".join(f'<p class="wb-note" role="status">{escape(text)}</p>' for text in told)


def _close(widget: widgets.Widget) -> None:
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()
