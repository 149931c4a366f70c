"""Finds the document of each row of a register, and what the register would fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from workbench.documents.model import Document
from workbench.documents.symbols import symbol_key, tidy_symbol
from workbench.documents.tables import document_types
from workbench.errors import CorrectionError
from workbench.vietnamese.spelling import clean, fold
from workbench.workspace.corrections import CONFIRMED, natural_key
from workbench.workspace.fields import FIELDS, Field, Value, shown, value_from
from workbench.workspace.registry_file import (
    FILE,
    NOTATION,
    NUMBER,
    SECRECY,
    Cell,
    Registry,
    day_of,
    read_registry,
)

__all__ = ["Fill", "Registry", "RegistryPlan", "RowTrouble", "match_rows", "read_registry"]

_SURE = 0.8
_DATES = ("date", "ArrivalDate", "DueDate")


class Fill(NamedTuple):
    """A value that a register has for a field of a document.

    Attributes:
        row: number of the row in the file.
        document_id, path: the document.
        field: the field.
        value: what the register says; before: what the document has.
    """

    row: int
    document_id: str
    path: str
    field: Field
    value: Value
    before: Value


class RowTrouble(NamedTuple):
    """A row, or a cell of it, that nothing can be done with: its number, what it is about, and why."""

    row: int
    about: str
    reason: str


@dataclass(frozen=True)
class RegistryPlan:
    """What importing a register would do; nothing is changed until it is applied.

    Attributes:
        registry: the register.
        matched: for each row that found its document: number of the row, ids, and by what ("tên tệp", "số ký hiệu").
        fills: fields that would be filled: empty or uncertain ones.
        conflicts: fields where the document prints something else; left alone unless accepted.
        kept: fields that a person has confirmed and where the register says something else; never changed.
        ambiguous: rows that fit several documents.
        unmatched: rows that fit none.
        unreadable: cells that cannot be the value of their field.
        warnings: what people should look at, e.g. rows that the register calls secret.
    """

    registry: Registry
    matched: tuple[tuple[int, tuple[str, ...], str], ...]
    fills: tuple[Fill, ...]
    conflicts: tuple[Fill, ...]
    kept: tuple[Fill, ...]
    ambiguous: tuple[RowTrouble, ...]
    unmatched: tuple[RowTrouble, ...]
    unreadable: tuple[RowTrouble, ...]
    warnings: tuple[RowTrouble, ...]

    def changes(self, *, accept_conflicts: bool = False) -> list[tuple[str, Field, Value, str]]:
        """What applying writes: document id, field, value, where it comes from."""
        chosen = (*self.fills, *(self.conflicts if accept_conflicts else ()))
        name = self.registry.file.name
        return [(fill.document_id, fill.field, fill.value, f"{name}, dòng {fill.row}") for fill in chosen]

    def to_frame(self) -> pd.DataFrame:
        """Everything found, one line each: row, status, path, field, value, before."""
        rows: list[tuple[object, ...]] = []
        for status, fills in (
            ("điền", self.fills),
            ("khác với văn bản", self.conflicts),
            ("giữ bản đã xác nhận", self.kept),
        ):
            rows += [(f.row, status, f.path, f.field.label, shown(f.value), shown(f.before)) for f in fills]
        for status, troubles in (
            ("nhiều văn bản cùng khớp", self.ambiguous),
            ("không tìm thấy văn bản", self.unmatched),
            ("ô không đọc được", self.unreadable),
            ("cần xem lại", self.warnings),
        ):
            rows += [(t.row, status, "", t.about, t.reason, "") for t in troubles]
        frame = pd.DataFrame(rows, columns=["row", "status", "path", "field", "value", "before"])
        return frame.sort_values("row", kind="stable", ignore_index=True)


def match_rows(registry: Registry, documents: Sequence[Document]) -> RegistryPlan:
    """Find the document of each row: by file name, else by số ký hiệu with date and organ, else by date and trích yếu.

    Numbers restart every term and are the same in every province (domain.md §2.4), so a number without a date or an
    organ that agrees is no match.

    Args:
        registry: from `read_registry`.
        documents: all documents, with the decisions applied; their texts are not needed.
    """
    finder = _Finder(documents)
    matched: list[tuple[int, tuple[str, ...], str]] = []
    fills: dict[str, list[Fill]] = {"fill": [], "conflict": [], "keep": []}
    ambiguous, unmatched, unreadable, warnings = [], [], [], []
    for number, cells in registry.rows:
        row = _row(registry, cells)
        values: dict[str, Value] = {}
        for name, cell in row.items():
            if name in FIELDS:
                try:
                    values[name] = _value(FIELDS[name], cell, registry.month_first)
                except CorrectionError as error:
                    unreadable.append(RowTrouble(number, f"{FIELDS[name].label}: {cell}", error.message))
        symbol = _symbol(row)
        if symbol:
            values["symbol"] = symbol
        about = " – ".join(str(part) for part in (symbol, row.get(FILE), row.get("subject")) if part) or "(dòng trống)"
        if _is_secret(row.get(SECRECY)):
            warnings.append(
                RowTrouble(number, about, f"Sổ ghi độ mật “{row[SECRECY]}”: văn bản này không được có trong kho.")
            )
        if not values and FILE not in row:
            continue
        found, how = finder.find(str(row.get(FILE) or ""), values)
        if not found:
            unmatched.append(RowTrouble(number, about, how))
        elif len(found) > 1 and not _one_document(found):
            names = "; ".join(document.path for document in found[:5])
            ambiguous.append(RowTrouble(number, about, f"{len(found)} văn bản: {names}"))
        else:
            matched.append((number, tuple(document.id for document in found), how))
            for document in found:
                for name, value in values.items():
                    kind = _kind(document, FIELDS[name], value)
                    if kind:
                        field = FIELDS[name]
                        fill = Fill(number, document.id, document.path, field, value, field.value_of(document))
                        fills[kind].append(fill)
    return RegistryPlan(
        registry,
        tuple(matched),
        tuple(fills["fill"]),
        tuple(fills["conflict"]),
        tuple(fills["keep"]),
        tuple(ambiguous),
        tuple(unmatched),
        tuple(unreadable),
        tuple(warnings),
    )


def _row(registry: Registry, cells: Sequence[Cell]) -> dict[str, Cell]:
    return {
        column.role: cells[column.index]
        for column in registry.columns
        if column.role is not None and column.index < len(cells) and cells[column.index] is not None
    }


def _value(field: Field, cell: Cell, month_first: bool) -> Value:
    if field.name in _DATES:
        day = day_of(cell, month_first)
        if day is None:
            raise CorrectionError(f"“{cell}” không phải một ngày.", "Hãy sửa ô này trong sổ.")
        return value_from(field, day)
    return value_from(field, cell)


def _symbol(row: dict[str, Cell]) -> str | None:
    """The whole symbol of a row, from one column or from số and ký hiệu apart ("12" and "CT/TU" → "12-CT/TU")."""
    whole = str(row.get("symbol") or "").strip()
    number, notation = str(row.get(NUMBER) or "").strip(), str(row.get(NOTATION) or "").strip()
    if whole and re.search(r"\d", whole) and re.search(r"[^\W\d_]", whole):
        return tidy_symbol(whole)
    number = number or whole
    if not number or not notation:
        return None
    if re.match(r"\s*\d", notation):
        return tidy_symbol(notation)  # the "ký hiệu" already begins with the number
    if notation[0] in "-/":
        return tidy_symbol(number + notation)
    kind = notation.partition("/")[0]
    return tidy_symbol(f"{number}{'-' if '/' in notation and fold(kind) in _abbreviations() else '/'}{notation}")


def _abbreviations() -> set[str]:
    return {fold(kind.abbreviation) for kind in document_types() if kind.abbreviation}


def _is_secret(cell: Cell) -> bool:
    folded = fold(str(cell or "")).strip()
    return folded in {"mat", "toi mat", "tuyet mat", "a", "b", "c"} or folded.startswith(
        ("mat ", "tuyet mat", "toi mat")
    )


def _one_document(found: Sequence[Document]) -> bool:
    """Whether files are copies of one document: the register's row is then about all of them."""
    keys = {natural_key(document.header) for document in found}
    return len(keys) == 1 and None not in keys


