"""The search panel: buttons pressed, words typed, and what people then see."""

from __future__ import annotations

import html
import re

import pytest

from workbench import Workbench
from workbench.ui import ensure_built, search_panel
from workbench.ui.search_view import SearchPanel


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


def test_choosing_a_type_filters_at_once_and_shows_the_counts(search: SearchPanel) -> None:
    ask(search, "")
    labels = [label for label, _ in search.filters["type"].options]
    assert labels == ["Tất cả", "Báo cáo (14)", "Chỉ thị (1)"]
    search.filters["type"].value = "Chỉ thị"
    assert "1 văn bản" in text_of(search.summary.value)
    search.clear.click()
    assert search.filters["type"].value == ""
    assert "16 văn bản" in text_of(search.summary.value)


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
    assert "4 văn bản" in text_of(panel.summary.value)
    assert "hong.pdf" in text_of(panel.report.value)
    assert not panel.progress.visible
    assert not panel.build.disabled


def test_a_notebook_builds_an_archive_once(unbuilt: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("workbench.ui.building.display", shown.append)
    ensure_built(unbuilt)
    assert unbuilt.is_built
    assert len(shown) == 1
    ensure_built(unbuilt)
    assert len(shown) == 1
