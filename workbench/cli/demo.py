"""The whole job on the sample archive: build, search, keywords, summary, draft, export."""

from __future__ import annotations

import shutil
from pathlib import Path

from rich.markup import escape

from workbench.archive.report import BuildReport
from workbench.cli.output import print_hit, print_table, progress, say
from workbench.errors import WorkbenchError
from workbench.workbench import Workbench

MARKER = ".kho-mau.json"
"""Hidden file that tells the sample archive from an office's own."""

TOPIC = "cải cách hành chính"
TITLE = "về sơ kết việc thực hiện cải cách hành chính, chuyển đổi số"


def sample_root(root: Path) -> Path:
    """The folder to show the demo in: `root` when its corpus is the sample or it has none, else `root/kho-mau`.

    The packaged sample is copied where there is none yet; an office's own documents are never mixed with it.

    Raises:
        WorkbenchError: the package came without its sample.
    """
    corpus = root / "corpus"
    if corpus.is_dir() and any(corpus.iterdir()) and not (corpus / MARKER).is_file():
        root = root / "kho-mau"
        corpus = root / "corpus"
    if not (corpus / MARKER).is_file():
        package = Path(__file__).resolve().parent.parent
        source = next((folder for folder in (package / "_sample" / "corpus", package.parent / "corpus") if (folder / MARKER).is_file()), None)
        if source is None:
            raise WorkbenchError("Bản cài đặt không có kho mẫu.", "Hãy cài lại theo README.")
        shutil.copytree(source, corpus, dirs_exist_ok=True)
    return root


def run_demo(root: Path, quiet: bool) -> dict[str, object]:
    """Do the whole job and tell about each step; gives what was made, for `--json`."""
    root = sample_root(root)
    with Workbench.open(root) as workbench:
        with progress(quiet) as show:
            report = workbench.build(show)
        results = workbench.search(TOPIC, limit=3)
        with progress(quiet) as show:
            keywords = workbench.keywords(TOPIC, limit=10, documents=15, progress=show)
        summary = workbench.summarize(TOPIC, sentences=5)
        draft = workbench.draft(TOPIC, title=TITLE)
        files = [workbench.export(draft, workbench.settings.workspace / "xuat" / f"du-thao-mau{suffix}") for suffix in (".docx", ".md", ".xlsx")]
        sections = sum(bool(section.items) for section in draft.sections)
        if not quiet:
            say("[bold]1. Nạp kho[/bold]")
            print_build(report)
            say(f"\n[bold]2. Tìm “{TOPIC}”[/bold]: {results.total} văn bản, {results.seconds:.2f} giây")
            for number, hit in enumerate(results.hits, start=1):
                print_hit(number, hit)
            say("\n[bold]3. Từ khóa[/bold]")
            print_table("", ["Từ khóa", "Số lần", "Số văn bản"], [(row.term, row.count, row.documents) for row in keywords.rows])
            say(f"\n[bold]4. Tóm tắt {summary.documents} văn bản[/bold]")
            for citation in summary.sentences:
                say(f" • {escape(' '.join(citation.quote.split()))} [dim][{escape(citation.label)}][/dim]")
            say(f"\n[bold]5. Dự thảo “{escape(draft.title)}”[/bold]: {len(draft.items())} câu trong {sections} mục, mỗi câu có nguồn")
            for file in files:
                say(f"   {escape(str(file))}")
            where = "" if root == Path.cwd().resolve() else f' --root "{root}"'
            say("\n[bold]Mở tiếp:[/bold]")
            say(f"   • Dự thảo bằng Word: {escape(str(files[0]))}")
            say(f"   • Sổ tay trong trình duyệt: workbench lab{escape(where)}")
            say(f"   • Tìm bằng lệnh: workbench search \"so:12-CT/TU\"{escape(where)}")
    return {
        "root": str(root),
        "build": report.counts,
        "found": results.total,
        "keywords": [row.term for row in keywords.rows],
        "summary": [citation.quote for citation in summary.sentences],
        "draft": draft.id,
        "files": [str(file) for file in files],
    }


def print_build(report: BuildReport) -> None:
    """The report of a build as one table: what did not go in, and why; then the counts."""
    from workbench.archive.report import STATUSES

    told = [row for row in report.rows if row.status in ("quarantined", "refused", "ignored")]
    if told:
        print_table("Tệp không vào kho", ["Tệp", "Tình trạng", "Lý do"], [(row.path, STATUSES[row.status], row.reason) for row in told])
    counts = "; ".join(f"{STATUSES[status].lower()} {count}" for status, count in report.counts.items() if count)
    say(f"{report.documents} văn bản trong kho ({counts or 'không có tệp nào'}), {report.seconds:.1f} giây.")
