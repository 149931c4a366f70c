"""`workbench related ID`: what a document is tied to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.language import Command
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_json, say
from workbench.search.citations import CitedDocument, CitingDocument
from workbench.search.related import RelatedDocument


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=Command)(related)


def related(
    document_id: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã văn bản trong kết quả tìm; vài ký tự đầu là đủ.")
    ],
    limit: Limit = 10,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Văn bản liên quan với một văn bản: nội dung gần, nó viện dẫn, và viện dẫn nó."""
    with Workbench.open(root) as workbench:
        document = workbench.document(document_id)
        near = workbench.related(document.id, limit)
        cited = workbench.cited(document.id)
        citing = workbench.citing(document.id, limit)
    if json:
        print_json({"id": document.id, "related": list(near), "cited": list(cited), "citing": list(citing)})
        return
    say(f"[bold]{escape(document.title)}[/bold]")
    _told("Liên quan nhất", [_near(item) for item in near])
    _told("Văn bản này viện dẫn", [_cited(item) for item in cited])
    _told("Viện dẫn văn bản này", [_citing(item) for item in citing])


def _told(heading: str, lines: list[str]) -> None:
    say(f"\n[bold]{heading}[/bold]")
    for line in lines or ["(không có)"]:
        say(f"  {line}")


def _near(item: RelatedDocument) -> str:
    return f"{escape(_name(item))} [dim]{item.id}[/dim] — {escape('; '.join(item.why))}"


def _citing(item: CitingDocument) -> str:
    return f"{escape(_name(item))} [dim]{item.id}[/dim] — {escape('; '.join(place.place for place in item.citations))}"


def _cited(item: CitedDocument) -> str:
    units = f" ({escape('; '.join(item.units))})" if item.units else ""
    if item.document_id is None:
        candidates = f": {', '.join(item.candidates)}" if item.candidates else ""
        return f"{escape(item.name)}{units} — {item.note}{candidates}"
    return f"{escape(item.name)}{units} → {escape(item.title or '')} [dim]{item.document_id}[/dim]"


def _name(item: RelatedDocument | CitingDocument) -> str:
    about = [item.symbol, item.title, f"{item.date:%d/%m/%Y}" if item.date else None]
    return " · ".join(filter(None, about))
