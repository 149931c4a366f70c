"""`workbench search`: ask, show how the question was read, keep it under a name, write all hits to a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_hit, print_json, progress, say
from workbench.documents.dates import parse_user_date
from workbench.errors import QueryError
from workbench.export.hits import HitsFile
from workbench.search.filters import FILTERS
from workbench.search.question import Question
from workbench.search.results import SearchResults
from workbench.vietnamese.spelling import fold

Types = Annotated[
    list[str] | None, typer.Option("--type", metavar="LOẠI", help="Chỉ loại văn bản này; dùng được nhiều lần.")
]
Issuers = Annotated[
    list[str] | None,
    typer.Option("--issuer", metavar="CƠ_QUAN", help="Chỉ cơ quan ban hành này; dùng được nhiều lần."),
]
_NAMES = ", ".join(fold(name).replace(" ", "") for name in FILTERS.values())
Include = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="LỌC=GIÁ_TRỊ", help=f"Chỉ văn bản có giá trị này; lọc theo: {_NAMES}."),
]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="LỌC=GIÁ_TRỊ", help="Bỏ các văn bản có giá trị này.")
]
From = Annotated[str | None, typer.Option("--from", metavar="NGÀY", help="Từ ngày, ví dụ 15/3/2025, 3/2025 hoặc 2025.")]
To = Annotated[str | None, typer.Option("--to", metavar="NGÀY", help="Đến hết ngày.")]
Newest = Annotated[bool, typer.Option("--newest", help="Xếp mới nhất trước, thay vì sát câu tìm nhất trước.")]
Chips = Annotated[
    list[str] | None,
    typer.Option("--chip", metavar="MÃ=on|off", help="Bật hay tắt một cách hiểu câu tìm, theo mã in ở kết quả."),
]

_SWITCH = {"on": True, "bat": True, "1": True, "off": False, "tat": False, "0": False}
_SHOWN = 8  # values of a facet


def search(
    query: Annotated[
        str, typer.Argument(metavar="CÂU_TÌM", help='Từ, "nguyên cụm", VÀ/HOẶC/KHÔNG, so:, dan:, loai:, coquan:, ngay:')
    ] = "",
    types: Types = None,
    issuers: Issuers = None,
    include: Include = None,
    exclude: Exclude = None,
    date_from: From = None,
    date_to: To = None,
    newest: Newest = False,
    chips: Chips = None,
    limit: Limit = 10,
    offset: Annotated[int, typer.Option("--offset", min=0, metavar="SỐ", help="Bỏ qua chừng này kết quả đầu.")] = 0,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="TÊN", help="Lưu câu tìm với tên này, để tìm lại và được báo tin mới."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Cho phép --save thay câu tìm cùng tên.")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="TỆP", help="Ghi mọi kết quả ra tệp .xlsx, .csv hoặc .docx.")
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Tìm văn bản và in các đoạn khớp. Gõ không dấu cũng tìm được."""
    question = Question.of(
        query,
        types=types or (),
        issuers=issuers or (),
        include=_values(include or ()),
        exclude=_values(exclude or ()),
        date_from=_day(date_from, first=True),
        date_to=_day(date_to, first=False),
        sort="date" if newest else "relevance",
        chips=_switches(chips or ()),
    )
    with Workbench.open(root) as workbench:
        results = workbench.ask(question, limit=limit, offset=offset, remember=True)
        saved = workbench.save_search(save, question, replace=replace) if save is not None else None
        file = export_all(workbench, export, question, quiet=json) if export is not None else None
    if json:
        kept: dict[str, Any] = {"saved": saved.name} if saved else {}
        print_json({**results.to_json(), **kept, **({"export": file} if file else {})})
        return
    print_results(results, offset)
    if saved:
        say(f"Đã lưu câu tìm “{escape(saved.name)}”. Tìm lại: workbench saved “{escape(saved.name)}”")
    if file:
        tell_export(file)


def print_results(results: SearchResults, offset: int = 0) -> None:
    """An answer for people: how many, how the question was read, the hits, and by what it could be narrowed."""
    say(f"[bold]{results.total} văn bản[/bold] ({results.seconds:.2f} giây)")
    if results.note:
        say(escape(results.note))
    if results.suggestion:
        say(f"Có phải bạn muốn tìm: [bold]{escape(results.suggestion)}[/bold]")
    for active, title in ((True, "Cũng tìm"), (False, "Có thể tìm thêm")):
        for chip in results.chips:
            if chip.active is active:
                switch = escape(f"[--chip {chip.id}={'off' if active else 'on'}]")
                say(f"[dim]{title}:[/dim] {escape(chip.label)} [dim]{switch}[/dim]")
    for number, hit in enumerate(results.hits, start=offset + 1):
        print_hit(number, hit)
        if hit.why:
            say(f"   [dim]vì: {escape('; '.join(hit.why))}[/dim]")
    for name, title in FILTERS.items():
        counts = results.facets.get(name, ())
        if counts:
            say(f"[dim]{title}:[/dim] {escape(', '.join(f'{item.value} ({item.count})' for item in counts[:_SHOWN]))}")


def export_all(workbench: Workbench, path: Path, question: Question, *, quiet: bool) -> HitsFile:
    """Write all hits of a question to a file, with a bar for people. Raises as `Workbench.export_search`."""
    with progress(quiet=quiet) as show:
        return workbench.export_search(path, question, progress=show)


def tell_export(file: HitsFile) -> None:
    """What was written, for people."""
    say(f"Đã ghi {file.written} văn bản: {escape(str(file.path))}")
    if file.label:
        say(f"[bold]Trong tệp có văn bản mang nhãn {escape(file.label)}.[/bold]")
    if file.note:
        say(escape(file.note))


def _values(given: Iterable[str]) -> dict[str, list[str]]:
    """`loai=Báo cáo`, `type=Báo cáo`: values by filter."""
    known = {fold(name).replace(" ", ""): key for key, name in FILTERS.items()}
    found: dict[str, list[str]] = {}
    for item in given:
        name, mark, value = item.partition("=")
        if not mark or not value.strip():
            raise QueryError(f"“{item}” không phải là một bộ lọc.", 'Hãy ghi như --include "loai=Báo cáo".')
        typed = fold(name).replace(" ", "").strip()
        found.setdefault(known.get(typed, typed), []).append(value.strip())
    return found


def _switches(given: Iterable[str]) -> dict[str, bool]:
    found = {}
    for item in given:
        name, _, state = item.rpartition("=")
        switch = _SWITCH.get(fold(state.strip()))
        if not name or switch is None:
            raise QueryError(f"“{item}” không bật cũng không tắt cách hiểu nào.", "Hãy ghi như --chip MÃ=off.")
        found[name.strip()] = switch
    return found


def _day(text: str | None, *, first: bool) -> date | None:
    if text is None:
        return None
    start, end = parse_user_date(text)
    return start if first else end
