"""A draft as JSON text and back: format 2, laid out so that two versions can be compared line by line."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, TypeVar

from workbench.documents.model import Citation, System
from workbench.drafting.model import Comment, Draft, DraftItem, DraftSection, ItemState

FORMAT = 2
_READABLE = (1, FORMAT)  # format 1 had no kinds of report, no levels, no comments

_CITATION_FIELDS = tuple(one.name for one in fields(Citation) if one.name != "gone")  # true only of one moment

_Value = TypeVar("_Value")


class UnknownFormat(ValueError):
    """The text is JSON, but written by a newer workbench."""


def dump_draft(draft: Draft) -> bytes:
    """The draft as UTF-8 JSON, keys sorted, one value a line.

    Broken text (lone surrogates, as some converted files hold) is kept as JSON escapes. Two lone surrogates that
    stand side by side and form a pair come back as the one character they mean: JSON cannot tell them apart.
    """
    data = {
        "format": FORMAT,
        "id": draft.id,
        "title": draft.title,
        "query": draft.query,
        "created": draft.created.isoformat(),
        "type_name": draft.type_name,
        "system": draft.system,
        "outline": draft.outline,
        "issued": draft.issued.isoformat() if draft.issued else None,
        "labels": list(draft.labels),
        "drawn_from": list(draft.drawn_from),
        "comments": [asdict(comment) | {"when": comment.when.isoformat()} for comment in draft.comments],
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "level": section.level,
                "is_parent": section.is_parent,
                "guidance": section.guidance,
                "items": [
                    {
                        "id": item.id,
                        "text": item.text,
                        "state": item.state.value,
                        "citations": [_citation_data(citation) for citation in item.citations],
                        "also": [_citation_data(citation) for citation in item.also],
                        "proposed": item.proposed,
                    }
                    for item in section.items
                ],
            }
            for section in draft.sections
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    # "backslashreplace" writes a lone surrogate as \udXXX, which is also its JSON escape.
    return text.encode("utf-8", "backslashreplace")


def parse_draft(data: bytes) -> Draft:
    """The draft that `dump_draft` wrote.

    Raises:
        UnknownFormat: the text bears another format number.
        ValueError: the text is damaged, or lacks something a draft needs.
    """
    try:
        top = json.loads(data.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(top, dict):
        raise ValueError("not an object")
    if top.get("format") not in _READABLE:
        raise UnknownFormat(str(top.get("format")))
    return Draft(
        title=_get(top, "title", str),
        query=_get(top, "query", str),
        sections=[_section(section) for section in _get(top, "sections", list)],
        id=_get(top, "id", str),
        created=datetime.fromisoformat(_get(top, "created", str)),
        type_name=_get_optional(top, "type_name", str) or "Báo cáo",
        system=_system(_get_optional(top, "system", str) or "party"),
        outline=_get_optional(top, "outline", str) or "",
        issued=_day(_get_optional(top, "issued", str)),
        labels=tuple(_texts(top, "labels")),
        comments=[_comment(comment) for comment in _get_optional(top, "comments", list) or []],
        drawn_from=tuple(_texts(top, "drawn_from")),
    )


def _citation_data(citation: Citation) -> dict[str, Any]:
    # `asdict` copies deeply, which takes most of the time of saving a long draft.
    kept = {name: getattr(citation, name) for name in _CITATION_FIELDS}
    return kept | {"date": citation.date.isoformat() if citation.date else None}


def _section(data: Any) -> DraftSection:
    items = [_item(item) for item in _get(data, "items", list)]
    return DraftSection(
        key=_get(data, "key", str),
        heading=_get(data, "heading", str),
        items=items,
        level=1 if (level := _get_optional(data, "level", int)) is None else level,  # 0 is "Phần thứ nhất"
        is_parent=_get_optional(data, "is_parent", bool) or False,
        guidance=_get_optional(data, "guidance", str) or "",
    )


def _item(data: Any) -> DraftItem:
    return DraftItem(
        text=_get(data, "text", str),
        citations=tuple(_citation(citation) for citation in _get(data, "citations", list)),
        state=ItemState(_get(data, "state", str)),
        id=_get(data, "id", str),
        also=tuple(_citation(citation) for citation in _get_optional(data, "also", list) or []),
        proposed=_get_optional(data, "proposed", bool) or False,
    )


def _comment(data: Any) -> Comment:
    return Comment(
        item_id=_get(data, "item_id", str),
        author=_get(data, "author", str),
        text=_get(data, "text", str),
        when=datetime.fromisoformat(_get(data, "when", str)),
        resolved=_get(data, "resolved", bool),
        id=_get(data, "id", str),
    )


def _system(value: str) -> System:
    if value == "party":
        return "party"
    if value == "state":
        return "state"
    raise ValueError(f"“{value}” is no system of documents")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None


def _texts(data: Any, key: str) -> list[str]:
    values = _get_optional(data, key, list) or []
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"“{key}” is not a list of texts")
    return values


def _citation(data: Any) -> Citation:
    return Citation(
        document_id=_get(data, "document_id", str),
        path=_get(data, "path", str),
        symbol=_get_optional(data, "symbol", str),
        title=_get(data, "title", str),
        date=_day(_get_optional(data, "date", str)),
        page=_get_optional(data, "page", int),
        passage=_get(data, "passage", int),
        start=_get(data, "start", int),
        end=_get(data, "end", int),
        quote=_get(data, "quote", str),
        unit=_get_optional(data, "unit", str),
    )


def _get(data: Any, key: str, kind: type[_Value]) -> _Value:
    value = _get_optional(data, key, kind)
    if value is None:
        raise ValueError(f"“{key}” is missing")
    return value


def _get_optional(data: Any, key: str, kind: type[_Value]) -> _Value | None:
    if not isinstance(data, dict):
        raise ValueError(f"no object to take “{key}” from")
    value = data.get(key)
    if value is not None and not isinstance(value, kind):
        raise ValueError(f"“{key}” is not a {kind.__name__}")
    return value
