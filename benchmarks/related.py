"""Related articles of the official codex, from the article itself (articles.jsonl.gz, related_qrels.tsv).

The archive is built from one .txt file an article: its title, the line that says where it is from, "Đề mục: …", and its
text, as the codex prints them. The codex's own links are what counts as right; it does not print all that is related,
so the figures are lower bounds. Sources are the articles with links, or `--sources` of them, chosen by hash of the id.
With `--documents` the archive holds the linked articles of the sources first, then others by hash.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from benchmarks.common import Figures, archive_of, mean, percentile, read_articles, run, stopwatch

_DEPTH = 10


def measure(arguments: argparse.Namespace) -> Figures:
    """Build the archive and ask for the related documents of every source."""
    articles = {row["id"]: row for row in read_articles(arguments.data)}
    links = _links(arguments.data / "related_qrels.tsv", articles)
    sources = sorted(links, key=_hash)[: arguments.sources]
    held = _held(articles, links, sources, arguments.documents)
    recall, reciprocal, times = [], [], []
    with archive_of({name: _printed(articles[name]) for name in held}) as workbench:
        ids = {
            PurePath(path).stem: name for name, path in workbench.documents()[["id", "path"]].itertuples(index=False)
        }
        for source in sources:
            if source not in ids:  # not taken in: it finds nothing
                recall.append(0.0)
                reciprocal.append(0.0)
                continue
            with stopwatch() as passed:
                found = workbench.related(ids[source], _DEPTH)
            times.append(passed())
            names = [PurePath(item.path).stem for item in found]
            ranks = [rank for rank, name in enumerate(names, start=1) if name in links[source]]
            recall.append(len(ranks) / len(links[source]))
            reciprocal.append(1 / ranks[0] if ranks else 0.0)
        documents = len(ids)
    return {
        "documents": documents,
        "sources": len(sources),
        "r_at_10": mean(recall),
        "mrr_at_10": mean(reciprocal),
        "ms_p50": 1000 * percentile(times, 0.5),
        "ms_p95": 1000 * percentile(times, 0.95),
    }


def _links(path: Path, articles: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """For each source the articles that it is linked with; those that are not in the corpus are left out."""
    if not path.is_file():
        sys.exit(f"{path} is absent: this folder is not laid out for the benchmark.")
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        source, *targets = line.split("\t")
        known = frozenset(name for name in targets if name in articles)
        if source in articles and known:
            found[source] = found.get(source, frozenset()) | known
    return found


def _held(
    articles: Mapping[str, Any], links: Mapping[str, frozenset[str]], sources: Sequence[str], documents: int | None
) -> list[str]:
    needed = dict.fromkeys(name for source in sources for name in (source, *sorted(links[source])))
    others = [name for name in sorted(articles, key=_hash) if name not in needed]
    room = len(others) if documents is None else max(documents - len(needed), 0)
    return [*needed, *others[:room]]


def _printed(row: Mapping[str, Any]) -> str:
    return f"{row['title']}\n{row['source']}\nĐề mục: {row['de_muc']}\n\n{row['text']}"


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8")).hexdigest()


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--sources", type=int, default=1_000, help="how many articles are asked about")
        parser.add_argument("--documents", type=int, default=None, help="size of the archive; all by default")

    return run(measure, __doc__, argv, options)


if __name__ == "__main__":
    main()
