"""The figures panel: rows with source, decisions and their undoing, pivot, chart, number checks, export, state."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import openpyxl
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.errors import WorkbenchError
from workbench.ui import figures_panel
from workbench.ui.bench import Bench
from workbench.ui.figures_chart import figure_chart
from workbench.ui.figures_model import FiguresModel
from workbench.ui.figures_pivot_model import COLUMNS
from workbench.ui.figures_row import amount, missing, sureness, value_words
from workbench.ui.figures_view import FiguresPanel

QUERY = "hồ sơ giải quyết trực tuyến"
WRONG = """ĐẢNG BỘ TỈNH LAM SƠN HẠ
ĐẢNG ỦY XÃ KHE VÀNG
*
Số 77-BC/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM
Khe Vàng, ngày 05 tháng 7 năm 2026

BÁO CÁO
công tác chuyển đổi số quý II năm 2026

Bộ phận một cửa đã giải quyết 180/200 hồ sơ đúng hạn, đạt 95%.

Có 12 đảng viên <b>được</b> khen thưởng.
"""


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture(scope="module")
def root(built_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the panels with one report more, whose share does not fit its numbers."""
    root = tmp_path_factory.mktemp("so-lieu") / "kho"
    shutil.copytree(built_root, root)
    (root / "corpus" / "bc-sai.txt").write_text(WRONG, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def workbench(root: Path, tmp_path: Path) -> Iterator[Workbench]:
    shutil.copytree(root, tmp_path / "kho")
    with Workbench.open(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def model(workbench: Workbench) -> FiguresModel:
    made = FiguresModel(workbench)
    made.query = QUERY
    made.find()
    return made


@pytest.fixture
def panel(workbench: Workbench) -> FiguresPanel:
    made = figures_panel(workbench)
    made.query.value = QUERY
    made.find.click()
    return made


def shown(panel: FiguresPanel) -> list[str]:
    return [text_of(one.text.value) for one in panel.table.rows if one.widget.layout.display != "none"]


def share_row(panel: FiguresPanel) -> int:
    return next(place for place, line in enumerate(shown(panel)) if "hồ sơ giải quyết trực tuyến" in line.lower())


# The model ---------------------------------------------------------------------------------------


def test_filters_narrow_the_rows_and_are_dropped_together(model: FiguresModel) -> None:
    everything = len(model.rows)
    org = model.orgs[0][1]
    model.filter_by(org=org)
    assert 0 < len(model.rows) < everything
    assert {row.org for row in model.rows} == {org}
    model.filter_by(indicator="HO SO")
    assert model.rows
    assert all("hồ sơ" in row.indicator.lower() for row in model.rows)
    model.clear_filters()
    assert len(model.rows) == everything


def test_a_decision_is_kept_and_can_be_taken_back(model: FiguresModel, workbench: Workbench) -> None:
    row = model.rows[0]
    model.choose(row)
    model.correct({"indicator": "chỉ tiêu khác", "value": "1.234,5", "unit": row.unit, "period": "", "org": row.org})
    assert (model.chosen.indicator, model.chosen.value, model.chosen.state) == ("chỉ tiêu khác", 1234.5, "corrected")
    again = FiguresModel(workbench)
    again.query = QUERY
    again.find()
    assert [one for one in again.rows if one.state == "corrected"] == [model.chosen]
    assert model.undo() == 1
    again.find()
    assert not [one for one in again.rows if one.state]
    assert model.chosen == row


def test_confirming_never_drops_a_correction(model: FiguresModel) -> None:
    model.choose(model.rows[0])
    model.correct({"indicator": "chỉ tiêu khác"})
    assert model.confirm() == 0
    assert model.chosen.indicator == "chỉ tiêu khác"
    assert model.confirm_page() == len(model.shown) - 1


def test_a_correction_that_says_nothing_or_no_number_is_told(model: FiguresModel) -> None:
    row = model.rows[0]
    model.choose(row)
    with pytest.raises(WorkbenchError, match="Chưa có gì khác"):
        model.correct({"indicator": row.indicator, "value": amount(row.value)})
    with pytest.raises(WorkbenchError, match="không phải là số"):
        model.correct({"value": "nhiều"})
    assert not model.can_undo


def test_what_was_dismissed_is_found_again_and_restored(model: FiguresModel) -> None:
    row = model.rows[0]
    model.choose(row)
    model.dismiss()
    model.filter_by(state_shown="")
    assert row not in model.rows
    model.filter_by(state_shown="dismissed")
    assert [one.value_text for one in model.rows] == [row.value_text]
    model.choose(model.rows[0])
    assert model.confirm() == 1
    model.filter_by(state_shown="decided")
    assert [one.state for one in model.rows] == ["confirmed"]


def test_the_pivot_has_units_down_and_periods_across_or_indicators_of_one_period(model: FiguresModel) -> None:
    model.show_view("tong_hop")
    pivot = model.pivot
    share = next(name for _, name in pivot.indicators if "trực tuyến" in name)
    pivot.choose(indicator=share)
    assert [row.name for row in pivot.grid.rows][:2] == ["Đảng ủy xã Bản Mây", "Đảng ủy xã Đồng Lau"]
    row = pivot.grid.rows[0]
    assert row.citations
    assert all(start >= citation.start for citation, spans in pivot.marks(row).items() for start, _ in spans)
    assert pivot.marks(row)
    pivot.choose(by="period")
    assert any("trực tuyến" in row.name for row in pivot.grid.rows)
    assert len(pivot.grid.columns) == 16
    assert pivot.columns[0] == "Đảng ủy xã Bản Mây"
    assert {len(row.cells) for row in pivot.shown} == {len(pivot.columns)} == {COLUMNS}
    for _ in range(9):
        pivot.turn_columns(1)
    assert pivot.columns == pivot.grid.columns[3 * COLUMNS :]


def test_the_chart_is_by_period_or_by_unit_and_tells_what_it_leaves_out(model: FiguresModel) -> None:
    model.show_view("tong_hop")
    share = next(name for _, name in model.pivot.indicators if "trực tuyến" in name)
    model.pivot.choose(indicator=share)
    for by in ("period", "unit"):
        chart, told = figure_chart(model.pivot.cells, model.pivot.pivot.periods, by)
        assert chart is not None
        assert "Đảng ủy xã Khe Vàng" in html.unescape(chart.svg)
        assert told == "Biểu đồ không vẽ: 6 ô có số khác nhau giữa các văn bản."
    assert figure_chart([], [], "unit") == (None, "")


def test_the_state_comes_back_whole(model: FiguresModel, workbench: Workbench) -> None:
    model.filter_by(org=model.orgs[0][1])
    model.choose(model.rows[0])
    model.show_view("tong_hop")
    model.pivot.choose(by="period")
    state = model.state()
    assert json.loads(json.dumps(state)) == state
    again = FiguresModel(workbench)
    again.restore(state)
    assert again.state() == state
    assert again.rows == model.rows
    model.check()
    again.restore(model.state())
    assert again.findings == model.findings
    again.restore({"query": 7, "asked": None, "view": "lạ", "documents": "nhiều"})
    assert again.view == "bang"


def test_a_row_says_what_it_lacks_until_somebody_decided(model: FiguresModel) -> None:
    row = next(row for row in model.rows if not missing(row))
    assert sureness(row) == "Đọc từ văn bản"
    assert value_words(row) in row.value_text
    assert (amount(1234.5), amount(-3), amount(0.25), amount(486320)) == ("1.234,5", "-3", "0,25", "486.320")


def test_rows_of_another_question_go_when_a_question_fails(model: FiguresModel) -> None:
    assert model.rows
    with pytest.raises(WorkbenchError):
        model.find(document_id="không có")
    assert model.rows == ()


# The view ----------------------------------------------------------------------------------------


def test_a_row_opens_its_source_with_the_number_marked(panel: FiguresPanel) -> None:
    place = share_row(panel)
    line = shown(panel)[place]
    assert "Đơn vị báo cáo:" in line
    assert "Đảng ủy xã" in line
    panel.table.rows[place].read.click()
    figure = panel.model.chosen
    assert f'<mark class="wb-now">{figure.value_text}</mark>' in panel.reader.html
    assert figure.value_text in text_of(panel.box.text.value)
    assert panel.box.widget.layout.display == ""
    before = panel.model.chosen
    panel.box.next.click()
    assert panel.model.chosen != before
    panel.box.previous.click()
    assert panel.model.chosen == before


def test_buttons_confirm_correct_dismiss_and_undo(panel: FiguresPanel) -> None:
    panel.table.rows[0].read.click()
    panel.box.confirm.click()
    assert "Đã xác nhận" in shown(panel)[0]
    assert panel.box.confirm.disabled
    panel.box.edit.click()
    panel.box.boxes["indicator"].value = "tỷ lệ <b>mới</b>"
    panel.box.save.click()
    assert "Đã sửa" in shown(panel)[0]
    assert "<b>mới" not in panel.table.rows[0].text.value
    assert panel.box.form.layout.display == "none"
    panel.box.undo.click()
    panel.box.undo.click()
    assert "Đọc từ văn bản" in shown(panel)[0]
    assert panel.box.undo.layout.display == "none"
    panel.box.dismiss.click()
    assert "Đã bỏ" in shown(panel)[0]
    panel.box.keep.click()
    assert panel.basket.citations == (panel.model.chosen.citation,)
    assert not panel.errors


def test_the_pivot_shows_its_chart_and_opens_sources(panel: FiguresPanel) -> None:
    panel.views.buttons["tong_hop"].click()
    assert panel.table.widget.layout.display == "none"
    share = next(name for _, name in panel.model.pivot.indicators if "trực tuyến" in name)
    panel.pivot.indicator.value = share
    assert "<svg" in panel.pivot.chart.value
    panel.pivot.chart_by.value = "unit"
    assert "<svg" in panel.pivot.chart.value
    panel.pivot.rows[0].read.click()
    assert panel.pivot.sources_box.layout.display == ""
    assert '<mark class="wb-now">' in panel.reader.html
    assert "<mark>" in panel.pivot.sources.rows[0].text.value
    panel.pivot.by.value = "period"
    assert not panel.pivot.chart.value


def test_number_checks_tell_what_is_wrong_and_jump_there(panel: FiguresPanel) -> None:
    panel.query.value = "chuyển đổi số quý II"
    panel.check.click()
    told = [text_of(one.text.value) for one in panel.checks.rows if one.widget.layout.display != "none"]
    place = next(place for place, one in enumerate(told) if "180/200" in one)
    assert "90" in told[place]
    panel.checks.rows[place].read.click()
    assert '<mark class="wb-now">95' in panel.reader.html
    panel.checks.rows[place].other.click()
    assert '<mark class="wb-now">180/200' in panel.reader.html


@pytest.mark.parametrize("view", ["bang", "tong_hop", "kiem_so"])
def test_what_is_on_screen_is_written_as_a_workbook(panel: FiguresPanel, view: str) -> None:
    panel.check.click()
    panel.views.buttons[view].click()
    panel.export.click()
    (file,) = (panel.model.workbench.settings.workspace / "exports").glob("*.xlsx")
    assert str(file) in text_of(panel.file.value)
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row > 1


def test_other_panels_open_figures_of_a_document(workbench: Workbench) -> None:
    panel = figures_panel(workbench, Bench(workbench, "lan"))
    document = workbench.search("Khe Vàng").hits[0]
    panel.open(document_id=document.id)
    assert {row.citation.document_id for row in panel.model.rows} == {document.id}


def test_controls_have_labels_and_widgets_are_never_added(panel: FiguresPanel) -> None:
    before = len(widgets.widget._instances)
    for _ in range(10):
        panel.find.click()
        panel.table.rows[0].read.click()
        for view in ("tong_hop", "kiem_so", "bang"):
            panel.views.buttons[view].click()
            assert panel.views.buttons["bang"].layout.display != "none"
        panel.org.value = panel.model.orgs[0][1]
        panel.clear.click()
    assert len(widgets.widget._instances) == before
    assert not panel.errors


def test_the_panel_reaches_the_browser_in_few_messages(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    figures_panel(workbench)
    assert sent.count("comm_open") > 100
    assert len(sent) < 850
