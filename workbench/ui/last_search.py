"""What the search panel shows the answers to, for panels that go on with these documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workbench.documents.model import Document
from workbench.errors import DraftError
from workbench.ui.bench import value_of
from workbench.ui.search_model import limit_date

if TYPE_CHECKING:
    from workbench.workbench import Workbench


def question_of(state: Mapping[str, Any]) -> str:
    """The question and its limits in words; "" where nothing was asked.

    Args:
        state: what the search panel remembers (`SearchModel.state`).
    """
    asked = state.get("asked")
    if not isinstance(asked, str):
        return ""
    limits = sum(len(held) for held in value_of(state, "choices", {}).values() if isinstance(held, dict))
    limits += sum(bool(value_of(state, name, "").strip()) for name in ("date_from", "date_to"))
    told = f"“{asked}”" if asked.strip() else "mọi văn bản"
    return f"{told}, {limits} điều kiện lọc" if limits else told


def documents_of(workbench: Workbench, state: Mapping[str, Any], most: int) -> list[Document]:
    """The best documents for the question and limits of the search panel.

    Args:
        workbench: the archive.
        state: as in `question_of`.
        most: how many.

    Raises:
        DraftError: nothing was asked there.
        NotBuiltError, QueryError: as `Workbench.search`.
    """
    asked = state.get("asked")
    if not isinstance(asked, str):
        raise DraftError(
            "Chưa có lần tìm nào.", "Hãy tìm ở bảng Tìm kiếm trước, hoặc chọn lấy văn bản theo “Câu tìm riêng”."
        )
    choices = value_of(state, "choices", {})
    found = workbench.search(
        asked,
        include=_chosen(choices, "include"),
        exclude=_chosen(choices, "exclude"),
        chips={name: on for name, on in value_of(state, "switched", {}).items() if isinstance(on, bool)},
        date_from=limit_date(value_of(state, "date_from", ""), "Từ ngày")[0],
        date_to=limit_date(value_of(state, "date_to", ""), "Đến ngày")[1],
        sort="date" if state.get("sort") == "date" else "relevance",
        limit=most,
        remember=False,
    )
    return [workbench.document(hit.id) for hit in found.hits]


def _chosen(choices: Mapping[str, Any], wanted: str) -> dict[str, tuple[str, ...]]:
    held = {
        facet: tuple(value for value, told in values.items() if told == wanted)
        for facet, values in choices.items()
        if isinstance(values, dict)
    }
    return {facet: values for facet, values in held.items() if values}
