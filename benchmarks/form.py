"""Check of form: official Word files in DIR as they are, and each with one thing spoiled at a time.

`accused` are files that get an error or a warning as they are, `hints` counts hints. Of the files, every one that has
an organ, a number and a tên loại (or is a công văn) is spoiled in each way that applies to it; `caught` are those where
the check says something that it did not say before, of any weight. Files that are wrong as they are count as accused.
With `--every N` only every Nth file is looked at.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from benchmarks.common import Figures, run
from workbench.archive.intake import Job, read_document
from workbench.drafting.checks import run_checks
from workbench.drafting.checks.form_rules import KEY
from workbench.drafting.checks.model import Finding, Severity
from workbench.drafting.checks.outside import checked_file
from workbench.errors import WorkbenchError

Spoil = Callable[[Any], bool]


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def _first(document: Any, pattern: str, last: bool = False) -> Paragraph | None:
    found = [one for one in _paragraphs(document) if re.match(pattern, one.text.strip())]
    return found[-1 if last else 0] if found else None


def _set(pattern: str, *, last: bool = False, **changes: Any) -> Spoil:
    """Set the letters of the first (or last) paragraph that begins so."""

    def spoil(document: Any) -> bool:
        paragraph = _first(document, pattern, last)
        if paragraph is None or not paragraph.runs:
            return False
        for run_ in paragraph.runs:
            for name, value in changes.items():
                setattr(run_.font, name, value)
        return True

    return spoil


def _say(pattern: str, old: str, new: str) -> Spoil:
    """Change words of the first paragraph that begins so."""

    def spoil(document: Any) -> bool:
        paragraph = _first(document, pattern)
        changed = re.sub(old, new, paragraph.text, count=1) if paragraph is not None else ""
        if paragraph is None or not paragraph.runs or changed == paragraph.text:
            return False
        paragraph.runs[0].text = changed
        for rest in paragraph.runs[1:]:
            rest.text = ""
        return True

    return spoil


def _margin(document: Any) -> bool:
    document.sections[0].left_margin = Mm(20)
    return True


def _letter_paper(document: Any) -> bool:
    document.sections[0].page_width, document.sections[0].page_height = Mm(215.9), Mm(279.4)
    return True


def _kind_aside(document: Any) -> bool:
    paragraph = _first(document, _KIND)
    if paragraph is None:
        return False
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return True


def _long(document: Any) -> list[Paragraph]:
    return [
        one
        for one in document.paragraphs
        if len(one.text) > 120
        and one.runs
        and one.text[0].isalpha()
        and one.alignment != WD_ALIGN_PARAGRAPH.CENTER
        and not one.text.startswith(("Căn cứ", "Điều "))
    ]


def _body(**changes: Any) -> Spoil:
    def spoil(document: Any) -> bool:
        found = _long(document)
        for run_ in found[0].runs if found else ():
            for name, value in changes.items():
                setattr(run_.font, name, value)
        return bool(found)

    return spoil


def _spacing(document: Any) -> bool:
    found = _long(document)
    for one in found[:1]:
        one.paragraph_format.line_spacing = Pt(13)
    return bool(found)


_KIND = r"(?:BÁO CÁO|KẾ HOẠCH|CHỈ THỊ|KẾT LUẬN|NGHỊ QUYẾT|QUYẾT ĐỊNH|HƯỚNG DẪN|TỜ TRÌNH|THÔNG BÁO|QUY CHẾ|QUY ĐỊNH)$"
_NUMBER = r"Số:? ?\d"
SPOILINGS: dict[str, Spoil] = {
    "lề trái": _margin,
    "khổ giấy": _letter_paper,
    "cỡ tiêu đề, Quốc hiệu": _set(r"(?:ĐẢNG CỘNG SẢN|CỘNG HÒA XÃ HỘI)", size=Pt(11)),
    "tiêu đề không đậm": _set(r"(?:ĐẢNG CỘNG SẢN|CỘNG HÒA XÃ HỘI)", bold=False),
    "bỏ dấu sao": _say(r"\*$", r"\*", ""),
    "dấu hai chấm sau Số": _say(_NUMBER, r"Số ?(?=\d)", "Số: "),
    "bỏ dấu hai chấm sau Số": _say(_NUMBER, r"Số: ?", "Số "),
    "cỡ số, ký hiệu": _set(_NUMBER, size=Pt(11)),
    "ngày không nghiêng": _set(r"[^,]{2,30}, ngày \d+ tháng", italic=False),
    "ngày bỏ số 0": _say(r"[^,]{2,30}, ngày 0\d tháng", r"ngày 0", "ngày "),
    "tên loại cỡ nhỏ": _set(_KIND, size=Pt(12)),
    "tên loại lệch trái": _kind_aside,
    "tên loại khác ký hiệu": _say(_NUMBER, r"(?:BC|KH|CT|KL|NQ|HD|TTr)(?=[/-])", "QC"),
    "nội dung cỡ 12": _body(size=Pt(12)),
    "nội dung phông Arial": _body(name="Arial"),
    "giãn dòng 13 pt": _spacing,
    "đề mục I- không đậm": _set(r"I- ", bold=False),
    "quyền hạn viết kiểu Nhà nước": _say(r"[TK]/[MLT] ", r"([TK])/([MLT])", r"\1\2."),
    "quyền hạn viết kiểu Đảng": _say(r"(?:TM|KT|TL)\. ", r"([TK])([MTL])\.", r"\1/\2"),
    "Nơi nhận sai kiểu": _set(r"Nơi nhận", underline=False, italic=False, bold=False),
    "danh sách nơi nhận cỡ 14": _set(r"- Lưu", size=Pt(14)),
    "bỏ dòng Lưu": _say(r"- Lưu", r"^- Lưu.*$", ""),
    "họ tên không đậm": _set(r"[A-ZĐ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){1,4}$", last=True, bold=False),
}


def measure(arguments: argparse.Namespace) -> Figures:
    """Check every .docx of DIR as it is and spoiled."""
    files = official = accused = hints = injected = caught = 0
    missed: Counter[str] = Counter()
    seconds = 0.0
    for path in sorted(arguments.data.rglob("*.docx"))[:: arguments.every]:
        started = time.perf_counter()
        before = _findings(path)
        if before is None:
            continue
        seconds += time.perf_counter() - started
        files += 1
        hints += sum(one.severity is Severity.HINT for one in before)
        if any(one.severity is not Severity.HINT for one in before):
            accused += 1
            print(f"accused: {path.name}: {[one.message for one in before if one.severity is not Severity.HINT]}")
        if not _is_official(path):
            continue
        official += 1
        for name, spoil in SPOILINGS.items():
            with tempfile.TemporaryDirectory() as folder:
                document = docx.Document(str(path))
                if not spoil(document):
                    continue
                spoiled = Path(folder) / path.name
                document.save(str(spoiled))
                after = _findings(spoiled) or ()
            injected += 1
            if {one.message for one in after} - {one.message for one in before}:
                caught += 1
            else:
                missed[name] += 1
                print(f"missed: {name}: {path.name}")
    return {
        "files": float(files),
        "accused": float(accused),
        "hints": float(hints),
        "official": float(official),
        "injected": float(injected),
        "caught": float(caught),
        "caught_share": caught / injected if injected else 0.0,
        "missed_by_kind": dict(missed),
        "seconds_per_file": seconds / files if files else 0.0,
    }


def _findings(path: Path) -> tuple[Finding, ...] | None:
    try:
        subject = checked_file(read_document(Job(path, path.name, "d1")), path)
    except WorkbenchError as error:
        print(f"not read: {path.name}: {error.message}")
        return None
    return run_checks(subject, only={KEY})


def _is_official(path: Path) -> bool:
    header = read_document(Job(path, path.name, "d1")).header
    return bool(header.issuer and header.symbol and header.type)


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, lambda parser: parser.add_argument("--every", type=int, default=1, metavar="N"))


if __name__ == "__main__":
    main()
