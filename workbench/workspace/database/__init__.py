"""The workspace database: what people decided, in `workspace/workspace.sqlite`.

A build never deletes or rewrites it; `indexes/` can be thrown away without losing a line of it.

How to add a table (tags, notes, saved searches, history, alerts …):

1. Declare it on `Base` in a module of its own beside this one, `workspace/database/NAME_tables.py`, and import that
   module in `tables.py`. Every table that speaks of a document keeps the document's id *and* its content hash, so
   that the line finds its document again after files have moved.
2. Add a migration `migrations/versions/vNNNN_NAME.py` (NNNN: the next free number; `down_revision`: the newest one).
   Only add: a migration never drops or rewrites what people made. `tests/workspace/test_database.py` fails when
   migrations and declarations disagree.
3. Read and write through `WorkspaceStore.read()` and `WorkspaceStore.write()`; take it from `Workbench.workspace`.
"""

from workbench.workspace.database.store import FILE_NAME, WorkspaceStore
from workbench.workspace.database.tables import Base

__all__ = ["FILE_NAME", "Base", "WorkspaceStore"]
