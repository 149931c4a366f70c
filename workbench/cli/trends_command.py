"""`workbench keywords`, `trend` and `new-matters`: what the texts speak of, and how that changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_json, print_table, progress, say
from workbench.documents.dates import parse_user_date
from workbench.documents.model import Citation

_PERIOD = "Kỳ: 2026-Q2, 5/2026, 6 tháng đầu năm 2026, 2026 …"

Chart = Annotated[Path | None, typer.Option("--chart", metavar="TỆP", help="Ghi biểu đồ ra tệp .svg.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(cls=Command)(keywords)
    app.command(cls=Command)(trend)
    app.command("new-matters", cls=Command)(new_matters)


def keywords(
    query: Annotated[
        str, typer.Argument(metavar="CÂU_TÌM", help="Chủ đề; để trống thì lấy các văn bản mới nhất.")
    ] = "",
    document_id: Annotated[str | None, typer.Option("--doc", metavar="MÃ", help="Chỉ một văn bản.")] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="KỲ", help=f"Chỉ kỳ này. {_PERIOD}")] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="KỲ", help="So với kỳ này, thay vì so với cả kho.")
    ] = None,
    dismiss: Annotated[
        list[str] | None, typer.Option("--dismiss", metavar="TỪ", help="Không phải từ khóa; từ nay không nêu nữa.")
    ] = None,
    confirm: Annotated[
        list[str] | None, typer.Option("--confirm", metavar="TỪ", help="Đúng là từ khóa; từ nay nêu trước.")
    ] = None,
    limit: Limit = 30,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Từ khóa của một chủ đề, một văn bản hay một kỳ, so với cả kho hoặc với kỳ khác."""
    with Workbench.open(root) as workbench, progress(quiet=json) as report:
        for term in dismiss or ():
            workbench.dismiss_keyword(term, document_id=document_id)
        for term in confirm or ():
            workbench.confirm_keyword(term, document_id=document_id)
        found = workbench.keywords(
            query or None, document_id=document_id, period=period, against=against, limit=limit, progress=report
        )
    if json:
        print_json(
            {
                "about": found.about,
                "documents": found.documents,
                "notes": list(found.notes),
                "keywords": list(found.rows),
            }
        )
        return
    rows = [
        (
            f"{row.term} ✓" if row.state else row.term,
            row.count,
            row.documents,
            _source(row.citations),
        )
        for row in found.rows
    ]
    title = f"Từ khóa: {found.about} ({found.documents} văn bản)"
    print_table(title, ["Từ khóa", "Số lần", "Văn bản", "Một nguồn"], rows)
    _say_notes(found.notes)


def trend(
    terms: Annotated[list[str], typer.Argument(metavar="TỪ…", help="Một hay nhiều từ, cụm từ.")],
    by: Annotated[str, typer.Option("--by", metavar="BƯỚC", help="month (tháng), quarter (quý) hoặc year (năm).")] = (
        "month"
    ),
    units: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="ĐƠN_VỊ", help="Chỉ đơn vị này, dùng được nhiều lần; “*” là từng đơn vị."),
    ] = None,
    date_from: Annotated[str | None, typer.Option("--from", metavar="NGÀY", help="Từ ngày, tháng hoặc năm.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", metavar="NGÀY", help="Đến hết ngày, tháng hoặc năm.")] = None,
    chart: Chart = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Xu hướng: mỗi tháng, quý, năm có bao nhiêu văn bản nhắc một từ, trên tổng số văn bản của kỳ."""
    with Workbench.open(root) as workbench:
        found = workbench.trend(
            terms,
            by,
            unit=units or (),
            date_from=parse_user_date(date_from)[0] if date_from else None,
            date_to=parse_user_date(date_to)[1] if date_to else None,
        )
    if chart is not None:
        found.chart().save(chart)
    if json:
        rows = [
            {
                "term": row.term,
                "unit": row.unit,
                "period": row.period.label,
                "start": row.period.start,
                "end": row.period.end,
                "documents": row.documents,
                "occurrences": row.occurrences,
                "total": row.total,
                "share": row.share,
            }
            for row in found.rows
        ]
        variants = {term: list(spellings) for term, spellings in found.variants.items()}
        print_json({"by": found.by, "variants": variants, "notes": list(found.notes), "rows": rows})
        return
    for term, spellings in found.variants.items():
        if spellings:
            say(f"“{escape(term)}” tính cả: {escape(', '.join(spellings))}")
    print_table(
        "Xu hướng",
        ["Từ", "Đơn vị", "Kỳ", "Văn bản có nhắc", "Số lần", "Văn bản trong kỳ", "Tỷ lệ"],
        [
            (
                row.term,
                row.unit,
                row.period.label,
                row.documents,
                row.occurrences,
                row.total,
                _percent(row.share),
            )
            for row in found.rows
        ],
    )
    _say_notes(found.notes)


def new_matters(
    period: Annotated[str, typer.Option("--period", metavar="KỲ", help=_PERIOD)],
    against: Annotated[
        str | None, typer.Option("--against", metavar="KỲ", help="Kỳ để so (mặc định: kỳ liền trước, dài bằng).")
    ] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="LOẠI", help="Xét loại văn bản này (mặc định: Báo cáo).")
    ] = None,
    all_types: Annotated[bool, typer.Option("--all-types", help="Xét mọi loại văn bản.")] = False,
    limit: Limit = 30,
    chart: Chart = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Vấn đề mới nảy sinh: điều báo cáo kỳ này nêu mà kỳ trước không nêu hoặc nêu ít hơn hẳn, chắc đến mức nào."""
    with Workbench.open(root) as workbench, progress(quiet=json) as report:
        limits = {} if types is None and not all_types else {"types": () if all_types else tuple(types or ())}
        found = workbench.new_matters(period, against, limit=limit, progress=report, **limits)
    if chart is not None:
        found.chart().save(chart)
    if json:
        print_json(
            {
                "period": found.period.label,
                "against": found.against.label,
                "documents": found.documents,
                "before": found.before,
                "notes": list(found.notes),
                "matters": list(found.rows),
            }
        )
        return
    say(
        f"[bold]{escape(found.period.label)}[/bold] ({found.documents} văn bản) so với "
        f"[bold]{escape(found.against.label)}[/bold] ({found.before} văn bản)"
    )
    print_table(
        "Vấn đề mới nảy sinh",
        ["Vấn đề", "Thế nào", "Chắc đến đâu", "Văn bản", "Kỳ trước", "Đơn vị", "Lưu ý", "Một nguồn"],
        [
            (
                row.term,
                row.kind,
                row.sureness,
                row.documents,
                row.before,
                len(row.units),
                row.note,
                _source(row.citations),
            )
            for row in found.rows
        ],
    )
    _say_notes(found.notes)


def _source(citations: Sequence[Citation]) -> str:
    """The first source in few words."""
    return f"{citations[0].symbol or citations[0].path}, {citations[0].place}" if citations else ""


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}".replace(".", ",")


def _say_notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        say(f"[dim]{escape(note)}[/dim]")
