"""What was changed in one panel is there in the others when they are shown again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from workbench import Workbench
from workbench.ui import workbench_app
from workbench.ui.registry import PANELS
from workbench.ui.shell import Shell
from workbench.ui.shell_model import open_shells

LATE = """ĐẢNG BỘ TỈNH LAM SƠN HẠ
ĐẢNG ỦY XÃ PHỐ MỚI
*
Số 88-BC/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM
Phố Mới, ngày 05 tháng 9 năm 2026

BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU về cải cách hành chính

1. Tỷ lệ hồ sơ giải quyết trực tuyến đạt 91,5%, tăng 4 điểm phần trăm so với cùng kỳ năm trước.
"""


@pytest.fixture
def shell(workbench: Workbench) -> Iterator[Shell]:
    made = workbench_app(workbench)
    assert isinstance(made, Shell)
    settle(made)
    yield made
    settle(made)
    made.retire()
    open_shells.clear()


def settle(shell: Shell) -> None:
    """Wait for work beside the panels."""
    for panel in shell.panels.values():
        job = getattr(getattr(panel, "model", None), "job", None)
        if job is not None:
            job.wait()


def show(shell: Shell, key: str) -> Any:
    shell.tabs[key].click()
    settle(shell)
    return shell.panels[key]


def take_in_one(shell: Shell, workbench: Workbench) -> None:
    """A file comes in, and is read from the panel that is on screen."""
    (workbench.settings.corpus / "moi.txt").write_text(LATE, encoding="utf-8")
    panel = show(shell, "nap")
    panel.update.click()
    panel.model.job.wait()
    assert "Đã nạp xong" in panel.report.value


def test_after_a_build_every_panel_knows_the_new_document(shell: Shell, workbench: Workbench) -> None:
    search = show(shell, "tim_kiem")
    search.query.value = "cải cách hành chính"
    search.find.click()
    before = search.model.results.total
    figures = show(shell, "so_lieu")
    figures.query.value = "cải cách hành chính"
    figures.find.click()
    units = [name for _, name in figures.model.orgs]
    keywords = show(shell, "tu_khoa")
    keywords.query.value = "cải cách hành chính"
    keywords.find.click()
    shown = keywords.model.keywords
    overview = show(shell, "tong_quan")
    documents = overview.model.counts.documents
    take_in_one(shell, workbench)
    assert search.model.results.total == before, "nothing is worked out for a panel that nobody sees"
    assert show(shell, "tim_kiem").model.results.total == before + 1
    assert search.model.query == "cải cách hành chính"
    assert show(shell, "tong_quan").model.counts.documents == documents + 1
    assert len(show(shell, "so_lieu").model.orgs) == len(units) + 1
    assert figures.query.value == "cải cách hành chính"
    assert show(shell, "tu_khoa").model.keywords is shown, "what takes long is not done unasked"
    assert "Bấm “Lấy từ khóa”" in keywords.message.value
    assert not [error for panel in shell.panels.values() for error in panel.errors]


def test_what_is_confirmed_in_one_panel_is_known_in_the_others(shell: Shell, workbench: Workbench) -> None:
    search = show(shell, "tim_kiem")
    search.query.value = "Khe Vàng"
    search.find.click()
    search.rows[0].read.click()
    document = search.model.reader.document
    intake = show(shell, "nap")
    intake.open(document_id=document.id)
    intake.model.reader.correct("trichyeu", "Tên đã sửa ở bảng khác")
    again = show(shell, "tim_kiem")
    assert "Tên đã sửa ở bảng khác" in again.model.reader.document.title
    assert any("Tên đã sửa ở bảng khác" in hit.title for hit in again.model.hits)
    assert again.model.reader.mark == 0, "and people are where they were"


def test_a_figure_that_is_chosen_stays_chosen_and_can_be_undone(shell: Shell, workbench: Workbench) -> None:
    figures = show(shell, "so_lieu")
    figures.query.value = "cải cách hành chính"
    figures.find.click()
    figures.choose(figures.model.shown[0])
    figures.model.confirm()
    workbench.tag(workbench.search("").hits[0].id, "gấp")
    show(shell, "tim_kiem")
    workbench.tag(workbench.search("").hits[0].id, "theo dõi")
    again = show(shell, "so_lieu").model
    assert again.chosen is not None
    assert again.chosen.state == "confirmed"
    assert again.can_undo
    again.undo()
    assert again.chosen.state != "confirmed"


def test_a_new_draft_stands_in_the_overview(shell: Shell) -> None:
    overview = show(shell, "tong_quan")
    assert overview.model.drafts == ()
    draft = show(shell, "du_thao")
    draft.query.value, draft.title_box.value = "cải cách hành chính", "sơ kết 02 năm"
    draft.create.click()
    assert [one.title for one in show(shell, "tong_quan").model.drafts] == ["sơ kết 02 năm"]


def test_a_search_alone_makes_no_panel_work_anew(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    overview = show(shell, "tong_quan")
    search = show(shell, "tim_kiem")
    search.query.value = "cải cách hành chính"
    search.find.click()
    search.rows[0].read.click()
    looked: list[bool] = []
    monkeypatch.setattr(overview, "catch_up", lambda: looked.append(True))
    show(shell, "tong_quan")
    assert not looked


def test_every_panel_can_catch_up(shell: Shell, workbench: Workbench) -> None:
    for one in PANELS:
        show(shell, one.key)
    take_in_one(shell, workbench)
    for one in PANELS:
        show(shell, one.key)
    assert not shell.errors
    assert not [error for panel in shell.panels.values() for error in panel.errors]


def test_a_saved_search_opens_with_its_filters(shell: Shell, workbench: Workbench) -> None:
    search = show(shell, "tim_kiem")
    search.query.value = "cải cách hành chính"
    search.find.click()
    search.model.choose("year", "2026", "include")
    search.date_from.value = "1/6/2026"
    search.find.click()
    total = search.model.results.total
    search.keeping.click()
    search.saved.name.value = "Cải cách nửa cuối năm"
    search.saved.save.click()
    search.query.value = "chuyển đổi số"
    search.clear.click()
    take_in_one(shell, workbench)
    overview = show(shell, "tong_quan")
    line = overview.alerts[0]
    assert "Cải cách nửa cuối năm" in line.button.description
    line.button.click()
    assert shell.model.current == "tim_kiem"
    assert search.query.value == "cải cách hành chính"
    assert search.date_from.value == "01/06/2026"
    assert search.model.choice("year", "2026") == "include"
    assert search.model.results.total == total + 1
    assert [one.symbol for one in search.model.saved.documents] == ["88-BC/ĐU"]
    assert not search.errors
