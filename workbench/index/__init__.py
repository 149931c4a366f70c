"""The full-text index: analysed documents, the contract of engines, and the engines (decision 18)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from workbench.index.engine import SearchEngine

EngineKind = Literal["whoosh", "tantivy"]
ENGINES: tuple[EngineKind, ...] = ("whoosh", "tantivy")


def is_available(kind: EngineKind) -> bool:
    """Whether an engine's library is installed here."""
    return find_spec(kind) is not None


def open_engine(folder: Path, kind: EngineKind) -> SearchEngine:
    """Open the index of an engine in `folder/KIND`; made empty if there is none, or none that can be used.

    Args:
        folder: holds the indexes of all engines.
        kind: which engine.

    Raises:
        ImportError: its library is not installed (see `is_available`).
    """
    if kind == "tantivy":
        from workbench.index.tantivy_engine import TantivyEngine

        return TantivyEngine(folder / kind)
    from workbench.index.whoosh_engine import WhooshEngine

    return WhooshEngine(folder / kind)
