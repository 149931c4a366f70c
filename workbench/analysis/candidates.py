"""Sentences that a summary or a draft may quote, with what is needed to choose among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.documents.model import Document
from workbench.documents.sections import cue_section
from workbench.vietnamese import sentences
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import joined_keys

Pair = tuple[str, str]
"""Two adjacent syllables, by their keys."""

_SPEAKS_OF = 0.6  # share of the query from which a sentence speaks of it
_DENSITY = 5.0  # a document in which one sentence in five speaks of the query is all about it
_SHORTEST, _LONGEST = 6, 130  # syllables of a sentence worth quoting
# The frame of a document, not what it says: recipients, signature, head, "báo cáo kết quả như sau:".
_FRAME = re.compile(
    r"^(?:-\s*)?(?:Kính gửi|Kính trình|Nơi nhận|Nơi gửi|Lưu\s*:|Lưu\s+(?:VT|VP|Văn (?:phòng|thư)|hồ sơ)\b|Như trên"
    r"|Số\s*:|Số\s+(?:\d+|[._…]+)\s*[-/]|(?:Căn cứ|Xét|Theo đề nghị)(?=[^\n]*;$)|T/M|TM\.|K/T|KT\.|T/L|TL\.)"
)
_LIST_MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]\)|\((?:\d{1,2}|[a-zđ])\)|[-–—+*•])\s+(?=\S)")
_ENDS = re.compile(r"[.!?…;][\"”’)]*$")
_OPEN = re.compile(r"[\w,)”]$")  # how a line ends whose sentence goes on in the next


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
    pairs: frozenset[Pair]
    length: int
    place: float
    relevance: float


def collect(documents: Sequence[Document], query: str) -> list[Sentence]:
    """The sentences of some documents that may be quoted, in order of documents and text."""
    asked = _Asked(_keys(query))
    found: list[Sentence] = []
    for rank, document in enumerate(documents):
        found.extend(_of_document(document, rank, asked))
    return found


class _Asked:
    """The query: how much of it a run of syllables holds."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.pairs = list(pairwise(keys))

    def share(self, keys: Collection[str], pairs: Collection[Pair]) -> float:
        """How much of it syllables and their pairs hold, 0.0 to 1.0: half by syllables, half by adjacent pairs."""
        if not self.keys:
            return 1.0
        words = sum(item in keys for item in self.keys) / len(self.keys)
        return words if len(self.keys) == 1 else (words + self.share_of_pairs(keys, pairs)) / 2

    def share_of_pairs(self, keys: Collection[str], pairs: Collection[Pair]) -> float:
        """The share of its pairs that stand as such; of a single syllable, whether it stands at all."""
        if not self.pairs:
            return 1.0 if set(self.keys) <= set(keys) else 0.0
        return sum(pair in pairs for pair in self.pairs) / len(self.pairs)


def _keys(text: str) -> list[str]:
    return joined_keys(text, "").split()


def _of_document(document: Document, rank: int, asked: _Asked) -> list[Sentence]:
    cut = _mended(document.text, sentences.split(document.text))
    spans = [_without_marker(document.text, start, end) for start, end in cut]
    said = [_keys(document.text[start:end]) for start, end in spans]
    paired = [frozenset(pairwise(keys)) for keys in said]
    about = _about(asked, _keys(document.title), said, paired)
    empty = stop_words()
    found: list[Sentence] = []
    for (start, end), (before, _), keys, all_pairs in zip(spans, cut, said, paired, strict=True):
        passage = document.passage_of(start)
        text = document.text[start:end]
        if passage is None or passage.heading or not _SHORTEST <= len(keys) <= _LONGEST:
            continue
        if not _is_quotable(text, start > before):
            continue
        pairs = frozenset([pair for pair in all_pairs if pair[0] not in empty or pair[1] not in empty])
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
                relevance=(asked.share(keys, all_pairs) + about) / 2,
            )
        )
    return found


def _mended(text: str, cut: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that a broken line cut in two made whole: the next line goes on in small letters."""
    found: list[tuple[int, int]] = []
    for start, end in cut:
        goes_on = text[start].islower() and not _LIST_MARKER.match(text, start, end)
        if found and goes_on and text[found[-1][1] : start] == "\n" and _OPEN.search(text, found[-1][0], found[-1][1]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _without_marker(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the number or dash of the list it stood in: "3. Giao …" is quoted as "Giao …"."""
    marker = _LIST_MARKER.match(text, start, end)
    return (marker.end(), end) if marker else (start, end)


def _is_quotable(text: str, is_listed: bool) -> bool:
    """A whole sentence of prose or an entry of a list: not a table row, the frame of a document, a line in capitals."""
    if "\t" in text or _FRAME.match(text) or text.rstrip().endswith(":"):
        return False
    return (is_listed or _ENDS.search(text) is not None) and not text.isupper()


def _about(
    asked: _Asked, title: Sequence[str], said: Sequence[Sequence[str]], paired: Sequence[frozenset[Pair]]
) -> float:
    """How much a document is about the query, 0.0 to 1.0: by its title, or by how many sentences speak of it.

    Only adjacent pairs count: "cấp" here and "ủy" there are not "cấp ủy".
    """
    speaking = sum(asked.share_of_pairs(keys, pairs) > _SPEAKS_OF for keys, pairs in zip(said, paired, strict=True))
    in_title = asked.share_of_pairs(title, frozenset(pairwise(title)))
    return max(in_title, min(1.0, _DENSITY * speaking / max(len(said), 1)))
