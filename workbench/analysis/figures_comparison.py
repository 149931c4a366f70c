"""What a figure is compared with: "tăng 12,5% so với cùng kỳ", "bằng 98,5% kế hoạch" (domain.md §4.5)."""

from __future__ import annotations

import re

from workbench.analysis.figures_phrases import Before, Span
from workbench.analysis.figures_text import View
from workbench.analysis.figures_words import bases, comparison_pattern

DIRECTIONS = frozenset(("tăng", "giảm", "vượt", "gấp", "hụt", "rút ngắn"))
"""Predicates that say how a number moved."""

_DIRECTED = re.compile(
    r"[\s,(;-]{1,3}(?:và\s+)?(?P<whole>(?P<direction>tăng|giảm|vượt|gấp|bằng|hụt|đạt)(?:\s+(?:thêm|khoảng|gần|trên|"
    r"hơn|lên))?\s+"
    r"\d[\d.,]*\s?(?:điểm\s?%|điểm phần trăm|%|lần|[^\W\d_]+(?: [^\W\d_]+)?)?(?:\s+(?:so với|so|kế hoạch|dự toán|"
    r"chỉ tiêu|mục tiêu)(?:\s(?:[^,;.()\n]|[.,](?=\d)){1,60})?)?)"
)
_SO = re.compile(r"[^,;.()\n]{0,40}?(?<!\w)so\s+(?:với\s+)?(?P<base>(?:[^,;.()\n]|[.,](?=\d)){2,60})")
_PHRASE = re.compile(r"[^,;.()\n\d]{0,60}")


def comparison_of(view: View, before: Before, sentence: Span, at: int, end: int) -> tuple[str, str, str]:
    """What a sentence compares a figure with: its words, the direction, and against what; empty where nothing.

    Args:
        view: the text; sentence: offsets of the sentence.
        before: what stands before the number.
        at: where the number, with its hedge, begins; end: where the figure ends.
    """
    low, plain = view.low, view.plain
    first, limit = sentence
    own = before.predicate if before.predicate in DIRECTIONS | {"bằng", "đạt"} else ""
    so = _SO.match(low, end, limit)
    base = base_after(low, end, limit)
    if own and (own in DIRECTIONS or so or base):
        stop = so.end() if so else (base[1] if base else end)
        start = low.rfind(own, first, at)
        against = _against(so["base"]) if so else (base[0] if base else "")
        return " ".join(plain[start:stop].split()), own, against
    follows = _DIRECTED.match(low, end, limit)
    if follows is None:
        phrase = _PHRASE.match(low, end, limit)
        follows = _DIRECTED.match(low, phrase.end(), limit) if phrase else None
    if follows:
        said = follows["whole"]
        so = re.search(r"(?:so với|so)\s+(?P<base>.+)$", said)
        base_in = next((name for spelled, name in bases().items() if spelled in said), "")
        against = _against(so["base"]) if so else base_in
        if against or follows["direction"] in {"tăng", "giảm"}:
            return " ".join(plain[slice(*follows.span("whole"))].split()), "", against
    return "", "", ""


def _against(said: str) -> str:
    bare = " ".join(said.split())
    fitting = [spelled for spelled in bases() if bare.startswith(spelled)]
    return bases()[max(fitting, key=len)] if fitting else bare


def base_after(low: str, start: int, limit: int) -> tuple[str, int] | None:
    """ "98,5% kế hoạch năm": what the percentage is of, and where that ends."""
    match = comparison_pattern().match(low, start, limit)
    if match is None or not match["base"]:
        return None
    return _against(match["base"]), match.end()
