"""Who has reported for a request: đã gửi, gửi muộn, chưa gửi (domain.md §4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from workbench.analysis.tasks.document import assignments_in
from workbench.analysis.tasks.matching import is_collective, is_unit, speaks_for
from workbench.analysis.tasks.words import is_unit_line, read_units
from workbench.documents.composed import Composed
from workbench.documents.deadlines import Deadline, find_deadlines
from workbench.documents.model import Citation, Document
from workbench.documents.rich import frame_card
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.vietnamese.spelling import key

REPORT_TYPES = frozenset({"Báo cáo"})
_LIST = re.compile(r"danh sách|(?:đơn vị|cơ quan|nơi)\s+(?:phải\s+)?(?:gửi\s+)?báo cáo|^\s*(?:tt|stt)\b", re.IGNORECASE)
_TO = re.compile(r"\s*Kính\s+gửi\s*:?\s*", re.IGNORECASE)
_CLOSING = re.compile(r"\s*(?:(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)\s|Nơi nhận\s*:)", re.IGNORECASE)
_REPORTING = re.compile(r"báo cáo|gửi về|gửi kết quả", re.IGNORECASE)
_LEAST_SHARED = 0.5  # of the words of the request's subject that a report's must have where no symbol tells
_WORDS_OF_REQUESTS = frozenset("về việc báo cáo gửi đề nghị yêu cầu kết quả thực hiện tình hình của và".split())  # noqa: SIM905


class Reported(StrEnum):
    """Whether a unit has reported."""

    SENT = "da_gui"
    LATE = "gui_muon"
    MISSING = "chua_gui"
    WAITING = "chua_den_han"
    NOT_ASKED = "khong_yeu_cau"

    @property
    def label(self) -> str:
        """The state in words, for people."""
        return _LABELS[self]


_LABELS = {
    Reported.SENT: "Đã gửi",
    Reported.LATE: "Gửi muộn",
    Reported.MISSING: "Chưa gửi",
    Reported.WAITING: "Chưa đến hạn",
    Reported.NOT_ASKED: "–",
}


@dataclass(frozen=True)
class UnitReport:
    """What one unit sent for a request.

    Attributes:
        unit: the unit, as the request writes it.
        state: sent, late, missing, or not yet due.
        days_late: days after the last day allowed: of the report, or until the day of asking where there is none.
        document_id, symbol, title, path: the report found, or None.
        sent_on: its day of arrival where a register tells it, else its date; None where the report bears none.
        why: by what the report was found, and what is not sure, in words.
    """

    unit: str
    state: Reported
    days_late: int = 0
    document_id: str | None = None
    symbol: str | None = None
    title: str | None = None
    path: str | None = None
    sent_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Reporting:
    """Who has reported for a request, on a day.

    Attributes:
        request: title of the request.
        due: the last day allowed, or None where the request names none.
        due_citation: where the request says so, or None where a person said it.
        on: the day of asking.
        rows: one a unit, in the order of the request.
        note: what people should know: units that only a collective name means, and so on.
    """

    request: str
    due: date | None
    due_citation: Citation | None
    on: date
    rows: tuple[UnitReport, ...]
    note: str = ""

    def to_frame(self) -> pd.DataFrame:
        """One row a unit: unit, state, sent_on, days_late, symbol, title, why, path."""
        names = ("unit", "state", "sent_on", "days_late", "symbol", "title", "why", "path")
        rows = [
            tuple(row.state.label if name == "state" else getattr(row, name) for name in names) for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(names), dtype=object)

    @property
    def counts(self) -> dict[str, int]:
        """How many units are in each state, by its words."""
        return {state.label: count for state in Reported if (count := sum(row.state is state for row in self.rows))}

    def _repr_html_(self) -> str:
        names = {
            "unit": "Đơn vị", "state": "Tình trạng", "sent_on": "Ngày gửi", "days_late": "Muộn (ngày)",
            "symbol": "Số ký hiệu", "why": "Căn cứ", "path": "Tệp",
        }  # fmt: skip
        due = f"hạn {self.due:%d/%m/%Y}" if self.due else "văn bản không ghi hạn"
        facts = (due, f"tính đến {self.on:%d/%m/%Y}", *(f"{state}: {count}" for state, count in self.counts.items()))
        return frame_card(f"Ai đã báo cáo: {self.request}", facts, self.to_frame(), names, notes=(self.note,))


@dataclass(frozen=True)
class Request:
    """What a document asks of whom.

    Attributes:
        document: the request.
        units: who shall report; collective names stay as they are.
        due: the last day allowed, or None; deadline: its words, or None.
    """

    document: Document
    units: tuple[str, ...]
    due: date | None
    deadline: Deadline | None


def read_request(document: Document) -> Request:
    """Who shall report, and until when, as a request says it: its list of units, else whom it is addressed to."""
    deadline = _deadline(document)
    units = _listed_units(document) or _recipients(document)
    return Request(document, units, deadline.last_day(document.header.date) if deadline else None, deadline)


def who_reported(request: Request, reports: Sequence[Document], on: date) -> Reporting:
    """For each unit of a request the report that answers it, and whether it came in time.

    Args:
        request: whom and until when; `units` may be a person's list.
        reports: documents that may answer, with their text; the first day on which a unit reported counts.
        on: the day of asking.
    """
    asked = request.document
    answers = [(document, why) for document in reports if (why := _answers(asked, document))]
    units, note = _single_units(request.units, [document for document, _ in answers])
    rows = []
    for unit in units:
        mine = [(document, why) for document, why in answers if is_by(unit, document)]
        rows.append(unit_report(unit, mine, request.due, on))
    citation = asked.cite(request.deadline.start, request.deadline.end) if request.deadline else None
    return Reporting(asked.title, request.due, citation, on, tuple(rows), note)


def is_by(unit: str, document: Document) -> bool:
    """Whether a document is by a unit: the organ that issued it, or the committee that it speaks for."""
    issuer = document.header.issuer or ""
    return is_unit(unit, issuer) or is_unit(unit, speaks_for(issuer)) or is_unit(unit, document.header.unit or "")


def sent_on(document: Document) -> date | None:
    """The day on which a document arrived where a register of records tells it, else its date."""
    arrival = document.register.get("ArrivalDate")
    if arrival:
        try:
            return date.fromisoformat(arrival[:10])
        except ValueError:  # a register that a person typed
            return document.header.date
    return document.header.date


# One request -----------------------------------------------------------------------------------


def unit_report(unit: str, mine: Sequence[tuple[Document, str]], due: date | None, on: date) -> UnitReport:
    if not mine:
        waiting = due is None or on <= due
        return UnitReport(unit, Reported.WAITING if waiting else Reported.MISSING, 0 if waiting else (on - due).days)  # type: ignore[operator]
    document, why = min(mine, key=lambda one: sent_on(one[0]) or date.max)
    day = sent_on(document)
    late = (day - due).days if day and due else 0
    if day is None:
        why = f"{why}; báo cáo không rõ ngày, chưa biết có muộn không"
    elif "ArrivalDate" not in document.register:
        why = f"{why}; tính theo ngày ghi trên văn bản"
    return UnitReport(
        unit, Reported.LATE if late > 0 else Reported.SENT, max(late, 0), document.id, document.header.symbol,
        document.title, document.path, day, why,
    )  # fmt: skip


def _answers(request: Document, report: Document) -> str:
    """Why a document answers a request; "" where it does not."""
    if report.header.type not in REPORT_TYPES or report.id == request.id:
        return ""
    day = sent_on(report)
    if day is not None and request.header.date is not None and day < request.header.date:
        return ""
    own = symbol_key(request.header.symbol) if request.header.symbol else None
    if own and own in {symbol_key(symbol) for symbol in report.cites}:
        return f"dẫn số {request.header.symbol}"
    asked, told = _symbols(request), _symbols(report)
    if asked and asked & told and _same_kind(request, report):
        return "cùng báo cáo về văn bản nêu trong trích yếu"
    wanted = _words(request.header.subject or "")
    if not asked and len(wanted) >= 3:
        shared = len(wanted & _words(report.header.subject or report.title)) / len(wanted)
        if shared >= _LEAST_SHARED:
            return "trích yếu gần giống yêu cầu"
    return ""


def _same_kind(request: Document, report: Document) -> bool:
    """ "Sơ kết 02 năm thực hiện Chỉ thị 12" is answered by no report on something else of that directive."""
    wanted = {word for word in ("sơ kết", "tổng kết") if word in key(request.header.subject or "")}
    told = key(report.header.subject or report.title)
    spans = re.findall(r"(?:0?\d+|một|hai|ba|năm) năm(?= thực hiện)", key(request.header.subject or ""))
    return not wanted or any(word in told for word in wanted) or any(span in told for span in spans)


def _symbols(document: Document) -> set[str]:
    text = document.header.subject or document.title
    own = symbol_key(document.header.symbol) if document.header.symbol else None
    return {symbol_key(span.text) for span in find_symbols(text)} - {own}


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", key(text)) if word not in _WORDS_OF_REQUESTS and len(word) > 1}


def _deadline(document: Document) -> Deadline | None:
    """The deadline of the report that a request asks for: of what speaks of sending, the earliest named there."""
    best: Deadline | None = None
    for one in assignments_in(document):
        if one.deadline is None or one.deadline.last_day(document.header.date) is None:
            continue
        if one.cue == "list" and _REPORTING.search(one.content):
            return one.deadline
        if best is None and _REPORTING.search(one.content):
            best = one.deadline
    if best is not None:
        return best
    for passage in document.passages:
        text = document.text[passage.start : passage.end]
        if _REPORTING.search(text):
            for found in find_deadlines(text):
                if found.strong and found.last_day(document.header.date):
                    place = {"start": found.start + passage.start, "end": found.end + passage.start}
                    return Deadline(**{**vars(found), **place})
    return None


def _listed_units(document: Document) -> tuple[str, ...]:
    """The units of a list or table in the request: rows or lines that hold a number and a unit."""
    found: list[str] = []
    for table in document.tables:
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(" ".join(document.text[cell.start : cell.end].split()))
        named = [next((cell for cell in cells[:3] if is_unit_line(cell)), None) for cells in rows.values()]
        units = [unit for unit in named if unit]
        if len(units) >= 2 and len(units) >= len(rows) / 2:
            found += units
    if found:
        return tuple(dict.fromkeys(found))
    listing = False
    for passage in document.passages:
        line = Composed(document.text[passage.start : passage.end]).text
        if _CLOSING.match(line):
            break
        parts = [part.strip(" .;,") for part in re.sub(r"^\s*(?:\d{1,3}[.)]?|[-+•])\s+", "", line).split("\t")]
        unit = next((part for part in parts[:3] if is_unit_line(part)), None)
        if listing and unit and not is_collective(unit):
            found.append(unit)
        elif listing and found:
            break
        listing = listing or bool(_LIST.search(line))
    return tuple(dict.fromkeys(found)) if len(found) >= 2 else ()


def _recipients(document: Document) -> tuple[str, ...]:
    """Whom a letter is addressed to: "Kính gửi: …", in one line or several."""
    found: list[str] = []
    open_ = False
    for passage in document.passages:
        line = Composed(document.text[passage.start : passage.end]).text
        to = _TO.match(line)
        if to:
            open_, line = True, line[to.end() :]
        elif not (open_ and re.match(r"\s*[-–+•]", line)):
            if open_ and found:
                break
            continue
        units = read_units(re.sub(r"^[\s\t]*[-–+•]\s*", "", line), 0, semicolons=True)
        found += units.names if units else ()
    return tuple(dict.fromkeys(found))


def _single_units(units: Sequence[str], answers: Sequence[Document]) -> tuple[list[str], str]:
    """Units one by one; a collective name stands for those that answered, and the note says that it is not whole."""
    single: list[str] = []
    collective: list[str] = []
    for unit in units:
        if not is_collective(unit):
            single.append(unit)
            continue
        collective.append(unit)
        single += [document.header.issuer for document in answers if document.header.issuer and is_by(unit, document)]
    note = ""
    if collective:
        names = "; ".join(f"“{name}”" for name in collective)
        note = f"Yêu cầu chỉ ghi chung {names}: bảng chỉ có đơn vị đã gửi; hãy đưa danh sách để biết ai chưa gửi."
    return list(dict.fromkeys(single)), note
