"""The character tables of the old Vietnamese charsets: TCVN3 (ABC), VNI-Windows, VISCII and VPS (domain.md §9.1).

TCVN3 and VISCII agree with glibc's iconv (TCVN5712-1, VISCII); VPS with the tables of two input methods.
"""

from __future__ import annotations

# Each row: the plain letter, then acute, grave, hook, tilde, dot below. A code is the character that the byte shows
# when it is read as Latin-1; a plain letter that is ASCII stands for itself.
_UNICODE = "aáàảãạ âấầẩẫậ ăắằẳẵặ eéèẻẽẹ êếềểễệ oóòỏõọ ôốồổỗộ ơớờởỡợ uúùủũụ ưứừửữự iíìỉĩị yýỳỷỹỵ"
_TCVN3 = (
    "a\xb8\xb5\xb6\xb7\xb9 \xa9\xca\xc7\xc8\xc9\xcb \xa8\xbe\xbb\xbc\xbd\xc6 e\xd0\xcc\xce\xcf\xd1 "
    "\xaa\xd5\xd2\xd3\xd4\xd6 o\xe3\xdf\xe1\xe2\xe4 \xab\xe8\xe5\xe6\xe7\xe9 \xac\xed\xea\xeb\xec\xee "
    "u\xf3\xef\xf1\xf2\xf4 \xad\xf8\xf5\xf6\xf7\xf9 i\xdd\xd7\xd8\xdc\xde y\xfd\xfa\xfb\xfc\xfe"
)
_TCVN3_CAPITALS = dict(zip("\xa1\xa2\xa3\xa4\xa5\xa6\xa7", "ĂÂÊÔƠƯĐ", strict=True))
# Capitals with a tone of TCVN 5712-1 that share the upper half; office documents wrote them in H fonts instead.
_TCVN3_TONED_CAPITALS = dict(
    zip("\xaf\xba\xbf\xc0\xc1\xc2\xc3\xc4\xc5\xcd\xd9\xda\xdb\xe0\xf0\xff", "ẰẲẴẮẦẨẪẤỀỂỄẾỒỔỖỐ", strict=True)
)
# What AD, B7 and B5 become on their way through the glyph names of a PDF.
_TCVN3_VARIANTS = {"−": "ư", "∙": "ã", "μ": "à"}

_TCVN3_PAIRS = {
    code: letter for code, letter in zip(_TCVN3, _UNICODE, strict=True) if code != letter and not code.isspace()
}
TCVN3: dict[str, str] = {
    **_TCVN3_TONED_CAPITALS,
    **_TCVN3_CAPITALS,
    **_TCVN3_PAIRS,
    "\xae": "đ",
    **_TCVN3_VARIANTS,
}
"""TCVN3 character (as Latin-1) → Vietnamese letter."""


