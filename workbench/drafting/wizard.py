"""From a directive to the draft of its review: what was gathered, what each document is used for, and why (§4.2, §4.5).

The machine proposes; people include and exclude before anything is composed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from workbench.analysis.relations_family import Family, Member
from workbench.analysis.relations_resolve import Entry
from workbench.analysis.reporting import REPORT_TYPES, Reporting
from workbench.analysis.tasks.matching import is_unit, speaks_for
from workbench.documents.model import Citation, Document
from workbench.documents.official_citation import official_citation
from workbench.documents.rich import frame_card
from workbench.errors import DraftError
from workbench.vietnamese.spelling import fold

ORIGIN = "văn bản gốc"
CARRIES_OUT = "triển khai"
GUIDES = "hướng dẫn"
CONTROLS = "kiểm tra, giám sát"
REQUEST = "yêu cầu báo cáo"
UNIT_REPORT = "báo cáo đơn vị"
EARLIER_REVIEW = "sơ kết, tổng kết trước"
ENDS = "thay thế, bãi bỏ"
SAME_MATTER = "cùng nội dung"
ROLES = (ORIGIN, GUIDES, CARRIES_OUT, REQUEST, CONTROLS, UNIT_REPORT, EARLIER_REVIEW, SAME_MATTER, ENDS)
"""What a gathered document is to the draft, in the order in which lists show it."""

LISTED = frozenset((GUIDES, CARRIES_OUT))
"""Documents that the draft lists as issued to carry the directive out; nothing else is taken from them."""

_FAMILY_ROLES = {
    "hướng dẫn": GUIDES,
    "kiểm tra, giám sát": CONTROLS,
    "thay thế, bãi bỏ": ENDS,
    "báo cáo": UNIT_REPORT,
    "sơ kết, tổng kết": UNIT_REPORT,
}
_QUOTED_TYPES = frozenset((*REPORT_TYPES, "Thông báo", "Kết luận"))
_ROUND = 366  # days before the newest report of a unit in which another belongs to the same review
_ENOUGH = 1  # reports of units from which documents of the same matter are left to people
_SPANS = re.compile(r"(?<!\d)(\d{1,2})\s+năm(?=\s+(?:thực hiện|triển khai))", re.IGNORECASE)
_ABOUT = re.compile(r"^.*(?<!\w)(?:đối với|về)\s+(?:(?:công tác|việc)\s+)?(?=\S)")


@dataclass(frozen=True)
class GatheredRow:
    """One document that was gathered.

    Attributes:
        entry: the document.
        role: one of `ROLES`.
        why: how it was found, and why it is included or not, in words.
        included: whether the draft uses it.
        citation: the words by which it belongs to the directive, where a relation tells it.
    """

    entry: Entry
    role: str
    why: str
    included: bool
    citation: Citation | None = None

    @property
    def is_quoted(self) -> bool:
        """Whether the draft takes sentences from it; others are only listed or named."""
        return self.role in (UNIT_REPORT, EARLIER_REVIEW, SAME_MATTER) or (
            self.role == CONTROLS and self.entry.type in _QUOTED_TYPES
        )


@dataclass(frozen=True)
class Gathered:
    """What a draft about a directive would be made from.

    Attributes:
        directive: the directive.
        until: the last day of issue that counts.
        rows: what was found, by role; sources of sentences in the order in which the draft shall hear them.
        missing: units that a request asked and that have not reported.
        request_title: trích yếu of the newest request for reports, or "".
        notes: what people should know before they go on.
    """

    directive: Document
    until: date
    rows: tuple[GatheredRow, ...]
    missing: tuple[str, ...] = ()
    request_title: str = ""
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a document: document (id), symbol, type, issuer, date, title, role, why, included."""
        rows = [
            (one.id, one.symbol, one.type, one.issuer, one.date, one.title, row.role, row.why, row.included)
            for row in self.rows
            for one in (row.entry,)
        ]  # fmt: skip
        columns = ["document", "symbol", "type", "issuer", "date", "title", "role", "why", "included"]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def including(self, *names: str) -> Gathered:
        """The same with these documents included. `names`: ids, beginnings of ids, or symbols.

        Raises:
            DraftError: no gathered document, or several, have such a name.
        """
        return self._with(names, True)

    def excluding(self, *names: str) -> Gathered:
        """The same without these documents. Arguments, raises: as `including`."""
        return self._with(names, False)

    def of(self, *roles: str) -> tuple[GatheredRow, ...]:
        """The included documents of these roles."""
        return tuple(row for row in self.rows if row.included and row.role in roles)

    @property
    def quoted(self) -> tuple[GatheredRow, ...]:
        """The included documents that sentences are taken from, in order."""
        rows = [row for row in self.rows if row.included and row.is_quoted]
        return tuple(sorted(rows, key=lambda row: row.role != UNIT_REPORT))  # units first; else as listed

    @property
    def query(self) -> str:
        """What the draft is about, as a search: the directive's symbol and subject."""
        return f"{self.directive.header.symbol or ''} {subject_of(self.directive)}".strip()

    @property
    def values(self) -> dict[str, str]:
        """What stands for the placeholders of titles and headings."""
        span = _span(self.request_title, self.directive.header.date, self.until)
        return {"so_nam": span, "van_ban": named(self.directive), "chu_de": named(self.directive)}

    def _with(self, names: Iterable[str], included: bool) -> Gathered:
        chosen = set()
        for name in names:
            found = [row for row in self.rows if row.entry.id == name or row.entry.symbol == name]
            found = found or [row for row in self.rows if name and row.entry.id.startswith(name)]
            if len(found) != 1:
                what = "Có nhiều" if found else "Không có"
                raise DraftError(
                    f"{what} văn bản “{name}” trong danh sách đã gom.", "Hãy dùng mã văn bản ở cột đầu của danh sách."
                )
            chosen.add(found[0].entry.id)
        why = "do người soạn chọn" if included else "do người soạn bỏ"
        rows = tuple(
            replace(row, included=included, why=f"{row.why}; {why}") if row.entry.id in chosen else row
            for row in self.rows
        )
        return replace(self, rows=rows)

    def _repr_html_(self) -> str:
        names = {
            "symbol": "Số ký hiệu", "title": "Tên văn bản", "issuer": "Cơ quan", "date": "Ngày", "role": "Vai trò",
            "why": "Vì sao", "included": "Dùng",
        }  # fmt: skip
        title = f"Văn bản để soạn báo cáo về {self.directive.header.symbol or self.directive.title}"
        missing = f"Chưa báo cáo: {'; '.join(self.missing)}" if self.missing else ""
        facts = (f"đến hết ngày {self.until:%d/%m/%Y}",)
        return frame_card(title, facts, self.to_frame(), names, notes=(*self.notes, missing))


