"""Whether a document is in force on a day, by which words of which document, and what happened to it over time.

Only what the documents of the archive say counts. "Còn hiệu lực" therefore means: nothing in the archive ends it. A
document replaces, amends or repeals another one only where its organ is not below that of the other one (66-QĐ/TW;
domain.md §2.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from workbench.analysis.relations import Graph, Relation
from workbench.analysis.relations_reading import Reading
from workbench.analysis.relations_resolve import Directory, Entry, rank
from workbench.documents.effect import Effect
from workbench.documents.model import Citation, Document
from workbench.documents.reference_relations import CHANGES, KINDS
from workbench.documents.rich import frame_card
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import ENDED, IN_FORCE, NOT_YET, PARTLY, UNKNOWN
from workbench.vietnamese.spelling import fold, key

_WITHOUT_FORCE = frozenset(
    map(fold, ("Báo cáo", "Tờ trình", "Công văn", "Biên bản", "Giấy mời", "Thông cáo", "Phiếu chuyển", "Phiếu gửi",
               "Giấy giới thiệu", "Thư công", "Công điện", "Hợp đồng", "Bản ghi nhớ"))
)  # fmt: skip
"""Kinds of documents that tell or ask, and are not in force; they can change no other document either."""


@dataclass(frozen=True)
class Change:
    """Something that happens to a document.

    Attributes:
        kind: "thay_the", "sua_doi" or "bai_bo".
        partial: it concerns a part.
        by: id of the document that does it, or None where the archive has it not.
        by_name: how people name that document.
        since: the day from which it counts, or None where it is not known.
        citation: the words that say so.
        sure: the reference leads to this document without doubt.
    """

    kind: str
    partial: bool
    by: str | None
    by_name: str
    since: date | None
    citation: Citation
    sure: bool


@dataclass(frozen=True)
class Validity:
    """Whether a document is in force on a day.

    Attributes:
        document_id: the document; day: the day.
        state: one of `documents.validity.STATES`.
        reason: why, in Vietnamese.
        begins, ends: first and last day of force as far as they are known.
        citation: the words that say so, or None where nothing says anything.
        changes: all that is known to have happened to it, earliest first.
        confirmed: a person said so.
        sure: False where it hangs on a reference that may mean another document.
    """

    document_id: str
    day: date
    state: str
    reason: str
    begins: date | None = None
    ends: date | None = None
    citation: Citation | None = None
    changes: tuple[Change, ...] = ()
    confirmed: bool = False
    sure: bool = True

    def to_frame(self) -> pd.DataFrame:
        """What happened to it, one row a change: change, part, by, document, since, sure, place, quote."""
        rows = [
            (
                KINDS[one.kind],
                one.partial,
                one.by_name,
                one.by,
                one.since,
                one.sure,
                one.citation.label,
                one.citation.quote,
            )
            for one in self.changes
        ]
        return pd.DataFrame(
            rows, columns=["change", "part", "by", "id", "since", "sure", "source", "quote"], dtype=object
        )

    def _repr_html_(self) -> str:
        names = {
            "change": "Thay đổi",
            "by": "Bởi văn bản",
            "since": "Từ ngày",
            "source": "Nguồn",
            "quote": "Nguyên văn",
        }
        source = self.citation.label if self.citation else ""
        facts = (self.reason, f"Nguồn: {source}" if source else "", "" if self.sure else "chưa chắc, cần xem lại")
        return frame_card(f"Ngày {self.day:%d/%m/%Y}: {self.state}", facts, self.to_frame(), names)


def has_force(kind: str | None) -> bool:
    """Whether documents of this tên loại are in force at all; one without tên loại is taken for a công văn."""
    return bool(kind) and fold(kind or "") not in _WITHOUT_FORCE


def beginning(entry: Entry, made: Reading) -> tuple[date | None, Effect | None]:
    """The first day of force, and the statement of the text that says so; the day of issue where none does."""
    effect = _own(entry, made, "begins")
    if effect is None:
        return entry.date, None
    if effect.day is not None:
        return effect.day, effect
    return (entry.date + timedelta(days=effect.after) if entry.date else None), effect


def ending(entry: Entry, made: Reading) -> tuple[date | None, Effect | None]:
    """The last day of force that the text itself names, and where."""
    effect = _own(entry, made, "ends")
    return (effect.day, effect) if effect else (None, None)


def _own(entry: Entry, made: Reading, kind: str) -> Effect | None:
    """The last statement about the document's own tên loại; others speak of documents that come with it."""
    name = key(entry.type) if entry.type else ""
    stated = [one for one in made.effects if one.kind == kind]
    mine = [one for one in stated if name and (name.startswith(one.type) or one.type.startswith(name))]
    return mine[-1] if mine else None


