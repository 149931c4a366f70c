"""The scores that benchmarks give are those that their names promise."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmarks are not installed

from benchmarks.common import percentile
from benchmarks.peers import BM25, fitting
from benchmarks.scores import aligned, character_accuracy, diacritic_accuracy, precision_recall, rouge, words_kept

words = st.lists(st.sampled_from(["ban", "bí", "thư", "đảng", "ủy"]), min_size=1, max_size=8)


@given(said=words, wanted=words)
def test_rouge_l_is_the_longest_common_subsequence(said: list[str], wanted: list[str]) -> None:
    longest = max(
        size
        for size in range(min(len(said), len(wanted)) + 1)
        if set(combinations(said, size)) & set(combinations(wanted, size))
    )
    expected = 200 * longest / (len(said) + len(wanted))
    assert rouge(" ".join(said), [" ".join(wanted)])[2] == pytest.approx(expected)


def test_rouge_takes_one_tone_placement_and_the_mean_over_references() -> None:
    assert rouge("Cấp uỷ, HOÀ giải.", ["cấp ủy hòa giải"]) == pytest.approx((100, 100, 100))
    assert rouge("cấp ủy", ["cấp ủy", "văn phòng"]) == pytest.approx((50, 50, 50))


def test_a_reader_that_drops_accents_scores_nothing_on_accented_letters() -> None:
    truth = "Báo cáo tài chính của Đảng ủy"
    assert diacritic_accuracy("Bao cao tai chinh cua Dang uy", truth) == 0.0
    assert diacritic_accuracy(truth, truth) == 1.0
    assert diacritic_accuracy("Báo cáo", truth) == 2 / 8
    assert diacritic_accuracy("anything", "no accents") is None
    assert character_accuracy("Bao cao tai chinh cua Dang uy", truth) == pytest.approx(21 / 29)


@given(first=st.text("ab đủ\n", max_size=80), second=st.text("ab đủ\n", max_size=80))
def test_aligned_runs_are_equal_and_in_order(first: str, second: str) -> None:
    at = (0, 0)
    for a, b, length in aligned(first, second):
        assert length > 0
        assert first[a : a + length] == second[b : b + length]
        assert a >= at[0]
        assert b >= at[1]
        at = (a + length, b + length)


def test_small_helpers_count_right() -> None:
    assert fitting([100, 90, 80, 20], 200) == [0, 1]
    assert fitting([300, 10], 200) == [0]
    assert percentile([3, 1, 2, 4], 0.5) == 2
    assert percentile([], 0.95) == 0.0
    assert precision_recall(0, 0, 0)["f1"] == 1.0
    assert precision_recall(1, 2, 4) == pytest.approx({"precision": 0.5, "recall": 0.25, "f1": 1 / 3})


def test_bm25_ranks_the_rarer_word_higher() -> None:
    peer = BM25({"a": "báo cáo tháng", "b": "báo cáo mật độ", "c": "báo cáo quý"}, pairs=True)
    assert peer.search("mật độ báo cáo")[0] == "b"
    assert peer.search("không có") == []


def test_only_the_exact_capital_of_a_letter_is_allowed_for() -> None:
    truth = "quyết định"
    assert diacritic_accuracy("QUYẾT ĐỊNH", truth) == 0.0
    assert diacritic_accuracy("QUYẾT ĐỊNH", truth, capitals_of_fonts=True) == 1.0
    assert diacritic_accuracy("QUYỆT ĐỊNH", truth, capitals_of_fonts=True) == pytest.approx(2 / 3)
    assert diacritic_accuracy("quyết định", "QUYẾT ĐỊNH", capitals_of_fonts=True) == 0.0


def test_words_are_kept_in_order() -> None:
    assert words_kept("Thu ngân sách, đạt 62,5%", "thu ngân sách đạt 62,5%") == 1.0
    assert words_kept("sách ngân", "ngân sách") == 0.5
    assert words_kept("gì cũng được", "") == 1.0
