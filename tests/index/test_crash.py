"""Programs that die while they write: nothing that was there is lost, and nobody is locked out."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from whoosh import query as q

from workbench.index import EngineKind, open_engine

EVERY = q.ConstantScoreQuery(q.Every(), 0.0)

# Adds batch after batch, as long as it lives, and says when each has ended.
WRITER = """
import sys
from pathlib import Path
from workbench.index import open_engine
from workbench.index.document import IndexedDocument

engine = open_engine(Path(sys.argv[1]), sys.argv[2])
start = engine.document_count()
for number in range(start, 100_000, 5):
    with engine.batch() as batch:
        for one in range(number, number + 5):
            batch.add(IndexedDocument(f"d{one:05}", "cấp ủy " * 50 + str(one), "kế hoạch"))
    print(number + 5, flush=True)
"""


@pytest.mark.parametrize("kind", ["whoosh", "tantivy"])
def test_killed_while_writing_every_batch_that_ended_is_there_and_whole(kind: EngineKind, tmp_path: Path) -> None:
    ended = 0
    for delay in (0.0, 0.013, 0.031):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), kind], stdout=subprocess.PIPE, encoding="utf-8"
        ) as writer:
            assert writer.stdout is not None
            for _ in range(3):
                ended = int(writer.stdout.readline())
            time.sleep(delay)  # somewhere in the next batch
            writer.kill()
            ended = max([ended, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        engine = open_engine(tmp_path, kind)
        assert not engine.fresh
        found = engine.search(EVERY, limit=10_000)
        # The last batch may have ended before it could be said; a batch is there in full or not at all.
        assert found.total in (ended, ended + 5)
        assert engine.search(q.Phrase("body", ["cấp", "ủy"]), limit=0).total == found.total
        with engine.batch() as batch:  # nobody is locked out
            batch.remove(["không có"])
        engine.close()
