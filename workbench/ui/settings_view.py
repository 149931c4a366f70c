"""The settings panel: the office, the archive and this machine, the office's tables, help."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from workbench import __version__
from workbench.settings import Settings
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if, text_area, text_box
from workbench.ui.doctor import Check
from workbench.ui.guide import guide_address
from workbench.ui.markup import escape, number
from workbench.ui.settings_model import ENGINES, OFFICE, SAFETY, VIEWS, SettingsModel, check_state
from workbench.ui.views import Views

if TYPE_CHECKING:
    import pandas as pd

    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


class SettingsPanel(Panel):
    """View of a `SettingsModel`.

    Attributes:
        fields: the settings of the office, by name.
        recipients: nơi nhận, one a line.
        save, save_archive, undo, again: write, take back, read the file anew.
        tables, rows: the tables of the office.
        checks: what the look at this machine found.
    """

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Cài đặt & Trợ giúp", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = SettingsModel(workbench, bench)
        self.fields = {one.name: text_box(one.label, one.example, "wb-wide") for one in OFFICE}
        self.recipients = text_area("Nơi nhận, mỗi nơi một dòng")
        self.save = button("Lưu", "Ghi những mục đã sửa vào tệp thiết lập", "main")
        self.undo = button("Bỏ lần lưu vừa rồi", "Trả tệp thiết lập về như trước khi lưu", hidden=True)
        self.again = button("Đọc lại", "Đọc lại tệp thiết lập, bỏ những gì vừa gõ mà chưa lưu")
        self.engine = dropdown("Bộ tìm kiếm", [(label, key) for key, label in ENGINES])
        self.history = dropdown("Lịch sử tìm, mở văn bản", [("Có ghi", True), ("Không ghi", False)])
        self.save_archive = button("Lưu cài đặt kho", "Ghi bộ tìm kiếm và lịch sử vào tệp thiết lập", "main")
        self.places = html_text(fixed=True)
        self.check = button("Kiểm tra máy", "Xem máy này có đủ chương trình, thiếu gì thì mất gì")
        self.checks = html_text(fixed=True)
        self.tables = dropdown("Bảng", [], "wb-wide")
        self.words = text_box("Lọc", "một từ, có dấu hay không dấu")
        self.copy = button("Chép bảng để sửa", "Chép bảng sẵn có vào thư mục của cơ quan để sửa bằng Excel", "main")
        self.reload = button("Đọc lại bảng", "Dùng những gì vừa sửa trong các bảng")
        self.about = html_text(fixed=True)
        self.rows = html_text(fixed=True)
        self.previous = button("Trang trước", "Những dòng trước", "small")
        self.next = button("Trang sau", "Những dòng sau", "small")
        self.where = html_text("wb-inline wb-hint", fixed=True)
        self.paging = row(self.previous, self.next, self.where)
        self.guide = button("Mở hướng dẫn", "Mở sách hướng dẫn trong trình duyệt của máy này", "main")
        show_if(not guide_address(), self.guide)  # a server of ours serves it: then a link is enough
        self.help = html_text(fixed=True)
        # Two parts write the settings file, and both can take that back: the same buttons stand in both.
        parts = {
            "co_quan": column(
                _note("In ở đầu và cuối báo cáo khi xuất ra Word; mục để trống hiện thành “…”."),
                *self.fields.values(),
                self.recipients,
                row(self.save, self.undo, self.again, css="wb-form-end"),
                css="wb-form",
            ),
            "kho": column(
                self.places,
                row(self.engine, self.history, self.save_archive, self.undo, self.again),
                row(self.check),
                self.checks,
            ),
            "bang": column(
                row(self.tables, self.words), row(self.copy, self.reload), self.about, self.rows, self.paging
            ),
            "tro_giup": column(row(self.guide), self.help, css="wb-box wb-text"),
        }
        self.views = Views(self, [(key, label, parts[key]) for key, label in VIEWS], self.model.show)
        self._connect()
        self.fill(self.views.widget, *parts.values())
        self.guarded(self._refresh)()

    def _connect(self) -> None:
        model = self.model
        self.on_click(self.save, self._save)
        self.on_click(self.save_archive, self._save_archive)
        self.on_click(self.undo, self._undo)
        self.on_click(self.again, self._again)
        self.on_click(self.check, self._check)
        self.on_change(self.tables, model.choose_table)
        self.on_change(self.words, model.look_for)
        self.on_click(self.copy, self._copy)
        self.on_click(self.reload, self._reload)
        self.on_click(self.previous, lambda: model.turn(-1))
        self.on_click(self.next, lambda: model.turn(1))
        self.on_click(self.guide, model.open_guide)
        model.observe(lambda _change: self._refresh_settings(), "settings")
        model.observe(lambda _change: self._refresh(), ["view", "undoable"])
        model.observe(lambda _change: self._refresh_tables(), ["tables", "page", "revision"])
        model.observe(lambda _change: self._refresh_checks(), "checks")

    def open(self, view: str = "", **more: Any) -> None:
        """Show a part: "co_quan", "kho", "bang", "tro_giup"."""
        super().open(**more)
        if view:
            self.model.show(view)

    # -- what people do ---------------------------------------------------------------------------------------

    def _save(self) -> None:
        count = self.model.save_office(
            {name: str(box.value) for name, box in self.fields.items()}, str(self.recipients.value)
        )
        self._said(count)

    def _save_archive(self) -> None:
        count = self.model.save_archive(str(self.engine.value), bool(self.history.value))
        self._said(count, "Bộ tìm kiếm được đổi ở lần cập nhật kho tới.")

    def _said(self, count: int, more: str = "") -> None:
        if count:
            self.say(f"Đã lưu {count} mục vào {self.model.file}. {more}".strip())
        else:
            self.say("Không có mục nào thay đổi.")

    def _undo(self) -> None:
        self.model.undo()
        self.say("Đã trả tệp thiết lập về như trước.")

    def _again(self) -> None:
        self.model.read_again()
        self._refresh_settings()

    def _check(self) -> None:
        self.progress.start("Đang kiểm tra máy…")
        self.model.check()

    def _copy(self) -> None:
        file = self.model.copy_table()
        self.say(f"Đã chép vào {file}. Mở bằng Excel, sửa, lưu kiểu CSV UTF-8, rồi bấm “Đọc lại bảng”.")

    def _reload(self) -> None:
        self.model.read_tables_again()
        self._refresh_tables()
        self.say("Đã đọc lại các bảng.")

    # -- what is shown ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        self.views.show(model.view)
        show_if(model.undoable, self.undo)
        self._refresh_settings()
        self._refresh_tables()
        self.help.value = help_html(model)

    def _refresh_settings(self) -> None:
        settings: Settings = self.model.settings
        for name, box in self.fields.items():
            self.set_value(box, getattr(settings.office, name))
        self.set_value(self.recipients, "\n".join(settings.office.recipients))
        self.set_value(self.engine, settings.engine)
        self.set_value(self.history, settings.history)
        self.places.value = places_html(self.model)

    def _refresh_tables(self) -> None:
        model = self.model
        if not model.tables:
            return
        options = [(f"{one.about}{' (có bảng riêng)' if one.own else ''}", one.name) for one in model.tables]
        self.set_options(self.tables, options, model.table)
        self.set_value(self.words, model.words)
        chosen = model.chosen
        self.copy.disabled = chosen is None or chosen.own
        if chosen is not None:
            own = (
                f"Bảng riêng của cơ quan: <code>{escape(str(chosen.file))}</code> (sửa bằng Excel). Dòng trong đó "
                "thay dòng sẵn có cùng tên; dấu “-” ở cột thứ hai bỏ hẳn dòng sẵn có."
                if chosen.own
                else "Đang dùng bảng sẵn có. Muốn thêm, sửa: bấm “Chép bảng để sửa”."
            )
            trouble = f'<p class="wb-error"><strong>{escape(chosen.trouble)}</strong></p>' if chosen.trouble else ""
            self.about.value = f'<p class="wb-hint">{own} {number(chosen.in_force)} dòng đang có hiệu lực.</p>{trouble}'
        self.rows.value = frame_html(model.rows)
        show_if(model.pages > 1, self.paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self.where.value = f"Trang {model.page + 1} trên {number(max(model.pages, 1))}; {number(model.count)} dòng"

    def _refresh_checks(self) -> None:
        self.checks.value = checks_html(self.model.checks or ())


def _note(text: str) -> Any:
    note = html_text("wb-hint", fixed=True)
    note.value = escape(text)
    return note


def places_html(model: SettingsModel) -> str:
    """Where everything lies."""
    settings: Settings = model.settings
    places = (
        ("Văn bản gốc", settings.corpus, "công cụ chỉ đọc, trừ thư mục van-ban-den là nơi chép tệp được nạp"),
        ("Danh mục, chỉ mục", settings.indexes, "dựng lại được từ văn bản gốc"),
        ("Việc của người dùng", settings.workspace, "dự thảo, xác nhận, câu tìm đã lưu; hãy sao lưu"),
        ("Bảng của cơ quan", settings.lexicon, "viết tắt, địa danh, thể thức, thẩm quyền"),
        ("Tệp thiết lập", model.file, "sửa ở bảng này hoặc bằng Notepad; ghi chú trong tệp được giữ"),
    )
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td><code>{escape(str(place))}</code>'
        f'<div class="wb-meta">{hint}</div></td></tr>'
        for name, place, hint in places
    )
    moved = (
        '<p class="wb-note">Tệp thiết lập nêu thư mục khác với thư mục đang mở: hãy đóng và mở lại bàn làm việc.</p>'
        if model.moved
        else ""
    )
    return f'{moved}<table class="wb-plain">{rows}</table>'


def checks_html(checks: tuple[Check, ...]) -> str:
    """What the look at this machine found, what is missing first."""
    if not checks:
        return ""
    ordered = sorted(checks, key=lambda one: (one.ok, not one.needed))
    missing = sum(one.needed and not one.ok for one in checks)
    told = f"Thiếu {missing} phần cần có." if missing else "Đủ mọi phần cần có."
    lines = "".join(
        f'<tr><td class="{"" if one.ok else "wb-doubt"}">{check_state(one)}</td><th scope="row">{escape(one.part)}</th>'
        f"<td>{escape(one.found)}{f'<div>{escape(one.cost)}</div>' if one.cost else ''}</td></tr>"
        for one in ordered
    )
    return f'<p role="status"><strong>{told}</strong></p><table class="wb-plain">{lines}</table>'


def frame_html(frame: pd.DataFrame | None) -> str:
    """A page of rows as a table."""
    if frame is None:
        return ""
    if frame.empty:
        return '<p class="wb-hint">Không có dòng nào khớp.</p>'
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in line)}</tr>"
        for line in frame.itertuples(index=False, name=None)
    )
    return f'<table class="wb-plain"><tr>{head}</tr>{lines}</table>'


def _language_model(settings: Settings) -> str:
    """What leaves this machine where the office has set up a language model of its own; "" where it has not."""
    server = settings.language_model
    if not server.is_on:
        return ""
    return (
        f"<p><strong>Ngoại lệ do cơ quan tự bật:</strong> máy chủ ngôn ngữ ở <code>{escape(server.address)}</code> "
        "(chỉ máy này hoặc mạng nội bộ). Khi người soạn yêu cầu viết lại một mục dự thảo, câu chữ của mục ấy được gửi "
        "tới đó.</p>"
    )


def help_html(model: SettingsModel) -> str:
    """The guide, the safety statement, the version."""
    guide = model.guide
    where = f"Tệp ở <code>{escape(str(guide))}</code>" if guide else "Không có trong bản cài đặt này"
    address = guide_address()
    link = (
        f'<p><a class="wb-link" href="{escape(address)}" target="_blank" rel="noopener">Mở hướng dẫn</a></p>'
        if address
        else ""
    )
    return (
        f"<h3>Hướng dẫn sử dụng</h3><p>Mỗi việc một trang, có hình; đọc được khi không có mạng.</p>{link}"
        f'<p class="wb-hint">{where}.</p>'
        f"<h3>An toàn</h3><p>{escape(SAFETY)}</p>{_language_model(model.settings)}"
        "<h3>Khi có lỗi</h3><p>Lỗi ngoài dự kiến được ghi vào "
        f"<code>{escape(str(model.settings.workspace / 'logs' / 'ui.log'))}</code>; hãy gửi tệp này cho người quản "
        "trị.</p>"
        f'<p class="wb-hint">Phiên bản {escape(__version__)}, Python {platform.python_version()}, '
        f"{escape(platform.system())}.</p>"
    )
