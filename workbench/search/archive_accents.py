"""The archive's own model for restoring accents: made after a build when the archive has changed enough."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

from workbench.archive.catalogue import Catalogue
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.vietnamese.accent_model import AccentModelError
from workbench.vietnamese.accents import AccentModel, Reading

FILE = "accents.npz"
_STAMP = "accents.json"
_CHANGED = 0.05  # share of documents that may be new or gone before the counts are made again
_MOST_CHARACTERS = 150_000_000  # more teaches little and takes memory (ids are hashes, so the first are a fair sample)
_LOADED = 500  # documents loaded from the catalogue at once


def load_accents(folder: Path) -> AccentModel:
    """The archive's model, with the general one beneath; the general one alone where there is none that fits."""
    try:
        return AccentModel.load(folder / FILE) if (folder / FILE).is_file() else AccentModel.general()
    except AccentModelError:  # damaged, or of another version: the next build makes it anew
        return AccentModel.general()


class LateAccents:
    """The archive's model, loaded when it is first asked: for a large archive that takes a second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: AccentModel | None = None
        self._loading = threading.Lock()

    def load(self) -> AccentModel:
        """The model; whoever asks while another thread loads it waits for that."""
        with self._loading:
            if self._model is None:
                self._model = load_accents(self._folder)
            return self._model

    def restore(self, text: str, best: int = 1) -> list[Reading]:
        """As `AccentModel.restore`."""
        return self.load().restore(text, best)


def forget_accents(folder: Path) -> None:
    """Take the model away: a document that it was made from must leave no trace."""
    for name in (FILE, _STAMP):
        (folder / name).unlink(missing_ok=True)


def update_accents(catalogue: Catalogue, folder: Path, progress: OnProgress | None = None) -> bool:
    """Make the model again when more than one document in twenty is new or gone.

    Args:
        catalogue: holds the texts.
        folder: where the model is kept (`indexes/`).
        progress: told how far the work has come.

    Returns:
        Whether it was made.
    """
    ids = catalogue.ids()
    stamp = folder / _STAMP
    known = set(json.loads(stamp.read_text(encoding="utf-8"))) if stamp.is_file() else set()
    changed = len(known.symmetric_difference(ids))
    if (folder / FILE).is_file() and changed <= _CHANGED * len(ids):
        return False
    meter = ProgressMeter(progress, len(ids), "Học cách đặt dấu")

    def texts() -> Iterator[str]:
        read = 0
        for start in range(0, len(ids), _LOADED):
            for document in catalogue.documents(ids[start : start + _LOADED]).values():
                if read < _MOST_CHARACTERS:
                    yield document.text
                read += len(document.text)
                meter.step()

    made = folder / f"new-{FILE}"
    AccentModel.build(texts()).save(made)
    made.replace(folder / FILE)
    draft = stamp.with_suffix(".new")
    draft.write_text(json.dumps(ids), encoding="utf-8")
    draft.replace(stamp)
    return True
