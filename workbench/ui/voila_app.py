"""Start the workbench as an application: Voilà shows the panels of one notebook, and no code.

Voilà runs as a part of Jupyter's own server, not by itself: so its page, its kernels and the files people fetch are all
behind the same token, the same check of the host's name and the same policy as in JupyterLab (decision 32).
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from workbench.errors import SettingsError, WorkbenchError
from workbench.settings import load
from workbench.ui.jupyter_server import (
    FIRST_NOTEBOOK,
    browser_is_sandboxed,
    prepare_root,
    server_command,
    server_environment,
)
from workbench.ui.notebook_files import FOLDER

PAGE = f"/voila/render/{FOLDER}/{FIRST_NOTEBOOK}"

FIRST_PORT = 8900
"""From here on a free port is looked for; JupyterLab's own begin at 8888."""

EXTENSIONS = {
    "voila.server_extension": True,
    "jupyterlab": False,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "notebook_shim": False,
}
"""The parts of the server: no editor of code, no terminal."""

QUIET_MINUTES = 15
"""The server stops by itself so long after the last page was closed, for nobody sees it run."""

START_SECONDS = 90.0


@dataclass(frozen=True)
class Server:
    """A server of `workbench app` that runs.

    Attributes:
        address: "http://127.0.0.1:PORT".
        token: what opens it; known to the account that started it alone.
        opener: a file of this account alone that takes a browser to the page, if the server wrote one.
    """

    address: str
    token: str
    opener: Path | None = None

    @property
    def page(self) -> str:
        """The address to open in a browser."""
        return f"{self.address}{PAGE}?token={quote(self.token)}"

    def answers(self) -> bool:
        """Whether it runs, and takes this token."""
        request = urllib.request.Request(f"{self.address}/api/status", headers={"Authorization": f"token {self.token}"})
        # This machine is asked directly, whatever proxy an office has.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=3) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


def app_command(root: str | Path, port: int, browser: bool = True) -> tuple[list[str], dict[str, str]]:
    """The command that starts the application's server on a root, and the environment to run it in.

    The token is in the environment (JUPYTER_TOKEN), not in the command, which every account of the machine can read.

    Args:
        root: folder with corpus/, indexes/, workspace/ and notebooks/.
        port: port on 127.0.0.1.
        browser: whether to open a browser window.
    """
    root = Path(root).resolve()
    command = server_command("jupyter_server", root, port, browser)
    command += [
        f"--ServerApp.default_url={PAGE}",
        f"--ServerApp.jpserver_extensions={EXTENSIONS}",
        f"--ServerApp.shutdown_no_activity_timeout={QUIET_MINUTES * 60}",
        # A page that was put to sleep with the machine and never closed.
        f"--MappingKernelManager.cull_idle_timeout={QUIET_MINUTES * 60}",
        "--ServerApp.answer_yes=True",
        "--log-level=WARN",
    ]
    environment = server_environment(root)
    environment["JUPYTER_RUNTIME_DIR"] = str(runtime_folder())
    environment.setdefault("JUPYTER_TOKEN", secrets.token_urlsafe(32))
    return command, environment


def runtime_folder() -> Path:
    """Where the application's servers write down what they are; readable by this account alone."""
    from jupyter_core.paths import jupyter_runtime_dir  # late: every command would wait for it

    return Path(jupyter_runtime_dir()) / "ban-lam-viec"


def running(root: Path) -> Server | None:
    """The server that runs on a root already, if there is one."""
    for file in sorted(runtime_folder().glob("jpserver-*.json")):
        try:
            info = json.loads(file.read_text(encoding="utf-8"))
            there = Path(info["root_dir"]).resolve() == root.resolve()
            opener = file.with_name(f"{file.stem}-open.html")
            server = Server(f"http://127.0.0.1:{int(info['port'])}", str(info["token"]), opener)
        except (OSError, ValueError, KeyError, TypeError):  # of a server that ends at this moment
            continue
        if there and server.answers():
            return server
    return None


def show(server: Server) -> bool:
    """Open a server's page in the browser; False where there is none."""
    if server.opener is not None and server.opener.is_file() and not browser_is_sandboxed():
        return webbrowser.open(server.opener.as_uri())
    return webbrowser.open(server.page)


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from `first` on that nobody listens on. Raises SettingsError: none of a hundred."""
    for port in range(first, first + 100):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name != "nt":  # on Windows this option would let two programs have one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SettingsError(
        f"Các cổng {first}–{first + 99} trên máy này đều bận.", "Hãy tắt bớt chương trình, hoặc chọn cổng: --port SỐ."
    )


@dataclass
class Started:
    """A server that was started just now: its process, and where it is."""

    process: subprocess.Popen[bytes]
    server: Server
    log: Path


def start_app(root: Path, port: int | None = None, browser: bool = True) -> Started:
    """Start the application's server on a root, and wait until it answers.

    Raises:
        SettingsError: there is no such folder, or the port is taken.
        WorkbenchError: the server did not start; the message names its log.
    """
    prepare_root(root)
    port = port if port is not None else free_port()
    command, environment = app_command(root, port, browser)
    log = log_file(root)
    # Before the server makes it: one of the files it writes there could be read by every account.
    runtime_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    server = Server(f"http://127.0.0.1:{port}", environment["JUPYTER_TOKEN"])
    until = time.monotonic() + START_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise WorkbenchError(
                f"Không mở được bàn làm việc (cổng {port}).",
                f"Chi tiết ở tệp {log}. Nếu cổng bận, hãy chọn cổng khác: --port SỐ.",
            )
        time.sleep(0.1)
    return Started(process, server, log)


def log_file(root: Path) -> Path:
    """Where the server writes what it has to say. Raises SettingsError: that cannot be written."""
    log = load(root).workspace / "logs" / "app.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Không tạo được thư mục {log.parent} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    return log
