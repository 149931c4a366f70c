"""Who has reported: for one request, and for reports that come every quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.analysis.reporting import Reported
from workbench.errors import TaskError

REQUEST = """TỈNH ỦY LAM NGUYÊN
*
Số 214-CV/TU
về việc báo cáo sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Nguyên, ngày 03 tháng 4 năm 2026

Kính gửi: Các đảng ủy xã, phường có tên trong danh sách.
Ban Thường vụ Tỉnh ủy đề nghị các đồng chí báo cáo như sau:
1. Số liệu tính từ ngày 15/4/2024 đến ngày 31/3/2026.
2. Báo cáo gửi về Văn phòng Tỉnh ủy trước ngày 15/5/2026.
Danh sách đơn vị báo cáo:
1. Đảng ủy xã Khe Ngọc
2. Đảng ủy phường Cửa Sậy
3. Đảng ủy xã Mường Sáo
4. Đảng ủy xã Vân Trạch
T/M BAN THƯỜNG VỤ
"""


def report(unit: str, number: int, day: date, subject: str, body: str = "") -> str:
    return (
        f"TỈNH ỦY LAM NGUYÊN\n{unit.upper()}\n*\nSố {number}-BC/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        f"Lam Nguyên, ngày {day.day:02} tháng {day.month} năm {day.year}\nBÁO CÁO\n{subject}\n\n"
        f"{body or 'Kết quả đạt được trên các mặt công tác.'}\nT/M BAN THƯỜNG VỤ\n"
    )


HALF_WAY = "sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU về cải cách hành chính"
QUARTER = "tình hình, kết quả công tác quý {} năm 2026 và nhiệm vụ quý {}/2026"
FILES = {
    "cv-214.txt": REQUEST,
    "khe-ngoc.txt": report("Đảng ủy xã Khe Ngọc", 38, date(2026, 5, 15), HALF_WAY),
    "cua-say.txt": report(
        "Đảng ủy phường Cửa Sậy", 71, date(2026, 5, 22), "kết quả", "Thực hiện Công văn số 214-CV/TU."
    ),
    # Of the same unit, but on another matter, or from before the request.
    "muong-sao-khac.txt": report("Đảng ủy xã Mường Sáo", 9, date(2026, 5, 10), "công tác dân vận quý I năm 2026"),
    "van-trach-cu.txt": report("Đảng ủy xã Vân Trạch", 5, date(2025, 5, 10), HALF_WAY),
    "khe-ngoc-q1.txt": report("Đảng ủy xã Khe Ngọc", 30, date(2026, 3, 19), QUARTER.format("I", "II")),
    "khe-ngoc-q2.txt": report("Đảng ủy xã Khe Ngọc", 60, date(2026, 6, 23), QUARTER.format("II", "III")),
    "cua-say-q1.txt": report("Đảng ủy phường Cửa Sậy", 31, date(2026, 3, 18), QUARTER.format("I", "II")),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    root = tmp_path_factory.mktemp("reporting")
    for name, text in FILES.items():
        file = root / "corpus" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        yield workbench


@pytest.fixture(scope="module")
def request_id(archive: Workbench) -> str:
    frame = archive.documents()
    return str(frame.loc[frame["symbol"] == "214-CV/TU", "id"].iloc[0])


def test_each_unit_of_the_list_is_told_sent_late_or_missing(archive: Workbench, request_id: str) -> None:
    found = archive.reported(request_id, on=date(2026, 5, 25))
    assert found.due == date(2026, 5, 15)
    assert found.due_citation is not None
    assert found.due_citation.quote == "trước ngày 15/5/2026"
    assert [(row.unit, row.state, row.days_late, row.symbol) for row in found.rows] == [
        ("Đảng ủy xã Khe Ngọc", Reported.SENT, 0, "38-BC/ĐU"),
        ("Đảng ủy phường Cửa Sậy", Reported.LATE, 7, "71-BC/ĐU"),
        ("Đảng ủy xã Mường Sáo", Reported.MISSING, 10, None),
        ("Đảng ủy xã Vân Trạch", Reported.MISSING, 10, None),
    ]
    assert "dẫn số 214-CV/TU" in found.rows[1].why
    assert found.counts == {"Đã gửi": 1, "Gửi muộn": 1, "Chưa gửi": 2}


def test_before_the_last_day_nobody_is_missing(archive: Workbench, request_id: str) -> None:
    states = {row.unit: row.state for row in archive.reported(request_id, on=date(2026, 5, 1)).rows}
    assert states["Đảng ủy xã Mường Sáo"] is Reported.WAITING


def test_a_person_may_say_who_shall_report_and_until_when(archive: Workbench, request_id: str) -> None:
    found = archive.reported(request_id, units=["Đảng ủy phường Cửa Sậy"], due=date(2026, 5, 30), on=date(2026, 6, 1))
    assert [(row.unit, row.state) for row in found.rows] == [("Đảng ủy phường Cửa Sậy", Reported.SENT)]
    general = archive.reported(request_id, units=["Các đảng ủy xã, phường"], on=date(2026, 6, 1))
    assert {row.unit for row in general.rows} == {"Đảng ủy xã Khe Ngọc", "Đảng ủy phường Cửa Sậy"}
    assert "danh sách" in general.note


def test_the_letter_goes_to_those_that_have_not_reported(archive: Workbench, request_id: str) -> None:
    letter = archive.chase_report_letter(request_id, on=date(2026, 5, 25))
    assert letter is not None
    assert letter.sections[0].heading == "Kính gửi: Đảng ủy xã Mường Sáo; Đảng ủy xã Vân Trạch"
    assert letter.items()[0].citations[0].symbol == "214-CV/TU"
    everybody = archive.chase_report_letter(request_id, units=["Đảng ủy xã Khe Ngọc"], on=date(2026, 5, 25))
    assert everybody is None


def test_the_matrix_tells_unit_and_quarter(archive: Workbench) -> None:
    units = ["Đảng ủy xã Khe Ngọc", "Đảng ủy phường Cửa Sậy"]
    matrix = archive.report_periods(units=units, due="trước ngày 20 tháng cuối quý", on=date(2026, 7, 1))
    rows = matrix.to_frame().set_index("unit")
    assert list(rows.columns) == ["quý I/2026", "quý II/2026"]
    assert list(rows.loc["Đảng ủy xã Khe Ngọc"]) == ["Đã gửi 19/03/2026", "Gửi muộn 3 ngày"]
    assert list(rows.loc["Đảng ủy phường Cửa Sậy"]) == ["Đã gửi 18/03/2026", "Chưa gửi"]
    with pytest.raises(TaskError):
        archive.report_periods(due="trước ngày 20/6/2026")


def test_a_district_is_not_asked_after_districts_were_abolished(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    subjects = {
        "hu": ("Huyện ủy Vân Trạch", "I năm 2025", date(2025, 3, 18)),
        "xa": ("Đảng ủy xã Khe Ngọc", "III năm 2025", date(2025, 9, 18)),
    }
    for name, (unit, quarter, day) in subjects.items():
        text = report(unit, 9, day, f"tình hình, kết quả công tác quý {quarter}")
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        frame = workbench.report_periods(on=date(2025, 12, 1)).to_frame().set_index("unit")
    assert list(frame.loc["Huyện ủy Vân Trạch"]) == ["Đã gửi 18/03/2025", "–"]
    assert list(frame.loc["Đảng ủy xã Khe Ngọc"]) == ["–", "Đã gửi 18/09/2025"]
