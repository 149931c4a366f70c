"""Terms over time, and what is new in a period: honest about empty periods, thin evidence and the reorganisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.analysis.trends import spellings_of
from workbench.analysis.trends_periods import Period, parse_period, period_of, periods
from workbench.errors import QueryError
from workbench.vietnamese.lexicon import Lexicon

FRAME = """ĐẢNG ỦY XÃ {capitals}
Số {number}-BC/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
{unit}, ngày {day} tháng {month} năm {year}
BÁO CÁO
tình hình, kết quả công tác quý {quarter} năm {year}

I- KẾT QUẢ ĐẠT ĐƯỢC
Công tác cải cách hành chính được duy trì, hồ sơ giải quyết đúng hạn. Hội nghị chi bộ sinh hoạt đều.
{said}
II- PHƯƠNG HƯỚNG
Tiếp tục giữ vững an ninh trật tự trên địa bàn xã.
"""
UNITS = ("Khe Ngọc", "Hải Trạch", "Suối Lim", "Bến Thuyền", "Lũng Cao", "Mường Thông")
PLAGUE = "Dịch tả lợn châu Phi phát sinh tại hai thôn, đã tiêu hủy đàn lợn. Dịch tả lợn châu Phi còn lây lan."


def report(unit: str, number: int, year: int, quarter: int, said: str = "") -> str:
    name = ("I", "II", "III", "IV")[quarter - 1]
    return FRAME.format(
        unit=unit, capitals=unit.upper(), number=number, day=12, month=3 * quarter, year=year, quarter=name, said=said
    )


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Six communes report every quarter of 2025 but the last, and twice in 2026; four speak of a plague in 2026-Q2."""
    root = tmp_path_factory.mktemp("kho")
    corpus = root / "corpus"
    corpus.mkdir()
    for place, unit in enumerate(UNITS):
        for year, quarter in ((2025, 1), (2025, 2), (2025, 3), (2026, 1), (2026, 2)):
            said = PLAGUE if (year, quarter) == (2026, 2) and place < 4 else ""
            if (year, quarter) == (2026, 2) and place == 0:
                said += " Sạt lở đê bao, sạt lở đê bao kéo dài, sạt lở đê bao đe dọa dân."
            if (year, quarter) == (2025, 2) and place < 5:
                said = "Tập huấn bơi lội cho học sinh dịp hè. Tập huấn bơi lội an toàn."
            if (year, quarter) == (2026, 2) and place < 5:
                said += " Tập huấn bơi lội cho học sinh dịp hè. Tập huấn bơi lội an toàn."
            if (year, quarter) == (2026, 1) and place == 1:
                said = "Đẩy mạnh CCHC ở các thôn; CCHC là khâu đột phá."
            text = report(unit, 10 * place + quarter, year, quarter, said)
            (corpus / f"{year}-{quarter}-{place}.txt").write_text(text, encoding="utf-8")
    (corpus / "khong-ngay.txt").write_text(
        "Bài viết về cải cách hành chính ở cơ sở.\nKhông có ngày.\n", encoding="utf-8"
    )
    with Workbench.open(root) as opened:
        opened.build()
        yield opened


# Periods


@pytest.mark.parametrize(
    ("typed", "start", "end", "label"),
    [
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), "quý II/2026"),
        ("quý II/2026", date(2026, 4, 1), date(2026, 6, 30), "quý II/2026"),
        ("Q4/2025", date(2025, 10, 1), date(2025, 12, 31), "quý IV/2025"),
        ("5/2026", date(2026, 5, 1), date(2026, 5, 31), "tháng 5/2026"),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 31), "tháng 5/2026"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "năm 2024"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        ("6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        ("9 tháng năm 2026", date(2026, 1, 1), date(2026, 9, 30), "9 tháng năm 2026"),
        ("15/3/2026..20/4/2026", date(2026, 3, 15), date(2026, 4, 20), "15/03/2026 – 20/04/2026"),
    ],
)
def test_periods_are_read_as_people_type_them(typed: str, start: date, end: date, label: str) -> None:
    period = parse_period(typed)
    assert (period.start, period.end, period.label) == (start, end, label)


@pytest.mark.parametrize("typed", ["", "quý V/2026", "hôm qua", "2026-Q5", "20/4/2026..15/3/2026"])
def test_a_period_that_cannot_be_read_is_told(typed: str) -> None:
    with pytest.raises(QueryError):
        parse_period(typed)


