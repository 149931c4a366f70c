"""Composes drafts: sentences of the sources, verbatim and cited, under the section of the outline they belong to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.analysis.candidates import Pair, Sentence
from workbench.analysis.summary import choose, in_order
from workbench.documents.model import Document
from workbench.drafting.material import Material, material_of, topic_pairs
from workbench.drafting.model import Draft, DraftItem, ItemState
from workbench.drafting.outline import OTHER, Outline, OutlineSection, empty_sections
from workbench.drafting.outline_files import shipped_outline
from workbench.drafting.relevance import Relevance
from workbench.drafting.same import others_saying, say_the_same
from workbench.errors import DraftError

_LEAST_SOURCES = 3  # documents of the outline's types from which the others are left out
_NEAREST, _ABOVE, _SAID = 4, 2, 1  # what a topic in the nearest heading, in one above, in the sentence itself counts

_Topics = tuple[frozenset[Pair], ...]


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
    dealt = _deal(material, outline.sections, Relevance(query, sources, material))
    taken: list[tuple[Sentence, DraftItem]] = []
    for section in outline.sections:
        items = draft.section(section.key).items
        for sentence in _propose(dealt.get(section.key, ()), section.sentences):
            same = next((item for other, item in taken if say_the_same(other, sentence)), None)
            if same is None:
                item = _item(sentence, dealt[section.key])
                items.append(item)
                taken.append((sentence, item))
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
    material = material_of(documents, draft.query)
    relevance = Relevance(draft.query, documents, material)
    fitting = _deal(material, sections, relevance, asked).get(section_key, ())
    noted = {comment.item_id for comment in draft.comments}
    kept = [one for one in section.items if not _replaceable(one) or one.id in noted]
    place = next((at for at, one in enumerate(section.items) if one not in kept), len(section.items))
    before = [one for one in section.items[:place] if one in kept]
    elsewhere = [one for one in draft.items() if one not in section.items] + kept
    used = [(one.document_id, one.start, one.end) for item in elsewhere for one in (*item.citations, *item.also)]
    free = [one for one in fitting if not _overlaps(one, used)]
    made = [_item(one, free) for one in _propose(free, asked.sentences)]
    section.items[:] = [*before, *made, *kept[len(before) :]]
    labels = [label for document in _cited(draft, documents) for label in document.labels]
    draft.bear(labels)
    return made


def fitting_sources(documents: Sequence[Document], outline: Outline) -> list[Document]:
    """The documents that a report of this outline is drawn from: those of its types, where there are enough."""
    of_types = [one for one in documents if one.header.type in outline.sources]
    return of_types if len(of_types) >= _LEAST_SOURCES else list(documents)


# Which sentence belongs where --------------------------------------------------------------------


def _deal(
    material: Material,
    sections: Sequence[OutlineSection],
    relevance: Relevance,
    only: OutlineSection | None = None,
) -> dict[str, list[Sentence]]:
    """The sentences of each section; each sentence goes to one section at most.

    Args:
        material: the sentences.
        sections: the outline.
        relevance: tells which sentences are about the query.
        only: the one section that is asked for.
    """
    taking = [(one, tuple(map(topic_pairs, one.topics))) for one in sections if _is_filled(one)]
    dealt: dict[str, list[Sentence]] = {}
    for sentence in material.sentences:
        if only is not None and only.fill and (sentence.section or OTHER) not in only.fill:
            continue
        if not relevance.holds(sentence):
            continue
        key = _section_of(sentence, material, taking)
        if key is not None:
            dealt.setdefault(key, []).append(sentence)
    return dealt


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


def _propose(fitting: Sequence[Sentence], count: int) -> list[Sentence]:
    """At most `count` sentences that cover most and do not say the same, from as many documents as can be heard."""
    documents = len({one.document.id for one in fitting})
    if not documents or count <= 0:
        return []
    each = math.ceil(count / documents)
    chosen: list[Sentence] = []
    of: Counter[str] = Counter()
    for sentence in choose(fitting, 3 * count, each + 1):
        if len(chosen) == count:
            break
        if of[sentence.document.id] >= each or any(_overlap(sentence, other) for other in chosen):
            continue
        if any(say_the_same(sentence, other) for other in chosen):
            continue
        chosen.append(sentence)
        of[sentence.document.id] += 1
    return in_order(chosen)


def _item(sentence: Sentence, among: Iterable[Sentence]) -> DraftItem:
    citation = sentence.document.cite(sentence.start, sentence.end)
    return DraftItem(
        citation.quote, (citation,), ItemState.VERBATIM, also=others_saying(sentence, among), proposed=True
    )


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.document.id == other.document.id and one.start < other.end and other.start < one.end


def _overlaps(one: Sentence, used: Iterable[tuple[str, int, int]]) -> bool:
    return any(one.document.id == name and one.start < end and start < one.end for name, start, end in used)


def _replaceable(item: DraftItem) -> bool:
    return item.proposed and item.state is ItemState.VERBATIM


def _cited(draft: Draft, documents: Iterable[Document]) -> list[Document]:
    cited = {citation.document_id for item in draft.items() for citation in item.citations}
    return [one for one in documents if one.id in cited]
