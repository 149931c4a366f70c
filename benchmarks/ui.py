"""The application as people meet it, measured inside the browser: opening, searching, typing, an hour of work.

DIR holds `codex/` and `news/` (articles.jsonl.gz); `--documents` of them become an archive, built once and kept in
`--work`. The real `workbench app` (or JupyterLab) serves a copy of it to Chromium. Times are milliseconds.

- `first_panel`: from the address (in JupyterLab: from “Run all”) to the first panel on screen; `cold`: the moment the
  server answers for the first time, `warm`: later pages, `restored`: pages that open again on answers and a document.
- `search`: from the press of the button or of Enter to the frame that shows the answers. Beside it, of the same run,
  `answer`: to the first change of the page (the kernel and the way there and back), `workbench`: the search alone from
  Python, `plain_html`: the browser painting the same answers as one piece of HTML; `kernel_cpu`: processor time.
- `typing`: the longest task of the page (none below 50 ms is reported by a browser), the longest gap between frames and
  the time from a key to its frame, at 8 keys a second: alone, after Enter while the search runs, while a build of 100
  files runs (and one search meanwhile), and by an input method. `typed_right`: what was typed stood in the box.
- `widgets`: before and after `--searches` searches, with reading now and then; elements of the page, its memory.
- `hour`: `--hours` of use compressed in time, `ROUND` being what an officer does in three minutes: the kernel's own
  memory (without the pages of files, such as the index) quarter by quarter, and from the second quarter on its slope in
  MB for each hour of use.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Figures, mean, percentile, run
from benchmarks.scores import syllables
from benchmarks.ui_archive import archive
from benchmarks.ui_page import Search, browser, compose, new_page, type_keys
from benchmarks.ui_server import Kernel, Running, copied, server
from workbench.vietnamese.spelling import strip_accents
from workbench.workbench import Workbench

PARTS = ("first_panel", "search", "typing", "widgets", "hour")
ROUNDS_PER_HOUR = 20
ROUND = "3 questions, 2 documents read with a part more, a facet taken and left, a passage kept, 4 panels opened"
ACTIONS_PER_ROUND = 14
_TELEX = "cair cachs hanhf chinhs vaf chuyeenr ddooir soos owr caps xax"
_SYLLABLES = (
    ("c", "ca", "cả", "cải"),
    ("c", "ca", "các", "cách"),
    ("h", "ha", "han", "hanh", "hành"),
    ("c", "ch", "chi", "chin", "chinh", "chính"),
    ("d", "đ", "đo", "đô", "đôi", "đổi"),
    ("m", "mo", "mơ", "mới"),
)


def measure(arguments: argparse.Namespace) -> Figures:
    """Measure each part of one way in."""
    root = archive(arguments.work, arguments.data, arguments.documents)
    with copied(root) as copy, server(copy, arguments.way) as running, browser() as opened:
        questions = questions_of(copy, max(arguments.queries, 3))
        figures: Figures = {"way": arguments.way, "documents": arguments.documents, "server_start_s": running.start_s}
        figures["load_before"] = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        measures: dict[str, Callable[[], Figures]] = {
            "first_panel": lambda: _first_panel(opened, running, arguments, questions[0]),
            "search": lambda: _search(opened, running, questions),
            "typing": lambda: _typing(opened, running, questions[-2], arguments.keys_per_s),
            "widgets": lambda: _widgets(opened, running, questions, arguments.searches),
            "hour": lambda: _hour(opened, running, questions, arguments.hours),
        }
        for part in arguments.parts:
            figures[part] = measures[part]()
            print(f"{part}: {figures[part]}", flush=True)
        figures["load_after"] = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return figures


def questions_of(root: Path, wanted: int) -> list[str]:
    """Questions of one to five syllables in a row out of the archive's titles, every second one without accents."""
    chance = random.Random(8)
    with Workbench.open(root) as workbench:
        titles = [hit.title for hit in workbench.search("", limit=max(wanted * 3, 100)).hits]
    found: list[str] = []
    while len(found) < wanted:
        words = syllables(chance.choice(titles))
        length = chance.randint(1, 5)
        start = chance.randint(0, max(len(words) - length, 0))
        text = " ".join(words[start : start + length])
        if text:
            found.append(strip_accents(text) if len(found) % 2 else text)
    return found


# Opening -----------------------------------------------------------------------------------------


def _first_panel(opened: Any, running: Running, arguments: argparse.Namespace, question: str) -> Figures:
    with new_page(opened) as page:
        cold = running.open(page)
    warm: list[float] = []
    for _ in range(arguments.openings):
        time.sleep(arguments.settle)
        with new_page(opened) as page:
            warm.append(running.open(page))
            if (
                len(warm) == arguments.openings
            ):  # leave the last one at answers and a document, for the next pages to open again
                _go(page, "Tìm kiếm")
                search = Search(page)
                search.ask(question, enter=True)
                search.do("Đọc")
    restored: list[float] = []
    for _ in range(arguments.openings):
        time.sleep(arguments.settle)
        with new_page(opened) as page:
            restored.append(running.open(page))
    return {
        "cold_ms": cold,
        "warm_p50_ms": percentile(warm, 0.5),
        "warm_max_ms": max(warm),
        "restored_p50_ms": percentile(restored, 0.5),
        "restored_max_ms": max(restored),
    }


