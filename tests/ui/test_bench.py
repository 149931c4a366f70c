"""What panels of one session share: nothing that people left off with is lost, and nothing stops their work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench import Workbench
from workbench.errors import WorkbenchError
from workbench.ui.bench import Bench, value_of


def test_what_a_panel_remembers_is_there_in_the_next_session(workbench: Workbench) -> None:
    Bench(workbench, "lan").remember("tim_kiem", {"query": "cải cách", "page": 2})
    assert Bench(workbench, "lan").recall("tim_kiem") == {"query": "cải cách", "page": 2}
    assert Bench(workbench, "lan").recall("tu_khoa") == {}


def test_every_person_has_a_memory_of_their_own(workbench: Workbench) -> None:
    Bench(workbench, "VP\\lan").remember("tim_kiem", {"query": "của Lan"})
    Bench(workbench, "VP\\hoà").remember("tim_kiem", {"query": "của Hoà"})
    assert Bench(workbench, "VP\\lan").recall("tim_kiem") == {"query": "của Lan"}
    assert Bench(workbench, "VP\\hoà").path.parent == workbench.settings.workspace / "giao-dien"


def test_two_windows_of_one_person_do_not_wipe_each_other_s_panels(workbench: Workbench) -> None:
    first, second = Bench(workbench, "lan"), Bench(workbench, "lan")
    first.remember("tim_kiem", {"query": "một"})
    second.remember("tu_khoa", {"query": "hai"})
    first.remember("du_thao", {"draft": "ba"})
    again = Bench(workbench, "lan")
    assert [again.recall(key) for key in ("tim_kiem", "tu_khoa", "du_thao")] == [
        {"query": "một"},
        {"query": "hai"},
        {"draft": "ba"},
    ]


@pytest.mark.parametrize("damage", ["{", "[]", '{"panels": 3}', "null", "\ufeff\x00", '{"panels": {"tim_kiem": 7}}'])
def test_a_damaged_memory_starts_afresh_and_is_kept(workbench: Workbench, damage: str) -> None:
    bench = Bench(workbench, "lan")
    bench.path.parent.mkdir(parents=True)
    bench.path.write_text(damage, encoding="utf-8")
    assert bench.recall("tim_kiem") == {}
    bench.remember("tim_kiem", {"query": "lại"})
    assert Bench(workbench, "lan").recall("tim_kiem") == {"query": "lại"}
    if "tim_kiem" not in damage:
        assert "bị hỏng" in bench.trouble
        kept = list(bench.path.parent.glob("lan.hong-*.json"))
        assert [file.read_text(encoding="utf-8") for file in kept] == [damage]


def test_a_memory_that_cannot_be_written_is_told_and_tried_again(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    folder = bench.path.parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("một tệp nằm ở chỗ của thư mục", encoding="utf-8")
    bench.remember("tim_kiem", {"query": "mất?"})
    assert "Không ghi nhớ được" in bench.trouble
    folder.unlink()
    bench.remember("tim_kiem", {"query": "mất?"})
    assert Bench(workbench, "lan").recall("tim_kiem") == {"query": "mất?"}


def test_the_same_state_is_not_written_twice(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    bench.remember("tim_kiem", {"query": "một"})
    before = bench.path.stat().st_mtime_ns
    bench.remember("tim_kiem", {"query": "một"})
    assert bench.path.stat().st_mtime_ns == before


def test_a_state_that_is_no_json_is_a_mistake_seen_at_once(workbench: Workbench) -> None:
    with pytest.raises(TypeError):
        Bench(workbench, "lan").remember("tim_kiem", {"path": Path()})


def test_a_panel_asks_another_one(workbench: Workbench) -> None:
    bench, asked = Bench(workbench), list[Any]()
    with pytest.raises(WorkbenchError, match="chỉ có một bảng"):
        bench.go("tim_kiem", query="x")
    assert not bench.is_connected
    bench.connect(lambda key, what: asked.append((key, dict(what))))
    bench.go("doc", document_id="abc")
    assert asked == [("doc", {"document_id": "abc"})]
    assert bench.is_connected


@pytest.mark.parametrize(
    ("given", "default", "taken"),
    [("chữ", "", "chữ"), (3, "", ""), (3, 0, 3), (True, 0, 0), ([1], [], [1]), ({"a": 1}, [], []), (None, "-", "-")],
)
def test_a_remembered_value_of_another_kind_is_left_out(given: Any, default: Any, taken: Any) -> None:
    assert value_of(json.loads(json.dumps({"x": given})), "x", default) == taken
    assert value_of({}, "x", default) == default
