"""The two ways in, as `ui` runs them: a server on a copy of the archive, a page of it, the kernel behind the page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from jupyter_client import BlockingKernelClient

from benchmarks.common import stopwatch
from benchmarks.ui_page import first_panel
from workbench.ui.jupyter_server import FIRST_NOTEBOOK
from workbench.ui.lab import lab_command
from workbench.ui.notebook_files import provide_notebooks
from workbench.ui.voila_app import free_port, start_app

_TOKEN = "do-thoi-gian"


@dataclass
class Running:
    """A server that runs.

    Attributes:
        way: "app" or "lab".
        root: the archive it serves.
        page: address of the page that people open.
        address: of the server.
        token: opens it.
        process: the server's.
        runtime: where it keeps the connection files of its kernels.
        start_s: seconds from its start to its first answer.
    """

    way: str
    root: Path
    page: str
    address: str
    token: str
    process: subprocess.Popen[bytes]
    runtime: Path
    start_s: float

    def open(self, page: Any) -> float:
        """Open the page; milliseconds to the first panel: from the address, in JupyterLab from “Run all”."""
        if self.way == "app":
            page.goto(self.page, wait_until="commit")
            return first_panel(page)
        for session in self._api("sessions"):  # a page of JupyterLab leaves its kernel behind
            self._api(f"sessions/{session['id']}", "DELETE")
        page.goto(self.page)
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        page.wait_for_timeout(1_000)  # it takes no work in its first moment
        page.locator(".lm-MenuBar-item").nth(3).click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        return first_panel(page) - float(page.evaluate("meter.click"))

    def kernel(self) -> Kernel:
        """The kernel of the page that is open."""
        found = max(self._api("kernels"), key=lambda one: str(one["last_activity"]))
        return Kernel(self.runtime / f"kernel-{found['id']}.json")

    def _api(self, what: str, method: str = "GET") -> Any:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.address}/api/{what}", headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")


class Kernel:
    """A kernel, asked from outside the browser."""

    def __init__(self, connection: Path) -> None:
        self._client = BlockingKernelClient(connection_file=str(connection))
        self._client.load_connection_file()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        self.process = psutil.Process(self.value("__import__('os').getpid()"))

    def value(self, expression: str) -> int:
        """A whole number that the kernel works out."""
        asked = self._client.execute("", silent=True, user_expressions={"value": expression})
        while True:
            reply = self._client.get_shell_msg(timeout=120)
            if reply["parent_header"].get("msg_id") == asked:
                return int(reply["content"]["user_expressions"]["value"]["data"]["text/plain"])

    def widgets(self) -> int:
        """How many widgets it holds."""
        return self.value("len(__import__('ipywidgets').widgets.widget._instances)")

    @property
    def memory_mb(self) -> float:
        """Its resident memory, in megabytes."""
        return float(self.process.memory_info().rss / 1e6)

    @property
    def own_mb(self) -> float:
        """Its memory without the files that the system shows it: the index is read through such pages, which the system
        takes back when it needs them. Where the system does not tell the two apart: all of it."""
        info = self.process.memory_info()
        return float((info.rss - getattr(info, "shared", 0)) / 1e6)

    @property
    def processor_s(self) -> float:
        """Seconds of processor time it has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def close(self) -> None:
        """Ask it no more."""
        self._client.stop_channels()


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """A copy of an archive that may be written to; its documents are links where the system allows them."""
    with tempfile.TemporaryDirectory(prefix="benchmark-ui-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "kho"
        for part in ("corpus", "indexes"):
            shutil.copytree(root / part, copy / part, copy_function=_link if part == "corpus" else shutil.copy2)
        yield copy


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def server(root: Path, way: str) -> Iterator[Running]:
    """`workbench app` or `workbench lab` on a root, without a browser window and with settings of its own."""
    own = root.parent / way
    variables = {
        "JUPYTER_CONFIG_DIR": own / "config",
        "JUPYTER_RUNTIME_DIR": own / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": own / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces",
        "JUPYTER_TOKEN": _TOKEN,
        "PYTHONPATH": Path(__file__).resolve().parents[1],
    }
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update({name: str(value) for name, value in variables.items()})
    own.mkdir(parents=True, exist_ok=True)
    try:
        with stopwatch() as passed:
            process, address, page = _start_app(root) if way == "app" else _start_lab(root, own / "lab.log")
        runtime = own / "runtime" / ("ban-lam-viec" if way == "app" else "")
        yield Running(way, root, page, address, _TOKEN, process, runtime, passed())
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)


def _start_app(root: Path) -> tuple[subprocess.Popen[bytes], str, str]:
    started = start_app(root, free_port(9100), browser=False)
    return started.process, started.server.address, started.server.page


def _start_lab(root: Path, log: Path) -> tuple[subprocess.Popen[bytes], str, str]:
    provide_notebooks(root)
    port = free_port(9200)
    command, environment = lab_command(root, port=port, browser=False)
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/api?token={_TOKEN}", timeout=5):
                break
        except OSError:
            if process.poll() is not None:
                sys.exit(log.read_text(encoding="utf-8"))
            time.sleep(0.1)
    return process, address, f"{address}/lab/tree/notebooks/{FIRST_NOTEBOOK}?token={_TOKEN}&reset"
