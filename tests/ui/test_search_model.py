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
    model.choose("type", "Chỉ thị", "include")
    assert [hit.symbol for hit in model.hits] == ["12-CT/TU"]
    assert model.chosen == 1
    model.clear_filters()
    model.search()
    assert model.results.total == 16
    assert model.chosen == 0


def test_a_value_shut_out_leaves_the_others_and_keeps_its_count(model: SearchModel) -> None:
    model.choose("type", "Báo cáo", "exclude")
    assert model.results.total == 2
    assert all(hit.type != "Báo cáo" for hit in model.hits)
    assert ("Báo cáo", 14) in [(one.value, one.count) for one in model.values("type")]
    model.choose("type", "Báo cáo", None)
    assert model.results.total == 16


def test_two_values_of_a_facet_widen_and_another_facet_narrows(model: SearchModel) -> None:
    model.choose("type", "Báo cáo", "include")
    model.choose("type", "Chỉ thị", "include")
    assert model.results.total == 15
    model.choose("year", "2025", "include")
    assert [hit.symbol for hit in model.hits] == ["12-CT/TU"]


def test_a_chosen_value_that_is_not_found_stays_to_be_dropped(model: SearchModel) -> None:
    model.choose("type", "Chỉ thị", "include")
    model.query = "tiếp dân"
    model.search()
    assert ("Chỉ thị", 0) in [(one.value, one.count) for one in model.values("type")]


def test_years_are_listed_newest_first(model: SearchModel) -> None:
    model.search()
    years = [one.value for one in model.values("year")]
    assert years == sorted(years, reverse=True)
    assert len(years) == 2


def test_a_chip_is_switched_off_and_on_again_for_this_question_alone(model: SearchModel) -> None:
    model.query = "chuyển đổi số"
    model.search()
    first = next(chip for chip in model.chips if chip.active)
    model.switch(first)
    off = next(chip for chip in model.chips if chip.id == first.id)
    assert not off.active
    model.switch(off)
    assert next(chip for chip in model.chips if chip.id == first.id).active
    model.switch(first)
    model.query = "cải cách"
    model.search()
    model.query = "chuyển đổi số"
    model.search()
    assert next(chip for chip in model.chips if chip.id == first.id).active


def test_a_chip_belongs_to_the_question_that_was_asked(model: SearchModel) -> None:
    model.query = "chuyển đổi số"
    model.search()
    model.query = "đang gõ dở"
    model.switch(model.chips[0])
    assert model.query == model.results.query == "chuyển đổi số"


def test_what_was_probably_meant_is_searched(model: SearchModel) -> None:
    model.query = "cải cách hành chýnh"
    model.search()
    model.take_suggestion()
    assert model.query == model.results.query == "cải cách hành chính"
    assert model.results.total == 14


def test_searches_go_into_the_history(model: SearchModel) -> None:
    model.query = "cải cách hành chính"
    model.search()
    model.turn(1)
    model.read(model.hits[0])
    assert list(model.workbench.history()["query"]) == ["cải cách hành chính"]
    assert list(model.workbench.views()["id"]) == [model.hits[0].id]


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
    model.build()
    model.job.wait()
    assert model.job.progress is not None
    assert model.job.taken.report.counts["added"] == 4
    assert model.job.taken.report.counts["quarantined"] == 1
    model.take_up()
    assert model.built
    assert model.results.total == 4
