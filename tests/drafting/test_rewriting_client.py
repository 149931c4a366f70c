"""The client of a language-model server: it reaches the office only, waits no longer than told, believes no answer."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.drafting import rewriting_client
from workbench.drafting.rewriting_client import ask
from workbench.errors import LanguageModelError, SettingsError
from workbench.settings import LanguageModel

MESSAGES = [{"role": "user", "content": "[1] Tỷ lệ đạt 71,5%."}]


def server_at(address: str, seconds: float = 10.0) -> LanguageModel:
    return LanguageModel(address, "mo-hinh-nho", seconds)


def test_only_the_messages_and_the_model_are_sent(model_server: Any) -> None:
    model_server.says("Đạt 71,5% [1].")
    assert ask(server_at(model_server.address + "/"), MESSAGES).text == "Đạt 71,5% [1]."
    ((path, headers, body),) = model_server.requests
    assert path == "/v1/chat/completions"
    assert body == {"model": "mo-hinh-nho", "messages": MESSAGES, "temperature": 0, "stream": False}
    assert set(headers) <= {"Host", "Accept-Encoding", "Content-Length", "Content-Type", "Accept"}


def test_without_a_server_nothing_is_asked_and_the_way_to_set_one_is_told(network_guard: Any) -> None:
    with pytest.raises(LanguageModelError, match="Chưa đặt") as caught:
        ask(LanguageModel(), MESSAGES)
    assert "workbench.toml" in caught.value.advice
    assert network_guard.attempts == []


# -- where it may go ------------------------------------------------------------------------------------------


def resolving(*found: str) -> Callable[..., Any]:
    """A look-up that finds these addresses for every name."""

    def look_up(_host: object, port: int, *_arguments: Any, **_options: Any) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    return look_up


@pytest.mark.parametrize("found", [("93.184.216.34",), ("192.168.1.9", "93.184.216.34"), ("2001:db8::1",)])
def test_a_name_with_any_address_outside_is_refused_before_connecting(
    found: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, network_guard: Any
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(*found))
    with pytest.raises(SettingsError, match="ngoài mạng nội bộ"):
        ask(server_at("http://mo-hinh.example/v1"), MESSAGES)
    assert network_guard.attempts == []


def test_the_connection_goes_to_the_address_that_was_checked(
    model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that points elsewhere at the second look-up leads nowhere: there is no second look-up."""
    model_server.says("Câu [1].")
    asked: list[int] = []

    def rebinding(host: object, port: int, *_arguments: Any, **_options: Any) -> list[Any]:
        asked.append(port)
        found = "127.0.0.1" if len(asked) == 1 else "93.184.216.34"
        return resolving(found)(host, port)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    port = model_server.address.rpartition(":")[2].partition("/")[0]
    assert ask(server_at(f"http://mo-hinh.example:{port}/v1"), MESSAGES).text == "Câu [1]."
    assert len(asked) == 1
    assert model_server.requests[0][1]["Host"] == f"mo-hinh.example:{port}"


