"""The query language: Whoosh's parser with our field names and Vietnamese operators, giving a plain tree.

The tree's leaves hold what the person typed (`Term("text", "uỷ")`, `Phrase("dan", ["18", "-", "NQ/TW"])`);
`workbench.search.plan` turns them into terms of the index. Nothing typed ever fails or vanishes: what cannot be read
as the language is read as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from whoosh import qparser, query
from whoosh.qparser import syntax

from workbench.documents.symbols import find_symbols
from workbench.documents.tables import document_types
from workbench.errors import QueryError
from workbench.vietnamese.spelling import clean, strip_accents
from workbench.vietnamese.syllables import tokens

MAX_LENGTH = 2_000
"""Longest query in characters: Whoosh's parser needs seconds for more."""
MAX_DEPTH = 20
"""Deepest nesting of brackets that is read as nesting."""

FIELDS = {
    "text": (),
    "so": ("số", "sokyhieu"),
    "dan": ("dẫn", "viendan"),
    "loai": ("loại",),
    "coquan": ("cơquan",),
    "ngay": ("ngày",),
    "tieude": ("tiêuđề",),
}
"""Field names people type, with the accented forms they also type."""

_NAMES = {alias: name for name, aliases in FIELDS.items() if name != "text" for alias in (name, *aliases)}
_FIELD_RULE = rf"(?<!\w)(?P<text>(?i:{'|'.join(sorted(_NAMES, key=len, reverse=True))})):(?=\S)"
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
        if tree is not None and any(
            isinstance(leaf, query.Term | query.Phrase | query.TermRange) for leaf in leaves(tree)
        ):
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
        _Fields(_FIELD_RULE, remove_unknown=False),
        qparser.PhrasePlugin(),
        qparser.RangePlugin(),
        qparser.GroupPlugin(),
        _RunsOfWords(),
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


class _Fields(qparser.FieldsPlugin):
    """Field names in any accepted form become the one name."""

    class FieldnameTagger(qparser.FieldsPlugin.FieldnameTagger):
        def create(self, parser: Any, match: re.Match[str]) -> syntax.FieldnameNode:
            return syntax.FieldnameNode(_NAMES[match["text"].lower()], match[0])


class _RunsOfWords(qparser.plugins.Plugin):
    """Words side by side bind tighter than any operator.

    Without it Whoosh reads `báo cáo HOẶC chỉ thị` as báo AND (cáo OR chỉ) AND thị. After KHÔNG the words are one
    phrase: `KHÔNG chỉ thị` must not drop a text for holding "chỉ" here and "thị" there.
    """

    def filters(self, parser: Any) -> list[tuple[Any, int]]:
        return [(self._group_runs, 550)]  # after white space is gone (500), before operators act (600)

    def _group_runs(self, parser: Any, group: Any) -> Any:
        has_operator = any(isinstance(node, syntax.Operator) for node in group)
        regrouped = group.empty_copy()
        run: list[Any] = []

        def close_run() -> None:
            if regrouped and isinstance(regrouped[-1], syntax.PrefixOperator):
                words = list(takewhile(_is_word, run))
                if len(words) > 1:
                    regrouped.append(_phrase(words))
                    del run[: len(words)]
                elif run:
                    regrouped.append(run.pop(0))
            if has_operator and len(run) > 1:
                regrouped.append(syntax.AndGroup(list(run)))
            else:
                regrouped.extend(run)
            run.clear()

        for node in group:
            if isinstance(node, syntax.Operator):
                close_run()
                if not regrouped or _may_follow(node, regrouped[-1]):
                    regrouped.append(node)
            elif isinstance(node, syntax.GroupNode):
                run.append(self._group_runs(parser, node))
            else:
                run.append(node)
        close_run()
        return regrouped


def _may_follow(node: Any, last: Any) -> bool:
    """Of several operators in a row only the first counts, but KHÔNG may follow VÀ and HOẶC."""
    if not isinstance(last, syntax.Operator):
        return True
    return isinstance(node, syntax.PrefixOperator) and not isinstance(last, syntax.PrefixOperator)


def _is_word(node: Any) -> bool:
    return type(node) is syntax.WordNode and node.fieldname is None


def _phrase(words: list[Any]) -> Any:
    phrase = qparser.PhrasePlugin.PhraseNode(" ".join(node.text for node in words), words[0].startchar)
    return phrase.set_range(words[0].startchar, words[-1].endchar)


def _words_of(text: str) -> query.Query | None:
    """A text as words that must all stand; None when it has none."""
    words = [query.Term("text", text[word.start : word.end]) for word in tokens(text)]
    return query.And(words) if words else None


def _pruned(tree: query.Query) -> query.Query | None:
    """The tree without leaves that hold no word; None when nothing is left."""
    if tree.is_leaf():
        if isinstance(tree, query.Term):
            return tree if tokens(str(tree.text)) else None
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
