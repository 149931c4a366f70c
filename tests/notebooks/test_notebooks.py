"""Every notebook is thin, clean and valid, and runs from top to bottom on the sample archive."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
GALLERY = "10_cong_thuc"
"""Recipes in place of a panel."""

PRESSED = {
    "00_ban_lam_viec": """
import asyncio
if not app.workbench.is_built:  # the first notebook to run meets a new archive
    start = app.panels["bat_dau"]
    start.build.click()
    while start.model.job.running:  # beside the panel
        await asyncio.sleep(0.1)
    start.query.value = "cải cách hành chính"
    start.find.click()
    assert not start.errors, start.errors
app.bench.go("tim_kiem", query="cải cách hành chính")
assert app.panels["tim_kiem"].model.results.total > 5
app.tabs["du_thao"].click()
assert app.model.current == "du_thao"
assert not app.errors, app.errors
""",
    "01_tim_kiem": """
panel = search_panel(wb)
panel.query.value = "cải cách hành chính"
panel.find.click()
assert panel.model.results.total > 5, panel.summary.value
panel.rows[0].read.click()
assert "<mark" in panel.reader.html
panel.rows[0].keep.click()
assert len(panel.basket.citations) == 1
assert not panel.errors, panel.errors
""",
    "02_tu_khoa": """
panel = keywords_panel(wb)
panel.query.value = "cải cách hành chính"
panel.find.click()
panel.rows[0].term.click()
assert panel.excerpts.rows[0].citation is not None
assert panel.chart.value.startswith("<svg")
panel.summarize.click()
assert panel.model.summary.sentences
assert not panel.errors, panel.errors
""",
    "03_du_thao": """
panel = draft_panel(wb)
panel.query.value, panel.title_box.value = "12-CT/TU", "sơ kết 02 năm thực hiện Chỉ thị 12-CT/TU"
panel.create.click()
assert len(panel.model.draft.items()) > 5
panel.files.export.click()
assert panel.model.exported.stat().st_size > 5000
assert not panel.errors, panel.errors
""",
    "04_tong_quan": """
import asyncio
panel = overview_panel(wb)
while panel.model.job.running:
    await asyncio.sleep(0.1)
assert panel.model.counts.documents > 5
assert panel.charts["years"].value.startswith("<figure"), panel.model.worked
assert panel.arrivals[0].button.description
assert not panel.errors, panel.errors
""",
    "05_so_lieu": """
panel = figures_panel(wb)
panel.query.value = "cải cách hành chính"
panel.check.click()
await panel.work.over()
assert panel.model.figures.rows and panel.model.checks.tested
panel.views.buttons["tong_hop"].click()
assert "<svg" in panel.pivot.chart.value
panel.views.buttons["bang"].click()
panel.table.rows[0].read.click()
assert "wb-now" in panel.reader.html
assert not panel.errors, panel.errors
""",
    "06_nhiem_vu": """
panel = tasks_panel(wb)
panel.find.click()
await panel.work.over()
panel.table.rows[0].read.click()
assert panel.model.chosen is not None
panel.views.buttons["don_doc"].click()
panel.letters.write.click()
await panel.work.over()
assert panel.model.letters
assert not panel.errors, panel.errors
""",
    "07_nap_van_ban": """
import asyncio
panel = intake_panel(wb)
panel.update.click()
assert panel.model.job.running
while panel.model.job.running:
    await asyncio.sleep(0.1)
assert panel.model.job.taken.report.documents > 5, panel.model.job.failure
assert wb.search("cải cách hành chính").total > 5
panel.views.buttons["chua_doc"].click()
assert panel.left_out.value
panel.views.buttons["xac_nhan"].click()
panel.doubts[0].title.click()
assert panel.model.reader.document is not None
assert not panel.errors, panel.errors
""",
    "08_quan_he": """
panel = relations_panel(wb)
panel.document.box.value = "12-CT/TU"
panel.document.find.click()
assert "Hôm nay:" in panel.about.value
panel.rows[0].source.click()
assert "wb-now" in panel.reader.html
panel.tabs["cay"].click()
assert "<svg" in panel.picture.value
assert not panel.errors, panel.errors
""",
    "09_tong_hop": """
panel = matrix_panel(wb)
panel.query.value = "cải cách hành chính"
panel.make.click()
await panel.work.over()
assert "<button" in panel.map.value
panel.rows[0].read.click()
assert panel.model.reader.document is not None
assert not panel.errors, panel.errors
""",
    "10_cong_thuc": """
assert "<mark" in wb.search("cải cách hành chính")._repr_html_()
assert len(wb.figures("hộ nghèo").pivot().to_frame()) > 5
""",
}
"""What a person does next in each notebook; a kernel forgets what goes wrong in a callback, so the panel is asked."""


def test_there_is_something_to_press_in_every_notebook() -> None:
    assert sorted(PRESSED) == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_valid_and_was_saved_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_thin(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert sum(len(cell.source.splitlines()) for cell in cells) <= 12


@pytest.fixture(scope="module")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive and of the notebooks; the first notebook to run builds it."""
    root = tmp_path_factory.mktemp("mau")
    shutil.copytree(ROOT / "corpus", root / "corpus")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return root


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_runs_and_its_panel_works(path: Path, sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason="thiếu nbclient; cài phụ thuộc phát triển (dev) để chạy sổ tay")
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "1")
    monkeypatch.delenv("WORKBENCH_ROOT", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    notebook: Any = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PRESSED[path.stem]))
    client = nbclient.NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(sample_root / "notebooks")}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    shown = [output.data for output in outputs if "data" in output]
    if path.stem == GALLERY:
        assert sum("text/html" in data for data in shown) >= 7, "a recipe shows nothing"
    else:
        assert any("application/vnd.jupyter.widget-view+json" in data for data in shown)
