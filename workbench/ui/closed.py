"""What stands in the place of the workbench when its archive cannot be opened."""

from __future__ import annotations

import ipywidgets as widgets

from workbench.errors import WorkbenchError
from workbench.ui.markup import escape
from workbench.ui.style import style_widget


class ClosedPanel:
    """Says why the archive cannot be opened, and what to do; `error` is the reason.

    It keeps no log and makes no file: there may be no folder to put one in.
    """

    def __init__(self, error: WorkbenchError) -> None:
        self.error = error
        told = widgets.HTML(
            '<div role="alert"><h1>Chưa mở được bàn làm việc</h1>'
            f"<p><strong>{escape(error.message)}</strong></p><p>{escape(error.advice)}</p>"
            "<p>Xong rồi thì mở lại trang này (phím F5).</p></div>"
        )
        self.widget = widgets.VBox([style_widget(), told], _dom_classes=("wb-panel", "wb-shell"))

    def _repr_mimebundle_(self, **options: object) -> object:
        return self.widget._repr_mimebundle_(**options)
