"""Commands about what people keep: saved searches, alerts, history, tags, notes, batches of queries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_json, print_table, progress, records, say
from workbench.cli.search_command import export_all, print_results, tell_export
from workbench.errors import MarkError, SavedSearchError

_QUOTED = 60  # characters of a quote in a table

Passage = Annotated[
    int | None, typer.Option("--passage", min=1, metavar="SỐ", help="Chỉ đoạn này của văn bản (số in ở “show”).")
]
Undo = Annotated[bool, typer.Option("--undo", help="Bỏ lần gắn, gỡ thẻ hay ghi chú gần nhất của bạn.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (saved, alerts, history, tag, note, batch):
        app.command(cls=Command)(command)


def saved(
    name: Annotated[
        str, typer.Argument(metavar="TÊN", help="Câu tìm đã lưu cần tìm lại; để trống thì in mọi câu.")
    ] = "",
    rename: Annotated[str | None, typer.Option("--rename", metavar="TÊN_MỚI", help="Đổi tên câu tìm này.")] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Bỏ câu tìm này vào thùng rác.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Lấy lại câu tìm này từ thùng rác.")] = False,
    trash: Annotated[bool, typer.Option("--trash", help="In các câu tìm trong thùng rác.")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="TỆP", help="Ghi mọi kết quả ra tệp .xlsx, .csv hoặc .docx.")
    ] = None,
    limit: Limit = 10,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In, tìm lại, đổi tên, xóa các câu tìm đã lưu (lưu bằng “workbench search … --save TÊN”)."""
    if (rename is not None or delete or restore or export) and not name:
        raise SavedSearchError("Chưa nói câu tìm nào.", "Hãy ghi tên của nó; xem các tên bằng: workbench saved")
    with Workbench.open(root) as workbench:
        if rename is not None:
            name = workbench.rename_search(name, rename).name
        if restore:
            name = workbench.restore_search(name).name
        if delete:
            workbench.delete_search(name)
        changed = rename is not None or delete or restore
        if name and not changed:
            question = workbench.saved_search(name).question
            results = workbench.ask(question, limit=limit, remember=True)
            file = export_all(workbench, export, question, quiet=json) if export is not None else None
            if json:
                print_json({**results.to_json(), **({"export": file} if file else {})})
                return
            asked = [question.query or "(mọi văn bản)", *([question.limits] if question.limits else [])]
            say(f"Câu tìm: {escape(' — '.join(asked))}")
            print_results(results)
            if file:
                tell_export(file)
            return
        frame = workbench.saved_searches(trash=trash)
    if json:
        print_json({"rows": records(frame)})
        return
    rows = [
        (row["name"], row["query"], row["limits"], _moment(row["deleted"] if trash else row["seen"]))
        for row in records(frame)
    ]
    title, last = ("Câu tìm đã xóa", "Xóa lúc") if trash else ("Câu tìm đã lưu", "Xem lần cuối")
    print_table(title, ["Tên", "Câu tìm", "Giới hạn", last], rows)


