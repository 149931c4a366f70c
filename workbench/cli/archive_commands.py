"""Commands about what people decide: corrections, registers, same documents, inventories, the watch."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.archive.watch import watch
from workbench.cli.demo import print_build
from workbench.cli.keeping_commands import tell_news
from workbench.cli.language import Command
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_json, print_table, progress, records, report_error, say
from workbench.errors import CorrectionError, RegistryError
from workbench.export.inventory import KINDS, Kind, document_inventory, file_inventory, write_inventory
from workbench.workspace.registry_file import Registry
from workbench.workspace.registry_import import RegistryPlan

_SHOWN = 20  # lines of each kind that an import shows; the rest is counted


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(cls=Command)(fix)
    app.command(cls=Command)(unconfirmed)
    app.command("import-registry", cls=Command)(import_registry)
    app.command(cls=Command)(copies)
    app.command(cls=Command)(inventory)


def fix(
    ids: Annotated[list[str], typer.Argument(metavar="MÃ…", help="Mã văn bản; nhiều mã thì sửa cùng một lượt.")],
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="TRƯỜNG=GIÁ_TRỊ", help="Giá trị đúng, ví dụ so=34-CT/TU, ngay=15/3/2024."),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="TRƯỜNG", help="Xác nhận trường này đã đúng; “tất” là mọi trường đang có."),
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option("--undo", metavar="TRƯỜNG", help="Bỏ lần xác nhận gần nhất của trường này; “tất” là mọi trường."),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Sửa hoặc xác nhận các trường của văn bản; không có lựa chọn nào thì in những lần đã sửa."""
    values: dict[str, object] = {}
    for item in sets or ():
        name, mark, value = item.partition("=")
        if not mark:
            raise CorrectionError(f"“{item}” thiếu dấu =.", "Hãy ghi như so=34-CT/TU.")
        values[name.strip()] = value
    with Workbench.open(root) as workbench:
        if undo:
            workbench.undo_correction(ids, [] if _is_all(undo) else undo)
        if values:
            workbench.correct(ids, values)
        if confirm:
            workbench.confirm(ids, [] if _is_all(confirm) else confirm)
        histories = {name: workbench.corrections(name) for name in ids}
    if json:
        print_json({name: records(frame) for name, frame in histories.items()})
        return
    for name, frame in histories.items():
        rows = [
            (row["at"].strftime("%d/%m/%Y %H:%M"), row["field"], row["value"], row["before"], row["who"], row["undone"])
            for row in records(frame)
        ]
        print_table(f"Đã xác nhận ở văn bản {name}", ["Lúc", "Trường", "Giá trị", "Trước đó", "Ai", "Đã bỏ"], rows)


def _is_all(names: list[str]) -> bool:
    return any(name.casefold() in ("tất", "tat", "all") for name in names)


def unconfirmed(limit: Limit = 50, root: Root = Path(), json: Json = False) -> None:
    """In các văn bản có trường chưa chắc, kém chắc nhất trước; sửa bằng “workbench fix”."""
    with Workbench.open(root) as workbench:
        frame = workbench.unconfirmed()
    if json:
        print_json({"documents": len(frame), "rows": records(frame.head(limit))})
        return
    rows = [(row["id"], f"{row['confidence']:.0%}", row["path"], row["fields"], row["notes"]) for row in records(frame)]
    print_table(f"{len(frame)} văn bản có trường chưa chắc", ["Mã", "Độ chắc", "Tệp", "Trường", "Vì sao"], rows[:limit])


