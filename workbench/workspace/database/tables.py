"""Every table of the workspace database; importing this module makes `Base.metadata` whole."""

from __future__ import annotations

from workbench.workspace.database.base import Base
from workbench.workspace.database.correction_tables import CorrectionRow
from workbench.workspace.database.keeping_tables import (
    MarkRow,
    SavedSearchRow,
    SearchedRow,
    SeenRow,
    ViewedRow,
)
from workbench.workspace.database.row_tables import RowDecisionRow
from workbench.workspace.database.task_tables import TaskRow

__all__ = [
    "Base",
    "CorrectionRow",
    "MarkRow",
    "RowDecisionRow",
    "SavedSearchRow",
    "SearchedRow",
    "SeenRow",
    "TaskRow",
    "ViewedRow",
]
