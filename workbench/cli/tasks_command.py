"""Commands about what was ordered: tasks, one task, who has reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from workbench import Workbench
from workbench.analysis.tasks.task import Task, TaskState
from workbench.cli.language import Command
from workbench.cli.options import Json, Limit, Root
from workbench.cli.output import print_json, print_table, say
from workbench.documents.dates import parse_user_date
from workbench.errors import TaskError
from workbench.export import free_path
from workbench.export.calendar import write_calendar

_SHORT = 90  # characters of a task that a table on the screen shows


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(cls=Command)(tasks)
    app.command(cls=Command)(task)
    app.command("add-task", cls=Command)(add_task)
    app.command(cls=Command)(reported)


_On = Annotated[
    str | None, typer.Option("--on", metavar="NGÀY", help="Tính đến ngày này, ví dụ 30/6/2025; mặc định hôm nay.")
]


def tasks(
    query: Annotated[
        str, typer.Argument(metavar="CÂU_TÌM", help="Chỉ văn bản tìm được; để trống thì lấy mọi văn bản giao việc.")
    ] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Chỉ nhiệm vụ quá hạn, lâu nhất trước.")] = False,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ĐƠN_VỊ", help="Chỉ nhiệm vụ đơn vị này chủ trì.")
    ] = None,
    document_id: Annotated[str | None, typer.Option("--doc", metavar="MÃ", help="Chỉ một văn bản.")] = None,
    on: _On = None,
    limit: Limit = 50,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="TỆP", help="Ghi các hạn ra tệp lịch .ics.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="TỆP", help="Ghi cả bảng ra tệp .xlsx, .docx hoặc .md.")
    ] = None,
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters", metavar="THƯ_MỤC", help="Ghi dự thảo công văn đôn đốc cho từng đơn vị có việc quá hạn."
        ),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Nhiệm vụ trong các văn bản: ai chủ trì, hạn, trạng thái; mỗi việc có nguồn. Máy đề nghị, người xác nhận."""
    day = _day(on)
    with Workbench.open(root) as workbench:
        ids = [document_id] if document_id else None
        states = (TaskState.OVERDUE,) if overdue else ()
        found = workbench.tasks(query or None, ids=ids, on=day, unit=unit, states=states)
        files = []
        if ics:
            files.append(write_calendar(found.rows, ics))
        if out:
            files.append(workbench.export(found, out))
        if letters:
            for draft in workbench.chase_letters(day, unit=unit):
                workbench.save_draft(draft)
                files.append(workbench.export(draft, free_path(letters, _file_name(draft.query), ".docx")))
    rows = sorted(found.rows, key=lambda one: -one.overdue_days) if overdue else list(found.rows)
    if json:
        print_json({"on": found.on, "total": len(rows), "tasks": [_plain(one) for one in rows], "files": files})
        return
    cells = [
        (one.id, _cut(one.content), one.units, _when(one), _how(one), one.citation.label if one.citation else "tự thêm")
        for one in rows[:limit]
    ]
    title = f"{'Nhiệm vụ quá hạn' if overdue else 'Nhiệm vụ'} đến ngày {found.on:%d/%m/%Y}: {len(rows)}"
    print_table(title, ["Mã", "Nội dung", "Chủ trì", "Hạn", "Trạng thái", "Nguồn"], cells)
    if len(rows) > limit:
        say(f"Còn {len(rows) - limit} nhiệm vụ nữa; xem hết bằng --limit hoặc ghi ra tệp bằng --out.")
    for file in files:
        say(f"Đã ghi: {escape(str(file))}")


