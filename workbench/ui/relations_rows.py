"""Lines of the relations panel as HTML: references, events, members of a family, differences, and validity."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.analysis.comparison import KINDS as CHANGES
from workbench.analysis.comparison import Comparison, Piece
from workbench.analysis.comparison import Row as Difference
from workbench.analysis.relations import WHERE, Relation
from workbench.analysis.relations_family import Member
from workbench.analysis.relations_resolve import STATES, Entry
from workbench.analysis.relations_validity import Event, Validity
from workbench.documents.model import Citation, Document
from workbench.documents.reference_relations import KINDS
from workbench.documents.validity import ENDED, IN_FORCE
from workbench.ui.markup import escape, marked, number, shorten
from workbench.workspace.row_decisions import SAID

_AROUND = 90  # characters of what stayed the same that are shown beside a change
_QUOTE = 420  # characters of a quotation in a list


def document_html(document: Document, validity: Validity | None, proof: Citation | None) -> str:
    """What names a document, and whether it is in force, with the words that say so."""
    header = document.header
    day = f"{header.date:%d/%m/%Y}" if header.date else None
    fields = [f"Số {header.symbol}" if header.symbol else None, header.type, header.issuer, day]
    meta = " · ".join(escape(field) for field in fields if field) or escape(document.path)
    head = f'<h3>{escape(document.title)}</h3><div class="wb-meta">{meta}</div>'
    return head + (validity_html(validity, proof) if validity is not None else "")


def validity_html(validity: Validity, proof: Citation | None) -> str:
    """Whether a document is in force, why, and the sentence that says so."""
    since = f" từ ngày {validity.begins:%d/%m/%Y}" if validity.begins else ""
    until = f" đến hết ngày {validity.ends:%d/%m/%Y}" if validity.ends else ""
    span = f"Có hiệu lực{since}{until}. " if (since or until) and validity.state != "không rõ" else ""
    doubt = (
        ""
        if validity.sure
        else (' <span class="wb-doubt">Chưa chắc: viện dẫn làm căn cứ có thể chỉ văn bản khác cùng số.</span>')
    )
    reason = validity.reason[:1].upper() + validity.reason[1:]
    css = {IN_FORCE: " wb-in-force", ENDED: " wb-ended"}.get(validity.state, "")
    state = f'<span class="wb-state{css}">Hôm nay: {escape(validity.state)}</span>'
    told = f"<p>{state} {escape(span)}{escape(reason)}.{doubt}</p>"
    if validity.citation is None or proof is None:
        return told
    words = marked(proof.quote, [(validity.citation.start, validity.citation.end)], proof.start)
    return (
        f'{told}<p class="wb-snippet">“{words}”</p>'
        f'<div class="wb-source">Câu nói điều đó ở: {escape(validity.citation.label)}</div>'
    )


def relation_html(relation: Relation, goes_out: bool, entries: Mapping[str, Entry]) -> str:
    """A reference: how it relates, the other document, how sure that is, and the words."""
    other = entries.get((relation.target.id or "") if goes_out else relation.source)
    verb = KINDS[relation.relation]
    head = f"Văn bản này {verb}" if goes_out else f"{_upper(verb)} văn bản này"
    name = _entry_html(other) if other is not None else f"<strong>{escape(relation.name)}</strong>"
    sure = STATES[relation.target.state]
    note = f" ({escape(relation.target.note)})" if relation.target.note else ""
    said = relation.word.decision if relation.word is not None else None
    state = f'<span class="wb-state">{escape(_upper(SAID[said]))}</span>' if said else ""
    told = f"Dẫn tới văn bản: {escape(sure)}{note}" if goes_out or relation.target.state != "resolved" else ""
    css = "wb-meta" if relation.target.state == "resolved" or said else "wb-doubt"
    return (
        f'<div><span class="wb-verb">{escape(head)}</span> {name} {state}</div>'
        + (f'<div class="{css}">{told}</div>' if told else "")
        + _quote(relation.citation.quote)
        + _source(relation.citation, f" – {WHERE[relation.where]}")
    )


def event_html(event: Event) -> str:
    """A point in the life of a document."""
    day = f"{event.day:%d/%m/%Y}" if event.day else "chưa rõ ngày"
    by = f" – {escape(event.name)}" if event.what != "ban hành" else ""
    title = f'<div class="wb-meta">{escape(shorten(event.title, 160))}</div>' if event.title else ""
    words = _quote(event.citation.quote) + _source(event.citation) if event.citation is not None else ""
    return f"<div><strong>{day}</strong>: {escape(event.what)}{by}</div>{title}{words}"


def member_html(member: Member, entries: Mapping[str, Entry]) -> str:
    """A member of a family: what it is to the directive, through which document, by which words."""
    parent = entries.get(member.parent or "")
    through = f"{KINDS[member.relation]} {parent.symbol or shorten(parent.title, 60)}" if parent is not None else ""
    passing = " · chỉ nhắc tới" if not member.direct else ""
    words = _quote(member.citation.quote) + _source(member.citation) if member.citation is not None else ""
    return (
        f"<div>{_entry_html(member.entry)}</div>"
        f'<div class="wb-meta">Bước {member.depth} · {escape(member.role)} · {escape(through)}{passing}</div>{words}'
    )


def difference_html(row: Difference, section: bool) -> str:
    """What happened to one passage, the words marked; `section`: with the heading it stands under."""
    if row.kind == "changed":
        body = "".join(_piece(piece) for piece in row.pieces)
    else:
        shown = row.second or row.first
        body = escape(shown.quote if shown is not None else "")
        body = {"added": f"<ins>{body}</ins>", "dropped": f"<del>{body}</del>"}.get(row.kind, body)
    what = _upper(CHANGES[row.kind]) + (", chuyển chỗ" if row.moved and row.kind != "moved" else "")
    places = [
        f"{label}: {one.place}" for label, one in (("bản trước", row.first), ("bản sau", row.second)) if one is not None
    ]
    heading = f"<h4>{escape(row.section or 'Đầu văn bản')}</h4>" if section else ""
    numbers = "; ".join(
        f"{f'{one.about}: ' if one.about else ''}{one.before or '(không có)'} → {one.after or '(không có)'}"
        for one in row.numbers
    )
    told = f'<div class="wb-doubt">Số thay đổi: {escape(numbers)}</div>' if numbers else ""
    return (
        f'{heading}<div><span class="wb-verb">{escape(what)}</span></div><p class="wb-differs">{body}</p>{told}'
        f'<div class="wb-source">{escape("; ".join(places))}</div>'
    )


def comparison_html(comparison: Comparison) -> str:
    """The two documents, and how many passages were kept, changed, added, dropped and moved."""
    counts = comparison.counts
    told = ", ".join(f"{CHANGES[kind]} {number(counts[kind])}" for kind in ("added", "dropped", "changed", "moved"))
    return (
        f"<p><strong>Bản trước:</strong> {escape(comparison.first)}<br>"
        f"<strong>Bản sau:</strong> {escape(comparison.second)}</p>"
        f"<p>Số đoạn: {told}; giữ nguyên {number(counts['same'])}. "
        '<span class="wb-hint">Chữ <ins>gạch chân</ins> là thêm, chữ <del>gạch ngang</del> là bỏ.</span></p>'
    )


def _piece(piece: Piece) -> str:
    text = piece.text
    if piece.op == "equal" and len(text) > 2 * _AROUND + 20:
        text = f"{text[:_AROUND]} … {text[-_AROUND:]}"
    return {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}[piece.op].format(escape(text))


def _entry_html(entry: Entry) -> str:
    day = f", {entry.date:%d/%m/%Y}" if entry.date else ""
    symbol = f"{escape(entry.symbol)}</strong> – " if entry.symbol else ""
    title = escape(shorten(entry.title, 150))
    return f"<strong>{symbol}{title}{day}" if symbol else f"<strong>{title}</strong>{day}"


def _quote(text: str) -> str:
    return f'<p class="wb-snippet">“{escape(shorten(text, _QUOTE))}”</p>'


def _source(citation: Citation, more: str = "") -> str:
    return f'<div class="wb-source">Nguồn: {escape(citation.label)}{escape(more)}</div>'


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
