"""The window around the panels: built when first shown, kept, asked by others, and back after a restart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.errors import WorkbenchError
from workbench.ui import workbench_app
from workbench.ui.closed import ClosedPanel
from workbench.ui.registry import PANELS
from workbench.ui.shell import Shell
from workbench.ui.shell_model import START, open_shells


@pytest.fixture
def shell(workbench: Workbench) -> Iterator[Shell]:
    made = workbench_app(workbench)
    assert isinstance(made, Shell)
    # Without an event loop the overview's work tells its news in its own thread, in the middle of what a test does.
    for panel in made.panels.values():
        job = getattr(getattr(panel, "model", None), "job", None)
        if job is not None:
            job.wait()
    yield made
    made.retire()
    open_shells.clear()


def restarted(workbench: Workbench) -> Shell:
    """The window after a restart of the kernel: nothing of the old one is left but files."""
    for one in open_shells.values():
        one.model.close()  # the lock ends with the process
    open_shells.clear()
    made = workbench_app(workbench)
    assert isinstance(made, Shell)
    return made


def test_the_navigation_has_every_panel_in_words(shell: Shell) -> None:
    shown = [tab for tab in shell.tabs.values() if tab.layout.display != "none"]
    assert [tab.description for tab in shown] == [one.label for one in PANELS]
    assert all(tab.tooltip and not tab.icon for tab in (*shown, shell.basket))


def test_a_panel_is_built_when_it_is_first_shown_and_kept(shell: Shell) -> None:
    first = list(shell.panels)
    assert len(first) == 1
    shell.tabs["tu_khoa"].click()
    made = shell.panels["tu_khoa"]
    assert made.widget.layout.display != "none"
    assert shell.panels[first[0]].widget.layout.display == "none"
    shell.tabs[first[0]].click()
    count = len(widgets.widget._instances)
    shell.tabs["tu_khoa"].click()
    assert shell.panels["tu_khoa"] is made
    assert len(widgets.widget._instances) == count
    assert not shell.errors


def test_the_open_panel_is_marked_and_told(shell: Shell) -> None:
    shell.tabs["du_thao"].click()
    marked = [key for key, tab in shell.tabs.items() if "wb-current" in tab._dom_classes]
    assert marked == ["du_thao"]
    assert shell.tabs["du_thao"].tooltip.startswith("Đang mở")
    assert "Dự thảo" in shell.place.value
    assert 'role="status"' in shell.place.value


def test_the_basket_is_counted_in_the_navigation(shell: Shell) -> None:
    shell.tabs["tim_kiem"].click()
    search = shell.panels["tim_kiem"]
    search.query.value = "cải cách hành chính"  # type: ignore[attr-defined]
    search.find.click()  # type: ignore[attr-defined]
    assert shell.basket.description == "Giỏ trống"
    search.rows[0].keep.click()  # type: ignore[attr-defined]
    assert shell.basket.description == "Giỏ: 1 trích đoạn"
    shell.basket.click()
    assert shell.model.current == "du_thao"


def test_what_people_left_comes_back_after_a_restart(shell: Shell, workbench: Workbench) -> None:
    shell.tabs["tim_kiem"].click()
    search = shell.panels["tim_kiem"]
    search.query.value = "chuyen doi so"  # type: ignore[attr-defined]
    search.find.click()  # type: ignore[attr-defined]
    search.rows[0].read.click()  # type: ignore[attr-defined]
    search.reader.next_part.click()  # type: ignore[attr-defined]
    before = search.model.state()
    assert before["reader"]["document"]
    search.query.value = "đang gõ dở"  # type: ignore[attr-defined]
    again = restarted(workbench)
    assert again.model.current == "tim_kiem"
    after = again.panels["tim_kiem"].model.state()
    assert after == {**before, "query": "đang gõ dở"}
    assert again.panels["tim_kiem"].model.hits == search.model.hits
    assert "<mark" in again.panels["tim_kiem"].reader.html  # type: ignore[attr-defined]


def test_an_open_draft_comes_back_at_its_sentence(shell: Shell, workbench: Workbench) -> None:
    shell.tabs["du_thao"].click()
    draft = shell.panels["du_thao"]
    draft.query.value, draft.title_box.value = "cải cách hành chính", "sơ kết"  # type: ignore[attr-defined]
    draft.create.click()  # type: ignore[attr-defined]
    item = draft.model.draft.items()[3]
    draft.model.choose(item.id)
    draft.model.save_text("Câu vừa sửa trước khi mất điện.")
    again = restarted(workbench)
    assert again.model.current == "du_thao"
    model = again.panels["du_thao"].model
    assert model.draft.id == draft.model.draft.id
    assert model.item.text == "Câu vừa sửa trước khi mất điện."
    assert not model.read_only


def test_looking_back_is_not_noted_as_a_new_search(shell: Shell, workbench: Workbench) -> None:
    shell.go("tim_kiem", {"query": "chuyển đổi số"})
    before = len(workbench.history())
    assert before == 1
    restarted(workbench)
    assert len(workbench.history()) == before


def test_one_panel_asks_another(shell: Shell, workbench: Workbench) -> None:
    bench = shell.bench
    assert bench is not None
    bench.go("tu_khoa", query="cải cách hành chính")
    assert shell.model.current == "tu_khoa"
    assert shell.progress.widget.layout.display == "none", "the panel is open"
    keywords = shell.panels["tu_khoa"].model.keywords
    citation = keywords.rows[0].citations[0]
    bench.go("doc", citation=citation)
    assert shell.model.current == "tim_kiem"
    assert shell.panels["tim_kiem"].model.reader.document.id == citation.document_id
    with pytest.raises(WorkbenchError, match="Không có bảng"):
        bench.go("khong_co")
    with pytest.raises(WorkbenchError, match="Không rõ cần đọc"):
        bench.go("doc")


def test_what_goes_wrong_in_the_other_panel_is_told_there(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    shell.go("doc", {"document_id": "khong-co-ma-nay"})
    assert [str(error) for error in shell.panels["tim_kiem"].errors]
    assert "wb-error" in shell.panels["tim_kiem"].message.value
    assert not shell.errors


def test_a_second_window_of_the_same_person_is_told(shell: Shell, workbench: Workbench, tmp_path: Path) -> None:
    other = ShellInAnotherProcess(workbench)
    assert "cửa sổ khác" in other.shell.notice.value
    assert other.shell.notice.layout.display != "none"
    shell.model.close()
    other.shell.tabs["tu_khoa"].click()
    assert other.shell.notice.layout.display == "none", "the other window is closed now"
    other.shell.retire()


class ShellInAnotherProcess:
    """A window whose process knows nothing of the first one."""

    def __init__(self, workbench: Workbench) -> None:
        open_shells.clear()
        made = workbench_app(workbench)
        assert isinstance(made, Shell)
        self.shell = made


def test_opened_again_in_the_same_notebook_the_first_one_gives_way(shell: Shell, workbench: Workbench) -> None:
    shell.tabs["du_thao"].click()
    draft = shell.panels["du_thao"]
    draft.query.value, draft.title_box.value = "cải cách hành chính", "sơ kết"  # type: ignore[attr-defined]
    draft.create.click()  # type: ignore[attr-defined]
    count = len(widgets.widget._instances)
    again = workbench_app(workbench)
    assert isinstance(again, Shell)
    assert "mở lại ở chỗ khác" in shell.widget.children[-1].value
    assert draft.model.opened is None, "its draft is saved and free"
    assert again.panels["du_thao"].model.draft is not None
    assert again.notice.layout.display == "none"
    assert len(widgets.widget._instances) < count * 1.4, "what the first one showed is gone"


def test_a_folder_that_went_away_is_told_and_not_made_again(
    shell: Shell, workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    root = workbench.settings.root
    shell.tabs["tim_kiem"].click()
    search = shell.panels["tim_kiem"]
    search.query.value = "đang gõ"  # type: ignore[attr-defined]
    root.rename(tmp_path / "dời đi")
    search.query.value = "gõ tiếp"  # type: ignore[attr-defined]
    search.find.click()  # type: ignore[attr-defined]
    search.build.click()  # type: ignore[attr-defined]
    shell.tabs["du_thao"].click()
    assert "Không còn thấy thư mục" in shell.notice.value
    assert "wb-error" in search.message.value
    assert not root.exists(), "an empty folder in its place would look like a loss"
    (tmp_path / "dời đi").rename(root)
    search.query.value = "trở lại"  # type: ignore[attr-defined]
    assert shell.notice.layout.display == "none"
    assert shell.bench is not None
    assert shell.bench.recall("tim_kiem")["query"] == "trở lại"


def test_an_archive_that_cannot_be_opened_is_told_in_its_place(tmp_path: Path) -> None:
    gone = workbench_app(tmp_path / "ổ mạng" / "kho")
    assert isinstance(gone, ClosedPanel)
    told = gone.widget.children[1].value
    assert "Không có thư mục" in told
    assert "F5" in told
    assert gone._repr_mimebundle_()
    (tmp_path / "workbench.toml").write_text("corpus = 3", encoding="utf-8")
    assert "workbench.toml" in str(workbench_app(tmp_path).error)  # type: ignore[union-attr]


def test_the_window_and_its_first_panel_reach_the_browser_in_few_messages(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench_app(workbench).go("tim_kiem", {"query": "cải cách hành chính"})  # type: ignore[union-attr]
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    again = restarted(workbench)
    assert again.panels["tim_kiem"].model.hits, "what was left is shown as well"
    assert len(sent) < 950, "a kernel drops what waits beyond 1,000 messages, and the panel is never shown"
    again.retire()


def test_a_new_archive_begins_with_the_first_start(unbuilt: Workbench) -> None:
    shell = workbench_app(unbuilt)
    assert isinstance(shell, Shell)
    assert shell.model.current == START
    start = shell.panels[START]
    start.build.click()  # type: ignore[attr-defined]
    start.model.job.wait()
    start.query.value = "cải cách hành chính"  # type: ignore[attr-defined]
    start.find.click()  # type: ignore[attr-defined]
    assert shell.model.current == "tim_kiem"
    assert shell.panels["tim_kiem"].model.results.total > 0
    assert shell.tabs[START].layout.display == "none"
    again = restarted(unbuilt)
    assert again.model.current == "tim_kiem"
    again.retire()


def test_a_built_archive_skips_the_first_start(shell: Shell) -> None:
    assert START not in shell.panels
    assert shell.tabs[START].layout.display == "none"


def test_two_roots_are_two_windows(shell: Shell, built_root: Path, tmp_path: Path) -> None:
    shutil.copytree(built_root, tmp_path / "kho-hai")
    with Workbench.open(tmp_path / "kho-hai") as second:
        other = workbench_app(second)
        assert isinstance(other, Shell)
        assert len(shell.widget.children) > 2
        assert other.notice.layout.display == "none"
        other.retire()
