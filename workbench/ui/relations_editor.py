"""Correcting one reference: how it relates, and which document it means."""

from __future__ import annotations

from workbench.analysis.relations import Relation
from workbench.documents.reference_relations import KINDS
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if
from workbench.ui.document_choice import DocumentChoice
from workbench.ui.markup import escape, shorten
from workbench.ui.relations_model import RelationsModel


class RelationEditor:
    """Says how a reference relates and which document it means; one for all lines."""

    def __init__(self, panel: Panel, model: RelationsModel) -> None:
        self._panel = panel
        self._model = model
        self._relation: Relation | None = None
        self._target: str | None = None
        self._title = html_text(fixed=True)
        self.kind = dropdown("Quan hệ đúng", [(name, key) for key, name in KINDS.items()])
        self.target = DocumentChoice(panel, model.workbench, "Dẫn tới văn bản", "Tìm văn bản", self._aim)
        self._aimed = html_text("wb-hint", fixed=True)
        self.none = button("Không có trong kho", "Văn bản được viện dẫn không có trong kho", "small", fixed=True)
        self.save = button("Lưu", "Lưu điều đã sửa", "main", fixed=True)
        self.cancel = button("Thôi", "Đóng, không lưu", fixed=True)
        self.widget = column(
            self._title,
            row(self.kind),
            *self.target.parts,
            self._aimed,
            row(self.none, self.save, self.cancel),
            css="wb-editor",
            hidden=True,
        )
        panel.on_click(self.none, lambda: self._aim(""))
        panel.on_click(self.save, self._save)
        panel.on_click(self.cancel, self.close)

    def open(self, relation: Relation) -> None:
        """Begin with a reference as it is."""
        self._relation, self._target = relation, None
        self._title.value = f"<h3>Sửa viện dẫn “{escape(relation.name)}”</h3>"
        self._panel.set_value(self.kind, relation.relation)
        self._panel.set_value(self.target.box, relation.symbol or "")
        ids = relation.target.ids
        found = self._model.relations
        entries = found.entries if found is not None else {}
        offered = [
            (shorten(f"{entries[one].symbol or ''} {entries[one].title}", 90), one) for one in ids if one in entries
        ]
        self.target.offer((("Chọn một văn bản…", ""), *offered) if len(offered) > 1 else (), "")
        self._aimed.value = '<p class="wb-hint">Văn bản được dẫn tới: giữ như đang có.</p>'
        show_if(True, self.widget)
        self.kind.focus()

    def close(self) -> None:
        """Close without saving."""
        self._relation = None
        show_if(False, self.widget)

    def _aim(self, document_id: str) -> None:
        self._target = document_id
        if not document_id:
            told = "không có trong kho"
        else:
            document = self._model.workbench.document(document_id)
            told = shorten(f"{document.header.symbol or ''} {document.title}", 120)
        self._aimed.value = f'<p class="wb-hint">Văn bản được dẫn tới: {escape(told)}.</p>'

    def _save(self) -> None:
        if self._relation is not None:
            self._model.correct(self._relation, self.kind.value, self._target)
            self.close()
            self._panel.say("Đã lưu điều đã sửa.")
