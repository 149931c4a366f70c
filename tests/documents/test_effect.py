"""From when to when a document says that it is in force."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.effect import find_effects


@pytest.mark.parametrize(
    ("text", "kind", "day", "after"),
    [
        ("Quyết định này có hiệu lực từ ngày 01/8/2025, thay thế Quyết định 7-QĐ/TU.", "begins", date(2025, 8, 1), 0),
        ("Điều 4. Quyết định có hiệu lực kể từ ngày ký.", "begins", None, 0),
        ("Nghị định này có hiệu lực thi hành sau 45 ngày, kể từ ngày ký.", "begins", None, 45),
        ("Nghị quyết đã được Hội đồng thông qua ngày 12 tháng 7 năm 2024 và có hiệu lực từ ngày 01 tháng 8 năm 2024.",
         "begins", date(2024, 8, 1), 0),
        ("Kế hoạch này có hiệu lực đến hết ngày 31/12/2025.", "ends", date(2025, 12, 31), 0),
        ("Quy định này hết hiệu lực từ ngày 01/01/2026.", "ends", date(2025, 12, 31), 0),
    ],
)  # fmt: skip
def test_statements_of_force(text: str, kind: str, day: date | None, after: int) -> None:
    (one,) = find_effects(text)
    assert (one.kind, one.day, one.after) == (kind, day, after)
    assert "hiệu lực" in text[one.start : one.end]


@pytest.mark.parametrize(
    "text",
    [
        "Theo Nghị định số 45/2019/NĐ-CP có hiệu lực từ ngày 01/7/2019.",
        "Thẻ đảng viên còn hiệu lực.",
        "Hợp đồng có hiệu lực từ ngày 01/01/2025 đến ngày 31/12/2025 được gửi kèm.",
        "Quyết định này thay thế Quyết định số 5-QĐ/TU có hiệu lực từ ngày 03/3/2020.",
    ],
)
def test_the_force_of_something_else_is_not_taken_for_its_own(text: str) -> None:
    assert all(one.type == "hợp đồng" for one in find_effects(text))


@given(st.lists(st.sampled_from(["Quyết định này ", "có hiệu lực ", "từ ngày ", "1/2/2025", ". ", "\n"])).map("".join))
def test_statements_are_true_slices_of_any_text(text: str) -> None:
    for one in find_effects(text):
        assert 0 <= one.start < one.end <= len(text)
