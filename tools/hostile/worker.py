"""Takes in one file after the other, as a build's process does, and says what came of each. Run by `tools.hostile`."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from workbench.archive import system_parts
from workbench.archive.intake import Job, Taken, document_id, take_in
from workbench.archive.readers.base import Workshop

_MEMORY = 4 * 1024**3  # bytes of address space: a bomb then ends as MemoryError, not as a machine that stands still


def main(scratch: Path, marker: str, programs: bool) -> None:
    """Read names of files from standard input, one JSON string a line; answer each with one JSON object a line."""
    if os.name != "nt":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    if not programs:
        system_parts.find_all = lambda name: []
    for line in sys.stdin:
        file = Path(json.loads(line))
        started = time.perf_counter()
        name = file.name.encode("utf-8", "replace").decode()
        outcomes = take_in(Job(file, name, document_id(name)), Workshop(scratch))
        documents = [outcome.document for outcome in outcomes if isinstance(outcome, Taken) and outcome.document]
        answer = {
            "outcome": type(outcomes[0]).__name__,
            "inside": len(outcomes) - 1,
            "seconds": time.perf_counter() - started,
            "peak_mb": _peak_mb(),
            "leaked": any(marker in document.text for document in documents),
            "unforeseen": [
                reason for outcome in outcomes if "ngoài dự kiến" in (reason := str(getattr(outcome, "reason", "")))
            ],
            "memory": any("bộ nhớ của máy" in str(getattr(outcome, "reason", "")) for outcome in outcomes),
        }
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _peak_mb() -> float:
    if os.name == "nt":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "True")
