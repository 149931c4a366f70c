"""Commands about making drafts: the outlines of reports, and a first draft."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, records, say
from workbench.documents.dates import parse_user_date
from workbench.drafting.model import Draft
from workbench.drafting.wizard import Gathered
from workbench.errors import DraftError


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(cls=Command)(outlines)
    app.command(cls=Command)(draft)


def outlines(
    show: Annotated[str | None, typer.Option("--show", metavar="KHÓA", help="Xem các mục của một đề cương.")] = None,
    copy: Annotated[
        str | None,
        typer.Option(
            "--copy", metavar="KHÓA", help="Chép đề cương có sẵn vào workspace/de-cuong/ để sửa; không ghi đè."
        ),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Các đề cương báo cáo: có sẵn và của cơ quan (tệp .yaml hoặc .docx trong workspace/de-cuong/)."""
    with Workbench.open(root) as workbench:
        file = workbench.copy_outline(copy) if copy else None
        found = workbench.outlines()
        shown = found.get(show) if show else None
    if json:
        problems = {name: str(problem) for name, problem in found.problems.items()}
        told = {"outlines": records(found.to_frame()), "problems": problems, "file": file}
        print_json({**told, "sections": records(shown.to_frame())} if shown else told)
        return
    if file:
        say(f"Đã chép: {escape(str(file))}")
    if shown:
        rows = [
            ("  " * one.level + (one.heading or "(mở đầu)"), one.key, ", ".join(one.fill), "; ".join(one.topics))
            for one in shown.sections
        ]
        print_table(f"{shown.name} ({shown.key})", ["Mục", "Khóa", "Lấy câu", "Chủ đề"], rows)
    elif not file:
        columns = ["Khóa", "Tên", "Tên loại", "Hệ", "Số mục", "Nguồn"]
        print_table("Đề cương báo cáo", columns, found.to_frame().itertuples(index=False, name=None))
    for problem in found.problems.values():
        say(f"[bold red]Không dùng được:[/bold red] {escape(str(problem))}")


def draft(
    query: Annotated[
        str, typer.Argument(metavar="CÂU_TÌM", help="Chủ đề; các văn bản tìm được là nguồn của dự thảo.")
    ] = "",
    title: Annotated[
        str,
        typer.Option("--title", metavar="TRÍCH_YẾU", help="Trích yếu của báo cáo; bỏ trống khi đề cương tự đặt được."),
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="TỆP", help="Tệp .docx, .md hoặc .xlsx.")] = None,
    outline: Annotated[str, typer.Option("--outline", metavar="KHÓA", help="Đề cương, xem lệnh outlines.")] = "so_ket",
    directive: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="SỐ_KÝ_HIỆU",
            help="Sơ kết, tổng kết văn bản này (số ký hiệu hoặc mã): tự gom văn bản triển khai và báo cáo đơn vị.",
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="NGÀY", help="Với --for: ngày chốt, ví dụ 30/6/2026.")
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="MÃ", help="Với --for: bỏ văn bản này; dùng được nhiều lần."),
    ] = None,
    take_in: Annotated[
        list[str] | None, typer.Option("--with", metavar="MÃ", help="Với --for: lấy thêm văn bản này trong danh sách.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Với --for: chỉ xem đã gom được gì, chưa lập dự thảo.")] = False,
    period: Annotated[
        str | None, typer.Option("--period", metavar="KỲ", help="Chỉ báo cáo của kỳ này: quý II/2026, 5/2026 …")
    ] = None,
    documents: Annotated[
        int, typer.Option("--documents", min=1, metavar="SỐ", help="Lấy từ chừng này văn bản sát nhất.")
    ] = 30,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Lập dự thảo báo cáo theo đề cương: mỗi câu nguyên văn và có nguồn; xuất ra tệp."""
    gathered: Gathered | None = None
    made: Draft | None = None
    with Workbench.open(root) as workbench:
        if directive is not None:
            gathered = workbench.gather_for(directive, until=_day(until))
            gathered = gathered.excluding(*(leave_out or ())).including(*(take_in or ()))
            if not plan:
                made = workbench.draft_from(gathered, outline=outline, title=title or None)
        elif not query.strip() and period is None:
            raise DraftError("Chưa nói dự thảo về việc gì.", "Hãy gõ câu tìm, hoặc --for SỐ_KÝ_HIỆU, hoặc --period KỲ.")
        else:
            made = workbench.draft(query, title=title, documents=documents, outline=outline, period=period)
        file = workbench.export(made, out) if made is not None and out is not None else None
    if json:
        told = records(gathered.to_frame()) if gathered else None
        missing = list(gathered.missing) if gathered else []
        print_json({"draft": made, "file": file, "gathered": told, "missing": missing})
        return
    if gathered is not None:
        _tell_gathered(gathered)
    if made is not None:
        rows = [(section.heading or "(mở đầu)", len(section.items)) for section in made.sections]
        print_table(f"Dự thảo “{made.title}” (mã {made.id})", ["Mục", "Số câu"], rows)
        if not made.items():
            say("Không tìm được câu nào phù hợp: hãy đổi câu tìm rộng hơn.")
    if file:
        say(f"Đã ghi: {escape(str(file))}")


def _tell_gathered(gathered: Gathered) -> None:
    rows = [
        (row.entry.id, row.entry.symbol or row.entry.title, row.role, "có" if row.included else "không", row.why)
        for row in gathered.rows
    ]
    title = f"Đã gom cho “{gathered.directive.title}”"
    print_table(title, ["Mã", "Văn bản", "Vai trò", "Dùng", "Vì sao"], rows)
    if gathered.missing:
        say(f"Chưa thấy báo cáo của: {escape('; '.join(gathered.missing))}.")
    for note in gathered.notes:
        say(escape(note))


def _day(text: str | None) -> date | None:
    return parse_user_date(text)[1] if text is not None else None
