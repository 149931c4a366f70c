"""A document cut into terms: what engines take, and how it is kept so that an engine can be filled again quickly.

The body is one string of syllables parted by spaces. A phrase is matched by places in that string, so a `GAP` stands
where it must not reach across (sentence end, bracket). Folded twins and pairs follow from it and are never kept.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from functools import lru_cache
from itertools import pairwise

from workbench.documents.article_references import article_identity, cited_keys, law_keys
from workbench.documents.model import Document
from workbench.documents.symbols import symbol_fold, symbol_key
from workbench.vietnamese.spelling import fold, key, syllable_keys
from workbench.vietnamese.syllables import Syllable, joined_keys, tokens

GAP = "."
"""Takes a place in a field without being a term; no syllable can be a full stop."""

SYLLABLE_FIELDS = ("body", "title", "organ", "signer")
"""Syllables with positions (phrases work); each has a folded twin: `body_fold` …. `organ` is the issuer's name."""

PAIR_FIELDS = ("pair", "pair_fold")
"""Adjacent syllables of the body joined by `pair_term`; they rank, they have no positions."""

SYMBOL_FIELDS = ("symbols", "cites")
"""Symbols of the document itself, and those that it cites; also keys of articles and of laws known by their name
(`documents.article_references`)."""

FACETS = ("type", "issuer", "year", "unit", "field", "label", "validity")
"""Exact fields that are counted over the documents found: tên loại, cơ quan ban hành, năm, đơn vị, lĩnh vực, nhãn,
tình trạng hiệu lực."""

DAY_FIELD = "day"
"""The day of issue as the term "yyyymmdd", for ranges; documents without a date have none."""

COPY = "copy"
"""Holds the term "1" for a document that lists show another file of (its copies, drafts and scans count as one)."""

EXACT_FIELDS = (*SYMBOL_FIELDS, *FACETS, "tag", COPY, DAY_FIELD)
"""Fields whose terms are whole values: they match or do not, with no measure of how well."""

TEXT_FIELDS = (*SYLLABLE_FIELDS, *(f"{name}_fold" for name in SYLLABLE_FIELDS), *PAIR_FIELDS)
"""Fields that rank by BM25."""

_FORM = 2  # of the encoding
_PLAIN = ("id", "body", "title", "type", "issuer", "date", "signer", "unit", "field", "validity", "copy")
_LISTS = ("symbols", "cites", "labels", "tags")


