"""PDF files made to do harm, or damaged on their way: refused in words, within bounds of time and memory."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from workbench.archive import system_parts
from workbench.archive.readers import pdf, pdfium
from workbench.errors import UnreadableFile

WORDS = "Bao cao ket qua cong tac sau thang dau nam"


def raw_pdf(path: Path, objects: dict[int, str], root: int = 1) -> Path:
    """A PDF of these objects, with a true table of their places."""
    data = b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(data)
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, max(objects) + 1):
        data += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    data += f"trailer << /Size {max(objects) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


@pytest.fixture(autouse=True)
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)


def test_a_tree_of_too_many_pages_is_refused_with_their_number(tmp_path: Path) -> None:
    # Each branch holds the one below it ten times: 100,000 pages in a kilobyte.
    objects = {1: "<< /Type /Catalog /Pages 2 0 R >>", 9: "<< /Type /Page /Parent 7 0 R /MediaBox [0 0 9 9] >>"}
    for level in range(5):
        kids = f"{level + 3} 0 R " if level < 4 else "9 0 R "
        objects[level + 2] = f"<< /Type /Pages /Count {10 ** (5 - level)} /Kids [ {kids * 10}] >>"
    with pytest.raises(UnreadableFile, match=r"a\.pdf"):
        pdf.read(raw_pdf(tmp_path / "a.pdf", dict(sorted(objects.items()))))


def test_a_file_of_more_pages_than_are_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium, "MAX_PAGES", 3)
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    for _ in range(4):
        canvas.drawString(80, 700, WORDS)
        canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableFile, match="có 4 trang, nhiều hơn mức đọc được là 3"):
        pdf.read(path)


def test_a_page_tree_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Count 2 /Kids [ 3 0 R 2 0 R ] >>",
        3: "<< /Type /Pages /Count 1 /Kids [ 2 0 R ] /Parent 2 0 R >>",
    }
    with pytest.raises(UnreadableFile):
        pdf.read(raw_pdf(tmp_path / "a.pdf", objects))


def test_forms_that_hold_each_other_end(tmp_path: Path) -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {} 0 R >> >> /Length 5 >>"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
        "/Resources << /XObject << /A 4 0 R >> >> >>",
        4: form.format(5) + "\nstream\n/A Do\nendstream",
        5: form.format(4) + "\nstream\n/A Do\nendstream",
        6: "<< /Length 5 >>\nstream\n/A Do\nendstream",
    }
    with pytest.raises(UnreadableFile, match="lồng vào nhau"):
        pdf.read(raw_pdf(tmp_path / "a.pdf", objects))


@pytest.mark.parametrize("box", ["0 0 1e9 1e9", "0 0 0 0", "-9e8 -9e8 9e8 9e8", "0 0 nan 5", "5 5 1 1"])
def test_a_sheet_of_any_size_is_drawn_within_bounds(tmp_path: Path, box: str) -> None:
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] >>",
    }
    path = raw_pdf(tmp_path / "a.pdf", objects)
    with pdfium.opened(path) as document:
        picture, dpi = pdfium.picture(document, 0, 300, 1_000_000, grey=True)
    assert picture.width * picture.height <= 1_100_000
    assert 0 < dpi <= 300
    with pytest.raises(UnreadableFile):
        pdf.read(path)


def whole() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    for _ in range(2):
        canvas.drawString(80, 700, WORDS)
        canvas.rect(80, 500, 200, 80)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


WHOLE = whole()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(0, 12))):
        content[data.draw(st.integers(9, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "hong.pdf"
    path.write_bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2, 200]))])
    try:
        raw = pdf.read(path)
    except UnreadableFile:
        return
    assert raw.text
    assert list(raw.page_starts) == sorted(raw.page_starts)
