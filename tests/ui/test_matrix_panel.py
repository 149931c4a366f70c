"""The matrix panel: from a question to a cell, its source, the basket and a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import pytest

from workbench import Workbench
from workbench.ui import matrix_panel
from workbench.ui.bench import Bench
from workbench.ui.matrix_view import MatrixPanel


@pytest.fixture
def panel(workbench: Workbench) -> MatrixPanel:
    made = matrix_panel(workbench)
    made.query.value = "cải cách hành chính"
    made.make.click()
    return made


def test_a_question_gives_a_heat_map_and_the_gaps(panel: MatrixPanel) -> None:
    assert panel.map.value.count("<button") == len(panel.model.units_in_order) * len(panel.model.matrix.contents)
    assert "Chưa có đơn vị nào nói về “Bài học”." in panel.gaps.value
    assert panel.rows[0].citation == panel.model.shown[0]


def test_a_press_on_the_heat_map_shows_the_passages_of_that_cell(panel: MatrixPanel) -> None:
    panel.cells.press("1:2")
    assert (panel.unit.value, panel.content.value) == (panel.model.units_shown[1], panel.model.matrix.contents[2])
    assert panel.model.unit == panel.model.units_shown[1]
    panel.cells.press("99:0")
    assert not panel.errors, "a cell of a matrix that is not there any more"


def test_two_lists_choose_the_cell_and_its_source_opens(panel: MatrixPanel) -> None:
    panel.unit.value = "Đảng ủy xã Núi Đá"
    panel.content.value = "Hạn chế"
    assert panel.rows[0].citation is not None
    assert "Núi Đá" in panel.rows[0].text.value
    panel.rows[0].read.click()
    assert panel.model.reader.current == (panel.rows[0].citation.start, panel.rows[0].citation.end)
    panel.content.value = "Bài học"
    assert "Ô trống" in panel._cell_title.value
    assert panel.tick_all.disabled


def test_ticked_passages_go_into_the_basket(panel: MatrixPanel) -> None:
    assert panel.keep.disabled
    panel.rows[0].box.value = True
    assert panel.model.chosen == (panel.rows[0].citation,)
    panel.keep.click()
    assert panel.basket.citations == (panel.rows[0].citation,)
    assert panel.rows[0].box.value is False


def test_ticked_passages_are_handed_to_the_draft_panel(workbench: Workbench) -> None:
    draft = workbench.draft("cải cách hành chính", title="sơ kết")
    asked: list[tuple[str, Mapping[str, Any]]] = []
    bench = Bench(workbench, "lan")
    bench.connect(lambda key, what: asked.append((key, what)))
    panel = matrix_panel(workbench, bench)
    panel.open(query="cải cách hành chính")
    panel.tick_all.click()
    chosen = list(panel.model.chosen)
    panel.section.value = "kien_nghi"
    panel.put.click()
    assert asked == [("du_thao", {"draft_id": draft.id, "section": "kien_nghi", "citations": chosen})]


def test_alone_in_a_notebook_the_draft_is_written_at_once(panel: MatrixPanel, workbench: Workbench) -> None:
    draft = workbench.draft("cải cách hành chính", title="sơ kết")
    panel.rows[0].box.value = True
    citation = panel.rows[0].citation
    panel.section.value = "kien_nghi"
    panel.put.click()
    assert [one.citations for one in workbench.load_draft(draft.id).section("kien_nghi").items] == [(citation,)]


def test_what_is_not_needed_is_not_shown(panel: MatrixPanel) -> None:
    assert panel.topics.layout.display == "none"
    panel.columns.value = "chu_de"
    assert panel.topics.layout.display == ""
    panel.source.value = "yeu_cau"
    assert panel.query.layout.display == "none"
    assert panel.request.layout.display == ""
    panel.make.click()
    assert "Chưa" in panel.message.value or panel.model.matrix is not None
    panel.errors.clear()


def test_every_control_has_a_label_in_words(panel: MatrixPanel) -> None:
    def all_of(widget: widgets.Widget) -> list[widgets.Widget]:
        return [widget, *(one for child in getattr(widget, "children", ()) for one in all_of(child))]

    kinds = (widgets.Button, widgets.Text, widgets.Textarea, widgets.Dropdown, widgets.Checkbox)
    own = [one for one in all_of(panel._work) + all_of(panel.source) if isinstance(one, kinds)]
    assert len(own) > 20
    assert all(one.description.strip() for one in own)


def test_looking_around_makes_no_new_widget(panel: MatrixPanel) -> None:
    before = len(widgets.widget._instances)
    for unit in panel.model.units_in_order:
        panel.unit.value = unit
        for content in ("Kết quả", "Bài học", "Hạn chế"):
            panel.content.value = content
    panel.make.click()
    assert len(widgets.widget._instances) == before
    assert not panel.errors
