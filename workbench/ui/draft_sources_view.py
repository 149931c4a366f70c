"""Part of the draft panel: the chosen sentence beside what its sources say, with the words that differ marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.documents.model import Citation
from workbench.drafting.checks.drift import compare
from workbench.drafting.comparison import marked_words
from workbench.drafting.model import DraftItem
from workbench.errors import UnknownDocument
from workbench.ui.common import button, column, dropdown, html_text, row, show_if
from workbench.ui.markup import Span, escape

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel


class SourcesBox:
    """The chosen sentence and its sources side by side; the source itself opens in the reader below."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self._shown: tuple[str, tuple[Citation, ...]] | None = None
        self.compared = html_text(fixed=True)
        self.source = dropdown("Nguồn", [], "wb-wide")
        self.open = button("Đọc nguồn này", "Mở nguồn đang chọn trong khung đọc, đúng chỗ trích", fixed=True)
        self._open_row = row(self.source, self.open, hidden=True)
        self.widget = column(self.compared, self._open_row, css="wb-box", hidden=True)
        panel.on_change(self.source, lambda number: self._read(number))
        panel.on_click(self.open, lambda: self._read(self.source.value))

    def refresh(self, item: DraftItem | None) -> None:
        """Show the chosen sentence as it is now."""
        show_if(item is not None, self.widget)
        if item is None:
            self._shown = None
            return
        if self._shown == (item.text, item.citations):
            return
        self._shown = (item.text, item.citations)
        self.compared.value = sources_html(item)
        options = [(f"{number}. {one.label}", number - 1) for number, one in enumerate(item.citations, start=1)]
        self._panel.set_options(self.source, list(options), self.source.value)
        show_if(len(item.citations) > 1, self._open_row)

    def read_first(self) -> None:
        """Open the first source of the chosen sentence in the reader, where the archive still has it."""
        item = self._model.item
        citation = next((one for one in item.citations if not one.gone), None) if item is not None else None
        if citation is None:
            return
        try:
            self._open(citation, remember=False)
        except UnknownDocument:
            self._panel.say("Nguồn của câu này không còn trong kho; lời trích vẫn được giữ ở khung đối chiếu.")

    def _read(self, number: int | None) -> None:
        item = self._model.item
        if item is not None and number is not None and number < len(item.citations):
            self._open(item.citations[number], remember=True)

    def _open(self, citation: Citation, *, remember: bool) -> None:
        self._model.reader.open(citation.document_id, "", (citation.start, citation.end), remember=remember)


def sources_html(item: DraftItem) -> str:
    """A sentence on the left, its sources on the right, and what is said otherwise below."""
    if not item.citations:
        return '<h3>Đối chiếu với nguồn</h3><p class="wb-hint">Câu này chưa có nguồn để đối chiếu.</p>'
    quotes = [one.quote for one in item.citations]
    origin = "\n".join(quotes)
    if item.text in (origin, " ".join(quotes)):
        left, right = escape(item.text), escape(origin)
        told = "<p>Nguyên văn: từng chữ như nguồn.</p>"
    else:
        added, left_out = _differing(origin, item.text)
        drifts = compare(item.text, quotes)
        left = layered(item.text, added, [(one.start, one.end) for one in drifts], "ins")
        said = [(at, at + len(one.source)) for one in drifts if one.source and (at := origin.find(one.source)) >= 0]
        right = layered(origin, left_out, said, "del")
        lines = "".join(f"<li>{escape(one.message)}</li>" for one in drifts)
        told = (
            f'<p class="wb-doubt">Cần xem lại:</p><ul>{lines}</ul>'
            if drifts
            else "<p>Lời văn đã sửa; không thấy con số, tên, ngày, chiều tăng giảm nào khác nguồn.</p>"
        )
    labels = "; ".join(escape(f"{one.label}{' (không còn trong kho)' if one.gone else ''}") for one in item.citations)
    return (
        '<h3>Đối chiếu với nguồn</h3><div class="wb-beside">'
        f'<div><h4>Dự thảo viết</h4><div class="wb-snippet">{left}</div></div>'
        f'<div><h4>Nguồn viết</h4><div class="wb-snippet">{right}</div><div class="wb-source">{labels}</div></div>'
        f"</div>{told}"
    )


def layered(text: str, words: Sequence[Span], drifts: Sequence[Span], tag: str) -> str:
    """Text as HTML with differing words in `tag` ("ins" or "del") and drifts in `<mark class="wb-drift">`."""
    edges = sorted({0, len(text), *(edge for span in (*words, *drifts) for edge in span if 0 < edge < len(text))})
    pieces: list[str] = []
    marked = False
    for start, end in pairwise(edges):
        piece = escape(text[start:end])
        if any(left <= start and end <= right for left, right in words):
            piece = f"<{tag}>{piece}</{tag}>"
        inside = any(left <= start and end <= right for left, right in drifts)
        if inside and not marked:
            pieces.append('<mark class="wb-drift">')
        elif marked and not inside:
            pieces.append("</mark>")
        marked = inside
        pieces.append(piece)
    return "".join(pieces) + ("</mark>" if marked else "")


def _differing(origin: str, text: str) -> tuple[list[Span], list[Span]]:
    """The spans of `text` that the source does not have, and those of the source that `text` does not have."""
    added: list[Span] = []
    left_out: list[Span] = []
    at_text = at_origin = 0
    for piece in marked_words(origin, text):
        size = len(piece.text)
        if piece.sign == "+":
            added.append((at_text, at_text + size))
        elif piece.sign == "-":
            left_out.append((at_origin, at_origin + size))
        at_text += size if piece.sign != "-" else 0
        at_origin += size if piece.sign != "+" else 0
    return added, left_out
