"""Messages of a kernel are not held back on their way to the page."""

from __future__ import annotations

import json

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.utils.importstring import import_item

from workbench.ui.jupyter_server import CONFIG


def test_the_server_s_connection_turns_waiting_off_before_it_says_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = json.loads((CONFIG / "jupyter_server_config.json").read_text(encoding="utf-8"))
    kind = import_item(settings["ServerApp"]["kernel_websocket_connection_class"])
    done: list[object] = []
    handler = object.__new__(KernelWebsocketHandler)
    monkeypatch.setattr(handler, "set_nodelay", done.append, raising=False)
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _self: done.append("connected"))
    kind(websocket_handler=handler).connect()
    assert done == [True, "connected"]
