"""What looks as if it should be secret though no stamp says so: warnings that a person settles, never refusals.

Groups of content from the lists of state secrets (domain.md §5.2), what a text says of itself, and lists of personal
data. Rules, laws and news speak of all this openly: the groups count only in the title of an official paper that is no
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from workbench.documents.head_cells import is_capitals

SAYS_SO = "Văn bản tự nói mình là tài liệu mật nhưng không thấy dấu mật."
LISTED = "Có nhắc tới văn bản mang độ mật."
PERSONNEL = "Có thể là nhân sự chưa công khai (quy hoạch, giới thiệu, bổ nhiệm, luân chuyển)."
DISCIPLINE = "Có thể là hồ sơ kiểm tra, xem xét kỷ luật hoặc giải quyết tố cáo đảng viên."
PROTECTION = "Có thể là nội dung bảo vệ chính trị nội bộ."
SECURITY = "Có thể là vụ việc phức tạp về an ninh, quốc phòng, đối ngoại."
EXAM = "Có thể là đề thi hoặc đáp án chưa công bố."
PERSONAL = "Có danh sách dữ liệu cá nhân (số căn cước, ngày sinh, điện thoại)."

_MOST = 3  # places told for one reason
_MOST_CHARACTERS = 2_000_000
_TITLE_CHARACTERS = 2_500


@dataclass(frozen=True)
class Suspicion:
    """A reason to look at a document again before it is kept.

    Attributes:
        reason: what it looks like, in Vietnamese.
        start, end: offsets in the text of what gave rise to it.
    """

    reason: str
    start: int
    end: int


_KIND = "(?:tài liệu|văn bản|báo cáo|tờ trình|kế hoạch|phương án|đề án|biên bản|danh sách|phụ lục)"
_START = r"^[^\w\n]{0,20}"
_LEVEL = "(?:tuyệt |tối )?mật"
_SELF = re.compile(
    rf"{_KIND} này(?:\s+\w+){{0,4}}\s+(?:(?:độ|mức|dấu) {_LEVEL}|bí mật nhà nước)"
    rf"|(?:là|thuộc(?: loại)?) tài liệu {_LEVEL}(?=\s*[,.;)\n]|$)"
    rf"|{_START}(?:tài liệu|văn bản|bản) {_LEVEL}[^\w\n]{{0,20}}$"
    rf"|dự thảo\s+(?:\w+\s+){{0,4}}\({_LEVEL}\)"
    r"|(?:gửi|chuyển|nhận) (?:theo|qua|bằng) (?:đường )?(?:công văn|bì|tuyến|đường) mật"
    r"|tài liệu (?:này )?thu hồi (?:ngay )?sau (?:hội nghị|cuộc họp|khi họp|phiên họp)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKED = re.compile(r"[(\[](?:TUYỆT MẬT|TỐI MẬT|MẬT|Tuyệt mật|Tối mật|Mật)[)\]]")
_SYMBOL = re.compile(r"\d{1,5}\s?[-/]\s?(?:[A-ZĐ]{1,6}|\d{4})")
_BEFORE_MARK = 160  # characters before a mark in which the symbol it belongs to stands
_OFFICIAL = re.compile(
    r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA"
    r"|^[ \t]{0,20}số\s?:?\s?\d{0,6}\s?[-/]\s?[A-ZĐ]",
    re.IGNORECASE | re.MULTILINE,
)
# Kinds that are open by nature: rules and what explains them.
_RULE = re.compile(
    rf"{_START}(?:LUẬT|BỘ LUẬT|PHÁP LỆNH|NGHỊ ĐỊNH|THÔNG TƯ|QUY ĐỊNH|QUY CHẾ|ĐIỀU LỆ|HƯỚNG DẪN|QUY TRÌNH)\b",
    re.MULTILINE,
)
_FEW_WORDS = r"(?:\w+\s+){0,3}"
_POSTS = "(?:cán bộ|cấp ủy|cấp uỷ|chức danh|lãnh đạo|ban chấp hành)"
_GROUPS = tuple(
    (reason, re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE))
    for reason, patterns in (
        (
            PERSONNEL,
            (
                rf"(?:phương án|dự kiến|giới thiệu|kiện toàn|đề nghị|về|công tác) {_FEW_WORDS}nhân sự",
                rf"(?:danh sách|kết quả|phê duyệt|rà soát|bổ sung) {_FEW_WORDS}quy hoạch {_FEW_WORDS}{_POSTS}",
                rf"quy hoạch {_POSTS}",
                rf"(?:đề nghị|dự kiến|xin ý kiến|tờ trình) {_FEW_WORDS}(?:bổ nhiệm|luân chuyển|điều động)",
                "lấy phiếu (?:tín nhiệm|giới thiệu)",
            ),
        ),
        (
            DISCIPLINE,
            (
                r"xem xét,? (?:đề nghị )?(?:thi hành )?kỷ luật",
                "thi hành kỷ luật (?:đối với )?(?:đồng chí|đảng viên|tổ chức đảng)",
                "dấu hiệu vi phạm",
                "giải quyết (?:đơn )?tố cáo",
                rf"thẩm tra,? xác minh {_FEW_WORDS}(?:đồng chí|đảng viên|đơn)",
            ),
        ),
        (PROTECTION, ("bảo vệ chính trị nội bộ", "tiêu chuẩn chính trị", "lịch sử chính trị", "chính trị hiện nay")),
        (
            SECURITY,
            (
                rf"(?:vụ việc|tình hình|điểm nóng|khiếu kiện) {_FEW_WORDS}phức tạp {_FEW_WORDS}"
                "(?:an ninh|trật tự|tôn giáo|dân tộc|đối ngoại|biên giới)",
                rf"(?:phương án|kế hoạch) {_FEW_WORDS}(?:tác chiến|phòng thủ|chống bạo loạn|gây rối)",
            ),
        ),
        (EXAM, (rf"{_START}(?:đề thi|đáp án|hướng dẫn chấm)\b",)),
    )
)
_BODY = re.compile(r"(?:căn cứ|kính gửi|thực hiện|điều\s+\d|[i1][.)\-–]|phần\s)", re.IGNORECASE)
_HEAD_LINES = 30
_TITLE_LINES = 5

_IDENTITY = re.compile(r"(?<![\d.,/-])(?:0\d{11}|\d{9})(?![\d.,/-])")
_IDENTITY_WORDS = re.compile(r"căn cước|cccd|cmnd|chứng minh nhân dân|số định danh", re.IGNORECASE)
_BIRTH = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19[3-9]\d|20[01]\d)(?!\d)")
_PHONE = re.compile(r"(?<![\d.,])0[35789]\d{2}[ .]?\d{3}[ .]?\d{3}(?!\d)")
# Without one of these none of the above but births matches; they begin with what they look for, so they are quick.
_LONG_NUMBER = re.compile(r"\d{9}|0[35789]\d{2}[ .]?\d{3}[ .]?\d{3}")
_FEW = 5  # people that make a list


def suspicions(text: str, margins: str = "") -> tuple[Suspicion, ...]:
    """What a person should look at before the document is kept, in the order of the text.

    Args:
        text: the body of a document that bears no stamp.
        margins: headers, footers and properties; only read to tell an official paper.
    """
    body = text[:_MOST_CHARACTERS]
    found = [*_spoken(body), *_groups(body, margins), *_personal(body)]
    return tuple(sorted(found, key=lambda item: (item.start, item.end, item.reason)))


def _spoken(text: str) -> Iterator[Suspicion]:
    """What a text says of itself or of what it lists."""
    if _RULE.search(text, 0, _TITLE_CHARACTERS):
        return
    lower = text.lower()
    if "mật" not in lower and "thu hồi" not in lower:  # nothing below matches without one of these
        return
    for match in islice(_SELF.finditer(text), _MOST):
        yield Suspicion(SAYS_SO, match.start(), match.end())
    yield from islice(_listed(text), _MOST)


def _listed(text: str) -> Iterator[Suspicion]:
    """Other papers that are named with their mark: "Công văn số 15-CV/TU (Mật)"."""
    for mark in _MARKED.finditer(text):
        line = max(text.rfind("\n", max(0, mark.start() - _BEFORE_MARK), mark.start()) + 1, mark.start() - _BEFORE_MARK)
        symbol = _SYMBOL.search(text, line, mark.start())
        if symbol:
            yield Suspicion(LISTED, symbol.start(), mark.end())


def _groups(text: str, margins: str) -> Iterator[Suspicion]:
    """Groups of content, by the title of an official paper."""
    top = text[:_TITLE_CHARACTERS]
    official = _OFFICIAL.search(top)
    if (official is None and not _OFFICIAL.search(margins)) or _RULE.search(top):
        return
    end = _title_end(top)
    for reason, pattern in _GROUPS:
        match = pattern.search(top, 0, end)
        if match:
            yield Suspicion(reason, match.start(), match.end())


def _title_end(top: str) -> int:
    """Where the title ends: some lines behind the last line in capitals of the head, before a rule or a full stop."""
    place, end, left = 0, 0, 0
    for number, line in enumerate(top.splitlines(keepends=True)):
        bare = line.strip()
        if number < _HEAD_LINES and len(bare) > 3 and is_capitals(bare):
            left = _TITLE_LINES
        elif left and (not any(letter.isalnum() for letter in bare) or bare.endswith((".", ";")) or _BODY.match(bare)):
            left = 1 if not bare else 0
        else:
            left -= left > 0
        place += len(line)
        if left:
            end = place
    return end


def _personal(text: str) -> Iterator[Suspicion]:
    """A list of people with what identifies them."""
    if not _LONG_NUMBER.search(text):
        return
    numbers = list(_IDENTITY.finditer(text))[: _FEW * 4]
    births = _BIRTH.findall(text)
    phones = list(_PHONE.finditer(text))[: _FEW * 4]
    if len(numbers) >= _FEW and (_IDENTITY_WORDS.search(text) or len(births) >= _FEW):
        yield Suspicion(PERSONAL, numbers[0].start(), numbers[_FEW - 1].end())
    elif len(phones) >= _FEW and len(births) >= _FEW:
        yield Suspicion(PERSONAL, phones[0].start(), phones[_FEW - 1].end())
