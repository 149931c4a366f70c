"""New matters (vấn đề mới nảy sinh so với kỳ trước): phrases that rise, or come up for the first time, in a period.

A phrase is compared by the documents that hold it: the period against the period before, or, where that has none of it,
against everything earlier in the archive. How sure: the log-likelihood ratio G² (Dunning 1993), as the chi-square of
one degree of freedom, and in how many documents and units the phrase stands. What most reports of any period say is
thereby no matter, and what comes back every year at this time is told so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from workbench.analysis.charts import Chart, paired_bars
from workbench.analysis.keywords import Found
from workbench.analysis.keywords_merge import PhraseReader, term_key, without_absorbed, without_variants
from workbench.analysis.keywords_phrases import TextPhrases
from workbench.analysis.trends_periods import Period
from workbench.documents.model import Citation, Document
from workbench.documents.rich import frame_card
from workbench.errors import QueryError

Kind = Literal["mới", "trở lại", "tăng"]
Sureness = Literal["chắc", "có thể", "ít bằng chứng"]
_SURE = 10.83  # G² that chance reaches once in a thousand
_PERHAPS = 3.84  # once in twenty
_ORDER: dict[Sureness, int] = {"chắc": 0, "có thể": 1, "ít bằng chứng": 2}
_LOOKED_AT = 4  # times as many candidates are looked up in the whole archive as are shown
_ONCE = 3  # a phrase of one document alone is a candidate when that says it so often
_OWN_LIFE = 1.5  # of phrases inside each other: how much more often the shorter one stands when it alone is shown
_RISE = 1.5  # times as large a share of the documents, at least
_WEAK = 3  # at most one row in so many says that there is little evidence
_FEW = 5  # documents below which a period is thin ground
_IN_CHART = 15


class Earlier(NamedTuple):
    """How a phrase stood before.

    Attributes:
        ever, ever_of: documents before the period that hold it, of how many.
        year_before, year_before_of: the same for this period of the year before.
    """

    ever: int
    ever_of: int
    year_before: int
    year_before_of: int


LookUp = Callable[[Sequence[str]], Earlier]
"""Tells how the spellings of a phrase (keys) stood in the whole archive before."""


@dataclass(frozen=True)
class NewMatter:
    """A phrase that is new or rises.

    Attributes:
        term: as most texts write it.
        kind: "mới" (never before in the archive), "trở lại" (before, but not in the period compared with) or "tăng".
        sureness: "chắc", "có thể" or "ít bằng chứng".
        score: G²: how unlikely it is that chance alone made the difference.
        documents, occurrences: how many documents of the period hold it, and how often it stands there.
        before: how many documents of the period compared with hold it.
        units: the units whose documents hold it.
        citations: sentences that hold it, at most five, one a document first.
        note: what speaks against it, in Vietnamese, or "".
        variants: other ways in which the texts write it.
    """

    term: str
    kind: Kind
    sureness: Sureness
    score: float
    documents: int
    occurrences: int
    before: int
    units: tuple[str, ...]
    citations: tuple[Citation, ...]
    note: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewMatters:
    """What is new in a period, the surest first.

    Attributes:
        period, against: the period, and the one it is compared with.
        documents, before: how many documents each has.
        rows: the matters.
        notes: what to know when reading them, in Vietnamese.
    """

    period: Period
    against: Period
    documents: int
    before: int
    rows: tuple[NewMatter, ...]
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a matter: term, kind, sureness, documents, share, before, share_before, units, note, source."""
        rows = [
            (
                row.term,
                row.kind,
                row.sureness,
                row.documents,
                row.documents / self.documents,
                row.before,
                row.before / self.before,
                "; ".join(row.units),
                row.note,
                row.citations[0].label if row.citations else "",
            )
            for row in self.rows
        ]
        of_all = ["documents", "share", "before", "share_before"]
        return pd.DataFrame(rows, columns=["term", "kind", "sureness", *of_all, "units", "note", "source"])

    def chart(self) -> Chart:
        """The share of the documents that hold the first matters, in both periods."""
        frame = pd.DataFrame(
            [
                (row.term, period.label, number / of)
                for row in self.rows[:_IN_CHART]
                for period, number, of in (
                    (self.period, row.documents, self.documents),
                    (self.against, row.before, self.before),
                )
            ],
            columns=["term", "group", "value"],
        )
        return paired_bars(frame, title=f"Mới so với {self.against.label}", x_title="Tỷ lệ văn bản có nhắc")

    def _repr_html_(self) -> str:
        names = {
            "term": "Vấn đề", "kind": "Loại", "sureness": "Độ chắc", "documents": "Số văn bản kỳ này",
            "before": "Kỳ trước", "units": "Đơn vị", "source": "Nguồn (chỗ đầu)",
        }  # fmt: skip
        title = f"Vấn đề mới: {self.period.label} so với {self.against.label}"
        facts = (f"{self.documents} văn bản kỳ này, {self.before} văn bản kỳ trước",)
        return frame_card(title, facts, self.to_frame(), names, notes=self.notes)


