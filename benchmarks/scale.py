"""How search grows with the archive: twelve kinds of query, opening, memory, and new documents seen, beside peers.

DIR holds `codex/` and `news/` (articles.jsonl.gz). Each article becomes a .txt file under an invented head (symbol,
type, day), so that facets and filters have something to count. `p95_ms` times the engine with the trees that the
product makes of each question (ten hits, exact total); `search_p95_ms` the whole search, with facets and snippets.
`exponent` (with several `--documents`) is the power of the number of documents with which the slowest p95 grows.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

import psutil

from benchmarks.common import Figures, folder_mb, percentile, read_articles, run, stopwatch
from benchmarks.peers_search import Document, peers
from workbench.workbench import Workbench

_KINDS: Mapping[str, Sequence[tuple[str, dict[str, Any]]]] = {
    "word": [("thuế", {}), ("rừng", {}), ("học", {}), ("tỉnh", {})],
    "and": [("kinh tế xã hội", {}), ("bảo hiểm y tế", {}), ("thuế thu nhập cá nhân", {})],
    "or": [("kinh tế HOẶC nông thôn HOẶC bảo hiểm", {}), ("đất đai HOẶC nhà ở", {})],
    "phrase": [('"ủy ban nhân dân"', {}), ('"kinh tế xã hội"', {}), ('"bảo hiểm xã hội"', {})],
    "near": [('"kinh hội"~4', {}), ('"bảo luật"~5', {})],
    "prefix": [("nghiê*", {}), ("trườ*", {})],
    "fuzzy": [("nghịm~", {}), ("truờng~", {})],
    "symbol": [("34-BC/TU", {}), ("so:120-CT/TU", {})],
    "filters": [("kinh tế", {"types": ["Báo cáo"], "exclude": {"year": ["2020"]}}), ("thuế", {"types": ["Chỉ thị"]})],
    "dates": [("bảo hiểm", {"date_from": date(2015, 1, 1), "date_to": date(2018, 12, 31)})],
    "no_accents": [("kinh te xa hoi", {}), ("thue thu nhap", {})],
    "question": [
        ("người dân nộp hồ sơ trực tuyến có được miễn lệ phí hộ tịch hay không", {}),
        ("doanh nghiệp nhỏ và vừa được hỗ trợ vay vốn ưu đãi trong trường hợp nào", {}),
    ],
}
_PEER_QUESTIONS = {
    "word": ["thuế", "rừng", "học", "tỉnh"],
    "and": ["kinh tế xã hội", "bảo hiểm y tế", "thuế thu nhập cá nhân"],
    "or": ["kinh tế nông thôn bảo hiểm", "đất đai nhà ở"],
    "phrase": ["ủy ban nhân dân", "kinh tế xã hội", "bảo hiểm xã hội"],
}
_TYPES = (("BC", "BÁO CÁO"), ("CT", "CHỈ THỊ"), ("KH", "KẾ HOẠCH"), ("TB", "THÔNG BÁO"), ("KL", "KẾT LUẬN"))
_REPEATS = 10


class _Recorder:
    """An engine that keeps what it was asked."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.asked: list[tuple[Any, Any, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def search(self, tree: Any, *, filters: Any = None, sort: str = "relevance", **options: Any) -> Any:
        self.asked.append((tree, filters or {}, sort))
        return self._engine.search(tree, filters=filters or {}, sort=sort, **options)


def measure(arguments: argparse.Namespace) -> Figures:
    """Measure each size; the figures of the last one, and how the slowest query grew."""
    found: Figures = {}
    slowest: list[tuple[int, float]] = []
    for documents in arguments.documents:
        found = _measure(arguments.data, documents, arguments.engine)
        slowest.append((documents, max(found["p95_ms"].values())))
        print(f"{documents} documents: {found}")
    if len(slowest) > 1:
        (few, fast), (many, slow) = slowest[0], slowest[-1]
        found["exponent"] = math.log(slow / fast) / math.log(many / few)
    return found


