"""Same and similar documents: what makes two files one document, and which of its files is shown.

Two ways in find the pairs to look at: MinHash signatures of the texts (datasketch) and natural keys (issuer, số ký
hiệu, date). Each pair is then judged exactly, on the sets of syllable triples without accents, and on what the headers
say: two documents with different numbers, dates, organs or periods are never one, however alike their texts
(reports of one template, articles that laws repeat). docs/decisions/0017-same-and-similar.md.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.documents.model import Document
from workbench.documents.symbols import symbol_key
from workbench.vietnamese.spelling import INVISIBLE, clean, fold, syllable_keys
from workbench.vietnamese.syllable_shapes import is_syllable
from workbench.workspace.corrections import natural_key

PERMUTATIONS = 128
BANDS, ROWS = 32, 4  # of a signature: pairs alike by half are found in 87 of 100 cases, by 0.6 in 99
VERSION = 1
"""Raised when signatures or rules change; everything is then compared anew."""

Relation = Literal["identical", "same_text", "scan", "draft", "revision"]
RELATIONS: dict[Relation, str] = {
    "identical": "tệp giống hệt",
    "same_text": "cùng nội dung, tệp khác",
    "scan": "bản quét của cùng văn bản",
    "draft": "bản dự thảo",
    "revision": "bản khác của cùng văn bản",
}
"""What one file of a document can be to another, as people read it."""

_SHINGLE = 3  # syllables
_FEW = 20  # syllable triples: shorter texts are one only when they are the same throughout
_SURE = 0.8  # confidence below which a field that was read says nothing here
_REPLACED, _ADDED = 0.003, 0.01  # shares of words by which two files of one text may differ
_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_DRAFT_NAME = re.compile(r"\b(?:du thao|ban thao|draft|lan (?:thu )?\d{1,2}|v\d{1,2})\b")
_DRAFT_STAMP = re.compile(
    r"^\W*(?:bản )?d[ựu] ?th[ảa]o\W*(?:lần (?:thứ )?\d{1,2}\W*)?(?:ngày\b.{0,40})?$", re.MULTILINE | re.IGNORECASE
)
_COUNTERS = re.compile(r"\d|^(?:i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii|dau|cuoi|mot|hai|ba|tu|nam)$")

Shingles = npt.NDArray[np.uint32]


class Print(NamedTuple):
    """The fingerprint of a text.

    Attributes:
        shingles: hashes of its syllable triples, each once, sorted.
        text_key: equal for texts that are the same syllable by syllable.
        words: its words, as written.
    """

    shingles: Shingles
    text_key: str
    words: list[str]


@dataclass(frozen=True)
class Profile:
    """What the comparison knows of a document besides its text.

    Attributes:
        id, content_hash: the document and its file's SHA-256.
        path: its path under the corpus.
        key: natural key (`corrections.natural_key`), or None.
        symbol, type, issuer, subject: for comparing, not for reading; None where not sure.
        date: day of issue, or None where not sure.
        scanned: its text comes from character recognition.
        draft: it says that it is a draft, or prints a head without number.
        length: characters of its text.
    """

    id: str
    content_hash: str
    path: str
    key: str | None
    symbol: str | None
    type: str | None
    issuer: str | None
    subject: str | None
    date: date | None
    scanned: bool
    draft: bool
    length: int


class Likeness(NamedTuple):
    """How alike two texts are, each from 0 to 1.

    Attributes:
        jaccard: share of syllable triples that both have among those that either has.
        containment: share of the shorter text's triples that the other has.
        numbers: the same as containment for the numbers named, each as often as it is named.
        replaced: share of the words that stand in one text only while others stand in the other only; what character
            recognition garbles (no Vietnamese syllable any more) does not count.
        added: share of the words that one text has beyond the other, the larger of both; garbled ones not counted.
        length: words of the shorter text by words of the longer.
        equal: the texts are the same syllable by syllable.
    """

    jaccard: float
    containment: float
    numbers: float
    replaced: float
    added: float
    length: float
    equal: bool


def fingerprint(text: str) -> Print:
    """The fingerprint of a text; accents, letter case, marks and line breaks make no difference."""
    if _INVISIBLE.search(text) or not unicodedata.is_normalized("NFC", text):
        text = clean(text)  # takes as long as all the rest, and few texts need it
    words = _WORD.findall(text)
    ids = np.fromiter(map(_word_id, words), dtype=np.uint64, count=len(words))
    key = hashlib.blake2b(ids.tobytes(), digest_size=12).hexdigest()
    if len(ids) < _SHINGLE:
        return Print(np.unique(ids.astype(np.uint32)), key, words)
    mixed = np.zeros(len(ids) - _SHINGLE + 1, dtype=np.uint64)
    for place in range(_SHINGLE):
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ (ids[place : place + len(mixed)] << np.uint64(1))
        mixed ^= mixed >> np.uint64(29)
    return Print(np.unique((mixed >> np.uint64(16)).astype(np.uint32)), key, words)


@lru_cache(maxsize=262_144)
def _word_id(word: str) -> int:
    return zlib.crc32(syllable_keys(word)[1].encode("utf-8", "surrogatepass"))


@cache
def _empty() -> Any:
    """The hash functions that every signature shares."""
    from datasketch import MinHash  # type: ignore[import-untyped]  # late: it loads much that searching never needs

    return MinHash(PERMUTATIONS, hashfunc=int)


def signature(shingles: Shingles) -> npt.NDArray[np.uint32]:
    """The MinHash signature of a set of shingles."""
    made = _empty().copy()
    for start in range(0, len(shingles), 20_000):  # a long text at once would take gigabytes
        made.update_batch(shingles[start : start + 20_000].tolist())
    return np.asarray(made.hashvalues, dtype=np.uint32)


def minhash(values: npt.NDArray[np.uint32]) -> Any:
    """The signature as datasketch's index takes it."""
    empty = _empty()
    return type(empty)(hashvalues=values, permutations=empty.permutations, scheme=empty.scheme)


