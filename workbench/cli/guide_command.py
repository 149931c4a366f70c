"""`workbench guide`: the guide for officers, opened in the browser."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from workbench.cli.language import Command
from workbench.cli.options import Json
from workbench.cli.output import print_json, say
from workbench.ui.guide import needed_guide, open_guide


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(guide)


def guide(
    only_print: Annotated[bool, typer.Option("--print", help="Chỉ in đường dẫn, không mở trình duyệt.")] = False,
    json: Json = False,
) -> None:
    """Mở hướng dẫn sử dụng trong trình duyệt; đọc được khi không có mạng."""
    page = needed_guide() if only_print or json else open_guide()
    if json:
        print_json({"guide": page})
    else:
        say(escape(str(page)) if only_print else f"Hướng dẫn: {escape(str(page))}")
