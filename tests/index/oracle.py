"""What every engine must answer, worked out document by document: slow, and plain enough to be believed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise

from whoosh import query

from workbench.index.document import (
    EXACT_FIELDS,
    FACETS,
    GAP,
    PAIR_FIELDS,
    IndexedDocument,
    facet_fold,
    facet_term,
    pair_term,
)
from workbench.index.engine import FacetFilter
from workbench.vietnamese.spelling import fold
from workbench.vietnamese.syllables import tokens

FACET_ATTRIBUTES = {"label": "labels"}


def term_list(document: IndexedDocument, field: str) -> list[str]:
    """The terms of a document in a field of the index, one for each occurrence."""
    if field in PAIR_FIELDS:
        places = _by_position(document, "body" if field == "pair" else "body_fold")
        return [pair_term(places[at], places[at + 1]) for at in places if at + 1 in places]
    if field in ("symbols", "cites"):
        return list(getattr(document, field))
    if field == "day":
        return [f"{document.date:08d}"] if document.date else []
    if field == "copy":
        return ["1"] if document.copy else []
    if field == "tag" or field in FACETS:
        values = document.tags if field == "tag" else facet_values(document, field)
        return [term for value in values for term in {facet_term(value), facet_fold(value)}]
    return list(_by_position(document, field).values())


def facet_values(document: IndexedDocument, name: str) -> list[str]:
    """The values of a facet as shown."""
    value = getattr(document, FACET_ATTRIBUTES.get(name, name))
    return [item for item in (value if isinstance(value, tuple) else (value,)) if item]


def matches(tree: query.Query, document: IndexedDocument) -> bool:
    """Whether a query tree holds for a document."""
    match tree:
        case query.FuzzyTerm():
            return any(
                term.startswith(tree.text[: tree.prefixlength]) and edits(tree.text, term) <= tree.maxdist
                for term in term_list(document, tree.fieldname)
            )
        case query.Wildcard():
            pattern = tree.text.replace("[", "[[]")
            return any(fnmatchcase(term, pattern) for term in term_list(document, tree.fieldname))
        case query.Term():
            return tree.text in term_list(document, tree.fieldname)
        case query.Prefix():
            return any(term.startswith(tree.text) for term in term_list(document, tree.fieldname))
        case query.TermRange():
            return any(tree.start <= term <= tree.end for term in term_list(document, tree.fieldname))
        case query.Phrase():
            return _has_phrase(_by_position(document, tree.fieldname), list(tree.words), tree.slop)
        case query.Every():
            return True
        case query.ConstantScoreQuery():
            return matches(tree.child, document)
        case query.Not():
            return not matches(tree.query, document)
        case query.And():
            return all(matches(part, document) for part in tree.subqueries)
        case query.Or():
            return any(matches(part, document) for part in tree.subqueries)
        case query.AndMaybe():
            return matches(tree.a, document)
        case query.Require():
            return matches(tree.a, document) and matches(tree.b, document)
    raise AssertionError(f"the plan makes no {tree!r}")


def edits(first: str, second: str) -> int:
    """The least number of letters changed, added, left out or swapped with their neighbour."""
    if not first or not second:
        return len(first) + len(second)
    best = min(
        edits(first[1:], second) + 1,
        edits(first, second[1:]) + 1,
        edits(first[1:], second[1:]) + (first[0] != second[0]),
    )
    if len(first) > 1 and len(second) > 1 and first[0] == second[1] and first[1] == second[0]:
        best = min(best, edits(first[2:], second[2:]) + 1)
    return best


class Scores:
    """The scores that documents of an archive get."""

    def __init__(self, documents: Sequence[IndexedDocument]) -> None:
        self._documents = documents
        self._held: dict[str, list[Counter[str]]] = {}

    def score(self, tree: query.Query, document: IndexedDocument) -> float:
        """The score of a document that the tree finds."""
        if not matches(tree, document):
            return 0.0
        boost: float = getattr(tree, "boost", 1.0)
        match tree:
            case query.Term() if tree.fieldname not in EXACT_FIELDS:
                return boost * self._bm25(tree.fieldname, tree.text, document)
            case query.Phrase():
                return boost * sum(self._bm25(tree.fieldname, word, document) for word in tree.words)
            case query.ConstantScoreQuery():
                return float(tree.score)
            case query.Not():
                return 0.0
            case query.Or() if self._is_choice(tree):
                return float(tree.subqueries[0].boost)
            case query.And() | query.Or():
                return sum(self.score(part, document) for part in tree.subqueries)
            case query.AndMaybe():
                return self.score(tree.a, document) + self.score(tree.b, document)
            case query.Require():
                return self.score(tree.a, document)
        return boost

    @staticmethod
    def _is_choice(tree: query.Or) -> bool:
        parts = tree.subqueries
        leaves = all(isinstance(part, query.Term | query.Prefix) and part.fieldname in EXACT_FIELDS for part in parts)
        return leaves and len({(part.fieldname, part.boost) for part in parts}) == 1

    def _counts(self, field: str) -> list[Counter[str]]:
        if field not in self._held:
            self._held[field] = [Counter(term_list(item, field)) for item in self._documents]
        return self._held[field]

    def _bm25(self, field: str, term: str, document: IndexedDocument) -> float:
        counts = self._counts(field)
        number = len(counts)
        held = sum(term in item for item in counts)
        average = sum(item.total() for item in counts) / number
        idf = math.log(1 + (number - held + 0.5) / (held + 0.5))
        own = Counter(term_list(document, field))
        assert own.total() <= 40, "longer fields are kept less exactly"
        return idf * 2.2 * own[term] / (own[term] + 1.2 * (0.25 + 0.75 * own.total() / average))


def passes(filters: Mapping[str, FacetFilter], document: IndexedDocument, *, but: str = "") -> bool:
    """Whether a document passes all filters, or all but one."""
    for name, wanted in filters.items():
        held = set(term_list(document, name))
        if name != but and wanted.include and not held & {facet_term(value) for value in wanted.include}:
            return False
        if name != but and held & {facet_term(value) for value in wanted.exclude}:
            return False
    return True


def facets(
    found: Sequence[IndexedDocument], filters: Mapping[str, FacetFilter]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """The counts over documents found, each facet without its own filter: most frequent first, then by value."""
    counts = {
        name: Counter(
            value for item in found if passes(filters, item, but=name) for value in set(facet_values(item, name))
        )
        for name in FACETS
    }
    return {name: tuple(sorted(held.items(), key=lambda row: (-row[1], row[0]))) for name, held in counts.items()}


def _has_phrase(places: Mapping[int, str], words: list[str], slop: int) -> bool:
    ends = {at for at, word in places.items() if word == words[0]}
    for word in words[1:]:
        ends = {end + step for end in ends for step in range(1, slop + 1) if places.get(end + step) == word}
    return bool(ends)


def _by_position(document: IndexedDocument, field: str) -> dict[int, str]:
    name, _, folded = field.partition("_")
    if name in ("organ", "signer"):
        found = tokens(document.issuer if name == "organ" else document.signer)
        words = [item.key for item in found[:1]]
        for before, item in pairwise(found):
            words += [GAP] * (item.position - before.position - 1) + [item.key]
    else:
        words = getattr(document, name).split()
    return {place: fold(word) if folded else word for place, word in enumerate(words) if word != GAP}
