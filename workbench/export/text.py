"""Text as files can hold it: archives bring NULs, lone surrogates and control characters that XML forbids."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Everything outside the characters of XML 1.0 (production 2, "Char").
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text with every line end as a newline and without the characters that XML forbids; else unchanged."""
    return _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The printable text on one line, without white space at its ends: for headings, titles and sources."""
    return " ".join(lines(text))


def lines(text: str) -> list[str]:
    """The lines of the printable text that are not blank, without white space at their ends."""
    return [line.strip() for line in printable(text).split("\n") if line.strip()]
