"""Check of letters and paragraphs of a .docx: sizes, bold, italic, capitals, alignment, spacing of every part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.documents.form_layout import Component
from workbench.documents.head_cells import is_capitals
from workbench.drafting.checks.form_page import bounds
from workbench.drafting.checks.form_parts import Span
from workbench.drafting.checks.form_rules import Form
from workbench.drafting.checks.form_sheet import Letters, Line, Sheet
from workbench.drafting.checks.model import Finding, Severity

_ONE_BY_ONE = (
    "tieu_de",
    "quoc_hieu",
    "tieu_ngu",
    "co_quan_tren",
    "co_quan",
    "so_ky_hieu",
    "dia_danh_ngay",
    "ten_loai",
    "trich_yeu",
    "trich_yeu_cong_van",
    "kinh_gui",
    "kinh_trinh",
    "can_cu",
    "de_muc_1",
    "quyen_han",
    "chuc_vu",
    "ho_ten",
    "noi_nhan",
    "noi_nhan_danh_sach",
)
"""The parts that are measured, in the order of the page."""

_CENTRED = frozenset(("ten_loai", "trich_yeu"))
"""Parts whose place in the middle the rules themselves name; of others the alignment only hints."""

_CASE_VARIES = frozenset(("so_ky_hieu", "de_muc_1", "can_cu", "noi_nhan_danh_sach"))
"""Parts with capitals among small letters, or with real documents either way ("I- Khái quát tình hình")."""

_PLAIN = re.compile(r"[“\"(]?[^\W\d_]")
_NOT_PLAIN = re.compile(r"(?:Điều|Chương|Mục|Phần|Phụ lục)\s")
_SHORT = 60  # characters: a shorter line may be a heading, a label, an address
_LINE_HEIGHT = 1.15  # of Times New Roman, in sizes
_MM, _PT = 0.7, 0.3  # tolerances


def check_letters(form: Form, sheet: Sheet) -> Iterator[Finding]:
    """Findings about parts of the head and the closing one by one, about the body as a whole."""
    for key in _ONE_BY_ONE:
        rule = form.layout.get(key)
        if rule is not None:
            yield from _part(form, sheet, rule, form.parts.spans.get(key, []))
    yield from _body(form, sheet)


def _is_open(words: str) -> bool:
    """Whether a part is still to be filled in."""
    return "…" in words or "..." in words or not any(map(str.isalpha, words))


# Part by part ----------------------------------------------------------------------------------------------------


def _part(form: Form, sheet: Sheet, rule: Component, spans: list[Span]) -> Iterator[Finding]:
    wrong: dict[str, Span] = {}
    doubtful: dict[str, Span] = {}
    for span in spans:
        words = form.words(span)
        letters = sheet.letters(*span)
        line = sheet.lines[sheet.line_at(span[0])]
        if letters is None or (_is_open(words) and rule.key != "so_ky_hieu"):
            continue
        for said in _set_wrong(rule, letters, words):
            wrong.setdefault(said, span)
        for said in _set_oddly(rule, letters, line):
            (wrong if rule.key in _CENTRED else doubtful).setdefault(said, span)
    many = len(spans) > 1
    if wrong:
        yield form.finding(
            rule, Severity.WARNING, _told(rule, wrong, many), "Sửa định dạng phần này.", next(iter(wrong.values()))
        )
    if doubtful:
        yield form.finding(
            replace(rule, mark="K"),
            Severity.HINT,
            _told(rule, doubtful, many),
            "Xem lại định dạng phần này.",
            next(iter(doubtful.values())),
        )


def _told(rule: Component, wrong: dict[str, Span], many: bool) -> str:
    return f"{rule.name}{' (có dòng)' if many else ''}: {'; '.join(wrong)}."


def _set_wrong(rule: Component, letters: Letters, words: str) -> Iterator[str]:
    if rule.unit == "pt" and not rule.allows(letters.size):
        yield f"cỡ {letters.size:g} (phải là {bounds(rule.size_min, rule.size_max)})".replace(".", ",")
    if rule.bold is not None and letters.bold != rule.bold:
        yield "không đậm (phải in đậm)" if rule.bold else "in đậm (không in đậm)"
    if rule.italic is not None and letters.italic != rule.italic:
        yield "chữ đứng (phải in nghiêng)" if rule.italic else "in nghiêng (phải là chữ đứng)"
    if rule.underline and not letters.underline:
        yield "không gạch chân (phải gạch chân)"
    capitals = letters.capitals or is_capitals(words)
    if rule.key not in _CASE_VARIES and rule.case == "hoa" and not capitals:
        yield "chữ thường (phải in hoa)"
    if rule.key not in _CASE_VARIES and rule.case == "thường" and capitals and sum(map(str.isalpha, words)) > 3:
        yield "in hoa (phải là chữ thường)"


def _set_oddly(rule: Component, letters: Letters, line: Line) -> Iterator[str]:
    if rule.underline is False and letters.underline:
        yield "gạch chân bằng nét của chữ"
    beside = "\t" in line.text.strip()  # two parts on one line, set apart by tabs
    if rule.alignment in ("giữa", "trái") and not beside and line.alignment != rule.alignment:
        if rule.alignment == "trái" and line.alignment == "đều":
            return
        yield f"căn {line.alignment} (nên căn {rule.alignment})"


# The body --------------------------------------------------------------------------------------------------------


def _body(form: Form, sheet: Sheet) -> Iterator[Finding]:
    lines = [sheet.lines[sheet.line_at(span[0])] for span in form.parts.body]
    paragraphs = [line for line in lines if not line.table and len(line.text) >= _SHORT]
    letters = [(line, found) for line in paragraphs if (found := sheet.letters(line.start, line.end))]
    rule = form.layout.get("noi_dung")
    if not letters or rule is None:
        return
    sizes = {found.size for _, found in letters if rule.unit == "pt" and not rule.allows(found.size)}
    named = ", ".join(f"{size:g}" for size in sorted(sizes)).replace(".", ",")
    yield from _some(
        form,
        rule,
        [line for line, found in letters if found.size in sizes],
        len(letters),
        f"cỡ {named} (phải là {bounds(rule.size_min, rule.size_max)})",
    )
    italic = [line for line, found in letters if found.italic]
    if rule.italic is False and 2 * len(italic) > len(letters):
        yield from _some(form, rule, italic, len(letters), "in nghiêng (nội dung là chữ đứng)")
    bold = [line for line, found in letters if found.bold]
    if rule.bold is False and 2 * len(bold) > len(letters):
        yield from _some(form, rule, bold, len(letters), "in đậm (nội dung không in đậm)")
    plain = [(line, found) for line, found in letters if _is_plain(line)]
    odd = [line for line, _ in plain if rule.alignment == "đều" and line.alignment != "đều"]
    yield from _some(form, replace(rule, mark="K"), odd, len(plain), "không căn đều hai lề")
    yield from _spacing(form, plain)


def _is_plain(line: Line) -> bool:
    return (
        _PLAIN.match(line.text.lstrip(" \t")) is not None
        and _NOT_PLAIN.match(line.text) is None
        and line.alignment != "giữa"
        and not is_capitals(line.text)
    )


def _spacing(form: Form, plain: list[tuple[Line, Letters]]) -> Iterator[Finding]:
    indent, gap, between = (form.layout.get(key) for key in ("lui_dau_dong", "cach_doan", "gian_dong"))
    if indent:
        low, high = indent.size_min, indent.size_max
        off = [line for line, _ in plain if not indent.allows(line.spacing.first_line, _MM)]
        yield from _some(form, indent, off, len(plain), f"lùi đầu dòng không trong khoảng {bounds(low, high)} mm")
    if gap:
        off = [line for line, _ in plain if not gap.allows(line.spacing.before + line.spacing.after, _PT)]
        yield from _some(
            form, gap, off, len(plain), f"cách đoạn trước dưới {bounds(gap.size_min, None).removeprefix('từ ')} pt"
        )
    if between and between.unit == "pt":
        off = [line for line, found in plain if not between.allows(_in_points(line, found), _PT)]
        allowed = f"{bounds(between.size_min, between.size_max)} pt"
        yield from _some(form, between, off, len(plain), f"giãn dòng ngoài khoảng {allowed}")
    elif between:
        off = [line for line, found in plain if not between.allows(_in_lines(line, found), 0.06)]
        allowed = f"{bounds(between.size_min, between.size_max)} dòng"
        yield from _some(form, between, off, len(plain), f"giãn dòng ngoài khoảng {allowed}")


def _in_points(line: Line, letters: Letters) -> float:
    spacing = line.spacing
    return spacing.line * letters.size * _LINE_HEIGHT if spacing.rule == "auto" else spacing.line


def _in_lines(line: Line, letters: Letters) -> float:
    spacing = line.spacing
    return spacing.line if spacing.rule == "auto" else spacing.line / (letters.size * _LINE_HEIGHT)


def _some(form: Form, rule: Component, off: list[Line], of: int, said: str) -> Iterator[Finding]:
    """One finding for all paragraphs of the body that break a rule, pointing to the first."""
    if off:
        yield form.finding(
            rule,
            Severity.WARNING,
            f"Nội dung: {len(off)}/{of} đoạn {said}.",
            "Chọn các đoạn nội dung và sửa định dạng một lần.",
            (off[0].start, off[0].end),
        )
