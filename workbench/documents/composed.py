"""A text in composed form (NFC) whose offsets lead back to the text as it was read."""

from __future__ import annotations

import re
import unicodedata

from workbench.vietnamese.spelling import same_length_clean

_CLUSTER = re.compile(r".[\u0300-\u036f\u1ab0-\u1aff]*", re.DOTALL)


class Composed:
    """`text`: the original in NFC with confusable characters repaired; `original` leads its offsets back."""

    def __init__(self, original: str) -> None:
        plain = same_length_clean(original)
        self._starts: list[int] | None = None
        if unicodedata.is_normalized("NFC", plain):
            self.text = plain
            return
        pieces: list[str] = []
        self._starts = []
        for cluster in _CLUSTER.finditer(plain):
            piece = unicodedata.normalize("NFC", cluster[0])
            pieces.append(piece)
            self._starts.extend([cluster.start()] * len(piece))
        self._starts.append(len(plain))
        self.text = "".join(pieces)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `text[start:end]`."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._starts[end]
