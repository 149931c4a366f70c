"""What else a query may mean: shown as chips, ranked below what was typed, and switched by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.model import Document
from workbench.search.filters import Filters
from workbench.search.results import SearchResults
from workbench.search.searcher import Searcher
from workbench.search.understanding import Understanding
from workbench.vietnamese.accents import AccentModel
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.syllables import tokens

Search = Callable[..., SearchResults]
MakeDocument = Callable[..., Document]

TEXTS = {
    "daydu": "Ủy ban nhân dân tỉnh ban hành kế hoạch.",
    "viettat": "UBND tỉnh ban hành kế hoạch. UBND xã thực hiện. UBND UBND UBND UBND.",
    "congnghe": "Ứng dụng công nghệ thông tin trong công tác văn phòng cấp ủy.",
    "cntt": "Ứng dụng CNTT trong công tác.",
    "hanche": "Một số hạn chế trong công tác.",
    "tontai": "Một số tồn tại trong công tác; tồn tại, tồn tại, tồn tại.",
    "daklak": "Đoàn công tác của Đắc Lắc.",
    "quangngai": "Tỉnh Quảng Ngãi họp.",
    "kontum": "Tỉnh Kon Tum họp.",
    "vanphong": "Văn phòng cấp ủy tham mưu. Văn phòng cấp ủy.",
    "vangphong": "Vận phong cáp ùy.",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture
def search(search_in: Callable[..., Searcher], make: MakeDocument, lexicon: Lexicon) -> Search:
    documents = [make(name, text) for name, text in TEXTS.items()]
    accents = AccentModel.build([*TEXTS.values()] * 3, general=False)
    searcher = search_in(documents, lexicon=lexicon, accents=accents)

    def ask(text: str, **options: Any) -> SearchResults:
        return searcher.search(text, Filters(), **options)

    return ask


def ids(results: SearchResults) -> list[str]:
    return [hit.id for hit in results.hits]


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("UBND tỉnh", "viettat", "daydu"),
        ("ubnd tỉnh", "viettat", "daydu"),
        ("Ủy ban nhân dân tỉnh", "daydu", "viettat"),
        ("uy ban nhan dan tinh", "daydu", "viettat"),
        ("công nghệ thông tin", "congnghe", "cntt"),
        ("CNTT", "cntt", "congnghe"),
        ("hạn chế", "hanche", "tontai"),
        ("tồn tại", "tontai", "hanche"),
    ],
)
def test_other_words_for_the_same_are_found_below_what_was_typed(
    search: Search, typed: str, first: str, second: str
) -> None:
    results = search(typed)
    assert ids(results)[:2] == [first, second]
    assert any(chip.active for chip in results.chips)
    assert results.hits[1].why
    assert results.hits[1].snippets[0].marks


def test_a_chip_that_is_switched_off_widens_nothing(search: Search) -> None:
    chip = next(chip for chip in search("UBND tỉnh").chips if chip.kind == "abbreviation")
    assert chip.label == "UBND = Ủy ban nhân dân"
    results = search("UBND tỉnh", chips={chip.id: False})
    assert ids(results) == ["viettat"]
    assert [(item.id, item.active) for item in results.chips if item.id == chip.id] == [(chip.id, False)]


@pytest.mark.parametrize(("typed", "found"), [('"UBND tỉnh"', ["viettat"]), ("kế hoạch KHÔNG UBND", ["daydu"])])
def test_what_is_meant_literally_is_not_widened(search: Search, typed: str, found: list[str]) -> None:
    results = search(typed)
    assert ids(results) == found
    assert not results.chips


def test_a_merged_province_is_offered_and_not_taken(search: Search) -> None:
    results = search("Kon Tum")
    assert ids(results) == ["kontum"]
    (chip,) = (chip for chip in results.chips if chip.reading == "Quảng Ngãi")
    assert not chip.active
    assert "01/07/2025" in chip.label
    assert ids(search("Kon Tum", chips={chip.id: True})) == ["kontum", "quangngai"]


def test_other_spellings_of_a_place_are_found(search: Search) -> None:
    assert ids(search("Đắk Lắk")) == ["daklak"]


def test_an_ambiguous_abbreviation_is_offered_with_all_its_meanings(lexicon: Lexicon) -> None:
    understanding = Understanding(lexicon)
    understanding.segments("BTC", tokens("BTC"))
    assert len(understanding.chips) > 1
    assert not any(chip.active for chip in understanding.chips)


@pytest.mark.parametrize("word", ["tu", "ca", "ban", "ở", "Tu"])
def test_a_word_of_its_own_is_no_abbreviation(lexicon: Lexicon, word: str) -> None:
    understanding = Understanding(lexicon)
    understanding.segments(word, tokens(word))
    assert not [chip for chip in understanding.chips if chip.kind == "abbreviation"]


# Accents ---------------------------------------------------------------------------------------------


def test_without_accents_the_likeliest_reading_stands_first_and_the_others_follow(search: Search) -> None:
    results = search("van phong cap uy")
    assert ids(results)[0] == "vanphong"
    assert "vangphong" in ids(results)
    (chip,) = (chip for chip in results.chips if chip.kind == "accents")
    assert chip.reading == "văn phòng cấp ủy"
    assert "accents" not in {
        item.kind for item in search("van phong cap uy", chips={chip.id: False}).chips if item.active
    }


@pytest.mark.parametrize("typed", ["văn phong cấp uy", "van phòng cap ủy"])
def test_accents_may_be_left_out_of_some_words(search: Search, typed: str) -> None:
    results = search(typed)
    assert ids(results)[0] == "vanphong"
    assert "vangphong" not in ids(results)


# Mistakes --------------------------------------------------------------------------------------------


@pytest.fixture
def mistaken(search_in: Callable[..., Searcher], make: MakeDocument) -> Search:
    texts = [f"Thực hiện nhiệm vụ xây dựng Đảng theo chỉ thị số {number}." for number in range(30)]
    searcher = search_in(make(f"d{number}", text) for number, text in enumerate([*texts, "nhiệu", "mưa dưng"]))

    def ask(text: str) -> SearchResults:
        return searcher.search(text, Filters())

    return ask


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("nhiệu vụ", "nhiệm vụ"),
        ("Nhiệu vụ", "Nhiệm vụ"),
        ("xây dưng Đảng", "xây dựng Đảng"),
        ("chỉ thi", "chỉ thị"),
        ("nhiemm", "nhiem"),
        ("nhiem vuj", "nhiem vu"),
    ],
)
def test_a_likely_mistake_is_answered_with_a_proposal(mistaken: Search, typed: str, proposed: str) -> None:
    assert mistaken(typed).suggestion == proposed


@pytest.mark.parametrize("typed", ["nhiệm vụ", "nhiem vu", "Đảng", "xyz", "34-CT/TU", '"nhiệu vụ"', ""])
def test_what_is_right_or_unknown_is_left_alone(mistaken: Search, typed: str) -> None:
    assert mistaken(typed).suggestion is None


# Any text --------------------------------------------------------------------------------------------

_words = st.sampled_from(
    [
        "UBND",
        "ubnd",
        "BTC",
        "TP.HCM",
        "đ/c",
        "Kon Tum",
        "hạn chế",
        "cấp ủy",
        "cap uy",
        "Đắk Lắk",
        "2024",
        "-",
        ",",
        "(",
        "tồn",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_words, max_size=12).map(" ".join) | st.text(max_size=40))
def test_segments_cover_every_syllable_once_and_in_order(text: str) -> None:
    syllables = tokens(text)
    found = Understanding(Lexicon.load()).segments(text, syllables)
    assert [place for part in found for place in range(part.start, part.stop)] == list(range(len(syllables)))
    for part in found:
        for alternative in part.alternatives:
            assert alternative.keys
            assert alternative.chip.active


def test_tables_of_the_office_widen_too(tmp_path: Path, search_in: Callable[..., Searcher], make: MakeDocument) -> None:
    (tmp_path / "abbreviations.csv").write_text("short,full\nBCĐ12,Ban Chỉ đạo mười hai\n", encoding="utf-8")
    searcher = search_in([make("a", "Họp Ban Chỉ đạo mười hai.")], lexicon=Lexicon.load(tmp_path))
    assert ids(searcher.search("BCĐ12", Filters())) == ["a"]
