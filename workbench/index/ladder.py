"""Which engine an archive has: Whoosh while it is small, tantivy from the size where Whoosh falls behind.

Each engine has its own folder, and one folder is there; two mean that a move between them was cut short, and then
neither is trusted. Moving fills the other engine from the terms that the catalogue keeps.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from workbench.index import ENGINES, EngineKind, is_available, open_engine
from workbench.index.engine import SearchEngine
from workbench.settings import EngineSetting

UPPER = 2_000
"""Documents above which `auto` has tantivy: Whoosh then still answers within 100 ms and is filled within a minute
(docs/benchmarks.md)."""

LOWER = 1_000
"""Documents below which `auto` goes back to Whoosh; apart from `UPPER`, so that an archive does not go to and fro."""


class Ladder:
    """The engines of one archive.

    Args:
        folder: holds the folders of the engines.
        setting: from the settings.
    """

    def __init__(self, folder: Path, setting: EngineSetting) -> None:
        self._folder = folder
        self._setting = setting

    @property
    def held(self) -> EngineKind | None:
        """The engine that is there and can be opened, or None."""
        there = [kind for kind in ENGINES if (self._folder / kind).is_dir()]
        return there[0] if len(there) == 1 and is_available(there[0]) else None

    def wanted(self, documents: int) -> EngineKind:
        """The engine that an archive of so many documents should have; where tantivy is not installed, Whoosh."""
        if not is_available("tantivy"):
            return "whoosh"
        if self._setting != "auto":
            return self._setting
        return "tantivy" if documents > (LOWER if self.held == "tantivy" else UPPER) else "whoosh"

    def open(self, kind: EngineKind) -> SearchEngine:
        """Open an engine, empty (`fresh`) if it was not there; the folders of others stay until `settle`."""
        return open_engine(self._folder, kind)

    def begin(self, documents: int) -> SearchEngine:
        """Start anew with the engine that suits: nothing that is there is trusted. Only under the build lock."""
        for kind in ENGINES:
            shutil.rmtree(self._folder / kind, ignore_errors=True)
        return self.open(self.wanted(documents))

    def settle(self, kind: EngineKind) -> None:
        """Everything is in this engine: take away the others."""
        for other in ENGINES:
            if other != kind:
                shutil.rmtree(self._folder / other, ignore_errors=True)
