"""Decides what a build must read: compares the files on disk with what the catalogue knows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.archive import system_parts
from workbench.archive.catalogue import Catalogue, FileState, RefusedState, path_hash
from workbench.archive.intake import READING, Job, Known, document_id
from workbench.archive.report import BuildRow
from workbench.archive.walk import Found, Look, walk
from workbench.errors import WorkbenchError

_TEMPORARY = "Tệp tạm của chương trình khác."
_SAME_NAME = "Trùng tên với một tệp khác (chỉ khác cách ghi dấu). Hãy đổi tên một trong hai tệp."


@dataclass
class Plan:
    """What a build has to do.

    Attributes:
        jobs: files to read.
        looks: how each of these looks.
        known: what the catalogue knows, by path; inside: paths of files inside others, by the file on disk.
        moved_from: the old path of a file that has probably moved, by its new one.
        gone: paths on disk that the catalogue knows and that are no longer there.
        refusals_gone: path hashes of refused files that are no longer there.
        taken_ids: the path that bears each id.
        rows: files that need no reading.
    """

    jobs: list[Job] = field(default_factory=list)
    looks: dict[str, Look] = field(default_factory=dict)
    known: dict[str, FileState] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)
    moved_from: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    refusals_gone: list[str] = field(default_factory=list)
    taken_ids: dict[str, str] = field(default_factory=dict)
    rows: list[BuildRow] = field(default_factory=list)

    @property
    def total_size(self) -> int:
        """Bytes to read."""
        return sum(self.looks[job.path].size for job in self.jobs)

    def new_id(self, path: str) -> str:
        """The id for a new path; another one when a document that has since moved away still bears it."""
        identity, turn = document_id(path), 1
        while self.taken_ids.get(identity, path) != path:
            turn += 1
            identity = document_id(f"{path}#{turn}")
        self.taken_ids[identity] = path
        return identity


def make_plan(corpus: Path, catalogue: Catalogue, *, verify: bool = False) -> Plan:
    """What must be read to bring the catalogue in line with the corpus.

    Args:
        corpus: folder of the originals.
        catalogue: what is known so far.
        verify: take no file's look for its content: hash them all.

    Raises:
        WorkbenchError: the corpus does not exist, or is empty although the catalogue is not.
    """
    if not corpus.is_dir():
        raise WorkbenchError(f"Không có thư mục văn bản “{corpus}”.", "Hãy tạo thư mục này và chép văn bản vào đó.")
    plan = Plan(known=catalogue.files())
    inside: dict[str, list[str]] = defaultdict(list)
    for path, state in plan.known.items():
        if state.container is not None:
            inside[state.container].append(path)
        if state.document_id is not None:
            plan.taken_ids[state.document_id] = path
    plan.inside = dict(inside)
    refused = catalogue.refused()
    ready = _ready_parts(plan.known)
    unseen: list[str] = []
    seen: set[str] = set()
    seen_refused: set[str] = set()
    for found in walk(corpus):
        if found.path in seen:
            plan.rows.append(BuildRow(found.path, "quarantined", _SAME_NAME))
            continue
        seen.add(found.path)
        if found.look is None:
            status, reason = ("quarantined", found.trouble) if found.trouble else ("ignored", _TEMPORARY)
            plan.rows.append(BuildRow(found.path, status, reason))
            unseen += [found.path] if found.trouble else []
            continue
        key = path_hash(found.path) if refused else ""
        if key in refused:
            seen_refused.add(key)
        _consider(plan, found, found.look, refused.get(key), ready, verify=verify)
    if plan.known and not seen:
        raise WorkbenchError(
            f"Thư mục văn bản “{corpus}” trống, trong khi danh mục đang có {len(plan.known)} tệp.",
            "Hãy kiểm tra ổ đĩa hay đường mạng đã nối chưa. Nếu đúng là muốn bỏ hết, hãy xóa thư mục indexes.",
        )
    # What lies in a folder that could not be looked into is not known to be gone.
    plan.gone = {
        path
        for path, state in plan.known.items()
        if state.container is None and path not in seen and not any(_lies_in(path, folder) for folder in unseen)
    }
    if not unseen:
        plan.refusals_gone = [key for key in refused if key not in seen_refused]
    _recognise_moves(plan)
    plan.jobs.sort(key=lambda job: job.path)
    return plan


def _lies_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _ready_parts(known: Mapping[str, FileState]) -> set[str]:
    """The programs that files wait for and that are there now."""
    waited_for = {state.part for state in known.values() if state.part is not None}
    return {part for part in waited_for if part in system_parts.PARTS and system_parts.find(part) is not None}


def _consider(
    plan: Plan, found: Found, look: Look, refusal: RefusedState | None, ready: set[str], *, verify: bool
) -> None:
    """Make a job of a file, or a row where it need not be read."""
    path = found.path
    state = plan.known.get(path)
    members = plan.inside.get(path, [])
    if refusal is not None and state is None:
        if (refusal.size, refusal.mtime_ns) == look and refusal.reading == READING and not verify:
            plan.rows.append(BuildRow(path, "refused", f"Dấu {refusal.mark}"))
            return
    elif state is not None:
        part_came = any(plan.known[member].part in ready for member in (path, *members) if plan.known[member].part)
        current = state.reading == READING and not part_came
        if current and not verify and (state.size, state.mtime_ns) == look:
            plan.rows.append(row_of(path, state))
            plan.rows.extend(row_of(member, plan.known[member]) for member in members)
            return
        known_hash = state.content_hash if current and state.status == "read" else None
        identity = state.document_id or plan.new_id(path)
        plan.looks[path] = look
        plan.jobs.append(Job(Path(found.file), path, identity, known_hash, _known_inside(plan, members, ready)))
        return
    plan.looks[path] = look
    plan.jobs.append(Job(Path(found.file), path, plan.new_id(path)))


def row_of(path: str, state: FileState) -> BuildRow:
    """The row of a file that is as it was."""
    return BuildRow(path, "unchanged" if state.status == "read" else state.status, state.reason)


def _known_inside(plan: Plan, members: list[str], ready: set[str]) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for member in members:
        state = plan.known[member]
        is_current = state.reading == READING and state.status == "read" and state.part not in ready
        known[member] = Known(state.document_id, state.content_hash if is_current else None)
    return known


def _recognise_moves(plan: Plan) -> None:
    """Give a new file the identity of a vanished one that looks the same; reading it will compare the content."""
    by_look = {
        Look(state.size, state.mtime_ns): path
        for path in sorted(plan.gone)
        if (state := plan.known[path]).status == "read" and state.reading == READING
    }
    if not by_look:
        return
    for place, job in enumerate(plan.jobs):
        old = by_look.pop(plan.looks[job.path], None) if job.path not in plan.known else None
        if old is not None:
            state = plan.known[old]
            identity = state.document_id or job.document_id
            plan.jobs[place] = replace(job, document_id=identity, known_hash=state.content_hash)
            plan.moved_from[job.path] = old
