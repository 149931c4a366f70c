"""The query tree that engines compile: `prepare` turns what the planner builds into a few kinds of node.

What a node finds, and what it adds to a document's score:

- `Term` in a text field: BM25 (`ranking.py`) times its boost; in an exact field: its boost.
- `Phrase`: the words in order, each at most `slop` places after the one before (1: side by side); the sum of its
  words' BM25. `Prefix`, `Wildcard`, `FuzzyTerm`, `TermRange` over the field `day`, `Every`: the boost.
- `And`, `Or`: the sum over the parts that match. Several values of one exact field under `Or` count once.
- `AndMaybe(a, b)`: a, plus b where it matches. `Require(a, b)`: both must match; the score of a.
- `Not`: what does not match; nothing. `ConstantScoreQuery(a, score)`: the score.
"""

from __future__ import annotations

from whoosh import query as q

from workbench.errors import QueryError
from workbench.index.document import DAY_FIELD, EXACT_FIELDS, SYLLABLE_FIELDS, TEXT_FIELDS

MAX_DEPTH = 40
MAX_NODES = 4_000
_MAX_PLACINGS = 128  # ways to place the words of a loose phrase that an engine may have to try

_POSITIONS = frozenset((*SYLLABLE_FIELDS, *(f"{name}_fold" for name in SYLLABLE_FIELDS)))
_MULTI = (q.Prefix, q.Wildcard, q.FuzzyTerm)


def prepare(tree: q.Query) -> q.Query:
    """The tree in the form that engines compile: boosts stand at the leaves, constants are `ConstantScoreQuery`.

    Raises:
        QueryError: the tree is deeper than `MAX_DEPTH` or has more than `MAX_NODES` nodes.
        ValueError: a node or field that no planner should make.
    """
    return _Preparer().node(tree, 1.0, 0)


def constant_score(tree: q.Query) -> float | None:
    """The score that a prepared tree gives to every document it finds, or None where scores differ."""
    if isinstance(tree, q.ConstantScoreQuery):
        return float(tree.score)
    if isinstance(tree, q.Require):
        return constant_score(tree.a)
    if isinstance(tree, q.And):
        scores = [constant_score(part) for part in tree.subqueries if not isinstance(part, q.Not)]
        return None if None in scores else float(sum(score or 0.0 for score in scores))
    if isinstance(tree, q.Or) and len(tree.subqueries) == 1:
        return constant_score(tree.subqueries[0])
    return None


class _Preparer:
    def __init__(self) -> None:
        self._nodes = 0

    def node(self, tree: q.Query, boost: float, depth: int) -> q.Query:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise QueryError("Câu tìm quá phức tạp.", "Hãy bỏ bớt dấu ngoặc hoặc chia thành vài câu ngắn hơn.")
        if isinstance(tree, q.ConstantScoreQuery):
            return _constant(self.node(tree.child, 1.0, depth + 1), tree.score * boost)
        if isinstance(tree, q.Not):
            return q.Not(self.node(tree.query, 1.0, depth + 1))
        if isinstance(tree, q.AndMaybe | q.Require):
            second = self.node(tree.b, boost, depth + 1)
            return type(tree)(self.node(tree.a, boost, depth + 1), second)
        if isinstance(tree, q.And | q.Or):
            within = boost * getattr(tree, "boost", 1.0)
            parts = [self.node(part, within, depth + 1) for part in tree.subqueries]
            return _joined(type(tree), parts)
        return _leaf(tree, boost)


def _joined(kind: type[q.Query], parts: list[q.Query]) -> q.Query:
    if kind is q.And and parts and all(isinstance(part, q.Not) for part in parts):
        parts = [q.ConstantScoreQuery(q.Every(), 0.0), *parts]
    if not parts:
        return q.NullQuery
    if kind is q.Or:
        value = _any_value(parts)
        if value is not None:
            return value
    return kind(parts)


def _any_value(parts: list[q.Query]) -> q.Query | None:
    """Several values of one exact field: any of them counts, and counts once."""
    first = parts[0]
    if not isinstance(first, q.ConstantScoreQuery):
        return None
    children: list[q.Query] = []
    for part in parts:
        if not isinstance(part, q.ConstantScoreQuery) or part.score != first.score:
            return None
        children.append(part.child)
    names = {getattr(child, "fieldname", None) for child in children}
    if len(names) != 1 or not names <= set(EXACT_FIELDS):
        return None
    return q.ConstantScoreQuery(q.Or(children) if len(children) > 1 else children[0], first.score)


def _constant(child: q.Query, score: float) -> q.Query:
    while isinstance(child, q.ConstantScoreQuery):
        child = child.child
    return q.ConstantScoreQuery(child, score)


def _leaf(tree: q.Query, boost: float) -> q.Query:
    boost *= getattr(tree, "boost", 1.0)
    if tree == q.NullQuery:
        return q.NullQuery
    if isinstance(tree, q.Every):
        return q.ConstantScoreQuery(q.Every(), boost)
    name = tree.fieldname
    if name not in TEXT_FIELDS and name not in EXACT_FIELDS:
        raise ValueError(f"no field {name!r}")
    if isinstance(tree, q.Phrase):
        return _phrase(tree, boost)
    if isinstance(tree, q.TermRange):
        if name != DAY_FIELD:
            raise ValueError(f"no ranges in {name!r}")
        return q.ConstantScoreQuery(tree, boost)
    if isinstance(tree, _MULTI):
        return q.ConstantScoreQuery(tree, boost)
    if type(tree) is not q.Term:
        raise ValueError(f"no engine takes {tree!r}")
    if name in EXACT_FIELDS:
        return q.ConstantScoreQuery(q.Term(name, tree.text), boost)
    return q.Term(name, tree.text, boost=boost)


def _phrase(tree: q.Phrase, boost: float) -> q.Query:
    words = [str(word) for word in tree.words]
    if not words:
        return q.NullQuery
    if len(words) == 1:
        return q.Term(tree.fieldname, words[0], boost=boost)
    if tree.fieldname not in _POSITIONS:
        raise ValueError(f"no phrases in {tree.fieldname!r}")
    slop = max(int(tree.slop), 1)
    while slop > 1 and slop ** (len(words) - 1) > _MAX_PLACINGS:
        slop -= 1
    return q.Phrase(tree.fieldname, words, slop=slop, boost=boost)
