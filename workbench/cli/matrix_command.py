"""The command of the matrix: which unit says what, in which period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, records, say
from workbench.drafting.matrix import UNIT, column_named


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=Command)(matrix)


def matrix(
    query: Annotated[
        str, typer.Argument(metavar="CÂU_TÌM", help="Chủ đề của các báo cáo; để trống: các báo cáo mới nhất.")
    ] = "",
    columns: Annotated[
        str,
        typer.Option(
            "--columns", metavar="CỘT", help="Các nội dung, cách nhau bằng “;”: ket_qua; han_che; giải ngân …"
        ),
    ] = "",
    rows: Annotated[str, typer.Option("--rows", metavar="HÀNG", help="“đơn vị” hoặc “văn bản”.")] = UNIT,
    period: Annotated[
        str | None, typer.Option("--period", metavar="KỲ", help="Chỉ báo cáo của kỳ này: quý II/2026, 5/2026 …")
    ] = None,
    units: Annotated[
        str, typer.Option("--units", metavar="ĐƠN_VỊ", help="Các đơn vị phải có, cách nhau bằng “;”.")
    ] = "",
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Chỉ liệt kê ô trống: đơn vị nào chưa nói gì về việc gì.")
    ] = False,
    passages: Annotated[bool, typer.Option("--passages", help="Liệt kê từng đoạn nguyên văn kèm nguồn.")] = False,
    documents: Annotated[
        int, typer.Option("--documents", min=1, metavar="SỐ", help="Xem chừng này báo cáo sát nhất.")
    ] = 200,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="TỆP", help="Ghi bảng ra tệp .xlsx, .docx hoặc .md.")
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Ma trận đơn vị × nội dung × kỳ: mỗi ô là số đoạn nói tới, ô trống là chỗ chưa có báo cáo."""
    wanted = [column_named(one) for one in columns.split(";") if one.strip()] or None
    must = [" ".join(one.split()) for one in units.split(";") if one.strip()]
    with Workbench.open(root) as workbench:
        found = workbench.matrix(query, rows=rows, columns=wanted, period=period, units=must, documents=documents)
        frame = found.gaps() if gaps else found.passages() if passages else found.to_frame()
        named = frame.rename(columns={"unit": "Đơn vị", "period": "Kỳ", "content": "Nội dung", "why": "Vì sao"})
        file = workbench.export(named, out) if out is not None else None
    if json:
        print_json(
            {
                "units": list(found.units),
                "contents": list(found.contents),
                "periods": list(found.periods),
                "rows": records(frame),
                "gaps": len(found.gaps()),
                "file": file,
            }
        )
        return
    shown = _for_screen(named, passages)
    title = "Ô trống" if gaps else "Các đoạn" if passages else "Số đoạn nói tới từng nội dung"
    print_table(f"{title}: {len(shown)} dòng", list(map(str, shown.columns)), shown.itertuples(index=False, name=None))
    if not gaps and not passages:
        say(f"Ô trống: {len(found.gaps())} (xem bằng --gaps); nguyên văn: --passages.")
    if file:
        say(f"Đã ghi: {escape(str(file))}")


def _for_screen(frame: pd.DataFrame, passages: bool) -> pd.DataFrame:
    """What a screen holds: of passages only who, what and from where; a cell of 0 is left empty."""
    if passages:
        return frame[["Đơn vị", "Kỳ", "Nội dung", "text", "source"]].rename(
            columns={"text": "Nguyên văn", "source": "Nguồn"}
        )
    return frame.astype(object).where(frame != 0, "")