def find_new_matters(
    now: Sequence[tuple[Document, TextPhrases]],
    before: Sequence[tuple[Document, TextPhrases]],
    period: Period,
    against: Period,
    reader: PhraseReader,
    look_up: LookUp,
    *,
    limit: int = 30,
    notes: Iterable[str] = (),
) -> NewMatters:
    """What documents of a period say that those of an earlier one do not, or much less.

    Args:
        now, before: the documents of the two periods with their counted texts.
        period, against: the periods.
        reader: tells which phrases count, and which are one.
        look_up: how a phrase stood in the whole archive before the period.
        limit: how many matters to give at most.
        notes: what people should know besides.

    Raises:
        QueryError: one of the periods has no documents.
    """
    for documents, which in ((now, period), (before, against)):
        if not documents:
            raise QueryError(
                f"Kho không có báo cáo nào ban hành trong {which.label}.",
                "Hãy chọn kỳ khác, hoặc xét mọi loại văn bản thay vì chỉ báo cáo.",
            )
    held: Counter[str] = Counter()
    for document, text in before:
        held.update(reader.read(document, text).keys())
    places: dict[str, list[tuple[Document, TextPhrases, list[int]]]] = {}
    for document, text in now:
        for key, numbers in reader.read(document, text).items():
            places.setdefault(key, []).append((document, text, numbers))
    rises = {
        key: _score(len(where), len(now), held[key], len(before))
        for key, where in places.items()
        if len(where) / len(now) >= _RISE * held[key] / len(before)
        and (len(where) > 1 or Found(where).total >= _ONCE or key in term_key(where[0][0].title))
    }
    times = {key: Found(places[key]).total for key in rises}
    alone = without_absorbed(times)
    ranked = sorted((key for key in rises if key in alone), key=lambda key: (-rises[key], -times[key], -len(key), key))
    candidates = without_variants(ranked, times, limit * _LOOKED_AT, own_life=_OWN_LIFE)
    several = len({_unit(document) for document, _ in now}) > 1
    rows = [
        row
        for key in candidates
        if (row := _judged(key, Found(places[key]), held[key], len(now), len(before), look_up, several)) is not None
    ]
    rows.sort(key=lambda row: (_ORDER[row.sureness], -row.score, -row.documents, row.term))
    weak = [row for row in rows if row.sureness == "ít bằng chứng"]
    rows = [*(row for row in rows if row.sureness != "ít bằng chứng"), *weak[: max(limit // _WEAK, 1)]][:limit]
    told = list(notes)
    for documents, which in ((now, period), (before, against)):
        if len(documents) < _FEW:
            told.append(f"{which.label} chỉ có {len(documents)} văn bản để so: kết quả ít tin cậy.")
    return NewMatters(period, against, len(now), len(before), tuple(rows), tuple(told))


def _judged(
    key: str, found: Found, before: int, now_of: int, before_of: int, look_up: LookUp, several: bool
) -> NewMatter | None:
    """A candidate with what the whole archive says of it; None for what is nothing special there."""
    surfaces = found.surfaces(key)
    earlier = look_up([key, *(term_key(surface) for surface in surfaces)])
    documents = len(found.where)
    share = documents / now_of
    if earlier.ever_of and share < _RISE * earlier.ever / earlier.ever_of:
        return None  # reports say it at all times; that it is rarer in the period compared with is that one's affair
    kind: Kind = "tăng" if before else "trở lại" if earlier.ever else "mới"
    score = _score(documents, now_of, before, before_of)
    if kind == "mới":
        score = max(score, _score(documents, now_of, earlier.ever, earlier.ever_of))
    units = tuple(sorted({unit for document, _, _ in found.where if (unit := _unit(document))}))
    notes = []
    seasonal = earlier.year_before > 0 and earlier.year_before / max(earlier.year_before_of, 1) >= share / 2
    if seasonal:
        notes.append("cùng kỳ năm trước cũng nhắc")
    spread = documents >= 2 and (len(units) >= 2 or not several)
    if not spread:
        notes.append("mới thấy ở một văn bản" if documents < 2 else "mới thấy ở một đơn vị")
    sureness: Sureness = "ít bằng chứng"
    if score >= _SURE and spread and not seasonal:
        sureness = "chắc"
    elif score >= _PERHAPS and documents >= 2:
        sureness = "có thể"
    return NewMatter(
        term=surfaces[0],
        kind=kind,
        sureness=sureness,
        score=score,
        documents=documents,
        occurrences=found.total,
        before=before,
        units=units,
        citations=found.citations(),
        note="; ".join(notes),
        variants=tuple(surfaces[1:]),
    )


def _score(held: int, of: int, held_before: int, of_before: int) -> float:
    """G² of a table of two by two: documents with and without the phrase, now and before; 0 where it does not rise."""
    if not of or not of_before or held / of <= held_before / of_before:
        return 0.0
    share = (held + held_before) / (of + of_before)
    cells = (
        (held, of * share),
        (of - held, of * (1 - share)),
        (held_before, of_before * share),
        (of_before - held_before, of_before * (1 - share)),
    )
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in cells if seen)


def _unit(document: Document) -> str:
    return document.header.unit or document.header.issuer or ""
