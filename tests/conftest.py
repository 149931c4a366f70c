"""What every test may use, and what no test may do: reach the network, or be skipped quietly in CI."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


# Real data ---------------------------------------------------------------------------------------


def shared_data_folder() -> Path:
    """Where the real documents to measure with are kept; they are never part of the project."""
    return Path(os.environ.get("WORKBENCH_SHARED_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents; a test that asks for it is skipped where the folder is absent."""
    folder = shared_data_folder()
    if not folder.is_dir():
        pytest.skip(
            f"Không có dữ liệu thật để đo tại {folder} (no shared data here); "
            "đặt biến WORKBENCH_SHARED_DATA trỏ tới thư mục đó để chạy phép thử này."
        )
    return folder


# No network --------------------------------------------------------------------------------------


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine. Not an OSError: code that forgives those must not hide it."""


def is_local(address: object) -> bool:
    """Whether an address (as sockets take them, or a bare host name) stays on this machine."""
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    if not isinstance(host, str):
        return False
    if host.startswith(("/", "\0")):  # a Unix socket
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


class NetworkGuard:
    """Refuses every connection and every name look-up that would leave this machine, and remembers it."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def check(self, address: object) -> None:
        if not is_local(address):
            self.attempts.append(repr(address))
            raise NetworkBlocked(f"network is blocked in tests: {address!r}")

    def install(self, patch: pytest.MonkeyPatch) -> None:
        def guard_method(name: str, place: int) -> None:
            original = getattr(socket.socket, name)

            def guarded(this: socket.socket, *arguments: Any) -> Any:
                if this.family != getattr(socket, "AF_UNIX", None):
                    self.check(arguments[place])
                return original(this, *arguments)

            patch.setattr(socket.socket, name, guarded)

        def guard_function(name: str) -> None:
            original = getattr(socket, name)

            def guarded(address: Any, *arguments: Any, **options: Any) -> Any:
                self.check(address)
                return original(address, *arguments, **options)

            patch.setattr(socket, name, guarded)

        guard_method("connect", 0)
        guard_method("connect_ex", 0)
        guard_method("sendto", -1)
        for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            guard_function(name)


@pytest.fixture(autouse=True)
def network_guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[NetworkGuard]:
    """Law 2, "nothing leaves": on for every test; loopback stays open for kernels and the browser.

    A test fails even where the code under test swallowed the refusal.
    """
    guard = NetworkGuard()
    guard.install(monkeypatch)
    yield guard
    assert not guard.attempts, f"the test tried to reach the network: {guard.attempts}"


# A language-model server --------------------------------------------------------------------------


class ModelServer:
    """A real server on this machine that answers every request with what a test has put into `replies`, in order; the
    last one again and again; or by `answering`, where a test sets it. It keeps what it was sent."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, dict[str, str], bytes]] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.answering: Callable[[dict[str, Any]], str] | None = None
        self.released = threading.Event()
        self.released.set()
        told = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told.requests.append((self.path, dict(self.headers), json.loads(body)))
                told.released.wait(30)
                if told.answering is not None:
                    told.says(told.answering(json.loads(body)))
                status, headers, reply = told.replies.pop(0) if len(told.replies) > 1 else told.replies[0]
                self.send_response(status)
                for name, value in {"Content-Length": str(len(reply)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):  # the client may have hung up
                    self.wfile.write(reply)

            def log_message(self, format: str, *_arguments: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def says(self, text: str, finish_reason: str = "stop") -> None:
        """Answer with these words, in the form of OpenAI's interface."""
        choice = {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": text}}
        self.replies = [(200, {"Content-Type": "application/json"}, json.dumps({"choices": [choice]}).encode())]

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A language-model server of the office: on this machine, with the answers that the test gives it."""
    server = ModelServer()
    yield server
    server.close()


# No quiet skips in CI ----------------------------------------------------------------------------


def skip_is_allowed(item: pytest.Item) -> bool:
    """In CI a test may skip for a declared `skipif` (another system), or for real data that is not there."""
    if item.get_closest_marker("browser") or item.get_closest_marker("notebooks"):
        return False
    if "shared_data" in getattr(item, "fixturenames", ()):
        return not shared_data_folder().is_dir()
    return item.get_closest_marker("skipif") is not None


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI everything a test needs is installed: a skip that is not allowed counts as a failure."""
    report = yield
    if in_ci() and report.skipped and not hasattr(report, "wasxfail") and not skip_is_allowed(item):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself while it is collected."""
    report = yield
    if in_ci() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: skipped as a whole, which CI does not allow: {report.longrepr}"
    return report
