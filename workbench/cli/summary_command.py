"""`workbench summarize`: the documents on a topic, or one document, in a given length or section by section."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.analysis.summary import SECTION_NAMES, Summary, SummarySentence
from workbench.cli.language import Command
from workbench.cli.options import Json, Root
from workbench.cli.output import print_json, progress, say
from workbench.errors import QueryError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=Command)(summarize)


def summarize(
    query: Annotated[str, typer.Argument(metavar="CÂU_TÌM", help="Chủ đề cần tóm tắt.")] = "",
    document_id: Annotated[str | None, typer.Option("--doc", metavar="MÃ", help="Chỉ một văn bản.")] = None,
    length: Annotated[
        str, typer.Option("--length", metavar="ĐỘ_DÀI", help="ngan, vua, dai hoặc số tiếng nhiều nhất.")
    ] = "vua",
    sections: Annotated[
        bool, typer.Option("--sections", help="Theo từng mục của báo cáo: đặc điểm, kết quả … kiến nghị.")
    ] = False,
    sentences: Annotated[
        int | None, typer.Option("--sentences", min=1, metavar="SỐ", help="Số câu nhiều nhất, thay cho độ dài.")
    ] = None,
    documents: Annotated[
        int, typer.Option("--documents", min=1, metavar="SỐ", help="Lấy từ chừng này văn bản sát nhất.")
    ] = 20,
    out: Annotated[Path | None, typer.Option("--out", metavar="TỆP", help="Ghi ra tệp .docx, .md hoặc .xlsx.")] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Tóm tắt các văn bản về một chủ đề, hoặc một văn bản: câu nguyên văn, mỗi câu có nguồn."""
    if not query.strip() and document_id is None:
        raise typer.BadParameter("Thiếu tham số CÂU_TÌM; hoặc chọn một văn bản bằng --doc.")
    wanted: str | int = int(length) if length.isdecimal() else length
    with Workbench.open(root) as workbench:
        with progress(quiet=json) as report:
            if sections:
                if document_id is not None or sentences is not None:
                    raise QueryError("--sections không dùng cùng --doc hay --sentences.", "Hãy bỏ bớt một tùy chọn.")
                parted = workbench.summarize_by_section(query, length=wanted, documents=documents, progress=report)
                found = [(SECTION_NAMES[key], summary) for key, summary in parted.sections]
                whole = Summary(query, parted.documents, tuple(item for _, one in found for item in one.items))
            else:
                if document_id is not None:
                    whole = workbench.summarize_document(document_id, wanted, query=query)
                else:
                    whole = workbench.summarize(
                        query, length=wanted, sentences=sentences, documents=documents, progress=report
                    )
                found = [("", whole)]
        file = workbench.export(whole, out) if out else None
    if json:
        print_json(
            {
                "query": query,
                "documents": whole.documents,
                "sentences": list(whole.sentences),
                "items": [_fields(item) for item in whole.items],
                "file": file,
            }
        )
        return
    about = f" về “{escape(query)}”" if query.strip() else ""
    say(f"[bold]Tóm tắt {whole.documents} văn bản{about}[/bold]")
    number = 0
    for heading, summary in found:
        if heading:
            say(f"\n[bold]{heading}[/bold]")
        for item in summary.items:
            number += 1
            say(f"{number}. {escape(' '.join(item.citation.quote.split()))}")
            say(f"   [dim]{escape(item.note)} — {escape(item.citation.label)} — {escape(item.citation.path)}[/dim]")
    if file:
        say(f"Đã ghi: {escape(str(file))}")


def _fields(item: SummarySentence) -> dict[str, object]:
    return {"unit": item.unit, "units": list(item.units), "section": item.section, "also": list(item.also)}
