"""JupyterLab and the application on the sample archive, and Debian's Chromium in front of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from window import TOKEN
from workbench import Workbench
from workbench.ui.lab import lab_command
from workbench.ui.notebook_files import provide_notebooks
from workbench.ui.voila_app import Started, start_app

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab and the root it works on."""

    address: str
    root: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the sample archive, to be copied."""
    root = tmp_path_factory.mktemp("mau") / "kho"
    shutil.copytree(ROOT / "corpus", root / "corpus")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture(scope="module")  # what one file leaves behind is not what another begins with
def lab(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`workbench lab` on a built copy of the sample archive, without a browser window of its own."""
    folder = tmp_path_factory.mktemp("lab")
    root = folder / "kho"
    shutil.copytree(sample, root)
    provide_notebooks(root)
    port = free_port()
    command, environment = lab_command(root, port=port, browser=False)
    environment |= {
        "JUPYTER_TOKEN": TOKEN,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),  # nothing of the person who runs the tests
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "WORKBENCH_STRICT_UI": "1",
        "PYTHONPATH": str(ROOT),
    }
    log = folder / "lab.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", process, log)
        yield Lab(f"http://127.0.0.1:{port}", root)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server; one that is just starting a kernel takes long to listen."""
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


@contextlib.contextmanager
def application(root: Path, folder: Path) -> Iterator[Started]:
    """`workbench app` on `root`, without a browser window of its own; what Jupyter keeps of a person is in `folder`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder / "config"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "runtime"))
        patch.setenv("PYTHONPATH", str(ROOT))
        started = start_app(root, free_port(), browser=False)
    try:
        yield started
    finally:
        stop(started.process)


@pytest.fixture(scope="module")  # what one file leaves behind is not what another begins with
def app(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The application on a built copy of the sample archive."""
    folder = tmp_path_factory.mktemp("app")
    shutil.copytree(sample, folder / "kho")
    with application(folder / "kho", folder) as started:
        yield started


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Started]:
    """The application on a folder with nothing in it."""
    (tmp_path / "ban-lam-viec").mkdir()
    with application(tmp_path / "ban-lam-viec", tmp_path) as started:
        yield started


@pytest.fixture
def page() -> Iterator[Any]:
    """A browser page; at the end no request may have left this machine."""
    driver = pytest.importorskip(
        "playwright.sync_api", reason="thiếu playwright; cài phụ thuộc phát triển (dev) để thử trên trình duyệt"
    )
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("thiếu Chromium; trên Debian: apt-get install chromium fonts-liberation fonts-dejavu-core")
    outside: list[str] = []

    def watch(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            outside.append(request.url)

    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        opened = browser.new_page(viewport={"width": 1500, "height": 1050})
        opened.on("request", watch)
        opened.on("websocket", lambda socket: watch(socket))
        opened.set_default_timeout(60_000)
        yield opened
        with contextlib.suppress(driver.Error):  # a page that is left stops its kernel; one that is killed does not
            opened.context.set_offline(False)
            opened.goto("about:blank")
        browser.close()
    assert not outside, f"requests left this machine: {outside}"
