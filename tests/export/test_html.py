"""HTML files, read again as a browser would."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection
from workbench.export import ExportOptions, export

awkward_text = st.text(
    st.sampled_from("<>&\"'/!-={}%`$ \t\n\r\x00\x0b\x85\u2028\ud800\ufffeĐệ𝄞abcscriptimgsrconx"), max_size=30
)
any_text = st.text(st.characters(codec=None), max_size=30) | awkward_text
CITATION = Citation("d1", "a.docx", "01-BC/TU", "Báo cáo", None, 1, 2, 0, 1, "x")


class Page(HTMLParser):
    """What a browser finds: tags with their attributes, and the words of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def visible(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def test_every_note_leads_to_the_quoted_words_and_back(tmp_path: Path, draft: Draft) -> None:
    page = read(export(draft, tmp_path / "a.html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    targets = [str(attributes["href"]).removeprefix("#") for tag, attributes in page.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert set(targets) == set(ids)
    assert len([name for name in ids if str(name).startswith("nguon-")]) == 4
    for item in draft.items():
        assert item.text in page.text
        for citation in item.citations:
            assert citation.quote in page.text
            assert citation.label in page.text
            assert citation.path in page.text


def test_the_file_needs_nothing_from_elsewhere(tmp_path: Path, draft: Draft) -> None:
    text = export(draft, tmp_path / "a.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img|src=", text)
    assert "default-src 'none'" in text


def test_paper_takes_the_margins_of_the_form(tmp_path: Path, draft: Draft) -> None:
    draft.system = "state"
    text = export(draft, tmp_path / "a.html").read_text(encoding="utf-8")
    assert "@page { size: A4; margin: 20mm 15mm 20mm 30mm; }" in text
    assert "@media print" in text


def test_without_notes_the_sources_are_still_listed(tmp_path: Path, draft: Draft) -> None:
    page = read(export(draft, tmp_path / "a.html", options=ExportOptions(footnotes=False)))
    assert "CHÚ THÍCH" not in page.text
    assert "(chú thích" not in page.text
    assert "01-BC/TU" in page.text


@given(st.lists(any_text, min_size=1, max_size=3), any_text)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_can_become_a_tag_and_none_is_lost(texts: list[str], other: str) -> None:
    source = replace(CITATION, title=other, path=other, symbol=other, quote=other)
    draft = Draft(other, other, [DraftSection("a", other)], type_name=other, labels=(other,))
    for text in texts:
        draft.add("a", text, (source,))
    with tempfile.TemporaryDirectory() as folder:
        page = read(export(draft, Path(folder) / "a.html"))
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "span", "section", "ol", "ul", "li"),
        *("sup", "a", "div", "blockquote", "em"),
    }
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    said = visible(page.text)
    for text in (other, *texts):
        assert visible(text) in said