def test_the_period_before_is_as_long_and_the_year_before_the_same() -> None:
    assert parse_period("2026-Q1").previous == parse_period("2025-Q4")
    assert parse_period("2026-H1").previous == parse_period("2025-H2")
    assert parse_period("15/3/2026..24/3/2026").previous == parse_period("5/3/2026..14/3/2026")
    assert parse_period("2/2025").year_before == parse_period("2/2024")  # with the 29th


@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)), by=st.sampled_from(["month", "quarter", "year"]))
def test_every_day_lies_in_its_period_and_periods_leave_no_gap(day: date, by: str) -> None:
    period = period_of(day, by)  # type: ignore[arg-type]
    assert period.holds(day)
    assert (period.start - period.previous.end).days == 1
    assert parse_period(period) is period
    assert list(periods(period.previous.start, day, by)) == [period.previous, period]  # type: ignore[arg-type]


# Trends


def test_periods_without_documents_are_shown_as_such(workbench: Workbench) -> None:
    rows = workbench.trend("cải cách hành chính", by="quý").rows
    assert [(row.period.label, row.documents, row.total) for row in rows] == [
        ("quý I/2025", 6, 6),
        ("quý II/2025", 6, 6),
        ("quý III/2025", 6, 6),
        ("quý IV/2025", 0, 0),
        ("quý I/2026", 6, 6),
        ("quý II/2026", 6, 6),
    ]
    assert rows[3].share is None
    assert rows[0].share == 1.0


def test_a_period_in_which_nobody_says_it_counts_zero(workbench: Workbench) -> None:
    rows = workbench.trend("dịch tả lợn châu Phi", by="quarter", date_from=date(2026, 1, 1)).rows
    assert [(row.documents, row.occurrences, row.total) for row in rows] == [(0, 0, 6), (4, 8, 6)]


def test_abbreviations_count_with_the_words_in_full(workbench: Workbench) -> None:
    trend = workbench.trend("cải cách hành chính", by="quarter", date_from=date(2026, 1, 1), date_to=date(2026, 3, 31))
    assert trend.variants["cải cách hành chính"] == ("CCHC",)
    assert [row.occurrences for row in trend.rows] == [8]
    short = workbench.trend("CCHC", by="quarter", date_from=date(2026, 1, 1), date_to=date(2026, 3, 31))
    assert [row.occurrences for row in short.rows] == [8]


def test_spellings_with_a_hyphen_find_their_abbreviation() -> None:
    assert "KT-XH" in spellings_of("kinh tế xã hội", Lexicon.load())


def test_each_unit_has_its_own_row_with_its_own_total(workbench: Workbench) -> None:
    rows = workbench.trend("dịch tả lợn châu Phi", by="year", unit="*", date_from=date(2026, 1, 1)).rows
    units = {row.unit: (row.documents, row.total) for row in rows}
    assert len(units) == 4
    assert set(units.values()) == {(1, 2)}


def test_one_unit_can_be_named(workbench: Workbench) -> None:
    every = workbench.trend("dịch tả lợn châu Phi", by="year", unit="*").rows
    [unit] = {row.unit for row in every if "Ngọc" in row.unit}
    rows = workbench.trend("dịch tả lợn châu Phi", by="quarter", unit=unit, date_from=date(2026, 1, 1)).rows
    assert [(row.documents, row.total) for row in rows] == [(0, 1), (1, 1)]
    with pytest.raises(QueryError, match="không có văn bản nào của đơn vị"):
        workbench.trend("dịch tả lợn châu Phi", unit="xã Không Có")


def test_the_reorganisation_and_undated_documents_are_told(workbench: Workbench) -> None:
    notes = " ".join(workbench.trend("cải cách hành chính", by="year").notes)
    assert "01/7/2025" in notes
    assert "1 văn bản có nhắc nhưng không có ngày" in notes
    assert "01/7/2025" not in " ".join(workbench.trend("chi bộ", date_from=date(2026, 1, 1)).notes)


def test_a_term_that_stands_nowhere_has_zeros_and_an_empty_one_is_refused(workbench: Workbench) -> None:
    rows = workbench.trend("tàu vũ trụ", by="quarter").rows
    assert {row.documents for row in rows} == {0}
    assert rows[-1].period.label == "quý II/2026"
    with pytest.raises(QueryError):
        workbench.trend("  ")
    with pytest.raises(QueryError):
        workbench.trend("chi bộ", by="tuần")


