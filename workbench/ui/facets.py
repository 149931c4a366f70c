"""The facets beside the answers: each value can be taken, shut out or left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.search.filters import FILTERS
from workbench.search.results import FacetCount
from workbench.ui.common import Panel, button, column, html_text, row, set_class, show_if, text_box
from workbench.ui.markup import escape, number
from workbench.ui.search_model import Choice, SearchModel
from workbench.vietnamese.spelling import fold

NAMES = ("type", "issuer", "year", "unit", "field", "label", "validity")
"""The facets in the order in which people see them."""

FEW = 5
"""Values of a facet that are on screen before people ask for more."""

MANY = 12
"""Values on one page of the whole list of a facet."""

Choose = Callable[[str, str, Choice | None], None]


class Facets:
    """View of the facets of a `SearchModel`, and the whole list of one of them where it is too long.

    Attributes:
        groups: by name of the facet.
        whole: the whole list of the facet whose “Xem thêm” was pressed last.
    """

    def __init__(self, panel: Panel, model: SearchModel) -> None:
        self._model = model
        self.toggle = button("Ẩn bộ lọc", "Ẩn hoặc hiện các bộ lọc")
        self.groups = {name: FacetGroup(panel, name, model.choose, self._open) for name in NAMES}
        self.whole = WholeFacet(panel, model)
        self._hint = html_text(fixed=True)
        self._hint.value = '<p class="wb-hint">Bấm vào một giá trị để chỉ lấy nó; bấm “Trừ” để loại nó ra.</p>'
        self._lists = column(self._hint, *(group.widget for group in self.groups.values()), css="wb-facet-lists")
        self._folded = False
        self.widget = column(self.whole.widget, self._lists, css="wb-facets", hidden=True)
        panel.on_click(self.toggle, self._fold)

    def refresh(self) -> None:
        """Show what the model's answers count."""
        model = self._model
        shown = False
        for name, group in self.groups.items():
            values = model.values(name)
            group.show(values, {one.value: model.choice(name, one.value) for one in values})
            shown = shown or bool(values)
        self.whole.refresh()
        show_if(shown, self.toggle)
        show_if(shown and not self._folded, self.widget)
        count = f" ({model.chosen})" if model.chosen else ""
        self.toggle.description = f"{'Hiện' if self._folded else 'Ẩn'} bộ lọc{count}"

    def _fold(self) -> None:
        self._folded = not self._folded
        self.refresh()

    def _open(self, name: str) -> None:
        self.whole.open(name)
        self.whole.find.focus()


class FacetGroup:
    """One facet: its heading, its first values, and a button for the others."""

    def __init__(self, panel: Panel, name: str, choose: Choose, more: Callable[[str], None]) -> None:
        self.rows = [FacetRow(panel, name, choose) for _ in range(FEW)]
        self.more = button("Xem thêm", f"Xem mọi giá trị của bộ lọc {FILTERS[name]}", "small", hidden=True)
        heading = html_text(fixed=True)
        heading.value = f"<h3>{escape(FILTERS[name])}</h3>"
        self.widget = column(heading, *(one.widget for one in self.rows), self.more, css="wb-facet", hidden=True)
        panel.on_click(self.more, lambda: more(name))

    def show(self, values: Sequence[FacetCount], choices: dict[str, Choice | None]) -> None:
        """Show the first values, chosen ones among them wherever they stand; nothing where there are none."""
        show_if(bool(values), self.widget)
        late = [one for one in values[FEW:] if choices[one.value]][:FEW]
        first = [*late, *values[: FEW - len(late)]]
        for place, one in enumerate(self.rows):
            here = first[place] if place < len(first) else None
            one.show(here, choices[here.value] if here else None)
        show_if(len(values) > FEW, self.more)
        self.more.description = f"Xem thêm ({number(len(values) - len(first))})"


