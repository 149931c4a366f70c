"""Building an archive: documents a second in both stages, an unchanged build, one file added, memory, size; Recoll.

The files are seen through links in a folder of their own, so that one can be added to them. Recoll is measured on the
same files where `recollindex` and `recollq` are installed, after the workbench, so that they are already in the
system's cache for it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.common import Figures, PeakMemory, folder_mb, run, stopwatch, workbench_over
from benchmarks.peers import recoll_documents_per_s

_WORD = "quanghopthutuc"  # stands in no document
_ADDED = f"""UBND TỈNH LAM NGUYÊN
SỞ NỘI VỤ
Số: 1/BC-SNV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Lam Nguyên, ngày 01 tháng 3 năm 2025
BÁO CÁO
Kết quả rà soát {_WORD} quý I năm 2025
"""


def measure(arguments: argparse.Namespace) -> Figures:
    """Build over the files of the folder, again, analyse, add a file."""
    with linked(arguments.data) as corpus, workbench_over(corpus) as workbench:
        with PeakMemory() as memory:
            with stopwatch() as first:
                report = workbench.build()
            with stopwatch() as second:
                workbench.build()
            with stopwatch() as later:
                analysed = workbench.analyse_texts()
        index_mb = folder_mb(workbench.settings.indexes)
        (corpus / "zz-added.txt").write_text(_ADDED, encoding="utf-8")
        with stopwatch() as add_one:
            workbench.build()
            found = workbench.search(_WORD).total
        if found != 1:
            sys.exit(f"the added file was found {found} times")
        for row in report.rows:
            if row.reason:
                print(f"{row.path}: {row.reason}")
    figures: Figures = {
        "documents": report.documents,
        "waiting": report.counts["waiting"],
        "quarantined": report.counts["quarantined"],
        "refused": report.counts["refused"],
        "build_s": first(),
        "documents_per_s": report.documents / first(),
        "second_build_s": second(),
        "second_stage_documents_per_s": analysed / later() if analysed else 0.0,
        "add_one_s": add_one(),
        "peak_mb": memory.mb,
        "index_mb": index_mb,
    }
    recoll = recoll_documents_per_s(arguments.data)
    if recoll is not None:
        figures["recoll_documents_per_s"] = recoll
        figures["ratio_to_recoll"] = figures["documents_per_s"] / recoll
    return figures


@contextmanager
def linked(folder: Path) -> Iterator[Path]:
    """A folder of links to the files of another one (copies where the system allows no links); gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="corpus-", ignore_cleanup_errors=True) as place:
        root = Path(place)
        for file in sorted(folder.rglob("*")):
            if not file.is_file():
                continue
            link = root / file.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            try:
                link.symlink_to(file.resolve())
            except OSError:
                shutil.copy2(file, link)
        yield root


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
