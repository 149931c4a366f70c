"""Documents that may show the result of a task: later, of its lead unit, saying much the same (domain.md §6.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.analysis.tasks.matching import is_unit
from workbench.analysis.tasks.task import Task
from workbench.documents.model import Citation, Document
from workbench.vietnamese import sentences
from workbench.vietnamese.spelling import key

_LEAST = 0.18  # of likeness (0 to 1) below which a passage speaks of something else
_PASSAGES = 3  # shown of one document
_SHORTEST = 25  # characters of a sentence that can prove anything
_DONE = re.compile(r"(?<!\w)(?:đã|hoàn thành|ban hành|đạt|xong|tổ chức|trình|gửi|kết quả)(?!\w)")


@dataclass(frozen=True)
class Proof:
    """A document that may show what came of a task.

    Attributes:
        document_id, title: the document.
        score: how much its best passage says the same (0 to 1).
        by_lead: whether it is by the lead unit itself.
        passages: the passages, best first.
    """

    document_id: str
    title: str
    score: float
    by_lead: bool
    passages: tuple[Citation, ...]


def find_proofs(task: Task, documents: Sequence[Document], limit: int = 5) -> tuple[Proof, ...]:
    """Of some documents those that may show the result of a task, best first; only proposals.

    A document counts when it is later than the task, and is by its lead unit, or a report that names that unit, or of
    the kind that the task was to result in.
    """
    sources: list[tuple[Document, bool, int, int]] = []
    for document in documents:
        by_lead = any(is_unit(name, document.header.issuer or "") for name in task.lead)
        if not _may_tell(task, document, by_lead):
            continue
        for start, end in sentences.split(document.text):
            if end - start >= _SHORTEST:
                sources.append((document, by_lead, start, end))
    if not sources:
        return ()
    # Late: it takes as long to load as half of a command.
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    texts = [_plain(source[0].text[source[2] : source[3]]) for source in sources]
    vectors = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", sublinear_tf=True)
    matrix = vectors.fit_transform([*texts, _plain(f"{task.content} {task.product}")])
    likeness = (matrix[:-1] @ matrix[-1].T).toarray().ravel()
    best: dict[str, list[tuple[float, Document, bool, int, int]]] = {}
    for (document, by_lead, start, end), text, like in zip(sources, texts, likeness, strict=True):
        score = float(like) * (1.0 if _DONE.search(text) else 0.8) * (1.0 if by_lead else 0.8)
        if like >= _LEAST:
            best.setdefault(document.id, []).append((score, document, by_lead, start, end))
    proofs = []
    for found in best.values():
        found.sort(key=lambda one: -one[0])
        _, document, by_lead, _, _ = found[0]
        cited = tuple(document.cite(start, end) for _, _, _, start, end in found[:_PASSAGES])
        proofs.append(Proof(document.id, document.title, min(found[0][0], 1.0), by_lead, cited))
    return tuple(sorted(proofs, key=lambda proof: -proof.score)[:limit])


def _may_tell(task: Task, document: Document, by_lead: bool) -> bool:
    if task.citation and document.id == task.citation.document_id:
        return False
    if task.set_on and (document.header.date is None or document.header.date <= task.set_on):
        return False
    kind = key(document.header.type or "")
    if kind and key(task.product).startswith(kind):
        return True  # a directive was to be made, and here is one
    if by_lead:
        return True
    return kind == "báo cáo" and (not task.lead or any(key(name) in key(document.text) for name in task.lead))


def _plain(text: str) -> str:
    return key(text)
