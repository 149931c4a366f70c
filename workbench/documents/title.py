"""What to call a document on screen."""

from __future__ import annotations

import re
from pathlib import PurePath

from workbench.documents.head_cells import is_capitals
from workbench.documents.issuer import as_written
from workbench.documents.model import Header
from workbench.vietnamese.spelling import clean, has_accents

LONGEST_TITLE = 300

_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Lines that web pages and heads begin with: accessibility buttons, menus, errors, greetings, times, mottoes.
_BOILERPLATE = re.compile(
    r"A-|(?:tăng|giảm) tương phản|trang chủ|đăng nhập|chào mừng|the request was|responsive image|ảnh:|nguồn:"
    r"|(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),|\d{1,2}[:/h]\d{2}|lượt xem|cộng (?:hòa|hoà) xã hội chủ nghĩa"
    r"|độc lập - tự do|đảng cộng sản việt nam$|số\b.{0,30}$|công báo/|bản in|in trang|chia sẻ|cập nhật",
    re.IGNORECASE,
)
# A message in English that the web server put before the text.
_ENGLISH_SENTENCE = re.compile(r"^[A-Z][ -~]{20,200}?[.!]\s+(?=\S)")
_FEWEST_WORDS = 4
_BODY = re.compile(r"[.;:]$|^(?:\d{1,2}|[a-zđ])[.)]\s")
_LAWS = ("Luật", "Bộ luật", "Văn bản hợp nhất")


def display_title(header: Header, text: str, file_name: str = "") -> str:
    """Tên loại and trích yếu ("Chỉ thị về …"), else the first line of the text that says something, else the file name.

    A công văn is called "Công văn về việc …", whatever its trích yếu begins with.
    """
    if header.type and header.subject:
        title = _joined(header.type, header.subject, text)
    else:
        title = header.subject or _first_line(text) or header.type or PurePath(file_name).stem
    return _cut(" ".join(title.split())) or "Văn bản không tên"


def _joined(kind: str, subject: str, text: str) -> str:
    about = re.sub(r"^v\s*/\s*v\s*:?\s*", "về việc ", subject, flags=re.IGNORECASE)
    if is_capitals(about):
        # As the body writes it, which knows the proper names; else in small letters, but for numbers of documents.
        lower = " ".join(word if re.search(r"[\d/]", word) else word.lower() for word in about.split())
        about = as_written(about, text) or (lower[:1].upper() + lower[1:] if kind in _LAWS else lower)
    if re.match(r"(?:Về|Của|Quy định|Hướng dẫn|Sửa đổi|Ban hành|Kết quả|Tình hình|Sơ kết|Tổng kết|Kết luận)\b", about):
        about = about[0].lower() + about[1:]
    return f"{kind} {about}"


def _first_line(text: str) -> str | None:
    """The first line with at least four words that no web page puts on every page; else the first with any words.

    A whole sentence or a numbered one is the body already: a shorter line before it is the title ("Quyền sở hữu").
    """
    fallback = None
    for line in text[:5_000].splitlines()[:60]:
        words = _without_message(clean(line).replace("\t", " ").strip(" -*_|#"))
        if not _LETTERS.search(words) or _BOILERPLATE.match(words) or words.count("|") > 1:
            continue
        if len(words.split()) >= _FEWEST_WORDS:
            return fallback if fallback and _BODY.search(words) else words
        fallback = fallback or words
    return fallback


def _without_message(line: str) -> str:
    message = _ENGLISH_SENTENCE.match(line)
    return line[message.end() :] if message and has_accents(line[message.end() :]) else line


def _cut(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
