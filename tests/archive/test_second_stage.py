"""The second stage: each text once, resumable, one bad text stops nothing; progress tells what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.analysis import keywords_phrases
from workbench.archive import second_stage
from workbench.archive.build import update_catalogue
from workbench.archive.catalogue import Catalogue
from workbench.archive.report import Progress, ProgressMeter
from workbench.archive.second_stage import Analysis, run_second_stage
from workbench.documents.model import Document

Write = Callable[..., Path]


def count_letters(document: Document) -> bytes:
    if "rà soát 3 " in document.text:
        raise ValueError("a text that the analysis cannot take")
    return str(len(document.text)).encode()


LETTERS = Analysis("letters", "1", count_letters, "Đếm chữ")


@pytest.fixture
def catalogue(tmp_path: Path, write: Write) -> Iterator[Catalogue]:
    for number in range(5):
        write(f"{number}.txt", number)
    write("bản sao.txt", 0)
    opened = Catalogue(tmp_path / "indexes")
    update_catalogue(tmp_path / "corpus", opened)
    yield opened
    opened.close()


def results(catalogue: Catalogue, version: str = "1") -> list[bytes | None]:
    return [catalogue.analysis(identity, "letters", version) for identity in catalogue.to_frame()["id"]]


def test_each_text_is_analysed_once_and_a_bad_one_stops_nothing(catalogue: Catalogue) -> None:
    steps: list[Progress] = []
    assert run_second_stage(catalogue, [LETTERS], on_progress=steps.append) == 5  # the copy has the text of 0.txt
    assert results(catalogue).count(b"") == 1
    assert None not in results(catalogue)
    assert (steps[-1].done, steps[-1].total, steps[-1].label) == (5, 5, "Đếm chữ")
    assert run_second_stage(catalogue, [LETTERS]) == 0


def test_a_new_version_makes_everything_again(catalogue: Catalogue) -> None:
    run_second_stage(catalogue, [LETTERS])
    assert run_second_stage(catalogue, [LETTERS._replace(version="2")]) == 5
    assert None not in results(catalogue, "2")
    assert set(results(catalogue, "1")) == {None}


def test_a_stage_that_is_stopped_goes_on_where_it_was(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_stage, "_BATCH", 2)

    def stop(step: Progress) -> None:
        if step.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_second_stage(catalogue, [LETTERS], on_progress=stop)
    assert run_second_stage(catalogue, [LETTERS]) == 3


@pytest.mark.parametrize("way", ["executor", "processes"])
def test_others_can_do_the_work(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(second_stage, "_SMALL", 0)
    name, version = keywords_phrases.NAME, keywords_phrases.VERSION
    analysis = Analysis(name, version, keywords_phrases.make_phrases, "Tách từ")
    with ThreadPoolExecutor(2) as executor:
        run_second_stage(catalogue, [analysis], workers=2, executor=executor if way == "executor" else None)
    [first, *_] = catalogue.to_frame()["id"]
    document = catalogue.document(first)
    assert catalogue.without_analysis(name, version) == []
    assert "thủ tục" in keywords_phrases.phrases_of([document], catalogue)[0].keys


def test_words_made_ahead_are_those_that_keywords_take(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        workbench.build(second_stage=True)
        steps: list[Progress] = []
        assert workbench.keywords(progress=steps.append).rows
        assert [step for step in steps if step.label == "Tách từ"] == []


def test_time_left_counts_the_stages_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("workbench.archive.report.time.monotonic", lambda: now[0])
    steps: list[Progress] = []
    meter = ProgressMeter(steps.append, 10, "Đọc", ahead=30)
    now[0] = 10.0
    meter.step()
    assert steps[0].seconds_left is None
    assert steps[-1].seconds_left == pytest.approx(10 * (9 + 30))