def import_registry(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Sổ đăng ký xuất ra .xlsx, .xls hoặc .csv.")],
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="CỘT=TRƯỜNG", help="Nghĩa của một cột khi đoán sai; “CỘT=” là không dùng cột đó."
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Ghi vào kho; không có thì chỉ cho xem.")] = False,
    accept: Annotated[
        bool,
        typer.Option("--accept-conflicts", help="Lấy theo sổ cả ở trường mà văn bản in khác (trừ chỗ đã xác nhận)."),
    ] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Lấy các trường từ sổ đăng ký (Lotus Notes, hệ thống văn thư): cho xem trước, thêm --apply mới ghi."""
    mapping: dict[str, str | None] = {}
    for item in maps or ():
        heading, mark, name = item.rpartition("=")
        if not mark:
            raise RegistryError(f"“{item}” thiếu dấu =.", 'Hãy ghi như --map "Ngày VB=ngay".')
        mapping[heading.strip()] = name.strip() or None
    with Workbench.open(root) as workbench:
        registry = workbench.read_registry(file, mapping)
        plan = workbench.match_registry(registry)
        batch = workbench.apply_registry(plan, accept_conflicts=accept) if apply else None
    if json:
        columns = [{"heading": c.heading, "role": c.role, "score": c.score} for c in registry.columns]
        print_json(
            {"columns": columns, "matched": len(plan.matched), "rows": records(plan.to_frame()), "applied": batch}
        )
        return
    _tell_import(registry, plan)
    if batch is None:
        say("Chưa ghi gì. Nếu đúng, chạy lại với --apply.")
    else:
        say(f"Đã ghi {len(plan.changes(accept_conflicts=accept))} trường (lượt {batch}).")


def _tell_import(registry: Registry, plan: RegistryPlan) -> None:
    columns = [(c.heading, c.meaning, f"{c.score:.0%}" if c.role else "", c.example) for c in registry.columns]
    print_table(
        f"Sổ “{registry.file.name}”: {len(registry.rows)} dòng", ["Cột", "Nghĩa là", "Độ chắc", "Ví dụ"], columns
    )
    say(f"Khớp được {len(plan.matched)} dòng; sẽ điền {len(plan.fills)} trường.")
    frame = plan.to_frame()
    for status, rows in frame.groupby("status", sort=False):
        lines = [
            (row["row"], row["path"], row["field"], row["value"], row["before"]) for row in records(rows.head(_SHOWN))
        ]
        print_table(
            f"{str(status).capitalize()}: {len(rows)}", ["Dòng", "Tệp", "Trường", "Theo sổ", "Trong văn bản"], lines
        )


def copies(
    document_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã văn bản; để trống thì in mọi nhóm.")] = "",
    root: Root = Path(),
    json: Json = False,
) -> None:
    """In các tệp là cùng một văn bản: tệp giống hệt, bản quét, bản khác định dạng, bản dự thảo."""
    with Workbench.open(root) as workbench:
        frame = workbench.copies_of(document_id) if document_id else workbench.groups()
    if json:
        print_json({"rows": records(frame)})
        return
    rows = [(row["id"], row["path"], row["relation"], f"{row['similarity']:.0%}") for row in records(frame)]
    title = "Các tệp của văn bản này" if document_id else "Các tệp là cùng một văn bản"
    print_table(title, ["Mã", "Tệp", "Là", "Giống"], rows)


def inventory(
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp .xlsx, .csv hoặc .parquet.")],
    kind: Annotated[str, typer.Option("--kind", metavar="LOẠI", help="van-ban hoặc ho-so.")] = "van-ban",
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Xuất mục lục văn bản hoặc mục lục hồ sơ của cả kho."""
    if kind not in KINDS:
        raise typer.BadParameter(kind, param_hint="--kind")
    chosen: Kind = "ho-so" if kind == "ho-so" else "van-ban"
    with Workbench.open(root) as workbench:
        pages = workbench.page_counts()
        if chosen == "ho-so":
            frame = file_inventory(workbench.headers(), pages)
        else:
            frame = document_inventory(workbench.headers(), pages, workbench.representative_of)
        file = write_inventory(frame, chosen, out)
    if json:
        print_json({"kind": kind, "rows": len(frame), "file": file})
    else:
        say(f"{KINDS[kind]}: {len(frame)} dòng. Đã ghi: {escape(str(file))}")


def watch_and_build(root: Path, *, verify: bool, second_stage: bool) -> None:
    """Build after every change of the corpus, until Ctrl-C; a build under way is finished first."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        with Workbench.open(root) as workbench:
            say(f"Đang theo dõi {escape(str(workbench.settings.corpus))}. Bấm Ctrl-C để dừng.")

            def build() -> None:
                with progress(quiet=False) as show:
                    report = workbench.build(show, verify=verify, second_stage=second_stage)
                if any(report.counts[name] for name in ("added", "changed", "moved", "deleted", "refused")):
                    print_build(report)
                    tell_news(workbench)

            watch(workbench.settings.corpus, build, stop=stop, on_trouble=lambda e: report_error(e, as_json=False))
    finally:
        signal.signal(signal.SIGINT, before)
    say("Đã dừng theo dõi.")
