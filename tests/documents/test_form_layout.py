"""The layout table: what it says, whose version holds when, and how an office changes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.documents.form_layout import LAYOUT, layout_of, layout_on, version_on
from workbench.errors import SettingsError
from workbench.vietnamese.lexicon import tables


def test_sizes_and_margins_are_those_of_the_rules() -> None:
    party, state = layout_of("party", "36-HD"), layout_of("state", "ND30")
    assert [party.size(side) for side in ("le_tren", "le_duoi", "le_trai", "le_phai")] == [20, 20, 30, 15]
    assert (party["tieu_de"].size, party["tieu_de"].bold, party["tieu_de"].rule) == (15, True, "bằng chữ")
    assert (state["can_cu"].italic, party["can_cu"].italic) == (True, False)
    assert (state["noi_nhan"].size, state["noi_nhan_danh_sach"].size) == (12, 11)
    assert (party["ket_thuc"].words, state["ket_thuc"].words) == (".", "./.")


def test_every_version_has_every_part_of_a_page_and_every_size_keeps_its_own_bounds() -> None:
    needed = {"le_tren", "le_duoi", "le_trai", "le_phai", "so_trang", "co_quan", "noi_dung", "de_muc_1", "ho_ten"}
    for system, version in (("party", "36-HD"), ("party", "05-HD"), ("state", "ND30")):
        layout = layout_of(system, version)  # type: ignore[arg-type]
        assert needed <= set(layout.components)
        assert all(part.size is None or part.allows(part.size) for part in layout.components.values())


@pytest.mark.parametrize(
    ("day", "version"), [(date(2019, 1, 1), "36-HD"), (date(2026, 5, 26), "36-HD"), (date(2026, 5, 27), "05-HD")]
)
def test_the_day_of_issue_decides_on_the_version(day: date, version: str) -> None:
    assert version_on("party", day) == version
    assert version_on("state", day) == "ND30"
    assert layout_on("party", day).version == version


def test_second_hand_rules_are_told_apart_from_rules_that_were_read() -> None:
    assert layout_of("party", "36-HD")["ten_loai"].verified
    assert not layout_of("party", "05-HD")["ten_loai"].verified


def test_an_office_changes_one_row_and_keeps_the_rest(tmp_path: Path) -> None:
    office = (
        "system;version;component;name;size_min;size_max;size;unit;mark\nĐảng;36-HD;le_trai;Lề trái;30;35;32,5;mm;K\n"
    )
    (tmp_path / LAYOUT.file).write_text(office, encoding="utf-8-sig")
    layout = layout_of("party", "36-HD", tmp_path)
    assert (layout.size("le_trai"), layout.size("le_phai")) == (32.5, 15)
    assert layout_of("party", "36-HD").size("le_trai") == 30


def test_a_size_to_print_outside_its_own_bounds_is_told(tmp_path: Path) -> None:
    office = "system,version,component,name,size_min,size_max,size,mark\nstate,ND30,so_trang,Số trang,13,14,20,K\n"
    (tmp_path / LAYOUT.file).write_text(office, encoding="utf-8")
    with pytest.raises(SettingsError, match="so_trang"):
        layout_of("state", "ND30", tmp_path)


def test_a_part_that_the_office_took_out_is_told_by_name(tmp_path: Path) -> None:
    office = "system,version,component,name,mark\nstate,ND30,ten_loai,-,\n"
    (tmp_path / LAYOUT.file).write_text(office, encoding="utf-8")
    layout = layout_of("state", "ND30", tmp_path)
    assert layout.get("ten_loai") is None
    with pytest.raises(SettingsError, match="ten_loai"):
        layout["ten_loai"]


def test_the_shipped_table_has_one_row_a_part_and_version() -> None:
    rows = tables.shipped(LAYOUT)
    assert len({row[:3] for row in rows}) == len(rows) > 100
