"""Composes a first draft: sentences of the sources, verbatim and cited, under the section they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.candidates import collect
from workbench.analysis.summary import choose, in_order
from workbench.documents.model import Document
from workbench.drafting.model import Draft
from workbench.drafting.outline import empty_sections

_PER_SECTION = 8
_PER_DOCUMENT = 2  # in one section, so that every unit is heard
_LEAST_RELEVANT = 0.3  # of `Sentence.relevance`: below it, the words of the query stand scattered in another matter


def compose(documents: Sequence[Document], query: str, title: str) -> Draft:
    """A draft of a review report.

    Args:
        documents: the sources, best first as a search found them.
        query: what they were searched by; sentences that say nothing of it are left out.
        title: trích yếu of the report.

    A section for which the sources have nothing stays empty: nothing is made up.
    """
    draft = Draft(title=title, query=query, sections=empty_sections())
    candidates = [item for item in collect(documents, query) if item.relevance >= _LEAST_RELEVANT]
    for section in draft.sections:
        fitting = [item for item in candidates if item.section == section.key]
        for item in in_order(choose(fitting, _PER_SECTION, _PER_DOCUMENT)):
            citation = item.document.cite(item.start, item.end)
            draft.add(section.key, citation.quote, (citation,))
    return draft
