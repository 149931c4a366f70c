"""The first start as people see it: three steps, one below the other, the next one open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.archive_update import UpdateBar
from workbench.ui.bench import Bench
from workbench.ui.building import report_html
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if, text_box
from workbench.ui.markup import escape, number
from workbench.ui.start_model import COUNTED, StartModel

if TYPE_CHECKING:
    from workbench.workbench import Workbench

_NOWHERE = "(chọn một thư mục con)"


class StartPanel(Panel):
    """View of a `StartModel`.

    Args:
        workbench: the archive that has not been built yet.
        search: what to do with the first question.
        bench: what the panels of the window share; a panel alone has its own.
    """

    follows_update = True

    def __init__(self, workbench: Workbench, search: Callable[[str], None], bench: Bench | None = None) -> None:
        super().__init__("Bắt đầu", workbench.settings.workspace / "logs")
        self.bench = bench if bench is not None else Bench(workbench)
        self.model = StartModel(workbench, self.bench)
        self._search = search
        self.intro = html_text(fixed=True)
        self.intro.value = (
            "<p>Chào anh/chị. Ba bước dưới đây chỉ làm một lần. Mọi việc diễn ra trên máy này, không gửi gì ra ngoài; "
            "tệp gốc không bao giờ bị sửa hay chuyển đi.</p>"
        )
        self.head = [html_text(fixed=True) for _ in range(3)]
        self.place = text_box("Thư mục văn bản", "dán đường dẫn thư mục", "wb-wide")
        self.folders = dropdown("Thư mục con", [(_NOWHERE, "")], "wb-wide")
        self.up = button("Lên thư mục trên", "Xem thư mục chứa thư mục này")
        self.choose = button("Dùng thư mục này", "Lấy mọi văn bản trong thư mục này làm kho", "main")
        self.sample = button("Thử với kho mẫu", "Chép kho văn bản mẫu (tên và số đều là hư cấu) để làm quen")
        self.build = button("Nạp kho", "Đọc các tệp trong thư mục và lập chỉ mục để tìm được", "main")
        self._build_row = row(self.build)
        self.following = UpdateBar(self, self.model.job)
        self.report = html_text(fixed=True)
        self.query = text_box("Câu tìm", "ví dụ: cải cách hành chính", "wb-wide")
        self.find = button("Tìm", "Tìm trong kho vừa nạp", "main")
        self.change = button("Đổi thư mục…", "Chọn thư mục khác làm kho", fixed=True)
        self._change_row = row(self.change, hidden=True)
        self._choosing = column(row(self.place, self.up), row(self.folders), row(self.choose, self.sample))
        self._changes = False
        self.steps = [
            column(self.head[0], self._change_row, self._choosing, css="wb-box wb-step"),
            column(self.head[1], self._build_row, self.following.widget, self.report, css="wb-box wb-step"),
            column(self.head[2], row(self.query, self.find), css="wb-box wb-step"),
        ]
        self._connect()
        self.fill(self.intro, *self.steps)
        self._refresh()

    def _connect(self) -> None:
        model = self.model
        self.on_enter(self.place, lambda: model.look_into(self.place.value))
        self.on_change(self.place, model.look_into)
        self.on_change(self.folders, lambda name: model.enter(name) if name else None)
        self.on_click(self.up, model.up)
        self.on_click(self.choose, self._choose)
        self.on_click(self.change, self._change)
        self.on_click(self.sample, self._take_sample)
        self.on_click(self.build, self._build)
        self.on_change(self.query, lambda typed: setattr(model, "query", typed))
        self.on_enter(self.query, self._ask)
        self.on_click(self.find, self._ask)
        model.observe(lambda _change: self._refresh(), ["place", "folders", "corpus", "files", "built"])
        model.job.observe(lambda _change: self._refresh(), ["running", "taken", "ended"])
        model.job.observe(lambda change: self.fail(change["new"]), "failure")

    def _change(self) -> None:
        self._changes = True
        self._refresh()
        self.place.focus()

    def _choose(self) -> None:
        self.model.look_into(self.place.value)
        self.model.choose()
        self._changes = False
        self._refresh()
        self.build.focus()

    def _take_sample(self) -> None:
        self.progress.start("Đang chép kho mẫu…")
        self.model.choose_sample()
        self.build.focus()

    def _build(self) -> None:
        self.model.build()
        self.following.cancel.focus()

    def _ask(self) -> None:
        self.model.query = self.query.value
        self._search(self.model.asked())

    def _refresh(self) -> None:
        model = self.model
        self.set_value(self.place, str(model.place))
        self.set_options(self.folders, [(_NOWHERE, ""), *((name, name) for name in model.folders)], "")
        running = model.job.running
        chooses = not running and (model.corpus is None or self._changes)
        show_if(chooses, self._choosing)
        show_if(not running and not chooses, self._change_row)
        self.folders.disabled = not model.folders
        show_if(model.offers_sample or model.corpus is None, self.sample)
        told = ("1. Chọn thư mục văn bản", "2. Nạp kho", "3. Tìm thử")
        for place, (name, head) in enumerate(zip(told, self.head, strict=True), start=1):
            done = " – xong" if place < model.step and not (place == 2 and running) else ""
            head.value = f"<h3>{name}{done}</h3>{self._hint(place)}"
            set_class(self.steps[place - 1], "wb-next", place == model.step)
        self.build.description = "Nạp tiếp" if model.built and model.is_partial else "Nạp kho"
        self.build.disabled = model.corpus is None
        show_if(not running, self._build_row)
        self.query.disabled = self.find.disabled = not model.built
        self.report.value = self._told()

    def _told(self) -> str:
        """What the last build did, or that it was not finished."""
        model, job = self.model, self.model.job
        if job.running:
            return ""
        if job.ended == "done" and job.taken is not None:
            return report_html(job.taken.report)
        if not model.is_partial:
            return ""
        if not model.built:
            told = "Lần nạp trước đã dừng, chưa tệp nào được đọc. Bấm “Nạp kho” để làm lại."
        else:
            stopped = "Đã dừng theo yêu cầu." if job.ended == "stopped" else "Lần nạp trước dừng giữa chừng."
            count = number(model.workbench.catalogue.count())
            told = (
                f"{stopped} Kho mới có {count} văn bản, tìm được ngay. Bấm “Nạp tiếp” để đọc phần còn lại; những gì đã "
                "đọc không phải đọc lại."
            )
        return f'<p class="wb-note" role="status">{escape(told)}</p>'

    def _hint(self, step: int) -> str:
        model = self.model
        if step == 1 and model.corpus is not None:
            count = f"hơn {number(COUNTED)}" if model.files >= COUNTED else number(model.files)
            return f"<p>Đang dùng thư mục <strong>{escape(str(model.corpus))}</strong>: {count} tệp.</p>"
        if step == 2 and model.job.running:
            told = (
                "Đã tìm được ở bước 3. Phần còn lại (tách từ, rút số liệu, nhiệm vụ) làm tiếp trong lúc anh/chị tìm."
                if model.built and model.job.taken is not None
                else "Đang đọc các tệp. Bấm “Hủy” để dừng bất cứ lúc nào; những gì đã đọc vẫn được giữ."
            )
            return f'<p class="wb-hint">{told}</p>'
        hints = (
            "Văn bản để ở thư mục nào (kể cả ổ mạng) thì chọn thư mục đó; công cụ đọc cả các thư mục con.",
            "Lần đầu có thể mất vài phút; những lần sau chỉ đọc tệp mới hoặc đã sửa.",
            "Gõ điều cần tìm, có dấu hay không dấu đều được.",
        )
        return f'<p class="wb-hint">{hints[step - 1]}</p>'
