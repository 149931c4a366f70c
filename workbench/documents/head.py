"""How the head of a document is laid out: which of its cells are its tên loại, its dateline, its body.

Cells come from `head_cells`; the fields they make are put together in `header`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from workbench.documents.head_cells import Cell, cells_of, folded, is_capitals
from workbench.documents.model import System
from workbench.documents.subject import ABOUT, BODY, LONG
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key
from workbench.documents.tables import DocumentType, document_types

_BEFORE_TITLE, _AFTER_TITLE = 14, 60  # cells of a head before and after the state's or the Party's title

CONSOLIDATED = "Văn bản hợp nhất"
# The note with which a consolidated text begins: "Luật … số …, có hiệu lực …, được sửa đổi, bổ sung bởi:".
_AMENDED_BY = re.compile(r"được sửa đổi, bổ sung(?: một số điều)? (?:bởi|theo)\s*:$", re.IGNORECASE)


def head_of(cells: list[Cell]) -> list[Cell]:
    """The cells of the head, or nothing where the text begins without one (an article, a table)."""
    title = next((i for i, cell in enumerate(cells) if cell.kind in ("party", "state")), None)
    if title is not None:
        head = cells[max(0, title - _BEFORE_TITLE) : title + _AFTER_TITLE]
        # A newspaper's banner bears the Party's title too, but neither number nor dateline nor tên loại follows.
        return head if any(cell.kind == "symbol" or cell.place or _type_in(cell) for cell in head) else []
    head = cells[:_AFTER_TITLE]
    for place, cell in enumerate(head):
        if cell.kind == "text" and len(cell.text) > LONG:
            head = head[:place]
            break
    if any(cell.kind == "symbol" for cell in head[:25]):
        return head
    # Without title and number, only a tên loại in capitals among the first lines makes a head.
    first = next((i for i, cell in enumerate(head[:5]) if cell.capitals and _type_in(cell)), None)
    if first is not None and not any(_type_in(cell) for cell in head[first + 1 : first + 2]):
        return head
    return []


def find_type(cells: list[Cell], scanned: bool) -> tuple[int | None, DocumentType | None, str]:
    """Where the tên loại is printed in capitals, which it is, and what follows it in the same cell."""
    for place, cell in enumerate(cells):
        typed = _type_in(cell)
        if typed and typed[0].name != CONSOLIDATED:
            return place, typed[0], typed[1]
    for place, cell in enumerate(cells) if scanned else ():
        letters = re.sub(r"\W", "", folded(cell.text))
        if cell.kind != "text" or len(letters) > 24 or not cell.capitals:
            continue
        alike = get_close_matches(letters, _SQUEEZED_TYPES, n=1, cutoff=0.84)
        if alike and _SQUEEZED_TYPES[alike[0]].name != CONSOLIDATED:
            return place, _SQUEEZED_TYPES[alike[0]], ""
    return None, None, ""


def _type_in(cell: Cell) -> tuple[DocumentType, str] | None:
    if cell.kind != "text":
        return None
    text = re.sub(r"(?<=[^\W\d_])[\d*()]{1,4}$", "", cell.text).strip(" .:*")
    words = folded(text[:60])
    for spelled, kind in _TYPES_BY_LENGTH:
        if words == spelled and is_capitals(text):
            return kind, ""
        if words.startswith(spelled + " "):
            count = len(spelled.split())
            head, rest = " ".join(text.split()[:count]), text.split()[count:]
            # Run together with its subject: "NGHỊ ĐỊNH QUY ĐỊNH CHI TIẾT …", "BÁO CÁO tình hình …".
            if is_capitals(head) and not _is_organ_like(rest):
                return kind, " ".join(rest)
    return None


def _is_organ_like(rest: list[str]) -> bool:
    return rest[:1] == ["-"] or folded(" ".join(rest[:2])) in {"cua bo", "cua uy", "cua chinh"}


_TYPES_BY_LENGTH = sorted(
    {folded(kind.name): kind for kind in reversed(document_types())}.items(), key=lambda pair: -len(pair[0])
)


_SQUEEZED_TYPES = {spelled.replace(" ", ""): kind for spelled, kind in _TYPES_BY_LENGTH}


def body_start(cells: list[Cell], type_at: int | None, symbols_at: list[int]) -> int:
    """The first cell of the body: behind the head's fields, a legal basis, an addressee, an article, a paragraph."""
    first = min([at for at in (type_at, *symbols_at[:1]) if at is not None], default=0)
    for place in range(first + 1, len(cells)):
        cell = cells[place]
        if cell.kind == "text" and (BODY.match(cell.text) or (len(cell.text) > LONG and place != type_at)):
            # The subject itself may be long: the cell right behind the tên loại, unless it opens the body.
            if type_at is not None and place == type_at + 1 and not BODY.match(cell.text):
                continue
            return place
    return len(cells)


