"""Sentences that a summary or a draft may quote, with what is needed to choose among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.documents.model import Document
from workbench.documents.sections import cue_section
from workbench.vietnamese import sentences
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import tokens

_SPEAKS_OF = 0.6  # share of the query from which a sentence speaks of it
_DENSITY = 5.0  # a document in which one sentence in five speaks of the query is all about it
_SHORTEST, _LONGEST = 8, 90  # syllables of a sentence worth quoting
# The frame of a document, not what it says: recipients, signature, head, "báo cáo kết quả như sau:".
_FRAME = re.compile(
    r"^(?:-\s*)?(?:Kính gửi|Kính trình|Nơi nhận|Nơi gửi|Lưu[: ]|Như trên|Số[: ]"
    r"|(?:Căn cứ|Xét|Theo đề nghị)(?=[^\n]*;$)|T/M|TM\.|K/T|KT\.|T/L|TL\.)"
)
_LIST_MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]\)|[-–—+*•])\s+(?=\S)")
_ENDS = re.compile(r"[.!?…;][\"”’)]*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be quoted.

    Attributes:
        document: where it stands; rank: that document's place in the search (0 is best).
        start, end: offsets in its text.
        section: section of a report that it belongs to, or None.
        pairs: adjacent syllables in it (keys), without those made only of stop words.
        length: its syllables.
        place: 0.0 at the beginning of its document to 1.0 at the end.
        relevance: 0.0 to 1.0, half by how much of the query the sentence holds, half by how much its document is about
            it: in a report on a subject most sentences do not repeat the subject's name.
    """

    document: Document
    rank: int
    start: int
    end: int
    section: str | None
    pairs: frozenset[tuple[str, str]]
    length: int
    place: float
    relevance: float


def collect(documents: Sequence[Document], query: str) -> list[Sentence]:
    """The sentences of some documents that may be quoted, in order of documents and text."""
    asked = [item.key for item in tokens(query)]
    found: list[Sentence] = []
    for rank, document in enumerate(documents):
        found.extend(_of_document(document, rank, asked))
    return found


def _of_document(document: Document, rank: int, asked: Sequence[str]) -> list[Sentence]:
    spans = [_without_marker(document.text, start, end) for start, end in sentences.split(document.text)]
    said = [[item.key for item in tokens(document.text[start:end])] for start, end in spans]
    about = _about(asked, [item.key for item in tokens(document.title)], said)
    empty = stop_words()
    found: list[Sentence] = []
    for (start, end), keys in zip(spans, said, strict=True):
        passage = document.passage_of(start)
        text = document.text[start:end]
        if passage is None or passage.heading or not _SHORTEST <= len(keys) <= _LONGEST or not _is_quotable(text):
            continue
        pairs = frozenset(pair for pair in pairwise(keys) if not empty.issuperset(pair))
        found.append(
            Sentence(
                document=document,
                rank=rank,
                start=start,
                end=end,
                section=cue_section(text, passage.section),
                pairs=pairs,
                length=len(keys),
                place=start / max(len(document.text), 1),
                relevance=(_share(asked, keys) + about) / 2,
            )
        )
    return found


def _without_marker(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the number or dash of the list it stood in: "3. Giao …" is quoted as "Giao …"."""
    marker = _LIST_MARKER.match(text, start, end)
    return (marker.end(), end) if marker else (start, end)


def _is_quotable(text: str) -> bool:
    """A whole sentence of prose: not a table row, not the frame of a document, not a line in capitals."""
    if "\t" in text or _FRAME.match(text) or text.rstrip().endswith(":"):
        return False
    return _ENDS.search(text) is not None and not text.isupper()


def _share(asked: Sequence[str], keys: Sequence[str]) -> float:
    """How much of the query a run of syllables holds, 0.0 to 1.0: half by syllables, half by adjacent pairs."""
    if not asked:
        return 1.0
    held = set(keys)
    words = sum(item in held for item in asked) / len(asked)
    return words if len(asked) == 1 else (words + _share_of_pairs(asked, keys)) / 2


def _share_of_pairs(asked: Sequence[str], keys: Sequence[str]) -> float:
    """The share of the query's adjacent pairs that stand as such; of a single syllable, whether it stands at all."""
    if len(asked) < 2:
        return 1.0 if set(asked) <= set(keys) else 0.0
    pairs = set(pairwise(keys))
    wanted = list(pairwise(asked))
    return sum(pair in pairs for pair in wanted) / len(wanted)


def _about(asked: Sequence[str], title: Sequence[str], said: Sequence[Sequence[str]]) -> float:
    """How much a document is about the query, 0.0 to 1.0: by its title, or by how many sentences speak of it.

    Only adjacent pairs count: "cấp" here and "ủy" there are not "cấp ủy".
    """
    speaking = sum(_share_of_pairs(asked, keys) > _SPEAKS_OF for keys in said)
    return max(_share_of_pairs(asked, title), min(1.0, _DENSITY * speaking / max(len(said), 1)))
