"""Which rules of form and authority were in force on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.documents.form_versions import in_force, load
from workbench.errors import SettingsError


@pytest.mark.parametrize(
    ("day", "form", "authority"),
    [
        (date(1999, 5, 1), "01-HD/VPTW", "31-QĐ/TW"),
        (date(2010, 5, 1), "11-HD/VPTW", "31-QĐ/TW, 91-QĐ/TW"),
        (date(2018, 4, 2), "11-HD/VPTW", "66-QĐ/TW"),
        (date(2018, 4, 3), "36-HD/VPTW", "66-QĐ/TW"),
        (date(2026, 1, 8), "36-HD/VPTW", "66-QĐ/TW"),
        (date(2026, 1, 9), "36-HD/VPTW", "399-QĐ/TW"),
        (date(2026, 5, 26), "36-HD/VPTW", "399-QĐ/TW"),
        (date(2026, 5, 27), "05-HD/VPTW", "399-QĐ/TW"),
    ],
)
def test_a_party_document_is_judged_by_the_rules_of_its_day(day: date, form: str, authority: str) -> None:
    version = in_force("party", day)
    assert version.form is not None
    assert version.authority is not None
    assert (version.form.name, version.authority.name) == (form, authority)


def test_between_the_new_authority_and_the_new_form_rules_are_in_transition() -> None:
    assert in_force("party", date(2026, 3, 1)).in_transition
    assert not in_force("party", date(2026, 1, 8)).in_transition
    assert not in_force("party", date(2026, 5, 27)).in_transition


def test_of_state_documents_only_the_decree_of_2020_was_compared() -> None:
    new, old = in_force("state", date(2020, 3, 5)).form, in_force("state", date(2020, 3, 4)).form
    assert new is not None
    assert (new.name, new.mark) == ("30/2020/NĐ-CP", "V")
    assert old is not None
    assert (old.name, old.mark) == ("01/2011/TT-BNV", "K")
    assert in_force("state", date(2005, 1, 1)).form is None


def test_the_rules_of_2026_on_form_are_marked_as_second_hand() -> None:
    form = in_force("party", date(2026, 11, 21)).form
    assert form is not None
    assert form.mark == "V2"


def test_an_office_may_say_that_it_has_compared_a_rule(tmp_path: Path) -> None:
    (tmp_path / "form_versions.csv").write_text(
        "quy định;hệ;về;từ ngày;đối chiếu\n05-HD/VPTW;Đảng;thể thức;27/5/2026;V\n", encoding="utf-8-sig"
    )
    form = in_force("party", date(2026, 11, 21), tmp_path).form
    assert form is not None
    assert (form.name, form.mark) == ("05-HD/VPTW", "V")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("40-HD/VPTW,party,the_thuc,2027-13-01,,V,", "dòng 2, cột “from”"),
        ("40-HD/VPTW,party,the_thuc,,,V,", "cột “from”"),
        ("40-HD/VPTW,party,the_thuc,2027-01-01,,đúng,", "cột “mark”"),
        ("40-HD/VPTW,party,the_thuc,2027-01-01,2026-01-01,V,", "40-HD/VPTW"),
    ],
)
def test_a_wrong_row_of_an_office_is_told_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "form_versions.csv").write_text(f"rule,system,about,from,until,mark,note\n{row}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load(tmp_path)
    assert said in error.value.message
    assert "form_versions.csv" in error.value.message
