"""Is the text whole? Its basis (căn cứ), empty sections, sentences that say the same, and its label of circulation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbench.documents.circulation import rank, strictest
from workbench.documents.symbols import find_symbols
from workbench.drafting.checks.drift_tokens import SLOTS, row_of, shipped_lexicon
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity

BASIS, EMPTY, REPEATED, LABEL = "thieu_can_cu", "muc_trong", "lap_cau", "nhan_thap"

# How the opening of a document names what it rests on (domain.md §2.5 "Căn cứ", §4.4).
_BASIS = re.compile(
    r"(?<!\w)(?:căn cứ|thực hiện|thi hành|triển khai|theo|trên cơ sở|tiếp theo|phúc đáp|xét|để)(?!\w)", re.IGNORECASE
)
_NO_BASIS = frozenset({"", "Công văn", "Biên bản", "Giấy mời", "Công điện", "Thông cáo", "Lời kêu gọi", "Tuyên bố"})
_ALIKE = 0.85  # share of common pairs of words from which two sentences say the same
_LEAST_WORDS = 6


def check_basis(subject: Checked) -> Iterator[Finding]:
    """Whether what stands before the first heading names a document or an order that the text rests on."""
    if subject.type_name in _NO_BASIS or not subject.sections:
        return
    opening = [item for section in subject.sections if not section.heading for item in section.items]
    if any(_BASIS.search(item.text) or find_symbols(item.text) for item in opening):
        return
    first = next((section for section in subject.sections if not section.heading), subject.sections[0])
    place = opening[0] if opening else None
    yield Finding(
        BASIS,
        Severity.WARNING,
        f"Chưa có căn cứ ở phần mở đầu của {subject.type_name.lower()}.",
        "Hãy nêu văn bản được thực hiện, ví dụ “Thực hiện Kế hoạch số …, ngày … của …, … báo cáo như sau:”.",
        first.key,
        place.id if place else "",
    )


def check_empty(subject: Checked) -> Iterator[Finding]:
    """Sections in which nothing stands: neither items nor a deeper section with items."""
    sections = subject.sections
    for at, section in enumerate(sections):
        if not section.heading or any(item.text.strip() for item in section.items):
            continue
        below = [other for other in _below(sections, at) if any(item.text.strip() for item in other.items)]
        if below or any(other.key for other in _above_empty(sections, at)):
            continue
        yield Finding(
            EMPTY,
            Severity.WARNING,
            f"Mục “{section.heading}” còn trống.",
            "Hãy viết nội dung, hoặc bỏ mục nếu không có gì để báo cáo.",
            section.key,
        )


def _below(sections: Sequence[CheckedSection], at: int) -> list[CheckedSection]:
    found = []
    for other in sections[at + 1 :]:
        if other.level <= sections[at].level:
            break
        found.append(other)
    return found


def _above_empty(sections: Sequence[CheckedSection], at: int) -> list[CheckedSection]:
    """The parent of a section where all of it is empty: then the parent alone is told of."""
    for place in range(at - 1, -1, -1):
        if sections[place].level < sections[at].level:
            family = [sections[place], *_below(sections, place)]
            empty = not any(item.text.strip() for other in family for item in other.items)
            return [sections[place]] if empty else []
    return []


def check_repeated(subject: Checked) -> Iterator[Finding]:
    """Sentences that say the same as an earlier one, numbers included."""
    lexicon = shipped_lexicon()
    first: list[tuple[CheckedItem, Counter[tuple[str, str]], tuple[str, ...]]] = []
    holding: dict[tuple[str, str], list[int]] = defaultdict(list)
    for section, item in subject.items():
        row = row_of(item.text, "", lexicon)
        words = row.keys()
        if len(words) < _LEAST_WORDS:
            continue
        pairs = Counter(pairwise(words))
        facts = tuple(sorted(token.key for token in row.tokens if token.kind in SLOTS))
        shared: Counter[int] = Counter()
        for pair, count in pairs.items():
            for place in holding[pair]:
                shared[place] += min(count, first[place][1][pair])
        for place, common in shared.most_common(3):
            other, others, stated = first[place]
            if stated == facts and 2 * common >= _ALIKE * (pairs.total() + others.total()):
                same = item.text.split() == other.text.split()
                yield Finding(
                    REPEATED,
                    Severity.WARNING if same else Severity.HINT,
                    f"Câu {'lặp lại' if same else 'gần như lặp lại'} câu “{_short(other.text)}”.",
                    "Hãy bỏ bớt một câu, hoặc gộp hai câu và giữ cả hai nguồn.",
                    section.key,
                    item.id,
                )
                break
        for pair in pairs:
            holding[pair].append(len(first))
        first.append((item, pairs, facts))


def check_label(subject: Checked) -> Iterator[Finding]:
    """A draft bears at least the strictest label of its sources (domain.md §5.3)."""
    if subject.archive is None:
        return
    needed, from_source = "", ""
    for citation in subject.sources:
        document = subject.archive.document(citation.document_id)
        label = strictest(document.labels) if document else ""
        if rank(label) > rank(needed):
            needed, from_source = label, citation.symbol or citation.title
    if rank(needed) > rank(strictest(subject.labels)):
        yield Finding(
            LABEL,
            Severity.ERROR,
            f"Nguồn “{from_source}” mang nhãn “{needed}” nhưng văn bản này không mang nhãn ấy.",
            f"Hãy ghi nhãn “{needed}”, hoặc bỏ các câu lấy từ nguồn đó.",
        )


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 12 else f"{' '.join(words[:12])} …"
