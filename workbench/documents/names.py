"""Names of people and their posts, as the signature of a document prints them (domain.md §2.5, §3.3)."""

from __future__ import annotations

import re

from workbench.documents.head_cells import CAPITALS, bare
from workbench.documents.tables import surnames

# What begins with a capital in every word and is no person: organs, places, titles of lists. With accents: "Trương"
# is a surname, "Trường" a school.
_NOT_NAMES = re.compile(
    r"(?:bộ|sở|ban|[uủ][ỷy] ban|cục|vụ|viện|phòng|văn phòng|tổng|hội đồng|chi cục|phụ|mẫu|biểu|điều|khoản|chương|mục"
    r"|phần|nghị|quyết|luật|thông|báo|kế|việt nam|quốc hội|chính phủ|đảng|tỉnh|thành phố|huyện|quận|xã|phường|số|nơi"
    r"|như|kính|ngày|tháng|căn|theo|chủ tịch|bí thư|thủ tướng|phó|trường|trưởng|giám đốc|các|những|công an|công đoàn"
    r"|mặt trận|trung (?:ương|tâm)|nhân dân|học viện|đại học|bắc|nam|tây|đông"
    r"|quảng (?:ninh|trị|nam|ngãi|bình))(?: |$)"
    r"|(?:hà (?:nội|giang|nam|tĩnh|tây)|cao bằng|lai châu|lâm đồng|lạng sơn|lào cai|sơn la|tuyên quang|hưng yên"
    r"|ninh bình|an giang|kiên giang|long an|đồng (?:nai|tháp)|phú (?:thọ|yên)|thái (?:bình|nguyên)"
    r"|thanh hóa|thanh hoá)$"
)
_RANK = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)|Chuẩn\s+Đô\s+đốc|(?:Phó\s+)?Đô\s+đốc"
    r"|(?:GS|PGS|TS|ThS|BS|KS|CN|LS|NGND|NGƯT|BSCK\w*|Ths|Gs|Pgs|Ts)[.,]*|Giáo\s+sư|Phó\s+[Gg]iáo\s+sư|Tiến\s+sĩ"
    r"|Thạc\s+sĩ|Đồng\s+chí|Ông|Bà)[.,\s]+",
    re.IGNORECASE,
)
_SMALL = "a-zà-öø-ÿăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
_WORD = rf"(?:[{CAPITALS}][{_SMALL}]*(?:[-'’][{CAPITALS}]?[{_SMALL}]+)?|[HK]['’]\s?[{CAPITALS}]?[{_SMALL}]+)"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,5}}$")

TITLE = re.compile(
    r"(?:QUYỀN |Q\. ?)?(?:PHÓ )?(?:TỔNG BÍ THƯ|BÍ THƯ|CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ NHIỆM|CHÁNH VĂN PHÒNG"
    r"|CHÁNH THANH TRA|CHÁNH ÁN|VIỆN TRƯỞNG|THỐNG ĐỐC|TỔNG KIỂM TOÁN|TỔNG THANH TRA|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG"
    r"|CỤC TRƯỞNG|VỤ TRƯỞNG|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG (?:TIỂU )?BAN|TRƯỞNG PHÒNG|TRƯỞNG ĐOÀN|TỔ TRƯỞNG"
    r"|ĐỘI TRƯỞNG|HẠT TRƯỞNG|TƯ LỆNH|CHÍNH ỦY|CHÍNH UỶ|CHỈ HUY TRƯỞNG|CHÍNH TRỊ VIÊN|ỦY VIÊN|UỶ VIÊN"
    r"|THƯỜNG TRỰC BAN BÍ THƯ"
    r"|THỦ TRƯỞNG|TỔNG BIÊN TẬP|TỔNG THƯ KÝ|THƯ KÝ|CHỦ TỌA|CHỦ TOẠ|CHỦ TRÌ|TRƯỞNG THÔN|TRƯỞNG KHOA|KẾ TOÁN TRƯỞNG)"
    rf"(?![{CAPITALS}])"
)
"""A post in capitals, at the place where a search begins; only for texts in NFC."""


def person_name(text: str) -> str | None:
    """The name of a person that a piece of a signature consists of, without rank or degree; None when it is none.

    Degrees and military ranks are no part of a signer's name in Party documents (domain.md §2.5); where a page prints
    one nevertheless it is left out.
    """
    name = " ".join(text.split()).strip(" *_.")
    for _ in range(3):
        name = _RANK.sub("", name)
    if not _NAME.match(name) or len(name) > 50:
        return None
    return None if _NOT_NAMES.match(name.lower()) else name


def leading_name(text: str) -> str | None:
    """The name at the beginning of a piece into which a heading was run: "Trần Hồng Hà PHỤ LỤC I …"; else None.

    Only a name with a known surname: nothing else tells where such a name ends.
    """
    words: list[str] = []
    for word in text.split()[:6]:
        if not _WHOLE_WORD.match(word) or word in _HEADINGS or (word.isupper() and len(word) > 1):
            break
        words.append(word)
    name = person_name(" ".join(words))
    return name if name and is_surname(name) else None


_WHOLE_WORD = re.compile(rf"{_WORD}$")
_HEADINGS = frozenset({"Phụ", "Mẫu", "Danh", "Biểu", "Bảng", "Quy", "Kế", "Chương", "Điều", "Nơi", "Ghi", "Kèm"})


def is_surname(name: str) -> bool:
    """Whether a name begins with a surname of Việt Nam (the usual ones of its peoples are known, not all)."""
    return re.split(r"[ '’]", bare(name).lower(), maxsplit=1)[0] in surnames()
