"""The archive that `ui` looks at: articles of both sets as files of an office, built once and kept for the next run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from benchmarks.common import read_articles, stopwatch
from benchmarks.peers_search import Document
from benchmarks.scale import write_files
from workbench.workbench import Workbench


def archive(work: Path, data: Path, documents: int) -> Path:
    """The root of a built archive of so many documents, both stages; made now unless `work` has it already.

    Args:
        work: where archives are kept between runs.
        data: folder with `codex/` and `news/`.
        documents: how many.
    """
    root = work / f"kho-{documents}"
    done = root / "built.json"
    if done.is_file():
        return root
    root.mkdir(parents=True, exist_ok=True)
    write_files(root / "corpus", list(islice(_articles(data, documents), documents)), 0)
    with Workbench.open(root) as workbench:
        with stopwatch() as build:
            report = workbench.build()
        with stopwatch() as later:
            workbench.analyse_texts()
    told = {"documents": report.documents, "build_s": build(), "second_stage_s": later()}
    print(f"archive: {told}")
    done.write_text(json.dumps(told), encoding="utf-8")
    return root


def _articles(data: Path, documents: int) -> Iterator[Document]:
    """Articles of both sets by turns (laws, news), over again when there are not enough."""
    laws = [(row["title"], row["text"]) for row in read_articles(data / "codex", documents)]
    news = [
        (row["title"], "\n".join([row.get("abstract") or "", *_paragraphs(row["body"])]))
        for row in read_articles(data / "news", documents)
    ]
    both = [one for pair in zip(laws, news, strict=False) for one in pair]
    return chain.from_iterable(both for _ in range(1_000))


def _paragraphs(body: str | list[str]) -> list[str]:
    return [body] if isinstance(body, str) else body
