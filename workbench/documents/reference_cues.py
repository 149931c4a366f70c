"""The words that tell what a text does with a document it cites, and the shapes in which they are read.

Used by `reference_relations`; the words themselves stand in `relation_cues.csv`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workbench.documents.symbols import SymbolSpan
from workbench.vietnamese.spelling import key

KINDS: dict[str, str] = {
    "can_cu": "căn cứ",
    "thuc_hien": "thực hiện",
    "thay_the": "thay thế",
    "sua_doi": "sửa đổi, bổ sung",
    "bai_bo": "bãi bỏ",
    "huong_dan": "hướng dẫn",
    "so_ket": "sơ kết, tổng kết",
    "khac": "nhắc tới",
}
"""The relations, and what they are called."""

CHANGES = frozenset({"thay_the", "sua_doi", "bai_bo"})
NEAR_ONLY = frozenset({"thuc_hien", "huong_dan", "so_ket"})

FAR = 900  # characters after a reference in which "hết hiệu lực" may stand
NEAR = 90  # the same for words that only describe it ("được sửa đổi, bổ sung bởi …")
DESCRIBED = 130  # the same where the reference begins its sentence
ITEMS = 80  # segments back to the line that announces a list


@dataclass(frozen=True)
class Place:
    """A reference before its relation is known; attributes as in `references.Reference`.

    Attributes:
        named: the symbol stands after the name of a law ("Luật Đất đai số …").
        bare: only "số" stands before the symbol.
    """

    start: int
    end: int
    symbol: SymbolSpan | None
    type: str | None
    day: date | None
    issuer: str | None = None
    named: bool = False
    bare: bool = False


class Told(NamedTuple):
    """What was read about one place; `by` is the number of the place that changes it."""

    relation: str
    cue: tuple[int, int]
    change: str | None = None
    by: int | None = None
    partial: bool = False
    proposed: bool = False


class Cue(NamedTuple):
    start: int
    end: int
    relation: str
    passive: bool = False  # "được sửa đổi": what stands before is changed
    agent: bool = False  # … by what follows


@cache
def cue_words() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Relations by phrase before and after a reference, and one pattern for all the phrases."""
    text = files("workbench.documents").joinpath("relation_cues.csv").read_text(encoding="utf-8")
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        (before if row["place"] == "before" else after)[key(row["phrase"])] = row["relation"]
    phrases = sorted({*before, *after}, key=len, reverse=True)
    spelled = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    review = r"(?:sơ kết|tổng kết|kết quả)(?:\s+\w+){0,8}?\s+(?:thực hiện|triển khai)"
    return before, after, re.compile(rf"(?<!\w)(?:(?P<review>{review})|(?P<cue>{spelled}))(?!\w)")


BREAK = re.compile(
    r"\n\s*\n|[.;:!?]\s*\n"
    r"|\n(?=\s*(?:[-+•*–]\s|\d{1,3}(?:\.\d{1,3}){0,3}[.)]\s|[a-zđ]{1,2}\)\s|\[|điều \d|chương |căn cứ |xét "
    r"|theo đề nghị|thực hiện |phụ lục|\(kèm|mục |quy định |quyết định:|\||\d{1,4}\s*\n))"
    r"|;\s(?!\s*(?:điều|khoản|điểm|chương|mục)\s)"
    r"|(?<=\w{2}[.])\s+(?=\S)|(?<=\d[.])\s+(?=\S)|(?<=[)\"][.])\s+|\t+|\||[\[\]]"
)
"""Where a segment ends."""

NEW_ITEM = re.compile(r"\n(?=\s*(?:\w+\s+){1,4}(?:số\s*:?\s*)?\d{1,5}[-/])")
GOES_ON = re.compile(
    r"(?:[,(]|(?<!\w)(?:và|của|theo|tại|hiện|khai|thế|cho|bỏ|đổi|sung|dẫn|hành|hóa|triệt|cứ|bởi|các|thần|kèm|có|với|điều))\s*$"
)
MARKER = re.compile(
    r"\s*(?:\[\d+\]\s*)?(?:(?P<dash>[-+•*])\s*|(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})[.)]?\s+|(?P<letter>[a-zđ]{1,2})\)\s*)?"
)
LEAD_IN = re.compile(r"(?:sau đây|dưới đây)(?=[^\n]{0,80}(?:hiệu lực|:\s*$|\s*$))|(?:như\s+)?sau\s*$|:\s*$")
TITLE_LEAD_IN = re.compile(
    r"\s*(?:[\divx]+(?:\.\d+)*[.)-]?\s*)?(?:các\s+|những\s+)?căn cứ(?:\s+pháp lý|\s+ban hành|\s+và nguyên tắc)?"
    r"\s*:?\s*$"
)
AGENT = re.compile(
    r"\s*(?:lần thứ \w+\s+)?(?:,?\s*bổ sung,?\s*)?(?:một số (?:điều|nội dung|điểm)\s*)?(?:của\s+)?"
    r"(?:bởi|theo|tại|bằng)(?!\w)"
)
AND_MORE = re.compile(r"(?:,?\s*(?:và\s+)?(?:bổ sung|sửa đổi|thay thế|bãi bỏ|thi hành))+")
NO_CUE = re.compile(r"(?:vb hết hiệu lực|thi hành án|ban chấp hành)$|chương trình$")
PART = re.compile(
    r"(?<!\w)(?:(?:điểm|khoản|điều|mục|phụ lục|chương|mẫu|biểu)\s+(?:số\s+)?[\da-zđivx]+(?!\w)|cụm từ|một số|một phần|"
    r"nội dung|các điều|các khoản|các điểm|bảng \d|biểu mẫu|thời gian|quy định về)"
)
PROPOSAL = re.compile(
    r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|nghiên cứu|tham mưu|dự thảo|xem xét|rà soát|trình|sẽ|cần|chuẩn bị|"
    r"xây dựng|kịp thời|dự kiến)(?!\w)"
)
WENT_ON = re.compile(r"(?:được|tiếp tục|thì|phải)\s+$")
