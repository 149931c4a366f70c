"""A draft in line with the archive as it is now: labels of its sources, sources deleted, sources that became secret.

Drafts are people's own work: nothing in them is erased. What became of their sources is told when they are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, mark_gone

_WORDS = 8  # of an item, to name it
_NAMED = 6  # items that a notice names

IsSecret = Callable[[str], bool]


def attend_to(draft: Draft, labels: Mapping[str, Iterable[str]], is_secret: IsSecret) -> None:
    """Mark sources that are gone, raise the label of circulation, and say what people must know (`Draft.notices`).

    Args:
        draft: the draft.
        labels: labels of the cited documents that are in the archive, by id; any other document is gone.
        is_secret: whether the file at a path of the corpus was refused for a stamp of secrecy.
    """
    cited = all_citations(draft)
    gone = {citation.document_id for citation in cited if citation.document_id not in labels}
    mark_gone(draft, gone)
    draft.bear(label for found in labels.values() for label in found)
    secret = {citation.document_id for citation in cited if citation.document_id in gone and is_secret(citation.path)}
    notices = [_secret_notice(draft, secret)] if secret else []
    notices += [_gone_notice(draft, gone - secret)] if gone - secret else []
    draft.notices, draft.secret = tuple(notices), tuple(sorted(secret))


def all_citations(draft: Draft) -> list[Citation]:
    """Every citation of a draft, also of passages that say the same."""
    return [citation for item in draft.items() for citation in (*item.citations, *item.also)]


def _secret_notice(draft: Draft, ids: Collection[str]) -> str:
    # The document's title and its words are secret: only the places in the draft are named.
    return (
        f"CẢNH BÁO MẬT: {len(ids)} văn bản nguồn nay mang dấu mật và đã bị gỡ khỏi kho. Không sao, gửi hay xuất dự "
        f"thảo này; hãy bỏ các câu trích từ nguồn đó, cả trong các bản lưu trước: "
        f"{_named(draft, ids, words=0)}."
    )


def _gone_notice(draft: Draft, ids: Collection[str]) -> str:
    return (
        f"{len(ids)} văn bản nguồn không còn trong kho (bản gốc đã bị xóa hoặc chuyển đi); câu trích vẫn giữ nguyên "
        f"lời nhưng không mở lại được nguồn để đối chiếu: {_named(draft, ids)}."
    )


def _named(draft: Draft, ids: Collection[str], words: int = _WORDS) -> str:
    found = []
    for section in draft.sections:
        for number, item in enumerate(section.items, 1):
            if any(citation.document_id in ids for citation in (*item.citations, *item.also)):
                said = item.text.split()
                text = " ".join(said[:words]) + (" …" if len(said) > words else "")
                found.append(f"mục “{section.name}”, câu {number}" + (f" (“{text}”)" if words else ""))
    more = f" và {len(found) - _NAMED} câu khác" if len(found) > _NAMED else ""
    return "; ".join(found[:_NAMED]) + more
