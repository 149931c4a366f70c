"""Check of the wording of form: title, number, dateline, trích yếu, address (domain.md §2.4–2.5, §3.2–3.3).

All of it can be told from words alone, so it is checked in files of any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.documents.form_layout import FormLayout
from workbench.documents.form_versions import FormVersion
from workbench.documents.head_cells import folded
from workbench.documents.symbols import SymbolSpan, find_symbols
from workbench.documents.tables import document_types
from workbench.drafting.checks.form_parts import AUTHORITY, HEADING_1, Span
from workbench.drafting.checks.form_rules import KEY, Form
from workbench.drafting.checks.form_signing import check_closing
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.vietnamese.spelling import clean

__all__ = ["AUTHORITY", "check_draft_words", "check_words"]

_COLON = re.compile(r"S[ốÔỐ]\s*:", re.IGNORECASE)
_NUMBERED = re.compile(r"S[ốÔỐ]\s*:?\s*(?P<number>\d+)", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+\d{4}")
_IN_FIGURES = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_ABOUT = re.compile(r"[Vv]\s?/\s?[Vv]\b")


def check_words(form: Form) -> Iterator[Finding]:
    """Findings about the words of each part."""
    yield from _titles(form)
    yield from _number(form)
    yield from _dateline(form)
    yield from _subject(form)
    yield from _address(form)
    yield from _headings(form)
    yield from check_closing(form)


def check_draft_words(subject: Checked, version: FormVersion, layout: FormLayout) -> Iterator[Finding]:
    """Of a draft only the trích yếu and the headings are its own words; all else an export prints by the table."""
    rule = layout.get("trich_yeu")
    title = subject.title.strip()
    name = version.form.name if version.form else ""
    if rule and layout.system == "party" and _begins_with_capital(title):
        yield Finding(
            KEY, Severity.HINT, _SMALL_SUBJECT, "Viết thường chữ đầu của trích yếu.", rule=f"{name} [{rule.mark}]"
        )
    if title.endswith((".", ";", ",")):
        yield Finding(KEY, Severity.HINT, "Trích yếu kết thúc bằng dấu câu.", "Bỏ dấu câu ở cuối.", rule=f"{name} [K]")


# Titles ----------------------------------------------------------------------------------------------------------


def _titles(form: Form) -> Iterator[Finding]:
    party, state = form.parts.first("tieu_de"), form.parts.first("quoc_hieu")
    if party and state:
        yield form.finding_of(
            "V",
            Severity.ERROR,
            "Văn bản in cả tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM” và Quốc hiệu.",
            "Văn bản của Đảng chỉ in tiêu đề, văn bản của cơ quan nhà nước chỉ in Quốc hiệu và Tiêu ngữ.",
            state,
        )
        return
    if form.party and not party:
        yield form.finding(
            form.layout.get("tieu_de"),
            Severity.ERROR,
            "Thiếu tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”.",
            "Thêm tiêu đề ở góc phải, dòng đầu.",
        )
    if not form.party and not (state and form.parts.first("tieu_ngu")):
        what = "Tiêu ngữ “Độc lập - Tự do - Hạnh phúc”" if state else "Quốc hiệu"
        yield form.finding(
            form.layout.get("quoc_hieu"), Severity.ERROR, f"Thiếu {what}.", "Thêm ở góc phải, đầu trang 1."
        )
    if form.party and form.parts.first("co_quan") and form.parts.first("so_ky_hieu") and not form.parts.star:
        yield form.finding(
            form.layout.get("co_quan"),
            Severity.WARNING,
            "Không thấy dấu sao (*) dưới tên cơ quan ban hành.",
            "Thêm dòng có dấu sao (*) giữa tên cơ quan và số, ký hiệu.",
            form.parts.first("co_quan"),
        )


# Number and symbol -----------------------------------------------------------------------------------------------


def _number(form: Form) -> Iterator[Finding]:
    span = form.parts.first("so_ky_hieu")
    rule = form.layout.get("so_ky_hieu")
    if span is None:
        yield form.finding(
            rule,
            Severity.WARNING,
            "Không thấy dòng số, ký hiệu văn bản.",
            "Thêm dòng “Số …” dưới tên cơ quan ban hành.",
        )
        return
    words = form.words(span)
    if form.party and _COLON.match(words):
        yield form.finding(
            rule,
            Severity.ERROR,
            "Sau chữ “Số” có dấu hai chấm.",
            "Văn bản của Đảng: bỏ dấu hai chấm, “Số 05-BC/TU”.",
            span,
        )
    if not form.party and not _COLON.match(words):
        yield form.finding(
            rule, Severity.ERROR, "Sau chữ “Số” thiếu dấu hai chấm.", "Văn bản của Nhà nước: “Số: 05/BC-UBND”.", span
        )
    numbered = _NUMBERED.match(words)
    if numbered and len(numbered["number"]) == 1 and numbered["number"] != "0":
        yield form.finding(
            rule, Severity.WARNING, "Số nhỏ hơn 10 thiếu số 0 ở trước.", f"Ghi “0{numbered['number']}”.", span
        )
    symbols = find_symbols(words)
    if symbols:
        yield from _symbol(form, span, symbols[0])


def _symbol(form: Form, span: Span, symbol: SymbolSpan) -> Iterator[Finding]:
    rule = form.layout.get("so_ky_hieu")
    wanted = "party" if form.party else "state"
    in_order = re.match(r"\d+[a-z]?\s*[-–—]", symbol.text) is not None
    if symbol.system != wanted or (form.party and not in_order):
        how = "“05-BC/TU” (số, gạch nối, loại, gạch chéo, cơ quan)" if form.party else "“05/BC-UBND”"
        yield form.finding(
            rule, Severity.ERROR, f"Ký hiệu “{symbol.text}” viết theo kiểu của hệ kia.", f"Sửa theo kiểu {how}.", span
        )
        return
    if re.search(r"\s", symbol.text):
        yield form.finding(
            rule, Severity.WARNING, f"Ký hiệu “{symbol.text}” có dấu cách.", f"Viết liền: “{symbol.symbol}”.", span
        )
    yield from _kind(form, span, symbol)
    yield from _organ(form, span, symbol)


_COMMITTEES = "tinh uy|thanh uy|ban thuong vu|ban chap hanh|thuong truc|dai hoi|doan chu tich|dang bo tinh"
_ORGANS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = tuple(
    (re.compile(symbol), re.compile(name), mark)
    for symbol, name, mark in (
        (r"TU$", rf"(?:{_COMMITTEES})\b", "V"),
        (r"ĐU$", rf"(?:dang uy|dang bo|dang doan|{_COMMITTEES})\b", "V2"),
        (r"CB$", r"chi bo\b|chi uy\b", "V2"),
        (r"VP(?:TW|TU|ĐU)$", r"van phong\b", "K"),
        (r"UBKT(?:TW|TU)?$", r"uy ban kiem tra\b", "V"),
        (r"BTC(?:TW|TU)$", r"ban to chuc\b", "V"),
        (r"BTG(?:DV)?(?:TW|TU)$", r"ban tuyen giao\b", "K"),
        (r"BNC(?:TW|TU)$", r"ban noi chinh\b", "K"),
        (r"BXDĐ$", r"ban xay dung dang\b", "V2"),
        (r"UBND$", r"(?:uy ban nhan dan|ubnd|chu tich)\b", "V"),
        (r"HĐND$", r"(?:hoi dong nhan dan|hdnd|thuong truc hoi dong)\b", "V"),
    )
)
"""Symbols of organs and how the names of those organs begin, folded (domain.md §2.3, §3.2)."""


def _organ(form: Form, span: Span, symbol: SymbolSpan) -> Iterator[Finding]:
    """Does the symbol's organ fit the one that the head prints?"""
    issuer = folded(clean(form.header.issuer or ""))
    for pattern, name, mark in _ORGANS:
        if issuer and pattern.match(symbol.organ) and not name.match(issuer):
            yield form.finding_of(
                mark,
                Severity.WARNING,
                f"Ký hiệu “{symbol.symbol}” không phải của cơ quan in ở đầu văn bản ({form.header.issuer}).",
                "Xem lại phần cơ quan trong ký hiệu, hoặc tên cơ quan ban hành.",
                span,
            )