def _go(page: Any, label: str) -> None:
    """Open a panel by its button."""
    page.locator(".wb-nav").get_by_role("button", name=label, exact=True).click()
    page.locator(".wb-where", has_text=label).wait_for(state="attached")


def _opened_search(page: Any, running: Running, question: str) -> tuple[Search, Kernel]:
    """A page at its search panel, warmed by one question."""
    running.open(page)
    _go(page, "Tìm kiếm")
    search = Search(page)
    search.ask(question, enter=False)
    return search, running.kernel()


# Searching ---------------------------------------------------------------------------------------


def _search(opened: Any, running: Running, questions: Sequence[str]) -> Figures:
    seen: list[dict[str, float]] = []
    plain: list[float] = []
    with new_page(opened) as page:
        search, kernel = _opened_search(page, running, questions[-1])
        before = kernel.processor_s
        for place, question in enumerate(questions):
            seen += search.ask(question, enter=place % 2 == 0)
        used = kernel.processor_s - before
        for question in questions[:10]:
            search.ask(question, enter=True)
            plain.append(search.plain())
        kernel.close()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        alone = one.submit(_alone, running.root, list(questions)).result()
    painted = [one["painted"] for one in seen]
    return {
        "questions": len(seen),
        "p50_ms": percentile(painted, 0.5),
        "p95_ms": percentile(painted, 0.95),
        "max_ms": max(painted),
        "whole_panel_p95_ms": percentile([one["last"] for one in seen], 0.95),
        "answer_p50_ms": percentile([one["first"] for one in seen], 0.5),
        "answer_p95_ms": percentile([one["first"] for one in seen], 0.95),
        "workbench_p50_ms": percentile(alone, 0.5),
        "workbench_p95_ms": percentile(alone, 0.95),
        "plain_html_p50_ms": percentile(plain, 0.5),
        "kernel_cpu_ms": 1000 * used / len(questions),
    }


def _alone(root: Path, questions: list[str]) -> list[float]:
    """Milliseconds of each search from Python, in a process of its own."""
    times: list[float] = []
    with Workbench.open(root) as workbench:
        workbench.search(f"{questions[0]} ", limit=10)
        for question in questions:
            started = time.perf_counter()
            workbench.search(question, limit=10)
            times.append(1000 * (time.perf_counter() - started))
    return times


# Typing ------------------------------------------------------------------------------------------


def _typing(opened: Any, running: Running, question: str, keys_per_s: float) -> Figures:
    found: Figures = {}
    with new_page(opened) as page:
        search, kernel = _opened_search(page, running, question)
        session = page.context.new_cdp_session(page)

        def typed(name: str, wanted: str, press: Callable[[], None]) -> None:
            page.evaluate("meter.watch()")
            press()
            page.wait_for_timeout(300)
            seen = page.evaluate("meter.report()")
            events = seen["events"]
            found[name] = {
                "longest_task_ms": max(seen["tasks"], default=0.0),
                "tasks_over_50_ms": len(seen["tasks"]),
                "longest_gap_ms": seen["gap"],
                "key_to_frame_max_ms": max((duration for _, duration in events), default=0.0),
                "handler_max_ms": max((taken for taken, _ in events), default=0.0),
                "typed_right": search.box.input_value() == wanted,
            }

        def keys() -> None:
            type_keys(page, _TELEX, keys_per_s)

        search.box.fill("")
        typed("alone", _TELEX, keys)
        search.box.fill("")
        wanted = " ".join(steps[-1] for steps in _SYLLABLES)
        typed("input_method", wanted, lambda: compose(session, _SYLLABLES, keys_per_s))

        def after_enter() -> None:
            for start in range(0, len(_TELEX), 12):
                type_keys(page, _TELEX[start : start + 12], keys_per_s)
                page.keyboard.press("Enter")

        search.box.fill("")
        typed("while_searching", _TELEX, after_enter)
        search.wait()
        _drop_files(running.root / "corpus" / "moi", 100)
        _go(page, "Nạp văn bản")
        page.get_by_role("button", name="Cập nhật kho", exact=True).filter(visible=True).click()
        _go(page, "Tìm kiếm")
        search.box.fill("")
        search.box.click()
        typed("while_building", _TELEX, keys)
        found["search_while_building_ms"] = mean(one["painted"] for one in search.ask(question, enter=True))
        kernel.close()
    return found


