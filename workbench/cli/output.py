"""How commands speak: tables and progress for people, one JSON object for programs, errors in plain Vietnamese."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from workbench.archive.report import Progress as Step
from workbench.errors import WorkbenchError
from workbench.search.results import Hit, Snippet


def prepare_streams() -> None:
    """UTF-8 on every console, Windows' too, and no crash on a character that it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def console(error: bool = False) -> Console:
    """The console for people; made anew so that tests and pipes see the present streams."""
    return Console(stderr=error, highlight=False, soft_wrap=not sys.stdout.isatty())


def say(text: str = "") -> None:
    """One line for people; rich's markup in it is obeyed, so data must go through `escape`."""
    console().print(text)


def print_json(value: Any) -> None:
    """One JSON object on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people."""
    table = Table(title=escape(title), title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape("" if value is None else str(value)) for value in row))
    console().print(table)


def print_hit(number: int, hit: Hit) -> None:
    """One hit: what it is, where it is, and its snippets with what matched in bold."""
    about = [hit.symbol, hit.issuer, f"{hit.date:%d/%m/%Y}" if hit.date else None, *hit.labels]
    say(f"[bold]{number}. {escape(hit.title)}[/bold]")
    say(f"   {escape(' · '.join(filter(None, about)) or 'không rõ số, cơ quan, ngày')}")
    say(f"   [dim]{hit.id}  {escape(hit.path)}[/dim]")
    for snippet in hit.snippets:
        where = f"trang {snippet.page}, " if snippet.page else ""
        console().print(Text.assemble("   ", (f"({where}đoạn {snippet.passage}) ", "dim"), _marked(snippet)))


def _marked(snippet: Snippet) -> Text:
    text = Text()
    at = 0
    for start, end in snippet.marks:
        text.append(snippet.text[at:start]).append(snippet.text[start:end], style="bold yellow")
        at = end
    return text.append(snippet.text[at:])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values, None where there is none."""
    plain = frame.astype(object)
    return [
        {str(name): value for name, value in row.items()} for row in plain.where(plain.notna(), None).to_dict("records")
    ]


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Step], None] | None]:
    """A bar with the time left on stderr; None when nothing may be shown."""
    if quiet:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(step: Step) -> None:
            if step.label not in tasks:
                tasks[step.label] = bar.add_task(step.label, total=step.total, left="")
            bar.update(tasks[step.label], completed=step.done, total=step.total, left=_left(step.seconds_left))

        yield show


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"còn {whole // 60} phút {whole % 60:02d} giây" if whole >= 60 else f"còn {whole} giây"


def report_error(error: WorkbenchError, as_json: bool) -> None:
    """Tell an error: to people on stderr, to programs as {"error", "advice"} on stdout."""
    if as_json:
        print_json({"error": error.message, "advice": error.advice})
        return
    shown = console(error=True)
    shown.print(Text.assemble(("Lỗi: ", "bold red"), error.message))
    if error.advice:
        shown.print(Text(error.advice))
