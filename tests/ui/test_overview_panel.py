"""The overview: figures, lines and charts, and the way to each matter."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest

from workbench import Workbench
from workbench.errors import WorkbenchError
from workbench.ui import overview_panel, tasks_panel
from workbench.ui.bench import Bench
from workbench.ui.overview_model import OverviewModel, work_out
from workbench.ui.overview_view import OverviewPanel


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture
def asked(workbench: Workbench) -> tuple[Bench, list[tuple[str, Mapping[str, Any]]]]:
    """A bench, and what panels asked it for."""
    bench, found = Bench(workbench, "lan"), []
    bench.connect(lambda key, what: found.append((key, dict(what))))
    return bench, found


@pytest.fixture
def panel(workbench: Workbench, asked: tuple[Bench, list[Any]]) -> OverviewPanel:
    made = overview_panel(workbench, asked[0])
    made.model.job.wait()
    return made


def test_the_model_counts_what_a_search_counts(workbench: Workbench) -> None:
    model = OverviewModel(workbench)
    model.look_quickly()
    assert model.counts.documents == workbench.search("").total == 16
    assert dict(model.counts.types) == {"Báo cáo": 14, "Chỉ thị": 1}
    assert dict(model.counts.years) == {"2025": 1, "2026": 14}
    assert model.counts.arrived == 16, "the files are as new as this test"
    assert len(model.arrivals) == 5


def test_what_takes_a_while_is_worked_out_apart(workbench: Workbench) -> None:
    model = OverviewModel(workbench)
    model.look_quickly()
    workbench.save_search("Một cửa", "cải cách hành chính")
    worked = work_out(workbench, model.counts, lambda _progress: None)
    assert worked.overdue == len(workbench.overdue())
    assert worked.unconfirmed == len(workbench.unconfirmed())
    assert set(worked.charts or {}) == {"years", "types", "issuers"}
    assert "Báo cáo" in (worked.charts or {})["types"]
    assert not worked.trouble


def test_one_part_that_fails_hinders_no_other(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise WorkbenchError("hỏng rồi")

    model = OverviewModel(workbench)
    model.look_quickly()
    monkeypatch.setattr(Workbench, "overdue", fail)
    worked = work_out(workbench, model.counts, lambda _progress: None)
    assert worked.trouble == ("Nhiệm vụ: hỏng rồi",)
    assert worked.charts


def test_figures_lines_and_charts_are_on_screen(panel: OverviewPanel, workbench: Workbench) -> None:
    assert panel.tiles["arrived"].button.description == "16\nvăn bản mới vào"
    assert not any("…" in tile.button.description for tile in panel.tiles.values())
    assert panel.arrivals[0].button.description
    assert "<svg" in panel.charts["years"].value
    assert "16 văn bản" in panel.where.value
    assert not panel.errors


def test_each_figure_and_line_leads_to_its_matter(
    panel: OverviewPanel, workbench: Workbench, asked: tuple[Bench, list[Any]]
) -> None:
    for tile in panel.tiles.values():
        tile.button.click()
    panel.arrivals[0].button.click()
    keys = [key for key, _ in asked[1]]
    assert {"tim_kiem", "nhiem_vu", "nap", "doc"} <= set(keys)
    assert asked[1][-1] == ("doc", {"document_id": panel.model.arrivals[0].id})


@pytest.mark.parametrize("of_document", [True, False])
def test_an_overdue_task_is_opened_where_tasks_are_kept(
    workbench: Workbench, asked: tuple[Bench, list[Any]], of_document: bool
) -> None:
    source = workbench.search('loai:"chỉ thị"').hits[0].id if of_document else None
    workbench.add_task("Trình đề án", lead="Sở Nội vụ", deadline="1/6/2026", document_id=source)
    panel = overview_panel(workbench, asked[0])
    panel.model.job.wait()
    (task,) = panel.model.worked.worst
    assert f'data-what="{task.id}"' in panel.tasks.value
    panel.task_choice.press(task.id)
    key, what = asked[1][-1]
    tasks = tasks_panel(workbench, asked[0])
    tasks.open(**what)
    assert (key, tasks.model.chosen) == ("nhiem_vu", task)
    tasks.open(task_id="khong-con", state="qua_han")
    assert "Không còn thấy nhiệm vụ này" in tasks.message.value


def test_drafts_and_news_of_saved_searches_are_listed(workbench: Workbench, asked: tuple[Bench, list[Any]]) -> None:
    draft = workbench.draft("cải cách hành chính", title="sơ kết năm")
    workbench.save_draft(draft)
    workbench.save_search("Một cửa", "cải cách hành chính")
    panel = overview_panel(workbench, asked[0])
    panel.model.job.wait()
    assert "sơ kết năm" in panel.drafts[0].button.description
    panel.drafts[0].button.click()
    assert asked[1][-1] == ("du_thao", {"draft_id": draft.id})


def test_a_lone_notebook_says_that_it_has_one_panel(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")
    panel = overview_panel(workbench)
    panel.model.job.wait()
    panel.tiles["overdue"].button.click()
    assert "sổ tay 00" in text_of(panel.message.value)


def test_files_taken_in_are_counted_without_asking(panel: OverviewPanel, workbench: Workbench) -> None:
    assert panel.bench is not None
    workbench.receive([("moi.txt", "UBND XÃ\nSố 9/BC-UBND\n\nBÁO CÁO\nvề trồng dâu nuôi tằm\n".encode())])
    workbench.take_in()
    panel.catch_up()
    panel.model.job.wait()
    assert panel.model.counts.documents == 17


def test_an_archive_that_was_never_built_says_what_to_do(unbuilt: Workbench) -> None:
    panel = overview_panel(unbuilt)
    assert "chưa có văn bản" in text_of(panel.notes.value)
    assert panel.take_in.layout.display == ""
    assert panel.board.layout.display == "none"


def test_what_could_not_be_worked_out_is_not_shown_as_still_coming(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise WorkbenchError("hỏng rồi")

    monkeypatch.setattr(Workbench, "overdue", fail)
    panel = overview_panel(workbench)
    panel.model.job.wait()
    assert panel.tiles["overdue"].button.description.startswith("–")
    assert "hỏng rồi" in text_of(panel.notes.value)
    assert panel.tiles["unconfirmed"].button.description[0].isdigit()


def test_in_a_large_archive_everything_is_counted_beside_the_panel(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.overview_model.LARGE", 10)
    panel = overview_panel(workbench)
    panel.model.job.wait()
    assert panel.tiles["arrived"].button.description == "16\nvăn bản mới vào"
    assert panel.arrivals[0].button.description
    panel.days.value = 30
    panel.model.job.wait()
    assert panel.model.counts.arrived == 16
    assert not panel.errors
