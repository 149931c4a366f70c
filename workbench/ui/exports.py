"""Files that panels write: into the workspace's `exports` folder, never over an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import ExportError
from workbench.export import free_path
from workbench.ui.draft_model import file_name

if TYPE_CHECKING:
    from workbench.export import Exportable
    from workbench.workbench import Workbench


def export_path(workbench: Workbench, name: str, suffix: str) -> Path:
    """A path in the `exports` folder that no file has yet.

    Args:
        workbench: the archive.
        name: what the file holds, in words; it becomes the file's name, without accents.
        suffix: ".xlsx", ".ics" …

    Raises:
        ExportError: the folder cannot be made.
    """
    folder = workbench.settings.workspace / "exports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"Không tạo được thư mục {folder} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    return free_path(folder, file_name(name), suffix)


def export_table(workbench: Workbench, thing: Exportable, name: str) -> Path:
    """Write a table as .xlsx under a name in words. Raises ExportError when it cannot be written."""
    return workbench.export(thing, export_path(workbench, name, ".xlsx"))