def changes_in(
    source: Entry, relations: Iterable[Relation], directory: Directory, begins: Callable[[str], date | None]
) -> list[tuple[str, Change]]:
    """What a document says happens to others: (id of the other one, change).

    Args:
        source: the document.
        relations: its references.
        directory: all documents.
        begins: the first day of force of a document, by id.
    """
    found = []
    relations = list(relations)
    for one in relations:
        cited, target = one.cited, one.target.id
        if cited.change not in CHANGES or cited.proposed or target is None:
            continue
        after = cited.cue_start >= cited.end  # "… đã hết hiệu lực" tells; "bãi bỏ …" does
        actor: Entry | None = None
        name, since = "", None
        if cited.by is not None:
            if symbol_key(cited.by) == cited.key:
                continue
            name = cited.by
            if source.symbol and symbol_key(source.symbol) == symbol_key(cited.by):
                actor = source
            else:
                other = next((two for two in relations if two.cited.key == symbol_key(cited.by or "")), None)
                actor = directory.entries.get(other.target.id or "") if other else None
                name, since = (other.name, other.day) if other else (name, None)
        elif cited.relation == cited.change and has_force(source.type):
            actor = source
        elif not after and cited.relation == cited.change:
            continue  # a report that speaks of repealing repeals nothing
        if actor is not None:
            if actor.id == target or _below(actor, directory.entries[target]):
                continue
            name, since = actor.symbol or actor.title, begins(actor.id)
        elif since is None:
            since = source.date
        partial = cited.partial or cited.change == "sua_doi"
        sure = one.target.state == "resolved"
        found.append(
            (target, Change(cited.change, partial, actor.id if actor else None, name, since, one.citation, sure))
        )
    return found


def _below(actor: Entry, target: Entry) -> bool:
    ranks = rank(actor.symbol), rank(target.symbol)
    return ranks[0] is not None and ranks[1] is not None and ranks[0] < ranks[1]


def judge(
    entry: Entry, made: Reading, changes: Iterable[Change], on: date, cite: Callable[[int, int], Citation] | None = None
) -> Validity:
    """Whether a document is in force on a day.

    Args:
        entry, made: the document, and what its text says.
        changes: what others do to it.
        on: the day.
        cite: makes citations of its own text; without it none is given for what it says itself.
    """
    known = tuple(sorted(_once(changes), key=lambda one: (one.since or date.max, one.kind)))
    begins, stated = beginning(entry, made)
    last, limit = ending(entry, made)

    def own(effect: Effect | None) -> Citation | None:
        return cite(effect.start, effect.end) if effect is not None and cite is not None else None

    def told(
        state: str, reason: str, ends: date | None = None, by: Change | None = None, quote: Citation | None = None
    ) -> Validity:
        place = by.citation if by is not None else quote
        return Validity(entry.id, on, state, reason, begins, ends, place, known, sure=by is None or by.sure)

    if not has_force(entry.type):
        what = (entry.type or "văn bản không ghi tên loại").lower()
        return told(UNKNOWN, f"{what} không phải loại văn bản có hiệu lực thi hành")
    if begins is None:
        return told(UNKNOWN, "chưa biết ngày ban hành")
    over = [one for one in known if one.kind in ("thay_the", "bai_bo") and not one.partial and (one.since or on) <= on]
    if over:
        one = over[0]
        ends = one.since - timedelta(days=1) if one.since else None
        verb = "bị thay thế" if one.kind == "thay_the" else "bị bãi bỏ"
        return told(ENDED, f"{verb} bởi {one.by_name}" if one.by_name else verb, ends, one)
    if last is not None and last < on:
        return told(ENDED, f"hết thời hạn ngày {last:%d/%m/%Y}", last, quote=own(limit))
    if on < begins:
        return told(NOT_YET, f"có hiệu lực từ ngày {begins:%d/%m/%Y}", last, quote=own(stated))
    parts = [one for one in known if one.partial and (one.since or on) <= on]
    if parts:
        one = parts[-1]
        verbs = {"sua_doi": "được sửa đổi, bổ sung", "bai_bo": "bị bãi bỏ một phần", "thay_the": "bị thay thế một phần"}
        return told(PARTLY, f"{verbs[one.kind]} bởi {one.by_name}" if one.by_name else verbs[one.kind], last, one)
    later = [one for one in known if one.kind in ("thay_the", "bai_bo") and not one.partial and one.since]
    reason = "trong kho không có văn bản nào thay thế, bãi bỏ, sửa đổi"
    if later and later[0].since is not None:
        last = later[0].since - timedelta(days=1)
        reason = f"đến hết ngày {last:%d/%m/%Y}, rồi {KINDS[later[0].kind]} bởi {later[0].by_name}"
    if stated is None:
        reason += "; văn bản không ghi ngày có hiệu lực, tính từ ngày ban hành"
    return told(IN_FORCE, reason, last, quote=own(stated))


def _once(changes: Iterable[Change]) -> list[Change]:
    """One change for what several places say: the surest first."""
    found: dict[tuple[str, bool, str], Change] = {}
    for one in sorted(changes, key=lambda item: (not item.sure, item.by is None, item.since or date.max)):
        found.setdefault((one.kind, one.partial, one.by or symbol_key(one.by_name)), one)
    return list(found.values())


