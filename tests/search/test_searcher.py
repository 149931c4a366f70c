"""What a search finds, in which order, and what people are told about how it was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from workbench.documents.model import Document
from workbench.errors import QueryError
from workbench.index.engine import FACETS
from workbench.search.filters import Filters
from workbench.search.searcher import Searcher
from workbench.vietnamese.spelling import strip_accents

SearchIn = Callable[..., Searcher]


@pytest.fixture
def archive(search_in: SearchIn, make: Callable[..., Document]) -> Searcher:
    return search_in(
        [
            make(
                "chithi",
                "Chỉ thị về phòng, chống tham nhũng, lãng phí. Cấp uỷ các cấp phải gương mẫu.",
                title="Chỉ thị về phòng, chống tham nhũng",
                symbol="34-CT/TU",
                type="Chỉ thị",
                issuer="Tỉnh ủy",
                day=date(2024, 3, 15),
            ),
            make(
                "baocao",
                "Báo cáo kết quả thực hiện Chỉ thị số 34-CT/TU. Kế hoạch năm sau. Thể chế được hoàn thiện.",
                title="Báo cáo kết quả",
                symbol="120-BC/HU",
                cites=("34-CT/TU",),
                type="Báo cáo",
                issuer="Huyện ủy",
                day=date(2024, 12, 31),
            ),
            make(
                "nghidinh",
                "Nghị định về công tác văn thư. Thế giới thay đổi.",
                symbol="30/2020/NĐ-CP",
                type="Nghị định",
                issuer="Chính phủ",
                day=date(2020, 3, 5),
            ),
            make("quyetdinh", "Quyết định về đảng viên.", symbol="345-QĐ/TU", type="Quyết định", day=date(2021, 1, 1)),
            make("vodanh", "Ghi chép cuộc họp: cấp trên nhắc 34-CT/TU; đơn vị làm.", cites=()),
        ]
    )


def found(searcher: Searcher, text: str, **filters: Any) -> list[str]:
    return [hit.id for hit in searcher.search(text, Filters.of(**filters)).hits]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("văn thư", {"nghidinh"}),
        ("cấp ủy", {"chithi"}),
        ("cấp uỷ", {"chithi"}),
        ("CẤP ỦY", {"chithi"}),
        (unicodedata.normalize("NFD", "cấp uỷ"), {"chithi"}),
        ("thể chế", {"baocao"}),
        ("thế", {"nghidinh"}),  # not "thể"
        ("Ðảng viên", {"quyetdinh"}),
        ("dang vien", {"quyetdinh"}),
        ('"phòng chống tham nhũng"', {"chithi"}),
        ('"phòng, chống tham nhũng"', {"chithi"}),
        ('"văn thư thế giới"', set()),  # a phrase does not reach over a sentence end …
        ('"công tác văn thư. Thế giới"', {"nghidinh"}),  # … but text pasted with its full stop is found
        ("tham nhũng HOẶC văn thư", {"chithi", "nghidinh"}),
        ("chỉ thị KHÔNG tham nhũng", {"baocao"}),
        ("KHÔNG chỉ thị", {"nghidinh", "quyetdinh", "vodanh"}),
        ("so:34-CT/TU", {"chithi"}),
        ("so:34", {"chithi"}),  # not 345-QĐ/TU
        ("so:034-CT/TU", {"chithi"}),
        ("so:345-qd/tu", {"quyetdinh"}),
        ("so:30", {"nghidinh"}),
        ("30/2020/nd-cp", {"nghidinh"}),
        ("dan:34-CT/TU", {"baocao"}),
        ("loai:BC", {"baocao"}),
        ("loai:bc", {"baocao"}),
        ('loai:"báo cáo"', {"baocao"}),
        ('loai:"bao cao"', {"baocao"}),
        ("loai:qd", {"quyetdinh"}),
        ("loai:QĐ", {"quyetdinh"}),
        ('coquan:"tỉnh uỷ"', {"chithi"}),
        ("coquan:huyen", {"baocao"}),
        ("tieude:chống", {"chithi"}),
        ("ngay:2024", {"chithi", "baocao"}),
        ("ngay:3/2024", {"chithi"}),
        ("ngay:31/12/2024", {"baocao"}),
        ("ngay:[2020 TO 2021]", {"nghidinh", "quyetdinh"}),
        ("ngay:[TO 5/3/2020]", {"nghidinh"}),
        ("ngay:[1/1/2021 TO]", {"quyetdinh", "chithi", "baocao"}),
        ("ngay:[2024 TO 2020]", set()),
        ("ngay:2024 loai:BC", {"baocao"}),
    ],
)
def test_a_query_finds(archive: Searcher, typed: str, ids: set[str]) -> None:
    results = archive.search(typed, Filters())
    assert {hit.id for hit in results.hits} == ids
    assert results.total == len(ids)


@pytest.mark.parametrize("typed", ["34-CT/TU", "34 - ct/tu", "34–CT/TU", "34 CT/TU"])
def test_a_bare_symbol_gives_its_bearer_then_those_that_cite_it_then_the_rest(archive: Searcher, typed: str) -> None:
    assert found(archive, typed) == ["chithi", "baocao", "vodanh"]


@pytest.mark.parametrize("typed", ["ngay:31/02/2024", "ngay:hôm-qua", "ngay:[2020 TO sau]"])
def test_a_date_that_cannot_be_read_is_told(archive: Searcher, typed: str) -> None:
    with pytest.raises(QueryError) as caught:
        archive.search(typed, Filters())
    assert caught.value.advice


@pytest.mark.parametrize("typed", ["", "  ", "..."])
def test_an_empty_query_gives_everything_newest_first(archive: Searcher, typed: str) -> None:
    assert found(archive, typed) == ["baocao", "chithi", "quyetdinh", "nghidinh", "vodanh"]
    assert archive.search(typed, Filters()).note is None


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"include": {"type": ("Chỉ thị", "Báo cáo")}}, {"chithi", "baocao"}),
        ({"include": {"issuer": ("Tỉnh ủy",)}}, {"chithi"}),
        ({"include": {"year": ("2020", 2021)}}, {"nghidinh", "quyetdinh"}),
        ({"exclude": {"year": (2020, 2024), "type": ("Nghị định",)}}, {"quyetdinh", "vodanh"}),
        ({"date_from": date(2021, 1, 1)}, {"quyetdinh", "chithi", "baocao"}),
        ({"date_to": date(2020, 3, 5)}, {"nghidinh"}),
        ({"date_from": date(2024, 1, 1), "date_to": date(2024, 3, 15)}, {"chithi"}),
        ({"include": {"type": ("Báo cáo",), "year": ("2020",)}}, set()),
    ],
)
def test_filters_limit_what_is_found_and_counted(archive: Searcher, filters: dict[str, Any], ids: set[str]) -> None:
    results = archive.search("", Filters.of(**filters))
    assert {hit.id for hit in results.hits} == ids
    assert results.total == len(ids)


def test_a_facet_that_is_filtered_still_shows_its_other_values(archive: Searcher) -> None:
    results = archive.search("", Filters.of({"type": ["Chỉ thị"]}))
    assert {item.value for item in results.facets["type"]} == {"Chỉ thị", "Báo cáo", "Nghị định", "Quyết định"}
    assert [(item.value, item.count) for item in results.facets["year"]] == [("2024", 1)]


def test_a_filter_by_an_unknown_facet_is_refused_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match="màu") as caught:
        Filters.of({"màu": ["đỏ"]})
    assert "issuer" in caught.value.advice


def test_every_facet_value_as_a_filter_gives_its_count(archive: Searcher) -> None:
    whole = archive.search("", Filters())
    assert set(whole.facets) == set(FACETS)
    for facet, counts in whole.facets.items():
        for item in counts:
            assert archive.search("", Filters.of({facet: [item.value]})).total == item.count


# How the query was read ------------------------------------------------------------------------------


def test_a_query_without_accents_is_told_and_the_exact_spelling_ranks_first(
    search_in: SearchIn, make: Callable[..., Document]
) -> None:
    searcher = search_in([make("ban", "bàn bạc"), make("exact", "ban bac"), make("other", "bán bạc")])
    results = searcher.search("ban bac", Filters())
    assert results.total == 3
    assert results.hits[0].id == "exact"
    assert "không có dấu" in (results.note or "")


@pytest.mark.parametrize("typed", ["cấp uỷ", "2024", "34-CT/TU", "so:34", "ngay:2024", "loai:BC"])
def test_a_query_read_as_typed_needs_no_note(archive: Searcher, typed: str) -> None:
    assert archive.search(typed, Filters()).note is None


def test_wrong_accents_are_forgiven_and_told(archive: Searcher) -> None:
    results = archive.search("văn thù", Filters())
    assert [hit.id for hit in results.hits] == ["nghidinh"]
    assert "bỏ dấu" in (results.note or "")


def test_some_of_the_words_are_enough_when_none_has_all(archive: Searcher) -> None:
    results = archive.search("tham nhũng hoàn thiện", Filters())
    assert {hit.id for hit in results.hits} == {"chithi", "baocao"}
    assert "một phần" in (results.note or "")


@pytest.mark.parametrize("typed", ['"văn thư" "hoàn thiện"', "văn thư VÀ (hoàn thiện)", "so:999 văn"])
def test_operators_and_phrases_are_meant_as_typed(archive: Searcher, typed: str) -> None:
    assert found(archive, typed) == []


def test_loosening_never_passes_a_filter(archive: Searcher) -> None:
    assert found(archive, "văn thư hoàn thiện", include={"type": ["Báo cáo"]}) == ["baocao"]
    assert found(archive, "văn thù", include={"type": ["Báo cáo"]}) == []


def test_what_cannot_be_read_as_the_language_is_read_as_words_and_told(archive: Searcher) -> None:
    results = archive.search("(" * 30 + "văn thư" + ")" * 30, Filters())
    assert [hit.id for hit in results.hits] == ["nghidinh"]
    assert "cú pháp" in (results.note or "")


# Order and pages -------------------------------------------------------------------------------------


def test_words_side_by_side_and_in_the_title_rank_higher(search_in: SearchIn, make: Callable[..., Document]) -> None:
    searcher = search_in(
        [
            make("apart", "Hoạch định chung cho các đơn vị, kế tiếp là báo cáo."),
            make("together", "Kế hoạch chung cho các đơn vị, tiếp theo là báo cáo."),
            make("title", "Kế hoạch chung cho các đơn vị, tiếp theo là báo cáo.", title="Kế hoạch"),
        ]
    )
    assert found(searcher, "kế hoạch") == ["title", "together", "apart"]


def test_sorted_by_date_the_newest_comes_first(archive: Searcher) -> None:
    ids = [hit.id for hit in archive.search("chỉ thị HOẶC văn thư HOẶC đơn vị", Filters(), sort="date").hits]
    assert ids == ["baocao", "chithi", "nghidinh", "vodanh"]


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("typed", ["kế hoạch", "", "ke hoach", "kế hoạch thiếu"])
def test_pages_are_pieces_of_one_long_page(
    search_in: SearchIn, make: Callable[..., Document], sort: Any, typed: str
) -> None:
    days = [None, date(2024, 1, 1), date(2023, 1, 1)]
    texts = ["Kế hoạch năm.", "Kế hoạch, kế hoạch quý.", "Hoạch định theo kế."]
    searcher = search_in(make(f"d{n:02}", texts[n % 3], day=days[n % 2 + n % 3 // 2]) for n in range(23))
    whole = searcher.search(typed, Filters(), sort=sort, limit=100)
    pages = [searcher.search(typed, Filters(), sort=sort, limit=5, offset=start) for start in range(0, 25, 5)]
    assert whole.total == 23
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert all((page.total, page.facets, page.note) == (23, whole.facets, whole.note) for page in pages)


def test_find_gives_the_same_documents_as_search(archive: Searcher) -> None:
    for typed in ("34-CT/TU", "", "văn thù"):
        assert [item.id for item in archive.find(typed, Filters(), 10)] == found(archive, typed)


# Highlights ------------------------------------------------------------------------------------------


def test_highlights_are_what_the_query_matches_in_the_original(
    search_in: SearchIn, make: Callable[..., Document]
) -> None:
    text = unicodedata.normalize("NFD", "Cấp uỷ") + " và Ðảng bộ; cấp dưới."
    document = make("a", text)
    searcher = search_in([document])
    marked = [text[start:end] for start, end in searcher.marks("cấp ủy", document)]
    assert marked == [unicodedata.normalize("NFD", "Cấp uỷ")]
    assert [text[start:end] for start, end in searcher.marks("đảng bộ", document)] == ["Ðảng bộ"]
    assert [text[start:end] for start, end in searcher.marks("dang bo", document)] == ["Ðảng bộ"]
    assert [text[start:end] for start, end in searcher.marks("vá đàng", document)] == ["và Ðảng"]
    assert searcher.marks("", document) == ()
    assert searcher.marks("KHÔNG cấp", document) == ()


def test_a_long_question_ranks_by_what_matches_and_says_so(search_in: SearchIn, make: Callable[..., Document]) -> None:
    searcher = search_in(
        [
            make("đúng", "Người nộp hồ sơ trực tuyến được miễn lệ phí hộ tịch theo quy định của tỉnh."),
            make("gần", "Lệ phí hộ tịch do Sở Tài chính hướng dẫn."),
            make("xa", "Diện tích rừng của tỉnh được giữ vững."),
        ]
    )
    typed = "Người dân nộp hồ sơ trực tuyến có được miễn lệ phí hộ tịch hay KHÔNG?"
    for question in (typed, strip_accents(typed)):
        results = searcher.search(question, Filters())
        assert [hit.id for hit in results.hits][:2] == ["đúng", "gần"]
    assert "Câu tìm dài" in (searcher.search(typed, Filters()).note or "")


def test_without_accents_some_of_the_words_are_enough_too(archive: Searcher) -> None:
    results = archive.search("chi thi khongcotunay", Filters())
    assert results.hits
    assert "một phần" in (results.note or "")
