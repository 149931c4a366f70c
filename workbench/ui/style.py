"""The one style sheet of the panels and their one script, and how they get into a notebook."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files

import ipywidgets as widgets


@cache
def style_sheet() -> str:
    """The rules of `style.css`."""
    return files("workbench.ui").joinpath("style.css").read_text(encoding="utf-8")


@cache
def _page_parts() -> str:
    script = files("workbench.ui").joinpath("typing.js").read_text(encoding="utf-8")
    # The browser runs no script that a widget brings, but tells of a style sheet that has come.
    return f'<style onload="{escape(script)}">{style_sheet()}</style>'


def style_widget() -> widgets.HTML:
    """An invisible widget that brings the style sheet and the script into the page; one a panel."""
    widget = widgets.HTML(_page_parts())
    widget.add_class("wb-style")
    return widget
