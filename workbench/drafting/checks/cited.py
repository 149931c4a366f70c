"""Are the cited documents still there, unchanged and in force?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.analysis.relations_validity import Validity
from workbench.documents.model import Citation, Document
from workbench.documents.references import find_references
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import ENDED, NOT_YET, PARTLY
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity

GONE, CORRECTED, FORCE = "nguon_da_xoa", "nguon_da_sua", "nguon_het_hieu_luc"

_BASED_ON = frozenset({"can_cu", "thuc_hien", "huong_dan"})


def check_gone(subject: Checked) -> Iterator[Finding]:
    """Sources whose original was deleted from the archive."""
    for section, item in subject.items():
        for citation in _once(item):
            missing = subject.archive is not None and subject.archive.document(citation.document_id) is None
            if citation.gone or missing:
                yield _finding(
                    GONE,
                    Severity.WARNING,
                    "Bản gốc của một nguồn của câu này không còn trong kho.",
                    "Câu trích vẫn giữ nhưng không mở lại được để đối chiếu; hãy đưa lại bản gốc hoặc dẫn nguồn khác.",
                    section,
                    item,
                    None,  # it may be gone because it is secret: then its title, too, must not be told
                )


def check_corrected(subject: Checked) -> Iterator[Finding]:
    """Sources that say something else since the sentence was taken: the text anew, or corrected by a person."""
    if subject.archive is None:
        return
    for section, item in subject.items():
        for citation in _once(item):
            document = subject.archive.document(citation.document_id)
            message = _changed(citation, document) if document is not None else ""
            if message:
                yield _finding(
                    CORRECTED,
                    Severity.WARNING,
                    message,
                    "Hãy mở lại nguồn, đối chiếu rồi dẫn lại câu này.",
                    section,
                    item,
                    citation,
                )


def check_force(subject: Checked) -> Iterator[Finding]:
    """Documents that are no longer, not wholly or not yet in force: sources, and those that the text itself names."""
    if subject.archive is None:
        return
    force = _Force(subject)
    for section, item in subject.items():
        told: set[str] = set()
        for reference in find_references(item.text):
            if reference.symbol is None:
                continue
            documents = subject.archive.find(reference.symbol.symbol, reference.day)
            if len(documents) != 1 or documents[0].id in told:
                continue
            validity = force.of(documents[0].id)
            if validity is None or reference.change is not None:
                continue  # a text that tells of the change itself knows it
            told |= subject.archive.same(documents[0].id)
            heavy = reference.relation in _BASED_ON and validity.state == ENDED and validity.sure
            yield _finding(
                FORCE,
                Severity.ERROR if heavy else Severity.WARNING,
                f"Văn bản được viện dẫn {reference.symbol.symbol} {_said(validity)}.",
                "Hãy viện dẫn văn bản đang có hiệu lực; nếu nói về thời gian trước thì ghi rõ là đã được thay thế.",
                section,
                item,
                validity.citation,
                (reference.start, reference.end),
            )
        for citation in _once(item):
            validity = None if citation.document_id in told else force.of(citation.document_id)
            if validity is not None:
                yield _finding(
                    FORCE,
                    Severity.WARNING,
                    f"Nguồn “{_name(citation)}” {_said(validity)}.",
                    "Hãy xem câu này còn đúng theo văn bản đang có hiệu lực không.",
                    section,
                    item,
                    citation,
                )


@dataclass
class _Force:
    """The states of force that call for a word, each worked out once."""

    subject: Checked

    def __post_init__(self) -> None:
        self._known: dict[str, Validity | None] = {}

    def of(self, document_id: str) -> Validity | None:
        """The state of a document, None where there is nothing to say."""
        if document_id not in self._known:
            archive = self.subject.archive
            found = archive.validity(document_id, self.subject.day) if archive else None
            self._known[document_id] = found if found and found.state in (ENDED, PARTLY, NOT_YET) else None
        return self._known[document_id]


def _said(validity: Validity) -> str:
    sure = "" if validity.sure else " (chưa chắc, cần xem lại)"
    reason = f": {validity.reason}" if validity.reason else ""
    return f"{validity.state}{sure}{reason}"


def _changed(citation: Citation, document: Document) -> str:
    if citation.quote and citation.quote not in document.text:
        return f"Nguồn “{_name(citation)}” đã được thay nội dung: không còn câu đã trích."
    header = document.header
    pieces = []
    if header.symbol and citation.symbol and symbol_key(header.symbol) != symbol_key(citation.symbol):
        pieces.append(f"số ký hiệu nay là {header.symbol}")
    if header.date and citation.date and header.date != citation.date:
        pieces.append(f"ngày nay là {header.date:%d/%m/%Y}")
    return f"Nguồn “{_name(citation)}” đã được đính chính: {', '.join(pieces)}." if pieces else ""


def _once(item: CheckedItem) -> list[Citation]:
    """The first citation of each document of an item."""
    first: dict[str, Citation] = {}
    for citation in (*item.citations, *item.also):
        if citation.document_id:
            first.setdefault(citation.document_id, citation)
    return list(first.values())


def _name(citation: Citation) -> str:
    return citation.symbol or citation.title or citation.path


def _finding(
    check: str,
    severity: Severity,
    message: str,
    advice: str,
    section: CheckedSection,
    item: CheckedItem,
    citation: Citation | None,
    span: tuple[int, int] = (0, 0),
) -> Finding:
    return Finding(check, severity, message, advice, section.key, item.id, *span, citation=citation)