def _vni() -> dict[str, str]:
    """VNI: a base letter followed by a mark that is a letter of its own; a few letters stand alone."""
    plain, circumflex, breve = "ùøûõï", "áàåãä", "éèúüë"
    rows = dict(zip((row[0] for row in _UNICODE.split()), _UNICODE.split(), strict=True))
    table: dict[str, str] = {}
    for base, letter in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        table |= {base + mark: toned for mark, toned in zip(plain, rows[letter][1:], strict=True)}
    for base, letter in {"a": "â", "e": "ê", "o": "ô"}.items():
        table |= {base + mark: toned for mark, toned in zip("â" + circumflex, rows[letter], strict=True)}
    table |= {"a" + mark: toned for mark, toned in zip("ê" + breve, rows["ă"], strict=True)}
    table |= {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
    # The mark follows the case of its font, the base letter decides the case of the result.
    return table | {
        cased: letter.upper() for code, letter in table.items() for cased in {code.upper(), code[0].upper() + code[1:]}
    }


VNI: dict[str, str] = _vni()
"""VNI sequence of one or two characters (as Latin-1) → Vietnamese letter."""


def _with_windows_signs(table: dict[str, str]) -> dict[str, str]:
    """Codes 80 to 9F both as Latin-1 and as the signs that cp1252 shows for them."""
    signs = {bytes([byte]).decode("cp1252", errors="ignore"): chr(byte) for byte in range(0x80, 0xA0)}
    return table | {sign: table[code] for sign, code in signs.items() if sign and code in table}


TCVN3_TONED_CAPITALS: dict[str, str] = _with_windows_signs(
    dict(
        zip(
            map(chr, [*range(0x80, 0xA0), 0x01, 0x02, 0x04, 0x05, 0x06, *range(0x11, 0x18)]),
            "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ",
            strict=True,
        )
    )
)
"""Toned capitals of TCVN 5712-1 where Windows has its quotes and dashes: to be used with evidence only."""

_VISCII = (
    "a\xe1\xe0\xe4\xe3\xd5 \xe2\xa4\xa5\xa6\xe7\xa7 \xe5\xa1\xa2\xc6\xc7\xa3 e\xe9\xe8\xeb\xa8\xa9 "
    "\xea\xaa\xab\xac\xad\xae o\xf3\xf2\xf6\xf5\xf7 \xf4\xaf\xb0\xb1\xb2\xb5 \xbd\xbe\xb6\xb7\xde\xfe "
    "u\xfa\xf9\xfc\xfb\xf8 \xdf\xd1\xd7\xd8\xe6\xf1 i\xed\xec\xef\xee\xb8 y\xfd\xcf\xd6\xdb\xdc"
)
_VISCII_CAPITALS = (
    "A\xc1\xc0\xc4\xc3\x80 \xc2\x84\x85\x86\x06\x87 \xc5\x81\x82\x02\x05\x83 E\xc9\xc8\xcb\x88\x89 "
    "\xca\x8a\x8b\x8c\x8d\x8e O\xd3\xd2\x99\xa0\x9a \xd4\x8f\x90\x91\x92\x93 \xb4\x95\x96\x97\xb3\x94 "
    "U\xda\xd9\x9c\x9d\x9e \xbf\xba\xbb\xbc\xff\xb9 I\xcd\xcc\x9b\xce\x98 Y\xdd\x9f\x14\x19\x1e"
)
_VPS = (
    "a\xe1\xe0\xe4\xe3\xe5 \xe2\xc3\xc0\xc4\xc5\xc6 \xe6\xa1\xa2\xa3\xa4\xa5 e\xe9\xe8\xc8\xeb\xcb "
    "\xea\x89\x8a\x8b\xcd\x8c o\xf3\xf2\xd5\xf5\x86 \xf4\xd3\xd2\xb0\x87\xb6 \xd6\xa7\xa9\xaa\xab\xae "
    "u\xfa\xf9\xfb\xdb\xf8 \xdc\xd9\xd8\xba\xbb\xbf i\xed\xec\xcc\xef\xce y\x9a\xff\x9b\xcf\x9c"
)
_VPS_CAPITALS = (
    "A\xc1\x80\x81\x82\x02 \xc2\x83\x84\x85\x1c\x03 \x88\x8d\x8e\x8f\xf0\x04 E\xc9\xd7\xde\xfe\x05 "
    "\xca\x90\x93\x94\x95\x06 O\xb9\xbc\xbd\xbe\x11 \xd4\x96\x97\x98\x99\x12 \xf7\x9d\x9e\x9f\xa6\x13 "
    "U\xda\xa8\xd1\xac\x14 \xd0\xad\xaf\xb1\x1d\x15 I\xb4\xb5\xb7\xb8\x10 Y\xdd\xb2\xfd\xb3\x19"
)


def _single_codes(small: str, capital: str, stroke: str) -> dict[str, str]:
    codes = small.split(" ") + capital.split(" ") + [stroke]
    letters = [*_UNICODE.split(), *_UNICODE.upper().split(), "đĐ"]
    pairs = zip("".join(codes), "".join(letters), strict=True)
    return _with_windows_signs({code: letter for code, letter in pairs if code != letter})


VISCII: dict[str, str] = _single_codes(_VISCII, _VISCII_CAPITALS, "\xf0\xd0")
"""VISCII character (as Latin-1 or cp1252) → Vietnamese letter."""

VPS: dict[str, str] = _single_codes(_VPS, _VPS_CAPITALS, "\xc7\xf1")
"""VPS character (as Latin-1 or cp1252) → Vietnamese letter."""