def _kind(form: Form, span: Span, symbol: SymbolSpan) -> Iterator[Finding]:
    """Does the abbreviation fit the tên loại that is printed?"""
    printed = form.parts.first("ten_loai")
    name = form.header.type
    if printed and folded(clean(form.words(printed))).startswith("cong van"):
        yield form.finding_of(
            "V", Severity.WARNING, "Công văn có in tên loại.", "Công văn không in tên loại, chỉ ghi trích yếu.", printed
        )
        return
    if not printed or not name:
        return
    system = "party" if form.party else "state"
    kinds = [kind for kind in document_types() if kind.system in (system, "both")]
    meant = {kind.name for kind in kinds if kind.abbreviation == symbol.type}
    proper = list(dict.fromkeys(kind.abbreviation for kind in kinds if kind.name == name and kind.abbreviation))
    if symbol.type is None and not form.party and proper and symbol.year is None:
        yield form.finding_of(
            "V",
            Severity.WARNING,
            f"Ký hiệu “{symbol.symbol}” không có chữ viết tắt của tên loại “{name}”.",
            f"Thêm “{proper[0]}” vào ký hiệu.",
            span,
        )
    elif meant and proper and name not in meant:
        yield form.finding_of(
            "V",
            Severity.ERROR,
            f"Ký hiệu “{symbol.symbol}” là của {' hoặc '.join(sorted(meant)).lower()}, không phải của {name.lower()}.",
            f"Chữ viết tắt của “{name}” là “{proper[0]}”.",
            span,
        )


# Dateline --------------------------------------------------------------------------------------------------------


