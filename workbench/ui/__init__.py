"""What people see: three panels for notebooks, and JupyterLab set up to run without a network.

>>> wb = Workbench.open(notebook_root())
>>> ensure_built(wb)
>>> search_panel(wb)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.building import ensure_built
from workbench.ui.draft_panel import DraftPanel
from workbench.ui.keywords_panel import KeywordsPanel
from workbench.ui.notebook_files import notebook_root
from workbench.ui.search_panel import SearchPanel

if TYPE_CHECKING:
    from workbench.workbench import Workbench

__all__ = ["draft_panel", "ensure_built", "keywords_panel", "notebook_root", "search_panel"]


def search_panel(workbench: Workbench) -> SearchPanel:
    """Search the archive and read what is found; shown by a notebook when it is a cell's last value."""
    return SearchPanel(workbench)


def keywords_panel(workbench: Workbench) -> KeywordsPanel:
    """Keywords and a summary of what a question finds, or of one document."""
    return KeywordsPanel(workbench)


def draft_panel(workbench: Workbench) -> DraftPanel:
    """Make, edit and export a draft report."""
    return DraftPanel(workbench)
