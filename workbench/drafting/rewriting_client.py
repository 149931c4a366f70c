"""Asking the office's language-model server (decision 33): on this machine or the local network, or not at all.

The name in the settings is looked up once; every address it has must be inside, and the connection goes to one of these
very addresses, so that a name which points elsewhere a moment later leads nowhere. Neither proxies of the environment
nor redirects are followed. Nothing here runs unless an office has set a server and a person asks for a rewriting.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import LanguageModelError, WorkbenchError
from workbench.settings import LanguageModel, is_office_address, outside_address

MOST_BYTES = 2_000_000
"""An answer of more bytes is not read to its end."""

_STEP = 0.1  # seconds between two looks at the clock and at `cancel`
_READ = 65_536
_TOLD = 200  # characters of what a server said that a message repeats

Address = tuple[socket.AddressFamily, Any]
"""Family and socket address, as `socket.connect` takes it."""


@dataclass(frozen=True)
class Answer:
    """What a model said.

    Attributes:
        text: its words.
        whole: it ended by itself and was not cut off at a limit of the server.
    """

    text: str
    whole: bool = True


@dataclass
class _Exchange:
    """What the thread that talks to the server leaves behind."""

    connection: http.client.HTTPConnection | None = None
    body: bytes = b""
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)


def ask(
    server: LanguageModel, messages: Sequence[Mapping[str, str]], *, cancel: threading.Event | None = None
) -> Answer:
    """What the model answers to messages ("role", "content"), by `POST …/chat/completions`.

    Args:
        server: where, and for how long at most.
        messages: what is sent; nothing else is.
        cancel: set from another thread to stop waiting.

    Raises:
        SettingsError: the server is not in the office.
        LanguageModelError: none is set, it cannot be reached, takes too long, refuses, or its answer cannot be read;
            or `cancel` was set.
    """
    if not server.is_on:
        raise LanguageModelError(
            "Chưa đặt máy chủ mô hình ngôn ngữ.",
            "Chức năng này tắt sẵn; muốn dùng, hãy ghi mục [language_model] trong workbench.toml (xem README).",
        )
    request = {"model": server.model, "messages": list(messages), "temperature": 0, "stream": False}
    exchange = _Exchange()
    # A thread of its own: waiting for it can be stopped at any moment, also on Windows and in the middle of a look-up.
    threading.Thread(
        target=_talk, args=(server, json.dumps(request).encode("ascii"), exchange), name="language-model", daemon=True
    ).start()
    try:
        _wait(server, exchange, cancel)
    finally:
        _hang_up(exchange)
    if exchange.error is not None:
        raise _told(server, exchange.error)
    return read_answer(exchange.body)


def addresses(server: LanguageModel) -> list[Address]:
    """Where the server is, by one look-up.

    Raises:
        SettingsError: any of its addresses is outside the office.
        LanguageModelError: nobody knows its name.
    """
    parts = server.parts
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise LanguageModelError(
            f"Không tìm thấy máy “{parts.hostname}” của mô hình ngôn ngữ ({error.strerror or error}).",
            "Hãy kiểm tra mục [language_model] trong workbench.toml và mạng nội bộ.",
        ) from error
    for _, _, _, _, place in found:
        if not is_office_address(str(place[0])):
            raise outside_address(server.address, str(place[0]))
    return [(family, place) for family, _, _, _, place in found]


def read_answer(body: bytes) -> Answer:
    """The words in the body of an answer. Raises LanguageModelError: it is not in the form of OpenAI's interface."""
    try:
        choice = json.loads(body.decode("utf-8"))["choices"][0]
        text, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable("không đúng dạng") from error
    if not isinstance(text, str) or not text.strip():
        raise _unreadable("không có lời nào")
    return Answer(text, reason != "length")


def _talk(server: LanguageModel, request: bytes, exchange: _Exchange) -> None:
    try:
        exchange.body = _exchanged(server, request, exchange)
    except BaseException as error:  # told by who waits for it
        exchange.error = error
    finally:
        exchange.done.set()