def without_titles(cells: list[Cell], places: list[int]) -> list[int]:
    """The places of symbols without those that come again: a web page's title line names the number, then the head."""
    keys = [symbol_key(span.text) if (span := cells[place].symbol) else "" for place in places]
    return [place for i, place in enumerate(places) if not keys[i] or keys[i] not in keys[i + 1 :]]


def dateline(cells: list[Cell], type_at: int | None, body_at: int) -> Cell | None:
    """The cell "địa danh, ngày …"; without a place only before the tên loại, where no subject can name a day."""
    days = [cell for cell in cells[:body_at] if cell.kind == "date"]
    early = [cell for cell in cells[: body_at if type_at is None else type_at] if cell.kind == "date"]
    return next((cell for cell in days if cell.place), early[0] if early else None)


def is_consolidated(cells: list[Cell], symbol: SymbolSpan | None) -> bool:
    if symbol and symbol.type == "VBHN":
        return True
    for cell in cells:
        if cell.kind == "text" and folded(cell.text[:16]) == "van ban hop nhat" and cell.capitals:
            return True
        if (
            cell.kind == "text"
            and cell.text.endswith(":")
            and _AMENDED_BY.search(cell.text)
            and find_symbols(cell.text)
        ):
            return True
    return False


class Block(NamedTuple):
    cells: list[Cell]
    start: int


def consolidation_block(text: str) -> Block | None:
    """The cells of the block that authenticates a consolidated text, up to its signer."""
    place = text.find("XÁC THỰC VĂN BẢN HỢP NHẤT")
    if place < 0:
        return None
    start = text.rfind("\n", 0, place) + 1
    cells = cells_of(text[start : start + 1_200])
    is_own = [cell.symbol is not None and cell.symbol.type == "VBHN" for cell in cells]
    symbol = is_own.index(True) if True in is_own else None
    if symbol is None or symbol > 8:
        return None
    last = next((i for i in range(symbol, len(cells)) if cells[i].kind == "date"), symbol)
    return Block(cells[: max(symbol, last if last <= symbol + 3 else symbol) + 1], start)


def system_of(cells: list[Cell], symbol: SymbolSpan | None) -> System | None:
    title = next((cell.kind for cell in cells if cell.kind in ("party", "state")), None)
    if title == "party" or title == "state":
        return "party" if title == "party" else "state"
    return symbol.system if symbol else None


def type_name_of(
    kind: DocumentType | None, symbol: SymbolSpan | None, system: System | None, head: list[Cell]
) -> str | None:
    """The printed tên loại; where none is printed, what the symbol says without doubt (domain.md §2.2, §3.2)."""
    if symbol and symbol.type == "CV":
        return "Công văn"
    if kind:
        joint = symbol is not None and symbol.type in {"TTLT", "NQLT"} and "liên tịch" not in kind.name
        return f"{kind.name} liên tịch" if joint else kind.name
    if symbol is None:
        blank = any(cell.kind == "symbol" and re.search(r"CV/|/UBND-|/[A-ZĐ]{3,}-", cell.text) for cell in head)
        return "Công văn" if blank and _addresses(head) else None
    if symbol.type is None:
        is_letter = "-" in symbol.symbol.partition("/")[2] and symbol.year is None
        return "Công văn" if is_letter and _addresses(head) else None
    names = {
        entry.name
        for entry in document_types()
        if entry.abbreviation == symbol.type and (system is None or entry.system in (system, "both"))
    }
    return names.pop() if len(names) == 1 else None


def _addresses(cells: list[Cell]) -> bool:
    return any(
        cell.kind == "text" and (ABOUT.match(cell.text) or folded(cell.text[:12]).lstrip(" -").startswith("kinh gui"))
        for cell in cells
    )
