"""The benchmark of the application runs on a small archive in a real browser and gives the keys of its contract."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.browser


def write_articles(folder: Path, rows: Iterable[dict[str, Any]]) -> None:
    folder.mkdir()
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "articles.jsonl.gz").write_bytes(gzip.compress(text.encode("utf-8")))


def test_searching_and_long_use_are_measured_in_the_browser(figures_of: Run, tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="thiếu playwright; cài phụ thuộc phát triển (dev)")
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("thiếu Chromium")
    subjects = ("Thuế thu nhập cá nhân", "Bảo hiểm y tế", "Cải cách hành chính", "Bảo vệ rừng", "Lưu trữ tài liệu")
    laws = [{"id": str(n), "title": one, "text": f"{one} được quy định ở điều {n}."} for n, one in enumerate(subjects)]
    write_articles(tmp_path / "codex", laws)
    news = [{**law, "abstract": "Tin trong ngày.", "body": law["text"]} for law in laws]
    write_articles(tmp_path / "news", news)
    few = ("--parts", "search", "hour", "--queries", "4", "--hours", "0.1")  # each part opens a page; two are enough
    figures = figures_of("ui", tmp_path, "--documents", "10", "--work", str(tmp_path / "work"), *few)
    assert (figures["way"], figures["documents"]) == ("app", 10)
    search, hour = figures["search"], figures["hour"]
    assert 0 < search["answer_p50_ms"] <= search["p50_ms"] <= search["p95_ms"] <= search["max_ms"]
    assert min(search[key] for key in ("workbench_p95_ms", "plain_html_p50_ms", "kernel_cpu_ms")) > 0
    assert hour["errors"] == 0
    assert hour["widgets"] > 100
    assert hour["page_nodes"] > 100
    assert hour["kernel_own_mb"] > 100
    assert (tmp_path / "work" / "kho-10" / "built.json").is_file(), "kept for the next run"
