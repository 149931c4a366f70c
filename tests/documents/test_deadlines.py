"""Deadlines are found with offsets and read as days, as offices write and count them (domain.md §6)."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.deadlines import find_deadlines, read_deadline

ISSUED = date(2025, 4, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hoàn thành trước ngày 30/6/2025", "2025-06-30"),
        ("chậm nhất ngày 05 tháng 4 năm 2026", "2026-04-05"),
        ("trước 20.7.2025", "2025-07-20"),
        ("trước 17 giờ ngày 20/5/2025", "2025-05-20"),
        ("trong quý III/2025", "2025-09-30"),
        ("xong trong quý II năm 2026", "2026-06-30"),
        ("trong tháng 7/2025", "2025-07-31"),
        ("đến hết năm 2025", "2025-12-31"),
        ("trong 6 tháng đầu năm 2026", "2026-06-30"),
        ("trong quý I và quý II/2026", "2026-06-30"),
        ("trước tháng 9/2025", "2025-08-31"),
        ("trước ngày 10/6", "2025-06-10"),
        ("trong tháng 2", "2026-02-28"),  # February has passed: the next one
        ("trong thời hạn 20 ngày", "2025-05-05"),
        ("chậm nhất 10 ngày kể từ ngày ban hành Chỉ thị này", "2025-04-25"),
        ("trong thời hạn 10 ngày làm việc", "2025-04-29"),  # two week-ends
        ("trong thời hạn 30 ngày, kể từ ngày 01/7/2025", "2025-07-31"),
        ("trong thời hạn 02 tháng kể từ ngày ký", "2025-06-15"),
    ],
)
def test_the_last_day_allowed_is_told(text: str, day: str) -> None:
    (deadline,) = find_deadlines(f"Giao Ban Tổ chức chủ trì, {text}.")
    assert str(deadline.last_day(ISSUED)) == day


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("hằng quý, trước ngày 20 của tháng cuối quý", "2025-06-20"),
        ("trước ngày 15/12 hằng năm", "2025-12-15"),
        ("trước ngày 30 hằng tháng", "2025-04-30"),
        ("trước ngày 10 tháng đầu quý sau", "2025-07-10"),
        ("định kỳ 6 tháng, hằng năm", "2025-06-30"),
    ],
)
def test_a_deadline_that_comes_again_has_a_next_day_and_no_last_one(text: str, following: str) -> None:
    (deadline,) = find_deadlines(f"Văn phòng Tỉnh ủy báo cáo {text}.")
    assert deadline.periodic
    assert deadline.last_day(ISSUED) is None
    assert str(deadline.next_day(ISSUED)) == following


@pytest.mark.parametrize(
    "text",
    [
        "thường xuyên",
        "trong nhiệm kỳ 2025 - 2030",
        "ngay sau hội nghị",
        "trong thời hạn 15 ngày kể từ ngày kết thúc kiểm tra",
    ],
)
def test_a_deadline_that_no_calendar_tells_has_no_day(text: str) -> None:
    (deadline,) = find_deadlines(text)
    assert deadline.last_day(ISSUED) is None


@pytest.mark.parametrize(
    "text",
    [
        "dự toán năm 2025",
        "giai đoạn 2026 - 2030",
        "từ tháng 4/2024",
        "19 hồ sơ quá hạn",
        "mỗi cuộc kiểm tra không quá 30 ngày làm việc",
        "trước ngày 32/13/2025",
        "Chỉ thị số 12-CT/TU, ngày 15/4/2024",
    ],
)
def test_other_days_and_spans_are_no_deadlines(text: str) -> None:
    assert find_deadlines(text) == ()


def test_a_year_left_out_is_that_of_the_document() -> None:
    (deadline,) = find_deadlines("trước ngày 20/9")
    assert deadline.last_day(date(2025, 8, 11)) == date(2025, 9, 20)
    assert deadline.last_day(date(2025, 10, 1)) == date(2026, 9, 20)
    assert deadline.last_day(None) is None


def test_a_cell_needs_no_word_before_its_day() -> None:
    for text, day in (("Quý II/2025", "2025-06-30"), ("31/12/2025", "2025-12-31"), ("Hết năm 2025", "2025-12-31")):
        deadline = read_deadline(text)
        assert deadline is not None
        assert str(deadline.last_day(None)) == day
    assert read_deadline("Sở Nội vụ") is None


def test_offsets_lead_to_the_text_as_it_was_read_composed_or_not() -> None:
    text = "Sở Tài chính trình trước ngày 31/10/2024; gửi báo cáo trong quý IV/2024."
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        found = find_deadlines(written)
        assert [written[one.start : one.end] for one in found] == [one.text for one in found]
        assert [str(one.last_day(None)) for one in found] == ["2024-10-31", "2024-12-31"]


@given(st.text(alphabet="trướcngày hạnmtáquýIV0123456789/.,-;() năm", max_size=120), st.dates())
def test_any_text_is_read_without_error_and_deadlines_do_not_overlap(text: str, issued: date) -> None:
    end = 0
    for deadline in find_deadlines(text):
        assert end <= deadline.start < deadline.end <= len(text)
        assert text[deadline.start : deadline.end] == deadline.text
        deadline.last_day(issued)
        deadline.next_day(issued)
        end = deadline.end
