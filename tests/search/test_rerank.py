"""Questions are answered by a passage: documents that say it in one place stand before those that scatter it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from workbench.documents.model import Document
from workbench.search import rerank
from workbench.search.filters import Filters
from workbench.search.rerank import FEATURES, WINDOW, judge, with_differences
from workbench.search.searcher import Searcher

MakeDocument = Callable[..., Document]

QUESTION = "Viên chức phải báo trước bao nhiêu ngày khi chấm dứt hợp đồng làm việc?"
ANSWER = "Viên chức phải báo trước ba mươi ngày khi chấm dứt hợp đồng làm việc."
FILLER = "Cơ quan, tổ chức, đơn vị có liên quan thực hiện theo quy định."


@pytest.fixture
def archive(search_in: Callable[..., Searcher], make: MakeDocument) -> Searcher:
    scattered = [
        "Viên chức được nghỉ hằng năm.",
        "Phải lập kế hoạch.",
        "Báo trước cho đơn vị.",
        "Bao nhiêu ngày thì tùy nơi.",
        "Chấm dứt việc thi.",
        "Hợp đồng mua bán. Làm việc ngoài giờ. Viên chức làm việc. Hợp đồng làm việc.",
    ]
    documents = [
        make("rai-rac", "\n".join(f"{line} {FILLER}" for line in scattered), title="Quy định chung"),
        make("tra-loi", "\n".join([*(f"{FILLER} {number}" for number in range(12)), ANSWER]), title="Điều khoản khác"),
        *(make(f"khac{number}", f"Làm việc {number}. Hợp đồng kinh tế.\n{FILLER}") for number in range(45)),
    ]
    return search_in(documents)


def ids(searcher: Searcher, offset: int = 0, limit: int = 10) -> list[str]:
    return [hit.id for hit in searcher.search(QUESTION, Filters(), offset=offset, limit=limit).hits]


def test_the_document_with_the_answering_passage_stands_first(archive: Searcher) -> None:
    assert ids(archive)[0] == "tra-loi"
    assert [document.id for document in archive.find(QUESTION, Filters(), 1)] == ["tra-loi"]


def test_pages_of_a_question_join_without_gap_or_double(archive: Searcher) -> None:
    whole = ids(archive, limit=60)
    assert len(whole) > WINDOW
    assert [name for start in range(0, 60, 7) for name in ids(archive, start, 7)] == whole
    assert len(set(whole)) == len(whole)


def test_scores_fall_from_hit_to_hit(archive: Searcher) -> None:
    scores = [hit.score for hit in archive.search(QUESTION, Filters(), limit=60).hits]
    assert scores == sorted(scores, reverse=True)


def test_sorting_by_date_is_left_as_it_is(archive: Searcher) -> None:
    by_date = [hit.id for hit in archive.search(QUESTION, Filters(), sort="date", limit=60).hits]
    assert by_date == sorted(by_date)  # none has a date: by id


def test_the_shipped_weights_name_every_feature_and_judge_a_better_passage_higher() -> None:
    rows = csv.DictReader((Path(rerank.__file__).with_name("ranking.csv")).read_text(encoding="utf-8").splitlines())
    assert [row["feature"] for row in rows] == [*FEATURES, "bias"]
    same = np.full((2, len(FEATURES)), 0.5)
    better = same.copy()
    better[0, FEATURES.index("passage")] = 0.9
    assert judge(better)[0] > judge(same)[0]
    assert with_differences(same).shape == (2, 2 * len(FEATURES))
