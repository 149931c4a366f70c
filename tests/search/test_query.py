"""The query language: what is typed, and the tree it is read as."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as q

from workbench.errors import QueryError
from workbench.search.filters import Filters
from workbench.search.plan import make_plan
from workbench.search.query import MAX_LENGTH, leaves, parse
from workbench.vietnamese.syllables import tokens


def words(text: str) -> str:
    return "(" + " AND ".join(f"text:{word}" for word in text.split()) + ")"


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("ủy", "text:ủy"),
        ("loai:báo cáo cấp ủy", f'(loai:"báo cáo" AND {words("cấp ủy")[1:]}'),
        ("loai:bao cao", 'loai:"bao cao"'),
        ("loai:luật", 'loai:"luật"'),
        ("[a TO b]", words("a b")),
        ("so:[1 TO 5] x", f"({words('1 5')} AND text:x)"),
        ("cấp ủy", words("cấp ủy")),
        ("báo cáo HOẶC chỉ thị", f"({words('báo cáo')} OR {words('chỉ thị')})"),
        ("báo cáo OR chỉ thị", f"({words('báo cáo')} OR {words('chỉ thị')})"),
        ("báo cáo VÀ chỉ thị", f"(text:báo AND text:cáo AND {words('chỉ thị')})"),
        ("báo cáo AND chỉ thị", f"(text:báo AND text:cáo AND {words('chỉ thị')})"),
        ("báo cáo KHÔNG chỉ thị", f'({words("báo cáo")} AND NOT text:"chỉ thị")'),
        ("báo cáo NOT mật", f"({words('báo cáo')} AND NOT text:mật)"),
        ("báo cáo VÀ KHÔNG mật", "(text:báo AND text:cáo AND NOT text:mật)"),
        ("KHÔNG chỉ thị", 'NOT text:"chỉ thị"'),
        ("a KHÔNG (b HOẶC c)", "(text:a AND NOT (text:b OR text:c))"),
        ("a (b HOẶC c) d", "(text:a AND (text:b OR text:c) AND text:d)"),
        # operators typed in excess
        ("a HOẶC HOẶC b", "(text:a OR text:b)"),
        ("a HOẶC VÀ b", "(text:a OR text:b)"),
        ("KHÔNG KHÔNG a", "NOT text:a"),
        ("a HOẶC KHÔNG b", "(text:a OR NOT text:b)"),
        # operators that are words
        ("báo cáo và kế hoạch", words("báo cáo và kế hoạch")),
        ("không có", words("không có")),
        ("VÀ báo cáo", words("VÀ báo cáo")),
        ("báo cáo HOẶC", words("báo cáo HOẶC")),
        ("BÁO CÁO VÀ KẾ HOẠCH", words("BÁO CÁO VÀ KẾ HOẠCH")),
        # symbols are in capitals without being a heading
        ("18-NQ/TW HOẶC 34-CT/TU", "(text:18-NQ/TW OR text:34-CT/TU)"),
        ("18 - NQ/TW", "text:18-NQ/TW"),
        ("18 nq/tw", "text:18-nq/tw"),
        ("18–NQ/TW", "text:18-NQ/TW"),
        ("30/2020/NĐ-CP", "text:30/2020/NĐ-CP"),
        # phrases
        ('"phòng, chống tham nhũng"', 'text:"phòng, chống tham nhũng"'),
        ("“cấp ủy” kế", '(text:"cấp ủy" AND text:kế)'),
        ("“cấp VÀ ủy”", 'text:"cấp VÀ ủy"'),
        ('"cấp ủy', '(text:"cấp AND text:ủy)'),
        # fields
        ("so:34-CT/TU", "so:34-CT/TU"),
        ("số:34", "so:34"),
        ("SO:34", "so:34"),
        ("dẫn:18-NQ/TW", "dan:18-NQ/TW"),
        ('loai:"báo cáo"', 'loai:"báo cáo"'),
        ("loại:BC", "loai:BC"),
        ('coquan:"Tỉnh ủy" kế', '(coquan:"Tỉnh ủy" AND text:kế)'),
        ('tiêuđề:"tổng kết"', 'tieude:"tổng kết"'),
        ("so:(34 HOẶC 35)", "(so:34 OR so:35)"),
        ("KHÔNG chỉ thị so:34", '(NOT text:"chỉ thị" AND so:34)'),
        ("ngay:2024", "ngay:2024"),
        ("ngày:[2020 TO 2024]", "ngay:[2020 TO 2024]"),
        ("ngay:[2020 TO]", "ngay:[2020 TO ]"),
        # wild, fuzzy, near
        ("nghị*", "text:nghị*"),
        ("nghị* quyết", "(text:nghị* AND text:quyết)"),
        ("so:34-CT*", "so:34-CT*"),
        ("nhiêm~", "text:nhiêm~"),
        ("nhiêm~2 vụ", "(text:nhiêm~2 AND text:vụ)"),
        ("có được không?", words("có được không?")),
        ("2 * 3", words("2 3")),
        # more fields
        ("donvi:Khe", "donvi:Khe"),
        ('đơnvị:"Khe Ngọc"', 'donvi:"Khe Ngọc"'),
        ("người ký:An", "(text:người AND text:ký:An)"),
        ("nguoiky:An", "nguoiky:An"),
        ("linhvuc:nội", "linhvuc:nội"),
        ("nhãn:nội", "nhan:nội"),
        ("hiệulực:còn", "trangthai:còn"),
        # what looks like a field and is none
        ("kính gửi: ban", "(text:kính AND text:gửi: AND text:ban)"),
        ("http://lamgiang.vn", "text:http://lamgiang.vn"),
        # rubbish around words
        (")cấp ủy(", words("cấp ủy")),
        ("cấp - ủy ...", words("cấp ủy")),
        ("so:", "text:so:"),
        (unicodedata.normalize("NFD", "cấp ủy"), words("cấp ủy")),
        ("cấp\u00a0ủy\u200b", words("cấp ủy")),
    ],
)
def test_what_is_typed_is_read_as(typed: str, tree: str) -> None:
    parsed = parse(typed)
    assert str(parsed.tree) == tree
    assert not parsed.as_words


def test_words_may_be_asked_to_stand_near_each_other() -> None:
    tree = parse('"cải cách hành chính"~5').tree
    assert isinstance(tree, q.Phrase)
    assert (tree.words, tree.slop) == (["cải", "cách", "hành", "chính"], 5)


@pytest.mark.parametrize("typed", ["", "  ", "???", "()", '""', "- / .", "\ufeff", "\ud800", "((("])
def test_what_holds_no_word_asks_for_nothing(typed: str) -> None:
    assert parse(typed).tree is None


def test_brackets_beyond_the_depth_are_read_as_words() -> None:
    parsed = parse("(" * 500 + "cấp HOẶC ủy" + ")" * 500)
    assert parsed.as_words
    assert [leaf.text for leaf in leaves(parsed.tree)] == ["cấp", "HOẶC", "ủy"]


def test_a_query_too_long_is_refused_with_advice() -> None:
    with pytest.raises(QueryError, match=str(MAX_LENGTH)) as caught:
        parse("a" * (MAX_LENGTH + 1))
    assert caught.value.advice


def test_the_longest_query_is_still_read() -> None:
    assert parse(("(cấp " * 20 + "ủy) HOẶC " * 300)[:MAX_LENGTH]).tree is not None


_pieces = st.sampled_from(
    [
        *("cấp", "ủy", "uy", "18-NQ/TW", "34", "VÀ", "HOẶC", "KHÔNG", "AND", "OR", "NOT", "TO"),
        *("so:", "dan:", "loai:", "coquan:", "ngay:", "tieude:", "x:", "2024", "3/2024", "31/02/2024"),
        *'()"[]{}*?~^:;,.-/\\“”',
        *(" ", " ", " ", "  ", "\n", "\x00", "\ud800", "\u200b", "\u0301", "\u0130"),
    ]
)
_queries = st.one_of(
    st.lists(_pieces, max_size=20).map("".join), st.lists(_pieces, max_size=15).map(" ".join), st.text(max_size=60)
)


@settings(max_examples=600, deadline=None)
@given(_queries)
def test_no_query_fails_and_none_that_holds_a_word_is_read_as_nothing(typed: str) -> None:
    parsed = parse(typed)
    assert (parsed.tree is None) == (not tokens(typed))
    for relaxed in (False, True):
        try:
            plan = make_plan(parsed.tree, Filters(), relaxed=relaxed)
        except QueryError as error:
            assert error.advice  # noqa: PT017
        else:
            assert all(
                isinstance(leaf, q.Term | q.Phrase | q.Prefix | q.Wildcard | q.FuzzyTerm | q.TermRange | q.Every)
                for leaf in leaves(plan.tree)
            )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["cấp", "uỷ", "kế", "hoạch", "Ðảng", "2024", "(", ")", '"', ",", "."]), max_size=15))
def test_no_plain_word_vanishes(pieces: list[str]) -> None:
    typed = " ".join(pieces)
    parsed = parse(typed)
    read = [] if parsed.tree is None else leaves(parsed.tree)
    texts = [" ".join(leaf.words) if isinstance(leaf, q.Phrase) else leaf.text for leaf in read]
    assert sorted(item.key for text in texts for item in tokens(text)) == sorted(item.key for item in tokens(typed))
