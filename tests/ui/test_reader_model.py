"""Reading a document part by part and stepping through its matches."""

from __future__ import annotations

import pytest

from workbench import Workbench
from workbench.errors import UnknownDocument
from workbench.ui.reader_model import PART_CHARACTERS, ReaderModel, places


@pytest.fixture
def reader(workbench: Workbench) -> ReaderModel:
    return ReaderModel(workbench)


def long_id(workbench: Workbench) -> str:
    return workbench.search("so:12-CT/TU").hits[0].id


def test_every_passage_is_shown_once_while_reading_on(workbench: Workbench, reader: ReaderModel) -> None:
    reader.open(long_id(workbench))
    assert reader.document is not None
    assert not reader.whole
    seen: list[int] = []
    while True:
        seen += [passage.number for passage in reader.shown]
        first = reader.first
        reader.next_part()
        if reader.first == first:
            break
    assert seen == [passage.number for passage in reader.document.passages]


def test_no_part_is_much_longer_than_the_cap(workbench: Workbench, reader: ReaderModel) -> None:
    reader.open(long_id(workbench))
    assert reader.document is not None
    longest = max(passage.end - passage.start for passage in reader.document.passages)
    for _ in range(5):
        assert sum(passage.end - passage.start for passage in reader.shown) <= PART_CHARACTERS + longest
        reader.next_part()


def test_reading_back_leads_to_the_beginning(workbench: Workbench, reader: ReaderModel) -> None:
    reader.open(long_id(workbench))
    reader.next_part()
    reader.next_part()
    for _ in range(10):
        reader.previous_part()
    assert reader.first == 0


def test_the_first_match_is_on_screen_and_marked(workbench: Workbench, reader: ReaderModel) -> None:
    document_id = long_id(workbench)
    reader.open(document_id, '"nhiệm vụ thứ 150"')
    assert reader.document is not None
    assert reader.current is not None
    start, end = reader.current
    assert reader.document.text[start:end] == "Nhiệm vụ thứ 150"
    assert reader.shown[0].start <= start < reader.shown[-1].end


def test_stepping_goes_round_all_matches(workbench: Workbench, reader: ReaderModel) -> None:
    reader.open(workbench.search('"cải cách hành chính"').hits[0].id, '"cải cách hành chính"')
    count = len(reader.marks)
    assert count >= 2
    visited = []
    for _ in range(count):
        visited.append(reader.mark)
        reader.next_mark()
    assert sorted(visited) == list(range(count))
    before = reader.mark
    reader.next_mark()
    reader.previous_mark()
    assert reader.mark == before


def test_a_citation_opens_at_its_words(workbench: Workbench, reader: ReaderModel) -> None:
    document = workbench.document(long_id(workbench))
    passage = document.passages[-5]
    reader.open_citation(document.cite(passage.start, passage.end))
    assert reader.current == (passage.start, passage.end)
    assert passage in reader.shown


def test_a_passage_can_be_cited_whole(workbench: Workbench, reader: ReaderModel) -> None:
    reader.open(long_id(workbench))
    assert reader.document is not None
    passage = reader.document.passages[8]
    citation = reader.cite(passage.number)
    assert citation.quote == reader.document.text[passage.start : passage.end]
    assert citation.passage == passage.number


def test_matches_parted_by_space_alone_are_one_place() -> None:
    assert places("cải cách, hành chính", [(4, 8), (0, 3), (10, 14)]) == ((0, 8), (10, 14))


def test_an_unknown_document_is_told(reader: ReaderModel) -> None:
    with pytest.raises(UnknownDocument):
        reader.open("khong-co")
