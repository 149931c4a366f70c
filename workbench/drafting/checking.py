"""Checks before a text is signed, as methods of `Workbench`: of a draft, and of any file from outside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from whoosh import query

from workbench.analysis.relations_methods import Linking
from workbench.analysis.relations_validity import Validity
from workbench.archive.intake import Job, document_id, read_document
from workbench.documents.model import Document
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import IN_FORCE, UNKNOWN
from workbench.drafting.checks import CHECKS, Checked, Finding, of_draft, run_checks
from workbench.drafting.checks.findings import Findings
from workbench.drafting.checks.outside import checked_file
from workbench.drafting.model import Draft
from workbench.errors import CheckError, UnknownDocument

_MOST_FILES = 50  # files of one symbol that are looked at


class Checking(Linking):
    """The part of `Workbench` about checks."""

    def check(self, draft: Draft, *, only: Collection[str] = ()) -> Findings:
        """Look a draft through before it is exported: sources, drift from them, numbers, tasks, form, authority.

            findings = wb.check(draft)
            findings.errors

        Args:
            draft: the draft; it need not be saved.
            only: keys of the checks to run, all by default ("lech_nguon", "tong_ty_le" …).

        Raises:
            CheckError: `only` names a check that there is not.
        """
        office = self.settings.office
        known = self._known()
        if known is not None:
            known.load({citation.document_id for item in draft.items() for citation in (*item.citations, *item.also)})
        subject = of_draft(
            draft,
            issuer=office.organ,
            parent=office.parent,
            symbol=office.symbol,
            place=office.place,
            archive=known,
            lexicon=self.lexicon,
            tables=self.settings.lexicon if self.settings.lexicon.is_dir() else None,
        )
        return _told(draft.title or "dự thảo", subject, only)

    def check_file(self, path: Path | str, *, only: Collection[str] = ()) -> Findings:
        """Look a file from outside through, with the same checks; .docx, .doc, .pdf and all else that can be read.

        The sources of its sentences are those that its footnotes name, or their own words, where the archive has them.

        Args:
            path: the file.
            only: as in `check`.

        Raises:
            CheckError: there is no such file, or `only` names a check that there is not.
            UnreadableFile, MissingPart: it cannot be read.
            SecretDocument: it bears a secrecy mark: nothing of it is looked at (domain.md §5.3).
        """
        file = Path(path)
        if not file.is_file():
            raise CheckError(f"Không có tệp “{file}”.", "Hãy kiểm tra lại đường dẫn tới tệp cần kiểm.")
        document = read_document(Job(file, file.name, document_id(file.name)))
        subject = checked_file(
            document,
            file,
            archive=self._known(),
            lexicon=self.lexicon,
            tables=self.settings.lexicon if self.settings.lexicon.is_dir() else None,
        )
        return _told(file.name, subject, only)

    def _known(self) -> _Known | None:
        return _Known(self) if self.is_built else None


class _Known:
    """What the archive knows of cited documents; asked anew for each run of the checks, within it once."""

    def __init__(self, workbench: Checking) -> None:
        self._workbench = workbench
        self._documents: dict[str, Document | None] = {}
        self._found: dict[str, list[Document]] = {}
        self._states: Mapping[str, str] | None = None

    def load(self, ids: Iterable[str]) -> None:
        """Fetch documents that will be asked for, at once."""
        wanted = sorted(set(ids) - self._documents.keys())
        held = self._workbench._decided.documents(wanted)
        self._documents.update({name: held.get(name) for name in wanted})

    def document(self, document_id: str) -> Document | None:
        if document_id not in self._documents:
            self.load([document_id])
        return self._documents[document_id]

    def at(self, path: str) -> Document | None:
        found = self.document(document_id(path))
        if found is not None and found.path == path:
            return found
        state = self._workbench.catalogue.files().get(path)  # moved or renamed since it was first seen
        return self.document(state.document_id) if state is not None and state.document_id else None

    def find(self, symbol: str, day: date | None = None) -> Sequence[Document]:
        wanted = symbol_key(symbol)
        if wanted not in self._found:
            engine = self._workbench._usable_engine()
            found = engine.search(query.Term("symbols", wanted), limit=_MOST_FILES, sort="date", facets=())
            shown = self._workbench.representative_of
            ids = dict.fromkeys(shown.get(name, name) for name, _ in found.hits)
            self.load(ids)
            documents = [document for name in ids if (document := self.document(name)) is not None]
            self._found[wanted] = [one for one in documents if symbol_key(one.header.symbol or "") == wanted]
        documents = self._found[wanted]
        return [one for one in documents if day is not None and one.header.date == day] or documents

    def validity(self, document_id: str, day: date | None = None) -> Validity | None:
        if self._states is None:
            self._states = self._workbench._validity.states()
        # The states that the second stage worked out spare the graph of the whole archive where all is in force.
        if self._states and self._states.get(document_id, UNKNOWN) in (IN_FORCE, UNKNOWN):
            return None
        try:
            return self._workbench.validity(document_id, day)
        except UnknownDocument:
            return None

    def same(self, document_id: str) -> frozenset[str]:
        shown = self._workbench.representative_of
        head = shown.get(document_id, document_id)
        return frozenset({document_id, head, *(name for name, other in shown.items() if other == head)})


def _told(about: str, subject: Checked, only: Collection[str]) -> Findings:
    rows = sorted(run_checks(subject, only), key=lambda row: row.severity.rank)
    chosen = [check for check in CHECKS if not only or check.key in only]
    labels = {check.key: check.label for check in CHECKS}
    skipped = tuple(check.label for check in chosen if check.needs_archive and subject.archive is None)
    places: dict[str, str] = {}
    texts = {"": subject.document.text} if subject.document is not None else {}
    for section in subject.sections:
        heading = section.heading or "Phần mở đầu"
        places.setdefault(section.key, heading)
        for number, item in enumerate(section.items, start=1):
            places[item.id] = f"{heading}, câu {number}"
            texts[item.id] = item.text
    return Findings(about, tuple(rows), labels, skipped, places, texts)


__all__ = ["Checking", "Finding", "Findings"]
