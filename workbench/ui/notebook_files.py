"""Where a notebook's archive is, and the notebooks that come with the package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT_VARIABLE = "WORKBENCH_ROOT"
"""Environment variable that names the root; `workbench lab` sets it for the notebooks it opens."""

FOLDER = "notebooks"


def notebook_root() -> Path:
    """The root that a notebook works on: WORKBENCH_ROOT if set, else the folder above the notebook's own."""
    named = os.environ.get(ROOT_VARIABLE)
    # Jupyter starts a kernel in the folder of its notebook.
    return Path(named) if named else Path.cwd().parent


def packaged(name: str) -> Path:
    """A folder that came with the package, "corpus" or "notebooks"; in a checkout the one at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_sample" / name
    return inside if inside.is_dir() else package.parent / name


def provide_notebooks(root: Path) -> Path:
    """The root's notebooks folder; a root without one gets a copy of the packaged notebooks.

    A folder that is there already is left as it is: its notebooks may have been changed by people.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        folder.mkdir(parents=True)
        for notebook in sorted(packaged(FOLDER).glob("*.ipynb")):
            shutil.copyfile(notebook, folder / notebook.name)
    return folder
