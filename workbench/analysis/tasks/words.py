"""Units and verbs of assignments: where a list of units stands in a sentence, and what tells it from the work.

The words are in the tables `unit_heads.csv`, `task_verbs.csv` and `products.csv` (domain.md §6.1, §6.3).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workbench.vietnamese.spelling import key, old_tone

_BEFORE_HEAD = r"(?:(?:toàn thể|tất cả|các|những|mỗi|từng|tập thể|lãnh đạo|cấp)\s+)*"
# What continues a unit though it is a verb elsewhere: "ban chỉ đạo", "cơ quan quản lý", "tổ chức đảng".
_NAMES_WITH_VERBS = re.compile(
    r"(?:ban (?:chỉ đạo|quản lý|tổ chức|kiểm tra|chỉ huy|xây dựng|thanh tra|bảo vệ|soạn thảo|kiểm soát)"
    r"|ủy ban kiểm tra"
    r"|cơ quan (?:tham mưu|quản lý|thanh tra|kiểm tra|được|có liên quan|ủy ban kiểm tra|chủ trì"
    r"|chủ quản|soạn thảo|thẩm định|ban hành|tiếp nhận|chuyên môn|chức năng)|hội đồng (?:thẩm định|quản lý)"
    r"|đơn vị (?:quản lý|được giao|có liên quan|thụ hưởng|sử dụng)|tổ (?:giúp|chỉ đạo|thẩm định|kiểm tra|soạn thảo)"
    r"|đoàn (?:kiểm tra|giám sát|thanh tra)|văn phòng đăng ký|trung tâm (?:phục vụ|kiểm soát|quản lý|giám sát)"
    r"|(?<!làm )chủ đầu tư|dự án đầu tư|đầu tư xây dựng|quy hoạch xây dựng|tham mưu, giúp|tham mưu giúp|giúp việc"
    r"|phát triển quỹ đất"
    r"|tổ chức (?:đảng|chính trị|cơ sở|thành viên|xã hội|đoàn thể|hội|có liên quan)|bộ phận (?:phục vụ|tiếp nhận))$"
)
_LOCAL = re.compile(
    r"(?:các )?(?:huyện|thị xã|thành phố|thị trấn|xã|phường|đặc khu|thôn|bản|tổ dân phố|quận|ngành|địa phương"
    r"|đoàn thể|ban|sở"
    r"|đơn vị|chống|tiêu cực|lãng phí|giúp việc|tỉnh|cơ quan|cá nhân"
    r"|tổ chức(?=,| có liên quan| liên quan| và| khác| cá nhân))(?!\w)"
)
_STOP = re.compile(
    r"(?:đã|đang|sẽ|vừa|được|bị|là|có|thì|mà|để|nhằm|theo|về|trong|khi|do|với|trước|sau|đến|kể|không|chưa|cũng|chỉ"
    r"|cùng|vào"
    r"|nghiêm|thật|(?<!giúp )việc|vi phạm|công tác|những|dưới|chậm nhất|muộn nhất|định kỳ|xong|qua|như|nếu"
    r"|tại(?! địa phương)|từ"
    r"|luôn|gồm|bao gồm|nơi|còn)(?!\w)(?! liên quan| trực thuộc)"
)
_NO_HEAD = re.compile(
    r"phòng(?:,| ngừa| chống| họp| cháy)|xã (?:hội|viên)|đơn vị (?:tính|hành chính)|bộ (?:máy|luật|tiêu chí|chỉ số"
    r"|phận|tài liệu|mặt|câu hỏi)"
    r"|đội ngũ|ngành nghề|báo (?:chí|cáo|động)|hội (?:nghị|thảo|thi|họp|viên|nhập|chợ|trường)|đoàn (?:kết|viên)"
    r"|viện dẫn|trường hợp|khối lượng"
    r"|vụ (?:việc|án|mùa|đông|hè)|sở (?:hữu|dĩ|thích)|cục bộ|ban (?:đầu|hành|ngày|đêm)|trạm (?:biến|dừng)|đội hình"
    r"|tổ chức (?:lại|thực hiện|thi hành)|thôn bản",
    re.IGNORECASE,
)
_MAY_BE_NUMBERED = re.compile(r"(?:\bsố|\b[A-ZĐÀ-Ỹ]\w*|đạo|khu|đoàn)$")  # "Đội số 3", "Quân khu 5", "Ban Chỉ đạo 35"
_JOINT_OFFICE = re.compile(
    r"văn phòng (?:đoàn đại biểu quốc hội|đoàn đbqh|hội đồng nhân dân|hđnd)(?:,\s*hội đồng nhân dân|,\s*hđnd)?\s*(?:,"
    r"|và)\s*$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r"(?:quyền |phó |nguyên )?(?:bí thư|chủ tịch|trưởng|chánh|giám đốc|ủy viên|uỷ viên|thường trực|cục trưởng"
    r"|bộ trưởng)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;:.()\"]+")
_GAP = re.compile(r"\s*")
_LIST = re.compile(r"\s*(?:,\s*(?:và\s+)?|;\s*(?:và\s+)?(?=(?:các\s+)?[A-ZĐÀ-Ỹ])|\s+và\s+|\s+cùng\s+|\s+hoặc\s+|/)")
_BRACKET = re.compile(r"\s*\([^()\n]{1,60}\)")
_LEFT = re.compile(r"^(?:(?:các|những|mỗi|từng|toàn thể|tất cả)\s+)+", re.IGNORECASE)
_LONGEST_UNIT = 26  # words


BARE_NAMES = frozenset(
    (
        *(
            "ban",
            "đơn vị",
            "cơ quan",
            "sở",
            "ngành",
            "xã",
            "phường",
            "thôn",
            "hội",
            "trường",
            "phòng",
            "viện",
            "bộ",
            "cục",
            "vụ",
        ),
        *("đội", "khối", "báo", "đài", "trạm", "đồng chí", "đoàn", "địa phương", "cơ quan, đơn vị"),
    )
)
"""Words for units that name none."""


class Units(NamedTuple):
    """A list of units in a text: their names, and where the list begins and ends."""

    names: tuple[str, ...]
    start: int
    end: int


def read_units(plain: str, start: int, limit: int | None = None, *, semicolons: bool = False) -> Units | None:
    """The units that begin at an offset of a cleaned text; None where no unit begins there.

    A list goes on over commas and "và" as long as another unit or another part of the name follows ("Sở Văn hóa, Thể
    thao và Du lịch"); it ends at a verb, at what cannot be part of a name, or at `limit`.
    """
    limit = len(plain) if limit is None else limit
    names: list[str] = []
    at = _GAP.match(plain, start, limit).end()  # type: ignore[union-attr]  # it always matches
    first = at
    end = at
    while (head := _head(plain, at, limit)) is not None:
        stop = _name_end(plain, at, head, limit)
        name = " ".join(plain[at:stop].split())
        if names and names[-1].lower().startswith("đồng chí") and _APPOSITION.match(name):
            names[-1] += f", {name}"  # a person and the post
        else:
            names.append(name)
        end = stop
        bracket = _BRACKET.match(plain, end, limit)
        if bracket:
            end = bracket.end()
        joint = _LIST.match(plain, end, limit)
        if joint is None or (";" in joint[0] and not semicolons):
            break
        at = joint.end()
    return Units(tuple(names), first, end) if names else None


def verb_at(plain: str, at: int) -> int | None:
    """The end of the verb that begins at an offset; None where none does. A capital makes it part of a name."""
    if at >= len(plain) or plain[at].isupper():
        return None
    match = _verbs().match(plain, at)
    return match.end() if match else None


def begins_with_verb(text: str) -> bool:
    """Whether a sentence begins with a verb of an assignment, in whatever case."""
    return _verbs().match(text[:1].lower() + text[1:40]) is not None


def is_unit_line(text: str) -> bool:
    """Whether a line consists of units alone: "Ban Tổ chức Tỉnh ủy", "Các sở, ban, ngành:"."""
    line = text.strip().rstrip(":.;").strip()
    if line.isupper() or line.lower() in BARE_NAMES:
        return False  # the head of a document or of a column
    units = read_units(line, 0)
    return units is not None and units.end >= len(line)


def unit_key(name: str) -> str:
    """What two spellings of one unit have in common: no "các", one spelling, short forms written out."""
    plain = " ".join(key(name).replace(",", " ").split())
    plain = _LEFT.sub("", plain)
    for short, full in _SHORT:
        plain = short.sub(full, plain)
    return plain


def product_of(content: str) -> str:
    """What the work shall result in: "đề án sinh kế" of "xây dựng đề án sinh kế"; "" where the text names none."""
    match = _product_pattern().search(content)
    if match is None:
        return ""
    tail = re.split(
        r"[,;.(]|\s(?:(?<!quy\s)(?<!chương\s)trình|trước|gửi|chậm|trong|hoàn thành|xong|để|và)(?:\s|$)",
        content[match.start("what") :],
    )[0]
    return " ".join(tail.split()[:14])


_SHORT = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)"), full)
    for short, full in (
        ("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("ubmttq", "ủy ban mặt trận tổ quốc"),
        ("mttq", "mặt trận tổ quốc"), ("ubkt", "ủy ban kiểm tra"), ("btv", "ban thường vụ"), ("tp", "thành phố"),
    )
)  # fmt: skip


def _head(plain: str, at: int, limit: int) -> int | None:
    """The end of the first word or words of a unit that begins at an offset."""
    match = _heads().match(plain, at, limit)
    if match is None:
        return None
    # "ban hành", "báo cáo", "phòng, chống" begin like units; a verb in small letters that is longer is a verb.
    verb = verb_at(plain, at)
    if verb is not None and verb >= match.end("head"):
        return None
    if _NO_HEAD.match(plain, match.start("head")):
        return None
    return match.end()


def _name_end(plain: str, start: int, at: int, limit: int) -> int:
    """Where the unit whose head ends at `at` ends."""
    end, count = at, 0
    while count < _LONGEST_UNIT:
        gap = _GAP.match(plain, end, limit)
        begin = gap.end() if gap else end
        word = _WORD.match(plain, begin, limit)
        if word is None or "\n" in plain[end:begin]:
            joint = re.compile(r",\s*").match(plain, end, limit)
            if joint and _continues(plain, joint.end(), limit):
                end = joint.end()
                continue
            break
        if word[0].lower() in ("và", "cùng", "hoặc"):
            if not _continues(plain, word.end() + 1, limit):
                break
            end = word.end()
            continue
        if word[0] in ("-", "–", "&"):
            end = word.end()
            continue
        if word[0][0].isdigit() and count and not _MAY_BE_NUMBERED.search(plain[start:end]):
            break
        verb = verb_at(plain, begin)
        if verb is not None and not _NAMES_WITH_VERBS.search(key(plain[start:verb])):
            break
        if _STOP.match(plain, begin) and not re.match(
            r"có liên quan|được giao|trên địa bàn|từ (?:tỉnh|trung ương)", plain[begin:]
        ):
            break
        end = max(word.end(), verb or 0)
        count += 1
    return min(end, limit)


def _continues(plain: str, at: int, limit: int) -> bool:
    """Whether what follows a comma or "và" is still the same name."""
    rest = plain[at : min(at + 60, limit)]
    if _JOINT_OFFICE.search(plain[:at]) and re.match(
        r"(?:ủy|uỷ) ban nhân dân|ubnd|hội đồng nhân dân|hđnd", rest, re.IGNORECASE
    ):
        return True
    if rest.startswith("các "):
        return False
    if _head(plain, at, limit) is not None and not _LOCAL.match(rest):
        return False
    if _LOCAL.match(rest):
        full = re.match(r"(?:các )?(?:ban|sở|đơn vị|cơ quan|xã|phường|thôn|đặc khu|tỉnh|thành phố)\s+[A-ZĐÀ-Ỹ]", rest)
        return full is None
    if verb_at(plain, at) is not None or _STOP.match(rest):
        return False
    # "Văn hóa, Thể thao và Du lịch": another part begins with a capital.
    return bool(rest[:1].isupper()) and not re.match(r"(?:Giao|Yêu cầu|Đề nghị|Định kỳ|Trước|Trong)\s", rest)


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE_HEAD}(?P<head>{_alternatives('unit_heads.csv')})(?![^\W_])", re.IGNORECASE)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?!công bố trí)(?:{_alternatives('task_verbs.csv')})(?![^\W_])(?!,? chống)")


@cache
def _product_pattern() -> re.Pattern[str]:
    making = (
        r"(?:xây dựng|ban hành|lập|trình|soạn thảo|tham mưu|hoàn thiện|hoàn chỉnh|gửi|báo cáo|sửa đổi|biên soạn"
        r"|công bố)"
    )
    return re.compile(
        rf"(?<!\w)(?<!ngày ){making}(?:\s+(?:và\s+)?{making})*(?:,? bổ sung)?\s+(?:(?:các|dự thảo|01|một"
        rf"|bản)\s+)*(?P<what>(?:{_alternatives('products.csv')})(?!\w)[^\n]*)",
        re.IGNORECASE,
    )


def _alternatives(name: str) -> str:
    """The first column of a table as alternatives, the longest first, in both tone styles ("ủy", "uỷ")."""
    text = files("workbench.analysis.tasks").joinpath(name).read_text(encoding="utf-8")
    words = [next(iter(row.values())) for row in csv.DictReader(text.splitlines())]
    spelled = {*words, *(old_tone(word) for word in words)}
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(spelled, key=len, reverse=True))