def task(
    task_id: Annotated[str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ, trong bảng của lệnh tasks.")],
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="TRẠNG_THÁI", help="chua_lam, dang_lam, xong hoặc khong_con."),
    ] = None,
    done_on: Annotated[str | None, typer.Option("--done-on", metavar="NGÀY", help="Ngày hoàn thành.")] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", metavar="NGÀY", help="Hạn đúng, hoặc hạn đã lùi.")
    ] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="ĐƠN_VỊ", help="Đơn vị chủ trì; nhiều đơn vị cách nhau bằng “;”.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="GHI_CHÚ", help="Ghi chú.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Xác nhận máy đọc đúng.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="Đây không phải nhiệm vụ: bỏ khỏi danh sách.")] = False,
    proofs: Annotated[bool, typer.Option("--proofs", help="Tìm văn bản về sau có thể chứng minh kết quả.")] = False,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Xem, xác nhận, sửa hoặc ghi trạng thái một nhiệm vụ; lời của người giữ nguyên qua mọi lần nạp lại."""
    given = {"deadline": deadline, "lead": lead, "note": note, "state": state, "done_on": done_on}
    values = {name: value for name, value in given.items() if value is not None}
    if sum((confirm, dismiss, bool(values))) > 1:
        raise TaskError("Chỉ làm một việc mỗi lần: --confirm, --dismiss hoặc sửa.", "Hãy chạy lại với một lựa chọn.")
    with Workbench.open(root) as workbench:
        if values:
            workbench.correct_task(task_id, **values)
        elif confirm:
            workbench.confirm_task(task_id)
        elif dismiss:
            workbench.dismiss_task(task_id)
            if json:
                print_json({"id": task_id, "decided": "đã bỏ"})
            else:
                say(f"Đã bỏ nhiệm vụ {escape(task_id)} khỏi danh sách.")
            return
        found = workbench.task(task_id)
        shown = workbench.proofs(task_id) if proofs else ()
    if json:
        print_json({**_plain(found), "proofs": list(shown)})
        return
    lines = {
        "Nội dung": found.content,
        "Chủ trì": found.units,
        "Phối hợp": "; ".join(found.cooperate),
        "Hạn": f"{_when(found)}{f' (“{found.deadline_text}”)' if found.deadline_text else ''}",
        "Sản phẩm": found.product,
        "Trạng thái": f"{_how(found)} · {found.decided}",
        "Ghi chú": found.note,
        "Nguồn": found.citation.label if found.citation else "tự thêm",
        "Nguyên văn": " ".join(found.citation.quote.split()) if found.citation else "",
    }
    for name, value in lines.items():
        if value:
            say(f"[bold]{name}:[/bold] {escape(value)}")
    if proofs:
        say(
            "[bold]Văn bản có thể chứng minh kết quả (đề nghị):[/bold]"
            if shown
            else "Chưa thấy văn bản nào chứng minh."
        )
    for proof in shown:
        say(f"- {escape(proof.title)} [dim]{proof.document_id}[/dim]")
        for citation in proof.passages:
            say(f"    “{escape(' '.join(citation.quote.split()))}” [dim]{escape(citation.place)}[/dim]")


def add_task(
    content: Annotated[str, typer.Argument(metavar="NỘI_DUNG", help="Việc phải làm.")],
    lead: Annotated[
        str, typer.Option("--lead", metavar="ĐƠN_VỊ", help="Đơn vị chủ trì; nhiều đơn vị cách nhau bằng “;”.")
    ] = "",
    deadline: Annotated[str | None, typer.Option("--deadline", metavar="NGÀY", help="Hạn, ví dụ 15/6/2025.")] = None,
    document_id: Annotated[str | None, typer.Option("--doc", metavar="MÃ", help="Văn bản giao việc, nếu có.")] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Thêm một nhiệm vụ tự ghi vào sổ."""
    with Workbench.open(root) as workbench:
        made = workbench.add_task(content, lead=lead, deadline=deadline, document_id=document_id)
        found = workbench.task(made)
    if json:
        print_json(_plain(found))
    else:
        say(f"Đã thêm nhiệm vụ {made}: {escape(found.content)} ({escape(found.units)}, hạn {_when(found)}).")


def reported(
    request: Annotated[str, typer.Argument(metavar="MÃ", help="Mã văn bản yêu cầu báo cáo.")],
    units: Annotated[
        list[str] | None,
        typer.Option(
            "--unit", metavar="ĐƠN_VỊ", help="Đơn vị phải báo cáo; dùng nhiều lần. Mặc định: danh sách trong văn bản."
        ),
    ] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="NGÀY", help="Hạn gửi; mặc định như văn bản ghi.")] = None,
    on: _On = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="TỆP", help="Ghi bảng ra tệp .xlsx, .docx hoặc .md.")
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="TỆP", help="Ghi dự thảo công văn đôn đốc các đơn vị chưa gửi (.docx)."),
    ] = None,
    root: Root = Path(),
    json: Json = False,
) -> None:
    """Ai đã gửi báo cáo, gửi muộn, chưa gửi theo một văn bản yêu cầu."""
    day = _day(on)
    last = parse_user_date(due)[1] if due else None
    with Workbench.open(root) as workbench:
        found = workbench.reported(request, units=units or None, due=last, on=day)
        files = [workbench.export(found, out)] if out else []
        draft = workbench.chase_report_letter(request, units=units or None, due=last, on=day) if letter else None
        if letter and draft:
            workbench.save_draft(draft)
            files.append(workbench.export(draft, letter))
    if json:
        print_json(
            {"request": found.request, "due": found.due, "on": found.on, "units": list(found.rows), "files": files}
        )
        return
    until = f"hạn {found.due:%d/%m/%Y}" if found.due else "không rõ hạn"
    rows = [
        (
            row.unit,
            row.state.label,
            f"{row.sent_on:%d/%m/%Y}" if row.sent_on else "",
            row.days_late or "",
            row.symbol,
            row.why,
        )
        for row in found.rows
    ]
    print_table(
        f"{found.request} ({until})", ["Đơn vị", "Tình trạng", "Ngày gửi", "Ngày muộn", "Báo cáo", "Vì sao"], rows
    )
    say(", ".join(f"{name}: {count}" for name, count in found.counts.items()))
    if found.note:
        say(escape(found.note))
    if letter and draft is None:
        say("Mọi đơn vị đã gửi: không cần công văn đôn đốc.")
    for file in files:
        say(f"Đã ghi: {escape(str(file))}")


def _day(text: str | None) -> date:
    return parse_user_date(text)[1] if text else date.today()


def _when(one: Task) -> str:
    if one.deadline:
        return f"{one.deadline:%d/%m/%Y}"
    if one.next_day:
        return f"{one.deadline_text} (tới: {one.next_day:%d/%m/%Y})"
    return one.deadline_text or "không ghi hạn"


def _how(one: Task) -> str:
    return f"{one.state.label} {one.overdue_days} ngày" if one.overdue_days else one.state.label


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _plain(one: Task) -> dict[str, Any]:
    return {**vars(one), "state": one.state.value}


def _file_name(unit: str) -> str:
    return "don-doc-" + "".join(char if char.isalnum() else "-" for char in unit)[:60].strip("-")
