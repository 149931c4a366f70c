"""Extractive summaries: whole sentences, verbatim and cited, within a length in syllables.

What a summary should say is learned from summaries by people (`sentence_ranking`); a sentence counts by what it adds to
what is said already (`sentence_selection`), and stands with its neighbour where it leans on it (`sentence_standing`).
`choose` is the plain choice for drafts: greedy coverage of the pairs of syllables that many documents share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from workbench.analysis.candidates import Pair, Sentence, collect
from workbench.analysis.sentence_features import greatest, identity, measure
from workbench.analysis.sentence_ranking import worth
from workbench.analysis.sentence_sameness import others_saying, speaker
from workbench.analysis.sentence_selection import Bounds, select
from workbench.analysis.sentence_standing import spans
from workbench.documents.model import Citation, Document
from workbench.documents.rich import card
from workbench.documents.sections import SECTIONS
from workbench.errors import SummaryError
from workbench.vietnamese.spelling import fold

_LENGTH_POWER = 0.6  # a sentence twice as long must add about one and a half times as much
_EARLY = 0.3  # what standing at the beginning of a document adds
_BASE_RELEVANCE = 0.15  # what a sentence that holds none of the query's words is still worth


LENGTHS: Mapping[str, int] = {"ngan": 100, "vua": 220, "dai": 450}
"""Named lengths of a summary, in syllables: short, middle, long."""

SECTION_NAMES: Mapping[str, str] = {
    "dac_diem": "Đặc điểm tình hình",
    "chi_dao": "Công tác lãnh đạo, chỉ đạo",
    "ket_qua": "Kết quả đạt được",
    "han_che": "Hạn chế, khuyết điểm",
    "nguyen_nhan": "Nguyên nhân",
    "bai_hoc": "Bài học kinh nghiệm",
    "phuong_huong": "Phương hướng, nhiệm vụ",
    "kien_nghi": "Kiến nghị, đề xuất",
}
"""The sections of a report (domain.md §4.3) in words."""

_LEAST_RELEVANT = 0.3  # of `Sentence.relevance`, where a summary by section asks for something
_SENTENCE = 35  # syllables of a usual sentence
_FULL = 3.0  # one document says little twice: its summary fills the room, and precision weighs less


@dataclass(frozen=True)
class SummarySentence:
    """A sentence of a summary.

    Attributes:
        citation: the sentence, verbatim, with the one before it where it only makes sense so.
        unit: the unit whose document it is: "Xã có làng nghề …" says nothing without it.
        also: passages of other documents that say the same, one a document.
        units: the units that say it, its own first, each once.
        section: key of the section of a report that it belongs to, or None.
    """

    citation: Citation
    unit: str
    also: tuple[Citation, ...] = ()
    units: tuple[str, ...] = ()
    section: str | None = None

    @property
    def said_by(self) -> int:
        """How many units say it."""
        return max(len(self.units), 1)

    @property
    def note(self) -> str:
        """Who says it, in words: "5 đơn vị cùng nêu", else the unit."""
        return f"{self.said_by} đơn vị cùng nêu" if self.said_by > 1 else self.unit


@dataclass(frozen=True)
class Summary:
    """Sentences in reading order, each a verbatim citation.

    Attributes:
        query: what was asked.
        documents: how many documents it was drawn from.
        items: the sentences with who says them.
    """

    query: str
    documents: int
    items: tuple[SummarySentence, ...]

    @property
    def sentences(self) -> tuple[Citation, ...]:
        """The sentences alone."""
        return tuple(item.citation for item in self.items)

    @property
    def text(self) -> str:
        """The sentences one after another."""
        return " ".join(" ".join(sentence.quote.split()) for sentence in self.sentences)

    def to_frame(self) -> pd.DataFrame:
        """One row a sentence, with its unit and how many units say it (`said_by`)."""
        rows = [
            (one.quote, item.unit, item.said_by, item.section, one.symbol, one.title, one.page, one.passage, one.path)
            for item, one in zip(self.items, self.sentences, strict=True)
        ]
        columns = ["text", "unit", "said_by", "section", "symbol", "title", "page", "passage", "path"]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        rows = [(one.citation.quote, one.note, one.citation.label) for one in self.items]
        facts = (f"{len(rows)} câu nguyên văn, từ {self.documents} văn bản",)
        return card(f"Tóm tắt: {self.query}", facts, ("Câu", "Ai nêu", "Nguồn"), rows)


@dataclass(frozen=True)
class SectionedSummary:
    """A summary for each section of a report that the documents say something about, in the order of a report.

    Attributes:
        query: what was asked.
        documents: how many documents it was drawn from.
        sections: (key, summary) of each.
    """

    query: str
    documents: int
    sections: tuple[tuple[str, Summary], ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a sentence, as `Summary.to_frame`."""
        frames = [summary.to_frame() for _, summary in self.sections]
        return pd.concat(frames, ignore_index=True) if frames else Summary(self.query, self.documents, ()).to_frame()

    def _repr_html_(self) -> str:
        rows = [
            (SECTION_NAMES[key], item.citation.quote, item.note, item.citation.label)
            for key, summary in self.sections
            for item in summary.items
        ]
        facts = (f"{len(rows)} câu nguyên văn, từ {self.documents} văn bản",)
        return card(f"Tóm tắt theo mục: {self.query}", facts, ("Mục", "Câu", "Ai nêu", "Nguồn"), rows)


