"""Are the cited documents still there, unchanged and in force?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.analysis.relations_validity import Validity
from workbench.documents.model import Citation, Document
from workbench.documents.references import Reference, find_references
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import ENDED, NOT_YET, PARTLY
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity

GONE, CORRECTED, FORCE = "nguon_da_xoa", "nguon_da_sua", "nguon_het_hieu_luc"


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
    """Documents that are no longer, not wholly or not yet in force: sources, and those that the text itself names.

    Each document is told of once, at its first place; a basis (căn cứ) before all else.
    """
    if subject.archive is None:
        return
    force = _Force(subject)
    named = [
        (place, reference, document_id)
        for place in subject.items()
        for reference in find_references(place[1].text)
        if (document_id := _meant(subject, reference)) is not None and force.of(document_id) is not None
    ]
    cited = [
        (place, citation)
        for place in subject.items()
        for citation in _once(place[1])
        if force.of(citation.document_id) is not None
    ]
    told: set[str] = set()
    for (section, item), reference, document_id in sorted(named, key=lambda one: one[1].relation != "can_cu"):
        validity = force.of(document_id)
        if document_id in told or validity is None or reference.symbol is None:
            continue
        same = subject.archive.same(document_id)
        told |= same
        heavy = reference.relation == "can_cu" and validity.state == ENDED and validity.sure
        count = sum(other in same for _, _, other in named)
        yield _finding(
            FORCE,
            Severity.ERROR if heavy else Severity.WARNING,
            f"Văn bản được viện dẫn {reference.symbol.symbol} {_said(validity)}{_places(count)}.",
            "Hãy viện dẫn văn bản đang có hiệu lực; nếu nói về thời gian trước thì ghi rõ là đã được thay thế.",
            section,
            item,
            validity.citation,
            (reference.start, reference.end),
        )
    for (section, item), citation in cited:
        validity = force.of(citation.document_id)
        if citation.document_id in told or validity is None:
            continue
        same = subject.archive.same(citation.document_id)
        told |= same
        count = sum(other.document_id in same for _, other in cited)
        yield _finding(
            FORCE,
            Severity.WARNING,
            f"Nguồn “{_name(citation)}” {_said(validity)}{_places(count)}.",
            "Hãy xem câu này còn đúng theo văn bản đang có hiệu lực không.",
            section,
            item,
            citation,
        )


def _meant(subject: Checked, reference: Reference) -> str | None:
    """The one document that a reference means; a text that tells of a change itself knows it."""
    if reference.symbol is None or reference.change is not None or subject.archive is None:
        return None
    documents = subject.archive.find(reference.symbol.symbol, reference.day)
    return documents[0].id if len(documents) == 1 else None


def _places(count: int) -> str:
    return f" (ở {count} chỗ)" if count > 1 else ""


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
