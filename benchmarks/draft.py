"""Drafts over an archive: is every sentence verbatim in its source and in the exported file, and rightly cited?

The queries are the archive's own keywords. `verbatim`: the sentence is the slice of its document at the citation's
offsets, and the exported .docx holds it. `rightly_cited`: page and passage are those in which the offsets lie.
`page_confirmed` (PDF only) asks pdfplumber whether the sentence begins on that page of the file itself.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pdfplumber

from benchmarks.common import Figures, mean, run, stopwatch, workbench_over
from benchmarks.scores import syllables
from workbench.documents.model import Citation, Document
from workbench.drafting.model import DraftItem
from workbench.workbench import Workbench

_BEGINNING = 10  # syllables of a sentence that must stand on its page; the rest may go on overleaf
_CONFIRMED = 0.8  # share of their adjacent pairs that suffices: lines may be read in another order


def measure(arguments: argparse.Namespace) -> Figures:
    """Build, draft over every query, export, and check every sentence."""
    verbatim: list[bool] = []
    cited: list[bool] = []
    confirmed: list[bool] = []
    times: list[float] = []
    with workbench_over(arguments.data) as workbench:
        workbench.build()
        queries = [row.term for row in workbench.keywords(limit=arguments.queries).rows]
        for query in queries:
            with stopwatch() as passed:
                draft = workbench.draft(query, title=f"kết quả thực hiện {query}")
            times.append(passed())
            exported = _exported(workbench, draft)
            for item in draft.items():
                sources = [workbench.document(citation.document_id) for citation in item.citations]
                verbatim.append(_is_verbatim(item, sources, exported))
                cited.append(bool(sources) and all(map(_is_rightly_cited, item.citations, sources)))
                if not (verbatim[-1] and cited[-1]):
                    print(f"{query}: {item.text[:120]}")
                for citation in item.citations:
                    if citation.page is not None and citation.path.lower().endswith(".pdf"):
                        confirmed.append(_is_on_page(workbench.settings.corpus / citation.path, citation))
                        if not confirmed[-1]:
                            print(f"not on page {citation.page} of {citation.path}: {citation.quote[:120]}")
    return {
        "drafts": len(queries),
        "sentences": len(verbatim),
        "verbatim": mean(verbatim),
        "rightly_cited": mean(cited),
        "page_checked": len(confirmed),
        "page_confirmed": mean(confirmed),
        "seconds_per_draft": mean(times),
    }


def _exported(workbench: Workbench, draft: object) -> str:
    """The text of the draft's .docx, white space collapsed."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        path = workbench.export(draft, Path(folder) / "draft.docx")  # type: ignore[arg-type]
        document = docx.Document(str(path))
        return " ".join(" ".join(paragraph.text.split()) for paragraph in document.paragraphs)


def _is_verbatim(item: DraftItem, sources: Sequence[Document], exported: str) -> bool:
    slices = [source.text[at.start : at.end] for source, at in zip(sources, item.citations, strict=True)]
    return item.text in slices and " ".join(item.text.split()) in exported


def _is_rightly_cited(citation: Citation, source: Document) -> bool:
    """Judged from the document's pages and passages themselves, not by the look-ups that made the citation."""
    numbers = [passage.number for passage in source.passages if passage.start <= citation.start < passage.end]
    pages = sum(start <= citation.start for start in source.page_starts) or None
    return numbers == [citation.passage] and citation.page == pages and citation.path == source.path


def _is_on_page(file: Path, citation: Citation) -> bool:
    wanted = list(pairwise(syllables(citation.quote)[:_BEGINNING]))
    held = _page_pairs(file, citation.page or 1)
    return sum(pair in held for pair in wanted) >= _CONFIRMED * len(wanted)


@cache
def _page_pairs(file: Path, number: int) -> frozenset[tuple[str, str]]:
    with pdfplumber.open(file) as pdf:
        return frozenset(pairwise(syllables(pdf.pages[number - 1].extract_text() or "")))


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument("--queries", type=int, default=20, help="drafts to make (20)"),
    )


if __name__ == "__main__":
    main()
