"""Small documents for engines, made from plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workbench.index.engine import IndexedDocument
from workbench.vietnamese.syllables import tokens

MakeDocument = Callable[..., IndexedDocument]


@pytest.fixture(scope="session")
def make() -> MakeDocument:
    def make(
        id: str,
        body: str = "",
        title: str = "",
        *,
        symbols: tuple[str, ...] = (),
        cites: tuple[str, ...] = (),
        type: str = "",
        issuer: str = "",
        date: int = 0,
    ) -> IndexedDocument:
        return IndexedDocument(id, tokens(body), tokens(title), symbols, cites, type, issuer, date)

    return make
