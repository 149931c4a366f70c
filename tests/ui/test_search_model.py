"""Searching, filtering, paging and building, without a browser."""

from __future__ import annotations

from datetime import date

import pytest

from workbench import Workbench
from workbench.errors import NotBuiltError, QueryError
from workbench.ui.search_model import PAGE_SIZE, SearchModel, limit_date


@pytest.fixture
def model(workbench: Workbench) -> SearchModel:
    return SearchModel(workbench)


def test_a_question_fills_the_first_page(model: SearchModel) -> None:
    model.query = "cải cách hành chính"
    model.search()
    assert model.results.total == 14
    assert len(model.hits) == PAGE_SIZE
    assert model.pages == 2


def test_paging_shows_every_answer_once_and_stops_at_the_ends(model: SearchModel) -> None:
    model.query = "cải cách hành chính"
    model.search()
    seen = [hit.id for hit in model.hits]
    model.turn(1)
    seen += [hit.id for hit in model.hits]
    model.turn(1)
    assert model.page == 1
    assert len(seen) == len(set(seen)) == 14
    model.turn(-5)
    assert model.page == 1


def test_turning_the_page_keeps_the_question_that_was_asked(model: SearchModel) -> None:
    model.query = "cải cách hành chính"
    model.search()
    model.query = "tiếp dân"
    model.date_from = "không phải ngày"
    model.turn(1)
    assert model.results.total == 14


def test_filters_narrow_and_can_be_dropped(model: SearchModel) -> None:
    model.types = ("Chỉ thị",)
    model.search()
    assert [hit.symbol for hit in model.hits] == ["12-CT/TU"]
    model.clear_filters()
    model.search()
    assert model.results.total == 16


def test_date_limits_take_whole_months(model: SearchModel) -> None:
    model.date_from, model.date_to = "3/2026", "4/2026"
    model.search()
    assert model.results.total == 4
    assert all(date(2026, 3, 1) <= hit.date <= date(2026, 4, 30) for hit in model.hits if hit.date)


def test_newest_first_when_asked(model: SearchModel) -> None:
    model.query, model.sort = "cải cách", "date"
    model.search()
    days = [hit.date for hit in model.hits]
    assert days == sorted(days, reverse=True)


def test_a_date_that_cannot_be_read_names_its_box_and_leaves_no_answers(model: SearchModel) -> None:
    model.search()
    model.date_to = "hôm qua"
    with pytest.raises(QueryError, match="Đến ngày"):
        model.search()
    assert model.results is None


def test_an_empty_limit_is_no_limit() -> None:
    assert limit_date("  ", "Từ ngày") == (None, None)
    assert limit_date("2024", "Từ ngày") == (date(2024, 1, 1), date(2024, 12, 31))


def test_an_answer_opens_where_its_snippet_stands(model: SearchModel) -> None:
    model.query = "số hóa hồ sơ cũ"
    model.search()
    hit = model.hits[0]
    model.read(hit)
    assert model.reader.document is not None
    assert model.reader.current is not None
    assert model.reader.document.id == hit.id
    snippet = hit.snippets[0]
    assert any(snippet.start <= start and end <= snippet.end for start, end in model.reader.marks)
    assert snippet.start <= model.reader.current[0] < snippet.end


def test_an_archive_without_a_build_says_so_and_can_be_built(unbuilt: Workbench) -> None:
    model = SearchModel(unbuilt)
    assert model.built is False
    with pytest.raises(NotBuiltError):
        model.search()
    steps: list[str] = []
    report = model.build(lambda progress: steps.append(progress.label))
    assert steps
    assert report.counts["added"] == 4
    assert report.counts["quarantined"] == 1
    model.search()
    assert model.results.total == 4
