"""`workbench.toml`: what an office may set, and what it is told when it cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.errors import SettingsError
from workbench.settings import Office, load


def write(root: Path, text: str, encoding: str = "utf-8") -> Path:
    (root / "workbench.toml").write_text(text, encoding=encoding)
    return root


def test_without_a_file_everything_has_its_place(tmp_path: Path) -> None:
    settings = load(tmp_path)
    root = tmp_path.resolve()
    assert (settings.root, settings.corpus) == (root, root / "corpus")
    assert (settings.indexes, settings.workspace) == (root / "indexes", root / "workspace")
    assert settings.worker_count >= 1
    assert settings.office == Office()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])  # Notepad on Windows writes the mark
def test_every_setting_is_taken(tmp_path: Path, encoding: str) -> None:
    elsewhere = tmp_path / "Kho văn bản"
    text = f"""
corpus = '{elsewhere}'
indexes = "chỉ mục"
workspace = "của tôi"
workers = 3
engine = "tantivy"
[office]
parent = "TỈNH ỦY LAM GIANG"
organ = "VĂN PHÒNG"
symbol = "VPTU"
place = "Trạm Giang"
"""
    settings = load(str(write(tmp_path, text, encoding)))
    assert settings.corpus == elsewhere
    assert settings.indexes == tmp_path.resolve() / "chỉ mục"
    assert settings.workspace.name == "của tôi"
    assert settings.worker_count == 3
    assert settings.engine == "tantivy"
    assert settings.office == Office("TỈNH ỦY LAM GIANG", "VĂN PHÒNG", "VPTU", "Trạm Giang")


def test_an_office_may_say_who_signs_and_who_receives(tmp_path: Path) -> None:
    text = '[office]\nsigner_authority = "-"\nsigner_name = "Họ Và Tên"\nrecipients = ["Thường trực", "Lưu"]'
    office = load(write(tmp_path, text)).office
    assert (office.signer_authority, office.signer_name) == ("-", "Họ Và Tên")
    assert office.recipients == ("Thường trực", "Lưu")


def test_an_office_may_name_only_a_part(tmp_path: Path) -> None:
    assert load(write(tmp_path, '[office]\nplace = "Trạm Giang"')).office == Office(place="Trạm Giang")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("corpus =", "TOML"),
        ('engine = "lucene"', "lucene"),
        ("engine = 1", "engine"),
        ('corpos = "x"', "corpos"),
        ("corpus = 5", "corpus"),
        ('workers = "hai"', "workers"),
        ("workers = true", "workers"),
        ("workers = -1", "workers"),
        ("workers = 257", "workers"),
        ("reading_minutes = 0", "reading_minutes"),
        ('reading_minutes = "lâu"', "reading_minutes"),
        ("reading_memory_mb = 100", "reading_memory_mb"),
        ("reading_memory_mb = true", "reading_memory_mb"),
        ('office = "VĂN PHÒNG"', "office"),
        ('[office]\nphone = "1"', "phone"),
        ("[office]\nplace = 1", "place"),
        ('[office]\nrecipients = "Lưu Văn phòng"', "recipients"),
        ("[office]\nrecipients = [1]", "recipients"),
    ],
)
def test_what_cannot_be_used_is_named_with_advice(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path, text))
    assert told in caught.value.message
    assert caught.value.advice


def test_a_file_in_another_charset_is_told(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_bytes('[office]\nplace = "Trạm"'.encode("utf-16"))
    with pytest.raises(SettingsError, match="TOML"):
        load(tmp_path)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").mkdir()
    with pytest.raises(SettingsError, match=r"workbench\.toml"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["no-such-folder", "file.txt"])
def test_a_root_that_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=name):
        load(tmp_path / name)


def test_the_home_sign_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(tmp_path))
    assert load("~").root == tmp_path.resolve()
