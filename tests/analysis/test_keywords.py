"""Keywords are phrases people would use, set against the whole archive, each with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Workbench
from workbench.analysis.keywords_phrases import count_phrases
from workbench.archive.report import Progress
from workbench.errors import QueryError


@pytest.fixture
def make_archive(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], Workbench]]:
    """Builds an archive of texts by file name."""
    opened: list[Workbench] = []

    def make(texts: dict[str, str]) -> Workbench:
        (tmp_path / "rieng" / "corpus").mkdir(parents=True)
        for name, text in texts.items():
            (tmp_path / "rieng" / "corpus" / name).write_text(text, encoding="utf-8")
        opened.append(Workbench.open(tmp_path / "rieng"))
        opened[0].build()
        return opened[0]

    yield make
    for workbench in opened:
        workbench.close()


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


def test_spellings_and_abbreviations_are_one_keyword(make_archive: Callable[[dict[str, str]], Workbench]) -> None:
    texts = {
        "a.txt": "BÁO CÁO\nCông tác CCHC được quan tâm. Đẩy mạnh cải cách hành chính ở các xã.\n",
        "b.txt": "BÁO CÁO\nCải cách hành chính còn chậm; CCHC chưa đều. Phát triển KT-XH ổn định.\n",
        "c.txt": "BÁO CÁO\nHoà giải ở cơ sở đạt kết quả; hoà giải thành 9 vụ. Kinh tế - xã hội phát triển.\n",
        "d.txt": "BÁO CÁO\nHòa giải ở cơ sở được duy trì. Tình hình kinh tế xã hội ổn định.\n",
    }
    rows = {row.term.lower(): row for row in make_archive(texts).keywords().rows}
    assert (rows["cải cách hành chính"].count, rows["cải cách hành chính"].variants) == (4, ("CCHC",))
    assert "cchc" not in rows
    assert rows["kinh tế - xã hội"].count == 3 if "kinh tế - xã hội" in rows else rows["kinh tế xã hội"].count == 3
    [settling] = [row for term, row in rows.items() if term in ("hòa giải", "hoà giải")]
    assert (settling.count, settling.documents) == (3, 2)


def test_an_abbreviation_that_the_text_defines_counts_with_its_words(
    make_archive: Callable[[dict[str, str]], Workbench],
) -> None:
    text = "BÁO CÁO\nTổ phản ứng nhanh (TPUN) họp. Tổ phản ứng nhanh đi cơ sở. TPUN kiểm tra; TPUN báo cáo.\n"
    rows = {row.term: row.count for row in make_archive({"a.txt": text}).keywords().rows}
    assert rows["tổ phản ứng nhanh"] == 5


def test_the_names_in_head_and_foot_are_no_keywords(workbench: Workbench) -> None:
    [hit] = workbench.search("Vân Trạch").hits
    terms = [row.term.lower() for row in workbench.keywords(document_id=hit.id).rows]
    assert not [term for term in terms if "vân trạch" in term]


def test_a_dismissed_keyword_is_not_offered_again_until_that_is_undone(workbench: Workbench) -> None:
    stroke = workbench.dismiss_keyword("Cải cách hành chính")
    workbench.build()  # a rebuild forgets nothing
    assert "cải cách hành chính" not in [row.term for row in workbench.keywords("cải cách hành chính").rows]
    frame = workbench.keyword_decisions()
    assert list(frame["term"]) == ["Cải cách hành chính"]
    assert list(frame["decision"]) == ["đã bỏ"]
    workbench.undo_keyword(stroke)
    assert "cải cách hành chính" in [row.term for row in workbench.keywords("cải cách hành chính").rows]
    with pytest.raises(QueryError):
        workbench.undo_keyword(stroke)


def test_a_keyword_can_be_dismissed_for_one_document_alone(workbench: Workbench) -> None:
    [hit] = workbench.search("Vân Trạch").hits
    workbench.dismiss_keyword("cải cách hành chính", document_id=hit.id)
    assert "cải cách hành chính" not in [row.term for row in workbench.keywords(document_id=hit.id).rows]
    [other] = [hit.id for hit in workbench.search("Thạch Lũng").hits]
    assert "cải cách hành chính" in [row.term for row in workbench.keywords(document_id=other).rows]


def test_a_confirmed_keyword_stands_first(workbench: Workbench) -> None:
    last = workbench.keywords("cải cách hành chính").rows[-1].term
    workbench.confirm_keyword(last)
    first = workbench.keywords("cải cách hành chính").rows[0]
    assert (first.term, first.state) == (last, "confirmed")
    with pytest.raises(QueryError):
        workbench.confirm_keyword(" - ")


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="aáeê ưđĐCH-–./\n\t0123ủýòTW", max_size=120))
def test_any_text_is_counted_with_phrases_at_their_sentences(text: str) -> None:
    counted = count_phrases(text)
    assert len(counted.phrases) == len(counted.phrase_counts) == len(counted.surfaces) == len(counted.places)
    for phrase, count, places in zip(counted.phrases, counted.phrase_counts, counted.places, strict=True):
        assert 1 <= len(places) <= count
        assert count <= min(counted.counts[word] for word in phrase)
        for place in places:
            start, end = counted.spans[place]
            assert 0 <= start < end <= len(text)
