"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[
    Path, typer.Option("--root", metavar="THƯ_MỤC", help="Thư mục kho, chứa corpus/ (mặc định: thư mục hiện tại).")
]
Json = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")]
Limit = Annotated[int, typer.Option("--limit", min=0, metavar="SỐ", help="Số kết quả nhiều nhất.")]
