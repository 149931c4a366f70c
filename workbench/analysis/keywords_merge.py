"""Which of a text's phrases may be keywords, and which of them are one: spellings, hyphens, capitals, abbreviations."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from workbench.analysis.keywords_phrases import TextPhrases
from workbench.documents.model import Document
from workbench.vietnamese import spelling
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.syllables import tokens
from workbench.workspace.row_decisions import Said

_SHORTEST_NAME = 3  # letters of an abbreviation that is a keyword by itself ("OCOP")


@dataclass(frozen=True)
class Told:
    """What people decided about keywords, by their key (`term_key`).

    Attributes:
        everywhere: for the whole archive; by_document: for one document, by its id. The latter goes first.
    """

    everywhere: Mapping[str, Said] = field(default_factory=dict)
    by_document: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)

    def keys(self, said: Said, document_id: str) -> frozenset[str]:
        """The keywords of which this was said, as it holds for a document."""
        if not self.everywhere and document_id not in self.by_document:
            return frozenset()
        holds = {**self.everywhere, **self.by_document.get(document_id, {})}
        return frozenset(key for key, decision in holds.items() if decision == said)


def term_key(term: str) -> str:
    """The key of a term: its syllables in one spelling; two spellings of a term have the same."""
    return " ".join(item.key for item in tokens(term))


def term_keys(term: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The keys of a term as it is written, and with its clear abbreviations in full."""
    written = [full if (full := _full(word, lexicon)) else word for word in term.split()]
    return tuple(dict.fromkeys(key for key in (term_key(term), term_key(" ".join(written))) if key))


def _full(short: str, lexicon: Lexicon) -> str | None:
    """The words that an abbreviation stands for, where the lexicon leaves no doubt."""
    meanings = lexicon.expansions(short) if short.isupper() else ()
    return meanings[0].full if len(meanings) == 1 and not meanings[0].ambiguous else None


class PhraseReader:
    """Reads counted texts as phrases that may be keywords.

    Args:
        lexicon: the office's stop words and abbreviations.
        told: what people dismissed is left out.
    """

    def __init__(self, lexicon: Lexicon, told: Told | None = None) -> None:
        self._lexicon = lexicon
        self._told = told or Told()
        self._full: dict[str, str | None] = {}

    def read(self, document: Document, text: TextPhrases) -> dict[str, list[int]]:
        """The phrases of a document by key, as places in `text.phrases`; several for one written in several ways.

        Left out are: phrases with a stop word, of one syllable, of what every report says, the names that the
        document's own head and foot print, and what people dismissed.
        """
        stop, frame = self._lexicon.stop_words, frame_phrases()
        spelled = [self._spelled(key, text.definitions) for key in text.keys]
        stopped = {number for number, key in enumerate(text.keys) if key in stop}
        framed = {number for number, key in enumerate(text.keys) if key in frame}
        own = own_names(document)
        found: dict[str, list[int]] = {}
        dismissed = self._told.keys("dismissed", document.id)
        refused = set(dismissed) | frame
        for number, phrase in enumerate(text.phrases):
            if not stopped.isdisjoint(phrase) or framed.issuperset(phrase):
                continue
            key = " ".join([spelled[word] for word in phrase])
            if key in found:
                found[key].append(number)
            elif key not in refused:
                written = " ".join([text.keys[word] for word in phrase]).lower() if dismissed else key
                if written in dismissed:
                    refused.add(key)
                elif (" " in key or _is_name(text.keys[phrase[0]])) and f" {key} " not in own:
                    found[key] = [number]
                else:
                    refused.add(key)
        return found

    def _spelled(self, key: str, definitions: Mapping[str, str]) -> str:
        """A word as it counts: an abbreviation in full where it is known what it stands for."""
        if not key.isupper():
            return key
        if key in definitions:
            return term_key(definitions[key])
        if key not in self._full:
            full = _full(key, self._lexicon)
            self._full[key] = term_key(full) if full else None
        return self._full[key] or spelling.key(key)


def _is_name(key: str) -> bool:
    """Whether a word of one syllable is a keyword by itself: an abbreviation that stands for itself ("OCOP")."""
    return len(key) >= _SHORTEST_NAME and key.isupper()


def own_names(document: Document) -> str:
    """Keys of the names that a document's head and foot print: they are in it, it is not about them."""
    header = document.header
    named = (header.issuer, header.parent, header.unit, header.place, header.signer, header.signer_title)
    names = (*named, *header.recipients)
    return "".join(f" {term_key(name)} ." for name in names if name)


@cache
def frame_phrases() -> frozenset[str]:
    """What every report says ("tình hình", "tiếp tục", "trọng tâm quý"): no keyword alone or among its like."""
    table = files(__package__).joinpath("frame_phrases.csv").read_text(encoding="utf-8")
    return frozenset(spelling.key(row["phrase"]) for row in csv.DictReader(table.splitlines()))


def without_absorbed(counts: Mapping[str, int], share: float = 0.7) -> set[str]:
    """The phrases that stand for themselves: of "cải cách" and "cải cách hành chính" perhaps only the longer one.

    Args:
        counts: how often each phrase stands in the texts.
        share: a phrase that stands inside one longer phrase this often says nothing of its own.
    """
    inside: dict[str, int] = {}
    for key, count in counts.items():
        syllables = key.split(" ")
        for size in range(2, len(syllables)):
            for start in range(len(syllables) - size + 1):
                part = " ".join(syllables[start : start + size])
                if part in counts:
                    inside[part] = max(inside.get(part, 0), count)
    return {key for key, count in counts.items() if inside.get(key, 0) < share * count}


def without_variants(ranked: list[str], counts: Mapping[str, int], limit: int, own_life: float = 2.0) -> list[str]:
    """The best phrases, without those that only lengthen or shorten a better one.

    Args:
        ranked: phrases, best first.
        counts: how often each stands in the texts.
        limit: how many at most.
        own_life: a part of a better phrase is one of its own when it stands at least so many times as often; a longer
            phrase, when the better one that it holds stands at most so many times as often.
    """
    chosen: list[str] = []
    for key in ranked:
        for better in chosen:
            if f" {key} " in f" {better} " and counts[key] < own_life * counts[better]:
                break
            if f" {better} " in f" {key} " and counts[better] > own_life * counts[key]:
                break
        else:
            chosen.append(key)
            if len(chosen) == limit:
                break
    return chosen
