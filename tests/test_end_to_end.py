"""The main job on real documents: articles about Party offices and gazette PDFs, from files to a cited draft."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from workbench import Workbench
from workbench.archive.report import BuildReport
from workbench.drafting.model import Draft, ItemState

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    root = tmp_path_factory.mktemp("kho")
    for folder in ("office_articles", "gazette_pdf"):
        shutil.copytree(shared_data / folder, root / "corpus" / folder)
    return root


@pytest.fixture(scope="module")
def report(root: Path) -> BuildReport:
    with Workbench.open(root) as workbench:
        return workbench.build()


@pytest.fixture
def workbench(root: Path, report: BuildReport) -> Iterator[Workbench]:
    with Workbench.open(root) as opened:
        yield opened


def test_all_files_go_in_and_none_is_lost(root: Path, report: BuildReport) -> None:
    readable = {path for path in (root / "corpus").rglob("*") if path.suffix in (".txt", ".pdf")}
    assert len(readable) == 45
    assert report.counts["added"] == report.documents == 45
    # The labels beside the PDFs are no document, and are listed as such.
    assert [row.path for row in report.rows if row.status != "added"] == ["gazette_pdf/gold_headers.jsonl"]


def test_one_spelling_finds_the_other(workbench: Workbench) -> None:
    found = workbench.search('"cấp ủy"', limit=50)
    texts = {hit.path: workbench.document(hit.id).text for hit in found.hits}
    assert any("cấp uỷ" in text for text in texts.values())
    assert sum(path.startswith("office_articles/") for path in texts) >= 4


def test_the_foreign_d_is_found(workbench: Workbench) -> None:
    with_foreign_d = {path for path in workbench.documents()["path"] if "\u00d0ảng" in text_of(workbench, path)}
    assert with_foreign_d
    assert with_foreign_d <= {hit.path for hit in workbench.search("Đảng", limit=50).hits}
    marked = [
        workbench.document(hit.id).text[start:end]
        for hit in workbench.search("Đảng", limit=50).hits
        for start, end in workbench.highlights(hit.id, "Đảng")
    ]
    assert "\u00d0ảng" in marked


def text_of(workbench: Workbench, path: str) -> str:
    frame = workbench.documents()
    return workbench.document(frame.loc[frame["path"] == path, "id"].item()).text


def test_a_symbol_finds_those_that_cite_it(workbench: Workbench) -> None:
    citing = {hit.path for hit in workbench.search("18-NQ/TW").hits}
    assert {path.split("/")[1][:3] for path in citing} == {"002", "004"}
    assert {hit.path for hit in workbench.search("dan:18-NQ/TW").hits} == citing
    assert workbench.search("so:18-NQ/TW").total == 0


def test_a_symbol_finds_its_bearer_first(workbench: Workbench) -> None:
    frame = workbench.documents()
    cited = None
    for symbol in frame["symbol"].dropna():
        others = workbench.search(f"dan:{symbol}").hits
        if others:
            cited = symbol
            break
    bearer = frame.loc[frame["symbol"] == cited, "id"].item()
    found = [hit.id for hit in workbench.search(str(cited), limit=50).hits]
    assert found[0] == bearer
    assert {hit.id for hit in others} <= set(found[1:])


def test_highlights_are_verbatim(workbench: Workbench) -> None:
    for hit in workbench.search("van phong cap uy", limit=50).hits:
        document = workbench.document(hit.id)
        for snippet in hit.snippets:
            assert document.text[snippet.start : snippet.end] == snippet.text
            assert document.page_of(snippet.start) == snippet.page


@pytest.fixture(scope="module")
def draft(root: Path, report: BuildReport) -> Draft:
    with Workbench.open(root) as workbench:
        return workbench.draft("văn phòng cấp ủy", title="về công tác văn phòng cấp ủy")


def test_every_sentence_of_a_draft_stands_verbatim_in_its_source(workbench: Workbench, draft: Draft) -> None:
    assert len(draft.items()) >= 20
    for item in draft.items():
        assert item.state is ItemState.VERBATIM
        [citation] = item.citations
        source = workbench.document(citation.document_id)
        assert source.text[citation.start : citation.end] == item.text
        assert source.path == citation.path
        assert source.page_of(citation.start) == citation.page
        passage = source.passages[citation.passage - 1]
        assert passage.start <= citation.start < passage.end


def test_the_exported_draft_says_the_same_with_its_sources(workbench: Workbench, draft: Draft, tmp_path: Path) -> None:
    file = workbench.export(draft, tmp_path / "t.docx")
    with ZipFile(file) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
        notes = ElementTree.fromstring(package.read("word/footnotes.xml"))
    # A sentence that leans on the one before it is quoted with it, over two paragraphs.
    written = " ".join(squeezed(paragraph) for paragraph in body.iter(f"{WORD}p"))
    for item in draft.items():
        assert " ".join(item.text.split()) in written, item.text
    references = [int(node.attrib[f"{WORD}id"]) for node in body.iter(f"{WORD}footnoteReference")]
    assert len(references) == len(set(references)) == len(draft.items())
    told = " ".join(squeezed(note) for note in notes.iter(f"{WORD}footnote"))
    for citation in draft.sources():
        assert citation.path in told


def squeezed(element: ElementTree.Element) -> str:
    return re.sub(r"\s+", " ", "".join(text.text or "" for text in element.iter(f"{WORD}t"))).strip()


def test_drafts_survive_a_rebuild_from_nothing(root: Path, report: BuildReport, draft: Draft, tmp_path: Path) -> None:
    copy = tmp_path / "kho"
    shutil.copytree(root / "corpus" / "office_articles", copy / "corpus" / "office_articles")
    shutil.copytree(root / "workspace", copy / "workspace")
    with Workbench.open(copy) as workbench:
        workbench.build()
        kept = workbench.load_draft(draft.id)
        assert kept == draft
        citation = next(item.citations[0] for item in kept.items() if item.citations[0].path.startswith("office"))
        assert workbench.document(citation.document_id).text[citation.start : citation.end] == citation.quote
