"""Makes small files of every format, with invented content, in the folder of the test."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "C:/Windows/Fonts/times.ttf",
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="session")
def font() -> str:
    """Name of a registered font that has all Vietnamese letters."""
    for path in FONTS:
        if Path(path).exists():
            found = TTFont("Serif", path)
            if all(ord(letter) in found.face.charToGlyph for letter in "ăâđêôơưẠỹ"):
                pdfmetrics.registerFont(found)
                return "Serif"
    pytest.skip("no font with Vietnamese letters here (Debian: fonts-dejavu-core or fonts-liberation)")


class Sheet:
    """Draws text on A4 pages the way Word does: first lines set in, lines justified, paragraphs apart."""

    left, right, indent, size, pitch = 85.0, 540.0, 28.0, 14.0, 18.0

    def __init__(self, path: Path, font: str, **options: Any) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, **options)
        self.font = font
        self.y = 770.0
        self.head: Callable[[Sheet], None] | None = None
        self._begin()

    def _begin(self) -> None:
        self.canvas.setFont(self.font, self.size)
        if self.head is not None:
            self.head(self)

    def page(self) -> None:
        self.canvas.showPage()
        self.y = 770.0
        self._begin()

    def at(self, x: float, y: float, text: str, size: float | None = None) -> None:
        self.canvas.setFont(self.font, size or self.size)
        self.canvas.drawString(x, y, text)
        self.canvas.setFont(self.font, self.size)

    def paragraph(self, text: str) -> None:
        """One justified paragraph; it goes on overleaf where the page is full."""
        words = text.split()
        first = True
        while words:
            start = self.left + (self.indent if first else 0)
            line = [words.pop(0)]
            while words and self._width(" ".join([*line, words[0]])) <= self.right - start:
                line.append(words.pop(0))
            if self.y < 70:
                self.page()
            slack = self.right - start - self._width(" ".join(line)) if words else 0.0
            text_object = self.canvas.beginText(start, self.y)
            text_object.setFont(self.font, self.size)
            gap = self._width(" ") + slack / max(len(line) - 1, 1)
            x = start
            for word in line:  # TrueType fonts of reportlab know no word spacing
                text_object.setTextOrigin(x, self.y)
                text_object.textOut(word + " ")
                x += self._width(word) + gap
            self.canvas.drawText(text_object)
            self.y -= self.pitch
            first = False
        self.y -= 4

    def _width(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, self.size))

    def save(self) -> None:
        self.canvas.save()


@pytest.fixture
def sheet(tmp_path: Path, font: str) -> Callable[..., Sheet]:
    """Begin a PDF: sheet("a.pdf", password=None)."""

    def begin(name: str = "a.pdf", password: str | None = None) -> Sheet:
        options = {"encrypt": pdfencrypt.StandardEncryption(password, canPrint=0)} if password else {}
        return Sheet(tmp_path / name, font, **options)

    return begin


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """Write a .docx from the XML of its body: docx("<w:p>…</w:p>", footnotes="…")."""

    def write(body: str, name: str = "a.docx", core: str = "", **parts: str) -> Path:
        path = tmp_path / name
        names = {
            "w": W,
            "r": OFFICE,
            "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
            "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            "v": "urn:schemas-microsoft-com:vml",
        }
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
        roots = {"footnotes": "footnotes", "header": "hdr", "footer": "ftr", "comments": "comments"}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types xmlns='x'/>")
            package.writestr(
                "_rels/.rels",
                f"<Relationships xmlns='{RELATIONS}'><Relationship Id='r1' Type='{OFFICE}/officeDocument' "
                "Target='word/document.xml'/></Relationships>",
            )
            package.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
            relations = "".join(
                f"<Relationship Id='x{kind}' Type='{OFFICE}/{kind}' Target='{kind}.xml'/>" for kind in parts
            )
            package.writestr(
                "word/_rels/document.xml.rels", f"<Relationships xmlns='{RELATIONS}'>{relations}</Relationships>"
            )
            for kind, content in parts.items():
                root = roots.get(kind, kind)
                package.writestr(f"word/{kind}.xml", f"<w:{root} {spaces}>{content}</w:{root}>")
            if core:
                package.writestr("docProps/core.xml", f"<core xmlns:dc='d'>{core}</core>")
        return path

    return write


@pytest.fixture
def write(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str, list[str]], Path]:
    """Write paragraphs as a file of any format: write(".pdf", ["…", "…"])."""

    def make(suffix: str, paragraphs: list[str]) -> Path:
        path = tmp_path / f"noi-dung{suffix}"
        if suffix == ".txt":
            path.write_text("\n".join(paragraphs), encoding="utf-8")
        elif suffix in (".html", ".htm"):
            body = "\n".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
            path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
        elif suffix == ".docx":
            body = "".join(f"<w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
            request.getfixturevalue("docx")(body, name=path.name)
        elif suffix == ".pdf":
            page = request.getfixturevalue("sheet")(path.name)
            for text in paragraphs:
                page.paragraph(text)
            page.save()
        else:
            raise AssertionError(f"no way to write {suffix}: a new format needs one here")
        return path

    return make
