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
        ('language_model = "http://127.0.0.1/v1"', "language_model"),
        ('[language_model]\nurl = "x"', "url"),
        ('[language_model]\naddress = "http://127.0.0.1:8080/v1"', "address và model"),
        ('[language_model]\nmodel = "m"', "address và model"),
        ("[language_model]\nallow_labelled = 1", "allow_labelled"),
        ("[language_model]\nseconds = 0", "seconds"),
    ],
)
def test_what_cannot_be_used_is_named_with_advice(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path, text))
    assert told in caught.value.message
    assert caught.value.advice


def with_server(root: Path, address: str) -> Path:
    return write(root, f'[language_model]\naddress = "{address}"\nmodel = "m"')


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1",
        "http://10.1.2.3/v1",
        "https://172.31.0.9:8443",
        "http://192.168.1.20:11434/v1/",
        "http://169.254.10.1/v1",
        "http://[fd12:3456::1]/v1",
        "http://[fe80::1%eth0]/v1",
        "http://[::ffff:10.0.0.1]/v1",
        "http://may-chu-ai:8080/v1",  # a name is looked up, and judged, when it is used
    ],
)
def test_a_language_model_may_be_on_this_machine_or_the_local_network(tmp_path: Path, address: str) -> None:
    server = load(with_server(tmp_path, address)).language_model
    assert (server.address, server.model, server.is_on, server.allow_labelled) == (address, "m", True, False)


@pytest.mark.parametrize(
    "address",
    [
        "http://8.8.8.8/v1",
        "https://172.32.0.1/v1",
        "http://100.64.0.1/v1",
        "http://0.0.0.0:8080/v1",
        "http://[2001:4860:4860::8888]/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://[64:ff9b::808:808]/v1",
    ],
)
def test_a_language_model_outside_the_office_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="ngoài mạng nội bộ") as caught:
        load(with_server(tmp_path, address))
    assert "không được gửi ra ngoài" in caught.value.advice


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8080",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:0/v1",
        "http://user:pass@127.0.0.1/v1",
        "http://127.0.0.1/v1?key=1",
        "http://127.0.0.1/v1 HTTP/1.1",
        "http://[::1/v1",
        "http://máy-chủ/v1",
    ],
)
def test_what_is_no_address_of_a_server_is_told(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="không phải địa chỉ máy chủ"):
        load(with_server(tmp_path, address))


def test_no_language_model_is_set_by_default(tmp_path: Path) -> None:
    assert not load(tmp_path).language_model.is_on


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
