"""What an assignment is as the text alone tells it; what depends on the document's header is added when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.documents.deadlines import Deadline

Cue = Literal["assign", "subject", "label", "list", "table"]


@dataclass(frozen=True)
class Assignment:
    """One task as a text sets it.

    Attributes:
        start, end: offsets of the words that set it.
        content: what is to be done, in the text's words.
        lead: the units that answer for it, as written; empty where the text names none.
        cooperate: the units that work with them.
        deadline: until when, or None.
        product: what it shall result in ("đề án …"), or "".
        cue: how it is set: "Giao …" (assign), a unit and a verb (subject), "Cơ quan chủ trì: …" (label), an item of a
            list that a unit stands above (list), a row of a plan's table (table).
        section: key of the report section it stands in, or None.
    """

    start: int
    end: int
    content: str
    lead: tuple[str, ...]
    cooperate: tuple[str, ...] = ()
    deadline: Deadline | None = None
    product: str = ""
    cue: Cue = "subject"
    section: str | None = None
