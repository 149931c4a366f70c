"""Restoring accents (`articles.jsonl.gz` in DIR): the texts of a fixed tenth are stripped of accents and read again.

The model is built from `--train DIR`; articles whose id falls into the kept-out tenth, by hash, never enter it.
Counted are syllables: runs of letters, equal but for tone placement. Lines without a single accent are counted too;
`accented_lines_accuracy` leaves these out (foreign text, and text that nobody typed with accents).
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.common import Figures, read_articles, run, stopwatch
from workbench.vietnamese.accents import AccentModel
from workbench.vietnamese.spelling import clean, has_accents, strip_accents, tone

_LETTERS = re.compile(r"[^\W_]+")


def kept_out(identifier: str) -> bool:
    """Whether an article belongs to the tenth that is tested and never learned from."""
    digest = hashlib.blake2b(identifier.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 10 == 0


def article_text(row: dict[str, Any]) -> str:
    """Title, abstract and body of an article."""
    body = row.get("text") or row.get("body") or ""
    lines = [row.get("title"), row.get("abstract"), body if isinstance(body, str) else "\n".join(body)]
    return "\n".join(line for line in lines if line)


def measure(arguments: argparse.Namespace) -> Figures:
    """Build, save, load, then restore the kept-out texts."""
    train = arguments.train or arguments.data
    texts = [article_text(row) for row in read_articles(train) if not kept_out(row["id"])]
    with stopwatch() as build_seconds:
        built = AccentModel.build(texts, general=not arguments.no_general)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        file = Path(folder) / "accents.npz"
        with stopwatch() as save_seconds:
            built.save(file)
        size = file.stat().st_size / 1e6
        with stopwatch() as load_seconds:
            model = AccentModel.load(file, general=not arguments.no_general)
    wanted = [clean(article_text(row)) for row in read_articles(arguments.data) if kept_out(row["id"])]
    wanted = wanted[: arguments.documents]
    return {
        "documents": len(wanted),
        **_score(model, wanted),
        "model_mb": size,
        "build_s": build_seconds(),
        "save_s": save_seconds(),
        "load_s": load_seconds(),
        "train_documents": len(texts),
    }


def _score(model: AccentModel, wanted: list[str]) -> Figures:
    typed = [strip_accents(text) for text in wanted]
    with stopwatch() as seconds:
        given = [model.restore(text)[0].text for text in typed]
    right = total = accented_right = accented_total = 0
    for text, answer in zip(wanted, given, strict=True):
        for line, read in zip(text.split("\n"), answer.split("\n"), strict=True):
            pairs = list(zip(_syllables(line), _syllables(read), strict=True))
            same = sum(one == other for one, other in pairs)
            right += same
            total += len(pairs)
            if has_accents(line):
                accented_right += same
                accented_total += len(pairs)
    return {
        "syllables": total,
        "syllable_accuracy": right / max(total, 1),
        "accented_lines_accuracy": accented_right / max(accented_total, 1),
        "syllables_per_s": total / seconds(),
    }


def _syllables(line: str) -> list[str]:
    return [word for word in _LETTERS.findall(tone(line.lower())) if word.isalpha()]


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, help="the archive that the model is built from (DIR by default)")
    parser.add_argument("--no-general", action="store_true", help="without the shipped general model")
    parser.add_argument("--documents", type=int, help="test on the first N kept-out articles only")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
