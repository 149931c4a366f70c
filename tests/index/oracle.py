"""What every engine must answer, worked out document by document: slow, and plain enough to be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from whoosh import query

from workbench.index.engine import FACETS, IndexedDocument, facet_fold, facet_term, pair_term
from workbench.vietnamese.syllables import Syllable, tokens


def terms(document: IndexedDocument, field: str) -> set[str]:
    """The terms of a document in a field of the index."""
    if field in ("pair", "pair_fold"):
        neighbours = zip(document.body, document.body[1:], strict=False)
        near = [(a, b) for a, b in neighbours if b.position == a.position + 1]
        return {pair_term(a.key, b.key) if field == "pair" else pair_term(a.fold, b.fold) for a, b in near}
    if field in ("symbols", "cites"):
        return set(getattr(document, field))
    if field == "day":
        return {f"{document.date:08d}"} if document.date else set()
    if field in FACETS:
        value = getattr(document, field)
        return {facet_term(value), facet_fold(value)} - {""}
    return set(_by_position(document, field).values())


def matches(tree: query.Query, document: IndexedDocument) -> bool:
    """Whether a query tree holds for a document."""
    match tree:
        case query.Term():
            return tree.text in terms(document, tree.fieldname)
        case query.Prefix():
            return any(term.startswith(tree.text) for term in terms(document, tree.fieldname))
        case query.TermRange():
            return any(tree.start <= term <= tree.end for term in terms(document, tree.fieldname))
        case query.Phrase():
            places = _by_position(document, tree.fieldname)
            return any(
                all(places.get(start + step) == word for step, word in enumerate(tree.words)) for start in places
            )
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


def facets(found: Iterable[IndexedDocument]) -> dict[str, tuple[tuple[str, int], ...]]:
    """The counts over documents found: most frequent first, then by value."""
    documents = list(found)
    counted = {name: Counter(getattr(item, name) for item in documents if getattr(item, name)) for name in FACETS}
    return {name: tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0]))) for name, counts in counted.items()}


def _by_position(document: IndexedDocument, field: str) -> dict[int, str]:
    name, _, folded = field.partition("_")
    syllables: Sequence[Syllable] = tokens(document.issuer) if name == "organ" else getattr(document, name)
    return {item.position: item.fold if folded else item.key for item in syllables}
