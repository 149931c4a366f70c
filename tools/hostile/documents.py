"""Hostile documents: entities, macros, endless nesting, trees of pages, declared sizes, texts that tire regexes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tools.hostile.packed import MB, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
LAUGHS = (
    "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)


def docx(document: str, **parts: str) -> bytes:
    """A .docx with this document part."""
    return zipped(
        {"[Content_Types].xml": TYPES.encode(), "word/document.xml": document.encode()}
        | {name.replace("__", "/") + ".xml": content.encode() for name, content in parts.items()}
    )


def paragraph(text: str) -> str:
    """A document part with one paragraph."""
    return f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def odf(kind: str, content: str) -> bytes:
    """An OpenDocument file with this content part."""
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()})


def xlsx(sheet: str, strings: str = "<sst/>") -> bytes:
    """A workbook with this sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    sheets = "<sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets>"
    book = f"<workbook xmlns='{main}' xmlns:r='{office}'>{sheets}</workbook>"
    return zipped(
        {
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": (
                f"<Relationships xmlns='{package}'><Relationship Id='r' Type='{office}/officeDocument' "
                "Target='xl/workbook.xml'/></Relationships>"
            ).encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": (
                f"<Relationships xmlns='{package}'><Relationship Id='r1' Type='{office}/worksheet' "
                f"Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='{office}/sharedStrings' "
                "Target='sharedStrings.xml'/></Relationships>"
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet.replace("<worksheet", f"<worksheet xmlns='{main}'").encode(),
            "xl/sharedStrings.xml": strings.replace("<sst", f"<sst xmlns='{main}'").encode(),
        }
    )


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A .pdf of numbered objects, the first of which is the catalogue."""
    pieces, offsets, start = [b"%PDF-1.7\n"], [], len(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        offsets.append(start)
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        start += len(pieces[-1])
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    pieces += [b"%010d 00000 n \n" % offset for offset in offsets]
    pieces.append(b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return b"".join(pieces)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A packed stream object."""
    body = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(body), extra, body)


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"


