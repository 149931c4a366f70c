"""Document symbols: every form that offices use, the traps around them, and the keys they are compared by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.symbols import find_symbols, is_symbol, parse_symbol, symbol_fold, symbol_key

PARTY = [
    "34-CT/TU",
    "18-NQ/TW",
    "13140-QĐ/TU",
    "04-QĐi/TW",
    "36-HD/VPTW",
    "399-QĐ/TW",
    "09-QC/TW",
    "14514-CV/VPTW",
    "05-TB/BCĐTW",
    "24-BS/UBKTTU",
    "05-NQ/ĐU",
    "03-BC/CB",
    "04-ĐA/TU",
    "09-CTr/TU",
    "79a-KH/TU",
    "12-CTHĐ/HU",
    "7-XYZ/BTCTU",
]
STATE = [
    "72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN",
    "61/2000/TT-BNNPTNT/KH",
    "01/2016/NQ.HĐTP",
    "30/2020/NĐ-CP",
    "123/QĐ-UBND",
    "2287/VPCP-KTTH",
    "02/2019/TT-BNV",
    "202/2025/QH15",
    "757/NQ-UBTVQH15",
    "1630/QĐ-TTg",
    "02/2011/TTLT-VPCP-BNV",
    "30/2000/PL-UBTVQH10",
    "351/2017/UBTVQH14",
    "03/VBHN-VPQH",
    "12/UBND-VX",
    "8/2018/L-CTN",
    "63-CP",
    "124-TTg",
    "100/UB",
]
NOT_SYMBOLS = (
    "10/2018",
    "24/7",
    "13/13 tỉnh",
    "quý II/2025",
    "nhiệm kỳ 2020-2025",
    "giấy A4/A5",
    "60 km/h",
    "5/KM",
    "18/10/2024 (GMT+7)",
    "1/1/2024",
    "COVID-19",
    "CÔNG BÁO/Số 755 + 756/Ngày 17-6-2025",
    "3-4 CT/năm",
)


@pytest.mark.parametrize("symbol", [*PARTY, *STATE])
def test_a_symbol_is_found_whole_inside_a_sentence(symbol: str) -> None:
    text = f"Thực hiện văn bản số {symbol}, ngày 05/02/2025 và {symbol}."
    assert [span.text for span in find_symbols(text)] == [symbol, symbol]


@pytest.mark.parametrize("symbol", PARTY)
def test_party_symbols_are_of_the_party(symbol: str) -> None:
    assert find_symbols(symbol)[0].system == "party"


@pytest.mark.parametrize("symbol", STATE)
def test_state_symbols_are_of_the_state(symbol: str) -> None:
    assert find_symbols(symbol)[0].system == "state"


@pytest.mark.parametrize("text", NOT_SYMBOLS)
def test_what_only_looks_like_a_symbol_is_none(text: str) -> None:
    assert find_symbols(text) == []


def test_the_parts_of_a_symbol() -> None:
    span = find_symbols("Nghị định số 05/2024/NĐ-CP của Chính phủ")[0]
    assert (span.number, span.type, span.organ, span.year) == ("05", "NĐ", "CP", 2024)
    letter = find_symbols("Công văn số 12/UBND-VX")[0]
    assert (letter.type, letter.organ) == (None, "UBND")
    assert find_symbols("31/QĐ-TW")[0].system == "party"  # a Party decision written in the State's form


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("100 - KL/TW", "100-KL/TW"),
        ("06 HD/TW", "06-HD/TW"),
        ("18–NQ/TW", "18-NQ/TW"),
        ("18-NQ/T.Ư", "18-NQ/TW"),
        ("5-QĐ/TƯ", "05-QĐ/TW"),
        ("01-QÐ/TU", "1-QĐ/TU"),  # U+00D0
        ("372 /QĐ-BTC", "372/QĐ-BTC"),
        ("190/2025/QH 15", "190/2025/QH15"),
        ("06/2022/TT-BТС", "06/2022/TT-BTC"),  # Cyrillic Т and С
        ("23/2021/TT- BCT", "23/2021/TT-BCT"),
        ("34\u00a0-\u00a0CT/TU", "34-CT/TU"),
        (unicodedata.normalize("NFD", "18-NQ/TƯ"), "18-NQ/TW"),
    ],
)
def test_ways_of_writing_one_symbol_share_a_key(written: str, same: str) -> None:
    found = find_symbols(f"số {written}, ngày")
    assert len(found) == 1
    assert found[0].text == written
    assert symbol_key(written) == symbol_key(same)


def test_the_exact_key_keeps_accents_and_the_loose_one_drops_them() -> None:
    assert symbol_key("04-ĐA/TU") != symbol_key("04-DA/TU")
    assert symbol_fold("04-ĐA/TU") == symbol_fold("4-da/tu")
    assert symbol_key("18-NQ/TW") != symbol_key("118-NQ/TW")


def test_a_full_stop_ends_the_sentence_not_the_symbol() -> None:
    assert find_symbols("theo 34-CT/TU. Sau đó")[0].text == "34-CT/TU"


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("18 - NQ/TW", "18-NQ/TW"),
        ("18 NQ/TW", "18-NQ/TW"),
        ("18-nq/tw", "18-NQ/TW"),
        ("chỉ thị số 34-ct/tu", "34-CT/TU"),
        ("so 9-ctr/tu", "9-CTr/TU"),
        ("30/2020/nd-cp", "30/2020/ND-CP"),
        ("1630/qđ-ttg", "1630/QĐ-TTg"),
        ("“34-CT/TU”", "34-CT/TU"),
    ],
)
def test_a_query_that_is_a_symbol_is_read_in_any_case(typed: str, symbol: str) -> None:
    assert parse_symbol(typed) == symbol


@pytest.mark.parametrize(
    "typed", ["chuyển đổi số", "10/2018", "24/7", "", "13/13 tỉnh", "sơ kết 18-nq/tw", "quý 2/2024"]
)
def test_other_queries_are_no_symbol(typed: str) -> None:
    assert parse_symbol(typed) is None


def test_is_symbol_wants_the_whole_text_as_documents_print_it() -> None:
    assert is_symbol(" 34-CT/TU ")
    assert not is_symbol("34-ct/tu")
    assert not is_symbol("Chỉ thị 34-CT/TU")


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789-/ QĐTWUCNÐ.ư–"), max_size=200))
def test_offsets_are_true_slices_of_any_text(text: str) -> None:
    for span in find_symbols(text, ignore_case=True):
        assert text[span.start : span.end] == span.text
        assert span.number in span.text


@given(st.text(max_size=60) | st.sampled_from(PARTY + STATE))
def test_keys_of_keys_are_themselves(text: str) -> None:
    assert symbol_key(symbol_key(text)) == symbol_key(text)
    assert symbol_fold(symbol_fold(text)) == symbol_fold(text)
    assert symbol_fold(symbol_key(text)) == symbol_fold(text)


@given(st.text(max_size=80))
def test_reading_a_query_never_fails(text: str) -> None:
    symbol = parse_symbol(text)
    assert symbol is None or find_symbols(symbol, ignore_case=True)
