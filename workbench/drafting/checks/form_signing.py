"""Check of the wording of the closing: end of the text, quyền hạn, chức vụ, họ tên, nơi nhận (domain.md §2.5, §3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.documents.head_cells import folded
from workbench.drafting.checks.form_parts import AUTHORITY, Span
from workbench.drafting.checks.form_rules import Form
from workbench.drafting.checks.model import Finding, Severity
from workbench.vietnamese.spelling import clean

_COMMITTEE = re.compile(r"\b(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG) (?:ỦY|UỶ)\b|\bCHI BỘ\b")
_DEGREE = re.compile(
    r"(?:GS|PGS|TS|ThS|BS|KS|CN|NGND|NGƯT|NSND|NSƯT|Ths)\b[.,]?|(?:Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư)\s"
    r"|(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)\s|Anh hùng\s|Nhà giáo\s",
    re.IGNORECASE,
)
_STATE_WORDS = {"T/M": "TM.", "K/T": "KT.", "T/L": "TL.", "TU/Q": "TUQ."}
_KEPT = re.compile(r"l[ưu]u\b")


def check_closing(form: Form) -> Iterator[Finding]:
    """Findings about the words with which a document closes."""
    yield from _end(form)
    yield from _authority(form)
    yield from _signer(form)
    yield from _recipients(form)


def _end(form: Form) -> Iterator[Finding]:
    rule = form.layout.get("ket_thuc")
    if rule is None or not form.parts.body or not (form.parts.signed or form.parts.first("noi_nhan")):
        return
    last = form.parts.body[-1]
    words = form.words(last).rstrip()
    if form.party and words.endswith("./."):
        yield form.finding(
            rule, Severity.WARNING, "Nội dung kết thúc bằng “./.”.", "Văn bản của Đảng: “.”.", _tail(last)
        )
    if not form.party and not words.endswith("./.") and rule.words == "./.":
        yield form.finding(
            rule, Severity.WARNING, "Nội dung không kết thúc bằng “./.”.", "Văn bản của Nhà nước: “./.”.", _tail(last)
        )


def _tail(span: Span) -> Span:
    return max(span[0], span[1] - 40), span[1]


def _authority(form: Form) -> Iterator[Finding]:
    for span in form.parts.spans.get("quyen_han", []):
        match = AUTHORITY.match(form.words(span))
        if match is None:
            continue
        printed = re.sub(r"\s", "", match[0]).rstrip(",")
        slashed = "/" in printed
        where = span[0], span[0] + len(match[0].rstrip())
        if form.party and printed == "T/U":
            yield form.finding_of("V2", Severity.HINT, "Quyền hạn “T/U” không có trong quy định.", "Ghi “T/M”.", where)
        elif form.party and not slashed and printed != "Q.":
            right = next((party for party, state in _STATE_WORDS.items() if state == printed), "T/M, K/T, T/L")
            yield form.finding_of(
                "V",
                Severity.ERROR,
                f"Quyền hạn ghi “{printed}” là cách ghi của cơ quan nhà nước.",
                f"Văn bản của Đảng ghi “{right}”.",
                where,
            )
        elif not form.party and slashed:
            yield form.finding_of(
                "V",
                Severity.ERROR,
                f"Quyền hạn ghi “{printed}” là cách ghi của cơ quan đảng.",
                f"Văn bản của Nhà nước ghi “{_STATE_WORDS.get(printed, 'TM., KT., TL.')}”.",
                where,
            )


def _signer(form: Form) -> Iterator[Finding]:
    in_name_of_committee = any(
        form.words(span).replace(" ", "").startswith("T/M") for span in form.parts.spans.get("quyen_han", [])
    )
    for span in form.parts.spans.get("chuc_vu", []):
        if form.party and in_name_of_committee and _COMMITTEE.search(form.words(span)):
            yield form.finding(
                form.layout.get("chuc_vu"),
                Severity.WARNING,
                f"Chức vụ “{form.words(span)}” kèm tên cấp ủy.",
                "Chỉ ghi chức vụ: “BÍ THƯ”, “PHÓ BÍ THƯ”.",
                span,
            )
    name = form.parts.first("ho_ten")
    if name and _DEGREE.match(form.words(name)):
        mark = form.layout["ho_ten"].mark if form.party and form.layout.get("ho_ten") else "K"
        yield form.finding_of(
            mark,
            Severity.WARNING,
            "Trước họ tên người ký có học hàm, học vị, quân hàm hoặc danh hiệu.",
            "Chỉ ghi họ và tên.",
            name,
        )
    if not form.parts.signed:
        yield form.finding_of(
            "V", Severity.WARNING, "Không thấy phần quyền hạn, chức vụ, họ tên người ký.", "Thêm phần ký.", None
        )


def _recipients(form: Form) -> Iterator[Finding]:
    label = form.parts.first("noi_nhan")
    if label is None:
        yield form.finding_of("V", Severity.WARNING, "Không thấy “Nơi nhận”.", "Thêm “Nơi nhận:” ở cuối văn bản.", None)
        return
    entries = form.parts.spans.get("noi_nhan_danh_sach", [])
    rule = form.layout.get("noi_nhan_danh_sach")
    words = [form.words(span) for span in entries]
    kept = [at for at, entry in enumerate(words) if _KEPT.match(folded(clean(entry)).lstrip("-–+ "))]
    if not kept:
        yield form.finding(
            rule,
            Severity.WARNING,
            "Nơi nhận không có dòng “Lưu …”.",
            "Thêm dòng cuối: “- Lưu Văn phòng …”." if form.party else "Thêm dòng cuối: “- Lưu: VT, …”.",
            entries[-1] if entries else label,
        )
        return
    last = words[kept[-1]]
    if form.party and re.search(r"\bVT\b", last):
        yield form.finding_of(
            "V2", Severity.HINT, "Dòng lưu ghi “VT”.", "Văn bản của Đảng: “- Lưu Văn phòng …”.", entries[kept[-1]]
        )
    if not form.party and not re.search(r"\bVT\b", last) and "…" not in last:
        yield form.finding(
            rule,
            Severity.WARNING,
            "Dòng lưu không ghi “VT”.",
            "Văn bản của Nhà nước: “- Lưu: VT, …”.",
            entries[kept[-1]],
        )
