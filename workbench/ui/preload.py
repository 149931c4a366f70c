"""Loads what the first panel needs, so that a kernel that waits for a page has done so before the page comes.

It opens no archive and reads nothing of a person: a kernel that has loaded this is like any other one.
"""

from __future__ import annotations

from workbench import workbench
from workbench.ui import overview_view, search_view, shell
from workbench.ui.style import style_sheet
from workbench.vietnamese.accents import AccentModel
from workbench.vietnamese.lexicon import Lexicon

__all__ = ["overview_view", "search_view", "shell", "workbench"]

# Kept by the modules themselves, for whichever archive is opened.
style_sheet()
AccentModel.general()
Lexicon.load()