def test_trend_as_table_and_as_chart(workbench: Workbench) -> None:
    trend = workbench.trend(["cải cách hành chính", "dịch tả lợn châu Phi"], by="quarter")
    frame = trend.to_frame()
    assert list(frame.columns) == [
        *("term", "unit", "period", "start", "end"),
        *("documents", "occurrences", "total", "share"),
    ]
    assert len(frame) == 2 * 6
    svg = trend.chart().svg
    assert svg.startswith("<svg")
    assert "currentColor" in svg  # readable on light and dark
    assert "dịch tả lợn châu Phi" in svg
    assert "quý IV/2025" in svg


# New matters


def test_what_several_units_say_for_the_first_time_is_sure(workbench: Workbench) -> None:
    found = workbench.new_matters("2026-Q2")
    assert (found.against.label, found.documents, found.before) == ("quý I/2026", 6, 6)
    plague = next(row for row in found.rows if "dịch tả lợn" in row.term.lower())
    assert plague.term.lower() == "dịch tả lợn châu phi"
    assert (plague.kind, plague.sureness, plague.documents, plague.before) == ("mới", "chắc", 4, 0)
    assert len(plague.units) == 4
    for citation in plague.citations:
        assert workbench.document(citation.document_id).text[citation.start : citation.end] == citation.quote
        assert "lợn" in citation.quote


def test_what_one_document_alone_says_has_little_evidence(workbench: Workbench) -> None:
    row = next(row for row in workbench.new_matters("2026-Q2").rows if "sạt lở" in row.term)
    assert (row.sureness, row.note) == ("ít bằng chứng", "mới thấy ở một văn bản")


def test_what_comes_every_year_is_told_and_never_sure(workbench: Workbench) -> None:
    row = next(row for row in workbench.new_matters("2026-Q2").rows if "bơi lội" in row.term)
    assert row.kind == "trở lại"
    assert row.sureness != "chắc"
    assert "cùng kỳ năm trước" in row.note


def test_the_frame_of_reports_is_no_news(workbench: Workbench) -> None:
    terms = " ".join(row.term for row in workbench.new_matters("2026-Q2").rows)
    for frame in ("cải cách hành chính", "an ninh trật tự", "quý", "khe ngọc", "phương hướng"):
        assert frame not in terms.lower()


def test_an_empty_period_before_is_skipped_and_said(workbench: Workbench) -> None:
    found = workbench.new_matters("2026-Q1")
    assert found.against.label == "quý III/2025"
    assert any("quý IV/2025 không có văn bản" in note for note in found.notes)


def test_periods_that_cannot_be_compared_are_refused(workbench: Workbench) -> None:
    with pytest.raises(QueryError, match="không có báo cáo"):
        workbench.new_matters("2019-Q1")
    with pytest.raises(QueryError, match="không đứng trước"):
        workbench.new_matters("2026-Q1", against="2026-Q2")


def test_a_dismissed_term_is_no_new_matter(workbench: Workbench) -> None:
    term = next(row.term for row in workbench.new_matters("2026-Q2").rows if "sạt lở" in row.term)
    stroke = workbench.dismiss_keyword(term)
    assert term not in [row.term for row in workbench.new_matters("2026-Q2").rows]
    workbench.undo_keyword(stroke)
    assert term in [row.term for row in workbench.new_matters("2026-Q2").rows]


def test_a_large_archive_asks_the_engine_and_tells_the_same(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = workbench.new_matters("2026-Q2")
    monkeypatch.setattr("workbench.analysis.observing._READ_WHOLE", 0)
    assert workbench.new_matters("2026-Q2") == small
    assert small.rows


def test_new_matters_as_table_and_as_chart(workbench: Workbench) -> None:
    found = workbench.new_matters("2026-Q2", "2025-Q3")
    frame = found.to_frame()
    assert len(frame) == len(found.rows)
    assert {"term", "kind", "sureness", "share", "share_before", "source"} <= set(frame.columns)
    assert "quý II/2026" in found.chart().svg


def test_keywords_of_a_period_against_another(workbench: Workbench) -> None:
    found = workbench.keywords(period="2026-Q2", against="2026-Q1")
    assert found.documents == 6
    terms = [row.term.lower() for row in found.rows]
    assert any("dịch tả lợn" in term for term in terms[:4])
    with pytest.raises(QueryError):
        workbench.keywords(period="2019")


def test_a_period_ends_not_before_it_begins() -> None:
    with pytest.raises(QueryError):
        Period(date(2026, 2, 1), date(2026, 1, 1))
