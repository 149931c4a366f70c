"""Every table of the workspace database; importing this module makes `Base.metadata` whole."""

from __future__ import annotations

from workbench.archive.workspace_store.base import Base
from workbench.archive.workspace_store.correction_tables import CorrectionRow
from workbench.archive.workspace_store.keeping_tables import (
    MarkRow,
    SavedSearchRow,
    SearchedRow,
    SeenRow,
    ViewedRow,
)
from workbench.archive.workspace_store.row_tables import RowDecisionRow
from workbench.archive.workspace_store.task_tables import TaskRow

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
