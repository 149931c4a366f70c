"""What holds for every panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.ui import draft_panel, keywords_panel, matrix_panel, search_panel
from workbench.ui.common import Panel
from workbench.ui.keywords_view import KeywordsPanel
from workbench.ui.search_view import SearchPanel

CONTROLS = (widgets.Button, widgets.Text, widgets.Textarea, widgets.Dropdown)


def ask(panel: SearchPanel | KeywordsPanel, query: str) -> None:
    panel.query.value = query
    panel.find.click()


def ask_anything(panel: Panel) -> None:
    if isinstance(panel, SearchPanel | KeywordsPanel):
        ask(panel, "cải cách hành chính")


def all_of(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_of(child)


def visible(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    if widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from visible(child)


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_every_control_has_a_label_in_words(name: str, request: pytest.FixtureRequest) -> None:
    panel = request.getfixturevalue(name)
    ask_anything(panel)
    controls = [widget for widget in visible(panel.widget) if isinstance(widget, CONTROLS)]
    assert len(controls) > 10
    for control in controls:
        assert control.description.strip(), control
        if isinstance(control, widgets.Button):
            assert control.tooltip
            assert not control.icon


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_a_panel_is_shown_by_a_notebook(name: str, request: pytest.FixtureRequest) -> None:
    bundle = request.getfixturevalue(name)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_no_panel_uses_output_widgets(name: str, request: pytest.FixtureRequest) -> None:
    assert not any(isinstance(widget, widgets.Output) for widget in all_of(request.getfixturevalue(name).widget))


@pytest.mark.parametrize("make", [search_panel, keywords_panel, draft_panel, matrix_panel])
def test_a_panel_reaches_the_browser_in_few_messages(
    make: Callable[[Workbench], Panel], workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    make(workbench)
    assert sent.count("comm_open") > 100
    assert len(sent) < 850, "a kernel drops what waits beyond 1,000 messages, and the panel is never shown"


def test_five_hundred_searches_make_no_new_widget(search: SearchPanel) -> None:
    ask(search, "cải cách hành chính")
    search.rows[0].read.click()
    before = len(widgets.widget._instances)
    assert before > 100, "the count must be of something"
    for turn in range(500):
        ask(search, ("cải cách hành chính", "chuyển đổi số", "ubnd", "tiep dan")[turn % 4])
        if turn % 25 == 0:
            search.next.click()
            search.rows[0].read.click()
            search.reader.next_part.click()
            search.rows[0].keep.click()
            search.reader.header.check.click()
            search.facets.groups["type"].rows[0].out.click()
            search.facets.groups["issuer"].more.click()
            search.facets.toggle.click()
            search.reading.chips[0].widget.click()
            search.clear.click()
    assert len(widgets.widget._instances) == before
    assert not search.errors
