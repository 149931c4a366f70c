"""Drafts that people write, as methods of `Workbench`: kept, opened, listed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from workbench.archive.deciding import Deciding
from workbench.drafting.model import Draft, mark_gone
from workbench.drafting.store import DraftStore


class Drafting(Deciding):
    """The part of `Workbench` about drafts."""

    @property
    def _has_catalogue(self) -> bool:
        raise NotImplementedError

    @cached_property
    def _drafts(self) -> DraftStore:
        return DraftStore(self.settings.workspace / "drafts")

    def save_draft(self, draft: Draft) -> Path:
        """Save a draft in the workspace; its earlier state is kept as a version."""
        return self._drafts.save(draft)

    def load_draft(self, draft_id: str) -> Draft:
        """Open a saved draft; sources whose original was deleted since are marked (`Citation.gone`).

        Raises:
            DraftError: there is none, or its file is damaged.
        """
        draft = self._drafts.load(draft_id)
        if self._has_catalogue:
            mark_gone(draft, self.catalogue.departed({citation.document_id for citation in draft.sources()}))
        return draft

    def drafts(self) -> pd.DataFrame:
        """Saved drafts, last saved first: id, title, query, created, items, modified."""
        columns = ["id", "title", "query", "created", "items", "modified"]
        rows = [tuple(getattr(item, name) for name in columns) for item in self._drafts.list()]
        return pd.DataFrame(rows, columns=columns)
