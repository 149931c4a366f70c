"""What the search panel keeps: saved searches with what is new, history, tags, notes, close documents."""

from __future__ import annotations

import html
import re
from pathlib import Path

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.errors import QueryError
from workbench.ui import search_panel
from workbench.ui.bench import Bench
from workbench.ui.search_model import SearchModel
from workbench.ui.search_view import SearchPanel


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def ask(panel: SearchPanel, query: str) -> None:
    panel.query.value = query
    panel.find.click()


def press(rows: object, place: int, label: str) -> None:
    (one,) = [item for item in rows.rows[place].buttons if item.description == label]  # type: ignore[attr-defined]
    assert one.layout.display != "none", f"{label} is not on screen"
    one.click()


def texts(rows: object) -> list[str]:
    return [text_of(one.text.value) for one in rows.rows if one.item is not None]  # type: ignore[attr-defined]


def test_a_search_with_its_filters_is_saved_and_run_again(search: SearchPanel) -> None:
    ask(search, "cải cách hành chính")
    search.facets.groups["issuer"].rows[0].take.click()
    search.date_from.value = "2026"
    search.find.click()
    total = search.model.results.total
    search.keeping.click()
    box = search.saved
    assert box is not None
    box.name.value = "Cải cách ở xã"
    box.save.click()
    assert "Cải cách ở xã" in texts(box.saved)[0]
    assert "từ 01/01/2026" in texts(box.saved)[0]
    search.clear.click()
    ask(search, "tiếp dân")
    press(box.saved, 0, "Tìm")
    assert search.query.value == "cải cách hành chính"
    assert search.model.results.total == total
    assert search.date_from.value == "01/01/2026"
    assert search.model.chosen == 2


def test_a_taken_name_is_told_and_replaced_only_when_asked(search: SearchPanel) -> None:
    search.keeping.click()
    box = search.saved
    assert box is not None
    for query in ("cải cách", "chuyển đổi số"):
        ask(search, query)
        box.name.value = "Theo dõi"
        box.save.click()
    assert "Đã có câu tìm tên" in text_of(search.message.value)
    assert "cải cách" in texts(box.saved)[0]
    box.replace.click()
    assert "chuyển đổi số" in texts(box.saved)[0]
    assert box.replace.layout.display == "none"
    press(box.saved, 0, "Xóa")
    assert texts(box.saved) == []
    box.undelete.click()
    assert len(texts(box.saved)) == 1


def test_new_documents_of_a_saved_search_are_told_after_a_build(search: SearchPanel, workbench: Workbench) -> None:
    ask(search, "cải cách hành chính")
    search.keeping.click()
    box = search.saved
    assert box is not None
    box.name.value = "Cải cách"
    box.save.click()
    assert "mới" not in texts(box.saved)[0]
    folder: Path = workbench.settings.corpus / "bao-cao"
    text = (folder / "bc-01.txt").read_text(encoding="utf-8").replace("01-BC", "88-BC")
    text = text.replace("Núi Đá", "Phố Mới").replace("NÚI ĐÁ", "PHỐ MỚI").replace("101 hộ", "97 hộ")
    (folder / "moi.txt").write_text(text, encoding="utf-8")
    search.build.click()
    search.model.job.wait()
    assert "1 văn bản mới" in text_of(search.message.value)
    assert "1 văn bản mới" in texts(box.saved)[0]
    press(box.saved, 0, "Xem văn bản mới")
    assert "88-BC/ĐU" in texts(box.new)[0]
    press(box.new, 0, "Đọc")
    assert search.model.reader.document is not None
    assert "Phố Mới" in search.model.reader.document.text
    press(box.saved, 0, "Đã xem hết")
    assert "mới" not in texts(box.saved)[0]
    assert texts(box.new) == []