def _measure(data: Path, documents: int, engine: str) -> Figures:
    articles = list(islice(_articles(data), documents + 100))
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "workbench.toml").write_text(f'engine = "{engine}"\n', encoding="utf-8")
        write_files(root / "corpus", articles[:documents], 0)
        with Workbench.open(root) as workbench, stopwatch() as passed:
            workbench.build()
        build_s = passed()
        figures = _in_another_process(root)
        index_mb = folder_mb(root / "indexes" / engine)
        with Workbench.open(root) as workbench:
            before = workbench.search("").total
            write_files(root / "corpus", articles[documents:], documents)
            with stopwatch() as passed:
                workbench.build()
                after = workbench.search("").total
        if after != before + len(articles) - documents:
            raise RuntimeError(f"{before} documents became {after}")
    return {
        "documents": documents,
        "engine": engine,
        "build_documents_per_s": documents / build_s,
        **figures,
        "index_mb": index_mb,
        "add_100_s": passed(),
        "peers": peers(articles[:documents], _PEER_QUESTIONS),
    }


def _in_another_process(root: Path) -> Figures:
    """What a session costs that only searches."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        return one.submit(_session, root).result()


def _session(root: Path) -> Figures:
    with stopwatch() as passed:
        workbench = Workbench.open(root)
        workbench.search("thuế", limit=1)
    first_ms = passed() * 1000
    engine: Any = workbench._usable_engine()
    engine.close()
    workbench._engine = None
    with stopwatch() as passed:
        engine = workbench._usable_engine()
        recorder = _Recorder(engine)
        workbench._engine = recorder
        workbench.search("thuế", limit=1)
    open_ms = passed() * 1000
    p50: dict[str, float] = {}
    p95: dict[str, float] = {}
    whole: dict[str, float] = {}
    for kind, questions in _KINDS.items():
        times: list[float] = []
        engine_times: list[float] = []
        for text, limits in questions:
            recorder.asked.clear()
            workbench.search(text, **limits)
            tree, filters, sort = recorder.asked[-1]
            for _ in range(_REPEATS):
                started = time.perf_counter()
                engine.search(tree, filters=filters, limit=10, sort=sort, facets=())
                engine_times.append((time.perf_counter() - started) * 1000)
                started = time.perf_counter()
                workbench.search(text, **limits)
                times.append((time.perf_counter() - started) * 1000)
        p50[kind], p95[kind] = percentile(engine_times, 0.5), percentile(engine_times, 0.95)
        whole[kind] = percentile(times, 0.95)
    return {
        "open_ms": open_ms,
        "first_search_ms": first_ms,
        "p50_ms": p50,
        "p95_ms": p95,
        "search_p95_ms": whole,
        "facets_snippets_p95_ms": max(whole.values()),
        "session_mb": psutil.Process().memory_info().rss / 1e6,
    }


def _articles(data: Path) -> Iterator[Document]:
    """Articles of both sets, over again when there are not enough."""
    rows = [*read_articles(data / "codex"), *read_articles(data / "news")]
    texts = [(row["title"], row.get("text") or f"{row.get('abstract', '')}\n{row.get('body', '')}") for row in rows]
    return chain.from_iterable(texts for _ in range(1_000))


def write_files(corpus: Path, articles: Sequence[Document], first: int) -> None:
    """One file an article, a thousand a folder, each under an invented head."""
    for number, (title, body) in enumerate(articles, first):
        chance = random.Random(number)
        short, kind = chance.choice(_TYPES)
        folder = corpus / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        day = f"ngày {chance.randint(1, 28):02} tháng {chance.randint(1, 12):02} năm {chance.randint(2010, 2025)}"
        head = f"TỈNH ỦY LAM NGUYÊN\nSố {number % 900 + 1}-{short}/TU\nLam Nguyên, {day}\n{kind}\n{title}\n\n"
        (folder / f"{number:06}.txt").write_text(head + body, encoding="utf-8", newline="\n")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=int, nargs="+", default=[2_000], help="sizes of the archive (2000)")
    parser.add_argument("--engine", choices=("whoosh", "tantivy"), default="tantivy", help="which engine (tantivy)")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
