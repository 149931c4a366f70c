"""What people see: three panels for notebooks, and JupyterLab set up to run without a network.

>>> wb = Workbench.open(notebook_root())
>>> ensure_built(wb)
>>> search_panel(wb)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.notebook_files import notebook_root

if TYPE_CHECKING:
    from workbench.ui.bench import Bench
    from workbench.ui.draft_view import DraftPanel
    from workbench.ui.figures_view import FiguresPanel
    from workbench.ui.keywords_view import KeywordsPanel
    from workbench.ui.search_view import SearchPanel
    from workbench.workbench import Workbench

__all__ = ["draft_panel", "ensure_built", "figures_panel", "keywords_panel", "notebook_root", "search_panel"]

# The views are imported when they are asked for: widgets and charts take a second to load, and the command line, which
# needs only `workbench.ui.lab`, should not wait for them.


def ensure_built(workbench: Workbench) -> None:
    """Build the archive, showing how far it is, unless it has been built before."""
    from workbench.ui.building import ensure_built

    ensure_built(workbench)


def search_panel(workbench: Workbench, bench: Bench | None = None) -> SearchPanel:
    """Search the archive and read what is found; shown by a notebook when it is a cell's last value."""
    from workbench.ui.search_view import SearchPanel

    return SearchPanel(workbench, bench)


def keywords_panel(workbench: Workbench, bench: Bench | None = None) -> KeywordsPanel:
    """Keywords and a summary of what a question finds, or of one document."""
    from workbench.ui.keywords_view import KeywordsPanel

    return KeywordsPanel(workbench, bench)


def figures_panel(workbench: Workbench, bench: Bench | None = None) -> FiguresPanel:
    """Figures with their sources, the table of units, indicators and periods, number checks."""
    from workbench.ui.figures_view import FiguresPanel

    return FiguresPanel(workbench, bench)


def draft_panel(workbench: Workbench, bench: Bench | None = None) -> DraftPanel:
    """Make, edit and export a draft report."""
    from workbench.ui.draft_view import DraftPanel

    return DraftPanel(workbench, bench)