def test_a_search_of_the_history_is_asked_again(search: SearchPanel) -> None:
    search.keeping.click()
    assert search.saved is not None
    ask(search, "tiếp dân")
    ask(search, "chuyển đổi số")
    assert ["chuyển đổi số" in one for one in texts(search.saved.history)][:2] == [True, False]
    press(search.saved.history, 1, "Tìm lại")
    assert search.query.value == "tiếp dân"


def test_nothing_is_saved_before_anything_was_searched(workbench: Workbench) -> None:
    with pytest.raises(QueryError, match="Chưa tìm gì"):
        SearchModel(workbench).saved.save("Tên")


def test_the_open_document_is_tagged_and_found_by_its_tag(search: SearchPanel) -> None:
    ask(search, "tiếp dân")
    search.rows[0].read.click()
    search.marking.click()
    box = search.marks
    assert box is not None
    box.tag.value = "Cần báo cáo"
    box.add.click()
    assert [label for label, _ in box.tags.options] == ["Cần báo cáo"]
    box.same_tag.click()
    assert search.model.results.total == 1
    assert search.query.value == 'nhan:"Cần báo cáo"'
    box.untag.click()
    assert not box.tags.options
    box.undo.click()
    assert [label for label, _ in box.tags.options] == ["Cần báo cáo"]
    ask(search, "chuyển đổi số")
    search.rows[0].read.click()
    assert not box.tags.options
    box.known.value = "Cần báo cáo"
    assert [label for label, _ in box.tags.options] == ["Cần báo cáo"]


def test_a_note_on_a_passage_leads_back_to_it_and_can_be_taken_back(search: SearchPanel) -> None:
    ask(search, "so:12-CT/TU")
    search.rows[0].read.click()
    search.marking.click()
    box = search.marks
    assert box is not None
    passage = search.model.reader.shown[2].number
    search.reader.passage.value = passage
    box.place.value = True
    box.text.value = "Hỏi lại Văn phòng <b>"
    box.note.click()
    assert f"đoạn {passage}" in texts(box.notes)[0]
    assert "<b>" in texts(box.notes)[0]
    assert box.text.value == ""
    search.reader.next_part.click()
    press(box.notes, 0, "Tới đoạn")
    assert search.model.reader.shown[0].number == passage
    press(box.notes, 0, "Xóa")
    assert texts(box.notes) == []
    box.undo.click()
    assert len(texts(box.notes)) == 1


def test_close_documents_are_listed_with_the_reason_and_read(search: SearchPanel) -> None:
    ask(search, "so:01-BC/ĐU")
    search.rows[0].read.click()
    search.marking.click()
    box = search.marks
    assert box is not None
    box.look_around.click()
    shown = texts(box.near)
    assert any("viện dẫn" in one for one in shown)
    assert any("Nội dung gần" in one for one in shown)
    before = search.model.reader.document
    press(box.near, 0, "Đọc")
    assert search.model.reader.document is not before
    assert texts(box.near) == []


def test_relations_of_the_open_document_are_another_panel_s(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    gone: list[tuple[str, dict[str, object]]] = []
    bench.connect(lambda key, what: gone.append((key, dict(what))))
    panel = search_panel(workbench, bench)
    ask(panel, "tiếp dân")
    panel.rows[0].read.click()
    panel.marking.click()
    assert panel.marks is not None
    panel.marks.relations.click()
    assert panel.model.reader.document is not None
    assert gone == [("quan_he", {"document_id": panel.model.reader.document.id})]


def test_what_is_kept_is_built_only_when_asked_for_and_once(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    panel = search_panel(workbench)
    assert len(sent) < 850
    for button in (panel.keeping, panel.marking):
        sent.clear()
        button.click()
        assert len(sent) < 400
    count = len(widgets.widget._instances)
    ask(panel, "cải cách")
    panel.rows[0].read.click()
    panel.keeping.click()
    panel.keeping.click()
    assert len(widgets.widget._instances) == count
    again = search_panel(workbench)
    again.model.restore(panel.model.state())
    assert again.saved is not None
    assert again.marks is not None
