"""`workbench rewrite MÃ MỤC`: the office's language model, if one is set, rewords a section of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import console, print_json, say
from workbench.drafting.model import Draft
from workbench.drafting.numbering import without_number
from workbench.drafting.rewriting import Rewriting, RewritingChange, RewritingKind
from workbench.errors import DraftError
from workbench.vietnamese.spelling import key

_STYLES = {"=": "", "+": "green underline", "-": "red strike"}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=Command)(rewrite)


def rewrite(
    draft_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã dự thảo, xem ở: workbench drafts")],
    section: Annotated[str, typer.Argument(metavar="MỤC", help="Khóa hoặc tên mục, ví dụ: ket_qua")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Đưa các câu đạt vào dự thảo; mục cũ được giữ thành một bản lưu có tên.")
    ] = False,
    drop_unused: Annotated[
        bool, typer.Option("--drop-unused", help="Khi --accept: bỏ cả những câu cũ mà câu viết lại không dùng đến.")
    ] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Viết lại một mục bằng mô hình ngôn ngữ trong cơ quan (tắt sẵn); câu mà nguồn không nói bị gạch bỏ."""
    with Workbench.open(root) as workbench:
        draft = workbench.load_draft(draft_id)
        made = workbench.rewrite_section(draft, _key_of(draft, section))
        file = workbench.accept_rewriting(draft, made, keep_unused=not drop_unused) if accept else None
    if json:
        print_json(_plain(made, file))
        return
    say(f"[bold]{escape(made.section)}[/bold] ({escape(made.model)})")
    for change in made.changes:
        console().print(_line(change))
    for note in (made.words, *made.notes):
        say(escape(note))
    if file is not None:
        say(
            f"Đã đưa {len(made.kept)} câu vào dự thảo; mục cũ còn ở bản lưu có tên: workbench draft-versions {draft.id}"
        )
    else:
        say("Dự thảo chưa thay đổi. Muốn đưa các câu đạt vào dự thảo, thêm --accept (mô hình được hỏi lại).")


def _key_of(draft: Draft, name: str) -> str:
    """The section of this key, else of this heading, with or without its number. Raises DraftError: none or several."""
    if any(one.key == name for one in draft.sections):
        return name
    wanted = key(name)
    found = [one.key for one in draft.sections if wanted in (key(one.name), key(without_number(one.name)))]
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"{one.key} ({one.name})" for one in draft.sections)
    raise DraftError(f"Dự thảo không có mục “{name}”.", f"Các mục: {known}.")


def _line(change: RewritingChange) -> Text:
    numbers = "".join(f"[{number}]" for number in change.numbers)
    head = (f"  {change.kind.label} {numbers} ", "dim")
    if change.kind is RewritingKind.STRUCK:
        return Text.assemble(head, (change.after, "red strike"), (f" → {change.why}", "red"))
    if change.kind is RewritingKind.UNUSED:
        return Text.assemble(head, change.before)
    return Text.assemble(head, *((piece.text, _STYLES[piece.sign]) for piece in change.pieces))


def _plain(made: Rewriting, file: Path | None) -> dict[str, object]:
    changes = [
        {
            "change": one.kind.value,
            "numbers": list(one.numbers),
            "before": one.before,
            "after": one.after,
            "why": one.why,
            "pieces": [[piece.sign, piece.text] for piece in one.pieces],
        }
        for one in made.changes
    ]
    told = {"section": made.section_key, "heading": made.section, "model": made.model, "notes": list(made.notes)}
    return {**told, "kept": len(made.kept), "struck": len(made.struck), "changes": changes, "file": file}
