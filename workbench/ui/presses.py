"""Buttons inside a table that is one widget: a widget a cell would be hundreds of them, and as many messages."""

from __future__ import annotations

from collections.abc import Callable

from workbench.ui.common import Panel, text_box
from workbench.ui.markup import escape

CONTAINER = "wb-presses"
"""Class of the box that holds the table and `Presses.widget`, and no other such pair."""

_TELL = (
    f"const b=this.closest('.{CONTAINER}').querySelector('.wb-pressed input');"
    "b.value=this.dataset.what+'\\t'+Date.now();b.dispatchEvent(new Event('change',{bubbles:true}))"
)


class Presses:
    """Tells what was pressed, through the value of a text box that nobody sees.

    Args:
        panel: whose guard to use.
        label: names the box.
        act: called with what `press_attributes` put into the button.
    """

    def __init__(self, panel: Panel, label: str, act: Callable[[str], None]) -> None:
        self.widget = text_box(label, css="wb-pressed")
        self._count = 0
        panel.on_change(self.widget, lambda told: act(told.split("\t", 1)[0]))

    def press(self, what: str) -> None:
        """Do what a press of such a button does."""
        self._count += 1
        self.widget.value = f"{what}\t{self._count}"


def press_attributes(what: str) -> str:
    """Attributes of a `<button>` that tells `what` (without tabs) when it is pressed, by mouse or keyboard; the moment
    goes with it, so that a second press of the same is told too."""
    return f'type="button" data-what="{escape(what)}" onclick="{escape(_TELL)}"'
