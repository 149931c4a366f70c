"""Tasks: who, what, until when, read from prose, lists and tables; and what people decide about them survives."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Workbench
from workbench.analysis.tasks import assignments_in_text
from workbench.analysis.tasks.matching import is_unit
from workbench.analysis.tasks.task import TaskState
from workbench.errors import TaskError
from workbench.export.calendar import calendar_bytes, write_calendar

ISSUED = date(2025, 4, 15)
DIRECTIVE = """TỈNH ỦY LAM NGUYÊN
*
Số 15-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Nguyên, ngày 15 tháng 4 năm 2025
CHỈ THỊ
về bàn giao hồ sơ, tài liệu

Ban Thường vụ Tỉnh ủy yêu cầu:
1. Giao Văn phòng Tỉnh ủy chủ trì, phối hợp với Công an tỉnh xây dựng kế hoạch kiểm tra kho lưu trữ, \
trình trước ngày 30/5/2025.
2. Giao Ban Tổ chức Tỉnh ủy hướng dẫn chuyển giao hồ sơ đảng viên trong thời hạn 10 ngày kể từ ngày ban hành Chỉ thị.
3. Văn phòng Tỉnh ủy theo dõi, đôn đốc, báo cáo trước ngày 20 tháng cuối quý.
T/M BAN THƯỜNG VỤ
"""
REPORT = """TỈNH ỦY LAM NGUYÊN
VĂN PHÒNG
*
Số 41-BC/VPTU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Nguyên, ngày 02 tháng 6 năm 2025
BÁO CÁO
kết quả bàn giao hồ sơ

Văn phòng Tỉnh ủy đã xây dựng kế hoạch kiểm tra kho lưu trữ, trình Ban Thường vụ ngày 28/5/2025.
Giao Sở Nội vụ làm một việc khác trước ngày 01/01/2026.
T/L BAN THƯỜNG VỤ
"""


@pytest.fixture
def archive(built: Workbench, tmp_path: Path) -> Iterator[Workbench]:
    """A copy of the archive, to decide about its tasks."""
    shutil.copytree(built.settings.root, tmp_path, dirs_exist_ok=True)
    with Workbench.open(tmp_path) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The archive, to be looked at only."""
    root = tmp_path_factory.mktemp("tasks")
    (root / "corpus").mkdir()
    (root / "corpus" / "chi-thi.txt").write_text(DIRECTIVE, encoding="utf-8")
    (root / "corpus" / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        workbench.tasks()
        yield workbench


def only(text: str) -> tuple[tuple[str, ...], str | None]:
    (task,) = assignments_in_text(text)
    day = task.deadline.last_day(ISSUED) if task.deadline else None
    return task.lead, str(day) if day else None


# Reading ---------------------------------------------------------------------------------------


def test_a_task_tells_lead_cooperating_units_deadline_and_product() -> None:
    text = (
        "Giao Sở Văn hóa, Thể thao và Du lịch chủ trì, phối hợp với Công an tỉnh và Ủy ban nhân dân các xã, phường "
        "xây dựng đề án du lịch, trình trước ngày 30/6/2025."
    )
    (task,) = assignments_in_text(text)
    assert task.lead == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert task.cooperate == ("Công an tỉnh", "Ủy ban nhân dân các xã, phường")
    assert task.deadline is not None
    assert text[task.deadline.start : task.deadline.end] == "trước ngày 30/6/2025"
    assert task.product == "đề án du lịch"
    assert text[task.start : task.end] == text


def test_a_sentence_that_sets_two_units_or_two_days_sets_two_tasks() -> None:
    two_units = "Giao Sở Y tế tiêm phòng; giao Sở Tài chính bố trí kinh phí trước ngày 01/6/2025."
    assert [task.lead for task in assignments_in_text(two_units)] == [("Sở Y tế",), ("Sở Tài chính",)]
    two_days = "Giao Sở Y tế lập kế hoạch trước ngày 01/5/2025; báo cáo kết quả trước ngày 15/12/2025."
    days = [task.deadline.last_day(ISSUED) for task in assignments_in_text(two_days) if task.deadline]
    assert days == [date(2025, 5, 1), date(2025, 12, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "Ban Nội chính Tỉnh ủy đã chủ trì, hoàn thành trước ngày 30/6/2025.",
        "Cần tăng cường hơn nữa công tác kiểm tra, giám sát.",
        "Phấn đấu đến hết năm 2025, tỷ lệ hồ sơ trực tuyến đạt 80%.",
        "Theo đề nghị của Ban Tổ chức Tỉnh ủy;",
        'Luật quy định "Ủy ban nhân dân cấp xã có trách nhiệm gửi hồ sơ trước ngày 31 tháng 12 hằng năm".',
        "Bộ trưởng Bộ Nội vụ ban hành Thông tư hướng dẫn xếp hạng đơn vị sự nghiệp.",
        "Kết quả là một tiêu chí xếp loại tổ chức đảng hằng năm.",
        "Sở Tài chính được giao 25 biên chế.",
    ],
)
def test_results_quotations_and_exhortations_are_no_tasks(text: str) -> None:
    assert assignments_in_text(text) == []


def test_items_under_a_unit_are_its_tasks() -> None:
    text = (
        "1. Ban Tổ chức Tỉnh ủy:\n- Chủ trì hướng dẫn kiểm điểm, hoàn thành trước ngày 15/11/2025.\n"
        "- Tổng hợp kết quả, báo cáo trước ngày 20/01/2026.\n2. Sở Nội vụ tham mưu sắp xếp biên chế."
    )
    leads = [task.lead for task in assignments_in_text(text)]
    assert leads == [("Ban Tổ chức Tỉnh ủy",), ("Ban Tổ chức Tỉnh ủy",), ("Sở Nội vụ",)]


def test_a_letter_sets_its_items_for_those_it_is_addressed_to() -> None:
    text = "Kính gửi: Các đảng ủy xã, phường.\nVăn phòng Tỉnh ủy đề nghị:\n1. Gửi báo cáo trước ngày 20/11/2025."
    assert only(text) == (("Các đảng ủy xã, phường",), "2025-11-20")


def test_rows_of_a_plan_are_tasks_and_a_merged_cell_counts_for_the_rows_below() -> None:
    text = (
        "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n"
        "1\tKho dữ liệu dùng chung\tSở Nội vụ\tCông an tỉnh\tQuý II/2025\n"
        "2\tSố hóa tài liệu\t\tCác sở, ngành\tHết năm 2025\n"
    )
    tasks = assignments_in_text(text)
    assert [(task.content, task.lead) for task in tasks] == [
        ("Kho dữ liệu dùng chung", ("Sở Nội vụ",)),
        ("Số hóa tài liệu", ("Sở Nội vụ",)),
    ]
    assert [str(task.deadline.last_day(None)) for task in tasks if task.deadline] == ["2025-06-30", "2025-12-31"]


def test_labels_name_the_unit_of_the_work_before_them() -> None:
    text = "Xây dựng quy chế làm việc (chủ trì: Văn phòng Tỉnh ủy; thời hạn: trước ngày 15/11/2025)."
    (task,) = assignments_in_text(text)
    assert (task.content, task.lead) == ("Xây dựng quy chế làm việc", ("Văn phòng Tỉnh ủy",))


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="Giao Sở Y tếchủtrì,;:.\n\t-1)“”BanTổ chức trước ngày 30/6 hoàn", max_size=200))
def test_any_text_is_read_without_error_and_tasks_stand_in_it(text: str) -> None:
    for task in assignments_in_text(text):
        assert 0 <= task.start <= task.end <= len(text)


