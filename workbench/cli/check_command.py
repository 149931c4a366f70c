"""`workbench check FILE`: looks a draft, or any file from outside, through before it is signed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, print_table, say
from workbench.drafting.checks import CHECKS
from workbench.drafting.checks.findings import Findings

_KEYS = ", ".join(check.key for check in CHECKS)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=Command)(check)


def check(
    what: Annotated[
        str,
        typer.Argument(metavar="TỆP_HAY_MÃ", help="Tệp cần kiểm (.docx, .doc, .pdf, …), hoặc mã một dự thảo đã lưu."),
    ],
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PHÉP", help=f"Chỉ phép kiểm này; lặp lại được: {_KEYS}.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi cả bảng ra tệp .xlsx.")] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Kiểm dự thảo hay tệp bất kỳ trước khi trình ký: nguồn, lệch nguồn, số liệu, hiệu lực, nhiệm vụ, thể thức."""
    with Workbench.open(root) as workbench:
        if Path(what).is_file() or Path(what).suffix:
            findings = workbench.check_file(Path(what), only=only or ())
        else:
            findings = workbench.check(workbench.load_draft(what), only=only or ())
        file = workbench.export(findings.to_frame(), xlsx) if xlsx is not None else None
    if json:
        print_json(_plain(findings, file))
    else:
        _show(findings)
        if file is not None:
            say(f"Đã ghi: {escape(str(file))}")
    if findings.errors:
        raise typer.Exit(1)


def _show(findings: Findings) -> None:
    rows = [
        (row.severity.label, findings.place(row), row.message, " ".join(filter(None, (row.advice, _rule(row.rule)))))
        for row in findings
    ]
    if rows:
        print_table(f"Kiểm: {findings.about}", ["Mức", "Chỗ", "Nhận xét", "Nên làm"], rows)
    say(escape(findings.summary))


def _rule(rule: str) -> str:
    return f"({rule})" if rule else ""


def _plain(findings: Findings, file: Path | None) -> dict[str, object]:
    rows = [
        {
            "severity": row.severity.value,
            "check": row.check,
            "message": row.message,
            "advice": row.advice,
            "place": findings.place(row),
            "section_key": row.section_key,
            "item_id": row.item_id,
            "start": row.start,
            "end": row.end,
            "words": findings.words(row),
            "page": row.page,
            "passage": row.passage,
            "source": row.citation.label if row.citation else None,
            "rule": row.rule,
        }
        for row in findings
    ]
    counts = {severity.value: count for severity, count in findings.counts.items()}
    return {"about": findings.about, "counts": counts, "skipped": list(findings.skipped), "rows": rows, "file": file}
