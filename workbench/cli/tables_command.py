"""`workbench tables`: the tables that an office can change; what one holds; a copy of it to edit."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command)(tables)


def tables(
    name: Annotated[
        str, typer.Argument(metavar="BẢNG", help="Tên bảng để xem các dòng đang có hiệu lực; để trống: mọi bảng.")
    ] = "",
    copy: Annotated[
        str, typer.Option("--copy", metavar="BẢNG", help="Chép bảng sẵn có vào workspace/bang-tra/ để sửa bằng Excel.")
    ] = "",
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Các bảng cơ quan sửa được: viết tắt, địa danh, thể thức, thẩm quyền …; chép bảng sẵn có về để sửa."""
    with Workbench.open(root) as workbench:
        if copy:
            file = workbench.copy_table(copy)
            if json:
                print_json({"file": file})
            else:
                say(f"Đã chép vào {escape(str(file))}. Mở bằng Excel, chỉ cần giữ những dòng đã sửa hoặc thêm.")
        elif name:
            frame = workbench.table(name)
            if json:
                print_json({"table": name, "rows": frame.to_dict(orient="records")})
            else:
                print_table(f"{name}: {len(frame)} dòng", list(frame.columns), frame.itertuples(index=False, name=None))
        else:
            found = workbench.tables()
            if json:
                print_json({"folder": workbench.settings.lexicon, "tables": [asdict(one) for one in found]})
                return
            rows = [
                (one.name, one.about, one.in_force, one.trouble or ("bảng riêng" if one.own else "sẵn có"))
                for one in found
            ]
            print_table(f"Bảng của cơ quan: {workbench.settings.lexicon}", ["Bảng", "Để làm gì", "Dòng", ""], rows)
