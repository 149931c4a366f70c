"""Numbers of a spreadsheet as people see them in Vietnam."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.archive.readers.number_formats import general, shown, shown_again, shown_date


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.0, "General", "1"),
        (2005, "General", "2005"),
        (0.1 + 0.2, "General", "0,3"),
        (-12.5, "General", "-12,5"),
        (123456789012, "General", "123456789012"),
        (1250000, "#,##0", "1.250.000"),
        (1234.565, "#,##0.00", "1.234,57"),
        (1234.5, "#,##0.##", "1.234,5"),
        (7, "000", "007"),
        (0.625, "0%", "63%"),
        (0.625, "0.0%", "62,5%"),
        (-3.5, "0.0", "-3,5"),
        (-3.5, "0.0;(0.0)", "(3,5)"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
        (1500, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "1.500"),
        (2500000, '#,##0" đồng"', "2.500.000 đồng"),
        (2500000, "#,##0\\ [$₫-42A]", "2.500.000 ₫"),
        (2500000, "[Red]#,##0,", "2.500"),
        (12345, "0.00E+00", "1,23E+04"),
        (5, ";;;", ""),
        (46022, "dd/mm/yyyy", "31/12/2025"),
        (46022, "mm-dd-yy", "31/12/2025"),
        (46022, "[$-42A]d mmmm yyyy;@", "31/12/2025"),
        (46022, "mmm-yy", "12/2025"),
        (46022.3125, "m/d/yy h:mm", "31/12/2025 07:30"),
        (0.3125, "h:mm", "07:30"),
        (46086, '"Ngày "dd" tháng "m" năm "yyyy', "Ngày 05 tháng 3 năm 2026"),
        (-1250, '_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* "-"??\\ _₫_-;_-@_-', "-1.250"),
        (1.5, "[h]:mm", "36:00"),
        (-5, "dd/mm/yyyy", "-5"),
        (12, '0" tháng"', "12 tháng"),
        (3, '"Số "0', "Số 3"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_may_be_counted_from_1904() -> None:
    assert shown(44560, "dd/mm/yyyy", mac_dates=True) == "31/12/2025"


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("1,250,000", 1250000, "1.250.000"),
        ("1.250.000", 1250000, "1.250.000"),
        ("1,250.50", 1250.5, "1.250,50"),
        ("62.5%", 0.625, "62,5%"),
        ("62,50 %", 0.625, "62,50 %"),
        ("1.234", 1.234, "1,234"),
        ("1.234", 1234, "1.234"),
        ("-12.5 ha", -12.5, "-12,5 ha"),
        ("2005", 2005, "2005"),
        ("Quý 3", 7, "Quý 3"),
    ],
)
def test_a_number_shown_in_another_language_is_shown_in_ours(text: str, value: float, wanted: str) -> None:
    assert shown_again(text, value) == wanted


def test_days_and_times_that_come_as_such() -> None:
    assert shown_date(datetime(2026, 3, 5, 0, 0)) == "05/03/2026"
    assert shown_date(datetime(2026, 3, 5, 7, 30)) == "05/03/2026 07:30"
    assert shown_date(date(2026, 3, 5)) == "05/03/2026"
    assert shown_date(time(7, 30, 5)) == "07:30:05"


@given(value=st.floats(), code=st.text(alphabet='0#?.,%;"\\_*[]hmsdy/E+-@ $đGeneral', max_size=20))
def test_any_format_code_shows_something_without_failing(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(value=st.floats(min_value=-1e12, max_value=1e12))
def test_a_number_without_format_reads_back(value: float) -> None:
    assert float(general(value).replace(",", ".")) == pytest.approx(value, rel=1e-9)
