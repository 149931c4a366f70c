"""Keywords are phrases people would use, set against the whole archive, each with its sentences."""

from __future__ import annotations

import pytest

from workbench import Workbench
from workbench.archive.report import Progress


def test_phrases_of_the_subject_are_found(workbench: Workbench) -> None:
    terms = [row.term for row in workbench.keywords("cải cách hành chính").rows]
    assert "cải cách hành chính" in terms
    assert any("hồ sơ trực tuyến" in term for term in terms)
    assert not any("sản xuất" in term for term in terms)


def test_a_part_of_a_phrase_that_never_stands_alone_is_no_keyword(workbench: Workbench) -> None:
    terms = [row.term for row in workbench.keywords("cải cách hành chính").rows]
    assert "hành chính" not in terms
    assert "trực tuyến" not in terms


def test_what_every_report_says_is_no_keyword(workbench: Workbench) -> None:
    terms = [row.term for row in workbench.keywords("cải cách hành chính").rows]
    assert not {"kết quả", "tiếp tục", "báo cáo", "nhiệm vụ trọng tâm", "phương hướng"} & set(terms)


def test_every_citation_holds_its_keyword(workbench: Workbench) -> None:
    rows = workbench.keywords("cải cách hành chính").rows
    assert rows
    for row in rows:
        assert 1 <= len(row.citations) <= 5
        assert row.documents <= row.count
        for citation in row.citations:
            assert workbench.document(citation.document_id).text[citation.start : citation.end] == citation.quote
            assert row.term.lower() in citation.quote.lower()


def test_one_document_can_be_asked_about(workbench: Workbench) -> None:
    [hit] = workbench.search('"vụ đông xuân"').hits
    found = workbench.keywords(document_id=hit.id)
    assert found.documents == 1
    assert "vụ đông xuân" in [row.term for row in found.rows]


def test_words_are_tagged_once_and_kept(workbench: Workbench) -> None:
    first: list[Progress] = []
    workbench.keywords("cải cách hành chính", progress=first.append)
    assert first[-1].done == first[-1].total == 2
    again: list[Progress] = []
    workbench.keywords("cải cách hành chính", progress=again.append)
    assert again == []


def test_words_of_an_older_version_are_made_again(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    workbench.keywords("cải cách hành chính")
    monkeypatch.setattr("workbench.analysis.keywords_phrases.VERSION", "next")
    steps: list[Progress] = []
    found = workbench.keywords("cải cách hành chính", progress=steps.append)
    assert steps[-1].done == 2
    assert found.rows


def test_the_frame_has_one_row_a_keyword(workbench: Workbench) -> None:
    found = workbench.keywords("cải cách hành chính", limit=3)
    frame = found.to_frame()
    assert list(frame.columns) == ["term", "score", "count", "documents", "source"]
    assert len(frame) == len(found.rows) == 3
