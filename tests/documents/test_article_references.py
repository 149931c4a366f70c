"""References to articles, and what article a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.article_references import (
    article_identity,
    cited_keys,
    find_article_references,
    find_law_mentions,
    law_keys,
    name_key,
    names_match,
)


def read(text: str) -> list[tuple[str, str | None]]:
    return [(item.unit, item.key) for item in find_article_references(text)]


def test_articles_listed_before_one_law_all_belong_to_it() -> None:
    text = "theo quy định tại Điều 36, Điều 37 và khoản 2 Điều 38 Luật Đầu tư"
    assert read(text) == [
        ("Điều 36", "#36 luật đầu tư"),
        ("Điều 37", "#37 luật đầu tư"),
        ("Điều 38, khoản 2", "#38 luật đầu tư"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Điều 7 Thông tư số 44/2022/TT-BTC ngày 21/7/2022", "44/2022/tt-btc#7"),
        ("điểm a khoản 2 Điều 7 của Nghị định 30/2020/NĐ-CP", "30/2020/nđ-cp#7"),
        ("Điều 5a Quy định số 294-QĐ/TW của Bộ Chính trị", "294-qđ/tw#5a"),
        ("Điều 9 Chương II Luật số 59/2020/QH14", "59/2020/qh14#9"),
        ("khoản 1 Điều 11 của Luật Phòng, chống tham nhũng khi có yêu cầu", "#11 luật phòng chống tham nhũng"),
        ("Điều 77Thông tư số 44/2022/TT-BTC", "44/2022/tt-btc#77"),
    ],
)
def test_the_law_may_be_a_symbol_or_a_name(text: str, key: str) -> None:
    assert [item for _, item in read(text)] == [key]


def test_an_article_of_the_same_law_has_no_key_of_its_own() -> None:
    for text in ("theo Điều 5 Nghị định này", "tại Điều 5 và các điều sau", "khoản 3 Điều 5 của Luật này"):
        (found,) = find_article_references(text)
        assert (found.article, found.own, found.key) == ("5", True, None)


def test_ranges_hold_every_article() -> None:
    found = find_article_references("từ Điều 5 đến Điều 8 Quy định số 294-QĐ/TW")
    assert [item.article for item in found] == ["5", "6", "7", "8"]


def test_offsets_hold_the_reference() -> None:
    text = "Theo điểm a khoản 2 Điều 36 Luật Đầu tư năm 2020, việc đó"
    (found,) = find_article_references(text)
    assert text[found.start : found.end] == "điểm a khoản 2 Điều 36 Luật Đầu tư"
    assert (found.unit, found.year) == ("Điều 36, khoản 2, điểm a", 2020)


@pytest.mark.parametrize(
    "text", ["Điều 5. Phạm vi điều chỉnh", "Điều 5\n", "Điều 8.3.PL.32. Nghiên cứu", "điều kiện 5", "Điều 12/QĐ"]
)
def test_headings_and_lookalikes_are_no_references(text: str) -> None:
    assert find_article_references(text) == ()


def test_which_law_only_a_reader_can_tell_is_left_out() -> None:
    assert find_article_references("Điều 5 Nghị định nói trên") == ()


@given(st.text(alphabet="Điều khoảnđiểm Luật,và này 0123456789/-.\nabNCPđ", max_size=300))
def test_any_text_is_read_and_offsets_lie_in_it(text: str) -> None:
    for item in find_article_references(text):
        assert 0 <= item.start < item.end <= len(text)
    for mention in find_law_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)


CODEX = (
    "Hiệu lực thi hành\nĐiều 36 Luật số 70/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021\nĐề mục: Cư trú\n\n"
)


def test_an_article_of_the_codex_knows_its_law() -> None:
    identity = article_identity(CODEX + "Theo Điều 5 của Luật này.")
    assert identity is not None
    assert identity.keys == ("70/2020/qh14#36", "#36 luật cư trú", "# luật cư trú")
    assert cited_keys(CODEX + "Theo Điều 5 của Luật này.", identity) == ("70/2020/qh14#5",)


def test_a_text_that_only_begins_with_a_reference_is_no_article() -> None:
    assert article_identity("Điều 5 Nghị định 30/2020/NĐ-CP quy định về thể thức như sau:\nVăn bản gồm") is None
    assert article_identity("Căn cứ Điều 36 Luật số 70/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021") is None
    assert article_identity("") is None


def test_laws_are_known_by_their_names() -> None:
    assert law_keys("Luật", "Luật Đầu tư (sửa đổi)") == ("# luật đầu tư",)
    assert law_keys("Nghị định", "Nghị định về công tác văn thư") == ()
    assert names_match(name_key("Luật", "Đầu tư công khi"), "luật đầu tư")
    assert not names_match("luật đầu tưởng", "luật đầu tư")