def gather(
    family: Family,
    directive: Document,
    until: date,
    *,
    requests: Mapping[str, Reporting],
    same_matter: Sequence[Document],
) -> Gathered:
    """Sort what was found about a directive.

    Args:
        family: what carries it out.
        directive: the directive, with its text.
        until: documents issued later are left out.
        requests: for each member of the family that asks units to report (id), who has.
        same_matter: documents that a search for its subject found, best first.
    """
    members = [one for one in family.members if one.entry.date is None or one.entry.date <= until or not one.depth]
    later = len(family.members) - len(members)
    asked = max((one.entry for one in members if one.entry.id in requests), key=_day, default=None)
    reporting = requests[asked.id] if asked is not None else None
    answers = {row.document_id: row.why for row in reporting.rows if row.document_id} if reporting else {}
    newest = max((_day(one.entry) for one in members if _is_unit_report(one, directive)), default=date.min)
    rows = [_row(one, directive, requests, answers, asked, newest) for one in members]
    reports = sum(row.included and row.role == UNIT_REPORT for row in rows)
    rows = [_request_row(row, reports) if row.role == REQUEST else row for row in rows]
    known = {row.entry.id for row in rows}
    rows += [_matter_row(one, reports) for one in same_matter if one.id not in known]
    order = {name: place for place, name in enumerate(answers)}
    rows.sort(key=lambda row: (ROLES.index(row.role), order.get(row.entry.id, len(order)), _day(row.entry)))
    missing = tuple(row.unit for row in reporting.rows if not row.document_id) if reporting else ()
    return Gathered(
        directive, until, tuple(rows), missing, asked.title if asked else "", _notes(rows, reports, later, reporting)
    )


def named(document: Document) -> str:
    """A document in the form in which official documents cite others (domain.md §3.6)."""
    header = document.header
    return official_citation(
        document.title, symbol=header.symbol, kind=header.type, issuer=header.issuer, day=header.date
    )


def subject_of(document: Document) -> str:
    """What a directive is about, without the words that say what shall be done about it."""
    title = document.header.subject or document.title
    return _ABOUT.sub("", title, count=1).strip() or title


# Rows ----------------------------------------------------------------------------------------------


