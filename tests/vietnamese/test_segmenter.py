"""The word segmentation model: its file, its size, and what it was measured at."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from workbench.vietnamese import words
from workbench.vietnamese.segmenter import MODEL, Segmenter, segmenter
from workbench.vietnamese.spelling import key


def test_a_saved_model_decides_as_before(tmp_path: Path) -> None:
    texts = ["Cấp", "ủy", "lãnh", "đạo", "phát", "triển", "kinh", "tế", ",", "giữ", "vững", "quốc", "phòng"]
    sentence = np.zeros(len(texts), dtype=np.int64)
    segmenter().save(tmp_path / "model.npz")
    again = Segmenter.load(tmp_path / "model.npz")
    assert again.vocabulary == segmenter().vocabulary
    assert again.joined(texts, sentence)[0].tolist() == segmenter().joined(texts, sentence)[0].tolist()


def test_decisions_do_not_depend_on_the_text_around_a_sentence() -> None:
    one = ["Cấp", "ủy", "lãnh", "đạo", "phát", "triển", "kinh", "tế", "."]
    many = one * 2_000
    alone, _ = segmenter().joined(one, np.zeros(len(one), dtype=np.int64))
    among, _ = segmenter().joined(many, np.repeat(np.arange(2_000), len(one)))
    assert among.tolist() == alone.tolist() * 2_000


def test_the_model_is_small_enough_to_be_handed_out() -> None:
    assert MODEL.stat().st_size < 5_000_000


def test_every_office_word_is_made_of_syllables_that_the_model_knows() -> None:
    with (Path(words.__file__).with_name("office_words.csv")).open(encoding="utf-8", newline="") as file:
        rows = [row["word"] for row in csv.DictReader(file)]
    assert len(rows) == len(set(rows))
    assert all(key(syllable) in segmenter().vocabulary for word in rows for syllable in word.split())


def test_words_of_a_treebank_are_found(shared_data: Path) -> None:
    # The shipped model was tuned on this file: this guards the code path, not the quality. Quality: decision 9.
    right = given = wanted = 0
    for found, labels in _treebank(shared_data / "wordseg" / "vi_vtb-ud-dev.conllu"):
        right += len(found & labels)
        given += len(found)
        wanted += len(labels)
    assert 2 * right / (given + wanted) > 0.98


def _treebank(file: Path) -> list[tuple[set[tuple[int, int]], set[tuple[int, int]]]]:
    pairs = []
    of_sentence: list[str] = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if len(columns) > 1 and columns[0].isdigit():
            of_sentence.append(columns[1])
        elif not line and of_sentence:
            labels, at = set(), 0
            for word in of_sentence:
                labels.add((at, at + len(word)))
                at += len(word) + 1
            pairs.append(({word[:2] for word in words.segment(" ".join(of_sentence))}, labels))
            of_sentence = []
    if not pairs:
        pytest.fail(f"{file} holds no sentences")
    return pairs
