"""Files of one document (copies, drafts, scans) count as one: in hits, totals, pages and facets (decision 20)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from whoosh import query

from workbench.index.document import COPY
from workbench.search.results import Hit


def without_copies(tree: query.Query) -> query.Query:
    """The tree without the files that another file of the same document is shown for."""
    return query.And([tree, query.Not(query.Term(COPY, "1"))])


def with_copies(hits: Iterable[Hit], shown: Mapping[str, str]) -> list[Hit]:
    """The hits, each with the other files of its document.

    Args:
        hits: what was found.
        shown: for every file that another one stands for: the id of that one.
    """
    found = list(hits)
    shown_for = {shown.get(hit.id, hit.id) for hit in found}
    members: dict[str, list[str]] = {}
    for name, representative in shown.items():
        if representative in shown_for:
            members.setdefault(representative, [representative]).append(name)
    return [
        replace(hit, copies=tuple(sorted(name for name in members[group] if name != hit.id)))
        if (group := shown.get(hit.id, hit.id)) in members
        else hit
        for hit in found
    ]
