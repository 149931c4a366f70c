"""Makes small files of every format, with invented content, in the folder of the test."""

from __future__ import annotations

import csv
import html
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
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
ODF = "urn:oasis:names:tc:opendocument:xmlns"
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
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of sheets: xlsx({"Biểu 1": {"B7": 12.5}}, name="a.xlsx"); change(book) may do more."""

    def make(
        cells: dict[str, dict[str, Any]], name: str = "a.xlsx", change: Callable[[Any], None] | None = None
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, values in cells.items():
            sheet = book.create_sheet(title)
            for place, value in values.items():
                sheet[place] = value
        if change is not None:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def biff(tmp_path: Path) -> Callable[..., Path]:
    """Write an .xls as Excel 97 keeps it, without the OLE file around: biff({"Sheet1": [(row, column, text, font)]}).

    A font is given by its place in `fonts`; instead of a text a cell may hold a number, or runs [(text, font), …].
    `records` of every sheet, as (kind, body), stand before its cells.
    """

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def make(
        cells: dict[str, list[tuple[int, int, Any, int]]],
        name: str = "a.xls",
        fonts: tuple[str, ...] = ("Times New Roman",),
        formats: tuple[str, ...] = ("General",),
        records: tuple[tuple[int, bytes], ...] = (),
        hidden: tuple[str, ...] = (),
    ) -> Path:
        sheets = []
        for rows in cells.values():
            body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))
            body += b"".join(record(kind, content) for kind, content in records)
            for row, column, value, look in rows:
                place = struct.pack("<HHH", row - 1, column - 1, look)
                if isinstance(value, int | float):
                    body += record(0x203, place + struct.pack("<d", value))
                    continue
                runs = value if isinstance(value, list) else [(value, None)]
                text = "".join(part for part, _ in runs)
                content = place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
                changes, start = b"", len(runs[0][0])
                for part, font in runs[1:]:  # the fifth font has the number 5: there is no fourth ([MS-XLS] 2.5.129)
                    changes += struct.pack("<HH", start, font + (font >= 4))
                    start += len(part)
                count = struct.pack("<H", len(runs) - 1)
                body += record(0xD6, content + count + changes) if changes else record(0x204, content)
            sheets.append(body + record(0x0A, b""))
        head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + record(0x42, struct.pack("<H", 1200))
        for font in fonts:
            head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + _short(font))
        for index, code in enumerate(formats):
            head += record(0x41E, struct.pack("<HHB", 164 + index, len(code), 1) + code.encode("utf-16-le"))
        for font in range(len(fonts)):
            for index in range(len(formats)):
                head += record(0xE0, struct.pack("<HHH", font + (font >= 4), 164 + index, 0) + bytes(14))
        titles = [struct.pack("<BB", title in hidden, 0) + _short(title) for title in cells]
        place = len(head) + sum(8 + len(title) for title in titles) + 4
        for title, sheet in zip(titles, sheets, strict=True):
            head += record(0x85, struct.pack("<I", place) + title)
            place += len(sheet)
        path = tmp_path / name
        path.write_bytes(head + record(0x0A, b"") + b"".join(sheets))
        return path

    return make


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


@pytest.fixture
def odf(tmp_path: Path) -> Callable[..., Path]:
    """Write an OpenDocument file: odf("text", "<text:p>…</text:p>", automatic="<style:style …/>", masters="…")."""

    def make(kind: str, body: str, name: str = "", automatic: str = "", masters: str = "", meta: str = "") -> Path:
        path = tmp_path / (name or f"a.{ {'text': 'odt', 'spreadsheet': 'ods', 'presentation': 'odp'}[kind] }")
        names = ("office", "style", "text", "table", "presentation", "number")
        spaces = " ".join(f"xmlns:{prefix}='{ODF}:{prefix}:1.0'" for prefix in names)
        spaces += f" xmlns:draw='{ODF}:drawing:1.0' xmlns:fo='{ODF}:xsl-fo-compatible:1.0' xmlns:dc='d' xmlns:meta='m'"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
            package.writestr("META-INF/manifest.xml", "<manifest/>")
            package.writestr(
                "content.xml",
                f"<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            )
            package.writestr(
                "styles.xml",
                f"<office:document-styles {spaces}><office:master-styles>{masters}</office:master-styles>"
                "</office:document-styles>",
            )
            package.writestr("meta.xml", f"<office:document-meta {spaces}>{meta}</office:document-meta>")
        return path

    return make


@pytest.fixture
def pptx(tmp_path: Path) -> Callable[..., Path]:
    """Write a presentation from the shapes of its slides: pptx(["<p:sp>…</p:sp>"], notes={1: "<p:sp>…</p:sp>"})."""

    def make(
        slides: list[str],
        name: str = "a.pptx",
        notes: dict[int, str] | None = None,
        hidden: tuple[int, ...] = (),
        extra: dict[str, str] | None = None,
        relations: str = "",
    ) -> Path:
        path = tmp_path / name
        spaces = (
            f"xmlns:p='p' xmlns:a='a' xmlns:r='{OFFICE}' xmlns:c='c' "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        )

        def related(*entries: tuple[str, str, str]) -> str:
            inner = "".join(f"<Relationship Id='{i}' Type='{OFFICE}/{k}' Target='{t}'/>" for i, k, t in entries)
            return f"<Relationships xmlns='{RELATIONS}'>{inner}{relations}</Relationships>"

        numbers = range(1, len(slides) + 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("_rels/.rels", related(("r1", "officeDocument", "ppt/presentation.xml")))
            ids = "".join(f"<p:sldId id='{255 + n}' r:id='s{n}'/>" for n in numbers)
            package.writestr(
                "ppt/presentation.xml", f"<p:presentation {spaces}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
            )
            package.writestr(
                "ppt/_rels/presentation.xml.rels",
                related(*((f"s{n}", "slide", f"slides/slide{n}.xml") for n in numbers)),
            )
            for number, shapes in enumerate(slides, 1):
                show = "show='0'" if number in hidden else ""
                tree = "<p:{0} {1} {2}><p:cSld><p:spTree>{3}</p:spTree></p:cSld></p:{0}>"
                package.writestr(f"ppt/slides/slide{number}.xml", tree.format("sld", spaces, show, shapes))
                own = [("n", "notesSlide", f"../notes{number}.xml")] if number in (notes or {}) else []
                package.writestr(f"ppt/slides/_rels/slide{number}.xml.rels", related(*own))
                if own:
                    package.writestr(f"ppt/notes{number}.xml", tree.format("notes", spaces, "", (notes or {})[number]))
            for part, xml in (extra or {}).items():
                package.writestr(part, xml.replace("SPACES", spaces))
        return path

    return make


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
        elif suffix == ".eml":
            head = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            path.write_bytes((head + "\r\n".join(paragraphs)).encode())
        elif suffix in (".mht", ".mhtml"):
            body = "\n".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
            head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            path.write_bytes(f"{head}<html><body>{body}</body></html>".encode())
        elif suffix == ".msg":
            request.getfixturevalue("outlook")(path.name, {0x1000: "\r\n".join(paragraphs)})
        elif suffix in (".docx", ".docm", ".dotx"):
            body = "".join(f"<w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
            request.getfixturevalue("docx")(body, name=path.name)
        elif suffix in (".doc", ".dot"):
            request.getfixturevalue("word97")(paragraphs, path.name)
        elif suffix == ".rtf":
            body = "".join(f"\\u{ord(letter)}?" if ord(letter) > 126 else letter for letter in "\n".join(paragraphs))
            path.write_text("{\\rtf1\\ansi " + body.replace("\n", "\\par ") + "\\par}", encoding="ascii")
        elif suffix in (".odt", ".ott"):
            body = "".join(f"<text:p>{html.escape(text)}</text:p>" for text in paragraphs)
            request.getfixturevalue("odf")("text", body, path.name)
        elif suffix in (".odp", ".otp"):
            body = "".join(f"<text:p>{html.escape(text)}</text:p>" for text in paragraphs)
            frame = f"<draw:page><draw:frame><draw:text-box>{body}</draw:text-box></draw:frame></draw:page>"
            request.getfixturevalue("odf")("presentation", frame, path.name)
        elif suffix in (".pptx", ".pptm", ".ppsx"):
            body = "".join(f"<a:p><a:r><a:t>{html.escape(text)}</a:t></a:r></a:p>" for text in paragraphs)
            request.getfixturevalue("pptx")([f"<p:sp><p:txBody>{body}</p:txBody></p:sp>"], path.name)
        # The first paragraph is the name of the sheet, which is the first line of its text.
        elif suffix in (".xlsx", ".xlsm", ".xltx"):
            rows = {f"A{number}": text for number, text in enumerate(paragraphs[1:], 1)}
            request.getfixturevalue("xlsx")({paragraphs[0]: rows}, path.name)
        elif suffix in (".xls", ".xlt"):
            cells = [(number, 1, text, 0) for number, text in enumerate(paragraphs[1:], 1)]
            request.getfixturevalue("biff")({paragraphs[0]: cells}, path.name)
        elif suffix in (".ods", ".ots"):
            cell = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
            body = "".join(cell.format(html.escape(text)) for text in paragraphs[1:])
            sheet = f"<table:table table:name='{html.escape(paragraphs[0])}'>{body}</table:table>"
            request.getfixturevalue("odf")("spreadsheet", sheet, path.name)
        elif suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows([text] for text in paragraphs)
        elif suffix == ".pdf":
            page = request.getfixturevalue("sheet")(path.name)
            for text in paragraphs:
                page.paragraph(text)
            page.save()
        else:
            raise AssertionError(f"no way to write {suffix}: a new format needs one here")
        return path

    return make
