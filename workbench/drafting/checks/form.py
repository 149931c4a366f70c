"""Check of form (thể thức): is the document set and worded as the rules of its day ask (domain.md §2.5, §3.3)?

Of a .docx from outside every part is measured against the table of layout; of other files, and of drafts, only what
words can tell. A file that is no official document (no organ, no number: a contract, an article) is let be.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.documents.header import read_header
from workbench.documents.model import System
from workbench.drafting.checks.form_docx import read_sheet
from workbench.drafting.checks.form_letters import check_letters
from workbench.drafting.checks.form_page import check_page
from workbench.drafting.checks.form_parts import find_parts
from workbench.drafting.checks.form_rules import KEY, Form, layout_in_force
from workbench.drafting.checks.form_words import check_draft_words, check_words
from workbench.drafting.checks.model import Checked, Finding, Severity

_NOT_OFFICIAL = frozenset(("Hợp đồng", "Bản ghi nhớ", "Bản thỏa thuận", "Văn bản hợp nhất"))
"""Kinds that private people write too, or that are only put together from others."""


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
    system = header.system or subject.system
    if system is None or header.type in _NOT_OFFICIAL or not _is_official(parts.spans):
        return
    version, layout = layout_in_force(subject, system)
    if layout is None:
        yield _unknown(subject, system)
        return
    form = Form(subject, version, layout, text, header, parts)
    if sheet is not None:
        yield from check_page(form, sheet)
        yield from check_letters(form, sheet)
    yield from check_words(form)


def _is_official(spans: dict[str, list[tuple[int, int]]]) -> bool:
    return "co_quan" in spans and ("so_ky_hieu" in spans or "ten_loai" in spans or "tieu_de" in spans)


def _unknown(subject: Checked, system: System) -> Finding:
    version, _ = layout_in_force(subject, system)
    rule = version.form
    which = f"theo {rule.name}" if rule else "của thời điểm ban hành"
    return Finding(
        KEY,
        Severity.HINT,
        f"Chưa kiểm thể thức: nội dung quy định thể thức {which} chưa có trong bảng.",
        "Văn bản này phải đối chiếu với quy định của thời điểm ban hành, không phải quy định hiện nay.",
        rule=f"{rule.name} [{rule.mark}]" if rule else "",
    )
