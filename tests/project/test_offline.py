"""The guard that keeps every test offline really blocks, and says so even where the refusal is swallowed."""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

OUTSIDE = "203.0.113.7"  # TEST-NET-3: no machine has it


def by_connect() -> None:
    with socket.socket() as outlet:
        outlet.connect((OUTSIDE, 80))


def by_connect_ex() -> None:
    with socket.socket() as outlet:
        outlet.connect_ex((OUTSIDE, 80))


def by_datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outlet:
        outlet.sendto(b"x", (OUTSIDE, 53))


def by_http() -> None:
    http.client.HTTPConnection(OUTSIDE, timeout=1).request("GET", "/")


def by_url() -> None:
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://example.invalid/", timeout=1)


@pytest.mark.parametrize(
    "attempt",
    [
        by_connect,
        by_connect_ex,
        by_datagram,
        by_http,
        by_url,
        lambda: socket.create_connection((OUTSIDE, 443), timeout=1),
        lambda: socket.getaddrinfo("example.invalid", 443),
        lambda: socket.gethostbyname("example.invalid"),
    ],
)
def test_every_way_out_is_blocked_and_remembered(attempt: Callable[[], Any], network_guard: Any) -> None:
    with pytest.raises(RuntimeError, match="network is blocked"):
        attempt()
    assert len(network_guard.attempts) == 1
    network_guard.attempts.clear()


def test_a_swallowed_refusal_is_still_remembered(network_guard: Any) -> None:
    with suppress(Exception):
        socket.create_connection(("example.invalid", 443), timeout=1)
    assert network_guard.attempts == ["('example.invalid', 443)"]
    network_guard.attempts.clear()


@pytest.fixture
def local_server() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close(), daemon=True)
        thread.start()
        yield server.getsockname()
        thread.join(timeout=5)


def test_loopback_stays_open_for_kernels_and_browser(local_server: tuple[str, int], network_guard: Any) -> None:
    with socket.create_connection(local_server, timeout=5) as outlet:
        assert outlet.getpeername() == local_server
    assert network_guard.attempts == []
