"""A whole day on the sample archive, without a browser: search, basket, matrix, draft, edit, check, Word and back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from workbench import Workbench
from workbench.drafting.model import ItemState
from workbench.drafting.returning_model import ChangeKind
from workbench.ui.basket import basket_in
from workbench.ui.bench import Bench
from workbench.ui.draft_model import DraftModel
from workbench.ui.draft_return_model import ReturnModel
from workbench.ui.draft_wizard_model import WizardModel
from workbench.ui.matrix_model import MatrixModel
from workbench.ui.search_model import SearchModel

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"
DIRECTIVE = "12-CT/TU"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Workbench]:
    """The documents of the sample archive that the day is about, built: its directives, letters, reports of units."""
    root = tmp_path / "kho"
    for path in sorted(SAMPLE.rglob("*.docx")):
        if "2026" in path.relative_to(SAMPLE).parts or "12-ct" in path.name.lower():
            target = root / "corpus" / path.relative_to(SAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        yield workbench


def test_from_a_search_to_a_signed_report_and_back_from_word(sample: Workbench) -> None:
    bench = Bench(sample, "lan")
    basket = basket_in(sample.settings.workspace)

    # Morning: search, read, keep an excerpt.
    search = SearchModel(sample)
    search.query = f"kết quả thực hiện Chỉ thị {DIRECTIVE}"
    search.search()
    assert search.hits
    search.read(search.hits[0])
    document = search.reader.document
    assert document is not None
    kept = search.reader.cite(next(one.number for one in document.passages if not one.heading and one.number > 8))
    assert basket.add(kept)
    bench.remember("tim_kiem", search.state())

    # Who says what, who is silent.
    matrix = MatrixModel(sample, bench)
    matrix.source = "tim_kiem"
    matrix.make()
    assert matrix.matrix is not None
    assert matrix.passages
    book = openpyxl.load_workbook(matrix.export())
    assert len(book.sheetnames) == 3

    # The draft of the review, from the directive; what is not wanted is left out.
    model = DraftModel(sample)
    wizard = WizardModel(model)
    wizard.gather(DIRECTIVE)
    quoted = [row for row in wizard.rows if row.is_quoted and wizard.is_included(row)]
    assert len(quoted) > 2
    wizard.include(quoted[0], False)
    wizard.compose("so_ket")
    assert model.draft is not None
    draft_id = model.draft.id
    assert quoted[0].entry.id not in {one.document_id for one in model.draft.sources()}

    # Passages of the matrix and the excerpt of the morning go into a section.
    section = next(one for one in model.draft.sections if one.items and "kết quả" in one.heading.lower())
    matrix.tick_cell()
    assert model.add_citations(section.key, matrix.chosen) > 0
    model.add_citation(section.key, kept)
    assert model.item is not None
    assert model.item.citations == (kept,)

    # Edit, and let the checks look: a number that its source does not have is found.
    edited = next(one for one in model.draft.items() if "%" in one.text and len(one.citations) == 1)
    verbatim = edited.text
    number = next(word for word in verbatim.split() if "%" in word).strip("(.,;)")
    model.choose(edited.id)
    model.save_text(verbatim.replace(number, "99,99%"))
    findings = model.check()
    drift = next(one for one in findings if one.item_id == edited.id and "99,99" in one.message)
    model.go_to_finding(drift)
    assert model.item_id == edited.id
    model.undo()
    assert model.draft.item(edited.id).text == verbatim

    # To Word.
    path = model.export(".docx", annexes=("nguon", "so_lieu"))
    file = docx.Document(str(path))
    paragraph = next(one for one in file.paragraphs if verbatim[:60] in one.text)
    run = next(one for one in paragraph.runs if one.text.strip())
    run.text = f"Theo báo cáo của các đơn vị, {run.text}"
    paragraph.insert_paragraph_before("Câu lãnh đạo viết thêm khi duyệt.")
    file.save(str(path))

    # Back from Word: each change is seen before it is taken; the source stays with its sentence.
    back = ReturnModel(model)
    back.take(path.name, path.read_bytes())
    kinds = [one.kind for one in back.changes]
    assert sorted(kinds) == sorted([ChangeKind.EDITED, ChangeKind.ADDED])
    assert back.accept() == 2
    now = model.draft.item(edited.id)
    assert now.text.startswith("Theo báo cáo của các đơn vị, ")
    assert now.state is ItemState.EDITED
    assert now.citations == edited.citations
    assert any(one.text == "Câu lãnh đạo viết thêm khi duyệt." for one in model.draft.items())

    # Evening: closed; tomorrow it is as it was left, with yesterday's states.
    state = model.state()
    model.close()
    tomorrow = DraftModel(sample)
    tomorrow.restore(state)
    assert tomorrow.draft is not None
    assert tomorrow.draft.id == draft_id
    assert tomorrow.draft.item(edited.id).text == now.text
    tomorrow.list_versions()
    assert any(path.name in label for label, _ in tomorrow.versions)
    tomorrow.close()
