"""Words that were typed and not used yet are there again after a restart; nothing of them is mistaken for an order."""

from __future__ import annotations

from typing import Any

from workbench import Workbench
from workbench.ui import draft_panel, search_panel
from workbench.ui.bench import Bench
from workbench.ui.style import style_widget


def opened(workbench: Workbench, make: Any, key: str) -> Any:
    """A panel as a window opens it: with what was left there."""
    bench = Bench(workbench, "lan")
    panel = make(workbench, bench)
    panel.keep_state(bench, key)
    return panel


def test_a_sentence_of_one_s_own_and_a_comment_are_there_again(workbench: Workbench) -> None:
    panel = opened(workbench, draft_panel, "du_thao")
    panel.query.value, panel.title_box.value = "cải cách hành chính", "sơ kết"
    panel.create.click()
    panel.adding.new_text.value = "Câu đang viết dở"
    panel.comments.text.value = "hỏi lại số liệu"
    again = opened(workbench, draft_panel, "du_thao")
    assert again.adding.new_text.value == "Câu đang viết dở"
    assert again.comments.text.value == "hỏi lại số liệu"
    assert "Câu đang viết dở" not in [item.text for item in again.model.draft.items()]
    again.adding.add.click()
    last = opened(workbench, draft_panel, "du_thao")
    assert last.adding.new_text.value == "", "it was used"
    assert last.comments.text.value == "hỏi lại số liệu"


def test_a_note_that_was_not_saved_is_there_again(workbench: Workbench) -> None:
    panel = opened(workbench, search_panel, "tim_kiem")
    panel.query.value = "cải cách hành chính"
    panel.find.click()
    panel.rows[0].read.click()
    panel.marking.click()
    panel.marks.text.value = "trình đồng chí Lan trước thứ Sáu"
    document = panel.model.reader.document.id
    again = opened(workbench, search_panel, "tim_kiem")
    assert again.model.reader.document.id == document
    assert again.marks.text.value == "trình đồng chí Lan trước thứ Sáu"
    again.marks.note.click()
    assert opened(workbench, search_panel, "tim_kiem").marks.text.value == ""


def test_words_that_no_box_has_asked_for_yet_are_kept(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    bench.remember("tim_kiem", {"query": "chuyển đổi số", "go_do": {"ghi_chu": "dở dang", "lạ": 3}})
    panel = opened(workbench, search_panel, "tim_kiem")
    panel.find.click()
    assert Bench(workbench, "lan").recall("tim_kiem")["go_do"] == {"ghi_chu": "dở dang"}


def test_a_space_before_the_next_word_is_not_taken_away(workbench: Workbench) -> None:
    panel = draft_panel(workbench)
    panel.query.value, panel.title_box.value = "cải cách hành chính", "sơ kết"
    panel.create.click()
    panel.choose(panel.model.draft.items()[0])
    panel.editor.text.value = "Câu đang gõ "  # as the page tells it while people think about the next word
    assert panel.model.item.text.strip() == "Câu đang gõ"
    assert panel.editor.text.value == "Câu đang gõ "


def test_the_page_is_given_the_script_once(workbench: Workbench) -> None:
    assert style_widget().value.count("wbTyping = true") == 1
