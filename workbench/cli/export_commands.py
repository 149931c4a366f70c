"""Commands that write a saved draft to a file, and take an edited file back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, records, say
from workbench.export.options import Annex
from workbench.export.template_context import NAMES

_SHOWN = 160  # characters of a sentence that a screen shows


class Winner(StrEnum):
    """Who wins where both sides changed the same."""

    FILE = "tep"
    DRAFT = "du-thao"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(cls=Command)(export)
    app.command(cls=Command)(templates)
    app.command("take-back", cls=Command)(take_back)


def export(
    draft_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã dự thảo (xem “workbench drafts”).")],
    out: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .docx, .html, .md hoặc .xlsx cần ghi.")],
    footnotes: Annotated[
        bool, typer.Option("--footnotes/--no-footnotes", help="Có hay không chú thích nguồn ở từng câu.")
    ] = True,
    sources: Annotated[bool, typer.Option("--sources/--no-sources", help="Có hay không danh mục nguồn ở cuối.")] = True,
    figures: Annotated[bool, typer.Option("--figures", help="Thêm phụ lục số liệu của các đoạn được dẫn.")] = False,
    template: Annotated[
        str | None, typer.Option("--template", metavar="MẪU", help="Mẫu Word của cơ quan: tên trong workspace/mau/.")
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Xuất một dự thảo đã lưu: Word đúng thể thức Đảng hoặc Nhà nước, trang web, Markdown, Excel."""
    annexes: list[Annex] = []
    if sources:
        annexes.append("nguon")
    if figures:
        annexes.append("so_lieu")
    with Workbench.open(root) as workbench:
        draft = workbench.load_draft(draft_id)
        file = workbench.export(draft, out, footnotes=footnotes, annexes=annexes, template=template)
    if json:
        print_json({"draft": draft.id, "file": file, "labels": list(draft.labels)})
        return
    say(f"Đã ghi: {escape(str(file))}")
    if draft.labels:
        say(f"Dự thảo mang nhãn: {escape('; '.join(draft.labels))}")


def templates(
    copy: Annotated[bool, typer.Option("--copy", help="Ghi mẫu sẵn vào workspace/mau/ để sửa bằng Word.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Các mẫu Word của cơ quan trong workspace/mau/: dùng được hay sai ở đâu; các tên dùng trong mẫu."""
    with Workbench.open(root) as workbench:
        written = workbench.copy_templates() if copy else ()
        found, folder = workbench.templates(), workbench.template_folder
    if json:
        print_json({"folder": folder, "written": list(written), "templates": list(found), "names": NAMES})
        return
    for path in written:
        say(f"Đã ghi mẫu: {escape(str(path))}")
    if found:
        rows = [(one.name, one.problem or "dùng được") for one in found]
        print_table(f"Mẫu trong {folder}", ["Mẫu", "Tình trạng"], rows)
    else:
        say(f"Chưa có mẫu nào trong {escape(str(folder))}. Thêm --copy để ghi mẫu sẵn rồi sửa bằng Word.")
    print_table("Tên dùng trong mẫu: viết {{ tên }}", ["Tên", "Là gì"], list(NAMES.items()))


def take_back(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .docx đã xuất từ dự thảo rồi sửa bằng Word.")],
    draft_id: Annotated[
        str | None, typer.Option("--draft", metavar="MÃ", help="Mã dự thảo, khi tệp không còn tự ghi.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Ghi các thay đổi vào dự thảo; bản trước được giữ.")] = False,
    prefer: Annotated[
        Winner | None,
        typer.Option("--prefer", metavar="BÊN", help="Chỗ cả hai bên cùng sửa: lấy theo “tep” hay giữ “du-thao”."),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Nhận lại tệp Word đã sửa: xem từng thay đổi so với dự thảo; nguồn của mỗi câu vẫn còn; --accept thì ghi."""
    with Workbench.open(root) as workbench:
        returned = workbench.take_back(file, draft_id)
        frame, conflicts = returned.to_frame(), len(returned.conflicts)
        if prefer is Winner.FILE:
            returned.take_from_file()
        elif prefer is Winner.DRAFT:
            returned.keep_draft()
        saved = workbench.accept(returned) if accept and not frame.empty else None
    if json:
        told = {"draft": returned.draft.id, "changes": records(frame), "conflicts": conflicts}
        print_json({**told, "notes": list(returned.notes), "saved": saved})
        return
    for note in returned.notes:
        say(f"[yellow]Lưu ý:[/yellow] {escape(note)}")
    if frame.empty:
        say("Tệp không khác dự thảo.")
        return
    rows = [
        (row["kind"], row["section"], _short(row["before"]), _short(row["after"]), row["note"])
        for row in records(frame)
    ]
    print_table(f"Thay đổi trong {file.name}", ["Việc", "Mục", "Trước", "Sau", "Ghi chú"], rows)
    if saved is not None:
        say(f"Đã ghi vào dự thảo {returned.draft.id}; bản trước nằm trong các bản lưu.")
    elif conflicts and prefer is None:
        say(f"Có {conflicts} chỗ hai bên cùng sửa: thêm --prefer tep hoặc --prefer du-thao, rồi --accept.")
    else:
        say("Chưa ghi gì. Thêm --accept để ghi các thay đổi này vào dự thảo.")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
