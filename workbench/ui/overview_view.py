"""The overview: one screen that an officer reads in the morning, with a way to each matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.ui.archive_update import UNFINISHED
from workbench.ui.bench import DOCUMENT
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if
from workbench.ui.intake_model import NEWEST
from workbench.ui.markup import escape, number, shorten
from workbench.ui.overview_model import LATEST, PERIODS, Arrival, DraftLine, OverviewModel, Worked
from workbench.ui.presses import CONTAINER, Presses, press_attributes
from workbench.ui.tasks_row import sentence_case

if TYPE_CHECKING:
    from workbench.search.saved import News
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

_CHARTS = ("years", "types", "issuers")


class OverviewPanel(Panel):
    """View of an `OverviewModel`.

    Attributes:
        tiles: the figures on top, by name; each opens what it counts.
        arrivals, drafts, alerts: lines, each a button.
        charts: the charts.
    """

    concerns = ("files", "decisions", "drafts")

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Tổng quan", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = OverviewModel(workbench, bench)
        go = self.model.go
        self.tiles = {
            "arrived": Tile(self, "văn bản mới vào", lambda: go("tim_kiem", query="")),
            "overdue": Tile(self, "nhiệm vụ quá hạn", lambda: go("nhiem_vu", state="qua_han"), pressing=True),
            "news": Tile(self, "văn bản mới theo câu tìm đã lưu", lambda: go("tim_kiem", saved="")),
            "unconfirmed": Tile(self, "văn bản cần xác nhận thông tin", lambda: go("nap", view="xac_nhan")),
            "unread": Tile(self, "tệp chưa đọc được", lambda: go("nap", view="chua_doc")),
        }
        self.days = dropdown("Mới vào trong", [(label, days) for days, label in PERIODS], "wb-narrow")
        self.again = button("Xem lại", "Đếm lại mọi mục ngay bây giờ")
        self.take_in = button("Nạp văn bản", "Sang bảng Nạp văn bản để đưa tệp vào kho", "main", hidden=True)
        self.where = html_text("wb-inline wb-hint")
        self.notes = html_text(fixed=True)
        self.arrivals = [Line(self) for _ in range(LATEST)]
        self.drafts = [Line(self) for _ in range(LATEST)]
        self.alerts = [Line(self) for _ in range(LATEST)]
        self.tasks = html_text(fixed=True)
        self.task_choice = Presses(self, "Mở nhiệm vụ quá hạn", self._open_task)
        self.heads = {name: html_text(fixed=True) for name in ("arrivals", "tasks", "alerts", "drafts")}
        self.charts = {name: html_text("wb-chart", fixed=True) for name in _CHARTS}
        self.charts_row = row(self.charts["types"], self.charts["issuers"], css="wb-charts")
        lines = {name: [one.widget for one in getattr(self, name)] for name in ("arrivals", "alerts", "drafts")}
        left = column(self.heads["arrivals"], *lines["arrivals"], css="wb-box")
        middle = column(self.heads["tasks"], self.tasks, self.task_choice.widget, css=f"wb-box {CONTAINER}")
        right = column(
            column(self.heads["alerts"], *lines["alerts"], css="wb-box"),
            column(self.heads["drafts"], *lines["drafts"], css="wb-box"),
            self.charts["years"],
        )
        self.board = row(left, middle, right, css="wb-board")
        self._connect()
        self.fill(
            row(self.days, self.again, self.take_in, self.where),
            row(*(one.widget for one in self.tiles.values()), css="wb-tiles"),
            self.notes,
            self.board,
            self.charts_row,
        )
        self.guarded(self.model.look)()
        self._refresh()

    def _connect(self) -> None:
        model = self.model
        self.on_change(self.days, model.look_back)
        self.on_click(self.again, model.look)
        self.on_click(self.take_in, lambda: model.go("nap"))
        model.observe(lambda _change: self._refresh(), ["counts", "worked", "arrivals", "drafts", "built"])
        model.observe(lambda _change: self.set_value(self.days, model.days), "days")
        model.job.observe(lambda _change: self._refresh(), "running")

    def catch_up(self) -> None:
        """Look at the morning anew."""
        self.model.look(quietly=True)

    # -- what is shown ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        counts, worked = model.counts, model.worked
        show_if(not model.built, self.take_in)
        show_if(model.built, self.board, self.charts_row, self.days)
        self.where.value = f"Kho có {number(counts.documents)} văn bản; xem lúc {model.at:%H:%M}." if counts else ""
        unread = counts.unread + sum(counts.waiting.values()) if counts else None
        self.tiles["arrived"].show(counts.arrived if counts else None)
        self.tiles["unread"].show(unread)
        unknown = "…" if self._is_looking else "–"
        self.tiles["overdue"].show(worked.overdue if worked else None, unknown)
        self.tiles["news"].show(worked.new if worked else None, unknown)
        self.tiles["unconfirmed"].show(worked.unconfirmed if worked else None, unknown)
        self.notes.value = self._notes()
        self._refresh_lines()
        drawn = (worked.charts or {}) if worked is not None else {}
        for name, chart in self.charts.items():
            chart.value = drawn.get(name, "")

    def _open_task(self, task_id: str) -> None:
        task = next((one for one in (self.model.worked or Worked()).worst if one.id == task_id), None)
        if task is not None:
            source = task.citation.document_id if task.citation is not None else None
            self.model.go("nhiem_vu", task_id=task_id, document_id=source, state="qua_han")

    @property
    def _is_looking(self) -> bool:
        """Whether figures that are not known yet will come."""
        return self.model.job.running or self.model.worked is None

    def _refresh_lines(self) -> None:
        model = self.model
        unknown = "đang xem…" if self._is_looking else "chưa xem được"
        worked = model.worked or Worked()
        self.heads["arrivals"].value = _head("Mới vào", "theo sổ văn bản đến hoặc ngày của tệp")
        _fill(self.arrivals, model.arrivals, arrival_text, self._read)
        self.heads["drafts"].value = _head("Dự thảo lưu gần đây", "" if model.drafts else "chưa có dự thảo nào")
        _fill(self.drafts, model.drafts, draft_text, lambda one: model.go("du_thao", draft_id=one.id))
        told = unknown if worked.alerts is None else "" if worked.alerts else "không có gì mới từ lần xem trước"
        self.heads["alerts"].value = _head("Câu tìm đã lưu", told)
        _fill(
            self.alerts,
            worked.alerts or (),
            alert_text,
            lambda one: model.go("tim_kiem", saved=one.search.name),
        )
        told = unknown if worked.overdue is None else "" if worked.overdue else "không có nhiệm vụ nào quá hạn"
        self.heads["tasks"].value = _head("Nhiệm vụ quá hạn", told)
        self.tasks.value = tasks_html(worked)

    def _read(self, one: Arrival) -> None:
        self.model.go(DOCUMENT, document_id=one.id)

    def _notes(self) -> str:
        model = self.model
        if model.counts is None:
            if model.built:
                return '<p class="wb-hint">Đang đếm…</p>'
            return '<p class="wb-note">Kho chưa có văn bản nào. Hãy sang bảng “Nạp văn bản” để đưa tệp vào.</p>'
        told = [UNFINISHED.format("Cập nhật kho")] if model.is_unfinished else []
        told += [
            f"{number(count)} tệp chờ cài thêm {program or 'chương trình'}; cài xong thì bấm “Cập nhật kho”."
            for program, count in model.counts.waiting.items()
        ]
        if model.counts.refused:
            told.append(
                f"{number(model.counts.refused)} tệp mang dấu mật trong thư mục văn bản không được đưa vào kho."
            )
        told += model.worked.trouble if model.worked is not None else ()
        if model.worked is not None and model.worked.unconfirmed and model.counts.documents > NEWEST:
            told.append(f"Trường chưa chắc được đếm trong {number(NEWEST)} văn bản mới nhất.")
        return "".join(f'<p class="wb-hint">{escape(text)}</p>' for text in told)


class Tile:
    """A figure with what it counts; pressing it opens that. `pressing`: any but 0 is a matter to see to today."""

    def __init__(self, panel: Panel, label: str, action: Callable[[], None], *, pressing: bool = False) -> None:
        self.label = label
        self._pressing = pressing
        self.button = button("", label, "tile", fixed=True)
        self.widget = self.button
        panel.on_click(self.button, action)

    def show(self, count: int | None, unknown: str = "…") -> None:
        """Show a figure; None: it is not known, and `unknown` stands there."""
        shown = unknown if count is None else number(count)
        self.button.description = f"{shown}\n{self.label}"
        self.button.tooltip = f"{shown} {self.label}: bấm để xem"
        set_class(self.button, "wb-pressing", self._pressing and bool(count))


class Line:
    """A line that is a button, and a few words below it."""

    def __init__(self, panel: Panel) -> None:
        self.button = button("", "Mở", "term", fixed=True)
        self.text = html_text(fixed=True)
        self.widget = column(self.button, self.text, css="wb-line", hidden=True)
        self._action: Callable[[], None] = lambda: None
        panel.on_click(self.button, lambda: self._action())

    def show(self, name: str, text: str, action: Callable[[], None]) -> None:
        """Show something, and do `action` when it is pressed."""
        self.button.description = shorten(name, 90)
        self.button.tooltip = f"Mở: {name}"
        self.text.value = f'<div class="wb-meta">{escape(text)}</div>'
        self._action = action


def _fill(lines: list[Line], items: Any, told: Callable[[Any], tuple[str, str]], act: Callable[[Any], None]) -> None:
    for place, line in enumerate(lines):
        show_if(place < len(items), line.widget)
        if place < len(items):
            item = items[place]
            line.show(*told(item), lambda item=item: act(item))  # type: ignore[misc]


def arrival_text(one: Arrival) -> tuple[str, str]:
    """A document that came in: its title, and what stands below it."""
    came = f"{'đến' if one.by_register else 'tệp ngày'} {one.arrived:%d/%m/%Y}"
    return one.name, "; ".join(part for part in (one.about, came) if part)


def draft_text(one: DraftLine) -> tuple[str, str]:
    """A draft: its title, and what stands below it."""
    saved = f"; lưu {one.modified:%H:%M %d/%m/%Y}" if one.modified else ""
    return one.title or "(chưa có trích yếu)", f"{number(one.items)} câu{saved}"


def alert_text(one: News) -> tuple[str, str]:
    """A saved search with news: its name, and what stands below it."""
    return one.search.name, str(one).partition(": ")[2]


def tasks_html(worked: Worked) -> str:
    """The longest overdue tasks, one a line, with who leads them and by how many days they are late."""
    lines = "".join(
        f'<li><button {press_attributes(task.id)} class="wb-word-button" title="Mở nhiệm vụ và văn bản giao">'
        f"{escape(shorten(sentence_case(task.content), 110))}</button>"
        f'<div class="wb-meta">{escape("; ".join(task.lead) or "chưa rõ đơn vị")}; '
        f"quá hạn {number(task.overdue_days)} ngày</div></li>"
        for task in worked.worst
    )
    more = (worked.overdue or 0) - len(worked.worst)
    rest = f'<p class="wb-hint">… và {number(more)} nhiệm vụ nữa ở bảng Nhiệm vụ.</p>' if more > 0 else ""
    return f'<ul class="wb-tasks">{lines}</ul>{rest}' if lines else ""


def _head(title: str, hint: str = "") -> str:
    told = f' <span class="wb-hint">{escape(hint)}</span>' if hint else ""
    return f"<h3>{escape(title)}{told}</h3>"
