"""Tables that an office can change: listed, looked at, copied without overwriting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.drafting.office_tables import OfficeTable
from workbench.errors import SettingsError


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Workbench]:
    (tmp_path / "corpus").mkdir()
    with Workbench.open(tmp_path) as opened:
        yield opened


def named(archive: Workbench, name: str) -> OfficeTable:
    return next(one for one in archive.tables() if one.name == name)


def test_every_table_is_listed_with_its_rows(archive: Workbench) -> None:
    found = archive.tables()
    assert {"abbreviations", "places", "form_layout", "authority", "disbanded_organs"} <= {one.name for one in found}
    assert all(one.rows > 0 and one.about and not one.own and one.in_force == one.rows for one in found)


def test_every_copy_is_read_again_and_changes_nothing(archive: Workbench) -> None:
    before = {one.name: archive.table(one.name) for one in archive.tables()}
    for name in before:
        file = archive.copy_table(name)
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    for one in archive.tables():
        assert (one.own, one.trouble, one.in_force) == (True, "", one.rows)
        assert archive.table(one.name).equals(before[one.name])


def test_a_row_that_the_office_adds_holds(archive: Workbench) -> None:
    file = archive.copy_table("abbreviations")
    with file.open("a", encoding="utf-8", newline="") as stream:
        stream.write("HTXNN,hợp tác xã nông nghiệp nội vùng,,\r\n")
    assert named(archive, "abbreviations").in_force == named(archive, "abbreviations").rows + 1
    assert archive.lexicon.expansions("HTXNN")[0].full == "hợp tác xã nông nghiệp nội vùng"


def test_a_table_of_the_office_is_never_overwritten(archive: Workbench) -> None:
    file = archive.copy_table("places")
    file.write_text("tên mới,tên cũ\nA,B\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="đã có bảng riêng"):
        archive.copy_table("places")
    assert file.read_text(encoding="utf-8") == "tên mới,tên cũ\nA,B\n"


def test_a_faulty_table_is_told_and_the_others_are_still_there(archive: Workbench) -> None:
    archive.copy_table("places").write_text("sai,cột\nA,B\n", encoding="utf-8")
    assert "cột" in named(archive, "places").trouble
    assert not named(archive, "synonyms").trouble


def test_an_unknown_table_names_the_known_ones(archive: Workbench) -> None:
    with pytest.raises(SettingsError, match="abbreviations"):
        archive.table("khong-co")
