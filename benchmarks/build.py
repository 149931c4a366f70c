"""Building an archive: documents a second, the second build, memory, size of the index; Recoll on the same files.

Recoll is measured where `recollindex` and `recollq` are installed, after the workbench, so that the files are already
in the system's cache for it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.common import Figures, PeakMemory, folder_mb, run, stopwatch, workbench_over
from benchmarks.peers import recoll_documents_per_s


def measure(arguments: argparse.Namespace) -> Figures:
    """Build twice over the files of the folder."""
    with workbench_over(arguments.data) as workbench:
        with PeakMemory() as memory, stopwatch() as first:
            report = workbench.build()
        with stopwatch() as second:
            workbench.build()
        index_mb = folder_mb(workbench.settings.indexes)
        for row in report.rows:
            if row.reason:
                print(f"{row.path}: {row.reason}")
    figures: Figures = {
        "documents": report.documents,
        "quarantined": report.counts["quarantined"],
        "refused": report.counts["refused"],
        "build_s": first(),
        "documents_per_s": report.documents / first(),
        "second_build_s": second(),
        "peak_mb": memory.mb,
        "index_mb": index_mb,
    }
    recoll = recoll_documents_per_s(arguments.data)
    if recoll is not None:
        figures["recoll_documents_per_s"] = recoll
    return figures


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