def _row(
    member: Member,
    directive: Document,
    requests: Collection[str],
    answers: Mapping[str, str],
    asked: Entry | None,
    newest: date,
) -> GatheredRow:
    entry, citation = member.entry, member.citation
    if member.depth == 0:
        return GatheredRow(entry, ORIGIN, "văn bản được sơ kết, tổng kết", True)
    why = f"viện dẫn: “{' '.join(citation.quote.split())}”" if citation else "có quan hệ với văn bản gốc"
    if entry.id in requests:
        return GatheredRow(entry, REQUEST, why, True, citation)
    if _asks(entry):
        return GatheredRow(entry, REQUEST, f"{why}; công văn đôn đốc", False, citation)
    role = _FAMILY_ROLES.get(member.role, CARRIES_OUT)
    if role == ENDS:
        return GatheredRow(entry, role, f"{why}; không phải kết quả thực hiện", False, citation)
    if role != UNIT_REPORT:
        return GatheredRow(entry, role, why, True, citation)
    if not _is_unit_report(member, directive):
        return GatheredRow(
            entry, EARLIER_REVIEW, f"{why}; báo cáo của chính cơ quan ban hành, chỉ để đối chiếu", False, citation
        )
    if entry.id in answers:
        return GatheredRow(entry, role, f"trả lời yêu cầu báo cáo: {answers[entry.id]}", True, citation)
    if asked is not None and _day(entry) < _day(asked):
        return GatheredRow(
            entry, role, f"{why}; gửi trước yêu cầu {asked.symbol or asked.title}, thuộc kỳ trước", False, citation
        )
    if (newest - _day(entry)).days > _ROUND and entry.date is not None:
        return GatheredRow(entry, role, f"{why}; trước báo cáo mới nhất hơn một năm, thuộc kỳ trước", False, citation)
    return GatheredRow(entry, role, why, True, citation)


def _request_row(row: GatheredRow, reports: int) -> GatheredRow:
    """A request that units answered comes from those who sum up: it is no ground of their own report."""
    if reports < 2:
        return row
    why = f"{row.why}; {reports} đơn vị đã báo cáo: là yêu cầu của nơi tổng hợp, không nêu ở phần mở đầu"
    return replace(row, included=False, why=why)


def _matter_row(document: Document, reports: int) -> GatheredRow:
    header = document.header
    entry = Entry(
        document.id, document.path, header.symbol, header.type, header.issuer, header.date, document.title
    )  # fmt: skip
    included = reports < _ENOUGH and header.type in REPORT_TYPES
    reason = (
        "chưa có báo cáo nào về văn bản gốc nên được chọn"
        if included
        else "không viện dẫn văn bản gốc ở tên, phần mở đầu; chọn nếu cần"
    )
    return GatheredRow(entry, SAME_MATTER, f"tìm theo nội dung; {reason}", included)


def _is_unit_report(member: Member, directive: Document) -> bool:
    issuer, own = member.entry.issuer or "", directive.header.issuer or ""
    if _FAMILY_ROLES.get(member.role) != UNIT_REPORT or member.depth == 0:
        return False
    return not (own and (issuer == own or is_unit(speaks_for(issuer), own)))


def _notes(rows: Iterable[GatheredRow], reports: int, later: int, reporting: Reporting | None) -> tuple[str, ...]:
    notes = []
    ended = [row.entry.symbol or row.entry.title for row in rows if row.role == ENDS]
    if ended:
        notes.append(f"Văn bản gốc có văn bản thay thế, bãi bỏ: {'; '.join(ended)}. Hãy xem lại hiệu lực.")
    if not reports:
        notes.append("Chưa thấy báo cáo nào của đơn vị về văn bản gốc.")
    if later:
        notes.append(f"{later} văn bản ban hành sau ngày chốt được để ngoài.")
    if reporting and reporting.note:
        notes.append(reporting.note)
    return tuple(notes)


def _day(entry: Entry) -> date:
    return entry.date or date.max


def _span(request_title: str, start: date | None, until: date) -> str:
    """ "02 năm": as the request says it, else from the day of the directive; months below a year (domain.md §4.1)."""
    told = _SPANS.search(request_title)
    if told:
        return f"{int(told[1]):02} năm"
    if start is None or until <= start:
        return ""
    years = round((until - start).days / 365.25)
    if years:
        return f"{years:02} năm"
    return f"{max(round((until - start).days / 30.44), 1):02} tháng"


def asks_for_reports(entry: Entry) -> bool:
    """Whether a document asks units to report, by its type and title; a letter that urges once more does not count."""
    return _asks(entry) and "don doc" not in fold(entry.title)


def _asks(entry: Entry) -> bool:
    title = fold(entry.title)
    wanted = "bao cao" in title or "so ket" in title or "tong ket" in title
    return entry.type in ("Công văn", "Kế hoạch", "Hướng dẫn", "Thông báo") and wanted
