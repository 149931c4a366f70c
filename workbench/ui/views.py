"""Views of one panel, of which one is on screen: a row of buttons in words, the chosen one marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from workbench.ui.common import Panel, button, row, set_class, show_if


class Views:
    """The buttons that choose a view, and the parts each view shows.

    Args:
        panel: whose guard to use.
        views: key, label, and what it shows, in the order of the buttons.
        choose: called with the key when a button is pressed; the panel then calls `show`.
    """

    def __init__(
        self, panel: Panel, views: Sequence[tuple[str, str, widgets.Widget]], choose: Callable[[str], None]
    ) -> None:
        self._parts = {key: part for key, _, part in views}
        self._labels = {key: label for key, label, _ in views}
        self.buttons = {key: button(label, f"Mở phần “{label}”", "view", fixed=True) for key, label, _ in views}
        self.parts = tuple(self._parts.values())
        self.widget = row(*self.buttons.values(), css="wb-views")
        for key, one in self.buttons.items():
            panel.on_click(one, lambda key=key: choose(key))  # type: ignore[misc]

    def show(self, key: str) -> None:
        """Show one view and mark its button."""
        for name, part in self._parts.items():
            show_if(name == key, part)
            one = self.buttons[name]
            set_class(one, "wb-view-now", name == key)
            one.tooltip = f"Đang xem phần “{self._labels[name]}”" if name == key else f"Mở phần “{self._labels[name]}”"
