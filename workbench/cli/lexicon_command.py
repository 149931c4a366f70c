"""`workbench lexicon TERM`: what the tables of words know of a term, the office's own tables included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.markup import escape

from workbench import Workbench
from workbench.cli.output import print_json, say
from workbench.vietnamese.lexicon import Expansion, Synonym


def look_up(term: str, root: Path, *, as_json: bool) -> None:
    """Print abbreviations, synonyms and places of a term. Raises SettingsError where an office table is wrong."""
    with Workbench.open(root) as workbench:
        lexicon, folder = workbench.lexicon, workbench.settings.lexicon
    found: dict[str, Any] = {
        "expansions": list(lexicon.expansions(term)),
        "abbreviations": list(lexicon.abbreviations_of(term)),
        "synonyms": list(lexicon.synonyms(term)),
        "places": list(lexicon.places(term)),
    }
    if as_json:
        print_json(
            {
                "term": term,
                **{name: [_plain(item) for item in items] for name, items in found.items()},
                "tables": folder,
            }
        )
        return
    for expansion in found["expansions"]:
        say(f"Viết tắt của: {escape(expansion.full)}{' (có nghĩa khác, tùy ngữ cảnh)' if expansion.ambiguous else ''}")
    for short in found["abbreviations"]:
        say(f"Viết tắt là: {escape(short)}")
    for synonym in found["synonyms"]:
        say(f"{'Gần nghĩa' if synonym.near else 'Đồng nghĩa'}: {escape(synonym.term)}")
    for place in found["places"]:
        say(f"Địa danh: {escape(place.name)}")
        if place.successor:
            say(f"  nay thuộc: {escape(place.successor)}{f' (từ {place.since:%d/%m/%Y})' if place.since else ''}")
        if place.predecessors:
            say(f"  gồm cả: {escape(', '.join(place.predecessors))}")
        if place.variants:
            say(f"  cũng viết: {escape(', '.join(place.variants))}")
    if not any(found.values()):
        say(f"Không bảng nào có “{escape(term)}”. Có thể thêm vào các bảng .csv trong {escape(str(folder))}.")


def _plain(item: Any) -> Any:
    return item._asdict() if isinstance(item, Expansion | Synonym) else item
