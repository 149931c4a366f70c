"""Making drafts, as methods of `Workbench`: outlines, first drafts, the wizard from a directive, the matrix."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from workbench.analysis.relations_resolve import Entry
from workbench.analysis.reporting import REPORT_TYPES, read_request, who_reported
from workbench.analysis.reporting_periods import period_of
from workbench.analysis.trends_periods import Period, parse_period
from workbench.archive.report import BuildRow
from workbench.documents.model import Document
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.drafting.compose import compose, regenerate
from workbench.drafting.following import Following
from workbench.drafting.material import forget_material
from workbench.drafting.matrix import ROWS, UNIT, Matrix, make_matrix
from workbench.drafting.model import Draft, DraftItem
from workbench.drafting.opening import documents_issued, labels_of, opening
from workbench.drafting.outline import OPENING, Outline, Outlines, filled
from workbench.drafting.outline_files import FOLDER, copy_outline, load_outlines
from workbench.drafting.wizard import (
    LISTED,
    ORIGIN,
    REQUEST,
    Gathered,
    asks_for_reports,
    gather,
    named,
    subject_of,
)
from workbench.drafting.writing import Drafting
from workbench.errors import DraftError, UnknownDocument
from workbench.search.filters import Filters

_SAME_MATTER = 40  # documents of a search for the directive's subject
_LEAST_REPORTS = 3  # found reports from which a draft looks at nothing else


class Outlining(Drafting, Following):
    """The part of `Workbench` about making drafts."""

    # -- outlines ---------------------------------------------------------------------------------------------

    def outlines(self) -> Outlines:
        """The outlines of reports: the shipped ones and the office's own in `workspace/de-cuong/` (.yaml, .docx).

        A file that cannot be used hides no other: `outlines.problems` tells it.
        """
        return load_outlines(self._outline_folder)

    def copy_outline(self, key: str) -> Path:
        """Write a shipped outline into `workspace/de-cuong/` to be changed there, and return the file.

        Raises:
            OutlineError: there is no such shipped outline, or the file is there already: it is never overwritten.
        """
        return copy_outline(key, self._outline_folder)

    # -- first drafts -----------------------------------------------------------------------------------------

    def draft(
        self,
        query: str,
        *,
        title: str = "",
        documents: int = 30,
        outline: str | Outline = "so_ket",
        period: str | Period | None = None,
    ) -> Draft:
        """Compose and save a first draft from the best `documents` for a query.

        Reports are looked at; other documents only where hardly any report is found.

        Args:
            query: what it is about.
            title: trích yếu; may be left out where the outline has a pattern that the query or the period fills.
            documents: how many found documents to draw from; of a period all reports are looked at.
            outline: key of an outline (`outlines()`), or an outline.
            period: only reports of this period: "quý II/2026", "2026-05", "6 tháng đầu năm 2026" …

        Raises:
            DraftError: there is no title, or no report of the period.
            OutlineError: there is no such outline.
            NotBuiltError, QueryError: as `search`.
        """
        plan = outline if isinstance(outline, Outline) else self.outlines().get(outline)
        when = parse_period(period) if period is not None else None
        values = _values(query, when)
        title = title.strip() or _title(plan, values)
        sources = self._sources(query, documents, plan, when)
        draft = compose(sources, query, title, plan, values)
        carried = self._named_in(title)
        if carried is not None:
            self._open(draft, [carried])
        self.save_draft(draft)
        return draft

    def regenerate(self, draft: Draft, section_key: str) -> list[DraftItem]:
        """Make one section of a draft again from the documents it was drawn from; returns the new items.

        Only what the workbench put there and nobody touched since is replaced. The draft is changed, not saved.

        Raises:
            DraftError: there is no such section, or only people fill it.
            OutlineError: the office's file of the draft's outline cannot be used.
            NotBuiltError, QueryError: as `search`.
        """
        self._require_built()
        outlines = self.outlines()
        known = draft.outline in outlines.problems or any(one.key == draft.outline for one in outlines)
        plan = outlines.get(draft.outline) if known else None
        held = self._decided.documents(draft.drawn_from)
        sources = [held[name] for name in draft.drawn_from if name in held]
        return regenerate(draft, section_key, sources or self._found(draft.query, 30), plan)

    # -- the wizard -------------------------------------------------------------------------------------------

    def gather_for(self, directive: str, *, until: date | None = None) -> Gathered:
        """What a review of a directive would be drawn from: what carries it out, who reported, what speaks of it.

        People change it (`including`, `excluding`) before `draft_from`.

        Args:
            directive: id or symbol of the directive, "34-CT/TU" or "Chỉ thị 34-CT/TU".
            until: the last day of issue that counts; today by default.

        Raises:
            NotBuiltError: the archive has not been built.
            UnknownDocument: no document, or more than one, is meant.
        """
        day = until or date.today()
        document = self._directive(directive)
        family = self.family(document.id)
        document = self.document(family.root.id)
        graph = self._graph()
        asking = [
            one.entry.id
            for one in family.members
            if one.depth and asks_for_reports(one.entry) and (one.entry.date or day) <= day
        ]
        reports = {one.entry.id for one in family.members if one.entry.type in REPORT_TYPES}
        requests = {}
        for name, request in self._decided.documents(asking).items():
            answering = reports | {one.source for one in graph.incoming(name)}
            answers = [
                one
                for one in self._decided.documents(sorted(answering)).values()
                if one.header.date is None or one.header.date <= day
            ]
            requests[name] = who_reported(read_request(request), answers, day)
        limits = Filters(date_from=document.header.date, date_to=day)
        matter = self.searcher().find(_as_words(subject_of(document)), limits, _SAME_MATTER)
        return gather(family, document, day, requests=requests, same_matter=matter)

    def draft_from(self, gathered: Gathered, *, outline: str | Outline = "so_ket", title: str | None = None) -> Draft:
        """Compose and save a draft from what was gathered and is included.

        Raises:
            DraftError: there is no title.
            OutlineError: there is no such outline.
        """
        plan = outline if isinstance(outline, Outline) else self.outlines().get(outline)
        values = gathered.values
        wanted = (title or "").strip() or _title(plan, values)
        held = self._decided.documents([row.entry.id for row in gathered.rows if row.included])
        sources = [held[row.entry.id] for row in gathered.quoted if row.entry.id in held]
        draft = compose(sources, gathered.query, wanted, replace(plan, sources=()), values)
        carried = [held[row.entry.id] for row in gathered.of(ORIGIN, REQUEST) if row.entry.id in held]
        self._open(draft, carried)
        issued = [held[row.entry.id] for row in gathered.of(*LISTED) if row.entry.id in held]
        for section in plan.sections:
            if section.lists_documents and issued:
                draft.section(section.key).items[:0] = documents_issued(issued, gathered.directive)
                draft.bear(labels_of(issued))
                break
        self.save_draft(draft)
        return draft

    def draft_for(
        self, directive: str, *, outline: str | Outline = "so_ket", until: date | None = None, title: str | None = None
    ) -> tuple[Draft, Gathered]:
        """Compose and save the draft of a review of a directive, and tell what it was gathered from.

        Arguments and raises: as `gather_for` and `draft_from`.
        """
        gathered = self.gather_for(directive, until=until)
        return self.draft_from(gathered, outline=outline, title=title), gathered

    # -- the matrix -------------------------------------------------------------------------------------------

    def matrix(
        self,
        query: str | Sequence[Document] = "",
        *,
        rows: str = UNIT,
        columns: Sequence[str] | None = None,
        period: str | Period | None = None,
        units: Sequence[str] = (),
        documents: int = 200,
    ) -> Matrix:
        """Which unit says what, in which period: a matrix of passages; its empty cells are the gaps.

        Args:
            query: the reports that a search finds ("" for the newest), or the reports themselves.
            rows: "đơn vị", or "văn bản" for one row a document.
            columns: keys of sections ("ket_qua" …) or phrases; by default the eight sections of a report.
            period: only reports of this period.
            units: units that must have a row, also those that said nothing.
            documents: how many found reports to look at; of a period all are.

        Raises:
            DraftError: rows of an unknown kind.
            NotBuiltError, QueryError: as `search`.
        """
        if rows not in ROWS:
            raise DraftError(f"Ma trận không có hàng kiểu “{rows}”.", f"Chọn: {', '.join(ROWS)}.")
        when = parse_period(period) if period is not None else None
        if isinstance(query, str):
            types = Filters.of({"type": sorted(REPORT_TYPES)})
            found = self._reports_of(when) if when else self.searcher().find(query, types, documents)
            return make_matrix(found, query, rows=rows, columns=columns, units=units)
        chosen = {one.id for one in self._reports_of(when)} if when else {one.id for one in query}
        found = [one for one in query if one.id in chosen]
        return make_matrix(found, rows=rows, columns=columns, units=units)

    def report_requests(self) -> list[Document]:
        """The documents that ask units to report, newest first, without their texts.

        Raises:
            NotBuiltError: the archive has not been built.
        """
        self._require_built()
        hidden = self._decided.representative_of
        found = [one for one in self._decided.headers() if one.id not in hidden and asks_for_reports(_entry(one))]
        return sorted(found, key=lambda one: (one.header.date or date.min, one.id), reverse=True)

    def matrix_of_request(
        self, request: str, *, rows: str = UNIT, columns: Sequence[str] | None = None, until: date | None = None
    ) -> Matrix:
        """The matrix of the reports that answer a request; who was asked and has not reported has an empty row.

        Args:
            request: id or symbol of the document that asks for reports.
            rows, columns: as in `matrix`.
            until: reports of later days are left out; today by default.

        Raises:
            NotBuiltError, UnknownDocument, DraftError: as `gather_for` and `matrix`.
        """
        asked = self.reported(self._directive(request).id, on=until)
        names = [row.document_id for row in asked.rows if row.document_id]
        held = self._decided.documents(names)
        units = [row.unit for row in asked.rows] if rows == UNIT else []
        return self.matrix([held[name] for name in names if name in held], rows=rows, columns=columns, units=units)

    # -- parts ------------------------------------------------------------------------------------------------

    @property
    def _outline_folder(self) -> Path:
        return self.settings.workspace / FOLDER

    def _forget_secrets(self, rows: tuple[BuildRow, ...]) -> tuple[BuildRow, ...]:
        forget_material()
        return super()._forget_secrets(rows)

    @abstractmethod
    def _found(
        self, query: str, documents: int, date_from: date | None = None, date_to: date | None = None
    ) -> list[Document]:
        """The documents a query finds, best first, at most so many."""

    def _sources(self, query: str, limit: int, plan: Outline, when: Period | None) -> list[Document]:
        if when is not None:
            found = self._reports_of(when)  # all of them: what a report says of the query is told sentence by sentence
            if not found:
                raise DraftError(f"Kho không có báo cáo nào của {when.label}.", "Hãy chọn kỳ khác.")
            return found
        if plan.sources:
            reports = self.searcher().find(query, Filters.of({"type": plan.sources}), limit)
            if len(reports) >= _LEAST_REPORTS:
                return reports
        return self._found(query, limit)

    def _reports_of(self, when: Period) -> list[Document]:
        """The reports of a period: those whose title names it; where hardly any does, also those issued then that name
        none."""
        hidden = self._decided.representative_of
        naming, issued = [], []
        for one in self._decided.headers():
            if one.header.type not in REPORT_TYPES or one.id in hidden:
                continue
            named_period = period_of(one)
            if named_period is not None and (named_period.end, named_period.months) == (when.end, _months(when)):
                naming.append(one.id)
            elif named_period is None and one.header.date is not None and when.holds(one.header.date):
                issued.append(one.id)
        names = naming if len(naming) >= _LEAST_REPORTS else [*naming, *issued]
        held = self._decided.documents(names)
        return [held[name] for name in names if name in held]

    def _directive(self, name: str) -> Document:
        spans = find_symbols(name)
        if not spans:
            return self.document(name.strip())
        self._require_built()
        found = self._bearing(spans[0].text)
        if len(found) > 1:
            kinds = [one for one in found if one.header.type and one.header.type.lower() in name.lower()]
            found = kinds or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownDocument(
                f"Kho không có văn bản số {spans[0].text}.", "Hãy kiểm tra số ký hiệu, hoặc nạp văn bản này vào kho."
            )
        listed = "; ".join(f"{one.id} – {named(one)}" for one in found[:5])
        raise UnknownDocument(
            f"Có {len(found)} văn bản cùng số {spans[0].text}: {listed}.", "Hãy dùng mã văn bản thay cho số ký hiệu."
        )

    def _bearing(self, symbol: str) -> list[Document]:
        """The documents that bear a symbol; of several files of one document the one that stands for all."""
        directory, wanted = self._graph().directory, symbol_key(symbol)
        names = {
            directory.representative(one.id)
            for one in directory.entries.values()
            if one.symbol and symbol_key(one.symbol) == wanted
        }
        held = self._decided.documents(sorted(names))
        return list(held.values())

    def _named_in(self, title: str) -> Document | None:
        """The one document of the archive that a title names by its symbol."""
        spans = find_symbols(title)
        found = self._bearing(spans[0].text) if spans and self.is_built else []
        return found[0] if len(found) == 1 else None

    def _open(self, draft: Draft, carried: Sequence[Document]) -> None:
        if carried and any(section.key == OPENING for section in draft.sections):
            draft.section(OPENING).items.append(opening(carried, self.settings.office.organ))
            draft.bear(labels_of(carried))


def _entry(document: Document) -> Entry:
    header = document.header
    return Entry(
        document.id, document.path, header.symbol, header.type, header.issuer, header.date, document.title
    )  # fmt: skip


def _title(outline: Outline, values: dict[str, str]) -> str:
    """The title that an outline's pattern gives. Raises DraftError where it lacks something."""
    needed = [name for name in ("so_nam", "van_ban", "chu_de", "ky", "ky_toi") if f"{{{name}}}" in outline.title]
    if not outline.title or any(not values.get(name) for name in needed):
        raise DraftError("Dự thảo chưa có trích yếu.", "Hãy ghi trích yếu, ví dụ “sơ kết 02 năm thực hiện …”.")
    return filled(outline.title, values)


def _values(query: str, when: Period | None) -> dict[str, str]:
    values = {"chu_de": " ".join(query.split())}
    if when is not None:
        values |= {"ky": when.label, "ky_toi": _next(when)}
    return values


def _next(when: Period) -> str:
    """What the period after one is called: after nine months the last three of the year."""
    months = _months(when)
    if months == 9 and when.start.month == 1:
        return f"3 tháng cuối năm {when.end.year}"
    start = when.end + timedelta(days=1)
    count = start.year * 12 + start.month - 1 + months
    return Period(start, date(count // 12, count % 12 + 1, 1) - timedelta(days=1)).label


def _months(when: Period) -> int:
    return (when.end.year - when.start.year) * 12 + when.end.month - when.start.month + 1


def _as_words(text: str) -> str:
    """A text as a plain query: no sign in it is an operator."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split()[:24])
