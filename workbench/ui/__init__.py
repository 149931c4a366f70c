"""What people see: the panels, the window around them, and Jupyter set up to run without a network.

>>> workbench_app(notebook_root())  # all panels, as `workbench app` shows them

>>> wb = Workbench.open(notebook_root())
>>> ensure_built(wb)
>>> search_panel(wb)  # one panel
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ui.notebook_files import notebook_root

if TYPE_CHECKING:
    from workbench.ui.bench import Bench
    from workbench.ui.closed import ClosedPanel
    from workbench.ui.draft_view import DraftPanel
    from workbench.ui.figures_view import FiguresPanel
    from workbench.ui.intake_view import IntakePanel
    from workbench.ui.keywords_view import KeywordsPanel
    from workbench.ui.matrix_view import MatrixPanel
    from workbench.ui.overview_view import OverviewPanel
    from workbench.ui.relations_view import RelationsPanel
    from workbench.ui.search_view import SearchPanel
    from workbench.ui.settings_view import SettingsPanel
    from workbench.ui.shell import Shell
    from workbench.ui.tasks_view import TasksPanel
    from workbench.workbench import Workbench

__all__ = [
    "draft_panel",
    "ensure_built",
    "figures_panel",
    "intake_panel",
    "keywords_panel",
    "matrix_panel",
    "notebook_root",
    "overview_panel",
    "relations_panel",
    "search_panel",
    "settings_panel",
    "tasks_panel",
    "workbench_app",
]

# The views are imported when they are asked for: widgets and charts take a second to load, and the command line, which
# needs only `workbench.ui.lab`, should not wait for them.


def ensure_built(workbench: Workbench) -> None:
    """Build the archive, showing how far it is, unless it has been built before."""
    from workbench.ui.building import ensure_built

    ensure_built(workbench)


def overview_panel(workbench: Workbench, bench: Bench | None = None) -> OverviewPanel:
    """What came in, what waits, what is overdue, where people left off."""
    from workbench.ui.overview_view import OverviewPanel

    return OverviewPanel(workbench, bench)


def intake_panel(workbench: Workbench, bench: Bench | None = None) -> IntakePanel:
    """Hand files over, see what is left out and why, confirm uncertain fields."""
    from workbench.ui.intake_view import IntakePanel

    return IntakePanel(workbench, bench)


def settings_panel(workbench: Workbench, bench: Bench | None = None) -> SettingsPanel:
    """The office, its tables, this machine, help."""
    from workbench.ui.settings_view import SettingsPanel

    return SettingsPanel(workbench, bench)


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


def relations_panel(workbench: Workbench, bench: Bench | None = None) -> RelationsPanel:
    """Validity, references, life, family and versions of one document."""
    from workbench.ui.relations_view import RelationsPanel

    return RelationsPanel(workbench, bench)


def matrix_panel(workbench: Workbench, bench: Bench | None = None) -> MatrixPanel:
    """Which unit says what about which content, and what nobody says; passages go into a draft."""
    from workbench.ui.matrix_view import MatrixPanel

    return MatrixPanel(workbench, bench)


def tasks_panel(workbench: Workbench, bench: Bench | None = None) -> TasksPanel:
    """The register of tasks, letters that urge, who has reported."""
    from workbench.ui.tasks_view import TasksPanel

    return TasksPanel(workbench, bench)


def draft_panel(workbench: Workbench, bench: Bench | None = None) -> DraftPanel:
    """Make, edit and export a draft report."""
    from workbench.ui.draft_view import DraftPanel

    return DraftPanel(workbench, bench)


def workbench_app(workbench: Workbench | Path | str) -> Shell | ClosedPanel:
    """The whole workbench: every panel, with a basket they share, as it was left last time.

    Args:
        workbench: the archive, or the folder to open it in. When that cannot be opened, what is shown says why.
    """
    from workbench.errors import WorkbenchError
    from workbench.ui.closed import ClosedPanel
    from workbench.ui.shell import Shell
    from workbench.ui.warm_up import warm_up
    from workbench.workbench import Workbench

    if not isinstance(workbench, Workbench):
        try:
            workbench = Workbench.open(workbench)
        except WorkbenchError as error:
            return ClosedPanel(error)
    shell = Shell(workbench)
    warm_up(workbench)
    return shell
