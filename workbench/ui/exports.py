"""Files that panels write: into the workspace's `exports` folder, never over an earlier one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from workbench.errors import ExportError
from workbench.export import free_path
from workbench.folders import make_folder
from workbench.ui.markup import escape
from workbench.vietnamese.spelling import fold

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
        make_folder(folder)
    except OSError as error:
        raise ExportError(
            f"Không tạo được thư mục {folder} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    return free_path(folder, file_name(name), suffix)


def export_table(workbench: Workbench, thing: Exportable, name: str) -> Path:
    """Write a table as .xlsx under a name in words. Raises ExportError when it cannot be written."""
    return workbench.export(thing, export_path(workbench, name, ".xlsx"))


def file_name(title: str) -> str:
    """A file name from a title that every system accepts: "Sơ kết 02 năm" → "so-ket-02-nam"."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(title)).split()
    return "-".join(words)[:80].strip("-") or "du-thao"


def file_link(path: Path) -> str:
    """A link that saves an exported file, and its path.

    The link works in a JupyterLab started by `workbench lab`, which serves the files below WORKBENCH_ROOT; elsewhere
    only the path is shown.
    """
    shown = escape(str(path))
    root = os.environ.get("WORKBENCH_ROOT")
    if root and path.resolve().is_relative_to(Path(root).resolve()):
        place = quote(path.resolve().relative_to(Path(root).resolve()).as_posix())
        link = f'<a class="wb-fetch" href="/files/{place}?download=1" download>Tải tệp {escape(path.name)}</a>'
        return f'{link} <span class="wb-hint">({shown})</span>'
    return f'<span class="wb-hint">Tệp: {shown}</span>'
