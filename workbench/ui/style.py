"""The one style sheet of the panels, and how it gets into a notebook."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import ipywidgets as widgets


@cache
def style_sheet() -> str:
    """The rules of `style.css`."""
    return files("workbench.ui").joinpath("style.css").read_text(encoding="utf-8")


def style_widget() -> widgets.HTML:
    """An invisible widget that brings the style sheet into the page; one a panel."""
    widget = widgets.HTML(f"<style>{style_sheet()}</style>")
    widget.add_class("wb-style")
    return widget
