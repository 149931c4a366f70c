"""`workbench drafts`, `draft-versions`, `draft-compare`, `draft-restore`: the drafts of an office and their history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import console, print_json, print_table, records, say
from workbench.drafting.comparison import DraftChange, DraftComparison

DraftId = Annotated[str, typer.Argument(metavar="MÃ", help="Mã dự thảo, xem ở: workbench drafts")]

_STYLES = {"=": "", "+": "green underline", "-": "red strike"}


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("drafts", cls=Command)(list_drafts)
    app.command("draft-versions", cls=Command)(list_versions)
    app.command("draft-compare", cls=Command)(compare)
    app.command("draft-restore", cls=Command)(restore)


def list_drafts(root: Root = Path(), json: Json = False) -> None:
    """In các dự thảo đã lưu: mã, trích yếu, số câu, nhãn, ai đang mở; tệp hỏng cũng được nêu."""
    with Workbench.open(root) as workbench:
        rows = records(workbench.drafts())
        for row in rows:
            holder = workbench.draft_holder(row["id"])
            row["open"] = holder.words if holder is not None else None
    if json:
        print_json({"drafts": rows})
        return
    print_table(
        f"{len(rows)} dự thảo",
        ["Mã", "Trích yếu", "Câu", "Lưu lần cuối", "Nhãn", "Đang mở", "Ghi chú"],
        [
            (
                row["id"],
                row["title"],
                row["items"],
                f"{row['modified']:%d/%m/%Y %H:%M}",
                row["labels"],
                row["open"],
                row["problem"],
            )
            for row in rows
        ],
    )


def list_versions(
    draft_id: DraftId,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TÊN", help="Giữ nguyên trạng hiện nay dưới tên này, không bị dọn.")
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In các bản lưu trước của một dự thảo: lúc nào, vì sao, khác bản trước bao nhiêu câu."""
    with Workbench.open(root) as workbench:
        draft = workbench.load_draft(draft_id)
        if name is not None:
            workbench.name_draft_version(draft_id, name)
        rows = records(workbench.draft_versions(draft_id))
    if json:
        print_json({"id": draft_id, "title": draft.title, "notices": list(draft.notices), "versions": rows})
        return
    for notice in draft.notices:
        say(f"[bold red]{escape(notice)}[/bold red]")
    print_table(
        f"{draft.title}: {len(rows)} bản lưu trước",
        ["Bản", "Lúc", "Tên", "Vì sao", "Người lưu", "Câu", "Khác bản trước"],
        [
            (
                row["number"],
                f"{row['saved']:%d/%m/%Y %H:%M:%S}",
                row["name"],
                row["why"],
                row["by"],
                row["items"],
                row["changed"],
            )
            for row in rows
        ],
    )


def compare(
    draft_id: DraftId,
    other: Annotated[str | None, typer.Argument(metavar="MÃ_KHÁC", help="Dự thảo thứ hai, nếu so hai dự thảo.")] = None,
    version: Annotated[
        int | None,
        typer.Option("--version", min=1, metavar="SỐ", help="So từ bản lưu này; mặc định: bản lưu gần nhất."),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """So một bản lưu với dự thảo hiện nay, hoặc hai dự thảo: câu thêm, bỏ, sửa, chuyển, theo từng mục."""
    with Workbench.open(root) as workbench:
        comparison = workbench.compare_drafts(draft_id, other, version=version)
    if json:
        told = {"before": comparison.before, "after": comparison.after, "same": comparison.same}
        print_json({**told, "changes": records(comparison.to_frame())})
    else:
        _tell(comparison)


def restore(
    draft_id: DraftId,
    number: Annotated[int, typer.Argument(metavar="BẢN", help="Số của bản lưu, xem ở: workbench draft-versions MÃ")],
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Trở về một bản lưu trước; bản hiện nay được lưu lại thành một bản trước đã."""
    with Workbench.open(root) as workbench:
        draft = workbench.restore_draft(draft_id, number)
    if json:
        print_json({"id": draft.id, "title": draft.title, "items": len(draft.items()), "restored": number})
        return
    say(f"Đã trở về bản {number} của “{escape(draft.title)}” ({len(draft.items())} câu). Bản vừa rồi vẫn được giữ.")
    for notice in draft.notices:
        say(f"[bold red]{escape(notice)}[/bold red]")


def _tell(comparison: DraftComparison) -> None:
    say(f"[bold]So {escape(comparison.before)} với {escape(comparison.after)}[/bold]: {escape(comparison.words)}")
    section = None
    for change in comparison.changes:
        if change.section != section:
            section = change.section
            say(f"\n[bold]{escape(section or 'Toàn dự thảo')}[/bold]")
        console().print(_line(change))


def _line(change: DraftChange) -> Text:
    moved = f" từ {change.before_section}" if change.before_section not in ("", change.section) else ""
    what = "" if change.what == "câu" else f" {change.what}"
    return Text.assemble(
        (f"  {change.kind.value}{what}{moved}: ", "dim"),
        *((piece.text, _STYLES[piece.sign]) for piece in change.pieces),
    )
