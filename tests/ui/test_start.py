"""The first start: choose the folder of the archive (or the sample), build it, search."""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.archive.receiving import TakenIn
from workbench.archive.report import OnProgress
from workbench.errors import QueryError, SettingsError, WorkbenchError
from workbench.settings import load
from workbench.ui import workbench_app
from workbench.ui.bench import Bench
from workbench.ui.shell import Shell
from workbench.ui.shell_model import START, open_shells
from workbench.ui.start_model import StartModel, drives, keep_corpus, subfolders, toml_text
from workbench.ui.start_view import StartPanel

LINES = '# của cơ quan\nworkers = 1\n\n[office]\norgan = "VĂN PHÒNG"\ncorpus_note = 1\n'


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Workbench]:
    """A root with nothing in it, and documents elsewhere."""
    root = tmp_path / "bàn làm việc"
    root.mkdir()
    documents = tmp_path / "Ổ chung" / "Văn bản đến"
    documents.mkdir(parents=True)
    for name in ("2025", "Ân Thi", "an ninh", "Ăn ca", ".ẩn"):
        (documents / name).mkdir()
    (documents / "2025" / "bc.txt").write_text("BÁO CÁO\nKết quả cải cách hành chính quý I năm 2025.", encoding="utf-8")
    with Workbench.open(root) as opened:
        yield opened


def test_a_folder_is_found_by_going_down_and_up(bare: Workbench, tmp_path: Path) -> None:
    model = StartModel(bare, Bench(bare))
    assert (model.step, model.corpus, model.place) == (1, None, bare.settings.root)
    model.up()
    assert model.place == tmp_path
    assert "Ổ chung" in model.folders
    model.enter("Ổ chung")
    model.enter("Văn bản đến")
    assert model.folders == ("2025", "an ninh", "Ăn ca", "Ân Thi"), "in Vietnamese order, hidden ones left out"


@pytest.mark.parametrize("typed", ["", "   ", "khong/co/thu/muc"])
def test_a_folder_that_is_not_there_is_told(bare: Workbench, typed: str) -> None:
    model = StartModel(bare, Bench(bare))
    before = model.place
    with pytest.raises(SettingsError):
        model.look_into(typed)
    assert model.place == before


def test_a_pasted_path_in_quotes_is_understood(bare: Workbench, tmp_path: Path) -> None:
    model = StartModel(bare, Bench(bare))
    model.look_into(f'"{tmp_path / "Ổ chung"}" ')
    assert model.place == tmp_path / "Ổ chung"


def test_choosing_a_folder_is_written_down_and_used(bare: Workbench, tmp_path: Path) -> None:
    model = StartModel(bare, Bench(bare))
    model.look_into(tmp_path / "Ổ chung" / "Văn bản đến")
    model.choose()
    assert (model.step, model.files) == (2, 1)
    assert load(bare.settings.root).corpus == tmp_path / "Ổ chung" / "Văn bản đến"
    model.build()
    model.job.wait()
    assert model.job.taken.report.documents == 1
    assert model.step == 3
    with Workbench.open(bare.settings.root) as again:
        assert again.search("cai cach hanh chinh").total == 1


def test_an_empty_folder_is_told(bare: Workbench, tmp_path: Path) -> None:
    model = StartModel(bare, Bench(bare))
    model.look_into(tmp_path / "Ổ chung" / "Văn bản đến" / "an ninh")
    with pytest.raises(SettingsError, match="chưa có tệp nào"):
        model.choose()
    assert model.step == 1


def test_a_folder_with_the_workbench_s_own_files_is_refused(bare: Workbench, tmp_path: Path) -> None:
    model = StartModel(bare, Bench(bare))
    for folder in (tmp_path, bare.settings.root):
        model.look_into(folder)
        with pytest.raises(SettingsError, match="chỗ làm việc"):
            model.choose()
    assert not (bare.settings.root / "workbench.toml").exists()


def test_the_sample_archive_is_copied_and_built(bare: Workbench) -> None:
    model = StartModel(bare, Bench(bare))
    assert model.offers_sample
    model.choose_sample()
    assert model.step == 2
    assert model.files > 50
    assert bare.settings.corpus == bare.settings.root / "corpus"


def test_an_office_s_own_lines_of_settings_stay(bare: Workbench, tmp_path: Path) -> None:
    file = bare.settings.root / "workbench.toml"
    lines = LINES.replace("corpus_note = 1\n", "")
    file.write_text(lines, encoding="utf-8")
    chosen = tmp_path / "Ổ chung"
    keep_corpus(bare.settings.root, chosen)
    keep_corpus(bare.settings.root, chosen / "Văn bản đến")
    text = file.read_text(encoding="utf-8")
    assert text.endswith(lines)
    assert text.count("corpus") == 1
    assert load(bare.settings.root).corpus == chosen / "Văn bản đến"
    assert load(bare.settings.root).office.organ == "VĂN PHÒNG"


