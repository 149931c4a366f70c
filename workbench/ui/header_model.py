"""The header fields of the open document: how sure each is, and what a person says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.ui.markup import Span, shorten
from workbench.workspace.corrections import CONFIRMED
from workbench.workspace.fields import FIELDS, MAIN, shown
from workbench.workspace.unconfirmed import doubts

if TYPE_CHECKING:
    from workbench.documents.model import Document

_LONGEST_QUOTE = 120


@dataclass(frozen=True)
class FieldState:
    """A field as people see it.

    Attributes:
        name: its name in `archive.fields.FIELDS`.
        label: its name on screen.
        value: its value as people read it, "" where the document has none.
        confidence: how sure it is, from 0 to 1; None where nothing was noted.
        note: why it is so, or why it is open.
        doubtful: a person should look at it.
        confirmed: a person said so.
        decided: a person or a register said so about this very file, and it can be taken back.
        span: where it stands in the text, or None.
        quote: the words it was read from, "" without `span`.
    """

    name: str
    label: str
    value: str
    confidence: float | None
    note: str
    doubtful: bool
    confirmed: bool
    decided: bool
    span: Span | None
    quote: str

    @property
    def state(self) -> str:
        """How sure it is, in words; "" where there is nothing to say."""
        if self.confirmed and not self.doubtful:
            return "Đã xác nhận"
        if self.doubtful:
            return "Cần xem lại" + (f": {self.note}" if self.note else "")
        return self.note[:1].upper() + self.note[1:]


def field_states(document: Document) -> tuple[FieldState, ...]:
    """The main fields of a document and those others that have a value, are in doubt, or were decided."""
    doubtful = {doubt.field: doubt for doubt in doubts(document)}
    states = []
    for name, field in FIELDS.items():
        value, evidence = field.value_of(document), document.header.evidence.get(name)
        note = doubtful[name].note if name in doubtful else evidence.note if evidence is not None else ""
        said = note.startswith((CONFIRMED, "theo sổ đăng ký"))
        if name not in MAIN and not value and name not in doubtful and not said:
            continue
        span = None
        if evidence is not None and evidence.start is not None and evidence.end is not None:
            span = (evidence.start, evidence.end)
        states.append(
            FieldState(
                name=name,
                label=field.label,
                value=shown(value) if value else "",
                confidence=evidence.confidence if evidence is not None else None,
                note=note,
                doubtful=name in doubtful,
                confirmed=note.startswith(CONFIRMED),
                decided=said and "ở tệp khác" not in note,
                span=span,
                quote=shorten(document.text[span[0] : span[1]], _LONGEST_QUOTE) if span else "",
            )
        )
    return tuple(states)
