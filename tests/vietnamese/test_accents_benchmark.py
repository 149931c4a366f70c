"""The benchmark of accents: what it keeps out, and that it counts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from benchmarks import accents


def _folder(path: Path, text: str) -> Path:
    path.mkdir()
    with gzip.open(path / "articles.jsonl.gz", "wt", encoding="utf-8") as lines:
        for number in range(40):
            lines.write(json.dumps({"id": f"a{number}", "title": "Tiêu đề", "text": text}, ensure_ascii=False) + "\n")
    return path


def test_tested_articles_never_enter_the_model(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "same", "Đồng chí trình bày báo cáo.")
    figures = accents.main(["--data", str(folder), "--no-general", "--json"])
    tested = sum(accents.kept_out(f"a{number}") for number in range(40))
    assert (figures["documents"], figures["train_documents"]) == (tested, 40 - tested)
    assert 0 < tested < 40
    assert figures["syllable_accuracy"] == 1


def test_an_archive_without_the_words_reads_none_of_them(tmp_path: Path) -> None:
    train = _folder(tmp_path / "train", "Mùa xuân.")
    data = _folder(tmp_path / "data", "Đồng chí trình bày.")
    figures = accents.main(["--data", str(data), "--train", str(train), "--no-general"])
    assert figures["syllable_accuracy"] == 2 / 6  # the title alone, which both have


def test_lines_without_accents_are_counted_apart(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "bare", "Đồng chí\nmot hai\nTừ đó")
    figures = accents.main(["--data", str(folder), "--no-general"])
    assert figures["accented_lines_accuracy"] == figures["syllable_accuracy"] == 1
    assert figures["syllables"] == 8 * figures["documents"]
