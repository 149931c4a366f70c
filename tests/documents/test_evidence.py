"""Every header field says where it stands, how sure it is, and why it stays open."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.evidence import Lines, letters_of
from workbench.documents.header import read_header
from workbench.documents.model import Header

STATE = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LAM SƠN\tĐộc lập - Tự do - Hạnh phúc
SỞ NỘI VỤ
Số: 12/QĐ-SNV\tLam Sơn, ngày 05 tháng 3 năm 2025
HỎA TỐC
QUYẾT ĐỊNH
Về việc ban hành kế hoạch
cải cách hành chính
Căn cứ Luật A;
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
Nơi nhận:\tKT. GIÁM ĐỐC
- Như Điều 2;\tPHÓ GIÁM ĐỐC
- Lưu: VT.
Trần Văn Bình
"""
_VALUES = ("symbol", "type", "place", "subject", "signer", "signer_title")


def _slices_hold(header: Header, text: str) -> None:
    for name in _VALUES:
        value, evidence = getattr(header, name), header.evidence.get(name)
        if value is None or evidence is None or evidence.start is None:
            continue
        assert 0 < evidence.confidence <= 1
        assert letters_of(value) in letters_of(text[evidence.start : evidence.end]), name


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_evidence_points_at_what_was_read(form: str) -> None:
    text = unicodedata.normalize(form, STATE)  # type: ignore[arg-type]
    header = read_header(text)
    assert (header.symbol, header.date, header.urgency) == ("12/QĐ-SNV", date(2025, 3, 5), "HỎA TỐC")
    assert header.parent == "Ủy ban nhân dân tỉnh Lam Sơn"
    assert header.issuer == "Sở Nội vụ tỉnh Lam Sơn"
    _slices_hold(header, text)
    day = header.evidence["date"]
    assert letters_of(text[day.start : day.end]) == "05thang3nam2025"
    organ = header.evidence["issuer"]
    assert letters_of(text[organ.start : organ.end]) == "sonoivu"
    filled = {name for name in (*_VALUES, "date", "issuer", "parent", "urgency", "recipients") if getattr(header, name)}
    assert filled <= set(header.evidence)


@given(st.text(max_size=30), st.text(alphabet="aăâđêôơưÀỦ \t\n[1]x", max_size=60))
def test_a_value_is_located_inside_its_rows(value: str, text: str) -> None:
    lines = Lines(text)
    start, end = lines.locate(value, 0, 2)
    assert 0 <= start <= end <= len(text)


@given(st.integers(0, len(STATE) - 1), st.text(max_size=6))
def test_a_damaged_page_never_breaks_the_evidence(place: int, noise: str) -> None:
    text = STATE[:place] + noise + STATE[place + len(noise) :]
    _slices_hold(read_header(text), text)


def test_a_page_recognised_from_an_image_is_trusted_less() -> None:
    printed = read_header(STATE).evidence["symbol"].confidence
    scanned = read_header(STATE, page_starts=(0,), page_confidence=(0.8,)).evidence["symbol"].confidence
    assert scanned == pytest.approx(0.8 * printed, abs=0.01)


@pytest.mark.parametrize(
    ("number", "left"),
    [
        ("Số:        /QĐ-SNV", "không có lớp chữ"),
        ("Số: /#8/QĐ-SNV", "viết tay hoặc đóng dấu"),
        ("Số: 47QĐ-SNV", "viết tay hoặc đóng dấu"),
        ("Só: l2/QĐ-SNV", "viết tay hoặc đóng dấu"),
    ],
)
def test_a_number_that_cannot_be_read_is_left_open_with_the_reason(number: str, left: str) -> None:
    header = read_header(STATE.replace("Số: 12/QĐ-SNV", number), page_starts=(0,), page_confidence=(0.8,))
    assert header.symbol is None
    assert left in header.evidence["symbol"].note
    assert header.type == "Quyết định"


