"""A build that is killed at any point loses nothing, doubles nothing, and the next one completes it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from workbench import Workbench
from workbench.analysis import keywords_phrases
from workbench.search.indexing import DIGEST

Write = Callable[..., Path]

DOCUMENTS = 12

# Runs a build that ends without any farewell before or after the n-th call of a method.
KILLED = """
import os, sys
from workbench import Workbench
from workbench.archive import build, second_stage
from workbench.archive.catalogue import Catalogue, writing
from workbench.search import indexing

owner, name, when, number = sys.argv[2:]
build._BATCH = indexing._BATCH = second_stage._BATCH = 4
owner = {"Catalogue": Catalogue, "writing": writing, "indexing": indexing}[owner]
called, calls = getattr(owner, name), 0

def killing(*arguments, **options):
    global calls
    calls += 1
    if calls == int(number) and when == "before":
        os._exit(9)
    result = called(*arguments, **options)
    if calls == int(number):
        os._exit(9)
    return result

setattr(owner, name, killing)
with Workbench.open(sys.argv[1]) as workbench:
    workbench.build(second_stage=True)
"""

POINTS = {
    "in the middle of a transaction": ("writing", "_insert", "after", "6"),
    "after a batch was written, before it was indexed": ("Catalogue", "put", "after", "2"),
    "after a batch was indexed, before that was noted": ("Catalogue", "mark_indexed", "before", "2"),
    "while documents are given to the engine": ("indexing", "decode", "after", "6"),
    "in the second stage": ("Catalogue", "keep_analyses", "after", "1"),
}


def assert_whole(root: Path) -> None:
    """The next build completes it: every document once, in catalogue, engine and second stage."""
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        assert workbench.catalogue.count() == DOCUMENTS
        assert workbench.catalogue.to_index(DIGEST.version) == ([], [])
        assert workbench.catalogue.without_analysis(keywords_phrases.NAME, keywords_phrases.VERSION) == []
        engine = workbench._usable_engine()
        assert engine.document_count() == DOCUMENTS
        assert workbench.build().counts["unchanged"] == DOCUMENTS
    assert list((root / "indexes" / "scratch").iterdir()) == []


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
def test_a_build_that_stops_dead_is_completed_by_the_next(tmp_path: Path, write: Write, point: tuple[str, ...]) -> None:
    for number in range(DOCUMENTS):
        write(f"{number:02}.txt", number)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), *point], check=False, timeout=120)
    assert done.returncode == 9, "it was not killed where the test wanted it"
    assert_whole(tmp_path)


WITH_WORKERS = """
import sys
from workbench import Workbench
from workbench.archive import build

build._BATCH, build._SMALL, build._LOT_FILES = 2, 0, 2
if __name__ == "__main__":
    with Workbench.open(sys.argv[1]) as workbench:
        workbench.build(lambda step: print(step.done, flush=True))
"""


def test_a_killed_build_takes_its_workers_with_it(tmp_path: Path, write: Write) -> None:
    for number in range(DOCUMENTS):
        write(f"{number:02}.txt", number)
    (tmp_path / "workbench.toml").write_text("workers = 2\n", encoding="utf-8")
    script = tmp_path / "run.py"
    script.write_text(WITH_WORKERS, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() not in (b"4", b""):
            pass
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert workers
    limit = time.monotonic() + 30
    while any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers):
        assert time.monotonic() < limit, "its workers live on"
        time.sleep(0.05)
    assert_whole(tmp_path)
