"""The benchmark of same documents counts what it says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from benchmarks import same


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_variants_of_one_text_are_found_and_two_texts_kept_apart(tmp_path: Path) -> None:
    texts = [
        "\n".join(f"Điều {n}. Cơ quan {subject} chịu trách nhiệm việc {n * 7}, báo cáo kết quả." for n in range(1, 60))
        for subject in ("tài chính", "y tế")
    ]
    write(tmp_path / "docs.jsonl.gz", [{"text": text} for text in texts])
    figures = same.main(["--data", str(tmp_path)])
    assert figures["files"] == 10
    assert figures["precision"] == 1.0
    assert figures["missed"]["pages"] == 0


def test_articles_with_the_same_text_are_counted_apart(tmp_path: Path) -> None:
    text = "Nghị định này có hiệu lực thi hành kể từ ngày ký, các bộ chịu trách nhiệm thi hành nghị định này."
    rows = [
        {"title": "Hiệu lực", "text": text},
        {"title": "Hiệu lực", "text": text},
        {"title": "Khác", "text": "Khác."},
    ]
    write(tmp_path / "articles.jsonl.gz", rows)
    figures = same.main(["--data", str(tmp_path)])
    assert (figures["behind_the_same_text"], figures["behind_another_text"]) == (1, 0)
