"""The application is served on this machine alone, with a token, and nothing of it points outside."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from workbench.errors import SettingsError, WorkbenchError
from workbench.ui.jupyter_server import CONFIG, browser_is_sandboxed
from workbench.ui.voila_app import PAGE, Started, app_command, free_port, running, runtime_folder, start_app

OUTSIDE = re.compile(r"(?:https?|wss?):?\\?/\\?/(?!127\.0\.0\.1|localhost|www\.w3\.org/)[\w.-]+")
"""An address of another machine; names of XML's vocabularies are no addresses that anything is fetched from."""


@pytest.fixture(scope="module")
def started(built_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("app")
    root = folder / "kho"
    shutil.copytree(built_root, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder / "config"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "runtime"))
        patch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
        patch.delenv("JUPYTER_TOKEN", raising=False)
        one = start_app(root, free_port(), browser=False)
        yield one
    one.process.terminate()
    one.process.wait(30)
    assert not one.server.answers()


def fetch(started: Started, path: str, token: bool = True, host: str = "") -> tuple[int, str, dict[str, str], str]:
    """Status, last address, headers, text."""
    headers = {"Authorization": f"token {started.server.token}"} if token else {}
    request = urllib.request.Request(started.server.address + path, headers=headers | ({"Host": host} if host else {}))
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.url, dict(answer.headers), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.url, dict(error.headers), error.read().decode("utf-8", "replace")


def waiting_kernel(started: Started) -> str:
    """The id of the kernel that has loaded the libraries and waits; "" where there is none."""
    for process in psutil.Process(started.process.pid).children():
        words = process.cmdline()
        if any("workbench.ui.preload" in word for word in words):
            found = re.search(r"kernel-([\w-]+)\.json", " ".join(words))
            assert found is not None
            return found[1]
    return ""


def test_a_page_gets_the_kernel_that_waited_for_it_and_before_that_it_is_in_no_list(started: Started) -> None:
    for _ in range(100):
        waits = waiting_kernel(started)
        if waits:
            break
        time.sleep(0.1)
    assert waits, "a kernel is made ready when the server starts"
    assert json.loads(fetch(started, "/api/kernels")[3]) == [], "it keeps the server neither awake nor busy"
    text = fetch(started, PAGE)[3]
    assert f'"kernelId": "{waits}"' in text
    assert [one["id"] for one in json.loads(fetch(started, "/api/kernels")[3])] == [waits]
    assert f'"kernelId": "{waits}"' not in fetch(started, PAGE)[3], "every page has a kernel of its own"


def test_the_page_comes_with_the_token_and_points_nowhere_outside(started: Started) -> None:
    status, address, headers, text = fetch(started, PAGE)
    assert (status, address) == (200, started.server.address + PAGE)
    assert "<title>Bàn làm việc</title>" in text
    assert "Đang mở bàn làm việc" in text
    assert "application/vnd.jupyter.widget-view+json" in text, "the notebook was executed"
    assert "workbench_app" not in text, "code in sight"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "connect-src 'self' ws://127.0.0.1:*" in headers["Content-Security-Policy"]
    assert not OUTSIDE.findall(text)
    found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found is not None
    config = json.loads(found[1])
    assert not OUTSIDE.findall(json.dumps(config))
    for sheet in re.findall(r'<link[^>]+href="([^"]+)"', text):
        assert sheet.startswith(("/", "data:")), sheet
        if sheet.startswith("/"):
            assert not re.findall(r"@import|url\([\"']?https?:", fetch(started, sheet)[3])


@pytest.mark.parametrize(
    "path", [PAGE, "/", "/files/workbench.toml", "/voila/tree/", "/api/kernels", "/api/contents/corpus"]
)
def test_without_the_token_nothing_is_shown(started: Started, path: str) -> None:
    status, address, headers, text = fetch(started, path, token=False)
    assert status == 403 or "/login" in address
    assert "widget-view" not in text
    assert "workers" not in text
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    if "/login" in address:
        assert "Trang này cần mã mở" in text
        assert not OUTSIDE.findall(text)


def test_a_server_that_runs_already_is_found(started: Started) -> None:
    known = running(started.log.parents[2])
    assert known is not None
    assert (known.address, known.token) == (started.server.address, started.server.token)
    assert known.opener is not None
    assert known.opener.is_file()
    assert running(started.log.parent) is None, "another folder is another archive"


def test_a_wrong_token_or_another_name_of_the_host_is_refused(started: Started) -> None:
    wrong = started.server.__class__(started.server.address, "doan-mo")
    assert not wrong.answers()
    assert fetch(started, "/api/status", host="lamgiang.example")[0] == 403


def test_there_is_no_editor_no_terminal_and_no_file_without_the_token(started: Started) -> None:
    assert fetch(started, "/lab")[0] == 404
    assert fetch(started, "/api/terminals")[0] == 404
    assert fetch(started, "/voila/files/corpus/anh.png", token=False)[0] == 403


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_what_tells_the_token_is_for_this_account_alone(started: Started) -> None:
    assert list(runtime_folder().glob(f"jpserver-{started.process.pid}*"))
    assert stat.S_IMODE(runtime_folder().stat().st_mode) & 0o077 == 0


def test_the_token_is_a_fresh_secret_and_not_in_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    command, environment = app_command(tmp_path, 9123, browser=False)
    again = app_command(tmp_path, 9123, browser=False)[1]
    assert len(environment["JUPYTER_TOKEN"]) > 30
    assert environment["JUPYTER_TOKEN"] != again["JUPYTER_TOKEN"]
    assert not [word for word in command if environment["JUPYTER_TOKEN"] in word]
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert "--port=9123" in command
    assert "--no-browser" in command
    assert environment["WORKBENCH_ROOT"] == str(tmp_path)
    assert environment["JUPYTER_PATH"].split(os.pathsep)[0] == str(CONFIG / "share")


def test_a_busy_port_is_told(started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(started.server.address.rsplit(":", 1)[1])
    assert free_port(port) != port
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    with pytest.raises(WorkbenchError, match=f"cổng {port}"):
        start_app(tmp_path, port, browser=False)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Không có thư mục"):
        start_app(tmp_path / "khong-co", browser=False)


def test_half_written_notes_of_other_servers_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    runtime_folder().mkdir()
    for number, text in enumerate(("{", "[]", "{}", json.dumps({"root_dir": str(tmp_path), "port": 1, "token": "x"}))):
        (runtime_folder() / f"jpserver-{number}.json").write_text(text, encoding="utf-8")
    assert running(tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="xdg-settings is of Linux")
@pytest.mark.parametrize(
    ("name", "sandboxed"),
    [("firefox_firefox.desktop", True), ("firefox-esr.desktop", False), ("google-chrome.desktop", False), ("", False)],
)
def test_a_browser_in_a_sandbox_is_known(
    name: str, sandboxed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "xdg-settings"
    program.write_text(f"#!/bin/sh\necho {name}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert browser_is_sandboxed() is sandboxed