@dataclass(frozen=True)
class IndexedDocument:
    """A document cut into terms: all that an engine needs to know of it.

    Attributes:
        id: id in the catalogue.
        body, title: syllable keys parted by spaces, with `GAP` where a phrase must not reach across (see `joined`).
        symbols: keys of its own symbol or its law's (exact and folded), of the article that it is, of the law's name;
            cites: keys of the symbols, articles and laws it cites.
        type, issuer, unit, field, validity: facet values as shown, or "" where unknown.
        labels: nhãn, as shown; tags: what people tagged it with.
        signer: người ký, as shown, or "".
        date: day of issue as yyyymmdd, or 0 where unknown.
        copy: another file of the same document is shown in lists.
    """

    id: str
    body: str
    title: str
    symbols: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    type: str = ""
    issuer: str = ""
    date: int = 0
    signer: str = ""
    unit: str = ""
    field: str = ""
    validity: str = ""
    labels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    copy: bool = False
    _encoded: bytes = dataclass_field(default=b"", init=False, repr=False, compare=False)

    @property
    def year(self) -> str:
        """Year of issue, or "" where unknown."""
        return str(self.date // 10_000) if self.date else ""

    def facet(self, name: str) -> tuple[str, ...]:
        """The values of a facet (one of `FACETS`) as shown, without empty and repeated ones."""
        values = self.labels if name == "label" else (getattr(self, name),)
        return tuple(dict.fromkeys(value for value in values if value))

    def syllables(self, name: str) -> str:
        """The syllables of a field of `SYLLABLE_FIELDS` or of its folded twin, with gaps, parted by spaces."""
        plain, _, folded = name.partition("_")
        if plain in ("body", "title"):
            text: str = getattr(self, plain)
        else:
            text = joined(tokens(self.issuer if plain == "organ" else self.signer))
        return folded_text(text) if folded else text

    def pairs(self, name: str) -> str:
        """The pairs of the body (`pair`) or of its folded twin (`pair_fold`), parted by spaces."""
        return paired(self.syllables("body_fold" if name == "pair_fold" else "body"))

    def exact_terms(self, name: str) -> tuple[str, ...]:
        """The terms of a field of `EXACT_FIELDS`."""
        if name in SYMBOL_FIELDS:
            return tuple(dict.fromkeys(getattr(self, name)))
        if name == DAY_FIELD:
            return (f"{self.date:08d}",) if self.date else ()
        if name == COPY:
            return ("1",) if self.copy else ()
        values = self.tags if name == "tag" else self.facet(name)
        return tuple(dict.fromkeys(term for value in values for term in facet_terms(value)))

    def term_counts(self, name: str) -> Counter[str]:
        """How often each term of a text field (`TEXT_FIELDS`) occurs in the document."""
        text = self.pairs(name) if name in PAIR_FIELDS else self.syllables(name)
        return Counter(term for term in text.split() if term != GAP)


def analyse(
    document: Document, *, unit: str = "", field: str = "", validity: str = "", tags: Sequence[str] = ()
) -> IndexedDocument:
    """Cut a document into terms.

    Args:
        document: the document.
        unit, field, validity: đơn vị, lĩnh vực and tình trạng hiệu lực, which its header does not tell.
        tags: what people tagged it with.
    """
    header = document.header
    article = article_identity(document.text) if header.symbol is None else None
    symbol = article.symbol if article else header.symbol
    named = article.keys if article else law_keys(header.type, document.title)
    symbols = (*_symbol_keys((symbol,) if symbol else ()), *named)
    cites = (*_symbol_keys(document.cites), *cited_keys(document.text, article))
    return IndexedDocument(
        id=document.id,
        body=joined_keys(document.text, GAP),
        title=joined_keys(document.title, GAP),
        symbols=symbols,
        cites=tuple(dict.fromkeys(item for item in cites if item not in symbols)),
        type=header.type or "",
        issuer=header.issuer or "",
        date=date_number(header.date),
        signer=header.signer or "",
        unit=unit,
        field=field,
        validity=validity,
        labels=document.labels,
        tags=tuple(tags),
    )


def encode(document: IndexedDocument) -> bytes:
    """The document in a compact form for keeping; `decode` reads it back."""
    if document._encoded:
        return document._encoded
    values = [_FORM, *(getattr(document, name) for name in (*_PLAIN, *_LISTS))]
    return zlib.compress(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)


def decode(kept: bytes) -> IndexedDocument:
    """A document from `encode`.

    Raises:
        ValueError: it is damaged, or of another version; then the document must be analysed again.
    """
    try:
        form, *values = json.loads(zlib.decompress(kept))
        if form != _FORM:
            raise ValueError(f"form {form}")
        given = dict(zip((*_PLAIN, *_LISTS), values, strict=True))
        document = IndexedDocument(**{**given, **{name: tuple(given[name]) for name in _LISTS}})
    except (zlib.error, ValueError, TypeError) as error:
        raise ValueError(f"not an encoded document: {error}") from error
    object.__setattr__(document, "_encoded", kept)  # an engine that keeps it need not make it again
    return document


def joined(syllables: Sequence[Syllable]) -> str:
    """The keys of syllables parted by spaces, with a `GAP` where positions skip one."""
    words: list[str] = []
    last = -1
    for syllable in syllables:
        if syllable.position > last + 1 and last >= 0:
            words.append(GAP)
        words.append(syllable.key)
        last = syllable.position
    return " ".join(words)


def folded_text(text: str) -> str:
    """A text from `joined` without accents."""
    return " ".join(map(_folded, text.split(" ")))


@lru_cache(maxsize=262_144)
def _folded(word: str) -> str:
    return word if word == GAP else syllable_keys(word)[1] or GAP


def paired(text: str) -> str:
    """The pairs of adjacent syllables of a text from `joined` or `folded_text`, parted by spaces."""
    return " ".join(
        " ".join(map("_".join, pairwise(stretch.split(" ")))) for stretch in text.split(f" {GAP} ") if " " in stretch
    )


def date_number(day: date | None) -> int:
    """A day as yyyymmdd, 0 for None: dates compare as numbers."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def day_term(day: date | None) -> str:
    """The term of a day in the field `day`, "yyyymmdd"; "" for None."""
    return f"{date_number(day):08d}" if day else ""


def pair_term(first: str, second: str) -> str:
    """The term of two adjacent syllables."""
    return f"{first}_{second}"


def facet_term(value: str) -> str:
    """The term under which a facet value is filtered: one spelling, lower case."""
    return " ".join(key(value).split())


def facet_fold(value: str) -> str:
    """The same without accents."""
    return fold(facet_term(value))


@lru_cache(maxsize=65_536)
def facet_terms(value: str) -> tuple[str, ...]:
    """The terms of a facet value: exact and folded."""
    return tuple(dict.fromkeys(term for term in (facet_term(value), facet_fold(value)) if term))


def _symbol_keys(symbols: Iterable[str]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for symbol in symbols:
        keys[symbol_key(symbol)] = None
        keys[symbol_fold(symbol)] = None
    return tuple(keys)
