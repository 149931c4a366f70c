"""The keywords panel: a table and a chart of keywords, a summary, and the passages behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.ui.basket import basket_in
from workbench.ui.catching_up import tell_changed
from workbench.ui.chart import keyword_chart
from workbench.ui.common import Panel, button, column, disabled, dropdown, row, set_class, show_if, text_box
from workbench.ui.excerpts import ExcerptList, add_to_basket
from workbench.ui.keywords_model import LENGTHS, PAGE_SIZE, SORTS, VIEWS, KeywordsModel
from workbench.ui.markup import Span, decimal, escape, number
from workbench.ui.reader import Reader
from workbench.ui.trends_model import MATTERS, TREND
from workbench.ui.trends_view import KeywordWords, MattersBox, TrendBox
from workbench.vietnamese.syllables import tokens

if TYPE_CHECKING:
    from workbench.analysis.keywords import Keyword
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

_ALL = "Mọi văn bản khớp câu tìm"


class KeywordsPanel(Panel):
    """View of a `KeywordsModel`."""

    concerns = ("files",)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Từ khóa và xu hướng", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = KeywordsModel(workbench)
        self.basket = basket_in(workbench.settings.workspace)
        self.query = text_box("Câu tìm", "ví dụ: cải cách hành chính", "wb-wide")
        self.find = button("Lấy từ khóa", "Lấy từ khóa của các văn bản khớp câu tìm", "main")
        self.summarize = button("Tóm tắt", "Chọn những câu tiêu biểu của các văn bản khớp câu tìm")
        self.document = dropdown("Phạm vi", [(_ALL, "")], "wb-wide")
        self.sort = dropdown("Sắp xếp theo", [(label, key) for key, label in SORTS])
        self.length = dropdown("Độ dài tóm tắt", [(label, key) for key, label in LENGTHS])
        self.rows = [KeywordRow(self) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang từ khóa trước", "small")
        self.next = button("Trang sau", "Trang từ khóa sau", "small")
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self._paging = row(self.previous, self.next, self._where)
        self._table_head = widgets.HTML(
            '<div class="wb-figures" aria-hidden="true"><span>Điểm</span><span>Số lần</span><span>Văn bản</span></div>'
        )
        self._table_head.add_class("wb-figures")
        self.chart = widgets.HTML()
        self.chart.add_class("wb-chart")
        self.excerpts = ExcerptList(
            self, self._read, "Cho vào giỏ", lambda citation: add_to_basket(self, self.basket, citation), 8
        )
        self.reader = Reader(self, self.model.reader, self.basket, "Xem nguồn")
        self.views = {key: button(label, f"Xem {label.lower()}", "view", fixed=True) for key, label in VIEWS}
        self.words = KeywordWords(self, lambda: self._say(True), lambda: self._say(False), self._unsay)
        self.trend: TrendBox | None = None  # both are built when they are first shown
        self.matters: MattersBox | None = None
        self._stage = column()
        self._connect()
        head = row(widgets.HTML("<strong>Từ khóa</strong>"), self._table_head)
        head.remove_class("wb-row")
        head.add_class("wb-keyword")
        self._table = column(head, *(one.widget for one in self.rows), self._paging, self.chart)
        passages = column(self.words.widget, self.excerpts.widget, css="wb-box")
        self._side = column(passages, self.reader.widget, css="wb-side")
        self._hint = widgets.HTML('<p class="wb-hint">Gõ câu tìm rồi bấm “Lấy từ khóa” hoặc “Tóm tắt”.</p>')
        self._asking = column(
            row(self.query, self.find, self.summarize), row(self.document, self.sort, self.length), self._hint
        )
        left = column(self._table, self._stage, css="wb-list")
        self.fill(row(*self.views.values(), css="wb-views"), self._asking, row(left, self._side, css="wb-split"))
        self._refresh_keywords()
        self._refresh_view()

    def _connect(self) -> None:
        model = self.model
        widgets.link((self.query, "value"), (model, "query"))
        widgets.link((self.length, "value"), (model, "length"))
        self.on_click(self.find, self._find)
        self.on_enter(self.query, self._find)
        self.on_click(self.summarize, self._summarize)
        self.on_change(self.document, self._choose_document)
        self.on_change(self.sort, model.sort_by)
        self.on_click(self.previous, lambda: model.turn(-1))
        self.on_click(self.next, lambda: model.turn(1))
        model.observe(lambda _change: self._refresh_documents(), "documents")
        model.observe(lambda _change: self._refresh_keywords(), "keywords")
        model.observe(lambda _change: self._refresh_table(), ["sort", "page"])
        model.observe(lambda _change: self._refresh_excerpts(), ["chosen", "summary", "keywords"])
        for key, view in self.views.items():
            self.on_click(view, lambda key=key: model.set_trait("view", key))  # type: ignore[misc]
        model.observe(lambda _change: self._refresh_view(), "view")
        model.trends.observe(lambda _change: self._refresh_trends(), "revision")

    def open(self, query: str | None = None, terms: str | None = None, period: str | None = None, **more: Any) -> None:
        """Keywords of what a question finds, or the trend of terms (parted by ";"), or what is new in a period."""
        super().open(**more)
        model = self.model
        if terms is not None:
            model.trends.terms, model.view = terms, TREND
            model.trends.count()
        elif period is not None:
            model.trends.period, model.view = period, MATTERS
            model.trends.find(self.progress.show)
        elif query is not None:
            model.view = VIEWS[0][0]
        if query is not None:
            self.model.query = query
            self._find()

    def catch_up(self) -> None:
        """Counting anew takes a while: people are told."""
        super().catch_up()
        model = self.model
        if any(one is not None for one in (model.keywords, model.summary, model.trends.trend, model.trends.matters)):
            tell_changed(self, self.find.description)

    def _find(self) -> None:
        self.progress.start("Đang tính từ khóa…")
        with disabled(self.find, self.summarize):
            self.model.find(self.progress.show)

    def _choose_document(self, document_id: str) -> None:
        if not self.model.query.strip():
            return
        self.progress.start("Đang tính từ khóa…")
        self.model.choose_document(document_id, self.progress.show)

    def _summarize(self) -> None:
        self.progress.start("Đang tóm tắt…")
        with disabled(self.find, self.summarize):
            self.model.summarize(self.progress.show)

    def _read(self, citation: Citation) -> None:
        self.model.reader.open_citation(citation)
        self.reader.focus()

    def choose(self, keyword: Keyword) -> None:
        """Show the passages behind a keyword."""
        self.model.choose(keyword)
        if keyword.citations:
            self.excerpts.rows[0].read.focus()

    def _say(self, right: bool) -> None:
        term = self.model.term
        self.progress.start("Đang tính lại…")
        self.model.say(right=right, progress=self.progress.show)
        self._refresh_excerpts()
        self.say(f"Đã ghi: “{term}” {'là' if right else 'không phải'} từ khóa. Bỏ được ở ô “Đã ghi”.")

    def _unsay(self, stroke: str) -> None:
        self.progress.start("Đang tính lại…")
        self.model.unsay(stroke, self.progress.show)
        self._refresh_excerpts()
        self.say("Đã bỏ điều đã ghi về từ khóa.")

    def _refresh_view(self) -> None:
        model = self.model
        if model.view == TREND and self.trend is None:
            self.trend = TrendBox(self, model.trends)
            self._stage.children = (*self._stage.children, self.trend.widget)
        if model.view == MATTERS and self.matters is None:
            self.matters = MattersBox(self, model.trends)
            self._stage.children = (*self._stage.children, self.matters.widget)
        for key, one in self.views.items():
            set_class(one, "wb-view-now", key == model.view)
        show_if(model.view == VIEWS[0][0], self._asking)
        for key, box in ((TREND, self.trend), (MATTERS, self.matters)):
            if box is not None:
                show_if(model.view == key, box.widget)
        self._refresh_table()
        self._refresh_excerpts()
        model.trends.wake(model.view, self.progress.show)

    def _refresh_trends(self) -> None:
        for box in (self.trend, self.matters):
            if box is not None:
                box.refresh()
        self._refresh_excerpts()
        if self.model.trends.citations:
            self.excerpts.rows[0].read.focus()

    def _refresh_documents(self) -> None:
        self.set_options(self.document, [(_ALL, ""), *self.model.documents], self.model.document_id)

    def _refresh_keywords(self) -> None:
        keywords = self.model.keywords
        self.chart.value = keyword_chart(keywords.rows) if keywords is not None and keywords.rows else ""
        self._refresh_table()

    def _refresh_table(self) -> None:
        model = self.model
        shown = model.rows
        self.set_value(self.sort, model.sort)
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(model.keywords is not None and model.view == VIEWS[0][0], self._table)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"

    def _refresh_excerpts(self) -> None:
        model = self.model
        self.words.refresh(model.term, model.decisions)
        if model.view != VIEWS[0][0]:
            self._show_behind()
            return
        nothing = model.keywords is None and model.summary is None
        show_if(nothing, self._hint)
        show_if(not nothing, self._side)
        if model.chosen is not None:
            spellings = (model.chosen.term, *model.chosen.variants)
            marks = {
                citation: [span for spelling in spellings for span in term_spans(citation, spelling)]
                for citation in model.chosen.citations
            }
            title = f"<h3>Những câu chứa “{escape(model.chosen.term)}”</h3>"
            self.excerpts.show(title, model.chosen.citations, marks)
        elif model.summary is not None:
            sentences = model.summary.sentences
            hint = "" if sentences else '<p class="wb-hint">Không có câu nào đủ tiêu biểu.</p>'
            shared = sum(item.said_by > 1 for item in model.summary.items)
            told = f", {shared} câu do nhiều đơn vị cùng nêu" if shared else ""
            title = f"<h3>Tóm tắt “{escape(model.query)}”: {len(sentences)} câu nguyên văn{told}</h3>"
            self.excerpts.show(title + hint, sentences)
        else:
            self.excerpts.show('<p class="wb-hint">Bấm một từ khóa để xem những câu chứa nó.</p>', ())

    def _show_behind(self) -> None:
        """The passages behind a trend or a new matter."""
        trends = self.model.trends
        is_matters = self.model.view == MATTERS
        show_if((trends.matters if is_matters else trends.trend) is not None, self._side)
        if not trends.citations or is_matters != bool(trends.chosen):  # what stands there belongs to the other view
            hint = (
                "Bấm một vấn đề để xem những câu chứa nó." if is_matters else ("Chọn từ và kỳ rồi bấm “Xem những câu”.")
            )
            self.excerpts.show(f'<p class="wb-hint">{hint}</p>', ())
            return
        marks = {one: [span for term in trends.spellings for span in term_spans(one, term)] for one in trends.citations}
        self.excerpts.show(f"<h3>{escape(trends.title)}</h3>", trends.citations, marks)


class KeywordRow:
    """One line of the table; the keyword itself is the button."""

    def __init__(self, panel: KeywordsPanel) -> None:
        self.keyword: Keyword | None = None
        self.term = button("", "Xem những câu chứa từ khóa", "term")
        self.figures = widgets.HTML()
        self.figures.add_class("wb-figures")
        self.widget = row(self.term, self.figures)
        self.widget.remove_class("wb-row")
        self.widget.add_class("wb-keyword")
        panel.on_click(self.term, lambda: panel.choose(self.keyword) if self.keyword else None)

    def show(self, keyword: Keyword | None) -> None:
        """Show a keyword, or nothing."""
        self.keyword = keyword
        show_if(keyword is not None, self.widget)
        if keyword is None:
            return
        self.term.description = keyword.term
        self.term.tooltip = f"Xem những câu chứa “{keyword.term}”"
        self.figures.value = (
            f'<div class="wb-figures"><span>{decimal(keyword.score, 2)}</span>'
            f"<span>{number(keyword.count)}</span><span>{number(keyword.documents)}</span></div>"
        )


def term_spans(citation: Citation, term: str) -> list[Span]:
    """Where a keyword stands in an excerpt (in the document's offsets), whatever its case and tone spelling."""
    wanted = [syllable.key for syllable in tokens(term)]
    there = tokens(citation.quote)
    found: list[Span] = []
    for first in range(len(there) - len(wanted) + 1 if wanted else 0):
        run = there[first : first + len(wanted)]
        if [syllable.key for syllable in run] == wanted:
            found.append((citation.start + run[0].start, citation.start + run[-1].end))
    return found