def test_a_damaged_number_is_read_where_an_annex_prints_it() -> None:
    text = STATE.replace("Số: 12/", "Số: /#2/") + "PHỤ LỤC\n(Kèm theo Quyết định số 12/QĐ-SNV ngày 05/3/2025)\n"
    header = read_header(text, page_starts=(0,), page_confidence=(0.8,))
    assert header.symbol == "12/QĐ-SNV"
    evidence = header.evidence["symbol"]
    assert (text[evidence.start : evidence.end], "kèm theo" in evidence.note) == ("12/QĐ-SNV", True)


def test_a_file_s_name_may_confirm_a_damaged_number_but_never_supply_one() -> None:
    damaged = STATE.replace("Số: 12/QĐ-SNV", "Số: 12QĐ-SNV")
    scanned = {"page_starts": (0,), "page_confidence": (0.8,)}
    assert read_header(damaged, "12-snv.pdf", **scanned).symbol == "12/QĐ-SNV"  # type: ignore[arg-type]
    assert read_header(damaged, "99-snv.pdf", **scanned).symbol is None  # type: ignore[arg-type]
    unread = STATE.replace("Số: 12/QĐ-SNV", "Số: ##/QĐ-SNV")
    assert read_header(unread, "12-snv.pdf", **scanned).symbol is None  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["ngày    tháng 3 năm 2025", "ngàyO5 tháng) năm 2025", "ngày 0 tháng 3 năm 2025"])
def test_a_day_that_cannot_be_read_is_left_open_with_the_reason(day: str) -> None:
    header = read_header(STATE.replace("ngày 05 tháng 3 năm 2025", day))
    assert (header.date, header.place) == (None, "Lam Sơn")
    assert "chưa đọc được" in header.evidence["date"].note


def test_the_year_of_a_scanned_day_must_agree_with_the_number() -> None:
    text = STATE.replace("12/QĐ-SNV", "12/2025/QĐ-SNV").replace("năm 2025\n", "năm 2023\n", 1)
    header = read_header(text, page_starts=(0,), page_confidence=(0.8,))
    assert (header.symbol, header.date) == ("12/2025/QĐ-SNV", None)
    assert "không khớp" in header.evidence["date"].note


def test_a_stamp_of_arrival_gives_neither_number_nor_day() -> None:
    stamp = "SỞ NỘI VỤ\nCÔNG VĂN ĐẾN\nSố: 163/TB\nNgày 16/4/2025\nChuyển: ông B\n"
    blank = STATE.replace("Số: 12/QĐ-SNV\tLam Sơn, ngày 05 tháng 3 năm 2025\n", "Số:    /QĐ-SNV\n" + stamp)
    header = read_header(blank)
    assert (header.symbol, header.date) == (None, None)


@pytest.mark.parametrize(
    "title",
    [
        "CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HỎA XÃ HỘl CHŨ NGHĨA VlỆT NAM",
        "CỘN G HOÀ XÃ HỘI CHỦ NGH ĨA VIỆT NAM",
    ],
)
def test_a_misread_title_of_the_state_is_still_its_title(title: str) -> None:
    text = STATE.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", title)
    header = read_header(text, page_starts=(0,), page_confidence=(0.7,))
    assert (header.system, header.issuer, header.symbol) == ("state", "Sở Nội vụ tỉnh Lam Sơn", "12/QĐ-SNV")


@pytest.mark.parametrize("printed", ["QUYÉT ĐỊNH", "QUYET DINH", "QUYẾT Đ|NH", "QUYẾT ĐINH"])
def test_a_misread_type_is_still_the_type(printed: str) -> None:
    header = read_header(STATE.replace("QUYẾT ĐỊNH", printed), page_starts=(0,), page_confidence=(0.7,))
    assert header.type == "Quyết định"


def test_the_text_tells_how_a_scanned_issuer_is_spelled() -> None:
    text = (
        "THÀNH ỦY LAM HÀ\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN TÔ CHỨC\nSố 2-HD/BTCTU\tLam Hà, ngày 5 tháng 2 năm 2025\n"
        "HƯỚNG DẪN\n"
        "Nghiệp vụ\n-----\nBan Tổ chức Thành ủy Lam Hà hướng dẫn như sau:\n"
    )
    assert read_header(text, page_starts=(0,), page_confidence=(0.8,)).issuer == "Ban Tổ chức Thành ủy Lam Hà"
