"""The relations panel: validity, references, life, family and versions of one document, each line with its source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbench.analysis.comparison import KINDS as CHANGES
from workbench.analysis.comparison import Row as Difference
from workbench.analysis.relations import Relation
from workbench.analysis.relations_family import DEPTH, Member
from workbench.analysis.relations_validity import Event
from workbench.documents.model import Citation
from workbench.documents.reference_relations import KINDS
from workbench.ui.basket import basket_in
from workbench.ui.catching_up import ask_again
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if
from workbench.ui.document_choice import DocumentChoice
from workbench.ui.markup import escape, number, shorten
from workbench.ui.reader import Reader
from workbench.ui.relations_chart import family_chart, timeline_chart
from workbench.ui.relations_editor import RelationEditor
from workbench.ui.relations_model import (
    FAMILY,
    PAGE_SIZE,
    RELATIONS,
    TABS,
    TIMELINE,
    VERSIONS,
    WAYS,
    Item,
    RelationsModel,
)
from workbench.ui.relations_rows import (
    comparison_html,
    difference_html,
    document_html,
    event_html,
    member_html,
    relation_html,
)

if TYPE_CHECKING:
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

_EMPTY = {
    RELATIONS: "Không có viện dẫn nào như vậy.",
    TIMELINE: "Kho chưa cho biết gì về văn bản này.",
    FAMILY: "Trong kho không có văn bản nào thực hiện, hướng dẫn hoặc sửa đổi văn bản này.",
    VERSIONS: "Hai văn bản không khác nhau ở những đoạn như vậy.",
}


class RelationsPanel(Panel):
    """View of a `RelationsModel`."""

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Quan hệ văn bản", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = RelationsModel(workbench)
        basket = bench.basket if bench is not None else basket_in(workbench.settings.workspace)
        self.document = DocumentChoice(self, workbench, "Văn bản", "Xem quan hệ", self._take)
        self.about = html_text(fixed=True)
        self.proof = button("Xem câu nói về hiệu lực", "Mở câu cho biết văn bản còn hay hết hiệu lực", "small")
        self.tabs = {key: button(label, f"Xem {label.lower()}", "view", fixed=True) for key, label in TABS}
        self.way = dropdown("Hiện", list(WAYS))
        self.relation = dropdown("Quan hệ", [("Mọi quan hệ", ""), *((name, key) for key, name in KINDS.items())])
        self.steps = dropdown("Đến bước", [(str(step), step) for step in range(1, DEPTH + 1)], "wb-narrow")
        self.mentions = dropdown("Gồm", [("Văn bản thực hiện", False), ("Cả văn bản chỉ nhắc tới", True)])
        self.version = DocumentChoice(self, workbench, "So với văn bản", "So sánh", self.model.compare)
        self.versions = dropdown("Hoặc chọn bản liên quan", [], "wb-wide")
        self.change = dropdown("Hiện", [("Mọi thay đổi", ""), *_changes()])
        self.picture = html_text("wb-chart wb-picture", fixed=True)
        self.told = html_text(fixed=True)
        self.rows = [ItemRow(self) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Các dòng trước", "small")
        self.next = button("Trang sau", "Các dòng sau", "small")
        self.undo = button("Hoàn tác", "Bỏ quyết định vừa ghi về quan hệ", "small")
        self._where = html_text("wb-hint", fixed=True)
        self.editor = RelationEditor(self, self.model)
        self.reader = Reader(self, self.model.reader, basket, "Xem nguồn")
        self._drawn: tuple[object, ...] = ()
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        self._limits = {
            RELATIONS: row(self.way, self.relation),
            TIMELINE: row(),
            FAMILY: row(self.steps, self.mentions),
            VERSIONS: column(*self.version.parts, row(self.versions, self.change)),
        }
        self._paging = row(self.previous, self.next, self._where)
        listed = column(
            row(*self.tabs.values(), self.undo, css="wb-views"),
            *self._limits.values(),
            self.editor.widget,
            self.told,
            self.picture,
            *(one.widget for one in self.rows),
            self._paging,
            css="wb-list wb-wide-list",
        )
        self._body = column(
            column(self.about, row(self.proof), css="wb-box"),
            row(listed, column(self.reader.widget, css="wb-side"), css="wb-split"),
        )
        self._hint = html_text()
        self._hint.value = (
            '<p class="wb-hint">Gõ số, ký hiệu của một văn bản (ví dụ 12-CT/TU) hoặc vài chữ trong trích yếu rồi bấm '
            "“Xem quan hệ”: văn bản còn hiệu lực không, viện dẫn gì, được văn bản nào thực hiện, các bản khác nhau ra "
            "sao.</p>"
        )
        self.fill(*self.document.parts, self._hint, self._body)

    def _connect(self) -> None:
        model = self.model
        for key, tab in self.tabs.items():
            self.on_click(tab, lambda key=key: self._show_tab(key))  # type: ignore[misc]
        self.on_click(self.proof, self._read_proof)
        self.on_change(self.way, lambda value: model.limit(way=value))
        self.on_change(self.relation, lambda value: model.limit(relation=value))
        self.on_change(self.change, lambda value: model.limit(change=value))
        self.on_change(self.steps, lambda value: model.reach(steps=value))
        self.on_change(self.mentions, lambda value: model.reach(mentions=value))
        self.on_change(self.versions, lambda value: model.compare(value) if value else None)
        self.on_click(self.previous, lambda: self._turn(-1))
        self.on_click(self.next, lambda: self._turn(1))
        self.on_click(self.undo, self._undo)
        model.observe(lambda _change: self._refresh(), "revision")

    # -- actions ----------------------------------------------------------------------------------------------

    def open(self, document_id: str | None = None, query: str | None = None, **more: object) -> None:
        """Look at a document, by its id or by its symbol or words (`query`)."""
        super().open(**more)
        if document_id is not None:
            self._take(document_id)
        elif query is not None:
            self.progress.start("Đang đọc các viện dẫn…")
            self.set_value(self.document.box, query)
            self.model.find(query)

    def catch_up(self) -> None:
        """Look at the same document anew."""
        ask_again(self.model)

    def read(self, citation: Citation) -> None:
        """Open a source in the reader."""
        self.model.read(citation)
        self.reader.focus()

    def _take(self, document_id: str) -> None:
        self.progress.start("Đang đọc các viện dẫn…")
        known = tuple((label, name) for label, name in self.document.choice.options)
        if document_id in [name for _, name in known]:
            self.model.choices = known
        self.editor.close()
        self.model.open(document_id)

    def _show_tab(self, key: str) -> None:
        self.progress.start("Đang xem các văn bản liên quan…")
        self.editor.close()
        self.model.show(key)

    def _read_proof(self) -> None:
        validity = self.model.validity
        if validity is not None and validity.citation is not None:
            self.read(validity.citation)

    def _turn(self, step: int) -> None:
        self.model.turn(step)
        self.rows[0].source.focus()

    def _undo(self) -> None:
        self.model.undo()
        self.say("Đã bỏ quyết định vừa ghi.")

    # -- what is shown ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        show_if(model.document is None, self._hint)
        show_if(model.document is not None, self._body)
        if model.document is None:
            return
        self.document.offer(model.choices, model.document.id)
        self.about.value = document_html(model.document, model.validity, model.proof)
        show_if(model.validity is not None and model.validity.citation is not None, self.proof)
        for key, tab in self.tabs.items():
            set_class(tab, "wb-view-now", key == model.tab)
            show_if(key == model.tab, self._limits[key])
        show_if(model.can_undo, self.undo)
        self._refresh_limits()
        shown, before = model.rows, ""
        for place, one in enumerate(self.rows):
            item = shown[place] if place < len(shown) else None
            section = item.section if isinstance(item, Difference) else ""
            one.show(item, section != before or place == 0)
            before = section
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)} ({number(len(model.items))} dòng)"
        self.told.value = self._told()
        self._refresh_picture()  # last: the first one of a session takes seconds

    def _refresh_limits(self) -> None:
        model = self.model
        for box, value in (
            (self.way, model.way),
            (self.relation, model.relation),
            (self.change, model.change),
            (self.steps, model.steps),
            (self.mentions, model.mentions),
        ):
            self.set_value(box, value)
        if model.tab == VERSIONS:
            known = model.versions
            chosen = model.other.id if model.other is not None else ""
            options = [("Chọn một bản…", ""), *((shorten(label, 100), name) for label, name in known)]
            self.set_options(self.versions, options, chosen if chosen in [name for _, name in known] else "")
            show_if(bool(known), self.versions)
            show_if(model.other is not None, self.change)

    def _refresh_picture(self) -> None:
        """Charts take a moment: they are drawn anew only where what they show has changed."""
        model = self.model
        about = {TIMELINE: model.timeline, FAMILY: model.family}[model.tab] if model.tab in (TIMELINE, FAMILY) else None
        wanted = (model.tab, about, model.validity)
        if all(one is other for one, other in zip(wanted, self._drawn, strict=False)) and self._drawn:
            return
        self._drawn = wanted
        self.picture.value = ""
        drawn, note = None, ""
        if model.tab == TIMELINE and model.timeline is not None:
            drawn = timeline_chart(model.timeline, model.validity, date.today())
        elif model.tab == FAMILY and model.family is not None:
            drawn, note = family_chart(model.family)
        told = f'<p class="wb-hint">{escape(note)}</p>' if note else ""
        frame = (
            f'<div class="wb-scroll" tabindex="0" role="img" aria-label="{escape(drawn.title)}">{drawn.svg}</div>'
            if drawn is not None
            else ""
        )
        self.picture.value = frame + told

    def _told(self) -> str:
        model = self.model
        if model.tab == VERSIONS and model.comparison is None:
            return '<p class="wb-hint">Chọn văn bản thứ hai để xem đoạn nào thêm, bỏ, sửa, chuyển chỗ.</p>'
        told = comparison_html(model.comparison) if model.tab == VERSIONS and model.comparison is not None else ""
        if model.tab == RELATIONS and model.relations is not None:
            unsure = len(model.relations.unresolved)
            told = (
                f'<p class="wb-hint">Viện dẫn {number(sum(not one.dismissed for one in model.relations.outgoing))} '
                f"chỗ, trong đó {number(unsure)} chỗ chưa rõ dẫn tới văn bản nào; được viện dẫn ở "
                f"{number(sum(not one.dismissed for one in model.relations.incoming))} chỗ.</p>"
            )
        return told + (f'<p class="wb-hint">{_EMPTY[model.tab]}</p>' if not model.items else "")

    def line_html(self, item: Item, heading: bool) -> str:
        """One line as HTML; `heading`: with the section of a difference."""
        relations = self.model.relations
        entries = relations.entries if relations is not None else {}
        if isinstance(item, Relation):
            return relation_html(item, self.model.goes_out(item), entries)
        if isinstance(item, Event):
            return event_html(item)
        if isinstance(item, Member):
            return member_html(item, entries)
        return difference_html(item, heading)


class ItemRow:
    """One line of the list on screen, with what can be done about it."""

    def __init__(self, panel: RelationsPanel) -> None:
        self.item: Item | None = None
        self._panel = panel
        model = panel.model
        self.text = html_text(fixed=True)
        self.source = button("Xem nguồn", kind="small")
        self.second = button("Xem ở bản sau", kind="small", hidden=True)
        self.other = button("Mở văn bản kia", "Xem quan hệ của văn bản ở dòng này", "small", hidden=True)
        self.confirm = button("Đúng", "Xác nhận quan hệ này là đúng", "small", hidden=True)
        self.fix = button("Sửa", "Sửa loại quan hệ hoặc văn bản được dẫn tới", "small", hidden=True)
        self.dismiss = button("Không phải", "Bỏ dòng này: đây không phải là viện dẫn", "small", hidden=True)
        self.undo = button("Bỏ quyết định", "Bỏ điều đã ghi về dòng này", "small", hidden=True)
        tools = row(self.source, self.second, self.other, self.confirm, self.fix, self.dismiss, self.undo)
        self.widget = column(self.text, tools, css="wb-item", hidden=True)
        panel.on_click(self.source, lambda: self._read(self._places()[0]))
        panel.on_click(self.second, lambda: self._read(self._places()[1]))
        panel.on_click(self.other, self._open_other)
        panel.on_click(self.confirm, lambda: self._decide(model.confirm, "Đã xác nhận."))
        panel.on_click(self.dismiss, lambda: self._decide(model.dismiss, "Đã bỏ dòng này; xem lại ở “Hiện: Đã bỏ”."))
        panel.on_click(self.undo, lambda: self._decide(model.undo, "Đã bỏ quyết định về dòng này."))
        panel.on_click(self.fix, lambda: panel.editor.open(self.item) if isinstance(self.item, Relation) else None)

    def show(self, item: Item | None, heading: bool) -> None:
        """Show a line, or nothing."""
        self.item = item
        show_if(item is not None, self.widget)
        if item is None:
            return
        self.text.value = self._panel.line_html(item, heading)
        first, second = self._places()
        differs = isinstance(item, Difference)
        with self.source.hold_sync():
            self.source.description = "Xem ở bản trước" if differs else "Xem nguồn"
            self.source.tooltip = f"Mở đoạn này trong {first.label}" if first is not None else "Không có đoạn nguồn"
        show_if(first is not None, self.source)
        show_if(second is not None, self.second)
        show_if(self._panel.model.other_of(item) is not None, self.other)
        word = item.word if isinstance(item, Relation) else None
        show_if(isinstance(item, Relation) and (word is None or word.decision == "dismissed"), self.confirm)
        show_if(isinstance(item, Relation), self.fix)
        show_if(isinstance(item, Relation) and (word is None or word.decision != "dismissed"), self.dismiss)
        show_if(word is not None, self.undo)

    def _places(self) -> tuple[Citation | None, Citation | None]:
        if isinstance(self.item, Difference):
            return self.item.first, self.item.second
        return (self.item.citation if self.item is not None else None), None

    def _read(self, citation: Citation | None) -> None:
        if citation is not None:
            self._panel.read(citation)

    def _open_other(self) -> None:
        other = self._panel.model.other_of(self.item) if self.item is not None else None
        if other is not None:
            self._panel.open(document_id=other)

    def _decide(self, say: object, news: str) -> None:
        if isinstance(self.item, Relation) and callable(say):
            say(self.item)
            self._panel.say(news)


def _changes() -> list[tuple[str, str]]:
    return [(f"Chỉ {name}", key) for key, name in CHANGES.items() if key != "same"]
