"""Small documents for engines, made from plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workbench.index.document import IndexedDocument, joined
from workbench.vietnamese.syllables import tokens

MakeDocument = Callable[..., IndexedDocument]


@pytest.fixture(scope="session")
def make() -> MakeDocument:
    def make(id: str, body: str = "", title: str = "", **values: Any) -> IndexedDocument:
        return IndexedDocument(id, joined(tokens(body)), joined(tokens(title)), **values)

    return make
