"""What the field names of the query language ask of the index: `so:`, `loai:`, `ngay:`, `donvi:` …"""

from __future__ import annotations

from whoosh import query

from workbench.documents.dates import parse_user_date
from workbench.documents.symbols import parse_symbol, symbol_fold, symbol_key
from workbench.documents.tables import document_types
from workbench.index.engine import facet_fold, facet_term
from workbench.search.filters import between
from workbench.vietnamese.spelling import has_accents
from workbench.vietnamese.syllables import Syllable, tokens


def in_order(name: str, text: str, folded: bool, boost: float = 1.0, *, slop: int = 1) -> query.Query:
    """The syllables of a text side by side in a field; a text of several sentences asks for each of them.

    Args:
        name: a field with positions.
        text: what was typed.
        folded: compare without accents.
        boost: weight in the ranking.
        slop: how many places a word may stand after the one before.
    """
    target = f"{name}_fold" if folded else name
    clauses: list[query.Query] = []
    for syllables in stretches(text):
        words = [item.fold if folded else item.key for item in syllables]
        if len(words) == 1:
            clauses.append(query.Term(target, words[0], boost=boost))
        else:
            clauses.append(query.Phrase(target, words, slop=slop, boost=boost))
    return clauses[0] if len(clauses) == 1 else query.And(clauses)


def stretches(text: str) -> list[list[Syllable]]:
    """The syllables of a text, parted where no phrase of the index reaches across (sentence ends, brackets)."""
    found: list[list[Syllable]] = []
    for syllable in tokens(text):
        if found and syllable.position <= found[-1][-1].position + 1:
            found[-1].append(syllable)
        else:
            found.append([syllable])
    return found


def symbol_clause(name: str, text: str) -> query.Query:
    """Documents by symbol: exactly, or by its beginning where only that was typed ("so:34", "so:34-CT", "so:34*")."""
    text = text.rstrip("*")
    symbol = parse_symbol(text)
    if symbol is None:
        start = symbol_key(text)
        ends = ("-", "/") if start.isdigit() else ("",)
        return query.Or([query.Prefix(name, start + end) for end in ends])
    # Typed without Đ or Ư, the folded key stands in; typed with them, only the exact one.
    return query.Term(name, symbol_key(symbol) if has_accents(symbol) else symbol_fold(symbol))


def type_clause(text: str) -> query.Query:
    """Documents of a tên loại: "BC", "qđ"; typed without Đ ("qd") every abbreviation that it may stand for."""
    same = facet_term if has_accents(text) else facet_fold
    wanted = [text, *(kind.name for kind in document_types() if same(kind.abbreviation) == same(text))]
    terms = [facet_term(value) if has_accents(value) else facet_fold(value) for value in wanted]
    return query.Or([query.Term("type", term) for term in terms])


def facet_clause(name: str, text: str) -> query.Query:
    """Documents whose value of a facet holds the text: `donvi:"Khe Ngọc"` finds "Đảng ủy xã Khe Ngọc"."""
    words = facet_term(text) if has_accents(text) else facet_fold(text)
    return query.Wildcard(name, f"*{words.replace('*', '').replace('?', '')}*")


def label_clause(text: str) -> query.Query:
    """Documents with a label printed on them, or a tag that people gave them."""
    return query.Or([facet_clause("label", text), facet_clause("tag", text)])


def date_clause(first: str, last: str) -> query.Query:
    """Documents issued in a period as typed ("2024", "3/2025", "15/3/2025"). Raises QueryError for what is no date."""
    start = parse_user_date(first)[0] if first.strip() else None
    end = parse_user_date(last)[1] if last.strip() else None
    return between(start, end)
