"""The linear model of sections: its tables hang together, and scores tell more than the best section."""

from __future__ import annotations

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.section_features import cue_scores, features, words_of
from workbench.documents.section_model import OTHER, section_scores
from workbench.documents.sections import SECTIONS
from workbench.documents.tables import cue_phrases


def test_cue_phrases_name_known_sections_once_each() -> None:
    phrases = [(phrase.section, words_of(phrase.phrase), phrase.place) for phrase in cue_phrases()]
    assert {section for section, _, _ in phrases} == set(SECTIONS)
    assert len(phrases) == len(set(phrases))
    assert {place for _, _, place in phrases} == {"start", "anywhere"}


def test_every_section_has_a_score() -> None:
    assert set(section_scores("Tuy nhiên, tiến độ còn chậm.")) == {*SECTIONS, OTHER}


def test_a_phrase_inside_a_longer_one_of_its_section_counts_once() -> None:
    longer = cue_scores(words_of("công tác này còn một số hạn chế"))["han_che"]
    assert longer < cue_scores(words_of("công tác này còn một số hạn chế và chưa kịp thời"))["han_che"]
    assert longer == cue_scores(words_of("công tác này còn một số hạn chế, còn một số hạn chế"))["han_che"]


def test_a_cue_of_the_beginning_counts_only_there() -> None:
    assert "kien_nghi" in cue_scores("xin được hỗ trợ")
    assert "kien_nghi" not in cue_scores("đơn xin vào đảng")


def test_numbers_are_alike() -> None:
    assert set(features("Tăng 12,5% và 1.234 hộ")[0]) == set(features("Tăng 7% và 90 hộ")[0])


def test_the_table_says_what_it_was_made_from_and_holds_no_sentence() -> None:
    folder = files("workbench.documents")
    assert "labels.jsonl" in folder.joinpath("section_weights.txt").read_text(encoding="utf-8")
    rows = folder.joinpath("section_weights.csv").read_text(encoding="utf-8").splitlines()
    assert all(len(row.split(",", 1)[0].split()) <= 3 for row in rows)


@given(st.text(max_size=1500), st.text(max_size=300))
def test_scores_are_numbers_whatever_the_text(sentence: str, before: str) -> None:
    assert all(abs(score) < 1_000 for score in section_scores(sentence, before).values())