def syllables_of(length: str | int) -> int:
    """A length in syllables: "ngan", "vua", "dai", or a number.

    Raises:
        SummaryError: it is none of these.
    """
    if isinstance(length, int) and not isinstance(length, bool) and length > 0:
        return length
    found = LENGTHS.get(fold(str(length).strip()))
    if found is None:
        raise SummaryError(
            f"Không có độ dài tóm tắt “{length}”.", "Hãy chọn ngan, vua, dai, hoặc một số tiếng lớn hơn 0, ví dụ 300."
        )
    return found


def summarize(
    documents: Sequence[Document], query: str, sentences: int | None = None, *, length: str | int = "vua"
) -> Summary:
    """Sum up documents, best first as a search found them.

    Args:
        documents: what to sum up; two files of one document count as one.
        query: what was asked; "" for all that they say.
        sentences: at most this many sentences, whatever their length.
        length: else "ngan", "vua", "dai" or a number of syllables that the summary must not exceed (a first sentence
            that is longer by itself stands alone).

    Raises:
        SummaryError: the length is not known.
    """
    source = _Source(documents, query)
    bounds = bounds_of(sentences, length, len(documents))
    return source.summary(range(len(source.spans.sentences)), bounds)


def summarize_by_section(documents: Sequence[Document], query: str, *, length: str | int = "ngan") -> SectionedSummary:
    """A summary of `length` for every section of a report, from the sentences that belong to it.

    The heading above a sentence tells its section, its own words where they are stronger (`sections.cue_section`).
    Raises SummaryError as `summarize`.
    """
    bounds = bounds_of(None, length, len(documents))
    source = _Source(documents, query)
    least = _LEAST_RELEVANT if query.strip() else 0.0
    every = [place for place, one in enumerate(source.spans.sentences) if one.relevance >= least]
    found = []
    for section in SECTIONS:
        places = [place for place in every if source.spans.sentences[place].section == section]
        summary = source.summary(places, bounds)
        if summary.items:
            found.append((section, summary))
    return SectionedSummary(query, len(documents), tuple(found))


def bounds_of(sentences: int | None, length: str | int, documents: int) -> Bounds:
    """How long a summary of so many documents may be. Raises as `summarize`."""
    syllables = syllables_of(length)
    fullness = _FULL if documents == 1 else 1.0
    if sentences is None:
        return Bounds(syllables, math.inf, fullness * syllables)
    return Bounds(math.inf, sentences, fullness * _SENTENCE * sentences)


