"""A workbench for synthesis officers: search an archive of office documents, and draft reports that cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.workbench import Workbench

__all__ = ["Workbench"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Late: the processes that a build starts need only the lower floors, and start in half the time.
    if name == "Workbench":
        from workbench.workbench import Workbench

        return Workbench
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
