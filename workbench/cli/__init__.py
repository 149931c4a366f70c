"""The command line: `workbench COMMAND`, with Vietnamese help; `--json` gives one JSON object on stdout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from workbench import Workbench, __version__
from workbench.cli.app_command import register as register_app
from workbench.cli.archive_commands import register, watch_and_build
from workbench.cli.check_command import register as register_check
from workbench.cli.demo import print_build, run_demo, tell
from workbench.cli.draft_commands import register as register_drafts
from workbench.cli.export_commands import register as register_exports
from workbench.cli.figures_command import show_figures
from workbench.cli.guide_command import register as register_guide
from workbench.cli.keeping_commands import news_of, tell_news
from workbench.cli.keeping_commands import register as register_keeping
from workbench.cli.language import Command, Group, speak_vietnamese, usage_error
from workbench.cli.lexicon_command import look_up
from workbench.cli.matrix_command import register as register_matrix
from workbench.cli.options import Json, Root
from workbench.cli.outline_command import register as register_outlines
from workbench.cli.output import prepare_streams, print_json, print_table, progress, report_error, say
from workbench.cli.related_command import register as register_related
from workbench.cli.relations_command import register as register_relations
from workbench.cli.rewrite_command import register as register_rewrite
from workbench.cli.search_command import search
from workbench.cli.summary_command import register as register_summary
from workbench.cli.tables_command import register as register_tables
from workbench.cli.tasks_command import register as register_tasks
from workbench.cli.trends_command import register as register_trends
from workbench.errors import WorkbenchError
from workbench.ui.doctor import examine
from workbench.ui.lab import run_lab

speak_vietnamese()

app = typer.Typer(
    name="workbench",
    cls=Group,
    help="Bàn làm việc tra cứu văn bản và soạn báo cáo tổng hợp. Mọi việc làm trên máy này, không dùng mạng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

register(app)
register_check(app)
register_related(app)
register_relations(app)
register_tasks(app)
register_trends(app)
register_summary(app)
register_drafts(app)
register_exports(app)
register_outlines(app)
register_matrix(app)
register_app(app)
register_rewrite(app)
register_tables(app)
register_guide(app)


@app.command(cls=Command)
def build(
    second_stage: Annotated[
        bool,
        typer.Option(
            "--words/--no-words", help="Tách từ sẵn cho mọi văn bản sau khi đã tìm được (để từ khóa hiện nhanh)."
        ),
    ] = True,
    verify: Annotated[
        bool, typer.Option("--verify", help="So lại nội dung của mọi tệp, không chỉ cỡ và giờ sửa.")
    ] = False,
    keep_watch: Annotated[
        bool, typer.Option("--watch", help="Sau đó theo dõi thư mục và tự cập nhật khi có tệp mới; Ctrl-C để dừng.")
    ] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Nạp và cập nhật kho: chỉ đọc tệp mới hoặc đã sửa; nói rõ tệp nào không vào được và vì sao."""
    if keep_watch:
        watch_and_build(root, verify=verify, second_stage=second_stage)
        return
    with Workbench.open(root) as workbench:
        with progress(quiet=json) as show:
            report = workbench.build(show, verify=verify, second_stage=second_stage)
        if json:
            rows = [{"path": row.path, "status": row.status, "reason": row.reason} for row in report.rows]
            told = {"documents": report.documents, "seconds": report.seconds, "counts": report.counts}
            print_json({**told, "files": rows, "alerts": news_of(workbench)})
        else:
            print_build(report)
            tell_news(workbench)


app.command(cls=Command)(search)
register_keeping(app)


