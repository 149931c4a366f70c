"""A small invented archive, searched through a real engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages
from workbench.index.engine import analyse
from workbench.index.tantivy_engine import TantivyEngine
from workbench.index.whoosh_engine import WhooshEngine
from workbench.search.searcher import Searcher

MakeDocument = Callable[..., Document]


def make_document(
    id: str,
    text: str = "",
    *,
    title: str = "Văn bản",
    symbol: str | None = None,
    cites: tuple[str, ...] = (),
    type: str | None = None,
    issuer: str | None = None,
    day: date | None = None,
) -> Document:
    header = Header(symbol=symbol, type=type, issuer=issuer, date=day)
    return Document(id, f"{id}.txt", text, (), header, title, split_passages(text), cites)


@pytest.fixture(scope="session")
def make() -> MakeDocument:
    return make_document


ENGINES = {"whoosh": WhooshEngine, "tantivy": TantivyEngine}


@pytest.fixture(params=ENGINES)
def search_in(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Searcher]]:
    """Index documents, `copies` as files that are not shown, and give the searcher; keywords go on to the Searcher."""
    engine = ENGINES[request.param](tmp_path / "index")

    def index(documents: Iterable[Document], copies: Collection[str] = (), **options: Any) -> Searcher:
        held: dict[str, Document] = {}
        with engine.batch() as batch:
            for document in documents:
                held[document.id] = document
                batch.add(replace(analyse(document), copy=document.id in copies))

        def fetch(ids: Iterable[str]) -> Mapping[str, Document]:
            return {item: held[item] for item in ids}

        return Searcher(engine, fetch, **options)

    yield index
    engine.close()
