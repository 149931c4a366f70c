"""Composes drafts: sentences of the sources, verbatim and cited, under the section of the outline they belong to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.analysis.candidates import Pair, Sentence
from workbench.analysis.sentence_sameness import say_the_same
from workbench.analysis.summary import choose, in_order
from workbench.documents.model import Citation, Document
from workbench.drafting.material import Material, material_of, topic_pairs
from workbench.drafting.model import Draft, DraftItem, ItemState
from workbench.drafting.outline import OTHER, Outline, OutlineSection, empty_sections
from workbench.drafting.outline_files import shipped_outline
from workbench.drafting.relevance import Relevance
from workbench.drafting.same import others_saying
from workbench.errors import DraftError

_LEAST_SOURCES = 3  # documents of the outline's types from which the others are left out
_NEAREST, _ABOVE, _SAID = 4, 2, 1  # what a topic in the nearest heading, in one above, in the sentence itself counts

_Topics = tuple[frozenset[Pair], ...]
_Used = Mapping[str, list[tuple[int, int]]]


def compose(
    documents: Sequence[Document],
    query: str,
    title: str,
    outline: Outline | None = None,
    values: Mapping[str, str] | None = None,
) -> Draft:
    """A draft of a report.

    Args:
        documents: the sources, best first as a search found them.
        query: what they were searched by; sentences that say nothing of it are left out.
        title: trích yếu of the report.
        outline: its outline; by default the shipped one of a sơ kết.
        values: what stands for the placeholders of headings.

    A section for which the sources have nothing stays empty: nothing is made up. Every item is verbatim; what several
    documents say the same stands once, and the others are kept in `DraftItem.also`.
    """
    outline = outline or shipped_outline("so_ket")
    sources = fitting_sources(documents, outline)
    draft = Draft(
        title=title,
        query=query,
        sections=empty_sections(outline, values),
        type_name=outline.type_name,
        system=outline.system,
        outline=outline.key,
        drawn_from=tuple(one.id for one in sources),
    )
    material = material_of(sources, query)
    dealt = _dealt(material, query, sources, outline.sections)
    taken: list[tuple[Sentence, DraftItem]] = []
    for section in outline.sections:
        items = draft.section(section.key).items
        for sentence in dealt.propose(section):
            item = _item(sentence, dealt.others_saying(section, sentence))
            same = next((one for other, one in taken if say_the_same(other, sentence)), None)
            if same is None:
                items.append(item)
                taken.append((sentence, item))
            else:  # said in another section already
                same.also = _other_documents(same, (*same.also, *item.citations, *item.also))
    draft.bear(label for document in _cited(draft, sources) for label in document.labels)
    return draft


def regenerate(
    draft: Draft, section_key: str, documents: Sequence[Document], outline: Outline | None = None
) -> list[DraftItem]:
    """Make one section again from its sources, and return its new items.

    Only what the workbench put there and nobody touched since is replaced: sentences that a person edited, wrote,
    added, moved or noted something about stay where they are. What stands elsewhere in the draft is not proposed again.

    Args:
        draft: is changed.
        section_key: the section.
        documents: the sources, best first: those it was drawn from, or others.
        outline: the draft's outline, where it still is there.

    Raises:
        DraftError: there is no such section, or only people fill it.
    """
    section = draft.section(section_key)
    asked = _asked_of(section_key, outline)
    if asked is None:
        raise DraftError(
            f"Mục “{section.name}” không lấy câu từ báo cáo nguồn nên không lập lại được.",
            "Hãy tự viết, hoặc sửa “lay_tu”, “chu_de” của mục này trong đề cương.",
        )
    sections = outline.sections if outline is not None else (asked,)
    dealt = _dealt(material_of(documents, draft.query), draft.query, documents, sections)
    noted = {comment.item_id for comment in draft.comments}
    kept = [one for one in section.items if not _replaceable(one) or one.id in noted]
    place = next((at for at, one in enumerate(section.items) if one not in kept), len(section.items))
    before = [one for one in section.items[:place] if one in kept]
    elsewhere = [one for one in draft.items() if one not in section.items] + kept
    used: dict[str, list[tuple[int, int]]] = {}
    for citation in (one for item in elsewhere for one in (*item.citations, *item.also)):
        used.setdefault(citation.document_id, []).append((citation.start, citation.end))
    made = [_item(one, dealt.others_saying(asked, one)) for one in dealt.propose(asked, used)]
    section.items[:] = [*before, *made, *kept[len(before) :]]
    labels = [label for document in _cited(draft, documents) for label in document.labels]
    draft.bear(labels)
    return made


def fitting_sources(documents: Sequence[Document], outline: Outline) -> list[Document]:
    """The documents that a report of this outline is drawn from: those of its types, where there are enough."""
    of_types = [one for one in documents if one.header.type in outline.sources]
    return of_types if len(of_types) >= _LEAST_SOURCES else list(documents)


# Which sentence belongs where --------------------------------------------------------------------


class _Dealt:
    """The sentences of each section of an outline, and what is worked out of them once.

    Each sentence goes to one section at most.
    """

    def __init__(self, material: Material, relevance: Relevance, sections: Sequence[OutlineSection]) -> None:
        taking = [(one, tuple(map(topic_pairs, one.topics))) for one in sections if _is_filled(one)]
        self._fitting: dict[str, list[Sentence]] = {}
        for sentence in material.sentences:
            if relevance.holds(sentence) and (key := _section_of(sentence, material, taking)) is not None:
                self._fitting.setdefault(key, []).append(sentence)
        self._ranked: dict[str, list[Sentence]] = {}
        self._others: dict[tuple[str, str, int], tuple[Citation, ...]] = {}

    def propose(
        self, section: OutlineSection, used: Mapping[str, list[tuple[int, int]]] | None = None
    ) -> list[Sentence]:
        """The sentences that cover most and do not say the same, from as many documents as can be heard.

        Args:
            section: how many, of which section.
            used: spans by document (id) that stand elsewhere and are not proposed.
        """
        fitting, count = self._fitting.get(section.key, []), section.sentences
        documents = len({one.document.id for one in fitting})
        if not documents or count <= 0:
            return []
        each = math.ceil(count / documents)
        ranked = self._ranked.get(section.key)
        if ranked is None:
            ranked = self._ranked[section.key] = choose(fitting, 3 * count, each + 1)
        if used and sum(not _overlaps(one, used) for one in ranked) < 2 * count:
            ranked = choose([one for one in fitting if not _overlaps(one, used)], 3 * count, each + 1)
        return in_order(_unlike([one for one in ranked if not (used and _overlaps(one, used))], count, each))

    def others_saying(self, section: OutlineSection, sentence: Sentence) -> tuple[Citation, ...]:
        """Passages of other documents that say the same in this section."""
        place = (section.key, sentence.document.id, sentence.start)
        if place not in self._others:
            self._others[place] = others_saying(sentence, self._fitting.get(section.key, ()))
        return self._others[place]


def _dealt(material: Material, query: str, documents: Iterable[Document], sections: Sequence[OutlineSection]) -> _Dealt:
    held: _Dealt | None = material.worked_out.get(tuple(sections))
    if held is None:
        held = material.worked_out[tuple(sections)] = _Dealt(material, Relevance(query, documents, material), sections)
    return held


def _section_of(sentence: Sentence, material: Material, taking: Iterable[tuple[OutlineSection, _Topics]]) -> str | None:
    sounds = sentence.section or OTHER
    best, key, rest = 0, None, None
    for section, topics in taking:
        if section.fill and sounds not in section.fill:
            continue
        if not section.topics:
            rest = rest or section.key
            continue
        speaks = _speaks_of(sentence, material, topics)
        if speaks > best:
            best, key = speaks, section.key
    return key or rest


def _speaks_of(sentence: Sentence, material: Material, topics: _Topics) -> int:
    """How clearly a sentence speaks of one of the topics, by the headings above it and by its own words."""
    score = _SAID * min(sum(bool(topic) and topic <= sentence.pairs for topic in topics), 2)
    for depth, heading in enumerate(material.headings_above(sentence)):
        if any(topic and topic <= heading for topic in topics):
            return score + (_NEAREST if depth == 0 else _ABOVE)
    return score


def _is_filled(section: OutlineSection) -> bool:
    return not section.is_parent and bool(section.fill or section.topics)


def _asked_of(key: str, outline: Outline | None) -> OutlineSection | None:
    """What the outline asks of a section; of one that it does not have (people added it), what its key says."""
    sections = outline.sections if outline is not None else shipped_outline("so_ket").sections
    return next((one for one in sections if one.key == key and _is_filled(one)), None)


# Which sentences are proposed --------------------------------------------------------------------


def _unlike(ranked: Iterable[Sentence], count: int, each: int) -> list[Sentence]:
    """The first `count` that do not say the same, `each` of one document at most."""
    chosen: list[Sentence] = []
    of: Counter[str] = Counter()
    for sentence in ranked:
        if len(chosen) == count:
            break
        if of[sentence.document.id] >= each or any(_overlap(sentence, other) for other in chosen):
            continue
        if any(say_the_same(sentence, other) for other in chosen):
            continue
        chosen.append(sentence)
        of[sentence.document.id] += 1
    return chosen


def _item(sentence: Sentence, also: tuple[Citation, ...]) -> DraftItem:
    citation = sentence.document.cite(sentence.start, sentence.end)
    return DraftItem(citation.quote, (citation,), ItemState.VERBATIM, also=also, proposed=True)


def _other_documents(item: DraftItem, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """One passage of each document that an item does not cite itself."""
    mine = {one.document_id for one in item.citations}
    by_document: dict[str, Citation] = {}
    for one in citations:
        if one.document_id not in mine:
            by_document.setdefault(one.document_id, one)
    return tuple(by_document.values())


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.document.id == other.document.id and one.start < other.end and other.start < one.end


def _overlaps(one: Sentence, used: _Used) -> bool:
    return any(one.start < end and start < one.end for start, end in used.get(one.document.id, ()))


def _replaceable(item: DraftItem) -> bool:
    return item.proposed and item.state is ItemState.VERBATIM


def _cited(draft: Draft, documents: Iterable[Document]) -> list[Document]:
    cited = {citation.document_id for item in draft.items() for citation in item.citations}
    return [one for one in documents if one.id in cited]