@pytest.mark.parametrize(
    ("name", "unit", "same"),
    [
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Tỉnh ủy Lam Nguyên", True),
        ("Các đảng ủy xã, phường", "Đảng ủy xã Khe Ngọc", True),
        ("Các đảng ủy xã, phường", "Đảng ủy Công an tỉnh", False),
        ("UBND tỉnh", "Uỷ ban nhân dân tỉnh Lam Nguyên", True),
        ("Đảng ủy", "Đảng ủy xã Khe Ngọc", False),
        ("Sở Tài chính", "Sở Tư pháp", False),
    ],
)
def test_two_names_of_one_unit_are_known_as_one(name: str, unit: str, same: bool) -> None:
    assert is_unit(name, unit) is same


# The register ----------------------------------------------------------------------------------


def test_the_register_has_the_tasks_of_directives_with_source_and_state(built: Workbench) -> None:
    tasks = built.tasks(on=date(2025, 6, 9))
    assert [(task.units, task.deadline, task.state) for task in tasks] == [
        ("Ban Tổ chức Tỉnh ủy", date(2025, 4, 25), TaskState.OVERDUE),
        ("Văn phòng Tỉnh ủy", date(2025, 5, 30), TaskState.OVERDUE),
        ("Văn phòng Tỉnh ủy", None, TaskState.OPEN),
    ]
    second = tasks.rows[1]
    assert (second.overdue_days, second.set_by, second.set_on) == (10, "Tỉnh ủy Lam Nguyên", date(2025, 4, 15))
    assert second.citation is not None
    assert built.document(second.citation.document_id).text[second.citation.start :].startswith(second.citation.quote)
    assert tasks.rows[2].next_day == date(2025, 6, 20)
    assert [task.units for task in built.overdue(date(2025, 6, 9))] == ["Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"]
    assert len(built.tasks(unit="Văn phòng Tỉnh ủy", on=date(2025, 6, 9))) == 2


