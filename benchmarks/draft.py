"""Drafts over an archive: is every sentence verbatim in its source and in the exported file, and rightly cited?

The queries are the archive's own keywords. `verbatim`: the sentence is the slice of its document at the citation's
offsets, and the exported .docx holds it. `rightly_cited`: page and passage are those in which the offsets lie.
`page_confirmed` (PDF only) asks pdfplumber whether the sentence begins on that page of the file itself.

`draft_200_s`: a draft from `--reports` (200) reports of ten pages, about 5,000 syllables each, put together at random
from the paragraphs of the folder's documents under the headings of a report, all of them about the query; searched,
loaded, composed and saved. `regenerate_s`: the slowest of its sections made again afterwards. `matrix_200_s`,
`matrix_again_s`: the matrix of units and sections over the same reports, first and once more.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pdfplumber

from benchmarks.common import Figures, archive_of, mean, run, stopwatch, workbench_over
from benchmarks.scores import syllables
from workbench.documents.model import Citation, Document
from workbench.drafting.model import DraftItem
from workbench.workbench import Workbench

_BEGINNING = 10  # syllables of a sentence that must stand on its page; the rest may go on overleaf
_SYLLABLES = 5_000  # of a report of ten pages
_HEADINGS = (
    "I- ĐẶC ĐIỂM, TÌNH HÌNH", "II- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", "III- KẾT QUẢ ĐẠT ĐƯỢC", "IV- TỒN TẠI, HẠN CHẾ",
    "V- NGUYÊN NHÂN", "VI- BÀI HỌC KINH NGHIỆM", "VII- PHƯƠNG HƯỚNG, NHIỆM VỤ", "VIII- ĐỀ XUẤT, KIẾN NGHỊ",
)  # fmt: skip
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
        query = queries[0] if queries else "báo cáo"
        texts = _long_reports(workbench, query, arguments.reports)
    return {
        "drafts": len(queries),
        "sentences": len(verbatim),
        "verbatim": mean(verbatim),
        "rightly_cited": mean(cited),
        "page_checked": len(confirmed),
        "page_confirmed": mean(confirmed),
        "seconds_per_draft": mean(times),
        **_large(texts, query),
    }


def _large(texts: dict[str, str], query: str) -> Figures:
    """Seconds of a draft from many long reports, of its slowest section made again, and of their matrix."""
    with archive_of(texts) as workbench:
        with stopwatch() as passed:
            draft = workbench.draft(query, title=f"kết quả thực hiện {query}", documents=len(texts))
        drafted = passed()
        again = [0.0]
        for section in [section for section in draft.sections if section.items]:
            with stopwatch() as passed:
                workbench.regenerate(draft, section.key)
            again.append(passed())
        found = []
        for _ in range(2):
            with stopwatch() as passed:
                workbench.matrix("", documents=len(texts))
            found.append(passed())
        reports = len(draft.drawn_from)
        size = mean(len(text.split()) for text in texts.values())
    return {
        "reports": reports,
        "syllables_per_report": size,
        "draft_200_s": drafted,
        "regenerate_s": max(again),
        "matrix_200_s": found[0],
        "matrix_again_s": found[1],
    }


def _long_reports(workbench: Workbench, query: str, count: int) -> dict[str, str]:
    """Texts of reports of many units about a query, made of paragraphs of the archive; the same ones in every run."""
    paragraphs: list[str] = []
    for name in workbench.documents()["id"]:
        document = workbench.document(name)
        spans = [document.text[one.start : one.end] for one in document.passages if not one.heading]
        paragraphs += [" ".join(text.split()) for text in spans if len(text.split()) >= 12]
    drawn = random.Random(200)
    texts = {}
    for number in range(1, count + 1):
        lines = [
            f"ĐẢNG ỦY XÃ SỐ {number}\nSố {number}-BC/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM",
            f"Xã Số {number}, ngày 12 tháng 3 năm 2026\nBÁO CÁO\nkết quả thực hiện {query}\n",
        ]
        for heading in _HEADINGS:
            lines.append(heading)
            size = 0
            while paragraphs and size < _SYLLABLES // len(_HEADINGS):
                lines.append(drawn.choice(paragraphs))
                size += len(lines[-1].split())
        texts[f"bc-{number:03}"] = "\n".join(lines)
    return texts


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


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queries", type=int, default=20, help="drafts to make (20)")
    parser.add_argument("--reports", type=int, default=200, help="long reports from which one draft is made (200)")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        _add_arguments,
    )


if __name__ == "__main__":
    main()
