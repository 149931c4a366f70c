"""The phrase that a number measures (chỉ tiêu): before its predicate, or behind its unit (domain.md §4.5).

"tỷ lệ hồ sơ trực tuyến đạt 71,5%" → before; "kết nạp 25 đảng viên" → the verb and what is counted; "86 lao động được
tạo việc làm mới" → behind; "(chiếm 39,6%)" → what the figure before the bracket measures.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.analysis.figures_words import phrases

Span = tuple[int, int]

_LONGEST = 16  # syllables of an indicator
_STRONG = phrases("strong")
_PREDICATES = _STRONG | phrases("weak")
_FILLERS, _PREPOSITIONS, _COMPOUNDS = phrases("filler"), phrases("preposition"), phrases("compound")
_COUNTS = frozenset(("số", "tổng", "diện", "mức", "lượng"))
_PLACES = frozenset(("thị xã", "thành phố", "thị trấn", "đặc khu"))
# "nhiều hơn cùng kỳ 8,8%", "vượt mục tiêu 70%": what the number is compared with stands before it.
_VERSUS = re.compile(
    r"(?:vượt|so với|bằng) (?:mục tiêu|kế hoạch|chỉ tiêu|dự toán)(?: năm| quý)?(?: (?:là|đề ra))?\s*$|"
    r"(?:(?P<how>nhiều|cao|thấp|ít|lớn) hơn|(?<!\w)so(?: với)?)\s"
    r"(?:cùng kỳ|năm|quý|tháng|kỳ|mức|bình quân|kế hoạch|chỉ tiêu|mục tiêu)[^,;.()\n\d]{0,24}$"
)
_LEADS = re.compile(
    r"^(?:trong (?:tổng )?số\s*|(?:[-–*•+]|\d{1,2}[.)]|[a-zđ]\))(?:\s+|$)|trong đó\s*,?\s*(?:có\s+)?|riêng\s+|"
    r"đến nay\s*,?|hiện nay\s*,?|hiện\s+|theo đó\s*,?|"
    r"cụ thể\s*,?|như\s+|và\s+|nhưng\s+|đồng thời\s*,?|ngoài ra\s*,?|tuy nhiên\s*,?|qua đó\s*,?|từ đó\s*,?|song\s+|"
    r"còn\s+|"
    r"nâng\s+|đưa\s+|làm\s+|giúp\s+|để\s+|đã\s+|trong (?:quý|tháng|năm|kỳ|tuần|đợt)(?: (?:này|qua|[ivx]{1,4}|"
    r"\d{1,4}))*(?:/\d{4})?\s*,?|"
    r"quý này\s*|(?:đến |tính đến |cuối |đầu |hết |trong )*(?:quý [ivx\d]+|tháng \d+|năm \d{4}|cuối quý|cuối năm|"
    r"đầu năm|cuối kỳ)"
    r"(?:[/ -]\d{4})?(?: năm \d{4})?\s*,?|(?:lũy|luỹ) kế\s*(?:\d+ tháng\s*)?(?=kết|từ|$)|có\s+|khi\s+|sau khi\s+|"
    r"thời gian qua\s*,?|toàn (?:xã|phường|huyện|tỉnh|"
    r"thành phố|quận|thị xã|đảng bộ|địa bàn|ngành|quốc)\s+|cả nước\s+|toàn bộ\s+|trên địa bàn(?: (?:xã|phường|huyện|"
    r"tỉnh|thành phố))?\s*,?|"
    r"mà\s+|thì\s+|tại\s+|,\s*|:\s*|tính (?:chung|gộp)\s*,?\s*|mặc dù\s+|trước đó\s*,?|cũng như\s+|tức là\s+|"
    r"(?:trong |sau |qua )?\d{1,2} (?:tháng|quý|tuần|năm)(?: (?:đầu|cuối) năm)?(?: (?:năm )?\d{4})?(?: qua)?\s*,?|"
    r"(?:[^,;]{0,60}?\s)?(?:cho biết|cho rằng|cho hay|khẳng định|nêu rõ|rằng|cho thấy)\s*,?\s+(?:là\s+)?)"
)
# What says when or against what stands there is no subject: "tăng 3% so với ngày thường và tăng 5%".
_ADVERBIAL = re.compile(
    r"(?:và\s+)?(?:so|vào|lúc|đối với|kể từ|từ|trước|sau|ở|cuối|đầu|cùng kỳ|trong (?:kế hoạch|tháng|năm|quý|kỳ)|"
    r"(?:năm|tháng|quý) [\divx]+|thấp$|cao$|nhanh chóng)(?!\w)"
)
# What is measured, behind what leads up to it: "… theo đề xuất ban đầu có tổng mức đầu tư".
_HEAD = re.compile(
    r"(?<!\w)(?:có|với|là|tăng|giảm|nâng|gây|về|và|,|nên|nội dung|đạt|tài sản|nộp|thu|ước|phải|giá trị|trên|chiếm|"
    r"đánh giá|công bố|thống kê|dự báo|cho biết|cho thấy|mục tiêu|phát triển|bảo đảm|đảm bảo|rằng|xác nhận)\s+"
    r"(?P<head>tổng (?:mức|số tiền|vốn|giá trị|trị giá|kinh phí|doanh thu|thu|chi|diện tích|sản lượng|số|tiền)|số tiền|"
    r"trị giá|vốn|doanh thu|"
    r"lợi nhuận|thu nhập|tỷ lệ|diện tích|lãi suất|kinh phí|sản lượng|năng suất|quy mô|mức|lượng|giá|chi phí|số lỗ|"
    r"tốc độ|thời gian|thu|tăng trưởng|vận tốc|thị phần|tỷ trọng|ngân sách (?!nhà nước)|công suất|kim ngạch|dư nợ|"
    r"số lượng|giá trị|dân số|mật độ|nhu cầu|khối lượng|kinh tế)"
    r"(?!\w)"
)
# Where the subject of a predicate ends: what follows says something of it.
_SUBJECT_END = re.compile(
    r"\s+(?:tiếp tục|là|đã|đang|sẽ|được (?!(?:cấp|giao|kết nạp|tạo|giải quyết|công nhận|xử lý|kiểm tra|giám sát|"
    r"sử dụng|đào tạo))|"
    r"ngày càng|cơ bản|có chuyển biến|tăng|giảm(?! nghèo)|vượt|đạt(?! chuẩn)|chiếm|bằng(?! khen)|còn lại|còn|gồm|"
    r"ước)(?!\w)"
)
_AFTER_END = re.compile(
    r"[,;:.()\n\t\"/]|\s-\s|(?<!\w)\d|(?<!\w)và (?=\d)|(?<!\w)(?:trong|tại|ở|cho|với|so|từ|để|do|theo(?! dõi)|đến|"
    r"đã|đang|sẽ|đạt(?! chuẩn)|chiếm|"
    r"bằng(?! khen)|tăng|giảm(?! nghèo)|vượt|gồm|là|(?<!thiết )(?<!chuẩn )(?<!trang )bị|trước(?! hạn)|"
    r"hoặc|nhưng|được|có|còn|mà|thì|nên|vào|qua|khi|sau|lên|xuống|cùng|như|nhằm|này|đó|kia|trở|trên|về|nhờ|"
    r"thông qua|trong đó|nâng|đưa|góp|phục vụ)(?!\w)"
)
_SENTENCE_AFTER_END = re.compile(
    r"[,;:.()\n\t\"]|\s-\s|(?<!\w)\d|(?<!\w)và (?=\d)|(?<!\w)(?:so với|đạt(?! chuẩn)|chiếm|bằng(?! khen)|tăng|"
    r"giảm(?! nghèo)|vượt|nhưng|nên|nhằm|"
    r"trong đó|là|ước|còn lại)(?!\w)"
)
_TIMES = re.compile(
    r"(?:trong |của )?(?:quý|tháng|năm|kỳ|đợt) (?:này|qua|nay|trước|[ivx]{1,4}|\d{1,4})(?:/\d{4})?|trở lên|nêu trên"
)
_SYLLABLE = re.compile(r"[^\W_]+")
_TRAILING = re.compile(
    r"(?:\s|,|-|\b(?:và|của|với|các|những|cho|mới|đã|ngay|khoảng|từ|đến|tổng số|tới|do|thêm|trong|mỗi)\s*$)+$"
)


class Before(NamedTuple):
    """What stands before a number in its clause.

    Attributes:
        subject: offsets of the words before the predicate, or of all words where there is none; empty when no words.
        predicate: "đạt", "có", "tăng" … or "".
        preposition: "cho", "tại" … right before the number, or "".
        linked: only "và" or nothing stands between the last figure and this one.
    """

    subject: Span
    predicate: str
    preposition: str
    linked: bool


def read_before(low: str, clause: int, at: int) -> Before:
    """Take the clause before a number apart.

    Args:
        low: the text in the form of `spelling.key`.
        clause: where the clause begins; at: where the number, with its hedge, begins.
    """
    end, predicate, preposition, linked = at, "", "", True
    versus = _VERSUS.search(low, clause, at)
    if versus:
        less = versus["how"] in {"thấp", "ít"}
        end, predicate, linked = versus.start(), "giảm" if less else "tăng", False
    while True:
        words = _SYLLABLE.findall(low[max(clause, end - 40) : end])
        stripped = low[clause:end].rstrip(" ,:\u00a0")
        end = clause + len(stripped)
        if not words or not stripped:
            break
        for size in (3, 2, 1):
            said = " ".join(words[-size:])
            if len(words) < size or not stripped.endswith(said):
                continue
            whole = len(stripped) == len(said) or not stripped[-len(said) - 1].isalnum()
            if not whole:
                continue
            if said in _COMPOUNDS:
                words = []
                break
            if said in _PREDICATES:
                if predicate and said not in _STRONG and said not in {"trên", "từ"}:
                    words = []  # "băng rộng đạt": part of the subject
                    break
                # "giải quyết được 12 vụ": no more than its verb says.
                if said != "được" and (predicate not in _STRONG or said in {"tăng", "giảm", "vượt"}):
                    predicate = said
                break
            if said in _FILLERS:
                break
            if said in _PREPOSITIONS and not predicate and not preposition:
                preposition = said
                break
        else:
            break
        if not words:
            break
        linked = linked and said in {"và", "hay", "hoặc"}
        end -= len(said)
        if end <= clause:
            end = clause
            break
    return Before((clause, end), predicate, preposition, linked and end <= clause)


def clause_start(low: str, first: int, at: int) -> int:
    """Where the clause that holds an offset begins: behind the last mark of punctuation.

    A comma inside a list of names ("tiến sĩ, thạc sĩ", "tỉnh ủy, thành ủy") parts no clauses.
    """
    hard = max(low.rfind(mark, first, at) + 1 for mark in (";", ":", "(", "\t", "\n", '"'))
    hard = max(hard, first, _dash_before(low, first, at), low.rfind(")", first, at) + 1)
    if low[hard - 1 : hard] == ")" and hard > first:
        opened = low.rfind("(", first, hard)
        if opened > first and _ABBREVIATION.fullmatch(low, opened, hard):
            return clause_start(low, first, opened)  # "giá trị sản xuất công nghiệp (GTSXCN) đạt"
    soft = _last_comma(low, hard, at)
    while soft > hard:
        piece = _SYLLABLE.findall(low[slice(*read_before(low, soft, at).subject)])
        earlier = _last_comma(low, hard, soft - 1)
        before = _SYLLABLE.findall(low[earlier : soft - 1])
        if not piece or not before or len(before) > 12 or any(word[0].isdigit() for word in before):
            break
        twin = len(piece) > 1 and len(before) > 1 and before[-1] == piece[1]
        only_names = len(piece) <= 2 and not any(word in _PREDICATES | _FILLERS or word[0].isdigit() for word in piece)
        counts = (before[0] in _COUNTS or " ".join(piece[:2]) in _PLACES) and not any(
            word in _STRONG for word in before
        )
        if not (twin or only_names or counts) or (before[0] in {"trong", "đến", "hiện"} and len(before) <= 3):
            break
        soft = earlier
    return max(soft, hard)


# A name's short form in brackets.
_ABBREVIATION = re.compile(r"\(\s*(?:gọi tắt là |viết tắt là )?[^\W\d_]{2,12}\s*\)")


def _dash_before(low: str, first: int, at: int) -> int:
    """Behind the last dash that opens an item; "công nghiệp - xây dựng" is a name."""
    place = low.rfind(" - ", first, at)
    while place >= 0:
        before = low[first:place].rstrip()
        if not before or not before[-1].isalpha():
            return place + 3
        place = low.rfind(" - ", first, place)
    return first


def _last_comma(low: str, first: int, at: int) -> int:
    place = low.rfind(", ", first, at)
    return place + 1 if place >= 0 else first


def subject_of(low: str, span: Span) -> Span:
    """The noun phrase that a subject is: without what leads up to it, and without what is said of it."""
    start, end = span
    moved = True
    while moved and start < end:
        moved = False
        while start < end and not low[start].isalnum():
            start += 1
        match = _LEADS.match(low[start:end])
        if match and match.end():
            start += match.end()
            moved = True
    heads = list(_HEAD.finditer(low, start, end))
    if heads and heads[-1].start("head") > start and heads[-1].end("head") < end + 1:
        start = heads[-1].start("head")
    if _ADVERBIAL.match(low, start, end):
        return end, end
    stop = _SUBJECT_END.search(low, start, end)
    if stop and len(_SYLLABLE.findall(low[start : stop.start()])) >= 2:
        end = stop.start()
    trailing = _TRAILING.search(low, start, end)
    if trailing:
        end = trailing.start()
    return shortened(low, (start, end))


def shortened(low: str, span: Span, most: int = _LONGEST) -> Span:
    """The last `most` syllables of a span: the noun phrase is nearest to what is said of it."""
    syllables = list(_SYLLABLE.finditer(low, *span))
    if not syllables:
        return span[1], span[1]
    return syllables[max(0, len(syllables) - most)].start(), syllables[-1].end()


def noun_phrase_after(low: str, start: int, limit: int, *, as_subject: bool, sure: int = 0) -> Span:
    """The noun phrase that begins at an offset.

    Args:
        low: the text; start: where the phrase begins, behind the number; limit: where it must end.
        sure: up to where it reaches in any case: the end of what is counted.
        as_subject: the phrase opens its clause, so that "được", "trong …" still belong to it.
    """
    stop = (_SENTENCE_AFTER_END if as_subject else _AFTER_END).search(low, max(start, sure), limit)
    end = stop.start() if stop else limit
    times = _TIMES.search(low, start, end)
    if times and times.start() > start:
        end = times.start()
    syllables = list(_SYLLABLE.finditer(low, start, end))[:_LONGEST]
    if not syllables:
        return start, start
    end = syllables[-1].end()
    trailing = _TRAILING.search(low, start, end)
    return syllables[0].start(), trailing.start() if trailing and trailing.start() > start else end


def syllable_count(low: str, span: Span) -> int:
    """How many syllables a span holds."""
    return len(_SYLLABLE.findall(low[span[0] : span[1]]))
