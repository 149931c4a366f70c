"""The draft panel where the office has a language model: a section reworded, looked at, accepted, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import Workbench
from workbench.drafting.model import DraftSection
from workbench.errors import LanguageModelError
from workbench.ui import draft_panel
from workbench.ui.common import STRICT
from workbench.ui.draft_view import DraftPanel


@pytest.fixture
def panel(built_root: Path, tmp_path: Path, model_server: Any) -> Iterator[DraftPanel]:
    """A panel with a fresh draft and its fullest section chosen, in an office that has a language model."""
    root = tmp_path / "kho-ai"
    shutil.copytree(built_root, root)
    text = f'workers = 1\n[language_model]\naddress = "{model_server.address}"\nmodel = "<mô hình>"\n'
    (root / "workbench.toml").write_text(text, encoding="utf-8")
    with Workbench.open(root) as workbench:
        made = draft_panel(workbench)
        made.query.value, made.title_box.value = "cải cách hành chính", "sơ kết 02 năm"
        made.create.click()
        made.sections.section.value = section(made).key
        yield made


def section(panel: DraftPanel) -> DraftSection:
    assert panel.model.draft is not None
    sections: list[DraftSection] = panel.model.draft.sections
    return max(sections, key=lambda one: sum(bool(item.citations) for item in one.items))


def test_without_a_language_model_nothing_of_it_is_shown(draft: DraftPanel) -> None:
    assert draft.rewriting.widget.layout.display == "none"


def test_a_rewriting_is_shown_with_its_struck_sentences_and_accepted_in_one_step_that_can_be_taken_back(
    panel: DraftPanel, model_server: Any
) -> None:
    box, before = panel.rewriting, [item.text for item in section(panel).items]
    assert box.widget.layout.display != "none"
    assert "&lt;mô hình&gt;" in "".join(child.value for child in box.widget.children if hasattr(child, "value"))
    reworded = f"Bên cạnh đó, {before[0][0].lower()}{before[0][1:]}"
    model_server.says(f"{reworded} [1]\nNhân dân <b>rất phấn khởi</b>, đồng tình ủng hộ chủ trương [1].")
    box.ask.click()
    assert "<ins>Bên " in box.shown.value
    assert "<s>Nhân dân &lt;b&gt;rất phấn khởi" in box.shown.value
    assert [item.text for item in section(panel).items] == before, "nothing is in the draft yet"
    box.accept.click()
    assert [item.text for item in section(panel).items] == [reworded, *before[1:]]
    assert panel.model.rewriting is None
    panel.undo.click()
    assert [item.text for item in section(panel).items] == before


def test_the_old_sentences_go_where_people_say_so_and_the_version_keeps_them(
    panel: DraftPanel, model_server: Any
) -> None:
    before = [item.text for item in section(panel).items]
    key = section(panel).key
    model_server.says(f"{before[0]} [1]")
    panel.rewriting.ask.click()
    panel.rewriting.keep_unused.value = False
    panel.rewriting.accept.click()
    assert panel.model.draft is not None
    assert [item.text for item in panel.model.draft.section(key).items] == before[:1]
    panel.model.list_versions()
    assert "trước khi viết lại mục" in panel.model.versions[0][0] + panel.model.versions[1][0]


def test_a_rewriting_can_be_dropped(panel: DraftPanel, model_server: Any) -> None:
    before = [item.text for item in section(panel).items]
    model_server.says(f"{before[0]} [1]")
    panel.rewriting.ask.click()
    panel.rewriting.drop.click()
    assert panel.model.rewriting is None
    assert panel.rewriting._answer.layout.display == "none"
    assert [item.text for item in section(panel).items] == before


def test_an_answer_of_which_nothing_is_left_cannot_be_accepted(panel: DraftPanel, model_server: Any) -> None:
    model_server.says("Mọi việc đều tốt đẹp.")
    panel.rewriting.ask.click()
    assert panel.rewriting.accept.disabled
    assert "không ghi số" in panel.rewriting.shown.value


def test_a_server_that_fails_is_told_in_the_panel(
    panel: DraftPanel, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STRICT)
    model_server.replies = [(500, {}, b"out of memory")]
    panel.rewriting.ask.click()
    assert isinstance(panel.errors[-1], LanguageModelError)
    assert "out of memory" in panel.errors[-1].message
    assert not panel.rewriting.ask.disabled


def test_whoever_stops_waiting_keeps_the_draft(panel: DraftPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(panel.model.workbench, "rewrite_section", stopped)
    panel.rewriting.ask.click()
    assert panel.model.rewriting is None
    assert not panel.rewriting.ask.disabled
