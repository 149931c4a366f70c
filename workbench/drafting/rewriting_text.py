"""What a language model is asked when it rewords a section, and how its answer is read: no word of it is trusted.

Each sentence goes out with a number; each sentence that comes back must bear the numbers of those it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.drafting.checks.drift_tokens import WORD, Row, row_of, shipped_lexicon, spaced
from workbench.vietnamese import sentences
from workbench.vietnamese.lexicon import Lexicon

MOST_NUMBERS = 50
"""Numbers that one mark may name: "[1-9999]" names nothing."""

_INSTRUCTION = """Bạn biên tập báo cáo hành chính bằng tiếng Việt. Người dùng đưa các câu nguồn, mỗi câu một số trong \
ngoặc vuông. Hãy viết lại thành một đoạn văn mạch lạc, gọn, văn phong hành chính.
Quy tắc bắt buộc:
1. Mỗi câu viết trên một dòng, cuối câu ghi số của mọi câu nguồn mà nó dựa vào, ví dụ: [1][3].
2. Chỉ dùng thông tin trong các câu nguồn. Không thêm nhận định; không thêm, không đổi con số, ngày tháng, đơn vị \
tính, tên, số ký hiệu.
3. Giữ nguyên mọi từ phủ định (không, chưa), chiều hướng (tăng, giảm) và mức độ (khoảng, một số, cơ bản).
4. Được gộp các câu nói cùng một việc. Không viết tiêu đề, không gạch đầu dòng, không giải thích."""

_MARK = re.compile(r"(?:(?<=\])\s*(?:[,;]|và)\s*|\s*)\[\s*(\d{1,6}(?:\s*(?:[,;]|-|–)\s*\d{1,6})*)\s*\]")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)|(\d+)")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*+•]\s+|#{1,6}\s+|>\s+|\d{1,3}[.)]\s+)*")
_FENCE = re.compile(r"\s*(?:`{3}|~{3}).*")
_EMPHASIS = re.compile(r"\*\*|__")
_TRAIL = " \t,;"

_RUN = 4  # words in a row that no source has: a statement of its own, no connective
_SHARE = 0.6  # of the words of a sentence that must stand in its sources


@dataclass(frozen=True)
class Said:
    """A sentence of an answer: its words without the marks, and the numbers of the marks in their order."""

    text: str
    numbers: tuple[int, ...]


def messages(numbered: Sequence[str]) -> list[dict[str, str]]:
    """What a model is asked: to reword sentences, of which the first is number 1. Nothing else is sent."""
    lines = [f"[{number}] {without_marks(text)}" for number, text in enumerate(numbered, start=1)]
    return [{"role": "system", "content": _INSTRUCTION}, {"role": "user", "content": "\n".join(lines)}]


def without_marks(text: str) -> str:
    """A sentence on one line, in which no number in brackets can be taken for a mark of ours."""
    return " ".join(re.sub(r"\[(\s*\d[^\[\]]*)\]", r"(\1)", text).split())


def read(answer: str) -> list[Said]:
    """The sentences of an answer, each with the numbers it bears, wherever the model put them: before or behind the
    full stop, or in front of the sentence. Thinking aloud, bullets, headings' signs and fences are left out."""
    found: list[Said] = []
    for line in _THINKING.sub("", answer).splitlines():
        if _FENCE.fullmatch(line):
            continue
        found += _sentences(" ".join(_EMPHASIS.sub("", line).split()))
    return found


def unsupported(text: str, sources: Sequence[str], lexicon: Lexicon | None = None) -> str:
    """The words of a sentence that its sources do not say at all, in one stretch; "" where they say it.

    Numbers, names and negations are looked at by `checks.drift`; this finds what it cannot: a statement without any of
    them ("được Nhân dân đồng tình, phấn khởi"). A word counts as said where it stands beside one of the same
    neighbours in a source; connectives count for nothing.
    """
    words = lexicon or shipped_lexicon()
    origin = "\n".join(sources)
    row = row_of(text, spaced(origin), words)
    said = spaced(text)
    rows = [row_of(source, said, words) for source in sources]
    known = {pair for one in rows for pair in _pairs(one)}
    single = {token.key for one in rows for token in one.tokens}
    tokens = row.tokens
    count = new = longest = run = began = 0  # of words; those that no source says; in a row; where the row began
    where = (0, 0)
    for place, token in enumerate(tokens):
        if token.kind != WORD or token.link:
            continue
        count += 1
        beside = {(tokens[place - 1].key, token.key)} if place else set()
        if place + 1 < len(tokens):
            beside.add((token.key, tokens[place + 1].key))
        if beside & known or (len(tokens) == 1 and token.key in single):
            run = 0
            continue
        new += 1
        run += 1
        began = place if run == 1 else began
        if run > longest:
            longest, where = run, (began, place)
    if longest >= _RUN or new > (1 - _SHARE) * count:
        start, end = where
        return text[tokens[start].start : tokens[end].end]
    return ""


def _pairs(row: Row) -> set[tuple[str, str]]:
    keys = row.keys()
    return set(pairwise(keys))


def _sentences(line: str) -> list[Said]:
    bullet = _BULLET.match(line)
    line = line[bullet.end() if bullet else 0 :]
    marks: list[tuple[int, tuple[int, ...]]] = []
    text, at = "", 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        at = match.end()
        marks.append((len(text), _numbers(match[1])))
    text += line[at:]
    if not text.strip(_TRAIL + "."):
        return []
    spans = sentences.split(text)
    ends = [end for _, end in spans]
    leading = bool(marks) and not text[: marks[0][0]].strip() and bool(text[marks[-1][0] :].strip(_TRAIL + "."))
    dealt: list[list[int]] = [[] for _ in spans]
    for place, numbers in marks:
        if leading:  # "[1] Câu một. [2] Câu hai."
            chosen = next((number for number, end in enumerate(ends) if place < end), len(spans) - 1)
        else:  # "Câu một [1]. Câu hai. [2]"
            starts = [number for number, (start, _) in enumerate(spans) if start < place]
            chosen = starts[-1] if starts else 0
        dealt[chosen] += numbers
    said: list[Said] = []
    for (start, end), borne in zip(spans, dealt, strict=True):
        words = _tidy(text[start:end])
        if words:
            said.append(Said(words, tuple(dict.fromkeys(borne))))
        elif said:  # a mark of punctuation that stands alone: what it bears belongs to the sentence before it
            said[-1] = Said(said[-1].text, tuple(dict.fromkeys((*said[-1].numbers, *borne))))
    return said


def _numbers(mark: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last, single in _RANGE.findall(mark):
        if single:
            found.append(int(single))
        elif 0 <= int(last) - int(first) < MOST_NUMBERS:
            found += range(int(first), int(last) + 1)
        else:
            found += [int(first), int(last)]
    return tuple(found)


def _tidy(text: str) -> str:
    """Single spaces, none before a mark of punctuation, and no such mark in front."""
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split())).lstrip(" .,;:–-")
