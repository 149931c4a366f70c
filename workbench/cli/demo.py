"""The whole job on the sample archive: build, search, keywords, summary, draft, export."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from workbench.analysis.keywords import Keywords
from workbench.analysis.summary import Summary
from workbench.archive.report import STATUSES, BuildReport
from workbench.cli.output import print_hit, print_table, progress, say
from workbench.drafting.model import Draft
from workbench.export import free_path
from workbench.search.results import SearchResults
from workbench.ui.notebook_files import sample_root
from workbench.workbench import Workbench

# How the command was called, so that what the demo tells people to type works as it stands.
_COMMAND = str(Path(sys.argv[0])) if Path(sys.argv[0]).stem == "workbench" else f'"{sys.executable}" -m workbench'

TOPIC = "cải cách hành chính"
TITLE = "về sơ kết việc thực hiện cải cách hành chính, chuyển đổi số"


@dataclass(frozen=True)
class Made:
    """Everything that the demo made, step by step."""

    root: Path
    report: BuildReport
    results: SearchResults
    keywords: Keywords
    summary: Summary
    draft: Draft
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, object]:
        """What `demo --json` prints."""
        return {
            "root": str(self.root),
            "build": self.report.counts,
            "found": self.results.total,
            "keywords": [row.term for row in self.keywords.rows],
            "summary": [citation.quote for citation in self.summary.sentences],
            "draft": self.draft.id,
            "files": [str(file) for file in self.files],
        }


def run_demo(root: Path, quiet: bool) -> Made:
    """Do the whole job on the sample archive."""
    root = sample_root(root)
    with Workbench.open(root) as workbench:
        with progress(quiet) as show:
            report = workbench.build(show)
        results = workbench.search(TOPIC, limit=3)
        with progress(quiet) as show:
            keywords = workbench.keywords(TOPIC, limit=10, documents=15, progress=show)
        summary = workbench.summarize(TOPIC, sentences=5)
        draft = workbench.draft(TOPIC, title=TITLE)
        folder = workbench.settings.workspace / "exports"
        files = tuple(
            # A name that no file has: an earlier export may have been edited since.
            workbench.export(draft, free_path(folder, "du-thao-mau", suffix))
            for suffix in (".docx", ".md", ".xlsx")
        )
    return Made(root, report, results, keywords, summary, draft, files)


def tell(made: Made) -> None:
    """Show people what was made, and what to open next."""
    say("[bold]1. Nạp kho[/bold]")
    print_build(made.report)
    say(f"\n[bold]2. Tìm “{TOPIC}”[/bold]: {made.results.total} văn bản, {made.results.seconds:.2f} giây")
    for number, hit in enumerate(made.results.hits, start=1):
        print_hit(number, hit)
    rows = [(row.term, row.count, row.documents) for row in made.keywords.rows]
    print_table("3. Từ khóa", ["Từ khóa", "Số lần", "Số văn bản"], rows)
    say(f"\n[bold]4. Tóm tắt {made.summary.documents} văn bản[/bold]")
    for citation in made.summary.sentences:
        say(f" • {escape(' '.join(citation.quote.split()))} [dim]({escape(citation.label)})[/dim]")
    sections = sum(bool(section.items) for section in made.draft.sections)
    told = f"{len(made.draft.items())} câu trong {sections} mục, câu nào cũng có nguồn"
    say(f"\n[bold]5. Dự thảo “{escape(made.draft.title)}”[/bold]: {told}")
    for file in made.files:
        say(f"   {escape(str(file))}")
    where = "" if made.root == Path.cwd().resolve() else f' --root "{made.root}"'
    say("\n[bold]Mở tiếp:[/bold]")
    say(f"   • Dự thảo bằng Word: {escape(str(made.files[0]))}")
    say(f"   • Sổ tay trong trình duyệt: {_COMMAND} lab{escape(where)}")
    say(f'   • Tìm bằng lệnh: {_COMMAND} search "so:12-CT/TU"{escape(where)}')


def print_build(report: BuildReport) -> None:
    """The report of a build as one table: what did not go in, and why; then the counts."""
    told = [row for row in report.rows if row.status in ("waiting", "quarantined", "refused", "ignored")]
    if told:
        rows = [(row.path, STATUSES[row.status], row.reason) for row in told]
        print_table("Tệp không vào kho", ["Tệp", "Tình trạng", "Lý do"], rows)
    counts = "; ".join(f"{STATUSES[status].lower()} {number}" for status, number in report.counts.items() if number)
    say(f"{report.documents} văn bản trong kho ({counts or 'không có tệp nào'}), {report.seconds:.1f} giây.")