class _Source:
    """Documents to sum up, and what their words are worth. Sentences are measured as they stand, quoted as spans."""

    def __init__(self, documents: Sequence[Document], query: str) -> None:
        self.documents, self.query = len(documents), query
        sentences = [one for one in collect(documents, query) if one.pairs]
        self.chance = np.zeros(1)
        self.spans = spans([], csr_matrix((0, 1)))
        if not sentences:
            return
        measured = measure(sentences)
        _, self.chance = worth(measured)
        if query.strip():
            # A pair is worth what it is worth at all, times how far some sentence that holds it speaks of the question.
            about = np.array([_BASE_RELEVANCE + one.relevance for one in sentences])
            self.chance = self.chance * greatest(measured.holds, about)
        self.spans = spans(sentences, measured.holds)

    def summary(self, places: Sequence[int], bounds: Bounds) -> Summary:
        """The best of some spans."""
        if not places:
            return Summary(self.query, self.documents, ())
        some = self.spans.only(places)
        chosen = select(some.sentences, some.holds, some.lengths, self.chance, bounds, some.room)
        sizes = np.diff(some.holds.indptr).astype(float)
        ordered = sorted(chosen, key=lambda place: (some.sentences[place].rank, some.sentences[place].start))
        items = []
        for place in ordered:
            others = others_saying(int(place), some.sentences, some.holds, sizes)
            items.append(_said(some.sentences[place], [some.sentences[other] for other in others]))
        return Summary(self.query, self.documents, tuple(items))


def _said(one: Sentence, others: Sequence[Sentence]) -> SummarySentence:
    unit = speaker(one.document)
    units = dict.fromkeys([unit, *(speaker(other.document) for other in others)])
    also = tuple(other.document.cite(other.start, other.end) for other in others)
    return SummarySentence(one.document.cite(one.start, one.end), unit, also, tuple(units), one.section)


def choose(candidates: Sequence[Sentence], count: int, per_document: int | None = None) -> list[Sentence]:
    """The sentences that together cover most, by greedy choice.

    Args:
        candidates: sentences to choose from.
        count: how many at most.
        per_document: how many at most from one document.
    """
    weights = _pair_weights(candidates)
    covered: set[Pair] = set()
    used: Counter[str] = Counter()
    chosen: list[Sentence] = []
    # What a sentence adds can only fall as more is covered: one whose figure is renewed and still leads is the best.
    heap = [(-_gain(item, weights, covered), item.rank, item.start, place) for place, item in enumerate(candidates)]
    heapify(heap)
    while heap and len(chosen) < count:
        place = heap[0][3]
        item = candidates[place]
        if per_document is not None and used[item.document.id] >= per_document:
            heappop(heap)
            continue
        gain = _gain(item, weights, covered)
        if -gain > heap[0][0]:
            heapreplace(heap, (-gain, item.rank, item.start, place))
            continue
        if gain <= 0:
            break
        heappop(heap)
        chosen.append(item)
        covered |= item.pairs
        used[item.document.id] += 1
    return chosen


def in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """In the order in which a person tells it: by document, best first, and by place in it."""
    return sorted(chosen, key=lambda item: (item.rank, item.start))


def _pair_weights(candidates: Sequence[Sentence]) -> dict[Pair, float]:
    holders: dict[Pair, set[Hashable]] = {}
    times: Counter[Pair] = Counter()
    for item in candidates:
        for pair in item.pairs:
            holders.setdefault(pair, set()).add(identity(item.document))
            times[pair] += 1
    # What only one sentence says is a detail; what one document repeats still counts a little.
    return {pair: len(ids) + 0.2 * min(times[pair], 5) - 1.0 for pair, ids in holders.items()}


def _gain(item: Sentence, weights: dict[Pair, float], covered: set[Pair]) -> float:
    added = sum(weights[pair] for pair in item.pairs - covered)
    early = 1.0 + _EARLY * (1.0 - item.place)
    return added * early * (_BASE_RELEVANCE + item.relevance) / math.pow(item.length, _LENGTH_POWER)
