"""The search panel: a question, its filters, a page of answers, and the reader beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.ui.archive_update import UpdateBar
from workbench.ui.basket import Basket, basket_in
from workbench.ui.building import outcome, report_html
from workbench.ui.chips import Reading
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if, text_box
from workbench.ui.excerpts import add_to_basket, basket_list
from workbench.ui.facets import Facets
from workbench.ui.marks_view import MarksBox
from workbench.ui.markup import decimal, escape, marked, number
from workbench.ui.reader import Reader
from workbench.ui.saved_view import SavedBox
from workbench.ui.search_model import PAGE_SIZE, SearchModel

if TYPE_CHECKING:
    from workbench.documents.model import Citation
    from workbench.search.results import Hit
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


class SearchPanel(Panel):
    """View of a `SearchModel`. Every widget is made once; searching only changes what they show."""

    follows_update = True

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Tìm văn bản", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = SearchModel(workbench, bench)
        self.basket: Basket = basket_in(workbench.settings.workspace)
        self.query = text_box("Câu tìm", 'ví dụ: cải cách hành chính, "chuyển đổi số", 12-CT/TU', "wb-wide")
        self.find = button("Tìm", "Tìm trong kho văn bản", "main")
        self.date_from = text_box("Từ ngày", "ngày/tháng/năm", "wb-narrow wb-date")
        self.date_to = text_box("Đến ngày", "ngày/tháng/năm", "wb-narrow wb-date")
        self.sort = dropdown("Sắp xếp", [("Khớp nhất trước", "relevance"), ("Mới nhất trước", "date")], "wb-narrow")
        self.clear = button("Bỏ lọc", "Bỏ mọi điều kiện lọc, giữ câu tìm")
        self.build = button("Nạp / cập nhật kho", "Nạp tệp mới và tệp đã sửa trong thư mục kho")
        self.keeping = button("Câu tìm đã lưu, lịch sử", "Lưu câu tìm, xem văn bản mới khớp câu đã lưu, tìm lại câu cũ")
        self.marking = button("Thẻ, ghi chú, văn bản gần", "Gắn thẻ, ghi chú văn bản đang đọc; tìm văn bản gần nó")
        self.saved: SavedBox | None = None  # both are built when people first ask for them
        self.marks: MarksBox | None = None
        self._saved_stage, self._marks_stage = column(), column()
        self.following = UpdateBar(self, self.model.job)
        self.report = widgets.HTML()
        self.summary = widgets.HTML()
        self.reading = Reading(self, self.model)
        self.facets = Facets(self, self.model)
        self.rows = [HitRow(self, place + 1) for place in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang kết quả trước")
        self.next = button("Trang sau", "Trang kết quả sau")
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self._paging = row(self.previous, self.next, self._where)
        self.reader = Reader(self, self.model.reader, self.basket, "Đọc")
        self.excerpts = basket_list(self, self.basket, self._read_citation)
        self._connect()
        answers = column(
            self.summary, self.reading.widget, *(one.widget for one in self.rows), self._paging, css="wb-list"
        )
        side = column(
            self.reader.widget,
            row(self.marking, css="wb-after-box"),
            self._marks_stage,
            column(self.excerpts.widget, css="wb-box"),
            css="wb-side",
        )
        self.fill(
            row(self.query, self.find),
            row(self.date_from, self.date_to, self.sort, self.facets.toggle, self.clear, self.keeping, self.build),
            self._saved_stage,
            self.following.widget,
            self.report,
            row(self.facets.widget, answers, side, css="wb-split"),
        )
        self._refresh()
        self._follow_reader()
        self.guarded(self.basket.reload)()

    def _connect(self) -> None:
        model = self.model
        widgets.link((self.query, "value"), (model, "query"))
        widgets.link((self.date_from, "value"), (model, "date_from"))
        widgets.link((self.date_to, "value"), (model, "date_to"))
        self.on_click(self.find, model.search)
        self.on_enter(self.query, model.search)
        self.on_enter(self.date_from, model.search)
        self.on_enter(self.date_to, model.search)
        self.on_change(self.sort, self._sort)
        self.on_click(self.clear, self._clear)
        self.on_click(self.build, model.build)
        self.on_click(self.previous, lambda: self._turn(-1))
        self.on_click(self.next, lambda: self._turn(1))
        model.observe(lambda _change: self._refresh(), ["results", "built"])
        model.job.observe(lambda _change: self._refresh_job(), ["running", "ended"])
        model.job.observe(lambda _change: self._take_up(), "changes")
        model.job.observe(lambda change: self.fail(change["new"]), "failure")
        model.reader.observe(lambda _change: model.renew(), "decided")
        self.on_click(self.keeping, lambda: model.saved.set_trait("shown", not model.saved.shown))
        self.on_click(self.marking, lambda: model.marks.set_trait("shown", not model.marks.shown))
        model.saved.observe(lambda _change: self._show_saved(), "shown")
        model.marks.observe(lambda _change: self._show_marks(), "shown")
        model.reader.observe(lambda _change: self._follow_reader(), "document")
        model.observe(lambda _change: self._follow_answers(), "results")

    def _sort(self, value: str) -> None:
        self.model.sort = value
        if self.model.results is not None:
            self.model.search()

    def _clear(self) -> None:
        self.model.clear_filters()
        self.model.search()

    def _turn(self, step: int) -> None:
        self.model.turn(step)
        self.rows[0].read.focus()

    def catch_up(self) -> None:
        """Show the answers on screen as the archive is now."""
        super().catch_up()
        self.model.take_up()
        if self.model.saved.shown:
            self.model.saved.look()
        if self.model.marks.shown:
            self.model.marks.look()

    def _take_up(self) -> None:
        """A build has brought something; while another panel is on screen, `catch_up` comes when this one is back."""
        if self.is_shown:
            self.guarded(self.model.take_up)()

    def _refresh_job(self) -> None:
        job = self.model.job
        self.build.disabled = job.running
        if job.running:
            self.report.value = ""
        elif job.ended == "done" and job.taken is not None:
            self.report.value = report_html(job.taken.report)
            if self.is_shown:
                self.say(outcome(job.taken.report) + self._news())
        elif job.ended == "stopped" and self.is_shown:
            self.say(
                "Đã dừng theo yêu cầu. Những gì đã đọc vẫn được giữ và tìm được; bấm “Nạp / cập nhật kho” để làm tiếp."
            )

    def _news(self) -> str:
        """What the build brought for saved searches, where there are any."""
        saved = self.model.saved
        if not self.model.built:
            return ""
        saved.look()
        return f" Có {number(saved.fresh)} văn bản mới hoặc đã sửa khớp các câu tìm đã lưu." if saved.fresh else ""

    def open(
        self,
        query: str | None = None,
        document_id: str | None = None,
        citation: Citation | None = None,
        saved: str | None = None,
        **more: Any,
    ) -> None:
        """Ask a question anew, or a saved one with all its filters, or read a document (at the words of a citation)."""
        super().open(**more)
        if saved is not None:
            self.model.saved.open(saved)
        if query is not None:
            self._ask(query)
        if citation is not None:
            self.model.reader.open_citation(citation)
        elif document_id is not None:
            self.model.reader.open(document_id, query or "")
        if citation is not None or document_id is not None:
            self.reader.focus()

    def read(self, hit: Hit) -> None:
        """Open an answer in the reader."""
        self.model.read(hit)
        self.reader.focus()

    def keep(self, hit: Hit) -> None:
        """Put the first snippet of an answer in the basket."""
        snippet = hit.snippets[0]
        document = self.model.workbench.document(hit.id)
        add_to_basket(self, self.basket, document.cite(snippet.start, snippet.end))

    def _read_citation(self, citation: Citation) -> None:
        self.model.reader.open_citation(citation)
        self.reader.focus()

    def _show_saved(self) -> None:
        model = self.model.saved
        if model.shown:
            if self.saved is None:
                self.saved = SavedBox(self, model, self.reader.focus)
                self._saved_stage.children = (self.saved.widget,)
            self.progress.start("Đang xem văn bản mới của các câu đã lưu…")
            model.look()
        show_if(model.shown, self._saved_stage)
        self.keeping.description = "Đóng câu tìm đã lưu, lịch sử" if model.shown else "Câu tìm đã lưu, lịch sử"

    def _show_marks(self) -> None:
        model = self.model.marks
        if model.shown:
            if self.marks is None:
                relations = self._go_to_relations if self.bench is not None and self.bench.is_connected else None
                self.marks = MarksBox(
                    self, model, lambda: self.reader.passage.value, self._ask, self.reader.focus, relations
                )
                self._marks_stage.children = (self.marks.widget,)
            model.look()
        show_if(model.shown, self._marks_stage)
        self.marking.description = "Đóng thẻ, ghi chú, văn bản gần" if model.shown else "Thẻ, ghi chú, văn bản gần"

    def _follow_reader(self) -> None:
        show_if(self.model.reader.document is not None, self.marking)
        if self.model.marks.shown:
            self.model.marks.look()

    def _follow_answers(self) -> None:
        if self.model.saved.shown:
            self.model.saved.read_history()

    def _ask(self, query: str) -> None:
        self.model.clear_filters()
        self.model.query = query
        self.model.search()

    def _go_to_relations(self) -> None:
        if self.bench is not None and self.model.marks.document_id:
            self.bench.go("quan_he", document_id=self.model.marks.document_id)

    def _refresh(self) -> None:
        model = self.model
        hits = model.hits
        self.set_value(self.sort, model.sort)
        for place, one in enumerate(self.rows):
            one.show(hits[place] if place < len(hits) else None, model.page * PAGE_SIZE + place + 1)
        self.reading.refresh()
        self.facets.refresh()
        show_if(bool(model.chosen or model.date_from or model.date_to), self.clear)
        # A window has a panel for what comes in.
        show_if(not model.built or self.bench is None or not self.bench.is_connected, self.build)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        self.summary.value = self._summary()

    def _summary(self) -> str:
        model = self.model
        if not model.built:
            return (
                "<p><strong>Kho chưa được nạp.</strong> Bấm “Nạp / cập nhật kho” để đọc các tệp trong thư mục "
                f"{escape(str(model.workbench.settings.corpus))}.</p>"
            )
        results = model.results
        if results is None:
            return '<p class="wb-hint">Gõ câu tìm rồi bấm “Tìm”. Để trống sẽ liệt kê mọi văn bản, mới nhất trước.</p>'
        count = f"{number(results.total)} văn bản" if results.total else "Không có văn bản nào khớp"
        hint = "" if results.total else "<br>Hãy bớt chữ trong câu tìm hoặc bấm “Bỏ lọc”."
        return (
            f'<div role="status"><strong>{count}</strong> <span class="wb-hint">({decimal(results.seconds, 2)} giây)'
            f"{hint}</span></div>"
        )


class HitRow:
    """One answer: title, header fields, snippet, and what can be done with it."""

    def __init__(self, panel: SearchPanel, place: int) -> None:
        self.hit: Hit | None = None
        self.text = html_text(fixed=True)
        # Words that never change: with the title in them each search would be twenty messages to the browser longer.
        self.read = button("Đọc", f"Đọc toàn văn kết quả thứ {place} trên trang", "small", fixed=True)
        self.keep = button("Cho vào giỏ", f"Cho đoạn trích của kết quả thứ {place} trên trang vào giỏ", "small")
        self.widget = column(self.text, row(self.read, self.keep), css="wb-item", hidden=True)
        panel.on_click(self.read, lambda: panel.read(self.hit) if self.hit else None)
        panel.on_click(self.keep, lambda: panel.keep(self.hit) if self.hit else None)

    def show(self, hit: Hit | None, place: int) -> None:
        """Show an answer, or nothing; `place` is its number in the whole list."""
        self.hit = hit
        show_if(hit is not None, self.widget)
        if hit is None:
            return
        self.text.value = hit_html(hit, place)
        show_if(bool(hit.snippets), self.keep)


def hit_html(hit: Hit, place: int) -> str:
    """One answer as HTML."""
    day = f"{hit.date:%d/%m/%Y}" if hit.date else None
    fields = [f"Số {hit.symbol}" if hit.symbol else None, hit.type, hit.issuer, day, *hit.labels]
    meta = " · ".join(escape(field) for field in fields if field) or escape(hit.path)
    pieces = [f'<h3>{place}. {escape(hit.title)}</h3><div class="wb-meta">{meta}</div>']
    for snippet in hit.snippets[:1]:
        page = f"trang {snippet.page}, " if snippet.page is not None else ""
        before = "…" if snippet.text[:1].islower() else ""
        after = "" if snippet.text.rstrip()[-1:] in ".;:!?…" else "…"
        pieces.append(
            f'<p class="wb-snippet">{before}{marked(snippet.text, snippet.marks)}{after} '
            f'<span class="wb-place">({page}đoạn {snippet.passage})</span></p>'
        )
    if hit.why:
        pieces.append(f'<div class="wb-why">Vì sao khớp: {escape("; ".join(hit.why))}</div>')
    if hit.copies:
        pieces.append(
            f'<div class="wb-why">Kho còn {number(len(hit.copies))} tệp khác là bản của văn bản này '
            "(xem ở mục “Bản khác” khi đọc).</div>"
        )
    return "".join(pieces)