class FacetRow:
    """One value: the button that takes it, and the button that shuts it out or leaves it open again."""

    def __init__(self, panel: Panel, name: str, choose: Choose) -> None:
        self.name = name
        self.value: str | None = None
        self.choice: Choice | None = None
        self._choose = choose
        self.take = button("Lấy", kind="value", fixed=True)
        self.out = button("Trừ", kind="small", fixed=True)
        self.widget = row(self.take, self.out, css="wb-facet-row", hidden=True)
        panel.on_click(self.take, self._take)
        panel.on_click(self.out, self._out)

    def show(self, counted: FacetCount | None, choice: Choice | None) -> None:
        """Show a value with how often it was found, and what was chosen of it."""
        show_if(counted is not None, self.widget)
        self.value = counted.value if counted else None
        self.choice = choice
        if counted is None:
            return
        sign = {"include": "✓ ", "exclude": "Trừ: ", None: ""}[choice]
        what = f"{FILTERS[self.name]}: {counted.value}"
        with self.take.hold_sync(), self.out.hold_sync():  # one message to the browser for each, not two
            self.take.description = f"{sign}{counted.value} ({number(counted.count)})"
            self.take.tooltip = f"Thôi chỉ lấy {what}" if choice == "include" else f"Chỉ lấy {what}"
            self.out.description = "Bỏ" if choice else "Trừ"
            # The value itself would be a message more for each row of each search.
            self.out.tooltip = "Bỏ điều kiện lọc bên cạnh" if choice else "Trừ văn bản có giá trị bên cạnh"
        set_class(self.widget, "wb-taken", choice == "include")
        set_class(self.widget, "wb-shut", choice == "exclude")

    def _take(self) -> None:
        if self.value is not None:
            self._choose(self.name, self.value, None if self.choice == "include" else "include")

    def _out(self) -> None:
        if self.value is not None:
            self._choose(self.name, self.value, None if self.choice else "exclude")


class WholeFacet:
    """Every value of one facet, page by page, with a box to find some of them; one for all facets."""

    def __init__(self, panel: Panel, model: SearchModel) -> None:
        self._model = model
        self._name: str | None = None
        self._page = 0
        self._title = html_text(fixed=True)
        self.find = text_box("Tìm giá trị", "gõ một phần tên")
        self.rows = [FacetRow(panel, NAMES[0], model.choose) for _ in range(MANY)]
        self.previous = button("Trước", "Các giá trị trước", "small")
        self.next = button("Sau", "Các giá trị sau", "small")
        self.close = button("Đóng", "Đóng danh sách giá trị", "small")
        self._where = html_text("wb-hint", fixed=True)
        tools = row(self.previous, self.next, self.close, self._where)
        self.widget = column(
            self._title, self.find, *(one.widget for one in self.rows), tools, css="wb-box wb-facet", hidden=True
        )
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        panel.on_click(self.close, lambda: self.open(None))
        panel.on_change(self.find, lambda _text: self._turn(0))
        self._panel = panel
        self.refresh()

    def open(self, name: str | None) -> None:
        """Show the values of a facet, or nothing (None)."""
        self._name, self._page = name, 0
        self._panel.set_value(self.find, "")
        self.refresh()

    def refresh(self) -> None:
        """Show what the model's answers count."""
        values = self._values()
        show_if(self._name is not None, self.widget)
        if self._name is None:
            return
        pages = max(-(-len(values) // MANY), 1)
        self._page = min(self._page, pages - 1)
        shown = values[self._page * MANY :][:MANY]
        for place, one in enumerate(self.rows):
            one.name = self._name
            here = shown[place] if place < len(shown) else None
            one.show(here, self._model.choice(self._name, here.value) if here else None)
        self._title.value = f"<h3>{escape(FILTERS[self._name])}: mọi giá trị</h3>"
        self.previous.disabled = self._page == 0
        self.next.disabled = self._page + 1 >= pages
        show_if(pages > 1, self.previous, self.next)
        none = "Không có giá trị nào như vậy." if not values else ""
        self._where.value = none or f"{number(len(values))} giá trị"

    def _values(self) -> list[FacetCount]:
        if self._name is None:
            return []
        wanted = fold(self.find.value)
        return [
            one for one in self._model.values(self._name) if all(word in fold(one.value) for word in wanted.split())
        ]

    def _turn(self, step: int) -> None:
        self._page = max(self._page + step, 0) if step else 0
        self.refresh()