def test_settings_that_cannot_be_changed_safely_are_left_as_they_are(bare: Workbench, tmp_path: Path) -> None:
    file = bare.settings.root / "workbench.toml"
    text = 'corpus = """\n  nhiều dòng"""\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        keep_corpus(bare.settings.root, tmp_path / "Ổ chung")
    assert file.read_text(encoding="utf-8") == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_path_can_be_written_as_toml(text: str) -> None:
    assert tomllib.loads(f"x = {toml_text(text)}") == {"x": text}


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Không xem được"):
        subfolders(tmp_path / "đã xóa")
    assert bool(drives()) == (os.name == "nt")


def test_the_three_steps_in_the_panel(bare: Workbench, tmp_path: Path) -> None:
    asked: list[str] = []
    panel = StartPanel(bare, asked.append)
    assert panel.build.disabled
    assert panel.find.disabled
    panel.place.value = str(tmp_path / "Ổ chung")
    assert [label for label, _ in panel.folders.options][1:] == ["Văn bản đến"]
    panel.folders.value = "Văn bản đến"
    panel.choose.click()
    assert "1 tệp" in panel.head[0].value
    assert not panel.build.disabled
    panel.build.click()
    panel.model.job.wait()
    assert "1 văn bản" in panel.report.value
    panel.query.value = "cải cách"
    panel.find.click()
    assert asked == ["cải cách"]
    assert not panel.errors


def test_an_empty_first_question_is_told(bare: Workbench) -> None:
    with pytest.raises(QueryError):
        StartModel(bare, Bench(bare)).asked()


REPORT = "UBND XÃ SÔNG TRONG\nSố {0}/BC-UBND\n\nBÁO CÁO\nvề đàn trâu của thôn {0}: có {1} con, tăng so với năm trước.\n"


def test_a_first_build_that_is_stopped_is_whole_told_and_gone_on_with(
    bare: Workbench, tmp_path: Path, slow: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow
    folder = tmp_path / "Ổ chung" / "Văn bản đến" / "2025"
    for number in range(1, 9):
        (folder / f"bc-{number}.txt").write_text(REPORT.format(number, number * 7), encoding="utf-8")
    shell = workbench_app(bare)
    assert isinstance(shell, Shell)
    start = shell.panels[START]
    assert isinstance(start, StartPanel)
    start.place.value = str(folder)
    start.choose.click()
    start.build.click()
    assert begun.wait(60)
    assert start.following.widget.layout.display == ""
    assert start._build_row.layout.display == "none"
    assert start._change_row.layout.display == "none", "nor is the folder changed meanwhile"
    assert start.find.disabled
    shell.tabs["tim_kiem"].click()  # the window answers meanwhile
    assert shell.model.current == "tim_kiem"
    shell.tabs["tu_khoa"].click()
    assert shell.following.widget.layout.display == "", "and shows how the build goes on"
    shell.following.cancel.click()
    assert "Đang dừng" in shell.following.bar.text
    go_on.set()
    start.model.job.wait()
    assert shell.following.widget.layout.display == "none"
    assert "Đã dừng nạp kho" in shell.message.value
    shell.tabs[START].click()
    assert "Đã dừng theo yêu cầu" in start.report.value
    assert start.build.description == "Nạp tiếp"
    assert bare.search("").total == bare.catalogue.count() > 0, "what was read can be found"
    # The kernel ends; the next one goes on where this one was.
    shell.model.close()
    open_shells.clear()
    again = workbench_app(bare)
    assert isinstance(again, Shell)
    assert again.model.current == START
    start = again.panels[START]
    assert isinstance(start, StartPanel)
    start.build.click()
    start.model.job.wait()
    assert bare.catalogue.count() == 9
    assert not bare.is_unfinished
    assert start.model.step == 3
    assert "9 văn bản" in start.report.value
    again.retire()
    assert not again.errors
    assert not start.errors


def test_a_build_that_fails_is_told_and_can_be_begun_again(
    bare: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Workbench, progress: OnProgress | None = None, **_more: Any) -> TakenIn:
        raise WorkbenchError("Ổ đĩa đã đầy.", "Hãy dọn bớt.")

    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")
    panel = StartPanel(bare, lambda _query: None)
    panel.place.value = str(tmp_path / "Ổ chung" / "Văn bản đến")
    panel.choose.click()
    with monkeypatch.context() as patch:
        patch.setattr(Workbench, "take_in", broken)
        panel.build.click()
        panel.model.job.wait()
    assert "Ổ đĩa đã đầy" in panel.message.value
    assert not panel.build.disabled
    panel.build.click()
    panel.model.job.wait()
    assert panel.model.step == 3
