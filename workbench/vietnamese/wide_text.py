"""Tells text in UTF-16 that bears no byte order mark from text in one-byte charsets."""

from __future__ import annotations


def wide_charset(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by the zero bytes of its spaces, digits and plain letters."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
