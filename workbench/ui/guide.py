"""The guide for officers: where its first page is, and opening it in the browser of this machine."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path

from workbench.errors import WorkbenchError

_FOLDER = Path(__file__).resolve().parent.parent / "_guide"

ADDRESS_VARIABLE = "WORKBENCH_GUIDE"
"""Environment variable of the servers we start: where they serve the guide's first page."""

SERVED_AT = "/static/index.html"
"""Where a Jupyter server shows the guide that it is given as one more folder of static files."""


def guide_path() -> Path | None:
    """The first page of the guide that came with the package; None in a checkout where it has not been built yet."""
    page = _FOLDER / "index.html"
    return page if page.is_file() else None


def guide_address() -> str:
    """Where the server that shows the panels serves the guide; "" in one that we did not start."""
    return os.environ.get(ADDRESS_VARIABLE, "")


def open_guide() -> Path:
    """Open the guide in the browser of this machine, and return its first page. It is a file: no server, no network.

    Raises:
        WorkbenchError: the package came without it.
    """
    page = needed_guide()
    webbrowser.open(page.as_uri())
    return page


def needed_guide() -> Path:
    """The first page of the guide.

    Raises:
        WorkbenchError: the package came without it.
    """
    page = guide_path()
    if page is None:
        raise WorkbenchError(
            "Bản đang dùng chưa kèm hướng dẫn.",
            "Trong thư mục mã nguồn, hãy chạy “python3 dev.py guide” rồi mở lại; bản cài từ kho-goi luôn có sẵn.",
        )
    return page