def likeness(one: Print, other: Print) -> Likeness:
    """How alike two texts are, exactly."""
    if one.text_key == other.text_key:
        return Likeness(1.0, 1.0, 1.0, 0.0, 0.0, 1.0, True)
    both = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    least = min(len(one.shingles), len(other.shingles))
    either = len(one.shingles) + len(other.shingles) - both
    first, second = (Counter(syllable_keys(word)[1] for word in text.words) for text in (one, other))
    numbers = [Counter({word: count for word, count in text.items() if word.isdigit()}) for text in (first, second)]
    named = min(numbers[0].total(), numbers[1].total())  # one file prints page numbers, another does not
    whole = [
        sum(
            left[syllable_keys(word)[1]]
            for word in {syllable_keys(word)[1]: word for word in text.words}.values()
            if is_syllable(word)
        )
        for text, left in ((one, first - second), (other, second - first))
    ]
    return Likeness(
        jaccard=both / either if either else 0.0,
        containment=both / least if least else 0.0,
        numbers=(numbers[0] & numbers[1]).total() / named if named else 1.0,
        replaced=min(whole) / max(min(len(one.words), len(other.words)), 1),
        added=max(whole) / max(min(len(one.words), len(other.words)), 1),
        length=min(len(one.words), len(other.words)) / max(len(one.words), len(other.words), 1),
        equal=False,
    )


def profile(document: Document, content_hash: str) -> Profile:
    """What the comparison knows of a document besides its text."""
    header = document.header
    recognised = [confidence for confidence in document.page_confidence if confidence is not None]
    scanned = bool(recognised)

    def sure(name: str) -> Any:
        evidence = header.evidence.get(name)
        confidence = evidence.confidence if evidence else recognised[0] if recognised else 1.0
        return getattr(header, name) if confidence >= _SURE else None

    symbol, issuer, day = sure("symbol"), sure("issuer"), sure("date")
    stem = fold(PurePosixPath(document.path).stem.replace("_", " ").replace("-", " "))
    stamped = _DRAFT_STAMP.search(clean(document.text[:1_000])) is not None
    return Profile(
        id=document.id,
        content_hash=content_hash,
        path=document.path,
        key=natural_key(header) if symbol and issuer and day else None,
        symbol=symbol_key(symbol) if symbol else None,
        type=_folded(header.type),
        issuer=_folded(issuer),
        subject=_folded(header.subject),
        date=day,
        scanned=scanned,
        draft=stamped or (_DRAFT_NAME.search(stem) is not None and not (symbol and day)),
        length=len(document.text),
    )