def _dateline(form: Form) -> Iterator[Finding]:
    span = form.parts.first("dia_danh_ngay")
    rule = form.layout.get("dia_danh_ngay")
    if span is None:
        yield form.finding(
            rule,
            Severity.WARNING,
            "Không thấy địa danh và ngày, tháng, năm ban hành.",
            "Thêm dòng “(địa danh), ngày … tháng … năm …”.",
        )
        return
    words = form.words(span)
    match = _DAY.search(words)
    if match:
        day, month = match["day"], match["month"]
        right_day, right_month = f"{int(day):02d}", f"{int(month):02d}" if int(month) <= 2 else str(int(month))
        if len(day) < len(right_day) or len(month) < len(right_month):
            yield form.finding(
                rule,
                Severity.WARNING,
                "Ngày nhỏ hơn 10, tháng 1 và tháng 2 phải có số 0 ở trước.",
                f"Ghi “ngày {right_day} tháng {right_month}”.",
                span,
            )
        elif len(month) > len(right_month):
            yield form.finding_of(
                "K", Severity.HINT, f"“tháng {month}”: từ tháng 3 không thêm số 0.", f"Ghi “tháng {right_month}”.", span
            )
    elif _IN_FIGURES.search(words):
        yield form.finding(
            rule, Severity.WARNING, "Ngày ban hành viết bằng số.", "Viết đủ “ngày … tháng … năm …”.", span
        )


# Subject, address, headings --------------------------------------------------------------------------------------

_SMALL_SUBJECT = "Trích yếu văn bản của Đảng mở đầu bằng chữ thường (“về …”)."


def _begins_with_capital(text: str) -> bool:
    first, second = text[:1], text[1:2]
    return first.isalpha() and first.isupper() and not second.isupper()


def _subject(form: Form) -> Iterator[Finding]:
    letter = form.parts.first("trich_yeu_cong_van")
    span = form.parts.first("trich_yeu")
    if form.header.type == "Công văn":
        if letter is None:
            rule = form.layout.get("trich_yeu_cong_van")
            yield form.finding(
                rule, Severity.WARNING, "Công văn không có trích yếu.", "Ghi trích yếu dưới số, ký hiệu."
            )
        elif not form.party and not _ABOUT.match(form.words(letter)):
            rule = form.layout.get("trich_yeu_cong_van")
            yield form.finding(
                rule, Severity.WARNING, "Trích yếu công văn không mở đầu bằng “V/v”.", "Thêm “V/v” ở đầu.", letter
            )
        return
    if form.parts.first("ten_loai") and span is None:
        rule = form.layout.get("trich_yeu")
        yield form.finding(
            rule, Severity.WARNING, "Không thấy trích yếu dưới tên loại.", "Ghi trích yếu nội dung.", None
        )
    elif span and form.party and _begins_with_capital(form.words(span)):
        yield form.finding_of("K", Severity.HINT, _SMALL_SUBJECT, "Viết thường chữ đầu của trích yếu.", span)
    rule = form.layout.get("trich_yeu")
    if span and form.party and rule and rule.rule == "năm gạch nối" and not form.parts.dashes and not form.drawn:
        yield form.finding_of("V2", Severity.HINT, "Dưới trích yếu không có 5 gạch nối.", "Thêm “-----”.", span)


def _address(form: Form) -> Iterator[Finding]:
    kind = form.header.type
    sent, submitted = form.parts.first("kinh_gui"), form.parts.first("kinh_trinh")
    if kind == "Công văn" and not sent:
        yield form.finding(
            form.layout.get("kinh_gui"), Severity.WARNING, "Công văn không có “Kính gửi”.", "Thêm dòng “Kính gửi: …”."
        )
    if kind == "Tờ trình" and form.party and not submitted:
        yield form.finding_of(
            "V2", Severity.HINT, "Tờ trình không có “Kính trình”.", "Thêm dòng “Kính trình: …”.", sent
        )
    if kind in ("Công văn", "Tờ trình") and (sent or submitted):
        entries = form.parts.spans.get("noi_nhan_danh_sach", [])
        if entries and "nhu tren" not in folded(clean(form.words(entries[0]))):
            yield form.finding_of(
                "V2",
                Severity.HINT,
                "Dòng đầu của Nơi nhận không phải “Như trên”.",
                "Thêm dòng “- Như trên”.",
                entries[0],
            )


def _headings(form: Form) -> Iterator[Finding]:
    spans = form.parts.spans.get("de_muc_1", [])
    signs = {match["sign"] for span in spans if (match := HEADING_1.match(form.words(span)))}
    if form.party and signs == {"."}:
        yield form.finding_of(
            "K",
            Severity.HINT,
            "Đề mục lớn ghi “I.”; văn bản của Đảng thường ghi “I-”.",
            "Đổi thành “I-”, “II-” …",
            spans[0],
        )
    if form.party:
        return
    rule = form.layout.get("can_cu")
    bases = form.parts.spans.get("can_cu", [])
    ends = [form.words(span).rstrip()[-1:] for span in bases]
    if rule and len(ends) > 1 and any(end not in ";." for end in ends[:-1]):
        off = bases[next(at for at, end in enumerate(ends[:-1]) if end not in ";.")]
        yield form.finding(rule, Severity.WARNING, "Cuối dòng căn cứ không có dấu chấm phẩy.", "Thêm “;”.", off)
