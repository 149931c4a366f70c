"""Takes out of the workspace what was copied there from documents that turned out to be secret.

What people wrote themselves (notes, tags, corrected values, drafts) is theirs: it stays, and they are told where it is.
Copies of the workspace that were made before (`workspace/backups`, an office's own backups) are not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa

from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.correction_tables import CorrectionRow
from workbench.workspace.database.keeping_tables import MarkRow, ViewedRow
from workbench.workspace.database.row_tables import RowDecisionRow

TITLE = "(văn bản mang dấu mật, đã gỡ khỏi kho)"
"""What stands in the history in place of the title."""

_NOTHING = "null"  # a value that is JSON
_CHUNK = 300


def forget(store: WorkspaceStore, ids: Collection[str], hashes: Collection[str]) -> dict[str, int]:
    """Blank everything that the workbench itself copied into the workspace from these documents.

    Gone are: natural keys, values that were read and those that a person only confirmed, quotes of passages and rows,
    paths and titles. Who did what and when stays.

    Nothing of it is left in the file; `WorkspaceStore.wipe` then empties its log.

    Args:
        store: the workspace.
        ids: ids of the documents.
        hashes: SHA-256 of their files, where no other document has the same content.

    Returns:
        By document id, the number of lines in which words of people remain.
    """
    if not store.file.is_file():
        return {}
    left: Counter[str] = Counter()
    with store.write() as connection:
        for chunk in _chunks(ids, hashes):
            _forget_corrections(connection, chunk)
            _forget_rows(connection, chunk)
            marks = sa.update(MarkRow).where(_about(MarkRow, chunk))
            connection.execute(marks.values(natural_key=None, path="", title="", quote=""))
            views = sa.update(ViewedRow).where(_about(ViewedRow, chunk))
            connection.execute(views.values(path="", title=TITLE))
            for table, is_words in (
                (MarkRow, sa.true()),
                (CorrectionRow, CorrectionRow.value != _NOTHING),
                (RowDecisionRow, RowDecisionRow.values != "{}"),
            ):
                found = sa.select(table.document_id, sa.func.count()).where(_about(table, chunk), is_words)
                for name, count in connection.execute(found.group_by(table.document_id)):
                    left[name] += count
    return dict(left)


def cited_in(drafts: Path, ids: Collection[str]) -> Mapping[str, int]:
    """By document id, the number of files of drafts, their earlier versions included, that name it."""
    found: Counter[str] = Counter()
    for file in drafts.rglob("*.json") if drafts.is_dir() else ():
        text = file.read_text(encoding="utf-8", errors="replace")
        found.update(name for name in ids if name in text)
    return found


_Chunk = tuple[list[str], list[str]]


def _chunks(ids: Iterable[str], hashes: Iterable[str]) -> Iterator[_Chunk]:
    names, contents = sorted(ids), sorted(hashes)
    for start in range(0, max(len(names), len(contents)), _CHUNK):
        yield names[start : start + _CHUNK], contents[start : start + _CHUNK]


def _about(table: type[CorrectionRow | MarkRow | RowDecisionRow | ViewedRow], chunk: _Chunk) -> sa.ColumnElement[bool]:
    return sa.or_(table.document_id.in_(chunk[0]), table.content_hash.in_(chunk[1]))


def _forget_corrections(connection: sa.Connection, chunk: _Chunk) -> None:
    about = _about(CorrectionRow, chunk)
    # A confirmation holds nothing but what was read. Without its value it would say that there is none: it is undone.
    undone = {
        "value": _NOTHING,
        "undone_by": sa.func.coalesce(CorrectionRow.undone_by, user_name()),
        "undone_at": sa.func.coalesce(CorrectionRow.undone_at, now()),
    }
    confirmed = CorrectionRow.value == CorrectionRow.before
    connection.execute(sa.update(CorrectionRow).where(about, confirmed).values(undone))
    blank = {"before": _NOTHING, "read_key": None, "natural_key": None}
    connection.execute(sa.update(CorrectionRow).where(about).values(blank))


def _forget_rows(connection: sa.Connection, chunk: _Chunk) -> None:
    about = _about(RowDecisionRow, chunk)
    connection.execute(sa.update(RowDecisionRow).where(about).values(quote="", natural_key=None))
    uncorrected = RowDecisionRow.decision != "corrected"
    connection.execute(sa.update(RowDecisionRow).where(about, uncorrected).values(values="{}"))
