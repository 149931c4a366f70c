"""Parts of a panel that are built when people first ask for them: few need all of them, and each costs messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import ipywidgets as widgets

from workbench.ui.common import Panel, button, column, show_if


class Part(Protocol):
    """What a lazy part shows."""

    widget: widgets.Widget


Made = TypeVar("Made", bound=Part)


class Lazy(Generic[Made]):
    """A button that shows and hides a part, which is built when it is first shown.

    Args:
        panel: whose guard to use.
        label, hint: of the button.
        make: builds the part.

    Attributes:
        button: shows the part and hides it.
        widget: where the part stands.
    """

    def __init__(self, panel: Panel, label: str, hint: str, make: Callable[[], Made]) -> None:
        self._make = make
        self._label = label
        self._part: Made | None = None
        self.button = button(label, hint)
        self.widget = column(hidden=True)
        panel.on_click(self.button, lambda: self.show(not self.is_shown))

    @property
    def part(self) -> Made:
        """The part, built now if it was not before."""
        if self._part is None:
            self._part = self._make()
            self.widget.children = (self._part.widget,)
        return self._part

    @property
    def is_shown(self) -> bool:
        """Whether people see the part."""
        return bool(self.widget.layout.display != "none")

    @property
    def is_built(self) -> bool:
        """Whether people have asked for the part."""
        return self._part is not None

    def show(self, wanted: bool = True) -> None:
        """Show the part, or hide it."""
        if wanted:
            assert self.part is not None
        show_if(wanted, self.widget)
        self.button.description = f"Đóng: {self._label}" if wanted else self._label
