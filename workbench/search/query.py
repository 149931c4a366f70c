"""The query language: Whoosh's parser with our field names and Vietnamese operators, giving a plain tree.

The tree's leaves hold what the person typed (`Term("text", "uỷ")`, `Phrase("dan", ["18", "-", "NQ/TW"])`);
`workbench.search.plan` turns them into terms of the index. Nothing typed ever fails or vanishes: what cannot be read
as the language is read as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from whoosh import qparser, query

from workbench.documents.symbols import find_symbols
from workbench.documents.tables import document_types
from workbench.errors import QueryError
from workbench.search.syntax import Fields, Fuzzy, RunsOfWords, Wild
from workbench.vietnamese.spelling import clean, strip_accents
from workbench.vietnamese.syllables import tokens

MAX_LENGTH = 2_000
"""Longest query in characters: Whoosh's parser needs seconds for more."""
MAX_DEPTH = 20
"""Deepest nesting of brackets that is read as nesting."""

_TYPE_NAMES = sorted({name for kind in document_types() for name in (kind.name, strip_accents(kind.name))}, key=len)
_TYPE_RULE = re.compile(
    rf"(?<!\w)(?P<field>(?:loai|loại):)(?P<name>{'|'.join(map(re.escape, reversed(_TYPE_NAMES)))})(?!\w)", re.IGNORECASE
)
_OPERATOR = re.compile(r"(?<!\S)(?:AND|VÀ|OR|HOẶC|NOT|KHÔNG)(?!\S)")


@dataclass(frozen=True)
class Parsed:
    """A query as read.

    Attributes:
        tree: the tree over the fields of FIELDS, or None when the query holds no word at all.
        as_words: True when it was read as plain words because it could not be read as the language.
    """

    tree: query.Query | None
    as_words: bool = False


def parse(text: str) -> Parsed:
    """Read a query.

    Raises:
        QueryError: the query is longer than MAX_LENGTH.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"Câu tìm dài {len(text)} ký tự, quá giới hạn {MAX_LENGTH}.", "Hãy rút gọn còn các từ cần tìm."
        )
    # Curly quotes and exotic dashes become those that the parser knows; "18 - NQ/TW" and `loai:báo cáo` one word each.
    cleaned = _joined_types(_joined_symbols(clean(text)))
    words = tokens(cleaned)
    if not words:
        return Parsed(None)
    if cleaned.count("(") <= MAX_DEPTH:
        tree = _parser(_speaks_operators(cleaned)).parse(cleaned, normalize=False)
        tree = _pruned(tree)
        if tree is not None:
            return Parsed(tree)
    return Parsed(_words_of(cleaned), as_words=True)


def leaves(tree: query.Query) -> list[query.Query]:
    """The leaves of a tree, left to right."""
    if tree.is_leaf():
        return [tree]
    return [leaf for child in tree.children() for leaf in leaves(child)]


def _joined_symbols(text: str) -> str:
    for span in reversed(find_symbols(text, ignore_case=True)):
        text = text[: span.start] + span.symbol + text[span.end :]
    return text


def _joined_types(text: str) -> str:
    """Quotes put around a tên loại of several words, so that `loai:báo cáo` asks for reports and not for "báo"."""
    return _TYPE_RULE.sub(lambda match: f'{match["field"]}"{match["name"]}"', text)


def _speaks_operators(text: str) -> bool:
    # A heading pasted in capitals ("BÁO CÁO VÀ KẾ HOẠCH") uses VÀ as a word; symbols are in capitals anyway.
    for span in reversed(find_symbols(text)):
        text = text[: span.start] + text[span.end :]
    if text.rstrip().endswith("?"):  # "… có được KHÔNG tính vào … hay KHÔNG?"
        return False
    letters = _OPERATOR.sub(" ", text)
    return any(map(str.islower, letters)) or not any(map(str.isalpha, letters))


def _parser(operators: bool) -> qparser.QueryParser:
    words = {"And": "AND|VÀ", "Or": "OR|HOẶC", "Not": "NOT|KHÔNG"} if operators else dict.fromkeys(("And", "Or", "Not"))
    plugins = [
        qparser.WhitespacePlugin(),
        Fields(),
        qparser.PhrasePlugin(),
        Wild(),
        Fuzzy(),
        qparser.RangePlugin(),
        qparser.GroupPlugin(),
        RunsOfWords(),
        qparser.OperatorsPlugin(
            And=words["And"] and rf"(?<=\s)(?:{words['And']})(?=\s)",
            Or=words["Or"] and rf"(?<=\s)(?:{words['Or']})(?=\s)",
            Not=words["Not"] and rf"(?:^|(?<=[\s()]))(?:{words['Not']})(?=\s)",
            AndNot=None,
            AndMaybe=None,
            Require=None,
        ),
    ]
    return qparser.QueryParser("text", schema=None, plugins=plugins)


def _words_of(text: str) -> query.Query | None:
    """A text as words that must all stand; None when it has none."""
    words = [query.Term("text", text[word.start : word.end]) for word in tokens(text)]
    return query.And(words) if words else None


def _pruned(tree: query.Query) -> query.Query | None:
    """The tree without leaves that hold no word; None when nothing is left."""
    if tree.is_leaf():
        if isinstance(tree, query.Term):
            return tree if tokens(str(tree.text)) else None
        if isinstance(tree, query.Wildcard | query.FuzzyTerm):
            return tree
        if isinstance(tree, query.Phrase):
            return tree if any(tokens(word) for word in tree.words) else None
        if isinstance(tree, query.TermRange):
            return tree if tree.fieldname == "ngay" else _words_of(f"{tree.start or ''} {tree.end or ''}")
        return None
    if isinstance(tree, query.Not):
        inner = _pruned(tree.query)
        return query.Not(inner) if inner is not None else None
    children = [child for child in map(_pruned, tree.children()) if child is not None]
    if not children:
        return None
    return children[0] if len(children) == 1 else tree.__class__(children)
