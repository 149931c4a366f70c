"""Number checks (kiểm số): what documents say about their numbers and arithmetic denies, each with its places.

Every finding is a question to the officer, never a correction: the printed text stays as it is (law 3). Rounding is
allowed for as far as the printed decimals go; hedged numbers ("khoảng", "gần") are not accused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from workbench.analysis.figures import Figures, find_figures, kept_figures
from workbench.analysis.figures_model import Figure
from workbench.analysis.figures_tables import data_grids
from workbench.analysis.keywords_phrases import AnalysisStore
from workbench.analysis.number_checks_between import contradictions
from workbench.analysis.number_checks_prose import Prose
from workbench.analysis.number_checks_tables import annex_relations, table_relations
from workbench.analysis.number_relations import RULES, Relation, Rule
from workbench.documents.model import Citation, Document
from workbench.documents.rich import frame_card

__all__ = ["RULES", "NumberCheck", "NumberChecks", "Relation", "Rule", "check_document", "check_documents", "relations"]


@dataclass(frozen=True)
class NumberCheck:
    """Numbers that do not agree.

    Attributes:
        rule: what was tested.
        message: what does not fit and what it would have to be, in plain Vietnamese.
        citations: the number that does not fit the others first, then the others; each with document, page, passage.
        context: the sentence or row, verbatim.
    """

    rule: Rule
    message: str
    citations: tuple[Citation, ...]
    context: str

    @property
    def title(self) -> str:
        """What was tested, as people read it."""
        return RULES[self.rule]


@dataclass(frozen=True)
class NumberChecks:
    """The findings in some documents.

    Attributes:
        about: the query, or what else the documents have in common.
        documents: how many documents were looked at.
        tested: how many relations between numbers were tested; those that hold are not in `rows`.
        rows: the findings.
    """

    about: str
    documents: int
    tested: int
    rows: tuple[NumberCheck, ...]

    @property
    def query(self) -> str:
        """What was asked for, for the title of an export."""
        return self.about

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: Loại kiểm, Nhận xét, Nguyên văn, Nguồn."""
        rows = [(row.title, row.message, row.context, _sources(row.citations)) for row in self.rows]
        return pd.DataFrame(rows, columns=["Loại kiểm", "Nhận xét", "Nguyên văn", "Nguồn"])

    def _repr_html_(self) -> str:
        facts = (f"{len(self.rows)} chỗ không khớp trong {self.tested} phép kiểm, {self.documents} văn bản",)
        return frame_card(f"Kiểm số: {self.about}" if self.about else "Kiểm số", facts, self.to_frame())


def relations(document: Document, figures: Sequence[Figure] | None = None) -> list[Relation]:
    """Everything in a document that arithmetic can test, what holds and what does not, in the order of the text.

    Args:
        document: the document.
        figures: its figures, where they are at hand.
    """
    read = find_figures(document) if figures is None else figures
    found = list(Prose(document.text, read).relations())
    if document.tables:
        found += table_relations(data_grids(document))
        found += annex_relations(document.text, read)
    return sorted(found, key=lambda relation: (relation.accused, relation.members))


def check_document(document: Document, figures: Sequence[Figure] | None = None) -> list[NumberCheck]:
    """The numbers of one document that do not agree."""
    return [_finding(document, relation) for relation in relations(document, figures) if not relation.holds]


def check_documents(
    documents: Iterable[Document], store: AnalysisStore, figures: Figures | None = None, about: str = ""
) -> NumberChecks:
    """The numbers that do not agree, inside documents and between them.

    Args:
        documents: what to look at.
        store: keeps the figures of each text.
        figures: the figures of the same documents, for contradictions between documents; without them only each
            document for itself is looked at.
        about: what the documents have in common, for people.
    """
    rows: list[NumberCheck] = []
    count = tested = 0
    for document in documents:
        count += 1
        found = relations(document, kept_figures(document, store))
        tested += len(found)
        rows += [_finding(document, relation) for relation in found if not relation.holds]
    if figures is not None:
        compared, different = contradictions(figures.rows)
        tested += compared
        rows += [NumberCheck("contradiction", message, places, text) for message, places, text in different]
    return NumberChecks(about, count, tested, tuple(rows))


def _finding(document: Document, relation: Relation) -> NumberCheck:
    others = [span for span in relation.members if span != relation.accused]
    citations = tuple(document.cite(*span) for span in (relation.accused, *others[:8]))
    passage = document.passage_of(relation.accused[0])
    context = document.text[passage.start : passage.end] if passage else citations[0].quote
    return NumberCheck(relation.rule, relation.message, citations, context[:600])


def _sources(citations: Sequence[Citation]) -> str:
    first, *others = citations
    elsewhere = dict.fromkeys(other.label for other in others if other.document_id != first.document_id)
    return "; ".join([first.label, *elsewhere])
