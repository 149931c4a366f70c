"""A workbench for synthesis officers: search an archive of office documents, and draft reports that cite it."""

from workbench.workbench import Workbench

__all__ = ["Workbench"]
__version__ = "0.1.0"
