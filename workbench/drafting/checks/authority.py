"""Check of authority (thẩm quyền): who may issue this, who signs it, and whose documents it may replace.

Rules: domain.md §2.5 (who signs in whose name), §2.6 (which organ issues what; who may replace whose documents). What
was not compared with the text of a rule gives hints only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workbench.documents.authority import Ruling, level, may_issue, may_sign, organ_kinds
from workbench.documents.form_versions import MARKS, FormVersion, Mark, in_force, load
from workbench.documents.model import System
from workbench.documents.reference_cues import CHANGES, KINDS
from workbench.documents.references import find_references
from workbench.documents.signature import Signature, read_signature
from workbench.documents.symbols import SymbolSpan, find_symbols
from workbench.documents.tables import document_types
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.vietnamese.spelling import clean

KEY = "tham_quyen"

_AUTHORITY = re.compile(
    r"(?<!\S)(?P<first>T|K|TU)\s?(?:/\s?(?P<party>[MTLQ])|(?P<state>[MTLQ])\s?\.)\s*\.?\s*(?=[^\W\d_]{2})"
)
# Kinds that replace and abolish; a report tells what others replaced.
_DISPOSING = frozenset(
    ("Nghị quyết", "Quyết định", "Quy định", "Quy chế", "Chỉ thị", "Kết luận", "Hướng dẫn", "Thông tri", "Thông tư")
)
# domain.md §2.6; that the State keeps to the same order is general knowledge there.
_CHANGED_BY_ITS_OWN: dict[System, tuple[str, Mark]] = {
    "party": ("66-QĐ/TW", "V"),
    "state": ("Luật Ban hành văn bản quy phạm pháp luật", "K"),
}
_ADVICE_ASK = "Hãy hỏi người thẩm định thể thức, hoặc đối chiếu bản gốc của quy định."


def check_authority(subject: Checked) -> Iterator[Finding]:
    """Findings about the authority of who issues and signs; of State documents only the kind and what they replace."""
    if subject.system is None:
        return
    version = in_force(subject.system, subject.day or date.today(), subject.tables)
    yield from _kind_of_system(subject, version)
    if subject.system == "party":
        signature = _signature(subject)
        organs = organ_kinds(subject.issuer, _own(subject), signature.organ if signature else None, subject.day)
        yield from _kind_of_organ(subject, version, organs)
        yield from _signing(subject, version, organs, signature)
    yield from _replaced(subject)


def severity_of(mark: Mark, wanted: Severity = Severity.ERROR) -> Severity:
    """What a rule of this mark may give at most: rules that were not compared with their text give hints only."""
    return wanted if mark == "V" else Severity.HINT


def source(rule: str, mark: str) -> str:
    """A rule with its mark, as findings show it: "66-QĐ/TW [V]"."""
    return f"{rule} [{mark}]"


def _own(subject: Checked) -> SymbolSpan | None:
    """The symbol of the document; of a draft, whose number is open, what its organ says."""
    spans = find_symbols(subject.symbol)
    if not spans and subject.symbol and "/" not in subject.symbol:
        spans = find_symbols(f"1-BC/{subject.symbol}" if subject.system == "party" else f"1/BC-{subject.symbol}")
    return spans[0] if spans else None


def _signature(subject: Checked) -> Signature | None:
    if subject.document is None:
        return None
    plain = clean(subject.document.text)
    evidence = subject.document.header.evidence
    head = max((evidence[name].end or 0 for name in ("type", "subject", "symbol") if name in evidence), default=0)
    return read_signature(plain, plain.split("\n"), min(head, len(plain)))


# Which kinds -----------------------------------------------------------------------------------------------------


def _kind_of_system(subject: Checked, version: FormVersion) -> Iterator[Finding]:
    """A kind of document that only the other system has."""
    systems = {kind.system for kind in document_types() if kind.name == subject.type_name}
    if not systems or systems & {subject.system, "both"} or subject.type_name == "Công văn":
        return
    rule = version.authority if subject.system == "party" else version.form
    if rule is None:
        return
    whose = "của Đảng" if subject.system == "party" else "hành chính của cơ quan nhà nước"
    yield Finding(
        KEY,
        severity_of(rule.mark, Severity.WARNING),
        f"“{subject.type_name}” không có trong danh mục thể loại văn bản {whose}.",
        "Hãy chọn lại tên loại.",
        rule=source(rule.name, rule.mark),
    )


def _kind_of_organ(subject: Checked, version: FormVersion, organs: tuple[str, ...]) -> Iterator[Finding]:
    if version.authority is None or not organs or not subject.type_name:
        return
    rulings = may_issue(version.authority.name, organs, subject.type_name, subject.tables)
    if rulings:
        if all(ruling.allowed is False for ruling in rulings):
            yield _not_allowed(subject, rulings)
        return
    # The rule in force has no table for this organ: what the rule before it did not allow is worth a question.
    earlier = [
        rule for rule in load(subject.tables) if rule.about == "tham_quyen" and rule.since < version.authority.since
    ]
    for rule in sorted(earlier, key=lambda rule: rule.since, reverse=True):
        before = may_issue(rule.name, organs, subject.type_name, subject.tables)
        if before and all(ruling.allowed is False for ruling in before):
            yield Finding(
                KEY,
                Severity.HINT,
                f"Chưa có bảng thẩm quyền đã đối chiếu của {_named(before)} theo {version.authority.name}; theo"
                f" {rule.name} (đã hết hiệu lực) cơ quan này không ban hành “{subject.type_name}”.",
                _ADVICE_ASK,
                rule=source(version.authority.name, "K"),
            )
        if before:
            return


def _not_allowed(subject: Checked, rulings: tuple[Ruling, ...]) -> Finding:
    mark: Mark = "V" if all(ruling.mark == "V" for ruling in rulings) else rulings[0].mark
    rule = rulings[0].rule
    unsure = "" if mark == "V" else f" ({MARKS[mark]})"
    return Finding(
        KEY,
        severity_of(mark),
        f"{_named(rulings)} không có thẩm quyền ban hành “{subject.type_name}” theo {rule}{unsure}.",
        "Hãy xem lại tên loại, hoặc cơ quan ban hành.",
        rule=source(rule, mark),
    )


def _named(rulings: tuple[Ruling, ...]) -> str:
    return " và ".join(ruling.organ for ruling in rulings)


# Who signs -------------------------------------------------------------------------------------------------------


def _signing(
    subject: Checked, version: FormVersion, organs: tuple[str, ...], signature: Signature | None
) -> Iterator[Finding]:
    if version.form is None or signature is None or subject.document is None or not organs:
        return
    if signature.name is None and signature.title is None:
        return
    authority, start, end = _printed_authority(subject.document.text, signature)
    title = signature.title or ""
    ruling = may_sign(version.form.name, organs[0], authority, title.startswith("Phó"), subject.tables)
    if ruling is None or ruling.allowed is not False:
        return
    how = f"ký “{authority}”" if authority else "ký không ghi quyền hạn"
    wanted = Severity.WARNING if version.in_transition or not authority else Severity.ERROR
    page = subject.document.page_of(start) if end else None
    passage = subject.document.passage_of(start) if end else None
    yield Finding(
        KEY,
        severity_of(ruling.mark, wanted),
        f"{ruling.organ} {how}, không đúng thẩm quyền ký: {ruling.note[:1].lower()}{ruling.note[1:]}.",
        "Hãy sửa phần quyền hạn, chức vụ người ký.",
        start=start,
        end=end,
        page=page,
        passage=passage.number if passage else None,
        rule=source(ruling.rule, ruling.mark),
    )


def _printed_authority(text: str, signature: Signature) -> tuple[str, int, int]:
    """The quyền hạn of a signature in Party spelling with its offsets in the text; ("", 0, 0) where it prints none."""
    rows = text.split("\n")
    offset = sum(len(row) + 1 for row in rows[: signature.first_row])
    for row in rows[signature.first_row : max(signature.name_row, signature.first_row) + 1]:
        match = _AUTHORITY.search(row)
        if match:
            last = match["party"] or match["state"]
            return f"{match['first']}/{last}", offset + match.start(), offset + match.end()
        offset += len(row) + 1
    return "", 0, 0


# Whose documents it may change -----------------------------------------------------------------------------------


def _replaced(subject: Checked) -> Iterator[Finding]:
    """Documents of a higher organ that this one replaces, changes or does away with (domain.md §2.6)."""
    own = _own(subject)
    mine = level(own) if own else None
    if own is None or mine is None or subject.type_name not in _DISPOSING:
        return
    rule, mark = _CHANGED_BY_ITS_OWN[own.system]
    for section, item in subject.items():
        for one in find_references(item.text, subject.symbol or None):
            other = one.symbol
            if one.relation not in CHANGES or one.by is not None or one.proposed or other is None:
                continue
            above = level(other)
            if other.system != own.system or above is None or above <= mine:
                continue
            yield Finding(
                KEY,
                severity_of(mark, Severity.WARNING),
                f"Văn bản này {KINDS[one.relation]} {one.type or 'văn bản'} số {other.symbol} của cơ quan cấp trên; chỉ"
                " chính cơ quan ban hành hoặc cơ quan cấp trên có thẩm quyền mới được làm việc đó.",
                "Hãy xem lại số ký hiệu, hoặc bỏ nội dung này và kiến nghị với cơ quan cấp trên.",
                section_key=section.key,
                item_id=item.id,
                start=one.start,
                end=one.end,
                rule=source(rule, mark),
            )
