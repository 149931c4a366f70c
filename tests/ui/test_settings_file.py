"""`workbench.toml` changed value by value."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import SettingsError
from workbench.settings import load
from workbench.ui.settings_file import change_settings, changed_text, file_text, put_back

FILE = """# Kho của Văn phòng
corpus = "D:/KhoVanBan"   # ổ D
workers = 2

[office]                 # in ở đầu báo cáo
organ = "VĂN PHÒNG"      # cơ quan ban hành
# nơi nhận
recipients = [
  "Thường trực Tỉnh ủy", # một
  "[Lưu] # không phải ghi chú",
]
place = "Lam Giang"
"""


def test_a_value_is_changed_and_every_comment_stays(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text(FILE, encoding="utf-8")
    change_settings(tmp_path, {("office", "organ"): 'VĂN PHÒNG "MỚI"', ("", "engine"): "whoosh"})
    text = file_text(tmp_path)
    assert 'organ = "VĂN PHÒNG \\"MỚI\\""' in text
    assert text.count("#") == FILE.count("#")
    kept = [line for line in FILE.splitlines() if not line.startswith("organ")]
    assert [line for line in text.splitlines() if not line.startswith(("organ", "engine"))] == kept
    settings = load(tmp_path)
    assert (settings.office.organ, settings.engine, settings.workers) == ('VĂN PHÒNG "MỚI"', "whoosh", 2)


def test_a_list_over_several_lines_is_replaced_with_its_comments_kept(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text(FILE, encoding="utf-8")
    change_settings(tmp_path, {("office", "recipients"): ["Lưu"]})
    text = file_text(tmp_path)
    assert load(tmp_path).office.recipients == ("Lưu",)
    assert "# một" in text
    assert load(tmp_path).office.place == "Lam Giang"


def test_a_file_and_a_table_that_were_not_there_are_made(tmp_path: Path) -> None:
    change_settings(tmp_path, {("office", "symbol"): "VPTU", ("", "history"): False})
    settings = load(tmp_path)
    assert settings.office.symbol == "VPTU"
    assert not settings.history


def test_what_cannot_be_used_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text(FILE, encoding="utf-8")
    with pytest.raises(SettingsError, match="workers"):
        change_settings(tmp_path, {("", "workers"): 1000, ("office", "organ"): "X"})
    assert file_text(tmp_path) == FILE


def test_a_value_changed_elsewhere_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text(FILE, encoding="utf-8")
    with pytest.raises(SettingsError, match="nơi khác"):
        change_settings(tmp_path, {("office", "organ"): "X"}, {("office", "organ"): "Tên cũ hơn"})
    assert file_text(tmp_path) == FILE


@pytest.mark.parametrize("text", ['office.organ = "A"\n', 'office = { organ = "A" }\n', "[[office]]\n"])
def test_a_file_written_in_another_way_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "workbench.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        change_settings(tmp_path, {("office", "organ"): "B"})
    assert file_text(tmp_path) == text


def test_a_change_is_undone_unless_the_file_was_changed_since(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text(FILE, encoding="utf-8")
    before = change_settings(tmp_path, {("office", "organ"): "X"})
    written = file_text(tmp_path)
    put_back(tmp_path, before, written)
    assert file_text(tmp_path) == FILE
    change_settings(tmp_path, {("office", "organ"): "Y"})
    with pytest.raises(SettingsError):
        put_back(tmp_path, before, written)


def test_windows_ends_of_lines_and_the_mark_stay(tmp_path: Path) -> None:
    data = ("\ufeff" + FILE.replace("\n", "\r\n")).encode("utf-8")
    (tmp_path / "workbench.toml").write_bytes(data)
    change_settings(tmp_path, {("office", "place"): "Sông Trong"})
    after = (tmp_path / "workbench.toml").read_bytes()
    assert after == data.replace(b"Lam Giang", "Sông Trong".encode())
    assert load(tmp_path).office.place == "Sông Trong"


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_comes_back_as_it_was(text: str, items: list[str]) -> None:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    done = changed_text(changed_text(FILE, ("office", "organ"), text), ("office", "recipients"), items)
    known = tomllib.loads(done)["office"]
    assert known["organ"] == plain
    assert known["recipients"] == [one.encode("utf-8", "replace").decode("utf-8") for one in items]
    assert known["place"] == "Lam Giang"