def _pdfs(scale: int) -> Iterator[tuple[str, bytes]]:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    flat = [_CATALOGUE, b"<</Type/Pages/Count 100000/Kids[%b]>>" % kids]
    yield "100000-trang.pdf", pdf(flat + [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 100_000)
    chain = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(2, 100_002)]
    yield "cay-sau.pdf", pdf([_CATALOGUE, *chain, b"<</Type/Page/MediaBox[0 0 9 9]>>"])
    yield "cay-vong.pdf", pdf([_CATALOGUE, b"<</Type/Pages/Count 9999999/Kids[2 0 R 2 0 R 2 0 R]>>"])
    yield (
        "mot-trang-trieu-lan.pdf",
        pdf(
            [_CATALOGUE, b"<</Type/Pages/Count 50000/Kids[%b]>>" % (b"3 0 R " * 50_000), b"<</Type/Page/Parent 2 0 R>>"]
        ),
    )
    one = [_CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", _PAGE]
    yield "bom-noi-dung.pdf", pdf([*one, stream(b"q\n" * (scale * MB // 2)), b"<<>>"])
    yield "bom-chu.pdf", pdf([*one, stream(b"BT /F 9 Tf (a) Tj ET\n" * (scale * MB // 100)), b"<<>>"])
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    yield "bieu-mau-vong.pdf", pdf([*one, stream(b"/X Do"), stream(b"/X Do /X Do", form)])
    picture = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    yield "anh-khong-lo.pdf", pdf([*one, stream(b"500 0 0 500 0 0 cm /X Do"), stream(bytes(1000), picture)])
    yield "ngoac-sau.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * MB + b">>"])
    yield "do-dai-gia.pdf", pdf([*one, b"<</Length 99999999999>>stream\nBT (a) Tj ET\nendstream", b"<<>>"])
    yield "xref-vong.pdf", b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF"
    yield "co-trang-khong-lo.pdf", pdf([*one[:2], _PAGE.replace(b"595 842", b"9e9 9e9"), stream(b""), b"<<>>"])


def _office(outside: str, scale: int) -> Iterator[tuple[str, bytes]]:
    entity = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{outside}">]>'
    yield "xxe.docx", docx(f"<?xml version='1.0'?>{entity}{paragraph('a &e; b')}")
    yield "cuoi.docx", docx(f"<?xml version='1.0'?>{LAUGHS}{paragraph('&a9;')}")
    yield "xxe.odt", odf("text", f"<?xml version='1.0'?>{entity}<r>&e;</r>")
    yield "cuoi.ods", odf("spreadsheet", f"<?xml version='1.0'?>{LAUGHS}<r>&a9;</r>")
    yield (
        "xxe.xlsx",
        xlsx(
            f"{entity}<worksheet><sheetData><row><c t='inlineStr'><is><t>&e;</t></is></c></row></sheetData></worksheet>"
        ),
    )
    yield "xxe.html", f"<?xml version='1.0'?>{entity}<html><body><p>a &e; b</p></body></html>".encode()
    yield "xxe.svg", f"<?xml version='1.0'?>{entity}<svg><text>&e;</text></svg>".encode()
    yield "bom.docx", docx(paragraph("a" * (scale * MB)))
    yield "bom-the-rong.docx", docx(f"<w:document {W}><w:body>{'<w:p/>' * (scale * MB // 6)}</w:body></w:document>")
    yield "long-sau.docx", docx(f"<w:document {W}><w:body>{'<w:sdt><w:sdtContent>' * 50_000}</w:body></w:document>")
    deep = "<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000
    yield "bang-trong-bang.docx", docx(f"<w:document {W}><w:body>{deep}</w:body></w:document>")
    yield (
        "macro.docm",
        zipped(
            {"[Content_Types].xml": TYPES.encode(), "word/document.xml": paragraph("Văn bản có macro.").encode()}
            | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}
        ),
    )
    remote = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}' Target='{}' TargetMode='{}'/>"
        "</Relationships>"
    )
    yield (
        "mau-tu-xa.docx",
        zipped(
            {"[Content_Types].xml": TYPES.encode(), "word/document.xml": paragraph("Văn bản có mẫu từ xa.").encode()}
            | {"word/_rels/document.xml.rels": remote.format("attachedTemplate", outside, "External").encode()}
        ),
    )
    yield (
        "quan-he-loi-ra.docx",
        zipped(
            {"[Content_Types].xml": TYPES.encode(), "word/document.xml": paragraph("Văn bản có quan hệ lạ.").encode()}
            | {"word/_rels/document.xml.rels": remote.format("styles", "../../../../etc/passwd", "Internal").encode()}
        ),
    )
    far = "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>xa</t></is></c></row>"
    yield "o-xa.xlsx", xlsx(f"<worksheet><dimension ref='A1:XFD1048576'/><sheetData>{far}</sheetData></worksheet>")
    merged = "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    cell = "<row r='1'><c r='A1' t='inlineStr'><is><t>xa</t></is></c></row>"
    yield "gop-o.xlsx", xlsx(f"<worksheet><sheetData>{cell}</sheetData>{merged}</worksheet>")
    cells = "<c t='s'><v>0</v></c>" * 200_000
    yield (
        "chuoi-lap.xlsx",
        xlsx(
            f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
            f"<sst><si><t>{'a' * 30_000}</t></si></sst>",
        ),
    )
    names = (
        "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    )
    repeated = (
        "<table:table><table:table-row table:number-rows-repeated='1000000000'><table:table-cell "
        "table:number-columns-repeated='1000000000'><text:p>a</text:p></table:table-cell></table:table-row></table:table>"
    )
    for kind, suffix in (("spreadsheet", "ods"), ("text", "odt")):
        body = f"{repeated}<text:p><text:s text:c='2000000000'/>b</text:p>"
        body = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        content = f"<office:document-content {names}>{body}</office:document-content>"
        yield f"lap-ti-lan.{suffix}", odf(kind, content)
    yield (
        "nhung.rtf",
        (
            '{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "'
            + outside
            + '"}{\\fldrslt x}}{\\object\\objemb{\\*\\objdata '
            + "d0cf11e0" * 5000
            + "}}Văn b\\u7843?n.}"
        ).encode(),
    )
    yield "ngoac.rtf", b"{\\rtf1 " + b"{" * (2 * MB) + b"a"
    yield "bin.rtf", b"{\\rtf1 a\\bin2147483647 b}"
    yield "uc.rtf", b"{\\rtf1 \\uc2147483647 " + b"\\u7843?" * 100_000 + b"}"
    yield "vong-fat.doc", _looping_compound()
    yield "vong-fat.xls", _looping_compound()
    yield "vong-fat.msg", _looping_compound()
    yield "vong-fat.ppt", _looping_compound()


def _looping_compound() -> bytes:
    """A compound file whose chain of sectors bites its own tail."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, 1, 1, -2, 0) + struct.pack("<109i", 0, *([-1] * 108))
    return head + struct.pack("<128i", -3, 1, *([1] * 126)) + bytes(512)


def _texts(scale: int) -> Iterator[tuple[str, bytes]]:
    size = MB * min(scale, 64) // 64
    pieces = {
        "ngoac-don": "(",
        "dieu": "Điều ",
        "dieu-xuong-dong": "Điều 1\n",
        "so": "Số ",
        "so-ky-hieu": "Số 12-BC/TU ",
        "ky-hieu": "1/",
        "can-cu": "Căn cứ ",
        "ngay": "ngày 1 tháng ",
        "chu-so": "1234567890",
        "tab": "\t",
        "xuong-dong": "\n",
        "khoang-trang": " ",
        "gach": "-",
        "mat": "MẬT ",
        "mat-tab": "M\tẬ\tT\t",
        "phu-luc": "PHỤ LỤC\nMẬT\n",
        "ngoac-kep": "“",
        "dau-cham": ". ",
        "dau-thanh": "a\u0301\u0323",
        "viet-hoa": "ĐẢNG CỘNG SẢN ",
        "noi-nhan": "Nơi nhận:\n- ",
        "dau-phay": "nghìn, ",
        "ngat-trang": "\f",
    }
    for name, piece in pieces.items():
        yield f"lap-{name}.txt", (piece * (size // len(piece.encode()) + 1)).encode()
    yield "the-sau.html", b"<html><body>" + b"<div>" * 200_000 + "sâu".encode() + b"</div>" * 200_000
    yield "bang-sau.html", b"<table><tr><td>" * 20_000 + b"a"
    yield "o-gop.html", b"<table>" + b"<tr>" * 2000 + b"<td rowspan=65534 colspan=1000>a" * 2000 + b"</table>"
    yield "kich-ban.html", b"<html><body><script>while(1);</script><iframe src='file:///etc/passwd'></iframe><p>abc</p>"
    yield "thuoc-tinh.html", b"<p " + b"a='b' " * 200_000 + b">abc</p>"
    yield "nhieu-cot.csv", b",".join([b"a"] * (size // 2))
    yield "ngoac-kep-ho.csv", b'"' + b"a,b\n" * 200_000
    yield "bom-anh.png", _picture(60_000, 60_000)


def _picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(MB))) + chunk(b"IEND", b"")


def files(outside: str, scale: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file.

    Args:
        outside: URI of a file outside, which no document may draw in.
        scale: MB that the bombs unpack to; texts that tire regexes are 1/64 of it, at most 1 MB.
    """
    yield from _pdfs(scale)
    yield from _office(outside, scale)
    yield from _texts(scale)
