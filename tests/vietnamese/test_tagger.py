"""Tags are those that underthesea's own predictor gives, feature by feature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

from workbench.vietnamese import tagger

SENTENCES = [
    ["Tỉnh uỷ", "Lam Nguyên", "đã", "ban hành", "Chỉ thị", "số", "34-CT/TU", "ngày", "5/2/2025", "."],
    ["Rà soát", "12", "thủ tục", "hành chính", ",", "cắt giảm", "30%", "thời gian", ";"],
    ["Một"],
    ["a", "  ", "b c", " d", "Đ"],
]
WORDS = st.lists(st.text(st.sampled_from("aBđĐ 1.ấẤ-"), min_size=1, max_size=6), min_size=1, max_size=8)


@pytest.mark.parametrize("words", SENTENCES)
def test_tags_are_the_same(words: list[str]) -> None:
    assert tagger.tag(words) == [tag for _, tag in CRFPOSTagPredictor.Instance().predict(words)]


@given(words=WORDS)
def test_features_are_the_same(words: list[str]) -> None:
    theirs = CRFPOSTagPredictor.Instance().transformer.transform([[(word, "X") for word in words]])[0][0]
    assert tagger.features(words) == theirs


def test_nothing_has_no_tags() -> None:
    assert tagger.tag([]) == []
