"""What holds for every panel of the navigation."""

from __future__ import annotations

import json

import pytest

from workbench import Workbench
from workbench.ui.bench import Bench
from workbench.ui.registry import PANELS, Entry, entry

LABELS = {
    "tong_quan": "Tổng quan",
    "tim_kiem": "Tìm kiếm",
    "tu_khoa": "Từ khóa & xu hướng",
    "so_lieu": "Số liệu",
    "nhiem_vu": "Nhiệm vụ",
    "quan_he": "Quan hệ văn bản",
    "tong_hop": "Tổng hợp",
    "du_thao": "Dự thảo",
    "nap": "Nạp văn bản",
    "cai_dat": "Cài đặt & Trợ giúp",
}

each_panel = pytest.mark.parametrize("one", PANELS, ids=[one.key for one in PANELS])


def test_the_panels_stand_in_the_order_of_the_work() -> None:
    keys = [one.key for one in PANELS]
    assert keys == [key for key in LABELS if key in keys]
    assert {one.key: one.label for one in PANELS} == {key: LABELS[key] for key in keys}


def test_an_entry_is_found_by_its_key() -> None:
    assert entry("tim_kiem") is not None
    assert entry("khong-co") is None


@each_panel
def test_a_panel_is_made_with_a_bench_and_without(one: Entry, workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    assert one.make(workbench, bench).bench is bench
    assert one.make(workbench, None).bench is None
    assert one.hint


@each_panel
def test_a_panel_s_state_is_plain_json_and_comes_back(one: Entry, workbench: Workbench) -> None:
    panel = one.make(workbench, Bench(workbench, "lan"))
    state = panel.model.state()
    assert json.loads(json.dumps(state)) == state
    panel.model.restore(state)
    assert panel.model.state() == state


@each_panel
def test_an_outdated_state_does_not_stop_a_panel(one: Entry, workbench: Workbench) -> None:
    panel = one.make(workbench, Bench(workbench, "lan"))
    fresh = panel.model.state()
    for wrong in (None, 7, "gì đó", [1, "hai"], {"lạ": {"nữa": 1}}, "0" * 64):
        panel.model.restore(dict.fromkeys(fresh, wrong) | {"mục của bản sau": wrong})
    panel.model.restore({})
    assert not panel.errors


@each_panel
def test_a_panel_says_what_it_cannot_open(one: Entry, workbench: Workbench) -> None:
    with pytest.raises(TypeError):
        one.make(workbench, None).open(something_else=1)
