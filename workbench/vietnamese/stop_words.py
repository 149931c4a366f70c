"""Words that say nothing of what a text is about (table beside this file)."""

from __future__ import annotations

from functools import cache

from workbench.vietnamese.lexicon import Lexicon


@cache
def stop_words() -> frozenset[str]:
    """The words that come with the package, in the spelling of `spelling.key`."""
    return Lexicon.load().stop_words