def test_a_proxy_of_the_environment_is_not_used(model_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://203.0.113.7:3128")
    model_server.says("Câu [1].")
    assert ask(server_at(model_server.address), MESSAGES).text == "Câu [1]."


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_refused(model_server: Any, status: int, network_guard: Any) -> None:
    model_server.replies = [(status, {"Location": "http://203.0.113.7/v1/chat/completions"}, b"")]
    with pytest.raises(LanguageModelError, match="chuyển hướng"):
        ask(server_at(model_server.address), MESSAGES)
    assert len(model_server.requests) == 1
    assert network_guard.attempts == []


# -- how long and how much ------------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_in_time_is_left(model_server: Any) -> None:
    model_server.released.clear()
    model_server.says("muộn")
    with pytest.raises(LanguageModelError, match=r"không trả lời xong trong 0\.5 giây"):
        ask(server_at(model_server.address, seconds=0.5), MESSAGES)


def test_a_server_that_answers_byte_by_byte_is_left_in_time() -> None:
    """Each byte comes in time; the whole does not."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def drip() -> None:
            outlet, _ = listener.accept()
            with outlet:
                outlet.sendall(b"HTTP/1.1 200 OK\r\n")
                while not ended.wait(0.05):
                    try:
                        outlet.sendall(b"X-A: b\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(LanguageModelError, match="giây"):
            ask(server_at(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", seconds=0.6), MESSAGES)
        ended.set()
        thread.join(5)


def test_waiting_can_be_stopped_from_elsewhere(model_server: Any) -> None:
    model_server.released.clear()
    model_server.says("muộn")
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    with pytest.raises(LanguageModelError, match="theo yêu cầu"):
        ask(server_at(model_server.address, seconds=60), MESSAGES, cancel=cancel)
    timer.join()


def test_whoever_stopped_before_the_connection_stood_has_sent_nothing(
    model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, known = threading.Event(), threading.Event()

    def slow(host: object, port: int, *_arguments: Any, **_options: Any) -> list[Any]:
        looking.set()
        known.wait(10)
        return resolving("127.0.0.1")(host, port)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    before = set(threading.enumerate())
    port = model_server.address.rpartition(":")[2]
    with pytest.raises(LanguageModelError, match="giây"):
        ask(server_at(f"http://mo-hinh.example:{port}", seconds=0.3), MESSAGES)
    (thread,) = [one for one in set(threading.enumerate()) - before if one.name == "language-model"]
    known.set()
    thread.join(10)
    assert looking.is_set()
    assert not thread.is_alive()
    assert model_server.requests == []


def test_an_answer_without_end_is_not_read_to_its_end(model_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting_client, "MOST_BYTES", 100_000)
    model_server.says("x" * 300_000)
    with pytest.raises(LanguageModelError, match="dài quá"):
        ask(server_at(model_server.address), MESSAGES)


# -- what it may say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>llama</html>",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": 5}}]}',
        b'{"choices": [{"message": {"content": "  "}}]}',
        b'{"choices": "x"}',
        b"[" * 200_000,
    ],
)
def test_an_answer_in_another_form_is_told(model_server: Any, body: bytes) -> None:
    model_server.replies = [(200, {}, body)]
    with pytest.raises(LanguageModelError, match="không dùng được"):
        ask(server_at(model_server.address), MESSAGES)


def test_a_refusal_of_the_server_is_told_with_its_words(model_server: Any) -> None:
    model_server.replies = [(404, {}, json.dumps({"error": "model not found"}).encode())]
    with pytest.raises(LanguageModelError, match=r"404.*model not found"):
        ask(server_at(model_server.address), MESSAGES)


def test_an_answer_that_was_cut_off_says_so(model_server: Any) -> None:
    model_server.says("Câu [1]. Câu dở", finish_reason="length")
    assert not ask(server_at(model_server.address), MESSAGES).whole


def test_a_server_that_is_off_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(LanguageModelError, match="Không nói chuyện được"):
        ask(server_at(f"http://127.0.0.1:{port}/v1"), MESSAGES)


def test_a_server_that_hangs_up_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True)
        thread.start()
        with pytest.raises(LanguageModelError, match="Không nói chuyện được"):
            ask(server_at(f"http://127.0.0.1:{listener.getsockname()[1]}/v1"), MESSAGES)
        thread.join(5)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_certificate_that_nobody_here_trusts_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "k.pem", tmp_path / "c.pem"
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    make += " -addext subjectAltName=IP:127.0.0.1 -keyout k.pem -out c.pem"
    subprocess.run(["openssl", *make.split()], check=True, capture_output=True, cwd=tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    answer = b'{"choices": [{"message": {"content": "Qua [1]."}}]}'
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"

        def serve() -> None:
            for _ in range(2):
                outlet, _address = listener.accept()
                try:
                    with context.wrap_socket(outlet, server_side=True) as secure:
                        secure.recv(65_536)
                        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))
                        time.sleep(0.2)
                except OSError:
                    continue

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(LanguageModelError, match="CERTIFICATE_VERIFY_FAILED"):
            ask(server_at(address), MESSAGES)
        trusting = ssl.create_default_context(cafile=str(certificate))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ssl, "create_default_context", lambda: trusting)
            assert ask(server_at(address), MESSAGES).text == "Qua [1]."