@app.command(cls=Command)
def show(
    document_id: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã văn bản trong kết quả tìm; vài ký tự đầu là đủ.")
    ],
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In một văn bản: các trường ở đầu và toàn văn, có số trang và số đoạn."""
    with Workbench.open(root) as workbench:
        document = workbench.document(document_id)
        workbench.opened(document.id)
        tags = workbench.tags_of(document.id) if document.id in workbench.catalogue.documents([document.id]) else ()
    header = document.header
    fields: dict[str, Any] = {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "symbol": header.symbol,
        "type": header.type,
        "issuer": header.issuer,
        "date": header.date,
        "subject": header.subject,
        "place": header.place,
        "labels": list(document.labels),
        "cites": list(document.cites),
        "notes": list(document.notes),
        "tags": list(tags),
    }
    if json:
        passages = document.to_frame().astype(object)
        rows = passages.where(passages.notna(), None).to_dict(orient="records")
        print_json({**fields, "text": document.text, "passages": rows})
        return
    names = {
        "path": "Tệp",
        "symbol": "Số ký hiệu",
        "type": "Loại",
        "issuer": "Cơ quan ban hành",
        "subject": "Trích yếu",
    }
    say(f"[bold]{escape(document.title)}[/bold]")
    for key, name in names.items():
        say(f"{name}: {escape(str(fields[key] or '(không rõ)'))}")
    say(f"Ngày ban hành: {f'{header.date:%d/%m/%Y}' if header.date else '(không rõ)'}")
    lists = (("Nhãn", document.labels), ("Thẻ", tags), ("Viện dẫn", document.cites), ("Ghi chú", document.notes))
    for title, values in lists:
        if values:
            say(f"{title}: {escape('; '.join(values))}")
    page = None
    for passage in document.passages:
        if passage.page != page:
            page = passage.page
            say(f"\n[dim]— trang {page} —[/dim]")
        say(f"[dim]{passage.number:>4}[/dim]  {escape(document.text[passage.start : passage.end])}")


@app.command("figures", cls=Command)
def list_figures(
    query: Annotated[str, typer.Argument(metavar="CÂU_TÌM", help="Chủ đề; để trống: các văn bản mới nhất.")] = "",
    pivot: Annotated[bool, typer.Option("--pivot", help="Bảng đơn vị × chỉ tiêu × kỳ.")] = False,
    checks: Annotated[bool, typer.Option("--checks", help="Kiểm số: tổng, tỷ lệ, tăng giảm, mâu thuẫn.")] = False,
    documents: Annotated[
        int, typer.Option("--documents", min=1, metavar="SỐ", help="Xem chừng này văn bản sát nhất.")
    ] = 200,
    out: Annotated[Path | None, typer.Option("--out", metavar="TỆP", help="Ghi ra tệp .xlsx, .docx hoặc .md.")] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Rút số liệu (chỉ tiêu) của các văn bản, mỗi số có nguồn; lập bảng chỉ tiêu; kiểm số."""
    show_figures(query, root, pivot=pivot, checks=checks, documents=documents, out=out, as_json=json)


@app.command(cls=Command)
def lexicon(
    term: Annotated[
        str, typer.Argument(metavar="TỪ", help="Từ viết tắt, cụm từ hoặc địa danh; gõ không dấu cũng được.")
    ],
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Xem bảng từ: viết tắt, đồng nghĩa, địa danh cũ và mới, kể cả bảng riêng của cơ quan."""
    look_up(term, root, as_json=json)


@app.command(cls=Command)
def lab(
    root: Root = Path(),
    port: Annotated[int | None, typer.Option("--port", metavar="SỐ", help="Cổng trên máy này.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Có mở trình duyệt hay không.")] = True,
    json: Json = False,
) -> None:
    """Mở các sổ tay bằng JupyterLab, chỉ trên máy này."""
    if json:
        print_json({"root": str(root.resolve()), "port": port, "browser": browser})
    raise typer.Exit(run_lab(root, port=port, browser=browser))


@app.command(cls=Command)
def demo(root: Root = Path(), json: Json = False) -> None:
    """Làm trọn một lượt với kho mẫu: nạp, tìm, từ khóa, tóm tắt, dự thảo, xuất tệp."""
    made = run_demo(root.resolve(), quiet=json)
    if json:
        print_json(made.to_json())
    else:
        tell(made)


@app.command(cls=Command)
def doctor(root: Root = Path(), json: Json = False) -> None:
    """Kiểm tra máy, kho và thiết lập: có gì, thiếu gì, thiếu thì mất gì."""
    checks = examine(root.resolve())
    if json:
        print_json({"version": __version__, "checks": checks})
    else:
        rows = [
            ("có" if check.ok else "THIẾU" if check.needed else "không có", check.part, check.found, check.cost)
            for check in checks
        ]
        print_table(f"workbench {__version__}", ["", "Phần", "Tìm thấy", "Ghi chú"], rows)
    if any(check.needed and not check.ok for check in checks):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; an expected failure is told in Vietnamese and ends with code 1."""
    prepare_streams()
    try:
        sys.exit(app(standalone_mode=False))
    except WorkbenchError as error:
        report_error(error, as_json="--json" in sys.argv)
        sys.exit(1)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except typer.TyperException as error:
        text = usage_error(error)
        if text:
            report_error(WorkbenchError(text), as_json="--json" in sys.argv)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        say("Đã dừng theo yêu cầu. Những gì đã nạp vẫn được giữ.")
        sys.exit(130)
