"""Decisions about single rows of an analysis: they outlive rebuilds, moved files and edited texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from workbench.documents.model import Document, Header
from workbench.workspace.corrections import Held, Identity
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.row_decisions import Row, RowDecisions

TEXT = "Đã kết nạp 25 đảng viên mới. Xử lý 12 đơn thư."
DOCUMENT = Document("a1", "a.txt", TEXT, (), Header(), "a", ())
QUOTE = "Đã kết nạp 25 đảng viên mới."


def test_a_decision_is_found_again_by_content_and_by_place(tmp_path: Path) -> None:
    rows = RowDecisions(WorkspaceStore(tmp_path))
    rows.decide("figure", Held(DOCUMENT, "h1"), [Row(0, QUOTE)], "corrected", {"value": 26})
    moved, edited, other = Identity("b2", "h1", None), Identity("a1", "h2", None), Identity("c3", "h3", None)
    found = rows.on("figure", [moved, edited, other])
    assert set(found) == {"b2", "a1"}
    (line,) = found["b2"]
    assert (line.decision, line.values) == ("corrected", {"value": 26})


def test_each_analysis_has_its_own_decisions(tmp_path: Path) -> None:
    rows = RowDecisions(WorkspaceStore(tmp_path))
    rows.decide("figure", Held(DOCUMENT, "h1"), [Row(0, QUOTE)], "confirmed")
    assert rows.on("task", [Identity("a1", "h1", None)]) == {}


def test_a_row_is_found_in_an_edited_text_by_its_words(tmp_path: Path) -> None:
    rows = RowDecisions(WorkspaceStore(tmp_path))
    rows.decide("figure", Held(DOCUMENT, "h1"), [Row(0, QUOTE), Row(35, "12")], "dismissed")
    long, short = rows.on("figure", [Identity("a1", "h1", None)])["a1"]
    assert long.place_in(f"Mở đầu. {TEXT}") == 8
    assert long.place_in("Đoạn này đã xóa.") is None
    assert short.place_in(TEXT) == 35
    assert short.place_in(f"Mở đầu. {TEXT} 12") is None  # a lone number may be any other


def test_undoing_a_stroke_brings_back_what_was_before(tmp_path: Path) -> None:
    rows = RowDecisions(WorkspaceStore(tmp_path))
    here = [Identity("a1", "h1", None)]
    rows.decide("figure", Held(DOCUMENT, "h1"), [Row(0, QUOTE)], "confirmed")
    stroke = rows.decide("figure", Held(DOCUMENT, "h1"), [Row(0, QUOTE)], "dismissed")
    assert [line.decision for line in rows.on("figure", here)["a1"]] == ["confirmed", "dismissed"]
    assert rows.undo(stroke) == 1
    assert [line.decision for line in rows.on("figure", here)["a1"]] == ["confirmed"]


def test_another_document_in_the_same_place_takes_over_nothing(tmp_path: Path) -> None:
    rows = RowDecisions(WorkspaceStore(tmp_path))

    own = Header(symbol="12-BC/TU", issuer="Tỉnh ủy", date=date(2025, 1, 1))
    rows.decide("figure", Held(replace(DOCUMENT, header=own), "h1"), [Row(0, QUOTE)], "confirmed")
    assert rows.on("figure", [Identity("a1", "h9", "tinh uy|99-bc/tu|2026-01-01")]) == {}