def _kind(document: Document, field: Field, value: Value) -> str | None:
    """What to do with a value: "fill", "conflict", "keep" (a person has decided), or nothing as it is the same."""
    before = field.value_of(document)
    if value in (None, ()) or _same(field, before, value):
        return None
    evidence = document.header.evidence.get(field.name)
    if evidence is not None and evidence.note.startswith(CONFIRMED):
        return "keep"
    if before in (None, ()) or field.home == "register" or (evidence is not None and evidence.confidence < _SURE):
        return "fill"
    return "conflict"


def _same(field: Field, one: Value, other: Value) -> bool:
    if field.name == "symbol" and isinstance(one, str) and isinstance(other, str):
        return symbol_key(one) == symbol_key(other)
    if isinstance(one, str) and isinstance(other, str):
        first, second = (" ".join(re.findall(r"\w+", fold(text))) for text in (one, other))
        return first == second or (field.name == "subject" and first.removeprefix("ve ") == second.removeprefix("ve "))
    return one == other


class _Finder:
    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_name: dict[str, list[Document]] = {}
        self._by_symbol: dict[str, list[Document]] = {}
        self._by_date: dict[object, list[Document]] = {}
        for document in documents:
            name = _file_name(document.path)
            self._by_name.setdefault(name, []).append(document)
            stem = name.rpartition(".")[0]
            if stem:
                self._by_name.setdefault(stem, []).append(document)
            if document.header.symbol:
                self._by_symbol.setdefault(symbol_key(document.header.symbol), []).append(document)
            elif document.header.date:
                self._by_date.setdefault(document.header.date, []).append(document)

    def find(self, file: str, values: dict[str, Value]) -> tuple[list[Document], str]:
        """The documents of a row and by what they were found; none, and why not."""
        for name in re.split(r"[;\n|]", file):
            found = self._by_name.get(_file_name(name.strip()), []) if name.strip() else []
            path = clean(name.strip()).replace("\\", "/").casefold()
            exact = [document for document in found if document.path.casefold().endswith(path)] if "/" in path else []
            found = exact or found
            if len(found) > 1:
                found = [document for document in found if _agrees(document, values)] or found
            if found:
                return found, "tên tệp"
        symbol = values.get("symbol")
        if isinstance(symbol, str):
            same = self._by_symbol.get(symbol_key(symbol), [])
            found = [document for document in same if _agrees(document, values)]
            sure = [document for document in found if _date_or_issuer(document, values)]
            if sure:
                return sure, "số ký hiệu"
            if found:
                return [], "có văn bản cùng số ký hiệu, nhưng không có ngày hay cơ quan để chắc là nó"
            if same:
                return [], "có văn bản cùng số ký hiệu, nhưng khác ngày hoặc khác cơ quan"
        subject = values.get("subject")
        if isinstance(subject, str) and values.get("date"):
            found = [
                document
                for document in self._by_date.get(values["date"], [])
                if _agrees(document, values) and _like(document.header.subject or document.title, subject)
            ]
            if found:
                return found, "ngày và trích yếu"
        return [], "không có tệp nào mang tên này, số ký hiệu này trong kho"


def _file_name(path: str) -> str:
    return clean(path).replace("\\", "/").rpartition("/")[2].strip().casefold()


def _agrees(document: Document, values: dict[str, Value]) -> bool:
    """Whether nothing that both know of number, date and organ differs."""
    header = document.header
    symbol, day, issuer = values.get("symbol"), values.get("date"), values.get("issuer")
    if isinstance(symbol, str) and header.symbol and symbol_key(symbol) != symbol_key(header.symbol):
        return False
    if day and header.date and day != header.date:
        return False
    return not (isinstance(issuer, str) and header.issuer and not _names_agree(issuer, header.issuer))


def _date_or_issuer(document: Document, values: dict[str, Value]) -> bool:
    header = document.header
    return bool((values.get("date") and header.date) or (values.get("issuer") and header.issuer))


def _names_agree(one: str, other: str) -> bool:
    first, second = (" ".join(fold(name).split()) for name in (one, other))
    return first in second or second in first


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio() >= 0.85
