"""Keywords and summaries, without a browser."""

from __future__ import annotations

import pytest

from workbench import Workbench
from workbench.errors import QueryError
from workbench.ui.keywords_model import PAGE_SIZE, KeywordsModel
from workbench.ui.keywords_view import term_spans


@pytest.fixture
def model(workbench: Workbench) -> KeywordsModel:
    return KeywordsModel(workbench)


def test_keywords_of_a_question_and_the_documents_to_choose_from(model: KeywordsModel) -> None:
    model.query = "cải cách hành chính"
    model.find()
    assert model.rows
    assert len(model.documents) == 14


def test_one_document_has_keywords_of_its_own(model: KeywordsModel) -> None:
    model.query = "chuyển đổi số"
    model.find()
    document_id = next(key for label, key in model.documents if label.startswith("12-CT/TU"))
    model.choose_document(document_id)
    cited = {citation.document_id for row in model.keywords.rows for citation in row.citations}
    assert cited == {document_id}


@pytest.mark.parametrize("sort", ["score", "count", "documents"])
def test_the_table_sorts_by_figures_largest_first(model: KeywordsModel, sort: str) -> None:
    model.query = "cải cách hành chính"
    model.find()
    model.sort_by(sort)
    figures = [getattr(row, sort) for row in model.rows]
    assert figures == sorted(figures, reverse=True)


def test_paging_shows_every_keyword_once(model: KeywordsModel) -> None:
    model.query = "cải cách hành chính"
    model.find()
    assert len(model.keywords.rows) > PAGE_SIZE
    model.sort_by("term")
    seen: list[str] = []
    for _ in range(model.pages):
        seen += [row.term for row in model.rows]
        model.turn(1)
    assert sorted(seen) == sorted(row.term for row in model.keywords.rows)


def test_choosing_a_keyword_shows_sentences_that_hold_it(model: KeywordsModel) -> None:
    model.query = "cải cách hành chính"
    model.find()
    row = model.rows[0]
    model.choose(row)
    assert model.chosen.citations
    assert any(term_spans(citation, row.term) for citation in model.chosen.citations)


def test_a_keyword_is_found_in_an_excerpt_whatever_its_spelling(workbench: Workbench) -> None:
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    passage = next(one for one in document.passages if "cấp ủy" in document.text[one.start : one.end])
    citation = document.cite(passage.start, passage.end)
    spans = term_spans(citation, "Cấp uỷ")
    assert spans
    assert {document.text[start:end] for start, end in spans} == {"cấp ủy"}


def test_a_summary_is_verbatim(workbench: Workbench, model: KeywordsModel) -> None:
    model.query = "cải cách hành chính"
    model.summarize()
    assert model.summary.sentences
    for citation in model.summary.sentences:
        assert workbench.document(citation.document_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_question_is_refused(model: KeywordsModel, query: str) -> None:
    model.query = query
    with pytest.raises(QueryError):
        model.find()
    with pytest.raises(QueryError):
        model.summarize()


def test_a_question_that_finds_nothing_says_so(model: KeywordsModel) -> None:
    model.query = '"tàu vũ trụ"'
    with pytest.raises(QueryError, match="Không có văn bản nào khớp"):
        model.find()
