"""Commands about how documents relate: `relations`, `validity`, `timeline`, `family`, `compare`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.markup import escape

from workbench import Workbench
from workbench.analysis.comparison import KINDS
from workbench.analysis.relations import Relations
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, say
from workbench.documents.dates import parse_user_date
from workbench.errors import CorrectionError, ExportError

_Id = Annotated[str, typer.Argument(metavar="MÃ", help="Mã văn bản trong kết quả tìm; vài ký tự đầu là đủ.")]
_On = Annotated[
    str | None, typer.Option("--on", metavar="NGÀY", help="Xét vào ngày này, ví dụ 15/3/2026; mặc định hôm nay.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (relations, validity, timeline, family, compare):
        app.command(cls=Command)(command)


def relations(
    document_id: _Id,
    confirm: Annotated[
        list[int] | None, typer.Option("--confirm", metavar="DÒNG", help="Xác nhận dòng này đúng; dùng nhiều lần.")
    ] = None,
    dismiss: Annotated[
        list[int] | None,
        typer.Option("--dismiss", metavar="DÒNG", help="Bỏ dòng này: không phải quan hệ; dùng nhiều lần."),
    ] = None,
    correct: Annotated[
        int | None, typer.Option("--correct", metavar="DÒNG", help="Sửa dòng này, cùng --relation, --target.")
    ] = None,
    relation: Annotated[
        str | None, typer.Option("--relation", metavar="QUAN_HỆ", help="Quan hệ đúng, ví dụ “thay thế”.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="MÃ", help="Mã văn bản được viện dẫn; để trống (“”) là không có trong kho."),
    ] = None,
    undo: Annotated[
        list[int] | None,
        typer.Option("--undo", metavar="DÒNG", help="Rút lại quyết định gần nhất về dòng này; dùng nhiều lần."),
    ] = None,
    dismissed: Annotated[bool, typer.Option("--dismissed", help="Cả các dòng đã bỏ.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Văn bản viện dẫn gì và được văn bản nào viện dẫn; xác nhận, sửa, bỏ từng dòng, giữ qua mọi lần nạp lại."""
    if sum((bool(confirm), bool(dismiss), correct is not None, bool(undo))) > 1:
        raise CorrectionError(
            "Chỉ làm một việc mỗi lần: --confirm, --dismiss, --correct hoặc --undo.", "Hãy chạy lại với một lựa chọn."
        )
    if correct is None and (relation is not None or target is not None):
        raise CorrectionError("Chưa rõ sửa dòng nào.", "Hãy thêm --correct DÒNG.")
    with Workbench.open(root) as workbench:
        if confirm:
            workbench.confirm_relations(document_id, confirm)
        elif dismiss:
            workbench.dismiss_relations(document_id, dismiss)
        elif correct is not None:
            workbench.correct_relation(document_id, correct, relation=relation, target=target)
        elif undo:
            workbench.undo_relations(_strokes(workbench.relations(document_id, dismissed=True), undo))
        every = workbench.relations(document_id, dismissed=True)
        found = every if dismissed else workbench.relations(document_id)
    frame = found.to_frame()
    if json:
        print_json({"id": found.document.id, "relations": _records(frame)})
        return
    say(f"[bold]{escape(found.document.title)}[/bold]")
    columns = ("Dòng", "Chiều", "Quan hệ", "Viện dẫn", "Văn bản", "Chắc chắn?", "Chỗ ghi", "Người đã")
    rows = [
        (
            row["number"],
            row["direction"],
            row["relation"],
            row["name"],
            row["symbol"] or row["title"],
            row["note"] or row["state"],
            row["place"],
            row["decided"].removeprefix("đã "),
        )
        for row in _records(frame)
    ]
    print_table(f"{len(rows)} viện dẫn", columns, rows)
    if found.unresolved:
        say(f"{len(found.unresolved)} viện dẫn chưa nối được với văn bản nào trong kho.")
    hidden = [str(one.number) for one in (*every.outgoing, *every.incoming) if one.dismissed]
    if hidden and not dismissed:
        say(f"Dòng đã bỏ: {', '.join(hidden)}; xem bằng --dismissed, lấy lại bằng --undo.")


def _strokes(found: Relations, numbers: list[int]) -> list[str]:
    words = {one.number: one.word for one in (*found.outgoing, *found.incoming)}
    strokes = []
    for number in numbers:
        word = words.get(number)
        if word is None:
            raise CorrectionError(f"Chưa có quyết định nào về dòng {number}.", "Hãy xem lại số dòng bằng --dismissed.")
        strokes.append(word.stroke)
    return strokes


