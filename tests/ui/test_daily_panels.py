"""What holds for the overview, the intake and the settings panels alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.ui import intake_panel, overview_panel, settings_panel
from workbench.ui.common import Panel

Make = Callable[[Workbench], Panel]
each = pytest.mark.parametrize("make", [overview_panel, intake_panel, settings_panel])


def all_of(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_of(child)


def wait_for(panel: Panel) -> None:
    job = getattr(panel.model, "job", None)
    if job is not None:
        job.wait()


@each
def test_a_panel_reaches_the_browser_in_few_messages(
    make: Make, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    wait_for(make(workbench))
    assert sent.count("comm_open") > 50
    assert len(sent) < 450, "all panels of a window share the thousand messages that a kernel keeps waiting"


@each
def test_every_control_has_a_label_in_words(make: Make, workbench: Workbench) -> None:
    panel = make(workbench)
    wait_for(panel)
    views = getattr(panel, "views", None)
    for button in views.buttons.values() if views is not None else ():
        button.click()
    controls = [one for one in all_of(panel.widget) if isinstance(one, widgets.Button | widgets.FileUpload)]
    boxes = [one for one in all_of(panel.widget) if isinstance(one, widgets.Text | widgets.Textarea | widgets.Dropdown)]
    assert controls
    assert all(one.tooltip and not one.icon for one in controls)
    assert all(one.description.strip() for one in boxes)
    assert not any(isinstance(one, widgets.Output) for one in all_of(panel.widget))


@each
def test_looking_again_makes_no_new_widget(make: Make, workbench: Workbench) -> None:
    panel = make(workbench)
    wait_for(panel)
    before = len(widgets.widget._instances)
    state = panel.model.state()
    for _ in range(5):
        panel.model.restore(state)
        wait_for(panel)
    assert len(widgets.widget._instances) == before
    assert not panel.errors
