"""What every benchmark shares: its arguments, its last line of JSON, and archives that live as long as a run."""

from __future__ import annotations

import argparse
import gzip
import json
import math
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from workbench.archive.intake import Job, Outcome, Taken, document_id, take_in
from workbench.documents.model import Document
from workbench.workbench import Workbench

Figures = dict[str, Any]
Measure = Callable[[argparse.Namespace], Figures]

NOT_DOCUMENTS = frozenset({".jsonl", ".gz", ".tsv", ".md", ".conllu", ".json"})
"""Suffixes of what describes a data folder; they are not documents of an office."""


def run(
    measure: Measure,
    about: str | None,
    argv: Sequence[str] | None = None,
    add_arguments: Callable[[argparse.ArgumentParser], object] | None = None,
) -> Figures:
    """Read the arguments, measure, print the figures; with `--json` the last line is one JSON object.

    Args:
        measure: does the work and may print details.
        about: what is measured, in words.
        argv: the arguments; those of the command line by default.
        add_arguments: declares more of them.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, required=True, help="folder laid out as the benchmark expects")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    if add_arguments is not None:
        add_arguments(parser)
    arguments = parser.parse_args(argv)
    if not arguments.data.is_dir():
        parser.error(f"no folder {arguments.data}")
    figures = measure(arguments)
    for name, value in figures.items():
        print(f"{name:32} {_readable(value)}")
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False))
    return figures


def _readable(value: Any) -> str:
    if isinstance(value, Mapping):
        return "  ".join(f"{name}: {_readable(item)}" for name, item in value.items())
    return f"{value:.4g}" if isinstance(value, float) else str(value)


# Data --------------------------------------------------------------------------------------------


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a .jsonl file. Ends the run with a plain message where the file is absent."""
    if not path.is_file():
        sys.exit(f"{path} is absent: this folder is not laid out for the benchmark.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_articles(folder: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The first `limit` objects of `articles.jsonl.gz`."""
    path = folder / "articles.jsonl.gz"
    if not path.is_file():
        sys.exit(f"{path} is absent: this folder is not laid out for the benchmark.")
    rows: list[dict[str, Any]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if limit is not None and len(rows) >= limit:
                break
            rows.append(json.loads(line))
    return rows


def transcript_of(file: Path) -> Path | None:
    """FILE.txt beside FILE, or None."""
    beside = file.with_name(file.name + ".txt")
    return beside if beside.is_file() else None


def office_files(folder: Path) -> list[Path]:
    """The files of a folder that an office would keep: no transcripts, no labels, no licence."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.startswith(".")]
    transcripts = {transcript for file in files if (transcript := transcript_of(file))}
    return [
        file
        for file in files
        if file not in transcripts
        and file.suffix.lower() not in NOT_DOCUMENTS
        and not file.stem.upper().startswith("LICENSE")
    ]


def take(file: Path) -> tuple[Outcome, Document | None, float]:
    """Take in one file as a build does: the outcome, the document if it became one, and the seconds it took."""
    started = time.perf_counter()
    outcome, *_ = take_in(Job(file, file.name, document_id(file.name)))
    seconds = time.perf_counter() - started
    return outcome, outcome.document if isinstance(outcome, Taken) else None, seconds


# Archives ----------------------------------------------------------------------------------------


@contextmanager
def workbench_over(corpus: Path) -> Iterator[Workbench]:
    """A workbench over a folder of documents; its indexes and workspace vanish with it. Nothing is built yet."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as root:
        setting = f"corpus = {json.dumps(corpus.resolve().as_posix(), ensure_ascii=False)}\n"
        (Path(root) / "workbench.toml").write_text(setting, encoding="utf-8")
        with Workbench.open(root) as workbench:
            yield workbench


@contextmanager
def archive_of(texts: Mapping[str, str]) -> Iterator[Workbench]:
    """A built archive of one .txt file a text, named by its key."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
        with workbench_over(Path(folder)) as workbench:
            workbench.build()
            yield workbench


def folder_mb(folder: Path) -> float:
    """Size of all files under a folder, in megabytes (10⁶ bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


# Time and memory ---------------------------------------------------------------------------------


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Gives a function that tells the seconds since the start, or, after the block, how long the block took."""
    started = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def mean(values: Iterable[float]) -> float:
    """The mean, 0 for no values."""
    listed = list(values)
    return statistics.fmean(listed) if listed else 0.0


class PeakMemory:
    """Greatest resident memory of this process and its children together while the block runs, in megabytes."""

    def __init__(self, every: float = 0.1) -> None:
        self.mb = 0.0
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while True:
            total = 0
            for process in [me, *me.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:  # it ended meanwhile
                    continue
            self.mb = max(self.mb, total / 1e6)
            if self._stop.wait(self._every):
                return
