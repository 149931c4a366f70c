"""The secrecy gate's look at names: of files, folders, members of containers, subjects of mails (domain.md §5.3).

People mark secret files in the name: "[MẬT] Báo cáo.docx", "CV mật 12.doc", "Tối mật/kế hoạch.pdf". Names also speak of
secrecy ("Luật Bảo vệ bí mật nhà nước", "Quy chế quản lý văn bản mật") and use "mật" as an ordinary word.
"""

from __future__ import annotations

import re
import unicodedata

from workbench.documents.head_cells import is_capitals
from workbench.documents.secrecy_levels import LEVELS, SECRET, TOP_SECRET, VERY_SECRET
from workbench.vietnamese.spelling import clean

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_BRACKETS = re.compile(r"[(\[{<【«“\"]([^()\[\]{}<>【】«»“”\"]{1,60})[)\]}>】»”\"]")
_SEGMENTS = re.compile(r"\s+[-–—+|,;~]+\s+|[|,;~\[\](){}]|\s{3,}|(?<=\w)\.\s+|:\s+")
_ONLY_LEVEL = re.compile(
    r"(?:(?:độ|mức|dấu|bản|tài liệu|văn bản|tl|vb|độ mật|mức độ mật)\s*:?\s+)?"
    r"(?P<level>tuyệt\s*mật|tối\s*mật|mật|tuyet\s*mat|toi\s*mat|mat)"
    r"(?:\s*[-–,+/ ]\s*(?:khẩn|hỏa tốc|hoả tốc|thượng khẩn|khan|hoa toc|thuong khan|bản (?:sao )?số \d+|\d{1,3}))*",
    re.IGNORECASE,
)
# What speaks about secrecy: rules, lists, registers and the work of keeping secrets.
_ABOUT = re.compile(
    r"\b(?:bí mật|bi mat|bảo mật|bao mat|giải mật|giai mat|độ mật|do mat|bmnn|bvbmnn|quy chế|quy che|quy định về|luật"
    r"|nghị định|thông tư|hướng dẫn|huong dan|danh mục|danh muc|quản lý|quan ly|bảo vệ|bao ve|sổ|mẫu|con dấu|đăng ký"
    r"|bàn giao|tiêu h[uủ]ỷ?|rà soát|công tác|cong tac|soạn thảo|lưu giữ|sử dụng|tập huấn|kiểm tra|không có"
    r"|không phải)\b",
    re.IGNORECASE,
)
_KINDS = (
    r"cv|bc|tb|kh|qđ|qd|kl|nq|ct|tt|ttr|hd|vb|tl|hs|đa|pa|bb|công văn|báo cáo|thông báo|kế hoạch|quyết định|kết luận"
    r"|nghị quyết|chỉ thị|tờ trình|văn bản|tài liệu|hồ sơ|dự thảo|phụ lục|danh sách|biên bản|điện|công điện|thư"
    r"|phương án|đề án|tệp|file|bản|thư mục|cong van|van ban|tai lieu|ho so"
)
# At the beginning ("CV mật 12", "05. Báo cáo tối mật về nhân sự") or end; in the midst of a name it is what the name
# speaks of ("Mỹ phóng vệ tinh tối mật lên quỹ đạo").
_MARKED = re.compile(
    rf"^[\d\W]*(?:{_KINDS})\s+(?P<kind>(?:tuyệt\s+|tối\s+)?mật)(?!\w)"
    r"(?!\s+(?:độ|khẩu|mã|ong|thiết|vụ|thư|ngữ|nghị|báo|hoa|mía))"
    r"|(?<!\w)(?P<end>tuyệt\s+mật|tối\s+mật|tuyet\s+mat|toi\s+mat)$",
    re.IGNORECASE,
)
_MARKED_PLAIN = re.compile(
    r"^[\d\W]*(?:cv|vb|tl|hs|bc|cong van|van ban|tai lieu|ho so)\s+mat(?=\s*$|\s+(?:so\b|\d|den\b|di\b|nam\b))",
    re.IGNORECASE,
)
_CAPITAL_EDGE = re.compile(r"^MẬT\s(?!ĐỘ|KHẨU|MÃ|ONG)|(?<!BÍ )(?<!BẢO )(?<!GIẢI )(?<!\w)MẬT$")
_AFTER_SYMBOL = re.compile(r"(?<!\w)(?:\d+|T[UW]|HU|ĐU|VPTU|UBND|HĐND|CA[TX]?|BCH) MẬT$")


def mark_in_name(path: str) -> str | None:
    """The secrecy mark that a name bears, or None.

    Args:
        path: a name, or a path below the archive or inside a container, with forward slashes; folders count, too.

    Returns:
        "TUYỆT MẬT", "TỐI MẬT" or "MẬT": the highest that is found.
    """
    *folders, name = unicodedata.normalize("NFC", path.replace("\\", "/")).split("/")
    parts = [*folders, _SUFFIX.sub("", name)]
    found = {mark for part in parts if (mark := _mark(clean(part[:400]).strip()))}
    return next((level for level in LEVELS if level in found), None)


def _mark(name: str) -> str | None:
    if not re.search("m[aậ]t", name, re.IGNORECASE):
        return None
    inside = {level for match in _BRACKETS.finditer(name) if (level := _alone(match[1], bracketed=True))}
    if inside:
        return _highest(inside)
    if " " not in name.strip():  # words joined by other signs
        name = re.sub(r"[_\-.+]+", " ", name)
    name = name.replace("_", " ").strip()
    whole = _alone(name, bracketed=True)
    if whole:
        return whole
    segments = {level for segment in _SEGMENTS.split(name) if (level := _alone(segment, bracketed=False))}
    if segments and not (len(segments) > 1 and _ABOUT.search(name)):
        return _highest(segments)
    about = _ABOUT.search(name) is not None
    if about and not _capital_at_edge(name):
        return None
    marked = _MARKED.search(name) if not about else None
    if marked:
        return _level(marked["kind"] or marked["end"])
    return SECRET if _capital_at_edge(name) or (name.isascii() and _MARKED_PLAIN.search(name)) else None


def _alone(text: str, *, bracketed: bool) -> str | None:
    """The level, where a piece of a name says nothing else."""
    piece = text.strip(" .*_-–!#")
    match = _ONLY_LEVEL.fullmatch(piece)
    if match is None:
        return None
    word = match["level"]
    plain = word.isascii()
    # "mat" without accents is also "mặt", "mắt", "mất": only in brackets or in capitals it can be nothing else.
    if plain and not bracketed and not is_capitals(word) and word.lower() == "mat":
        return None
    return _level(word)


def _capital_at_edge(name: str) -> bool:
    """Whether MẬT stands out in capitals at the beginning or end of a name, or behind a symbol."""
    if is_capitals(name):
        return _AFTER_SYMBOL.search(name) is not None
    return _CAPITAL_EDGE.search(name) is not None


def _level(word: str) -> str:
    squeezed = re.sub(r"\s+", "", word).lower()
    if squeezed in ("tuyệtmật", "tuyetmat"):
        return TOP_SECRET
    return VERY_SECRET if squeezed in ("tốimật", "toimat") else SECRET


def _highest(levels: set[str]) -> str:
    return next(level for level in LEVELS if level in levels)
