"""Settings, tables and help: buttons pressed, words typed, and what stands in the files afterwards."""

from __future__ import annotations

import html
import re
import webbrowser

import pytest

from workbench import Workbench
from workbench.settings import load
from workbench.ui import settings_panel
from workbench.ui.settings_view import SettingsPanel


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture
def panel(workbench: Workbench) -> SettingsPanel:
    return settings_panel(workbench)


def test_what_is_typed_about_the_office_stands_in_the_file(panel: SettingsPanel, workbench: Workbench) -> None:
    panel.fields["organ"].value = "VĂN PHÒNG HUYỆN ỦY"
    panel.recipients.value = "Thường trực Huyện ủy\n\nLưu Văn phòng\n"
    panel.save.click()
    assert "Đã lưu 2 mục" in panel.message.value
    office = load(workbench.settings.root).office
    assert office.organ == "VĂN PHÒNG HUYỆN ỦY"
    assert office.recipients == ("Thường trực Huyện ủy", "Lưu Văn phòng")
    assert workbench.settings.office == office, "exports use it at once"
    assert workbench.settings.workers == 1
    panel.undo.click()
    assert load(workbench.settings.root).office.organ == ""
    assert panel.fields["organ"].value == ""
    assert panel.undo.layout.display == "none"


def test_nothing_typed_writes_nothing(panel: SettingsPanel, workbench: Workbench) -> None:
    before = panel.model.file.read_bytes()
    panel.save.click()
    assert "Không có mục nào thay đổi" in panel.message.value
    assert panel.model.file.read_bytes() == before


def test_a_value_edited_by_hand_meanwhile_is_not_written_over(
    panel: SettingsPanel, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")
    panel.model.file.write_text('workers = 1\n[office]\norgan = "TAY"\n', encoding="utf-8")
    panel.fields["organ"].value = "BẢNG"
    panel.save.click()
    assert "nơi khác" in panel.message.value
    assert 'organ = "TAY"' in panel.model.file.read_text(encoding="utf-8")
    panel.again.click()
    assert panel.fields["organ"].value == "TAY"


def test_engine_and_history_are_set(panel: SettingsPanel, workbench: Workbench) -> None:
    panel.views.buttons["kho"].click()
    panel.engine.value, panel.history.value = "whoosh", False
    panel.save_archive.click()
    settings = load(workbench.settings.root)
    assert (settings.engine, settings.history) == ("whoosh", False)
    assert workbench.search("cải cách hành chính").total == 14


def test_this_machine_is_looked_at(panel: SettingsPanel, workbench: Workbench) -> None:
    panel.views.buttons["kho"].click()
    assert str(workbench.settings.corpus) in text_of(panel.places.value)
    panel.check.click()
    assert "phần cần có" in text_of(panel.checks.value)
    assert "Tesseract" in text_of(panel.checks.value)


def test_a_table_is_looked_at_copied_and_taken_up_when_changed(panel: SettingsPanel, workbench: Workbench) -> None:
    panel.views.buttons["bang"].click()
    assert "Đảng Cộng sản Việt Nam" in text_of(panel.rows.value)
    first = panel.rows.value
    panel.next.click()
    assert panel.rows.value != first
    panel.copy.click()
    file = workbench.settings.lexicon / "abbreviations.csv"
    assert str(file) in text_of(panel.message.value)
    assert panel.copy.disabled, "a table of the office is never written over"
    with file.open("a", encoding="utf-8") as stream:
        stream.write("XYZQ,xưởng yến zíc quắc,,\n")
    panel.reload.click()
    panel.words.value = "xuong yen"
    assert "XYZQ" in panel.rows.value
    assert workbench.lexicon.expansions("XYZQ")


def test_a_faulty_table_is_told_with_its_line(
    panel: SettingsPanel, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")
    panel.views.buttons["bang"].click()
    panel.copy.click()
    (workbench.settings.lexicon / "abbreviations.csv").write_text("sai\n1\n", encoding="utf-8")
    panel.reload.click()
    assert "abbreviations.csv" in panel.message.value


def test_help_says_where_the_guide_is_and_what_is_safe(panel: SettingsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    panel.open(view="tro_giup")
    assert "không gửi văn bản" in text_of(panel.help.value)
    panel.guide.click()
    assert opened[0].startswith("file:")
    assert not panel.errors


def test_a_server_of_ours_serves_the_guide_and_a_link_opens_it(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_GUIDE", "/static/index.html")
    panel = SettingsPanel(workbench)
    assert 'href="/static/index.html" target="_blank"' in panel.help.value
    assert panel.guide.layout.display == "none"


def test_an_office_language_model_is_named_where_safety_is_promised(panel: SettingsPanel, workbench: Workbench) -> None:
    assert "Ngoại lệ" not in panel.help.value
    panel.model.file.write_text(
        '[language_model]\naddress = "http://127.0.0.1:8080/v1"\nmodel = "m"\n', encoding="utf-8"
    )
    panel.again.click()
    panel.open(view="tro_giup")
    assert "http://127.0.0.1:8080/v1" in text_of(panel.help.value)
