"""`workbench app` and `workbench install-shortcut`: the workbench as an application, and its icon."""

from __future__ import annotations

import tempfile
import webbrowser
from html import escape as html_escape
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, say
from workbench.errors import WorkbenchError
from workbench.ui import shortcut
from workbench.ui.jupyter_server import wait_for_end
from workbench.ui.voila_app import QUIET_MINUTES, Server, running, show, start_app


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("app", cls=Command)(open_app)
    app.command("install-shortcut", cls=Command)(install_shortcut)


def open_app(
    root: Root = Path(),
    port: Annotated[int | None, typer.Option("--port", metavar="SỐ", help="Cổng trên máy này.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Có mở trình duyệt hay không.")] = True,
    from_shortcut: Annotated[bool, typer.Option("--from-shortcut", hidden=True)] = False,
    json: Json = False,
) -> None:
    """Mở bàn làm việc trong trình duyệt, không thấy mã; chỉ trên máy này."""
    try:
        _open(root, port, browser, json)
    except WorkbenchError as error:
        if from_shortcut:
            # Who pressed an icon has no terminal to read.
            webbrowser.open(error_page(error).as_uri())
        raise


def _open(root: Path, port: int | None, browser: bool, json: bool) -> None:
    known = running(root)
    if known is not None:
        _tell(known, json)
        if not json:
            say("Bàn làm việc của thư mục này đang chạy sẵn.")
        if browser:
            show(known)
        return
    started = start_app(root, port, browser)
    _tell(started.server, json)
    if not json:
        say(
            "Hãy giữ cửa sổ này khi làm việc. Tắt: bấm Ctrl-C ở đây. Chương trình tự tắt "
            f"{QUIET_MINUTES} phút sau khi trang cuối cùng được đóng."
        )
    raise typer.Exit(wait_for_end(started.process))


def _tell(server: Server, json: bool) -> None:
    if json:
        print_json({"address": server.page})
    else:
        say(f"[bold]Bàn làm việc:[/bold] {escape(server.page)}")


def error_page(error: WorkbenchError) -> Path:
    """A page that tells of an error, for people who have no terminal."""
    folder = Path(tempfile.mkdtemp(prefix="ban-lam-viec-"))
    file = folder / "loi.html"
    file.write_text(
        '<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Chưa mở được bàn làm việc</title>'
        '<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 12vh auto">'
        f"<h1>Chưa mở được bàn làm việc</h1><p><strong>{html_escape(error.message)}</strong></p>"
        f"<p>{html_escape(error.advice)}</p></body></html>",
        encoding="utf-8",
    )
    return file


def install_shortcut(
    remove: Annotated[bool, typer.Option("--remove", help="Gỡ biểu tượng đã tạo.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Tạo biểu tượng mở bàn làm việc trên màn hình và trong danh mục ứng dụng (Windows, Linux)."""
    files = shortcut.remove() if remove else shortcut.install(root)
    if json:
        print_json({"removed" if remove else "installed": [str(file) for file in files]})
        return
    if not files:
        say("Không có biểu tượng nào để gỡ.")
        return
    say("Đã gỡ:" if remove else f"Đã tạo biểu tượng “{shortcut.TITLE}”, mở thư mục {escape(str(root.resolve()))}:")
    for file in files:
        say(f"   • {escape(str(file))}")
