"""Tagged words of a document, made once for each text and kept: segmentation is the slow step."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Protocol

from workbench.documents.model import Document
from workbench.vietnamese import words
from workbench.vietnamese.words import Word

NAME = "words"
"""What they are kept under."""

VERSION = "2"
"""Raised when segmentation or tagging changes; words kept by another version are made again."""


class WordStore(Protocol):
    """Keeps results of analyses by text; the catalogue is one."""

    def analysis(self, document_id: str, name: str, version: str) -> bytes | None:
        """What was kept for the document's present text, or None."""

    def text_hash(self, document_id: str) -> str | None:
        """The name under which the results for a document's present text are kept."""

    def keep_analyses(self, name: str, version: str, made: Iterable[tuple[str, bytes]]) -> None:
        """Keep results: (hash of the text, result)."""


def tag_words(document: Document) -> bytes:
    """The words of each sentence with offsets and parts of speech, in the form in which they are kept."""
    return _pack(words.tag(document.text))


def tagged_sentences(document: Document, store: WordStore) -> list[list[Word]]:
    """The words of each sentence with offsets into the document and parts of speech."""
    kept = store.analysis(document.id, NAME, VERSION)
    if kept is not None:
        return [[Word(*word) for word in sentence] for sentence in json.loads(zlib.decompress(kept))] if kept else []
    tagged = words.tag(document.text)
    text_hash = store.text_hash(document.id)
    if text_hash is not None:
        store.keep_analyses(NAME, VERSION, [(text_hash, _pack(tagged))])
    return tagged


def is_tagged(document_id: str, store: WordStore) -> bool:
    """Whether the words of a document need not be made again."""
    return store.analysis(document_id, NAME, VERSION) is not None


def _pack(tagged: list[list[Word]]) -> bytes:
    return zlib.compress(json.dumps(tagged, separators=(",", ":")).encode("utf-8"))
