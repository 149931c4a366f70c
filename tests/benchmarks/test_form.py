"""The benchmark of form runs on a folder of Word files and gives its keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "corpus"


def test_form_is_checked_on_files_as_they_are_and_spoiled(
    figures_of: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    shutil.copy(next(CORPUS.rglob("37-KH-UBKTTU*.docx")), tmp_path / "ke hoach.docx")
    figures = figures_of("form", tmp_path)
    assert (figures["files"], figures["official"], figures["accused"]) == (1, 1, 0)
    assert figures["injected"] >= 12
    assert figures["caught_share"] > 0.9
