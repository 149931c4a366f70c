"""The plugins that teach Whoosh's parser our language: field names, runs of words, wild* and fuzzy~ words."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from whoosh import qparser, query
from whoosh.qparser import syntax

FIELDS = {
    "text": (),
    "so": ("số", "sokyhieu"),
    "dan": ("dẫn", "viendan"),
    "loai": ("loại",),
    "coquan": ("cơquan",),
    "donvi": ("đơnvị",),
    "ngay": ("ngày",),
    "tieude": ("tiêuđề",),
    "nguoiky": ("ngườiký", "ngườikí"),
    "linhvuc": ("lĩnhvực",),
    "nhan": ("nhãn",),
    "trangthai": ("trạngthái", "hieuluc", "hiệulực"),
}
"""Field names people type, with the accented forms they also type."""

_NAMES = {alias: name for name, aliases in FIELDS.items() if name != "text" for alias in (name, *aliases)}
_FIELD_RULE = rf"(?<!\w)(?P<text>(?i:{'|'.join(sorted(_NAMES, key=len, reverse=True))})):(?=\S)"


class Fields(qparser.FieldsPlugin):
    """Field names in any accepted form become the one name."""

    def __init__(self) -> None:
        super().__init__(_FIELD_RULE, remove_unknown=False)

    class FieldnameTagger(qparser.FieldsPlugin.FieldnameTagger):
        def create(self, parser: Any, match: re.Match[str]) -> syntax.FieldnameNode:
            return syntax.FieldnameNode(_NAMES[match["text"].lower()], match[0])


class RunsOfWords(qparser.plugins.Plugin):
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


class Wild(qparser.plugins.TaggingPlugin):
    """`nghị*`, `34-CT*`: a word with a star after at least two letters. A question mark only ends a question."""

    class WildNode(syntax.TextNode):
        qclass = query.Wildcard

    expr = r"(?<![\w*])(?P<text>[^\W_][\w/.-]*[^\W_]\*[\w*/-]*)(?=[\s()]|$)"
    nodetype = WildNode


class Fuzzy(qparser.plugins.TaggingPlugin):
    """`nhiêm~`, `nhiêm~2`: words one or two letters away."""

    class FuzzyNode(syntax.TextNode):
        qclass = query.FuzzyTerm

        def __init__(self, text: str, distance: str | None) -> None:
            super().__init__(text)
            self.distance = int(distance or 1)

        def query(self, parser: Any) -> Any:
            fieldname = self.fieldname or parser.fieldname
            return query.FuzzyTerm(fieldname, self.text, maxdist=self.distance, prefixlength=0)

    expr = r"(?<!\w)(?P<text>[^\W\d_]{3,})~(?P<distance>[12])?(?=[\s()]|$)"
    nodetype = FuzzyNode
