"""Files of one document count once: hits, totals, pages, facets; over both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.documents.model import Document
from workbench.search.filters import Filters
from workbench.search.searcher import Searcher

HEAD = """TỈNH ỦY LAM GIANG\tĐẢNG CỘNG SẢN VIỆT NAM
*
Số {number}-CT/TU\tLam Giang, ngày 15 tháng 3 năm 2024
CHỈ THỊ
về đẩy mạnh cải cách hành chính ở {place}

Ban Thường vụ yêu cầu các cấp ủy đẩy mạnh cải cách hành chính, giao văn phòng theo dõi {place} và báo cáo trước ngày 25.
"""


@pytest.fixture(params=["whoosh", "tantivy"])
def workbench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbench]:
    (tmp_path / "workbench.toml").write_text(f'engine = "{request.param}"\n', encoding="utf-8")
    for number, place in enumerate(("vùng cao", "vùng biển", "đô thị", "khu công nghiệp"), start=11):
        text = HEAD.format(number=number, place=place)
        for copy in range(3 if number % 2 else 1):
            file = tmp_path / "corpus" / f"bản {copy}" / f"{number}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + ("\n" if copy == 1 else ""), encoding="utf-8")
    with Workbench.open(tmp_path) as opened:
        opened.build()
        yield opened


def test_a_document_is_found_once_and_names_its_copies(workbench: Workbench) -> None:
    found = workbench.search("cải cách hành chính")
    assert found.total == len(found.hits) == 4
    assert sorted(len(hit.copies) for hit in found.hits) == [0, 0, 2, 2]
    everything = {hit.id for hit in found.hits}.union(*(hit.copies for hit in found.hits))
    assert everything == set(workbench.documents()["id"])
    assert {item.value: item.count for item in found.facets["type"]} == {"Chỉ thị": 4}
    assert workbench.search().total == 4


def test_pages_follow_each_other_without_gap_or_repetition(workbench: Workbench) -> None:
    pages = [workbench.search("hành chính", limit=1, offset=at) for at in range(5)]
    assert [page.total for page in pages] == [4] * 5
    assert len({hit.id for page in pages for hit in page.hits}) == 4
    assert pages[4].hits == ()


def test_when_the_shown_file_goes_another_one_takes_its_place(workbench: Workbench) -> None:
    (hit,) = workbench.search("vùng cao").hits
    (workbench.settings.corpus / hit.path).unlink()
    workbench.build()
    (now,) = workbench.search("vùng cao").hits
    assert now.id in hit.copies
    assert len(now.copies) == 1
    for path in list((workbench.settings.corpus).rglob("11.txt"))[1:]:
        path.unlink()
    workbench.build()
    (last,) = workbench.search("vùng cao").hits
    assert last.copies == ()


def test_related_documents_name_none_of_its_copies(workbench: Workbench) -> None:
    (hit,) = workbench.search("vùng cao").hits
    for name in (hit.id, *hit.copies):
        found = [item.id for item in workbench.related(name)]
        assert len(found) == 3
        assert not {hit.id, *hit.copies}.intersection(found)


def test_what_only_a_hidden_file_says_is_still_found(
    search_in: Callable[..., Searcher], make: Callable[..., Document]
) -> None:
    documents = [make("clean", "kế hoạch năm", day=date(2024, 1, 1)), make("draft", "kế hoạch năm, dự thảo lần ba")]
    searcher = search_in(documents, shown={"draft": "clean"}, copies={"draft"})
    assert [hit.id for hit in searcher.search("kế hoạch", Filters()).hits] == ["clean"]
    (hit,) = searcher.search("dự thảo lần ba", Filters()).hits
    assert (hit.id, hit.copies) == ("draft", ("clean",))
