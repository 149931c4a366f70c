"""Labels that restrict circulation without being secrecy, and their order (domain.md §5.2, §5.3)."""

from __future__ import annotations

from collections.abc import Iterable

STRICTEST_FIRST = (
    "TÀI LIỆU THU HỒI",
    "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ",
    "XEM XONG TRẢ LẠI",
    "KHÔNG PHỔ BIẾN",
    "LƯU HÀNH NỘI BỘ",
    "TÀI LIỆU HỘI NGHỊ",
)
"""No rule orders them: whoever must give a paper back may least pass it on. Urgency (HỎA TỐC …) is no circulation."""


def strictest(labels: Iterable[str]) -> str:
    """The strictest label of circulation among labels, or ""; others, such as urgency, do not count."""
    found = set(labels)
    return next((label for label in STRICTEST_FIRST if label in found), "")


def rank(label: str) -> int:
    """How strict a label is: 0 for none or one that does not restrict circulation, more for a stricter one."""
    return len(STRICTEST_FIRST) - STRICTEST_FIRST.index(label) if label in STRICTEST_FIRST else 0


def raised(labels: Iterable[str], sources: Iterable[str]) -> tuple[str, ...]:
    """What a text must bear that bears `labels` and whose sources bear `sources`; nothing is ever lowered.

    The strictest label of the sources is put in front where no label of the text is as strict; labels that people gave
    it stay.
    """
    own = tuple(dict.fromkeys(labels))
    needed = strictest(sources)
    return own if rank(needed) <= rank(strictest(own)) else (needed, *own)
