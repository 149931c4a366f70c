"""Word segmentation against treebanks (*.conllu in DIR): `words.segment`, and underthesea as it comes.

A word is right when its first and last letter are. `office_terms_whole`: occurrences of office terms, in sentences of
our own with both tone placements, through which no word boundary goes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from underthesea import word_tokenize

from benchmarks.common import Figures, run
from benchmarks.scores import precision_recall, syllables
from workbench.vietnamese.words import segment

Spans = list[tuple[int, int]]

_FRAMES = (
    "Ban Thường vụ yêu cầu {} báo cáo kết quả trước ngày 15 hằng tháng.",
    "Trong quý II, {} được quan tâm thường xuyên.",
    "Nhiều nơi, {} chưa đi vào nền nếp.",
)
_TERMS = (
    "cấp ủy", "đảng ủy", "ủy ban", "tỉnh ủy", "huyện ủy", "chi ủy", "đảng bộ", "chi bộ", "đảng viên", "nghị quyết",
    "chỉ thị", "kết luận", "hướng dẫn", "kế hoạch", "chương trình", "kiểm tra", "giám sát", "dân vận", "tuyên giáo",
    "nội chính", "tổ chức", "cán bộ", "văn phòng", "văn thư", "lưu trữ", "công văn", "thông báo", "tờ trình",
    "quy hoạch", "luân chuyển", "kỷ luật", "tham mưu", "tổng hợp", "sơ kết", "tổng kết", "quán triệt", "chỉ tiêu",
    "hòa giải", "văn hóa", "thủy lợi",
)  # fmt: skip


def measure(arguments: argparse.Namespace) -> Figures:
    """Segment every sentence of the treebanks with both."""
    sentences = [item for file in sorted(arguments.data.glob("*.conllu")) for item in _read(file)]
    ours = _score(_ours, sentences)
    theirs = _score(_underthesea, sentences)
    return {
        "sentences": len(sentences),
        "word_f1": ours[0],
        "syllables_per_s": ours[1],
        "underthesea_word_f1": theirs[0],
        "underthesea_syllables_per_s": theirs[1],
        "office_terms_whole": _whole(_ours),
        "underthesea_office_terms_whole": _whole(_underthesea),
    }


def _read(file: Path) -> list[tuple[str, Spans]]:
    """Sentences as text with spaces between all words, and where its words stand, in letters without spaces."""
    sentences: list[tuple[str, Spans]] = []
    words: list[str] = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if len(columns) > 1 and columns[0].isdigit():
            words.append(columns[1])
        elif not line and words:
            sentences.append((" ".join(words), _spans(words)))
            words = []
    return sentences


def _spans(words: Sequence[str]) -> Spans:
    spans: Spans = []
    at = 0
    for word in words:
        length = sum(not char.isspace() for char in word)
        spans.append((at, at + length))
        at += length
    return spans


def _ours(text: str) -> Spans:
    return _spans([text[word.start : word.end] for word in segment(text)])


def _underthesea(text: str) -> Spans:
    return _spans(word_tokenize(text))


def _score(cut: Callable[[str], Spans], sentences: Sequence[tuple[str, Spans]]) -> tuple[float, float]:
    """F1 over words, and syllables a second."""
    cut("Văn phòng cấp ủy")  # models load at the first call
    right = given = wanted = 0
    started = time.perf_counter()
    found = [cut(text) for text, _ in sentences]
    seconds = time.perf_counter() - started
    for spans, (_, labels) in zip(found, sentences, strict=True):
        right += len(set(spans) & set(labels))
        given += len(spans)
        wanted += len(labels)
    length = sum(len(syllables(text)) for text, _ in sentences)
    return precision_recall(right, given, wanted)["f1"], length / seconds


def _whole(cut: Callable[[str], Spans]) -> float:
    """The share of office terms that stay in one word."""
    whole = total = 0
    for term in _TERMS:
        for spelled in dict.fromkeys((term, _older(term))):
            for frame in _FRAMES:
                text = frame.format(spelled)
                before, letters = frame.partition("{}")[0].replace(" ", ""), spelled.replace(" ", "")
                start, end = len(before), len(before) + len(letters)
                whole += any(first <= start and end <= last for first, last in cut(text))
                total += 1
    return whole / total


def _older(term: str) -> str:
    """The older tone placement of a term: uỷ, hoà, thuỷ."""
    return term.replace("ủy", "uỷ").replace("hòa", "hoà")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
