"""Does every sentence rest on a source, and say what the source says? (law 1: every sentence leads back.)"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.documents.model import Citation
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.drafting.checks.drift import Drift, DriftKind, compare
from workbench.drafting.checks.drift_tokens import SLOTS, WORD, row_of, shipped_lexicon, spaced
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity
from workbench.drafting.model import ItemState
from workbench.vietnamese.lexicon import Lexicon

UNSOURCED, DRIFTED, ABSENT = "khong_nguon", "lech_nguon", "khong_co_trong_nguon"

_LOOKED_UP = frozenset({DriftKind.NUMBER, DriftKind.DAY, DriftKind.NAME, DriftKind.SYMBOL})
_LEAST_WORDS = 4  # shorter items are labels and lead-ins


def check_unsourced(subject: Checked) -> Iterator[Finding]:
    """Sentences without a source: an error where they state a number, a day or a symbol.

    In a file from outside only where others of its sentences name their sources: most papers name none.
    """
    if subject.is_file and not any(item.citations for _, item in subject.items()):
        return
    lexicon = subject.lexicon or shipped_lexicon()
    for section, item in subject.items():
        text = item.text.strip()
        if item.citations or not text:
            continue
        tokens = row_of(item.text, "", lexicon).tokens
        facts = [token for token in tokens if token.kind in SLOTS]
        if not facts and (len(tokens) < _LEAST_WORDS or text.endswith(":") or not section.heading):
            continue
        if facts:
            first = facts[0]
            said = item.text[first.start : first.end]
            yield Finding(
                UNSOURCED,
                Severity.ERROR if section.heading and not subject.is_file else Severity.WARNING,
                f"Câu nêu “{said}” nhưng không dẫn về văn bản nào.",
                "Hãy gắn nguồn cho câu, hoặc bỏ số liệu chưa có nguồn.",
                section.key,
                item.id,
                first.start,
                first.end,
            )
        else:
            yield Finding(
                UNSOURCED,
                Severity.WARNING,
                "Câu không dẫn về văn bản nào.",
                "Hãy gắn nguồn cho câu; nếu là nhận định của người viết thì người viết chịu trách nhiệm.",
                section.key,
                item.id,
            )


def check_drift(subject: Checked) -> Iterator[Finding]:
    """Edited sentences that say something else than the passage they were taken from."""
    for section, item, drift in _drifts(subject):
        if drift.source or not drift.said or drift.kind not in _LOOKED_UP:
            yield Finding(
                DRIFTED,
                Severity.ERROR,
                drift.message,
                "Hãy sửa lại theo nguồn, hoặc dẫn nguồn khác nói đúng điều này.",
                section.key,
                item.id,
                drift.start,
                drift.end,
                citation=item.citations[0],
            )


def check_absent(subject: Checked) -> Iterator[Finding]:
    """Numbers, days, names and symbols that the cited passage does not have."""
    for section, item, drift in _drifts(subject):
        if drift.source or not drift.said or drift.kind not in _LOOKED_UP:
            continue
        beside = _beside(subject, item, drift)
        yield Finding(
            ABSENT,
            Severity.WARNING if beside else Severity.ERROR,
            f"Câu được dẫn không có {drift.kind.label} “{drift.said}”"
            + (", nhưng đoạn chứa câu ấy có." if beside else "."),
            "Hãy dẫn thêm câu nói điều này." if beside else "Hãy đối chiếu lại với nguồn, hoặc dẫn thêm nguồn.",
            section.key,
            item.id,
            drift.start,
            drift.end,
            citation=item.citations[0],
        )
    for section, item in subject.items():
        if item.state is ItemState.VERBATIM and item.citations and item.text not in item.quotes:
            yield Finding(
                DRIFTED,
                Severity.WARNING,
                "Câu ghi là nguyên văn nhưng khác câu trong nguồn.",
                "Hãy chép lại đúng nguồn, hoặc sửa câu để dự thảo ghi nhận là đã sửa.",
                section.key,
                item.id,
                citation=item.citations[0],
            )


def _drifts(subject: Checked) -> Iterator[tuple[CheckedSection, CheckedItem, Drift]]:
    for section, item in subject.items():
        if not item.citations or not item.text.strip() or item.text in item.quotes:
            continue
        names = tuple(name for one in item.citations if (name := _naming(subject, item.text, one)))
        for drift in _compared(item.text, item.quotes, names, subject.lexicon):
            yield section, item, drift


def _naming(subject: Checked, text: str, citation: Citation) -> str:
    """How a sentence names its source, "Báo cáo số 45-BC/ĐU, ngày 05/02/2025 của Đảng ủy xã Khe Ngọc"; else "".

    It does where it gives its symbol, or the whole name of who issued it: a place of that name alone may be a mistake.
    """
    document = subject.archive.document(citation.document_id) if subject.archive else None
    kind, issuer = (document.header.type, document.header.issuer) if document else (None, None)
    symbol = symbol_key(citation.symbol) if citation.symbol else None
    by_symbol = symbol is not None and any(symbol_key(one.text) == symbol for one in find_symbols(text))
    if not by_symbol and not (issuer and spaced(issuer) in spaced(text)):
        return ""
    day = f"ngày {citation.date:%d/%m/%Y}" if citation.date else ""
    title = citation.title
    if kind and title.casefold().startswith(f"{kind.casefold()} "):
        title = title[len(kind) + 1 :]  # it is said once: twice it would stand where a sentence has who issued it
    return " ".join(filter(None, (kind, "số" if citation.symbol else "", citation.symbol, day, issuer, title)))


@lru_cache(maxsize=4096)  # two checks ask for the same, and a draft is checked again after every edit
def _compared(text: str, quotes: tuple[str, ...], names: tuple[str, ...], lexicon: Lexicon | None) -> tuple[Drift, ...]:
    return compare(text, (*quotes, *names), lexicon)


def _beside(subject: Checked, item: CheckedItem, drift: Drift) -> bool:
    """Whether the passage in which a quoted sentence stands says the words elsewhere."""
    return any(_holds(passage, drift) for citation in item.citations if (passage := _passage(subject, citation)))


def _passage(subject: Checked, citation: Citation) -> str:
    document = subject.archive.document(citation.document_id) if subject.archive else None
    passage = document.passage_of(citation.start) if document else None
    return document.text[passage.start : passage.end] if document and passage else ""


def _holds(passage: str, drift: Drift) -> bool:
    wanted = [(one.kind, one.key) for one in row_of(drift.said, "", shipped_lexicon()).tokens]
    held = [(one.kind, one.key) for one in row_of(passage, spaced(drift.said), shipped_lexicon()).tokens]
    if not wanted:
        return False
    if all(kind != WORD for kind, _ in wanted):
        return set(wanted) <= set(held)
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held)))
