"""The relations panel: buttons pressed, and what people then see."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.errors import QueryError
from workbench.ui import relations_panel
from workbench.ui.bench import Bench
from workbench.ui.relations_model import RelationsModel
from workbench.ui.relations_view import RelationsPanel

HEAD = "TỈNH ỦY LAM NGUYÊN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố {symbol}\tLam Nguyên, ngày {day} tháng {month} năm {year}\n"
FILES = {
    "ct12": (
        "12-CT/TU", "15", "4", "2024", "CHỈ THỊ\nvề đẩy mạnh cải cách hành chính\n\n"
        "I- NHIỆM VỤ\nCác cấp ủy lãnh đạo rút ngắn 12 thủ tục, xong trước ngày 30/6/2024.\n"
        "Văn phòng Tỉnh ủy công khai kết quả trên trang thông tin của tỉnh mỗi tháng một lần."
    ),
    "kh145": (
        "145-KH/TU", "20", "5", "2024", "KẾ HOẠCH\nthực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024\n\n"
        "Căn cứ Luật Cán bộ, công chức; Quyết định số 99-QĐ/TU, ngày 02/01/2020 của Tỉnh ủy.\n"
        "Văn phòng Tỉnh ủy theo dõi việc rút ngắn thủ tục."
    ),
    "ct04": (
        "04-CT/TU", "25", "9", "2025", "CHỈ THỊ\nvề cải cách hành chính giai đoạn mới\n\n"
        "I- NHIỆM VỤ\nCác cấp ủy lãnh đạo rút ngắn 20 thủ tục, xong trước ngày 30/6/2026.\n"
        "Chỉ thị này thay thế Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy."
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def office_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("van-phong")
    (folder / "corpus").mkdir()
    (folder / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    for name, (symbol, day, month, year, body) in FILES.items():
        text = HEAD.format(symbol=symbol, day=day, month=month, year=year) + body
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.build(second_stage=True)
    return folder


@pytest.fixture
def office(office_root: Path, tmp_path: Path) -> Iterator[Workbench]:
    """An archive in which one directive replaces another."""
    root = tmp_path / "van-phong"
    shutil.copytree(office_root, root)
    with Workbench.open(root) as opened:
        yield opened


@pytest.fixture
def panel(office: Workbench) -> RelationsPanel:
    """The panel on the directive that was replaced."""
    made = relations_panel(office)
    made.document.box.value = "12-CT/TU"
    made.document.find.click()
    return made


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def lines(panel: RelationsPanel) -> list[str]:
    return [text_of(one.text.value) for one in panel.rows if one.widget.layout.display != "none"]


def test_validity_is_told_in_words_with_the_sentence_that_says_so(panel: RelationsPanel) -> None:
    about = text_of(panel.about.value)
    assert panel.about.layout.display != "none"
    assert "Hôm nay: hết hiệu lực" in about
    assert "thay thế bởi 04-CT/TU" in about
    assert "“Chỉ thị này thay thế Chỉ thị số 12-CT/TU" in about.replace("  ", " ")
    panel.proof.click()
    opened = panel.model.reader.document
    assert opened is not None
    assert opened.header.symbol == "04-CT/TU"
    assert "wb-now" in panel.reader.html


def test_references_are_listed_with_where_they_lead_and_open_their_source(panel: RelationsPanel) -> None:
    assert "được viện dẫn ở 2 chỗ" in text_of(panel.told.value)
    shown = lines(panel)
    assert any("Thực hiện văn bản này 145-KH/TU" in one for one in shown)
    assert any("Thay thế văn bản này 04-CT/TU" in one for one in shown)
    panel.rows[0].source.click()
    assert panel.model.reader.document is not None
    assert panel.model.reader.document.header.symbol == "145-KH/TU"


def test_the_other_document_of_a_line_is_looked_at_next(panel: RelationsPanel) -> None:
    panel.rows[0].other.click()
    assert panel.model.document is not None
    assert panel.model.document.header.symbol == "145-KH/TU"
    panel.way.value = "unresolved"
    assert "99-QĐ/TU" in " ".join(lines(panel))
    assert "không có trong kho" in " ".join(lines(panel))


def test_a_reference_is_confirmed_corrected_dismissed_and_taken_back(panel: RelationsPanel) -> None:
    panel.relation.value = "thay_the"
    first = panel.rows[0]
    first.confirm.click()
    assert "xác nhận" in lines(panel)[0].lower()
    first.undo.click()
    assert first.undo.layout.display == "none"
    first.fix.click()
    panel.editor.kind.value = "khac"
    panel.editor.save.click()
    assert lines(panel) == []
    assert "còn hiệu lực" in text_of(panel.about.value)
    panel.undo.click()
    assert "hết hiệu lực" in text_of(panel.about.value)
    first.dismiss.click()
    assert lines(panel) == []
    assert "còn hiệu lực" in text_of(panel.about.value)
    panel.way.value = "dismissed"
    assert len(lines(panel)) == 1
    panel.rows[0].undo.click()
    assert "hết hiệu lực" in text_of(panel.about.value)


def test_the_life_and_the_family_are_pictures_and_lists(panel: RelationsPanel) -> None:
    panel.tabs["dong_thoi_gian"].click()
    assert panel.picture.value.count("<svg") == 1
    assert any("bị thay thế – 04-CT/TU" in one for one in lines(panel))
    panel.tabs["cay"].click()
    picture = text_of(panel.picture.value)
    assert "145-KH/TU" in picture
    assert "12-CT/TU" in picture
    assert "thực hiện" in picture
    assert any("Bước 1 · kế hoạch, chương trình" in one for one in lines(panel))
    panel.tabs["vien_dan"].click()
    assert "<svg" not in panel.picture.value


def test_two_versions_are_compared_with_the_words_marked(panel: RelationsPanel) -> None:
    panel.tabs["so_sanh"].click()
    assert "04-CT/TU" in panel.versions.options[1][0]
    panel.versions.value = panel.versions.options[1][1]
    changed = next(one for one in panel.rows if "rút ngắn" in one.text.value)
    assert "<del>12</del>" in changed.text.value
    assert "<ins>20</ins>" in changed.text.value
    assert "Số thay đổi" in changed.text.value
    changed.second.click()
    assert panel.model.reader.document is not None
    assert panel.model.reader.document.header.symbol == "04-CT/TU"
    panel.change.value = "dropped"
    assert all("Bỏ" in one for one in lines(panel))
    assert lines(panel)


def test_another_panel_asks_for_a_document(office: Workbench) -> None:
    made = relations_panel(office, Bench(office, "lan"))
    name = office.search("145-KH/TU").hits[0].id
    made.open(document_id=name)
    assert "145-KH/TU" in text_of(made.about.value)
    made.open(query="04-CT/TU")
    assert "04-CT/TU" in text_of(made.about.value)


def test_what_was_looked_at_comes_back(office: Workbench) -> None:
    model = RelationsModel(office)
    model.find("12-CT/TU")
    model.show("so_sanh")
    model.compare(office.search("04-CT/TU").hits[0].id)
    model.read(model.rows[0].first or model.rows[0].second)  # type: ignore[union-attr,arg-type]
    again = RelationsModel(office)
    again.restore(model.state())
    assert again.state() == model.state()
    assert again.other is not None
    assert again.rows


def test_nothing_typed_and_the_same_document_twice_are_told(office: Workbench) -> None:
    model = RelationsModel(office)
    with pytest.raises(QueryError, match="Chưa gõ"):
        model.find("  ")
    model.find("12-CT/TU")
    assert model.document is not None
    with pytest.raises(QueryError, match="là một"):
        model.compare(model.document.id)


def test_the_panel_reaches_the_browser_in_few_messages(office: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    made = relations_panel(office)
    assert 100 < len(sent) < 850
    made.open(query="12-CT/TU")
    before = len(widgets.widget._instances)
    for tab in made.tabs.values():
        tab.click()
        made.rows[0].source.click()
    made.open(query="145-KH/TU")
    made.rows[0].fix.click()
    assert len(widgets.widget._instances) == before
