"""The words of the trade, as shipped and as an office changes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import SettingsError
from workbench.vietnamese.lexicon import ABBREVIATIONS, PLACES, SYNONYMS, Expansion, Lexicon, tables
from workbench.vietnamese.stop_words import stop_words


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.load()


def office(folder: Path, file: str, content: str | bytes) -> Lexicon:
    data = content.encode() if isinstance(content, str) else content
    (folder / file).write_bytes(data)
    return Lexicon.load(folder)


# Abbreviations


def fulls(lexicon: Lexicon, short: str) -> list[str]:
    return [expansion.full for expansion in lexicon.expansions(short)]


def test_abbreviations_are_known_with_their_group(shipped: Lexicon) -> None:
    assert shipped.expansions("UBND") == (Expansion("Ủy ban nhân dân", "N", False),)
    assert shipped.expansions("MTTQ") == (Expansion("Mặt trận Tổ quốc", "D/N", False),)
    assert shipped.expansions("không có") == ()


def test_an_ambiguous_abbreviation_gives_all_it_may_stand_for(shipped: Lexicon) -> None:
    found = shipped.expansions("BCT")
    assert {expansion.full for expansion in found} == {"Bộ Chính trị", "Bộ Công Thương"}
    assert all(expansion.ambiguous for expansion in found)
    assert len(shipped.expansions("TT")) == 6


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("ubnd", "Ủy ban nhân dân"),
        ("DU", "Đảng ủy"),
        ("KT - XH", "kinh tế - xã hội"),
        ("KT–XH", "kinh tế - xã hội"),
        ("gd & đt", "giáo dục và đào tạo"),
        ("T.Ư", "Trung ương"),
        ("HÐND", "Hội đồng nhân dân"),  # with U+00D0
    ],
)
def test_abbreviations_are_found_however_they_are_typed(shipped: Lexicon, typed: str, full: str) -> None:
    assert full in fulls(shipped, typed)


def test_an_abbreviation_typed_with_accents_is_not_taken_for_another(shipped: Lexicon) -> None:
    assert "cán bộ, công chức" in fulls(shipped, "CBCC")
    assert fulls(shipped, "ĐN") == []


def test_words_in_full_give_their_abbreviations(shipped: Lexicon) -> None:
    assert shipped.abbreviations_of("uỷ ban nhân dân") == ("UBND",)
    assert shipped.abbreviations_of("Kinh tế-xã hội") == ("KT-XH", "KTXH")
    assert shipped.abbreviations_of("quoc phong, an ninh") == ("QPAN", "QP-AN", "QP,AN")


def test_every_full_form_leads_back_to_its_abbreviation(shipped: Lexicon) -> None:
    for short, full, _, _ in tables.shipped(ABBREVIATIONS):
        assert short in shipped.abbreviations_of(full)
        assert full in fulls(shipped, short)


# Synonyms, places, stop words


def test_synonyms_come_before_what_is_only_near(shipped: Lexicon) -> None:
    found = shipped.synonyms("Hạn chế")
    assert [word.term for word in found if word.near] == ["khó khăn, vướng mắc"]
    assert {"tồn tại", "khuyết điểm", "yếu kém"} <= {word.term for word in found if not word.near}
    assert [word.near for word in found] == sorted(word.near for word in found)


@pytest.mark.parametrize("term", ["giám sát", "giam sat", "GIÁM SÁT"])
def test_a_near_word_leads_to_the_group_as_near_and_never_to_itself(shipped: Lexicon, term: str) -> None:
    found = shipped.synonyms(term)
    assert "đôn đốc" in {word.term for word in found}
    assert "giám sát" not in {word.term for word in found}
    assert all(word.near for word in found)


def test_thirty_four_provinces_came_of_sixty_three(shipped: Lexicon) -> None:
    rows = tables.shipped(PLACES)
    assert len({new for new, _, _ in rows}) == 34
    assert len({old for _, old, _ in rows}) == 63
    for new, old, _ in rows:
        (place,) = shipped.places(old)
        assert place.successor == (None if old in {row[0] for row in rows} else new)


@pytest.mark.parametrize("typed", ["Kon Tum", "kontum", "KON TUM", "Tỉnh Kon Tum", "tỉnh kontum"])
def test_an_old_province_knows_its_successor(shipped: Lexicon, typed: str) -> None:
    (place,) = shipped.places(typed)
    assert (place.name, place.successor, place.predecessors) == ("Kon Tum", "Quảng Ngãi", ())
    assert place.since == date(2025, 7, 1)
    assert place.variants == ("Kontum",)


def test_a_province_that_kept_its_name_knows_what_was_merged_into_it(shipped: Lexicon) -> None:
    (place,) = shipped.places("quang ngai")
    assert (place.successor, place.predecessors) == (None, ("Kon Tum",))
    (same,) = shipped.places("Hà Nội")
    assert (same.successor, same.predecessors, same.since) == (None, (), None)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Đắc Lắc", "Đắk Lắk"),
        ("dak lak", "Đắk Lắk"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("TP.HCM", "TP Hồ Chí Minh"),
        ("thành phố Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("thanh pho Da Nang", "Đà Nẵng"),
        ("Thừa Thiên – Huế", "Thừa Thiên Huế"),
        ("Ban Mê Thuột", "Buôn Ma Thuột"),
    ],
)
def test_places_are_found_by_any_spelling(shipped: Lexicon, typed: str, name: str) -> None:
    assert [place.name for place in shipped.places(typed)] == [name]


def test_a_person_is_no_place(shipped: Lexicon) -> None:
    assert shipped.places("Hồ Chí Minh") == ()


def test_stop_words_are_read_by_the_same_loader(shipped: Lexicon, tmp_path: Path) -> None:
    assert "và" in stop_words() == shipped.stop_words
    changed = office(tmp_path, "stop_words.csv", "word,remove\nvà,-\nkính gửi,\n").stop_words
    assert changed == (stop_words() - {"và"}) | {"kính gửi"}


# An office's own tables


@pytest.mark.parametrize(
    "content",
    [
        "short,full,group,ambiguous\nVTL,Ban Vận tải Lam Giang,N,\n",
        "\ufeffshort;full;group;ambiguous\r\n\r\nVTL;Ban Vận tải Lam Giang;N;\r\n;;;\r\n",
        "short\tfull\tgroup\nVTL\tBan Vận tải Lam Giang\tn\n",
        "Viết tắt;Đầy đủ;Nhóm\nVTL; Ban  Vận tải Lam Giang ;N",
        "full,short,group\r\nBan Vận tải Lam Giang,VTL,N\r",
        '\n\n"short","full","group"\n"VTL","Ban Vận tải Lam Giang","N"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_office_adds_rows_as_excel_writes_them(tmp_path: Path, content: str, encoding: str) -> None:
    data = content.removeprefix("\ufeff").encode(encoding) if encoding == "utf-16" else content.encode(encoding)
    lexicon = office(tmp_path, "abbreviations.csv", data)
    assert lexicon.expansions("VTL") == (Expansion("Ban Vận tải Lam Giang", "N", False),)
    assert fulls(lexicon, "UBND") == ["Ủy ban nhân dân"]


def test_an_office_replaces_and_removes_rows(tmp_path: Path) -> None:
    lexicon = office(
        tmp_path,
        "abbreviations.csv",
        "short,full,group,ambiguous\nubnd,Uỷ ban nhân dân,H,có\nBCT,Bộ Công Thương,-,\nTT,-,,\nTT,tổ trưởng,H,\n",
    )
    assert lexicon.expansions("UBND") == (Expansion("Uỷ ban nhân dân", "H", True),)
    assert fulls(lexicon, "BCT") == ["Bộ Chính trị"]
    assert fulls(lexicon, "TT") == ["tổ trưởng"]


def test_an_office_changes_the_other_tables_too(tmp_path: Path) -> None:
    office(tmp_path, "synonyms.csv", "group,term,relation\nhạn chế,thiếu sót,-\nhạn chế,chưa đạt,gần nghĩa\n")
    lexicon = office(tmp_path, "places.csv", "new;old;from\nxã Vân Trạch;xã Vân Hạ;01/7/2025\n")
    terms = {word.term: word.near for word in lexicon.synonyms("tồn tại")}
    assert "thiếu sót" not in terms
    assert terms["chưa đạt"] is True
    (place,) = lexicon.places("Xã Vân Hạ")
    assert (place.successor, place.since) == ("xã Vân Trạch", date(2025, 7, 1))


def test_a_folder_without_tables_leaves_the_shipped_ones(tmp_path: Path, shipped: Lexicon) -> None:
    assert Lexicon.load(tmp_path).expansions("CNTT") == shipped.expansions("CNTT")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("abbreviations.csv", "short,full\nVTL,x\n\nABC,\n", ("abbreviations.csv", "dòng 4", "“full”", "trống")),
        ("abbreviations.csv", "short,full,group\nVTL,x,Q\n", ("dòng 2", "“group”", "Q")),
        ("abbreviations.csv", "short,full,ambiguous\nVTL,x,chắc\n", ("dòng 2", "“ambiguous”", "chắc")),
        ("abbreviations.csv", "short,full,ambiguous\nVTL,x,-\n", ("dòng 2", "“ambiguous”")),
        ("abbreviations.csv", "short,full\nQP,quốc phòng, an ninh\n", ("dòng 2", "thừa", "an ninh", "ngoặc kép")),
        ("abbreviations.csv", "\nshort,đủ\n", ("dòng 2", "“đủ”", "short, full")),
        ("abbreviations.csv", "short,group\nVTL,N\n", ("dòng 1", "thiếu", "“full”")),
        ("abbreviations.csv", "short,full,short\n", ("dòng 1", "hai lần", "“short”")),
        ("abbreviations.csv", 'short,full\nVTL,"x\nABC,y\n', ("dòng 2", "ngoặc kép")),
        ("abbreviations.csv", "", ("trống", "short,full")),
        ("abbreviations.csv", "short,full\nVTL,vận tải\n".encode("utf-16-le")[:-1], ("bảng chữ",)),
        ("abbreviations.csv", "short,full\nVTL,Thñy lîi nh©n d©n\n".encode("latin-1"), ("UTF-8",)),
        ("places.csv", "new,old,from\nA,B,32/1/2025\n", ("dòng 2", "“from”", "32/1/2025")),
        ("synonyms.csv", "group,term,relation\na,b,khác\n", ("dòng 2", "“relation”", "khác")),
        ("stop_words.csv", "word,remove\nvà,có\n", ("dòng 2", "“remove”")),
    ],
)
def test_a_fault_names_file_line_and_column(
    tmp_path: Path, file: str, content: str | bytes, told: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError) as caught:
        office(tmp_path, file, content)
    message = str(caught.value)
    assert all(part in message for part in (file, *told)), message
    assert caught.value.advice


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    content = 'short,full\r\nVTL,"vận\ntải"\r\nABC,a\u2028b\r\n,c\r\n'
    with pytest.raises(SettingsError, match="dòng 5, cột “short”"):
        office(tmp_path, "abbreviations.csv", content)


def test_a_missing_folder_and_an_unreadable_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Không có thư mục"):
        Lexicon.load(tmp_path / "no")
    (tmp_path / "places.csv").mkdir()
    with pytest.raises(SettingsError, match="Không đọc được"):
        Lexicon.load(tmp_path)


@given(data=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: ("short,full\n" + text).encode())))
def test_any_bytes_are_a_table_or_the_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / SYNONYMS.file).write_bytes(data.replace(b"short,full", b"group,term"))
    try:
        assert Lexicon.load(folder).synonyms("tồn tại")
    except SettingsError as error:
        message = error.message
    else:
        message = SYNONYMS.file
    assert SYNONYMS.file in message


@given(name=st.text(max_size=40))
def test_any_question_is_answered(shipped: Lexicon, name: str) -> None:
    assert isinstance(shipped.expansions(name), tuple)
    assert all(word.term for word in shipped.synonyms(name))
    assert all(place.name for place in shipped.places(name))
