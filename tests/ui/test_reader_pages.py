"""Pages of the original beside the text, the outline, and header fields to confirm: on a PDF and on copies."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.errors import CorrectionError
from workbench.ui import search_panel
from workbench.ui.header_model import field_states
from workbench.ui.page_view import page_mark
from workbench.ui.reader import text_html
from workbench.ui.reader_model import ReaderModel
from workbench.ui.search_view import SearchPanel

SAMPLES = Path(__file__).resolve().parents[2] / "corpus"
PDF = "2026/bao-cao-quy/quy-2/BC quý II năm 2026 xã Khe Ngọc.pdf"
PNG = b"\x89PNG"


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF whose date is not printed, and a second file of the same document."""
    root = tmp_path_factory.mktemp("kho-pdf")
    (root / "corpus").mkdir()
    shutil.copy(SAMPLES / PDF, root / "corpus" / "bao-cao.pdf")
    shutil.copy(SAMPLES / PDF, root / "corpus" / "ban-sao.pdf")
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Iterator[Workbench]:
    root = tmp_path / "kho"
    shutil.copytree(kept, root)
    with Workbench.open(root) as opened:
        yield opened


@pytest.fixture
def panel(archive: Workbench) -> SearchPanel:
    """The search panel with the PDF open."""
    shown = search_panel(archive)
    shown.find.click()
    shown.rows[0].read.click()
    return shown


@pytest.fixture
def model(panel: SearchPanel) -> ReaderModel:
    return panel.model.reader


def test_the_picture_of_the_page_people_read_comes_beside_the_text(panel: SearchPanel, model: ReaderModel) -> None:
    page = panel.reader.page
    assert page.image.value == b""
    page.toggle.click()
    assert model.picture_page == 1
    first = bytes(page.image.value)
    assert first.startswith(PNG)
    page.next.click()
    assert bytes(page.image.value).startswith(PNG)
    assert page.image.value != first
    assert model.picture_page == 2
    model.go_to(1)
    assert page.image.value == first
    page.toggle.click()
    assert page.image.value == b""
    assert page.widget.layout.display == "none"


def test_the_picture_follows_the_text(model: ReaderModel) -> None:
    assert model.document is not None
    model.show_picture(1)
    second = next(passage for passage in model.document.passages if passage.page == 2)
    model.go_to(second.number)
    assert model.picture_page == 2


def test_a_page_that_cannot_be_drawn_is_told_and_the_text_stays(panel: SearchPanel, archive: Workbench) -> None:
    for path in archive.settings.corpus.glob("*.pdf"):
        path.write_bytes(b"%PDF-1.7 cut off")
    panel.reader.page.toggle.click()
    assert ".pdf" in text_of(panel.reader.page._where.value)
    assert panel.reader.page.image.value == b""
    assert panel.reader.html
    assert not panel.errors


def test_no_picture_is_offered_where_there_is_none(search: SearchPanel) -> None:
    search.find.click()
    search.rows[0].read.click()
    assert search.reader.page.toggle.layout.display == "none"
    search.model.reader.show_picture(1)
    assert search.model.reader.picture_page is None


def test_the_outline_leads_to_a_heading(panel: SearchPanel, model: ReaderModel) -> None:
    labels = [label.strip("\N{NO-BREAK SPACE}") for label, _ in panel.reader.outline.options]
    assert any(label.startswith("II") for label in labels)
    entry = next(entry for entry in model.outline if entry.title.startswith("II"))
    panel.reader.outline.value = entry.passage
    assert model.first == entry.passage - 1
    assert panel.reader.outline.value == 0, "the same heading can be chosen again"


def test_other_files_of_the_document_are_one_choice_away(panel: SearchPanel, model: ReaderModel) -> None:
    assert model.document is not None
    before = model.document.path
    (_, other) = panel.reader.copies.options[1]
    panel.reader.copies.value = other
    assert model.document.path != before
    assert {model.document.path, before} == {"bao-cao.pdf", "ban-sao.pdf"}


def test_a_field_in_doubt_is_marked_with_its_reason(panel: SearchPanel) -> None:
    assert 'class="wb-doubt"' in panel.reader.header.html
    assert "Cần xem lại: ngày, tháng để trống" in text_of(panel.reader.header.html)


def test_a_field_is_corrected_confirmed_and_taken_back(panel: SearchPanel, archive: Workbench) -> None:
    header = panel.reader.header
    document = panel.model.reader.document
    assert document is not None
    header.check.click()
    row = next(row for row in header.rows if row.field and row.field.name == "date")
    assert row.confirm.description == "Xác nhận để trống"
    row.edit.click()
    header.editor.value.value = "5/7/2026"
    header.editor.save.click()
    assert archive.document(document.id).header.date == date(2026, 7, 5)
    assert archive.search("ngày:2026-07-05").total == 1
    assert panel.model.hits[0].date == date(2026, 7, 5), "the answers beside it say so too"
    assert row.field is not None
    assert row.field.confirmed
    assert row.confirm.layout.display == "none"
    row.edit.click()
    header.editor.undo.click()
    assert archive.document(document.id).header.date is None
    assert header.editor.undo.disabled


def test_one_button_confirms_every_field_that_was_read(panel: SearchPanel, archive: Workbench) -> None:
    header = panel.reader.header
    header.check.click()
    header.confirm_all.click()
    assert header.confirm_all.disabled
    fields = {field.name: field for field in panel.model.reader.fields}
    assert fields["symbol"].confirmed
    assert fields["issuer"].confirmed
    assert fields["date"].doubtful, "what is open is for a person to fill in"


def test_a_value_that_a_field_cannot_have_changes_nothing(
    panel: SearchPanel, monkeypatch: pytest.MonkeyPatch, model: ReaderModel
) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    header = panel.reader.header
    header.check.click()
    next(row for row in header.rows if row.field and row.field.name == "date").edit.click()
    header.editor.value.value = "hôm qua"
    header.editor.save.click()
    assert isinstance(panel.errors[0], CorrectionError)
    assert "hôm qua" in text_of(panel.message.value)
    assert header.editor.value.value == "hôm qua", "what was typed is not lost"
    assert model.document is not None
    assert model.document.header.date is None


def test_the_words_a_field_was_read_from_are_shown_in_the_text(panel: SearchPanel, model: ReaderModel) -> None:
    header = panel.reader.header
    header.check.click()
    row = next(row for row in header.rows if row.field and row.field.name == "symbol")
    row.edit.click()
    assert row.field is not None
    assert row.field.quote in text_of(header.editor._quote.value)
    header.editor.look.click()
    assert model.current == row.field.span
    assert 'class="wb-now"' in panel.reader.html


def test_a_page_that_was_recognised_says_how_surely(model: ReaderModel) -> None:
    assert model.document is not None
    scanned = replace(model.document, page_confidence=(0.62, None))
    shown = text_of(text_html(scanned, scanned.passages, (), None))
    assert "Trang 1 · nhận dạng chữ từ ảnh, độ tin cậy 62% – nên đối chiếu" in shown
    assert re.search(r"Trang 2 +\d", shown), "a page with its own text has no such mark"
    assert "đối chiếu" not in page_mark(1, (0.93,))


def test_a_document_without_a_head_has_no_field_in_doubt(workbench: Workbench) -> None:
    notice = workbench.search("lịch tiếp dân tháng tới").hits[0]
    assert not [field for field in field_states(workbench.document(notice.id)) if field.doubtful]
