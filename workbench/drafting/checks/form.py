"""Check of form (thể thức): is the document set and worded as the rules of its day ask (domain.md §2.5, §3.3)?

Of a .docx from outside every part is measured against the table of layout; of other files, and of drafts, only what
words can tell. A file that is no official document (no organ, no number: a contract, an article) is let be.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.documents.form_versions import FormVersion
from workbench.documents.header import read_header
from workbench.documents.model import Document, Header, System
from workbench.documents.symbols import find_symbols
from workbench.drafting.checks.form_docx import read_sheet
from workbench.drafting.checks.form_letters import check_letters
from workbench.drafting.checks.form_page import check_old_fonts, check_page
from workbench.drafting.checks.form_parts import find_parts
from workbench.drafting.checks.form_rules import KEY, Form, layout_in_force
from workbench.drafting.checks.form_words import check_draft_words, check_words
from workbench.drafting.checks.model import Checked, Finding, Severity

_NOT_OFFICIAL = frozenset(("Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Văn bản hợp nhất"))
"""Kinds that private people write too, or that are only put together from others."""


_LEGISLATION = frozenset(
    ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch")
)
_SURE = 0.9  # of a number that the page prints as letters


def check_form(subject: Checked) -> Iterator[Finding]:
    """Findings about form; offsets of a file's findings are into its text."""
    if subject.document is None:
        if subject.draft is not None and subject.system is not None:
            version, layout = layout_in_force(subject, subject.system)
            if layout is not None:
                yield from check_draft_words(subject, version, layout)
        return
    sheet = read_sheet(subject.path) if subject.path and subject.path.suffix.lower() == ".docx" else None
    text = sheet.text if sheet else subject.document.text
    header = read_header(text) if sheet else subject.document.header
    parts = find_parts(text, header)
    if sheet is not None and not _is_official(parts.spans):
        # The letters of an old font: only the archive's reader makes Vietnamese of them.
        yield from check_old_fonts(subject, sheet)
        sheet, text, header = None, subject.document.text, subject.document.header
        parts = find_parts(text, header)
    system = header.system or subject.system
    if system is None or header.type in _NOT_OFFICIAL or not _is_official(parts.spans):
        return
    version, layout = layout_in_force(subject, system)
    if layout is None or _is_legislation(header, system):
        yield _unknown(version, legislation=layout is not None)
        return
    form = Form(
        subject, version, layout, text, header, parts, recognised=_is_recognised(subject.document), drawn=sheet is None
    )
    if sheet is not None:
        yield from check_page(form, sheet)
        yield from check_letters(form, sheet)
    yield from check_words(form)


def _is_official(spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether an organ of the State or the Party writes: private papers bear the State's title too, but no organ."""
    return ("co_quan" in spans or "tieu_de" in spans) and ("so_ky_hieu" in spans or "ten_loai" in spans)


def _is_recognised(document: Document) -> bool:
    """Whether page 1, or the number on it, was read from an image."""
    page = document.page_confidence[0] if document.page_confidence else None
    number = document.header.evidence.get("symbol")
    return page is not None or (number is not None and 0 < number.confidence < _SURE)


def _is_legislation(header: Header, system: System) -> bool:
    """Whether it is a văn bản quy phạm pháp luật, which NĐ 30/2020 does not rule (domain.md §3.1–3.2)."""
    symbols = find_symbols(header.symbol or "")
    return system == "state" and (header.type in _LEGISLATION or any(symbol.year is not None for symbol in symbols))


def _unknown(version: FormVersion, *, legislation: bool) -> Finding:
    rule = version.form
    if legislation:
        return Finding(
            KEY,
            Severity.HINT,
            "Chưa kiểm thể thức: văn bản quy phạm pháp luật trình bày theo quy định riêng, chưa có trong bảng.",
            "Đối chiếu với quy định về thể thức văn bản quy phạm pháp luật.",
        )
    which = f"theo {rule.name}" if rule else "của thời điểm ban hành"
    return Finding(
        KEY,
        Severity.HINT,
        f"Chưa kiểm thể thức: nội dung quy định thể thức {which} chưa có trong bảng.",
        "Văn bản này phải đối chiếu với quy định của thời điểm ban hành, không phải quy định hiện nay.",
        rule=f"{rule.name} [{rule.mark}]" if rule else "",
    )
