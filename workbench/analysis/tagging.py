"""Tagged words of a document, made once for each content and kept: segmentation is the slow step."""

from __future__ import annotations

import json
import zlib
from typing import Protocol

from workbench.documents.model import Document
from workbench.vietnamese import words
from workbench.vietnamese.words import Word


class WordStore(Protocol):
    """Keeps tagged words by document; the catalogue is one."""

    def words(self, document_id: str) -> bytes | None:
        """What was kept for the document's present content, or None."""

    def keep_words(self, document_id: str, words: bytes) -> None:
        """Keep it."""


VERSION = b"2"
"""Raised when segmentation or tagging changes; words kept by another version are made again."""


def tagged_sentences(document: Document, store: WordStore) -> list[list[Word]]:
    """The words of each sentence with offsets into the document and parts of speech."""
    kept = _kept(document.id, store)
    if kept is not None:
        return [[Word(*word) for word in sentence] for sentence in json.loads(zlib.decompress(kept))]
    tagged = words.tag(document.text)
    compact = json.dumps(tagged, separators=(",", ":")).encode("utf-8")
    store.keep_words(document.id, VERSION + zlib.compress(compact))
    return tagged


def is_tagged(document_id: str, store: WordStore) -> bool:
    """Whether the words of a document need not be made again."""
    return _kept(document_id, store) is not None


def _kept(document_id: str, store: WordStore) -> bytes | None:
    kept = store.words(document_id)
    return kept.removeprefix(VERSION) if kept is not None and kept.startswith(VERSION) else None
