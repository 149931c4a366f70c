"""A file that would take for ever costs its reader process and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench import Workbench
from workbench.archive.build import Bounds
from workbench.archive.plan import make_plan

Write = Callable[..., Path]


def endless_pdf(depth: int = 8, width: int = 100) -> bytes:
    """A page whose form draws another one a hundred times, and that one the next: 10^14 drawings in four kilobytes."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /X 6 0 R >> /Font << /F 5 0 R >> >> >>",
        stream(b"", b"BT /F 12 Tf 72 720 Td (Bao cao) Tj ET\n/X Do"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(7, 7 + depth):
        is_last = number == 6 + depth
        body = b"BT /F 12 Tf 72 700 Td (x) Tj ET" if is_last else b"/X Do\n" * width
        resources = b"/Font << /F 5 0 R >>" if is_last else b"/XObject << /X %d 0 R >>" % number
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % resources
        objects.append(stream(form, body))
    made, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(made))
    )


def stream(entries: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body)


def test_a_file_that_takes_for_ever_is_set_aside_and_the_others_are_read(tmp_path: Path, write: Write) -> None:
    (tmp_path / "workbench.toml").write_text("reading_minutes = 0.05\n", encoding="utf-8")
    for number in range(5):
        write(f"{number}.txt", number)
    (tmp_path / "corpus" / "2-vo-tan.pdf").write_bytes(endless_pdf())
    with Workbench.open(tmp_path) as workbench:
        report = workbench.build()
        [row] = [row for row in report.rows if row.path == "2-vo-tan.pdf"]
        assert row.status == "quarantined"
        assert "quá 3 giây" in row.reason
        assert "reading_minutes" in row.reason
        assert report.counts["added"] == 5
        assert list((tmp_path / "indexes" / "scratch").iterdir()) == []
        # It is not tried again while it is the same file.
        plan = make_plan(tmp_path / "corpus", workbench.catalogue)
        assert plan.jobs == []
        assert {row.path: row.status for row in plan.rows}["2-vo-tan.pdf"] == "quarantined"


def test_a_long_file_may_take_longer_than_a_short_one() -> None:
    bounds = Bounds(10, 2**30)
    assert bounds.seconds(0) == 600
    assert bounds.seconds(15_000_000) == 1_200
