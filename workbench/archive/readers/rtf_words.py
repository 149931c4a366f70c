"""The words of RTF: how the text divides into them, which open a destination, and the code pages of its fonts."""

from __future__ import annotations

import codecs
import re
from functools import cache

TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]++)(?P<number>-?\d{1,10}+)?+ ?|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]++)|[\r\n\0]++",
    re.DOTALL,
)
"""One word, character code, sign, brace or stretch of text; a stray backslash at the very end matches nothing."""

SKIP = re.compile(r"(?P<brace>[{}])|\\bin(?P<length>\d{1,10}+) ?|\\.", re.DOTALL)
"""What must be minded inside a group that is skipped."""

SKIPPED = frozenset(
    (
        *("pict", "nonshppict", "shprslt", "mmathPict", "objdata", "objclass", "objname", "objalias", "fontemb"),
        *("fldinst", "datafield", "xe", "tc", "rxe", "bkmkstart", "bkmkend", "template", "generator", "keycode"),
        *("stylesheet", "latentstyles", "colortbl", "colorschememapping", "themedata", "datastore", "xmlnstbl"),
        *("listtable", "listoverridetable", "pntxta", "pntxtb", "revtbl", "rsidtbl", "filetbl", "falt", "panose"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nonesttables", "mmathPr", "sn", "sv"),
        *("author", "operator", "company", "manager", "hlinkbase", "comment"),
        *("creatim", "revtim", "printim", "buptim", "atnid", "atnauthor", "atndate", "atnref"),
    )
)
"""Destinations whose text is no text of the document."""

MARGINS = frozenset(
    ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation")
)
"""Destinations whose text stands outside the body."""

BOXES = frozenset(("shptxt", "dptxbxtext"))
"""Destinations that hold the text of a text box."""

PROPERTIES = frozenset(["title", "subject", "keywords", "category", "doccomm"])
"""Destinations of \\info that say what the document is."""

WALKED = frozenset(["shpinst", "do", "nesttableprops", "info"])
"""Destinations whose own text is none, but which hold others that have some."""

TRANSPARENT = frozenset(["moMath", "moMathPara", "ud"])
r"""Destinations marked \* that belong to the text around them all the same."""

CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "column": "\n",
}  # fmt: skip
"""Words that stand for a character."""

SIGNS = {"~": "\xa0", "_": "-", "-": "\xad", "\\": "\\", "{": "{", "}": "}"}
"""Signs that stand for a character; the optional hyphen is the "ư" of TCVN3 (domain.md §9.3)."""

_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


def charset_codec(number: int) -> str | None:
    r"""The Python codec for a \fcharset; None for the document's own."""
    return _CHARSETS.get(number)


def page_codec(number: int) -> str:
    r"""The Python codec for the code page of \ansicpg or \cpg; cp1252 for one that Python does not know."""
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def decode(data: bytes, codec: str) -> str:
    """Bytes in a code page; those that it leaves undefined as Latin-1."""
    if data.isascii():
        return data.decode("ascii")
    table = _table(codec)
    return data.decode(codec, "replace") if table is None else data.decode("latin-1").translate(table)


@cache
def _table(codec: str) -> dict[int, str] | None:
    """The upper half of a single-byte code page; None for one of several bytes a character."""
    if codec in ("utf-8", "cp932", "cp949", "johab", "gbk", "cp950"):
        return None
    return {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(0x80, 0x100)}