def alerts(
    names: Annotated[list[str] | None, typer.Argument(metavar="TÊN…", help="Chỉ các câu tìm đã lưu này.")] = None,
    seen: Annotated[bool, typer.Option("--seen", help="Đánh dấu là đã xem, sau khi in.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In văn bản mới và đã sửa từ lần xem trước, theo từng câu tìm đã lưu."""
    with Workbench.open(root) as workbench:
        found = workbench.alerts(names or ())
        if seen:
            workbench.mark_seen([item.search.name for item in found if not item.trouble])
    if json:
        print_json({"searches": [_news(item) for item in found], "rows": records(found.to_frame())})
        return
    if not len(found):
        say("Chưa có câu tìm nào được lưu. Lưu bằng: workbench search … --save TÊN")
    for item in found:
        say(escape(str(item)))
    rows = [(row["search"], row["news"], row["id"], row["symbol"], row["title"]) for row in records(found.to_frame())]
    if rows:
        print_table("Mới từ lần trước", ["Câu tìm", "", "Mã", "Số ký hiệu", "Văn bản"], rows)


def history(
    views: Annotated[
        bool, typer.Option("--views", help="In thống kê các văn bản đã mở, thay vì các câu đã tìm.")
    ] = False,
    clear: Annotated[
        bool, typer.Option("--clear", help="Xóa lịch sử (cùng --views: chỉ xóa lượt mở văn bản).")
    ] = False,
    limit: Limit = 30,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In các câu đã tìm, hoặc thống kê văn bản đã mở; tắt hẳn bằng “history = false” trong workbench.toml."""
    with Workbench.open(root) as workbench:
        if clear:
            count = workbench.clear_history(searches=not views)
            if json:
                print_json({"cleared": count})
            else:
                say(f"Đã xóa {count} dòng lịch sử.")
            return
        frame = workbench.views(limit) if views else workbench.history(limit)
        kept = workbench.settings.history
    if json:
        print_json({"rows": records(frame)})
        return
    if not kept:
        say("Lịch sử đang tắt trong workbench.toml.")
    if views:
        rows = [(row["id"], row["path"], row["title"], row["views"], _moment(row["last"])) for row in records(frame)]
        print_table("Văn bản đã mở", ["Mã", "Tệp", "Văn bản", "Số lần", "Lần cuối"], rows)
    else:
        rows = [(_moment(row["at"]), row["query"], row["limits"], row["total"], row["who"]) for row in records(frame)]
        print_table("Câu đã tìm", ["Lúc", "Câu tìm", "Giới hạn", "Số văn bản", "Ai"], rows)


def tag(
    ids: Annotated[list[str] | None, typer.Argument(metavar="MÃ…", help="Mã văn bản; để trống thì in mọi thẻ.")] = None,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="THẺ", help="Gắn thẻ này.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", metavar="THẺ", help="Gỡ thẻ này.")] = None,
    passage: Passage = None,
    undo: Undo = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Gắn, gỡ thẻ ở văn bản hay ở một đoạn; tìm theo thẻ bằng nhan:THẺ hoặc --include the=THẺ."""
    if (add or remove) and not ids:
        raise MarkError("Chưa nói văn bản nào.", "Hãy ghi mã văn bản, như in ở kết quả tìm.")
    with Workbench.open(root) as workbench:
        undone = workbench.undo_marks() if undo else ()
        if add:
            workbench.tag(ids or (), add, passage=passage)
        if remove:
            workbench.untag(ids or (), remove)
        on = {name: list(workbench.tags_of(name)) for name in ids or ()}
        frame = workbench.tags()
    if json:
        print_json({"undone": list(undone), "documents": on, "tags": records(frame)})
        return
    for line in undone:
        say(f"Đã bỏ lần trước: {escape(line)}")
    for name, tags in on.items():
        say(f"{escape(name)}: {escape(', '.join(tags) or '(không có thẻ)')}")
    if not on:
        print_table("Thẻ", ["Thẻ", "Số văn bản"], [(row["tag"], row["documents"]) for row in records(frame)])


def note(
    document_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã văn bản; để trống thì in mọi ghi chú.")] = "",
    text: Annotated[str, typer.Argument(metavar="NỘI_DUNG", help="Ghi chú cần thêm.")] = "",
    passage: Passage = None,
    remove: Annotated[int | None, typer.Option("--remove", metavar="SỐ", help="Bỏ ghi chú hay thẻ có số này.")] = None,
    undo: Undo = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Ghi chú vào văn bản hay vào một đoạn; in các ghi chú và thẻ, kể cả của đoạn không còn thấy."""
    with Workbench.open(root) as workbench:
        undone = workbench.undo_marks() if undo else ()
        if remove is not None:
            workbench.remove_mark(remove)
        if text:
            workbench.note(document_id, text, passage=passage)
        frame = workbench.notes(document_id or None)
    if json:
        print_json({"undone": list(undone), "rows": records(frame)})
        return
    for line in undone:
        say(f"Đã bỏ lần trước: {escape(line)}")
    rows = [
        (row["mark"], row["kind"], row["id"], _place(row), _short(row["quote"]), row["text"], row["state"])
        for row in records(frame)
    ]
    print_table("Ghi chú và thẻ", ["Số", "", "Mã", "Ở đâu", "Đoạn", "Nội dung", "Lưu ý"], rows)


def batch(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Các câu tìm: .xlsx, .xls, .csv (cột “Câu tìm”) hoặc .txt.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Sổ kết quả .xlsx.")],
    column: Annotated[
        str | None, typer.Option("--column", metavar="CỘT", help="Tên cột câu tìm, khi máy đoán sai.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="SỐ", help="Số văn bản ghi ra cho mỗi câu.")] = 20,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Tìm hàng loạt: mỗi dòng một câu (có thể kèm loại, cơ quan, từ ngày, đến ngày); ghi ra một sổ Excel."""
    with Workbench.open(root) as workbench, progress(quiet=json) as show:
        report = workbench.batch_search(file, out, column=column, limit=limit, progress=show)
    if json:
        print_json({"file": report.path, "columns": report.columns, "failed": report.failed, "rows": list(report.rows)})
        return
    columns = [f"{role} ← cột “{name}”" if name else f"{role} ← mỗi dòng" for role, name in report.columns.items()]
    say(escape("; ".join(columns)))
    rows = [(row.row, row.query, row.trouble) for row in report.rows if row.trouble]
    if rows:
        print_table("Dòng cần xem lại", ["Dòng", "Câu tìm", "Lý do"], rows)
    found = sum(bool(row.total) for row in report.rows)
    say(f"{len(report.rows)} câu: {found} câu tìm được văn bản, {report.failed} câu không tìm được vì có lỗi.")
    if report.label:
        say(f"[bold]Trong sổ có văn bản mang nhãn {escape(report.label)}.[/bold]")
    say(f"Đã ghi: {escape(str(report.path))}")


def news_of(workbench: Workbench) -> list[dict[str, Any]]:
    """What is new for each saved search, in the form of `--json`."""
    return [_news(item) for item in workbench.alerts()] if workbench.is_built else []


def tell_news(workbench: Workbench) -> None:
    """Tell people after a build for which saved searches there is something new."""
    found = [item for item in workbench.alerts() if item] if workbench.is_built else []
    for item in found:
        say(f"[bold]Mới[/bold] {escape(str(item))}")
    if found:
        say("Xem: workbench alerts")


def _news(item: Any) -> dict[str, Any]:
    return {
        "search": item.search.name,
        "total": item.total,
        "new": len(item.new),
        "changed": len(item.changed),
        "trouble": item.trouble,
    }


def _moment(value: Any) -> str:
    return f"{value:%d/%m/%Y %H:%M}" if value is not None else ""


def _place(row: dict[str, Any]) -> str:
    parts = [row["path"]]
    parts += [f"trang {row['page']}"] if row["page"] is not None else []
    parts += [f"đoạn {row['passage']}"] if row["passage"] is not None else []
    return ", ".join(parts)


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