@dataclass(frozen=True)
class Event:
    """A point in the life of a document: what happened on a day, by which document, and where that is written."""

    day: date | None
    what: str
    document_id: str
    name: str
    title: str
    citation: Citation | None


@dataclass(frozen=True)
class Timeline:
    """The life of a document, earliest event first; those without a day last."""

    document: Entry
    events: tuple[Event, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row an event: date, what, id, name, title, source, quote."""
        rows = [
            (one.day, one.what, one.document_id, one.name, one.title, one.citation.label if one.citation else "",
             one.citation.quote if one.citation else "")
            for one in self.events
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["date", "what", "id", "name", "title", "source", "quote"], dtype=object)

    def _repr_html_(self) -> str:
        names = {"date": "Ngày", "what": "Việc", "name": "Văn bản", "title": "Tên", "source": "Nguồn"}
        title = f"Các mốc của {self.document.symbol or self.document.title}"
        return frame_card(title, (), self.to_frame(), names)


_BECOMES = {"thay_the": "bị thay thế", "sua_doi": "được sửa đổi, bổ sung", "bai_bo": "bị bãi bỏ"}
_DONE = {"can_cu": "được lấy làm căn cứ", "thuc_hien": "được triển khai thực hiện", "huong_dan": "được hướng dẫn",
         "so_ket": "được sơ kết, tổng kết"}  # fmt: skip


def _deed(other: Entry, relation: str) -> str:
    """What a document that carries out another one does to it."""
    if fold(other.type or "") == "huong dan":
        return "được hướng dẫn"
    if any(word in fold(other.title) for word in ("kiem tra", "giam sat")):
        return "được kiểm tra, giám sát"
    if relation == "so_ket" and fold(other.type or "") in ("cong van", "ke hoach"):
        return "được yêu cầu sơ kết, tổng kết"
    return _DONE[relation]


def changes_of(graph: Graph, document_id: str) -> list[Change]:
    """What the documents of the archive say happened to one."""
    found = []
    mine = set(graph.directory.files_of(document_id))
    by_source: dict[str, None] = dict.fromkeys(one.source for one in graph.incoming(document_id))
    for source in by_source:
        entry = graph.directory.entries[source]

        def begins(name: str) -> date | None:
            return beginning(graph.directory.entries[name], graph.reading(name))[0]

        told = changes_in(entry, graph.outgoing(source), graph.directory, begins)
        found += [change for target, change in told if target in mine]
    return found


def validity_of(graph: Graph, document_id: str, on: date) -> Validity:
    """Whether a document is in force on a day, by what the archive says."""
    document: Document = graph.document(document_id)
    entry = graph.directory.entries[document_id]
    return judge(entry, graph.reading(document_id), changes_of(graph, document_id), on, document.cite)


def timeline_of(graph: Graph, document_id: str) -> Timeline:
    """What happened to a document: issue, force, amendment, carrying out, review, replacement, repeal."""
    entry, document, made = (
        graph.directory.entries[document_id],
        graph.document(document_id),
        graph.reading(document_id),
    )
    name = entry.symbol or entry.title
    issued = document.header.evidence.get("date")
    at = (
        document.cite(issued.start, issued.end)
        if issued and issued.start is not None and issued.end is not None
        else None
    )
    events = [Event(entry.date, "ban hành", entry.id, name, entry.title, at)]
    begins, stated = beginning(entry, made)
    if stated is not None:
        events.append(
            Event(begins, "có hiệu lực", entry.id, name, entry.title, document.cite(stated.start, stated.end))
        )
    last, limit = ending(entry, made)
    if limit is not None:
        events.append(Event(last, "hết thời hạn", entry.id, name, entry.title, document.cite(limit.start, limit.end)))
    changed = set()
    for change in _once(changes_of(graph, document_id)):
        other = graph.directory.entries.get(change.by or "")
        part = " một phần" if change.partial and change.kind != "sua_doi" else ""
        changed.add(change.by)
        title = other.title if other else ""
        events.append(
            Event(change.since, _BECOMES[change.kind] + part, change.by or "", change.by_name, title, change.citation)
        )
    best: dict[tuple[str, str], Relation] = {}
    for one in graph.incoming(document_id):
        if one.relation in _DONE and one.where != "body" and one.source not in changed:
            best.setdefault((one.source, one.relation), one)
    for (source, relation), one in best.items():
        if relation == "can_cu" and any((source, other) in best for other in ("thuc_hien", "huong_dan", "so_ket")):
            continue
        if relation == "thuc_hien" and ((source, "so_ket") in best or (source, "huong_dan") in best):
            continue
        other = graph.directory.entries[source]
        events.append(
            Event(other.date, _deed(other, relation), source, other.symbol or other.title, other.title, one.citation)
        )
    events.sort(key=lambda event: (event.day or date.max, event.what != "ban hành", event.name))
    return Timeline(entry, tuple(events))
