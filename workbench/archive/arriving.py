"""What came in lately and what waits, as methods of `Workbench`: quick in an archive of any size."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pandas as pd
import sqlalchemy as sa

from workbench.archive.catalogue.listing import NotRead
from workbench.archive.deciding import Deciding
from workbench.documents.model import Document
from workbench.workspace.database.correction_tables import CorrectionRow

ARRIVAL = "ArrivalDate"
"""The field that a register of incoming documents fills: ngày đến (domain.md §8.2)."""

_COPIES = 3  # files looked at for every document wanted: some are copies of others

_COLUMNS = ["id", "path", "symbol", "type", "issuer", "date", "title", "arrived", "by_register"]


class Arriving(Deciding):
    """The part of `Workbench` about what is new and what waits."""

    def arrivals(self, limit: int = 20) -> pd.DataFrame:
        """The documents that came in last, newest first.

        When a document came in says the register of incoming documents where one was imported, else the file: when it
        was last changed on disk. Of files that are one document only the shown one is listed.

        Args:
            limit: how many documents at most.

        Returns:
            Columns id, path, symbol, type, issuer, date (of issue), title, arrived (a date), by_register (whether the
            register says so).

        Raises:
            NotBuiltError: the archive has not been built.
        """
        self._require_built()
        changed = dict(self.catalogue.newest(_COPIES * limit))
        registered = self._registered(limit)
        copies = self.representative_of
        lacking = [name for name in registered if name not in changed]
        found: list[tuple[date, Document, bool]] = []
        for document in self._decided.headers(name for name in (*changed, *lacking) if name not in copies):
            said = _day(document.register.get(ARRIVAL))
            if said is None and document.id not in changed:
                continue  # the line in the register is about an earlier file of this name
            day = said or datetime.fromtimestamp(changed[document.id] / 1e9).date()
            found.append((day, document, said is not None))
        found.sort(key=lambda item: item[1].path)
        found.sort(key=lambda item: (item[0], item[1].header.date or date.min), reverse=True)
        rows = []
        for day, document, by_register in found[:limit]:
            header = document.header
            fields = (header.symbol, header.type, header.issuer, header.date, document.title)
            rows.append((document.id, document.path, *fields, day, by_register))
        return pd.DataFrame(rows, columns=_COLUMNS, dtype=object)

    def count_arrived(self, since: date) -> int:
        """How many documents have files that are new or changed since a day; files that are one document count once.

        Raises NotBuiltError.
        """
        self._require_built()
        found = self.catalogue.changed_since(int(datetime.combine(since, time()).timestamp() * 1e9))
        return len({self.representative_of.get(name, name) for name in found})

    def not_read(self) -> list[NotRead]:
        """The files that could not be read, or wait for a program, and why; ordered by path.

        Refused files are not among them: of those not even the name is kept (`count_refused`).
        """
        return self.catalogue.not_read()

    def count_refused(self) -> int:
        """How many files of the corpus the last build refused because they bear a secrecy mark."""
        return self.catalogue.count_refused()

    def _registered(self, limit: int) -> list[str]:
        """Ids of the documents that came in last by what a register (or a person) says."""
        lines = sa.select(CorrectionRow.document_id, CorrectionRow.content_hash).where(
            CorrectionRow.field == ARRIVAL, CorrectionRow.undone_at.is_(None), CorrectionRow.value != json.dumps(None)
        )
        # Values are JSON of ISO dates: they sort as the days do.
        with self.workspace.read() as connection:
            rows = connection.execute(lines.order_by(CorrectionRow.value.desc()).limit(2 * limit)).all()
        near = {one.id for one in self.catalogue.listed({row.document_id for row in rows})}
        near |= {one.id for one in self.catalogue.listed_with({row.content_hash for row in rows})}
        return sorted(near)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # a register that was imported by an earlier version, or edited by hand
        return None
