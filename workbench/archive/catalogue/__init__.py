"""The catalogue: the truth about documents, in SQLite through SQLAlchemy. Engines are caches of it."""

from __future__ import annotations

from workbench.archive.catalogue.codec import Entry, Packed, Stored, fingerprint, pack
from workbench.archive.catalogue.database import FILE_NAME
from workbench.archive.catalogue.listing import Listed, Listing
from workbench.archive.catalogue.reading import FileState, Reading, RefusedState
from workbench.archive.catalogue.writing import Writing, path_hash

__all__ = [
    "FILE_NAME",
    "Catalogue",
    "Entry",
    "FileState",
    "Listed",
    "Packed",
    "RefusedState",
    "Stored",
    "fingerprint",
    "pack",
    "path_hash",
]


class Catalogue(Reading, Listing, Writing):
    """The catalogue in a folder (made if there is none), or at the address of a database.

    Raises:
        WorkbenchError: the file is no catalogue, or was made by a newer version of the workbench.
    """