def _folded(text: str | None) -> str | None:
    return " ".join(_WORD.findall(fold(text))) or None if text else None


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether the headers allow that two files are one document: nothing in which both are sure differs."""
    if one.symbol and other.symbol and one.symbol != other.symbol:
        return False
    if one.type and other.type and one.type != other.type:
        return False
    scanned = one.scanned or other.scanned
    if one.issuer and other.issuer and not _same_name(one.issuer, other.issuer, scanned):
        return False
    if one.date and other.date and one.date != other.date and not (one.draft or other.draft):
        return False
    if one.subject and other.subject:
        first, second = set(one.subject.split()), set(other.subject.split())
        different = first ^ second
        # "quý I" and "quý II", "năm 2024" and "năm 2025": other periods. A scan may lose a letter, not a period.
        if any(map(_COUNTERS.search, different)) and not (one.key and one.key == other.key):
            return False
        if not scanned and len(first & second) < 0.6 * min(len(first), len(second)):
            return False
        if scanned and _ratio(one.subject, other.subject) < 0.5:
            return False
    return True


def _same_name(one: str, other: str, scanned: bool) -> bool:
    """ "Tỉnh ủy Lam Nguyên" and "Ban Thường vụ Tỉnh ủy Lam Nguyên" sign the same document; two provinces do not."""
    if one in other or other in one:
        return True
    return scanned and _ratio(one, other) >= 0.9  # letters misread


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def relation(one: Profile, other: Profile, alike: Likeness, few: bool = False) -> Relation | None:
    """What two files are to each other, or None when they are two documents.

    Args:
        one, other: the files; `may_be_one` holds for them.
        alike: how alike their texts are.
        few: one of the texts is very short, so that only equal texts are one.
    """
    if one.content_hash == other.content_hash:
        return "identical"
    scanned = one.scanned or other.scanned
    if alike.equal:
        return "scan" if scanned else "same_text"
    if few:
        return None
    draft = one.draft != other.draft
    if one.key and one.key == other.key:
        if alike.containment < 0.5:
            return None  # a letter and what was sent with it bear one number, too
        return _kind(scanned, draft, alike)
    same_symbol = one.symbol is not None and one.symbol == other.symbol
    same_subject = bool(one.subject and other.subject) and (
        one.subject == other.subject or (scanned and _ratio(one.subject or "", other.subject or "") >= 0.85)
    )
    if same_symbol and alike.jaccard >= 0.5 and alike.numbers >= 0.5:
        return _kind(scanned, draft, alike)
    if scanned and alike.length >= 0.95 and alike.numbers >= 0.6:  # recognition garbles words and leaves their number
        at_least, at_most = (0.4, 0.03) if same_subject else (0.6, 0.01)
        if alike.jaccard >= at_least and alike.replaced <= at_most:
            return "scan"
    # From here on nothing but the text speaks for it. Then the figures must be the same, and no word may stand for
    # another or be missing, but for what readers of other formats lose: laws and forms repeat whole articles.
    if alike.jaccard >= 0.8 and alike.numbers >= 0.95 and alike.replaced <= _REPLACED and alike.added <= _ADDED:
        return _kind(scanned, draft, alike)
    one_number = bool(one.symbol) != bool(other.symbol) or (one.draft and other.draft)
    if (draft or one_number) and not scanned and same_subject and alike.jaccard >= 0.5 and alike.numbers >= 0.5:
        return "draft"
    return None


def _kind(scanned: bool, draft: bool, alike: Likeness) -> Relation:
    if draft:
        return "draft"
    if scanned:
        return "scan"
    return "same_text" if alike.jaccard >= 0.9 and alike.numbers >= 0.9 else "revision"


def is_few(*prints: Print) -> bool:
    """Whether one of the texts is too short for shares of it to mean anything."""
    return any(len(one.shingles) < _FEW for one in prints)
