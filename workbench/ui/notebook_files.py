"""Where a notebook's archive is, and what comes with the package: the notebooks and the sample archive."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from workbench.errors import WorkbenchError

ROOT_VARIABLE = "WORKBENCH_ROOT"
"""Environment variable that names the root; `workbench lab` sets it for the notebooks it opens."""

FOLDER = "notebooks"

SAMPLE_MARKER = ".kho-mau.json"
"""Hidden file that tells the sample archive from an office's own."""


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
    """The root's notebooks folder, with a copy of every packaged notebook that it lacks.

    A notebook that is there already is left as it is: people may have changed it.
    """
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(packaged(FOLDER).glob("*.ipynb")):
        if not (folder / notebook.name).exists():
            shutil.copyfile(notebook, folder / notebook.name)
    return folder


def sample_root(root: Path) -> Path:
    """The folder for the sample archive: `root` when its corpus is the sample or it has none, else `root/kho-mau`.

    The packaged sample is copied where there is none yet; an office's own documents are never mixed with it.

    Raises:
        WorkbenchError: the package came without its sample.
    """
    corpus = root / "corpus"
    if corpus.is_dir() and any(corpus.iterdir()) and not (corpus / SAMPLE_MARKER).is_file():
        root = root / "kho-mau"
        corpus = root / "corpus"
    if not (corpus / SAMPLE_MARKER).is_file():
        source = packaged("corpus")
        if not (source / SAMPLE_MARKER).is_file():
            raise WorkbenchError("Bản cài đặt không có kho mẫu.", "Hãy cài lại theo README.")
        shutil.copytree(source, corpus, dirs_exist_ok=True)
    return root
