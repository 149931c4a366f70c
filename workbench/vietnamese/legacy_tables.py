"""The character tables of the old Vietnamese charsets TCVN3 (ABC) and VNI-Windows (domain.md §9.1)."""

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
