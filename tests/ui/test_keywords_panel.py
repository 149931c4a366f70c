"""The keywords panel: table, chart, and the sentences behind each keyword."""

from __future__ import annotations

import html
import re

from workbench.ui.keywords_view import KeywordsPanel


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def ask(panel: KeywordsPanel, query: str) -> None:
    panel.query.value = query
    panel.find.click()


def test_keywords_fill_the_table_and_the_chart(keywords: KeywordsPanel) -> None:
    ask(keywords, "cải cách hành chính")
    terms = [row.term.description for row in keywords.rows if row.keyword]
    assert terms
    assert keywords.chart.value.startswith("<svg")
    assert terms[0] in text_of(keywords.chart.value)


def test_a_keyword_shows_its_sentences_and_they_lead_to_the_source(keywords: KeywordsPanel) -> None:
    ask(keywords, "cải cách hành chính")
    keywords.rows[0].term.click()
    first = keywords.excerpts.rows[0]
    assert first.citation is not None
    assert "<mark>" in first.text.value
    first.read.click()
    document = keywords.model.reader.document
    assert document is not None
    assert document.id == first.citation.document_id
    assert keywords.model.reader.current == (first.citation.start, first.citation.end)


def test_choosing_one_document_counts_its_words_alone(keywords: KeywordsPanel) -> None:
    ask(keywords, "chuyển đổi số")
    keywords.document.value = next(key for label, key in keywords.document.options if label.startswith("12-CT/TU"))
    assert all(row.keyword.documents == 1 for row in keywords.rows if row.keyword)


def test_a_summary_sentence_can_go_into_the_basket(keywords: KeywordsPanel) -> None:
    keywords.query.value = "cải cách hành chính"
    keywords.summarize.click()
    assert "câu nguyên văn" in keywords.excerpts.title.value
    keywords.excerpts.rows[0].act.click()
    assert keywords.basket.citations == (keywords.excerpts.rows[0].citation,)
