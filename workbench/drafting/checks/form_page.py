"""Check of the page of a .docx: paper, margins, fonts, page number (domain.md §2.5, §3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.drafting.checks.form_rules import KEY, Form
from workbench.drafting.checks.form_sheet import Page, Sheet
from workbench.drafting.checks.model import Checked, Finding, Severity

_TOLERANCE = 0.6  # mm; Word keeps lengths in twentieths of a point, people type them in inches
_ONE_PAGE = 2_200  # characters that surely fit on one page, which needs no number
_FONT_SHARE = 0.01  # of the letters that may be in another font: a sign, a bullet
_MARGINS = {"le_tren": "top", "le_duoi": "bottom", "le_trai": "left", "le_phai": "right"}
_OLD_FONTS = (".vn", "vni-", "vni ")


def check_page(form: Form, sheet: Sheet) -> Iterator[Finding]:
    """Findings about the first section's page, the fonts and the page number."""
    if sheet.pages:
        yield from _paper(form, sheet.pages[0])
    yield from _fonts(form, sheet)
    yield from _number(form, sheet)


def _paper(form: Form, page: Page) -> Iterator[Finding]:
    paper = form.layout.get("kho_giay")
    short, long = sorted((page.width, page.height))
    if paper and (abs(short - 210) > 1.5 or abs(long - 297) > 1.5):
        yield form.finding(
            paper,
            Severity.ERROR,
            f"Khổ giấy {page.width:g} × {page.height:g} mm, không phải A4 (210 × 297 mm).",
            "Trong Word: Layout → Size → A4.",
        )
        return
    if page.width > page.height:  # a page across, for tables: its margins are turned too
        return
    wrong = []
    marks = []
    for key, name in _MARGINS.items():
        rule = form.layout.get(key)
        measured = float(getattr(page, name))
        if rule and not rule.allows(measured, _TOLERANCE):
            wrong.append(f"{rule.name.lower()} {measured:g} mm (phải là {bounds(rule.size_min, rule.size_max)} mm)")
            marks.append(rule.mark)
    if wrong:
        mark = "V" if set(marks) == {"V"} else next(mark for mark in marks if mark != "V")
        yield form.finding_of(
            mark, Severity.WARNING, f"Lề trang: {'; '.join(wrong)}.", "Trong Word: Layout → Margins → Custom Margins."
        )


def bounds(low: float | None, high: float | None) -> str:
    """What a rule allows, in words: "14–15", "12", "từ 6", "đến 10"."""
    if low is not None and high is not None:
        return f"{low:g}" if low == high else f"{low:g}–{high:g}".replace(".", ",")
    return f"từ {low:g}" if low is not None else f"đến {high:g}" if high is not None else "tùy ý"


def _fonts(form: Form, sheet: Sheet) -> Iterator[Finding]:
    rule = form.layout.get("phong_chu")
    if rule is None or not rule.words:
        return
    count: Counter[str] = Counter()
    where: dict[str, tuple[int, int]] = {}
    for line in sheet.lines:
        if line.start >= max(form.parts.end, 1):
            break
        for piece, letters in sheet.runs(line.start, line.end):
            if any(map(str.isalpha, piece)):
                count[letters.font or "(không rõ)"] += len(piece)
                where.setdefault(letters.font or "(không rõ)", (line.start, line.end))
    others = {font: size for font, size in count.items() if font.casefold() != rule.words.casefold()}
    if not others or sum(others.values()) <= _FONT_SHARE * sum(count.values()):
        return
    named = ", ".join(f"“{font}”" for font in sorted(others, key=lambda font: -others[font]))
    first = where[max(others, key=lambda font: others[font])]
    old = any(font.casefold().startswith(_OLD_FONTS) for font in others)
    more = " Phông chữ bảng mã cũ (TCVN3, VNI) phải chuyển sang Unicode." if old else ""
    yield form.finding(
        rule,
        Severity.WARNING,
        f"Có chữ dùng phông {named}; văn bản phải dùng phông {rule.words}, bảng mã Unicode.{more}",
        f"Chọn toàn bộ văn bản và đặt phông {rule.words}.",
        first,
    )


def check_old_fonts(subject: Checked, sheet: Sheet) -> Iterator[Finding]:
    """The fonts of old charsets in a file that reads as Vietnamese only once they are converted."""
    fonts = sorted(
        {
            letters.font
            for _, letters in sheet.runs(0, len(sheet.text))
            if letters.font.casefold().startswith(_OLD_FONTS)
        }
    )
    if fonts:
        named = ", ".join(f"“{font}”" for font in fonts[:4])
        yield Finding(
            KEY,
            Severity.WARNING,
            f"Văn bản dùng phông chữ bảng mã cũ (TCVN3, VNI): {named}; chưa đo được cỡ chữ, kiểu chữ từng thành phần.",
            "Chuyển văn bản sang bảng mã Unicode, phông Times New Roman, rồi kiểm lại.",
            rule="TCVN 6909:2001 [V]",
        )


def _number(form: Form, sheet: Sheet) -> Iterator[Finding]:
    rule = form.layout.get("so_trang")
    if rule is None or len(sheet.text) <= _ONE_PAGE:
        return
    number = sheet.number
    if number is None:
        yield form.finding(
            rule,
            Severity.WARNING,
            "Văn bản nhiều trang chưa đánh số trang.",
            "Đặt số trang ở giữa lề trên, từ trang 2.",
        )
        return
    wrong = []
    if number.place != "header":
        wrong.append("đặt ở lề dưới (phải ở lề trên)")
    if number.alignment != "giữa":
        wrong.append(f"căn {number.alignment} (phải ở giữa)")
    if number.on_first:
        wrong.append("hiện ở cả trang 1 (trang 1 không hiện số)")
    if rule.unit == "pt" and not rule.allows(number.letters.size):
        wrong.append(f"cỡ {number.letters.size:g} (phải là {bounds(rule.size_min, rule.size_max)})")
    if wrong:
        yield form.finding(rule, Severity.WARNING, f"Số trang {'; '.join(wrong)}.", "Sửa trong phần Header của Word.")