def _drop_files(folder: Path, files: int) -> None:
    """New documents, each of words of its own."""
    folder.mkdir(parents=True)
    for number in range(files):
        lines = "\n".join(f"Xã số {number} đã hoàn thành {number + line} việc được giao." for line in range(400))
        text = f"ỦY BAN NHÂN DÂN XÃ SỐ {number}\nSố {number}/BC-UBND\nBÁO CÁO\nkết quả tháng {number}\n\n{lines}\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


# Long use ----------------------------------------------------------------------------------------


def _sizes(page: Any, kernel: Kernel) -> dict[str, float]:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return {
        "widgets": kernel.widgets(),
        "page_elements": int(page.evaluate("document.getElementsByTagName('*').length")),
        "page_nodes": told["Nodes"],
        "page_listeners": told["JSEventListeners"],
        "page_memory_mb": told["JSHeapUsedSize"] / 1e6,
        "kernel_mb": kernel.memory_mb,
    }


def _read(search: Search) -> None:
    """Open an answer, and what follows in it."""
    if search.panel.get_by_role("button", name="Đọc", exact=True).filter(visible=True).count() == 0:
        return
    search.do("Đọc")
    further = search.panel.get_by_role("button", name="Phần sau", exact=True).filter(visible=True)
    if further.count() and further.first.is_enabled():
        search.do("Phần sau")


def _widgets(opened: Any, running: Running, questions: Sequence[str], searches: int) -> Figures:
    with new_page(opened) as page:
        search, kernel = _opened_search(page, running, questions[-1])
        warm = min(20, searches)
        for place in range(warm + searches):
            search.ask(questions[place % len(questions)], enter=place % 2 == 0)
            if place % 10 == 0:
                _read(search)
            if place + 1 == warm:
                before = _sizes(page, kernel)
        after = _sizes(page, kernel)
        kernel.close()
    return {
        "searches": searches,
        "before": before,
        "after": after,
        "widgets_added": after["widgets"] - before["widgets"],
    }


def _hour(opened: Any, running: Running, questions: Sequence[str], hours: float) -> Figures:
    rounds = max(round(hours * ROUNDS_PER_HOUR), 2)
    memory: list[float] = []
    with new_page(opened) as page:
        search, kernel = _opened_search(page, running, questions[-1])
        for number in range(rounds):
            _round(page, search, questions, number)
            memory.append(kernel.own_mb)
        sizes = _sizes(page, kernel)
        errors = page.locator(".wb-error").filter(visible=True).count()
        kernel.close()
    quarter = max(rounds // 4, 1)
    later = memory[min(quarter, rounds - 2) :]
    slope = float(np.polyfit(range(len(later)), later, 1)[0]) * ROUNDS_PER_HOUR
    return {
        "round": ROUND,
        "actions": rounds * ACTIONS_PER_ROUND,
        "hours": rounds / ROUNDS_PER_HOUR,
        "kernel_own_first_mb": memory[0],
        "kernel_own_quarters_mb": [round(mean(memory[at : at + quarter])) for at in range(0, rounds, quarter)],
        "kernel_own_mb": memory[-1],
        "kernel_own_slope_mb_per_hour": slope,
        "errors": errors,
        **sizes,
    }


def _round(page: Any, search: Search, questions: Sequence[str], number: int) -> None:
    """What an officer does in three minutes; see `ROUND`."""
    for place in range(3):
        search.ask(questions[(3 * number + place) % len(questions)], enter=place % 2 == 0)
        if place < 2:
            _read(search)
    facet = search.panel.locator(".wb-facet-row button").filter(visible=True).first
    for _ in range(2):
        if facet.count():
            page.evaluate("meter.arm()")
            facet.click()
            search.wait()
    keep = search.panel.get_by_role("button", name="Cho vào giỏ", exact=True).filter(visible=True)
    if keep.count():
        search.do("Cho vào giỏ")
    for label in ("Tổng quan", "Số liệu", "Nhiệm vụ", "Tìm kiếm"):
        _go(page, label)
        page.wait_for_timeout(100)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=int, default=20_000, help="size of the archive (20000)")
    parser.add_argument("--way", choices=("app", "lab"), default="app", help="Voilà or JupyterLab (app)")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "benchmark-ui", help="keeps archives"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure (all)")
    parser.add_argument(
        "--settle", type=float, default=12.0, help="seconds between two pages: the next spare kernel is made (12)"
    )
    parser.add_argument("--keys-per-s", type=float, default=8.0, help="how fast is typed (8)")
    parser.add_argument("--openings", type=int, default=5, help="pages opened, of each kind (5)")
    parser.add_argument("--queries", type=int, default=60, help="questions asked (60)")
    parser.add_argument("--searches", type=int, default=500, help="searches of `widgets` (500)")
    parser.add_argument("--hours", type=float, default=1.0, help="hours of use of `hour` (1)")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