def _exchanged(server: LanguageModel, request: bytes, exchange: _Exchange) -> bytes:
    connection = exchange.connection = _Connection(server, addresses(server))
    try:
        connection.connect()
        if exchange.stopped.is_set():
            return b""  # nobody waits any more: nothing is sent
        path = f"{server.parts.path.rstrip('/')}/chat/completions"
        connection.request("POST", path, request, {"Content-Type": "application/json", "Accept": "application/json"})
        response = connection.getresponse()
        body = b""
        while len(body) <= MOST_BYTES and (piece := response.read1(_READ)):
            body += piece
        if len(body) > MOST_BYTES:
            raise _unreadable(f"dài quá {MOST_BYTES // 1_000_000} MB")
        if 300 <= response.status < 400:
            raise LanguageModelError(
                "Máy chủ mô hình ngôn ngữ chuyển hướng sang địa chỉ khác nên bị từ chối.",
                "Hãy ghi thẳng địa chỉ đúng vào mục [language_model] trong workbench.toml.",
            )
        if response.status != 200:
            said = " ".join(body.decode("utf-8", "replace").split())[:_TOLD]
            raise LanguageModelError(
                f"Máy chủ mô hình ngôn ngữ không nhận yêu cầu (mã {response.status}: {said or response.reason}).",
                "Hãy kiểm tra tên mô hình (model) và nhật ký của máy chủ đó.",
            )
        return body
    finally:
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked up before; the name only serves for the head and the certificate."""

    def __init__(self, server: LanguageModel, places: Sequence[Address]) -> None:
        parts = server.parts
        secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if secure else 80), timeout=server.seconds)
        self._places, self._context = places, ssl.create_default_context() if secure else None

    def connect(self) -> None:
        """Connect to the first of the addresses that answers."""
        failure: OSError | None = None
        for family, place in self._places:
            outlet = socket.socket(family, socket.SOCK_STREAM)
            try:
                outlet.settimeout(self.timeout)
                outlet.connect(place)
                if self._context is not None:
                    outlet = self._context.wrap_socket(outlet, server_hostname=self.host)
            except OSError as error:
                outlet.close()
                failure = error
                continue
            self.sock = outlet
            return
        raise failure or OSError("no address")


def _wait(server: LanguageModel, exchange: _Exchange, cancel: threading.Event | None) -> None:
    until = time.monotonic() + server.seconds
    while not exchange.done.wait(_STEP):
        if cancel is not None and cancel.is_set():
            raise LanguageModelError("Đã dừng chờ mô hình ngôn ngữ theo yêu cầu.", "Dự thảo không thay đổi.")
        if time.monotonic() > until:
            raise _too_long(server)


def _hang_up(exchange: _Exchange) -> None:
    """Wake the thread where it still waits for the server; it then ends."""
    exchange.stopped.set()
    outlet = exchange.connection.sock if exchange.connection is not None else None
    if outlet is not None and not exchange.done.is_set():
        with suppress(OSError):  # it closed it itself meanwhile
            outlet.shutdown(socket.SHUT_RDWR)


def _told(server: LanguageModel, error: BaseException) -> BaseException:
    """The error as a person is told it; what is no failure of the server stays what it is."""
    if isinstance(error, WorkbenchError):
        return error
    if isinstance(error, TimeoutError):
        return _too_long(server)
    if isinstance(error, OSError | http.client.HTTPException):
        told = LanguageModelError(
            f"Không nói chuyện được với mô hình ngôn ngữ ở {server.address} "
            f"({getattr(error, 'strerror', None) or error or type(error).__name__}).",
            "Hãy kiểm tra máy chủ đó có đang chạy không, đúng cổng không; dự thảo không thay đổi.",
        )
        told.__cause__ = error
        return told
    return error


def _too_long(server: LanguageModel) -> LanguageModelError:
    return LanguageModelError(
        f"Mô hình ngôn ngữ không trả lời xong trong {server.seconds:g} giây.",
        "Hãy thử lại với mục ngắn hơn, hoặc tăng seconds ở mục [language_model] trong workbench.toml.",
    )


def _unreadable(why: str) -> LanguageModelError:
    return LanguageModelError(
        f"Câu trả lời của mô hình ngôn ngữ {why} nên không dùng được.",
        "Hãy thử lại; nếu vẫn vậy, kiểm tra máy chủ có giao diện kiểu OpenAI (/v1/chat/completions) không.",
    )