def validity(document_id: _Id, on: _On = None, root: Root = Path(), json: Json = False) -> None:
    """Văn bản còn hiệu lực không, vì sao, theo câu nào của văn bản nào."""
    day = parse_user_date(on)[0] if on else date.today()
    with Workbench.open(root) as workbench:
        document = workbench.document(document_id)
        found = workbench.validity(document_id, day)
    if json:
        print_json(asdict(found))
        return
    say(f"[bold]{escape(document.title)}[/bold]")
    say(f"Ngày {day:%d/%m/%Y}: [bold]{escape(found.state)}[/bold] – {escape(found.reason)}")
    if not found.sure:
        say("Chưa chắc: viện dẫn chỉ khớp theo số ký hiệu. Hãy xem câu dưới đây.")
    if found.citation is not None:
        say(f"  “{escape(' '.join(found.citation.quote.split()))}”")
        say(f"  [dim]{escape(found.citation.label)}[/dim]")
    say("[dim]Sai thì sửa: workbench fix MÃ --set trangthai=… (chỉ xét các văn bản có trong kho).[/dim]")


def timeline(document_id: _Id, root: Root = Path(), json: Json = False) -> None:
    """Các mốc của văn bản: ban hành, có hiệu lực, được triển khai, sửa đổi, sơ kết, thay thế …"""
    with Workbench.open(root) as workbench:
        found = workbench.timeline(document_id)
    frame = found.to_frame()
    if json:
        print_json({"id": found.document.id, "events": _records(frame)})
        return
    rows = [(_day(row["date"]), row["what"], row["name"], row["title"]) for row in _records(frame)]
    print_table(found.document.title, ("Ngày", "Việc", "Văn bản", "Tên"), rows)


def family(
    document_id: _Id,
    depth: Annotated[int, typer.Option("--depth", min=1, max=6, metavar="SỐ", help="Đi xa tối đa mấy bước.")] = 3,
    mentions: Annotated[bool, typer.Option("--mentions", help="Cả văn bản chỉ nhắc tới trong nội dung.")] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="TỆP", help="Ghi thêm hình theo thời gian ra tệp .svg.")
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Mọi văn bản triển khai một chỉ thị, nghị quyết: kế hoạch, hướng dẫn, kiểm tra, báo cáo sơ kết …"""
    with Workbench.open(root) as workbench:
        found = workbench.family(document_id, depth=depth, mentions=mentions)
    if svg is not None:
        _written(svg, lambda: found.chart().save(str(svg), format="svg"))
    if json:
        print_json({"root": found.root.id, "members": _records(found.to_frame()), "links": _records(found.links())})
        return
    rows = [
        (_day(row["date"]), "  " * row["depth"] + (row["symbol"] or "—"), row["role"], row["issuer"], row["title"])
        for row in _records(found.to_frame())
    ]
    say(f"[bold]{escape(found.root.title)}[/bold]")
    print_table(f"{len(rows)} văn bản", ("Ngày", "Số ký hiệu", "Vai trò", "Cơ quan", "Tên"), rows)
    if found.cut:
        say("Danh sách đã cắt bớt vì quá dài; hãy giảm --depth.")


def compare(
    first_id: Annotated[str, typer.Argument(metavar="MÃ_1", help="Mã văn bản cũ, hoặc báo cáo kỳ trước.")],
    second_id: Annotated[str, typer.Argument(metavar="MÃ_2", help="Mã văn bản mới, hoặc báo cáo kỳ này.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="TỆP", help="Ghi bản so sánh ra tệp .html.")] = None,
    numbers: Annotated[bool, typer.Option("--numbers", help="Chỉ in các con số đã đổi.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """So hai văn bản theo từng mục: thêm, bỏ, sửa, chuyển chỗ, số nào đã đổi."""
    with Workbench.open(root) as workbench:
        found = workbench.compare(first_id, second_id)
    if html is not None:
        head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>So sánh văn bản</title>'
        page = f"{head}{found.to_html()}</html>"
        _written(html, lambda: html.write_text(page, encoding="utf-8"))
    if json:
        counts = {KINDS[kind]: number for kind, number in found.counts.items()}
        frames = {"changes": _records(found.to_frame()), "numbers": _records(found.numbers())}
        print_json({"first": found.first, "second": found.second, "counts": counts, **frames})
    elif numbers:
        rows = [tuple(row.values()) for row in _records(found.numbers())]
        print_table(f"{len(rows)} con số đã đổi", ("Mục", "Về", "Trước", "Sau", "Chỗ cũ", "Chỗ mới"), rows)
    else:
        say(escape(found.to_text()))


def _written(file: Path, write: Any) -> None:
    try:
        write()
    except OSError as error:
        raise ExportError(
            f"Không ghi được tệp “{file}” ({error.strerror or error}).", "Hãy chọn thư mục khác."
        ) from error


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
