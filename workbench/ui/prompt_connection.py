"""What a kernel says reaches the page at once.

Jupyter's server leaves Nagle's algorithm on for its web sockets: the second of two small messages waits until the
browser's system has acknowledged the first one, which it puts off by 40 ms (Linux) to 200 ms (Windows). A panel's
answer is dozens of small messages.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A page's connection to its kernel that holds no message back."""

    def connect(self) -> Any:
        """Connect, without waiting for acknowledgements."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
