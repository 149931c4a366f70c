"""The tasks panel: register, states, corrections and their undoing, proofs, letters, calendar, who has reported."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ipywidgets as widgets
import openpyxl
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.analysis.tasks.task import TaskState
from workbench.errors import TaskError, WorkbenchError
from workbench.ui import tasks_panel
from workbench.ui.bench import Bench
from workbench.ui.tasks_model import TasksModel
from workbench.ui.tasks_row import state_words, when_words
from workbench.ui.tasks_view import TasksPanel

DAY = "9/6/2025"
HEAD = "ĐẢNG CỘNG SẢN VIỆT NAM\nLam Nguyên, ngày {day} tháng {month} năm 2025\n\n"
DIRECTIVE = (
    "TỈNH ỦY LAM NGUYÊN\n*\nSố 15-CT/TU\n\n"
    + HEAD.format(day="15", month="4")
    + "CHỈ THỊ\nvề bàn giao hồ sơ, tài liệu\n\n"
    "Ban Thường vụ Tỉnh ủy yêu cầu:\n"
    "1. Giao Văn phòng Tỉnh ủy chủ trì, phối hợp với Công an tỉnh xây dựng kế hoạch kiểm tra kho lưu trữ, trình trước "
    "ngày 30/5/2025.\n"
    "2. Giao Ban Tổ chức Tỉnh ủy hướng dẫn chuyển giao hồ sơ đảng viên trong thời hạn 10 ngày kể từ ngày ban hành Chỉ "
    "thị.\n"
    "3. Văn phòng Tỉnh ủy theo dõi, đôn đốc, báo cáo trước ngày 20 tháng cuối quý.\nT/M BAN THƯỜNG VỤ\n"
)
REPORT = (
    "TỈNH ỦY LAM NGUYÊN\nVĂN PHÒNG\n*\nSố 41-BC/VPTU\n\n"
    + HEAD.format(day="02", month="6")
    + "BÁO CÁO\nkết quả bàn giao "
    "hồ sơ\n\nVăn phòng Tỉnh ủy đã xây dựng kế hoạch kiểm tra kho lưu trữ, trình Ban Thường vụ ngày 28/5/2025.\n"
    "T/L BAN THƯỜNG VỤ\n"
)
REQUEST = (
    "TỈNH ỦY LAM NGUYÊN\nVĂN PHÒNG\n*\nSố 88-CV/VPTU\nvề việc báo cáo kết quả chuyển đổi số\n\n"
    + HEAD.format(day="10", month="4")
    + "Kính gửi: Đảng ủy xã Khe Vàng; Đảng ủy xã Núi Đá.\n\nĐề nghị các đồng chí báo cáo kết quả chuyển đổi số, gửi về "
    "Văn phòng Tỉnh ủy trước ngày 20/5/2025.\n\nT/L BAN THƯỜNG VỤ\n"
)
ANSWER = (
    "ĐẢNG BỘ TỈNH LAM NGUYÊN\nĐẢNG ỦY XÃ KHE VÀNG\n*\nSố 12-BC/ĐU\n\n"
    + HEAD.format(day="18", month="5")
    + "BÁO CÁO\nkết "
    "quả chuyển đổi số\n\nThực hiện Công văn số 88-CV/VPTU, ngày 10/4/2025 của Văn phòng Tỉnh ủy, Đảng ủy xã báo cáo.\n"
    "T/M ĐẢNG ỦY\n"
)


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("nhiem-vu")
    (root / "corpus").mkdir()
    for name, text in (("chi-thi", DIRECTIVE), ("bao-cao", REPORT), ("yeu-cau", REQUEST), ("tra-loi", ANSWER)):
        (root / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def workbench(root: Path, tmp_path: Path) -> Iterator[Workbench]:
    shutil.copytree(root, tmp_path / "kho")
    with Workbench.open(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def model(workbench: Workbench) -> TasksModel:
    made = TasksModel(workbench)
    made.on_day, made.query = DAY, "15-CT/TU"
    made.find(document_id=next(one.id for one in workbench.headers() if one.header.symbol == "15-CT/TU"))
    return made


@pytest.fixture
def panel(workbench: Workbench) -> TasksPanel:
    made = tasks_panel(workbench)
    made.on_day.value = DAY
    made.find.click()
    return made


def shown(panel: TasksPanel) -> list[str]:
    return [text_of(one.text.value) for one in panel.table.rows if one.widget.layout.display != "none"]


# The model ---------------------------------------------------------------------------------------


def test_the_register_is_by_deadline_and_can_be_filtered(model: TasksModel) -> None:
    assert [when_words(task) for task in model.rows] == ["25/04/2025", "30/05/2025", "20/06/2025 (định kỳ)"]
    assert [state_words(task) for task in model.rows] == ["Quá hạn 45 ngày", "Quá hạn 10 ngày", "Chưa làm"]
    model.filter_by(unit="Văn phòng Tỉnh ủy")
    assert len(model.rows) == 2
    model.filter_by(state_shown="qua_han")
    assert len(model.rows) == 1
    model.filter_by(unit="", state_shown="xong")
    assert model.rows == ()


def test_decisions_are_kept_and_taken_back_one_by_one(model: TasksModel, workbench: Workbench) -> None:
    first = model.rows[0]
    model.choose(first)
    model.correct(state="xong", done_on="20/4/2025", note="đã gửi")
    model.correct(lead="Sở Nội vụ; Ban Tổ chức Tỉnh ủy", deadline="30/7/2025")
    again = workbench.task(first.id, date(2025, 6, 9))
    assert again == model.chosen
    assert (again.state, again.done_on, again.lead) == (
        TaskState.DONE,
        date(2025, 4, 20),
        ("Sở Nội vụ", "Ban Tổ chức Tỉnh ủy"),
    )
    model.undo()
    assert model.chosen.lead == first.lead
    model.undo()
    assert model.chosen == first
    assert model.rows[0] == first
    assert not model.can_undo


def test_what_is_no_task_leaves_the_register_and_comes_back(model: TasksModel) -> None:
    first = model.rows[0]
    model.choose(first)
    model.dismiss()
    assert model.chosen is None
    assert first.id not in [task.id for task in model.rows]
    model.undo()
    assert model.rows[0].id == first.id
    assert model.chosen.id == first.id


def test_a_task_of_one_s_own_is_added_changed_and_every_step_taken_back(model: TasksModel) -> None:
    model.choose(model.rows[0])
    own = model.add("chuẩn bị hội nghị", "Văn phòng Tỉnh ủy", "1/7/2025", to_document=True)
    assert own.citation is not None
    assert own.citation.symbol == "15-CT/TU"
    assert model.rows[-1].id == own.id
    model.correct(state="dang_lam")
    model.undo()
    assert model.chosen.state is TaskState.OPEN
    model.dismiss()
    assert own.id not in [task.id for task in model.rows]
    model.undo()
    assert [(task.content, task.lead) for task in model.rows if task.decided == "tự thêm"] == [(own.content, own.lead)]
    with pytest.raises(TaskError, match="trống"):
        model.add(" ", "", "")


def test_adding_can_be_taken_back(model: TasksModel) -> None:
    before = model.rows
    model.add("việc khác", "", "")
    model.undo()
    assert model.rows == before


def test_proofs_are_proposed_and_taken(model: TasksModel) -> None:
    model.choose(model.rows[1])
    (proof,) = model.look_for_proofs()
    model.take_proof(proof.document_id)
    assert model.chosen.proof == (proof.document_id,)
    assert model.proofs == (proof,)


def test_a_wrong_day_is_told(model: TasksModel) -> None:
    model.on_day = "hôm kia"
    with pytest.raises(WorkbenchError, match="Tính đến ngày"):
        model.find()
    assert model.rows == ()
    model.on_day = DAY
    model.find()
    model.choose(model.rows[0])
    with pytest.raises(TaskError):
        model.correct(deadline="khi nào xong")


def test_the_state_comes_back_whole(model: TasksModel, workbench: Workbench) -> None:
    model.filter_by(unit="Văn phòng Tỉnh ủy")
    model.choose(model.rows[1])
    model.reporting.ask(next(one.id for one in workbench.headers() if one.header.symbol == "88-CV/VPTU"))
    model.reporting.ask_periods()
    model.show_view("bao_cao")
    state = model.state()
    assert json.loads(json.dumps(state)) == state
    again = TasksModel(workbench)
    again.restore(state)
    assert again.state() == state
    assert again.rows == model.rows
    assert again.reporting.rows == model.reporting.rows
    again.restore({"query": 3, "view": "lạ", "reporting": {"months": True, "request": "không có"}})
    assert again.view == "so"


def test_the_whole_register_of_a_large_archive_is_not_read_while_people_wait(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = TasksModel(workbench)
    before.on_day = DAY
    before.find()
    monkeypatch.setattr("workbench.ui.tasks_model.LARGE", 3)
    again = TasksModel(workbench)
    again.restore(before.state())
    assert (again.found, again.on_day) == (None, DAY)
    again.restore(before.state() | {"asked": "hồ sơ"})
    assert again.found is not None, "a question is answered at once"


# The view ----------------------------------------------------------------------------------------


def test_rows_tell_the_deadline_and_the_days_overdue_in_words(panel: TasksPanel) -> None:
    lines = shown(panel)
    assert any("25/04/2025" in line and "Quá hạn 45 ngày" in line and "15-CT/TU" in line for line in lines)
    assert any("wb-task-qua-han" in one.text.value for one in panel.table.rows)
    assert "2 quá hạn" in text_of(panel.summary.value) or "quá hạn" in text_of(panel.summary.value)
    place = next(place for place, line in enumerate(lines) if "chuyển giao hồ sơ đảng viên" in line)
    panel.table.rows[place].read.click()
    assert 'class="wb-now"' in panel.reader.html
    assert "10 ngày kể từ ngày ban hành" in text_of(panel.box.text.value)


def test_a_state_is_set_and_a_deadline_corrected_by_hand(panel: TasksPanel) -> None:
    panel.state_shown.value = ""
    place = next(place for place, line in enumerate(shown(panel)) if "chuyển giao hồ sơ đảng viên" in line)
    panel.table.rows[place].read.click()
    panel.box.state.value, panel.box.done_on.value = "xong", "20/4/2025"
    panel.box.save_state.click()
    assert any("Xong ngày 20/04/2025" in line for line in shown(panel))
    panel.box.edit.click()
    assert panel.box.deadline.value == "25/04/2025"
    panel.box.deadline.value = "30/4/2025"
    panel.box.save.click()
    assert panel.model.chosen.deadline == date(2025, 4, 30)
    assert panel.model.chosen.lead == ("Ban Tổ chức Tỉnh ủy",)
    panel.box.undo.click()
    panel.box.undo.click()
    assert any("Quá hạn 45 ngày" in line for line in shown(panel))
    panel.box.dismiss.click()
    assert not any("chuyển giao hồ sơ đảng viên" in line for line in shown(panel))
    panel.box.undo.click()
    assert any("chuyển giao hồ sơ đảng viên" in line for line in shown(panel))
    assert not panel.errors


def test_an_own_task_and_a_proof_by_hand(panel: TasksPanel) -> None:
    panel.add.open.click()
    panel.add.content.value, panel.add.lead.value, panel.add.deadline.value = (
        "chuẩn bị <b>họp</b>",
        "Văn phòng",
        "1/7/2025",
    )
    panel.add.add.click()
    assert any("Chuẩn bị <b>họp</b>" in line for line in shown(panel))
    assert not any("<b>họp" in one.text.value for one in panel.table.rows)
    place = next(place for place, line in enumerate(shown(panel)) if "kế hoạch kiểm tra kho" in line)
    panel.table.rows[place].read.click()
    panel.box.prove.click()
    assert "28/5/2025" in text_of(panel.box.proofs.rows[0].text.value)
    panel.box.proofs.rows[0].act.click()
    assert "1 văn bản" in text_of(panel.box.text.value)


def test_calendar_and_workbook_hold_what_is_on_screen(panel: TasksPanel) -> None:
    panel.unit.value = "Ban Tổ chức Tỉnh ủy"
    panel.calendar.click()
    panel.export.click()
    exports = panel.model.workbench.settings.workspace / "exports"
    (calendar,) = exports.glob("*.ics")
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 1
    (book,) = exports.glob("*.xlsx")
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    assert any("Ban Tổ chức Tỉnh ủy" in str(cell.value) for line in sheet.iter_rows() for cell in line)


def test_tasks_by_unit_are_drawn(panel: TasksPanel) -> None:
    panel.views.buttons["don_vi"].click()
    assert "Ban Tổ chức Tỉnh ủy" in html.unescape(panel.chart.value)
    assert "<svg" in panel.chart.value


def test_letters_are_kept_and_opened_among_the_drafts(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    gone: list[tuple[str, object]] = []
    bench.connect(lambda key, what: gone.append((key, what["draft_id"])))
    panel = tasks_panel(workbench, bench)
    panel.on_day.value = DAY
    panel.find.click()
    panel.views.buttons["don_doc"].click()
    panel.letters.write.click()
    assert "Ban Tổ chức Tỉnh ủy" in text_of(panel.letters.rows[0].text.value)
    assert workbench.drafts().empty
    panel.letters.rows[0].open.click()
    panel.letters.rows[0].open.click()
    (draft_id,) = workbench.drafts()["id"]
    assert gone == [("du_thao", draft_id)] * 2
    assert "đã lưu" in text_of(panel.letters.rows[0].text.value)


def test_documents_that_ask_for_reports_are_offered_in_a_list(panel: TasksPanel) -> None:
    reporting = panel.reporting
    reporting.list.click()
    assert [label[:10] for label, _ in reporting.request.choice.options] == ["88-CV/VPTU"]
    assert "88-CV/VPTU" in reporting.summary.value


def test_who_has_reported_and_the_letter_to_those_who_have_not(panel: TasksPanel) -> None:
    panel.views.buttons["bao_cao"].click()
    reporting = panel.reporting
    reporting.request.box.value = "88-CV/VPTU"
    reporting.request.find.click()
    lines = [text_of(one.text.value) for one in reporting.rows if one.widget.layout.display != "none"]
    assert "Chưa gửi, quá hạn 20 ngày" in lines[0]
    assert "Núi Đá" in lines[0]
    assert "Đã gửi" in lines[1]
    assert "12-BC/ĐU" in lines[1]
    reporting.rows[1].read.click()
    assert panel.model.reader.document.header.symbol == "12-BC/ĐU"
    reporting.letter.click()
    assert "Dự thảo" in text_of(panel.message.value)
    assert len(panel.model.workbench.drafts()) == 1
    reporting.units.value, reporting.due.value = "Đảng ủy xã Khe Vàng", "10/5/2025"
    reporting.ask.click()
    (line,) = [text_of(one.text.value) for one in reporting.rows if one.widget.layout.display != "none"]
    assert "Gửi muộn 8 ngày" in line
    reporting.export.click()
    assert not panel.errors


def test_reports_by_period_are_a_table_or_told_to_be_none(panel: TasksPanel) -> None:
    panel.views.buttons["ky"].click()
    panel.periods.ask.click()
    assert "Kho không có báo cáo nào theo kỳ này" in panel.periods.table.value


def test_widgets_are_never_added(panel: TasksPanel) -> None:
    before = len(widgets.widget._instances)
    for _ in range(10):
        panel.find.click()
        panel.table.rows[0].read.click()
        for view in ("don_vi", "don_doc", "bao_cao", "ky", "so"):
            panel.views.buttons[view].click()
            assert panel.views.buttons["so"].layout.display != "none"
            assert (panel.add.open.layout.display != "none") == (view == "so")
    assert len(widgets.widget._instances) == before
    assert not panel.errors


def test_the_panel_reaches_the_browser_in_few_messages(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    tasks_panel(workbench)
    assert sent.count("comm_open") > 100
    assert len(sent) < 850
