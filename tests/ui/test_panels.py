"""The panels with their widgets: buttons pressed, values typed, and what people then see."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import pytest

from workbench import Workbench
from workbench.errors import QueryError
from workbench.ui import draft_panel, ensure_built, keywords_panel, search_panel
from workbench.ui.common import Panel, dropdown, text_box
from workbench.ui.draft_panel import DraftPanel, file_link
from workbench.ui.keywords_panel import KeywordsPanel
from workbench.ui.search_panel import SearchPanel

CONTROLS = (widgets.Button, widgets.Text, widgets.Textarea, widgets.Dropdown)


@pytest.fixture
def search(workbench: Workbench) -> SearchPanel:
    return search_panel(workbench)


@pytest.fixture
def keywords(workbench: Workbench) -> KeywordsPanel:
    return keywords_panel(workbench)


@pytest.fixture
def draft(workbench: Workbench) -> DraftPanel:
    panel = draft_panel(workbench)
    panel.query.value, panel.title_box.value = "cải cách hành chính", "sơ kết 02 năm"
    panel.create.click()
    return panel


def ask(panel: SearchPanel | KeywordsPanel, query: str) -> None:
    panel.query.value = query
    panel.find.click()


def all_of(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_of(child)


def visible(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    if widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from visible(child)


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


# Every panel -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_every_control_has_a_label_in_words(name: str, request: pytest.FixtureRequest) -> None:
    panel = request.getfixturevalue(name)
    ask_anything(panel)
    controls = [widget for widget in visible(panel.widget) if isinstance(widget, CONTROLS)]
    assert len(controls) > 10
    for control in controls:
        assert control.description.strip(), control
        if isinstance(control, widgets.Button):
            assert control.tooltip and not control.icon


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_a_panel_is_shown_by_a_notebook(name: str, request: pytest.FixtureRequest) -> None:
    bundle = request.getfixturevalue(name)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("name", ["search", "keywords", "draft"])
def test_no_panel_uses_output_widgets(name: str, request: pytest.FixtureRequest) -> None:
    assert not any(isinstance(widget, widgets.Output) for widget in all_of(request.getfixturevalue(name).widget))


def ask_anything(panel: Panel) -> None:
    if isinstance(panel, SearchPanel | KeywordsPanel):
        ask(panel, "cải cách hành chính")


def test_five_hundred_searches_make_no_new_widget(search: SearchPanel) -> None:
    ask(search, "cải cách hành chính")
    search.rows[0].read.click()
    before = len(widgets.widget._instances)
    for turn in range(500):
        ask(search, ("cải cách hành chính", "chuyển đổi số", "một cửa", "tiếp dân")[turn % 4])
        if turn % 50 == 0:
            search.next.click()
            search.rows[0].read.click()
            search.reader.next_part.click()
            search.rows[0].keep.click()
    assert len(widgets.widget._instances) == before
    assert not search.errors


# The guard ---------------------------------------------------------------------------------------


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    made = Panel("Thử", tmp_path / "logs")
    made.fill()
    return made


def expected_failure() -> None:
    raise QueryError("Câu tìm <quá dài>.", "Hãy rút ngắn.")


def unexpected_failure() -> None:
    raise ZeroDivisionError("chi tiết kỹ thuật")


def test_an_expected_failure_is_shown_with_its_advice(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(expected_failure)()
    assert "Câu tìm <quá dài>." in text_of(panel.message.value)
    assert "Hãy rút ngắn." in text_of(panel.message.value)
    assert "<quá" not in panel.message.value
    assert [type(error) for error in panel.errors] == [QueryError]


def test_an_unexpected_failure_is_logged_not_shown(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(unexpected_failure)()
    log = tmp_path / "logs" / "ui.log"
    assert "Có lỗi ngoài dự kiến (ZeroDivisionError)" in text_of(panel.message.value)
    assert str(log) in text_of(panel.message.value)
    assert "chi tiết kỹ thuật" not in panel.message.value
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "chi tiết kỹ thuật" in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said_so(panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    (tmp_path / "logs").write_text("một tệp nằm ở chỗ của thư mục", encoding="utf-8")
    panel.guarded(unexpected_failure)()
    assert "Không ghi được chi tiết" in text_of(panel.message.value)


def test_in_strict_mode_a_failure_is_raised_as_well(panel: Panel) -> None:
    with pytest.raises(ZeroDivisionError):
        panel.guarded(unexpected_failure)()
    assert len(panel.errors) == 1


def test_a_failure_inside_another_action_is_told_once(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(panel.guarded(expected_failure))()
    assert len(panel.errors) == 1


def test_the_next_action_takes_the_message_away(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(expected_failure)()
    panel.guarded(lambda: None)()
    assert panel.message.value == ""


def test_new_options_are_not_taken_for_a_choice(panel: Panel) -> None:
    chosen: list[str] = []
    box = dropdown("Chọn", [("a", "a"), ("b", "b")])
    panel.on_change(box, chosen.append)
    panel.set_options(box, [("b (2)", "b"), ("c (1)", "c")], "c")
    assert box.value == "c"
    assert chosen == []
    box.value = "b"
    assert chosen == ["b"]


def press_enter(box: widgets.Text, typed: str | None = None) -> None:
    """As a browser does it: the key first, then the new value if there is one."""
    box._handle_custom_msg({"event": "submit"}, [])
    if typed is not None:
        box.value = typed


def test_enter_searches_for_what_was_typed_and_leaving_the_box_does_not(panel: Panel) -> None:
    asked: list[str] = []
    box = text_box("Câu tìm")
    panel.on_enter(box, lambda: asked.append(box.value))
    box.value = "rời ô"
    assert asked == []
    press_enter(box)
    assert asked == ["rời ô"]
    press_enter(box, "câu mới")
    assert asked[-1] == "câu mới"
    box.value = "lại rời ô"
    assert asked[-1] == "câu mới"


# Searching ---------------------------------------------------------------------------------------


def test_answers_show_title_header_snippet_and_place(search: SearchPanel) -> None:
    ask(search, "số hóa hồ sơ")
    shown = text_of(search.rows[0].text.value)
    assert "Báo cáo" in shown and "BC/ĐU" in shown and "Đảng ủy xã" in shown and "/2026" in shown and "đoạn" in shown
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
    assert search.previous.disabled and not search.next.disabled
    search.next.click()
    assert search.next.disabled and not search.previous.disabled
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
    assert document is not None and len(document.text) > 30_000
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
    assert unbuilt.is_built and len(shown) == 1
    ensure_built(unbuilt)
    assert len(shown) == 1


# Keywords ----------------------------------------------------------------------------------------


def test_keywords_fill_the_table_and_the_chart(keywords: KeywordsPanel) -> None:
    ask(keywords, "cải cách hành chính")
    terms = [row.term.description for row in keywords.rows if row.keyword]
    assert terms
    assert keywords.chart.value.startswith("<svg")
    assert terms[0] in text_of(keywords.chart.value)


def test_a_keyword_shows_its_sentences_and_they_lead_to_the_source(keywords: KeywordsPanel) -> None:
    ask(keywords, "cải cách hành chính")
    keywords.rows[0].term.click()
    first = keywords.excerpts.rows[0]
    assert first.citation is not None
    assert "<mark>" in first.text.value
    first.read.click()
    document = keywords.model.reader.document
    assert document is not None and document.id == first.citation.document_id
    assert keywords.model.reader.current == (first.citation.start, first.citation.end)


def test_choosing_one_document_counts_its_words_alone(keywords: KeywordsPanel) -> None:
    ask(keywords, "chuyển đổi số")
    keywords.document.value = next(key for label, key in keywords.document.options if label.startswith("12-CT/TU"))
    assert all(row.keyword.documents == 1 for row in keywords.rows if row.keyword)


def test_a_summary_sentence_can_go_into_the_basket(keywords: KeywordsPanel) -> None:
    keywords.query.value = "cải cách hành chính"
    keywords.summarize.click()
    assert "câu nguyên văn" in keywords.excerpts.title.value
    keywords.excerpts.rows[0].act.click()
    assert keywords.basket.citations == (keywords.excerpts.rows[0].citation,)


# Drafting ----------------------------------------------------------------------------------------


def first_item(panel: DraftPanel) -> int:
    return next(place for place, row in enumerate(panel.rows) if row.item is not None)


def test_a_draft_shows_sections_states_and_sources(draft: DraftPanel) -> None:
    shown = " ".join(text_of(row.text.value) for row in draft.rows)
    assert "KẾT QUẢ ĐẠT ĐƯỢC" in shown
    assert "Nguyên văn" in shown and "Nguồn: " in shown and "đoạn" in shown


def test_a_sentence_is_edited_saved_and_restored(draft: DraftPanel) -> None:
    place = first_item(draft)
    item = draft.rows[place].item
    assert item is not None
    before = item.text
    draft.rows[place].edit.click()
    assert draft.text.value == before
    draft.text.value = "Câu sửa lại."
    draft.save.click()
    assert "Đã sửa" in draft.rows[place].text.value
    assert "Câu sửa lại." in draft.rows[place].text.value
    draft.undo.click()
    assert before in text_of(draft.rows[place].text.value)
    assert draft.text.value == before


def test_another_button_does_not_lose_what_was_typed(draft: DraftPanel) -> None:
    draft.rows[first_item(draft)].edit.click()
    draft.text.value = "Gõ xong rồi bấm nút khác."
    draft.down.click()
    assert draft.model.item is not None
    assert draft.model.item.text == draft.text.value == "Gõ xong rồi bấm nút khác."


def test_a_sentence_moves_is_removed_and_comes_back(draft: DraftPanel) -> None:
    model = draft.model
    assert model.draft is not None
    draft.rows[first_item(draft)].edit.click()
    item_id = model.item_id
    draft.target.value = model.draft.sections[-1].key
    draft.move.click()
    assert model.draft.sections[-1].items[-1].id == item_id
    count = len(model.draft.items())
    draft.remove.click()
    assert len(model.draft.items()) == count - 1
    assert draft.remove.disabled
    draft.undo.click()
    assert len(model.draft.items()) == count


def test_own_words_and_an_excerpt_are_added(draft: DraftPanel, workbench: Workbench) -> None:
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    citation = document.cite(document.passages[9].start, document.passages[9].end)
    draft.basket.add(citation)
    assert draft.model.draft is not None
    draft.section.value = draft.model.draft.sections[-1].key
    draft.new_text.value = "Câu tự viết."
    draft.add.click()
    draft.excerpts.rows[0].act.click()
    texts = [item.text for item in draft.model.draft.sections[-1].items]
    assert texts[-2:] == ["Câu tự viết.", citation.quote]
    assert draft.basket.citations == ()
    assert draft.new_text.value == ""


def test_the_source_of_a_sentence_opens_at_its_place(draft: DraftPanel) -> None:
    row = draft.rows[first_item(draft)]
    assert row.item is not None
    citation = row.item.citations[0]
    row.see.click()
    assert draft.model.reader.current == (citation.start, citation.end)
    assert 'class="wb-now"' in draft.reader.html


def test_an_earlier_draft_is_opened_from_the_list(draft: DraftPanel, workbench: Workbench) -> None:
    later = draft_panel(workbench)
    assert later._work.layout.display == "none"
    assert "sơ kết 02 năm" in later.drafts.label
    later.open.click()
    assert later.model.draft is not None and draft.model.draft is not None
    assert later.model.draft.id == draft.model.draft.id


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_export_shows_where_the_file_is(draft: DraftPanel, suffix: str) -> None:
    draft.format.value = suffix
    draft.export.click()
    path = draft.model.exported
    assert path is not None and path.is_file() and path.suffix == suffix
    assert str(path) in text_of(draft._file.value)


def test_an_exported_file_can_be_fetched_where_the_lab_serves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workspace" / "báo cáo & hai.docx"
    assert "<a " not in file_link(path)
    monkeypatch.setenv("WORKBENCH_ROOT", str(tmp_path))
    assert 'href="/files/workspace/b%C3%A1o%20c%C3%A1o%20%26%20hai.docx?download=1"' in file_link(path)
    assert "<a " not in file_link(tmp_path.parent / "khac.docx")