def test_a_text_without_assignments_is_read_again_only_for_what_people_said_of_it(
    archive: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = "TỈNH ỦY LAM NGUYÊN\n*\nSố 7-KL/TU\n\nKẾT LUẬN\nvề một việc\n\nKinh tế tỉnh năm qua tăng trưởng khá.\n"
    (archive.settings.corpus / "ket-luan.txt").write_text(law, encoding="utf-8")
    archive.build(second_stage=True)
    everything = archive.tasks(on=ISSUED).rows
    loaded: list[str] = []
    documents = type(archive.catalogue).documents

    def watched(catalogue: object, ids: Iterable[str]) -> object:
        names = list(ids)
        loaded.extend(names)
        return documents(archive.catalogue, names)

    monkeypatch.setattr(type(archive.catalogue), "documents", watched)
    assert archive.tasks(on=ISSUED).rows == everything
    assert len(everything) == 3
    assert len(set(loaded)) == 1


def test_overdue_tasks_are_those_of_the_register_and_texts_without_any_are_not_loaded(
    archive: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = DIRECTIVE.replace("15-CT/TU", "16-CT/TU").replace("30/5/2025", "30/5/2026").replace("10 ngày", "10 năm")
    (archive.settings.corpus / "chi-thi-sau.txt").write_text(later, encoding="utf-8")
    archive.build(second_stage=True)
    day = date(2025, 6, 9)
    every = archive.tasks(on=day)
    assert len(every) == 6
    loaded: list[str] = []
    documents = type(archive.catalogue).documents

    def watched(catalogue: object, ids: Iterable[str]) -> object:
        names = list(ids)
        loaded.extend(names)
        return documents(archive.catalogue, names)

    monkeypatch.setattr(type(archive.catalogue), "documents", watched)
    late = archive.overdue(day)
    assert sorted(task.id for task in late) == sorted(task.id for task in every if task.state is TaskState.OVERDUE)
    assert set(loaded) == {task.citation.document_id for task in late if task.citation}
    open_one = next(task for task in every if task.deadline == date(2026, 5, 30))
    archive.correct_task(open_one.id, deadline="1/6/2025")
    assert open_one.id in {task.id for task in archive.overdue(day)}, "what a person said of a task counts"


def test_what_people_say_of_tasks_survives_a_rebuild_and_can_be_taken_back(archive: Workbench) -> None:
    day = date(2025, 6, 9)
    first, second, third = archive.tasks(on=day)
    archive.set_task_state(first.id, "xong", done_on=date(2025, 4, 24), note="đã có hướng dẫn")
    archive.correct_task(second.id, deadline="30/6/2025", lead="Văn phòng Tỉnh ủy; Sở Nội vụ")
    stroke = archive.dismiss_task(third.id)
    root = archive.settings.root
    archive.close()
    for file in (root / "indexes").glob("*.sqlite*"):
        file.unlink()
    with Workbench.open(root) as again:
        again.build()
        tasks = {task.id: task for task in again.tasks(on=day)}
        assert tasks[first.id].state is TaskState.DONE
        assert (tasks[first.id].done_on, tasks[first.id].note) == (date(2025, 4, 24), "đã có hướng dẫn")
        assert tasks[second.id].deadline == date(2025, 6, 30)
        assert tasks[second.id].deadline_text == "trước ngày 30/5/2025"
        assert tasks[second.id].lead == ("Văn phòng Tỉnh ủy", "Sở Nội vụ")
        assert tasks[second.id].state is TaskState.OPEN
        assert third.id not in tasks
        again.undo_task(stroke)
        assert third.id in {task.id for task in again.tasks(on=day)}


def test_nobody_is_late_with_what_a_replaced_directive_asked_for(archive: Workbench) -> None:
    first, second, _ = archive.tasks(on=date(2026, 6, 1))
    archive.set_task_state(second.id, "dang_lam")
    newer = DIRECTIVE.replace("15-CT/TU", "02-CT/TU").replace("15 tháng 4 năm 2025", "05 tháng 5 năm 2026")
    newer = newer.split("Ban Thường vụ Tỉnh ủy yêu cầu:")[0]
    newer += (
        "Chỉ thị này có hiệu lực từ ngày ký, thay thế Chỉ thị số 15-CT/TU, ngày 15/4/2025 của Ban Thường vụ Tỉnh ủy."
    )
    (archive.settings.corpus / "chi-thi-moi.txt").write_text(newer, encoding="utf-8")
    archive.build(second_stage=True)
    now = {task.id: task for task in archive.tasks(on=date(2026, 6, 1))}
    assert (now[first.id].state, now[first.id].overdue_days) == (TaskState.DROPPED, 0)
    assert "hết hiệu lực" in now[first.id].note
    assert now[second.id].state is TaskState.OVERDUE  # a person said that it is still being done
    assert archive.task(first.id, on=date(2026, 4, 30)).state is TaskState.OVERDUE


def test_a_decision_follows_its_words_when_the_text_before_them_changes(archive: Workbench) -> None:
    task = archive.tasks().rows[0]
    archive.set_task_state(task.id, "dang_lam")
    file = archive.settings.corpus / "chi-thi.txt"
    file.write_text(DIRECTIVE.replace("yêu cầu:", "yêu cầu các cấp ủy thực hiện ngay các việc sau:"), encoding="utf-8")
    archive.build()
    states = {one.citation.quote: one.state for one in archive.tasks(on=ISSUED) if one.citation}
    assert task.citation is not None
    assert states[task.citation.quote] is TaskState.RUNNING


def test_own_tasks_stand_in_the_register_until_they_are_taken_off(archive: Workbench) -> None:
    made = archive.add_task("Chuẩn bị hội nghị", lead="Văn phòng Tỉnh ủy", deadline="15/6/2025")
    task = archive.task(made, on=date(2025, 6, 20))
    assert (task.deadline, task.state, task.overdue_days) == (date(2025, 6, 15), TaskState.OVERDUE, 5)
    archive.correct_task(made, note="hoãn", deadline="30/6/2025")
    assert [one.note for one in archive.tasks() if one.id == made] == ["hoãn"]
    archive.dismiss_task(made)
    assert made not in {one.id for one in archive.tasks()}


@pytest.mark.parametrize(
    "values", [{"state": "qua_han"}, {"deadline": "hôm nào đó"}, {"colour": "đỏ"}, {"content": " "}]
)
def test_what_a_task_cannot_have_is_refused_in_words(archive: Workbench, values: dict[str, str]) -> None:
    task = archive.tasks().rows[0]
    with pytest.raises(TaskError):
        archive.correct_task(task.id, **values)
    assert archive.task(task.id).decided == "đề nghị"
    with pytest.raises(TaskError, match="Không có nhiệm vụ"):
        archive.task("v-khongco")


def test_a_later_report_of_the_lead_unit_is_proposed_as_proof(built: Workbench) -> None:
    task = next(one for one in built.tasks() if "kế hoạch kiểm tra" in one.content)
    (proof,) = built.proofs(task.id)
    assert proof.by_lead
    assert proof.passages[0].quote.startswith("Văn phòng Tỉnh ủy đã xây dựng kế hoạch kiểm tra kho lưu trữ")


def test_letters_that_urge_cite_the_document_that_set_each_task(built: Workbench, tmp_path: Path) -> None:
    letters = {letter.query: letter for letter in built.chase_letters(date(2025, 6, 9))}
    assert set(letters) == {"Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"}
    items = letters["Văn phòng Tỉnh ủy"].section("nhiem_vu").items
    assert ["15-CT/TU" in item.text and "quá hạn 10 ngày" in item.text for item in items] == [True]
    assert items[0].citations[0].symbol == "15-CT/TU"
    assert built.export(letters["Văn phòng Tỉnh ủy"], tmp_path / "don-doc.docx").is_file()


def test_the_calendar_has_one_whole_day_a_task_in_lines_of_75_octets(built: Workbench, tmp_path: Path) -> None:
    tasks = built.tasks(on=date(2025, 6, 9))
    data = calendar_bytes(tasks)
    assert data.count(b"BEGIN:VEVENT") == 3
    assert b"DTSTART;VALUE=DATE:20250530\r\nDTEND;VALUE=DATE:20250531" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    whole = data.decode("utf-8").replace("\r\n ", "")
    assert "SUMMARY:Văn phòng Tỉnh ủy: chủ trì\\, phối hợp với Công an tỉnh" in whole
    assert write_calendar(tasks, tmp_path / "lich" / "han.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_table_and_the_chart_show_every_unit(built: Workbench) -> None:
    tasks = built.tasks(on=date(2025, 6, 9))
    assert list(tasks.to_frame()["state"]) == ["Quá hạn", "Quá hạn", "Chưa làm"]
    assert set(tasks.by_unit()["unit"]) == {"Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"}
    assert "Quá hạn" in tasks.chart().to_json(ensure_ascii=False)
