"""The search panel: buttons pressed, words typed, and what people then see."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from workbench import Workbench
from workbench.archive.report import Progress
from workbench.ui import ensure_built, search_panel
from workbench.ui.common import Panel
from workbench.ui.progress import ProgressBar
from workbench.ui.search_view import SearchPanel, hit_html


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def ask(panel: SearchPanel, query: str) -> None:
    panel.query.value = query
    panel.find.click()


def test_answers_show_title_header_snippet_and_place(search: SearchPanel) -> None:
    ask(search, "số hóa hồ sơ")
    shown = text_of(search.rows[0].text.value)
    assert "Báo cáo" in shown
    assert "BC/ĐU" in shown
    assert "Đảng ủy xã" in shown
    assert "/2026" in shown
    assert "đoạn" in shown
    assert "<mark>" in search.rows[0].text.value
    assert "14 văn bản" in text_of(search.summary.value)
    assert not search.message.value


def test_markup_in_a_document_is_shown_as_text(search: SearchPanel) -> None:
    ask(search, "lịch tiếp dân tháng tới")
    search.rows[0].read.click()
    for shown in (search.rows[0].text.value, search.reader.html):
        assert "<script" not in shown
        assert "<b>đậm" not in shown
    assert "<script>alert(1)</script>" in text_of(re.sub("</?mark[^>]*>", "", search.reader.html))


def shown_values(panel: SearchPanel, facet: str) -> list[str]:
    rows = panel.facets.groups[facet].rows
    return [one.take.description for one in rows if one.widget.layout.display != "none"]


def test_a_value_of_a_facet_is_taken_shut_out_and_dropped(search: SearchPanel) -> None:
    ask(search, "")
    assert shown_values(search, "type") == ["Báo cáo (14)", "Chỉ thị (1)"]
    reports, directives = search.facets.groups["type"].rows[:2]
    directives.take.click()
    assert "1 văn bản" in text_of(search.summary.value)
    assert shown_values(search, "type") == ["Báo cáo (14)", "✓ Chỉ thị (1)"]
    assert "(1)" in search.facets.toggle.description
    directives.out.click()
    assert shown_values(search, "type") == ["Báo cáo (14)", "Chỉ thị (1)"]
    reports.out.click()
    assert shown_values(search, "type") == ["Trừ: Báo cáo (14)", "Chỉ thị (1)"]
    assert "2 văn bản" in text_of(search.summary.value)
    search.clear.click()
    assert "16 văn bản" in text_of(search.summary.value)


def test_only_facets_with_values_are_shown(search: SearchPanel) -> None:
    ask(search, "")
    shown = {name for name, group in search.facets.groups.items() if group.widget.layout.display != "none"}
    assert {"type", "issuer", "year"} <= shown
    assert "label" not in shown


def test_a_long_facet_opens_whole_and_is_searched(search: SearchPanel) -> None:
    ask(search, "")
    group = search.facets.groups["issuer"]
    assert len(shown_values(search, "issuer")) == 5
    assert group.more.description == "Xem thêm (4)"
    group.more.click()
    whole = search.facets.whole
    assert len([one for one in whole.rows if one.value]) == 9
    whole.find.value = "suoi trang"
    assert [one.value for one in whole.rows if one.value] == ["Đảng ủy xã Suối Trắng"]
    whole.rows[0].take.click()
    assert {hit.issuer for hit in search.model.hits} == {"Đảng ủy xã Suối Trắng"}
    assert any(value.startswith("✓ Đảng ủy xã Suối Trắng") for value in shown_values(search, "issuer"))
    whole.close.click()
    assert whole.widget.layout.display == "none"


def test_how_the_question_was_read_is_told_and_can_be_changed(search: SearchPanel) -> None:
    ask(search, "chuyen doi so")
    assert "không có dấu" in text_of(search.reading.note)
    chips = [one for one in search.reading.chips if one.chip]
    assert chips[0].widget.description.endswith("× Bỏ")
    name = chips[0].chip.id if chips[0].chip else ""
    chips[0].widget.click()
    again = next(one for one in search.reading.chips if one.chip and one.chip.id == name)
    assert again.widget.description.endswith("+ Thêm")


def test_a_likely_mistake_is_offered_and_searched(search: SearchPanel) -> None:
    ask(search, "cải cách hành chýnh")
    assert search.reading.suggestion.description == "Có phải bạn muốn tìm: cải cách hành chính"
    search.reading.suggestion.click()
    assert search.query.value == search.model.results.query == "cải cách hành chính"


def test_an_answer_says_why_it_matched_and_how_many_copies_it_has(search: SearchPanel) -> None:
    ask(search, "dan:12-CT/TU")
    assert "Vì sao khớp: viện dẫn 12-CT/TU" in text_of(search.rows[0].text.value)
    hit = replace(search.model.hits[0], copies=("a", "b"))
    assert "2 tệp khác" in text_of(hit_html(hit, 1))


def test_paging_buttons_stop_at_the_ends(search: SearchPanel) -> None:
    ask(search, "cải cách hành chính")
    assert search.previous.disabled
    assert not search.next.disabled
    search.next.click()
    assert search.next.disabled
    assert not search.previous.disabled
    assert text_of(search.rows[0].text.value).strip().startswith("11.")
    assert search.rows[4].widget.layout.display == "none"


def test_reading_marks_the_matches_and_steps_between_them(search: SearchPanel) -> None:
    ask(search, "cải cách hành chính")
    search.rows[0].read.click()
    assert 'class="wb-now"' in search.reader.html
    before = search.reader.html
    search.reader.next_mark.click()
    assert search.reader.html != before
    search.reader.previous_mark.click()
    assert search.reader.html == before


def test_a_long_document_never_goes_to_the_browser_whole(search: SearchPanel) -> None:
    ask(search, "so:12-CT/TU")
    search.rows[0].read.click()
    document = search.model.reader.document
    assert document is not None
    assert len(document.text) > 30_000
    for _ in range(6):
        assert len(search.reader.html) < 30_000
        search.reader.next_part.click()


def test_a_snippet_and_a_passage_go_into_the_basket_with_their_source(search: SearchPanel) -> None:
    ask(search, "số hóa hồ sơ cũ")
    search.rows[0].keep.click()
    search.rows[0].read.click()
    search.reader.passage.value = search.model.reader.shown[0].number
    search.reader.add.click()
    first, second = search.basket.citations
    assert first.quote == search.rows[0].hit.snippets[0].text
    assert second.passage == search.model.reader.shown[0].number
    assert first.label in text_of(search.excerpts.rows[0].text.value)
    search.excerpts.rows[0].act.click()
    assert search.basket.citations == (second,)


def test_a_wrong_date_is_told_and_the_old_answers_go(search: SearchPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    ask(search, "cải cách")
    search.date_from.value = "31/02/2026"
    search.find.click()
    assert "Từ ngày" in text_of(search.message.value)
    assert search.rows[0].widget.layout.display == "none"
    assert len(search.errors) == 1


def test_the_archive_is_built_from_the_panel(unbuilt: Workbench) -> None:
    panel = search_panel(unbuilt)
    assert "Kho chưa được nạp" in panel.summary.value
    panel.build.click()
    panel.model.job.wait()
    assert "4 văn bản" in text_of(panel.summary.value)
    assert "hong.pdf" in text_of(panel.report.value)
    assert panel.following.widget.layout.display == "none"
    assert not panel.build.disabled


def test_a_notebook_builds_an_archive_once(unbuilt: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("workbench.ui.building.display", shown.append)
    ensure_built(unbuilt)
    assert unbuilt.is_built
    assert len(shown) == 1
    ensure_built(unbuilt)
    assert len(shown) == 1


def test_a_notebook_s_build_can_be_stopped(unbuilt: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Panel] = []
    monkeypatch.setattr("workbench.ui.building.display", shown.append)

    def press_stop(_bar: ProgressBar, progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(ProgressBar, "show", press_stop)
    ensure_built(unbuilt)
    assert "Đã dừng theo yêu cầu" in text_of(shown[0].message.value)
    assert 0 < unbuilt.search("").total < 4
    assert unbuilt.is_unfinished
