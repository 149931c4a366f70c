"""How a question was understood: every widening of it as a button that takes it away or adds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.common import Panel, button, column, html_text, row, set_class, show_if
from workbench.ui.markup import escape, number, shorten
from workbench.ui.search_model import SearchModel

if TYPE_CHECKING:
    from workbench.search.understanding import Chip

MOST = 24
"""Chips that a search has at most."""

FEW = 6
"""Chips that are on screen before people ask for more; those in use are all on screen."""

_LONGEST = 90  # characters of a label


class Reading:
    """View of what a `SearchModel` says about its question: how it was read, a likely mistake, and its chips.

    Attributes:
        suggestion: the button that asks what people probably meant to type.
        chips: the buttons of the chips.
        more: shows all chips, or the first ones again.
    """

    def __init__(self, panel: Panel, model: SearchModel) -> None:
        self._model = model
        self._all = False
        self._note = html_text()
        self._title = html_text("wb-inline", fixed=True)
        self._title.value = '<span class="wb-hint">Cách hiểu câu tìm:</span>'
        self.suggestion = button("Có phải bạn muốn tìm", kind="suggestion")
        self.chips = [_ChipButton(panel, model) for _ in range(MOST)]
        self.more = button("Xem thêm", "Xem mọi cách hiểu câu tìm", "small")
        self._chips_row = row(
            self._title, *(chip.widget for chip in self.chips), self.more, css="wb-chips", hidden=True
        )
        self._suggestion_row = row(self.suggestion)
        self.widget = column(self._note, self._suggestion_row, self._chips_row, css="wb-reading")
        panel.on_click(self.suggestion, model.take_suggestion)
        panel.on_click(self.more, self._toggle)
        model.observe(self._asked, "results")
        self.refresh()

    @property
    def note(self) -> str:
        """How the question was read, as HTML."""
        return str(self._note.value)

    def refresh(self) -> None:
        """Show what the model's answers say of their question."""
        results = self._model.results
        note = results.note if results is not None else None
        suggestion = results.suggestion if results is not None else None
        self._note.value = f'<div class="wb-note" role="status">{escape(note)}</div>' if note else ""
        show_if(bool(note), self._note)
        show_if(bool(suggestion), self._suggestion_row)
        if suggestion:
            self.suggestion.description = f"Có phải bạn muốn tìm: {shorten(suggestion, _LONGEST)}"
            self.suggestion.tooltip = f"Tìm “{suggestion}”"
        chips = self._model.chips[:MOST]
        few = max(FEW, sum(chip.active for chip in chips))
        shown = chips if self._all else chips[:few]
        for place, one in enumerate(self.chips):
            one.show(shown[place] if place < len(shown) else None)
        show_if(bool(chips), self._chips_row)
        show_if(len(chips) > few, self.more)
        self.more.description = "Thu gọn" if self._all else f"Xem thêm ({number(len(chips) - few)})"

    def _asked(self, change: dict[str, object]) -> None:
        old, new = change["old"], change["new"]
        if getattr(old, "query", None) != getattr(new, "query", None):
            self._all = False

    def _toggle(self) -> None:
        self._all = not self._all
        self.refresh()


class _ChipButton:
    """One chip: pressed, it is used no more, or used from now on."""

    def __init__(self, panel: Panel, model: SearchModel) -> None:
        self.chip: Chip | None = None
        self.widget = button("Thêm", kind="chip", hidden=True)
        panel.on_click(self.widget, lambda: model.switch(self.chip) if self.chip else None)

    def show(self, chip: Chip | None) -> None:
        self.chip = chip
        show_if(chip is not None, self.widget)
        if chip is None:
            return
        self.widget.description = f"{shorten(chip.label, _LONGEST)}   {'× Bỏ' if chip.active else '+ Thêm'}"
        what = f"“{chip.original}” là “{chip.reading}”"
        self.widget.tooltip = f"Thôi hiểu {what}" if chip.active else f"Hiểu thêm {what}"
        set_class(self.widget, "wb-used", chip.active)
