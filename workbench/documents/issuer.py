"""The name of the issuing organ, from the capitals of a document's head (domain.md §2.3, §2.5, §3.3)."""

from __future__ import annotations

import re
from collections import Counter

from workbench.documents.head_cells import CAPITALS, Cell, is_capitals
from workbench.documents.tables import organs
from workbench.vietnamese.spelling import clean, fold, tone

# Words with which the name of an organ begins, folded. A line that begins otherwise continues the one above it.
_ORGAN_WORDS = re.compile(
    r"(?:bo|lien bo|so(?! ?:)|ban|uy ban|ubnd|hdnd|ubmttq|ubkt|hoi dong|tinh uy|thanh uy|huyen uy|quan uy|thi uy"
    r"|dang uy|dang bo|chi bo|chi uy|dang doan"
    r"|van phong|chinh phu|thu tuong|chu tich|quoc hoi|toa an|vien|tong cuc|cuc|vu|chi cuc"
    r"|phong(?! chong)|trung tam|trung uong|truong|ngan hang|kiem toan|thanh tra|cong an|bao hiem xa hoi|kho bac"
    r"|mat tran|doan|tinh doan|huyen doan|thanh doan|hoi|lien doan|lien hiep|cong doan|tong cong ty|cong ty|tap doan"
    r"|hoc vien|dai hoc|benh vien|tieu ban|to(?! quoc| chuc)|co quan|dai hoi|tong lien doan|ban quan ly|dai phat thanh"
    r"|bao|hat kiem lam|chi nhanh|quan khu|bo doi|nha xuat ban|xi nghiep|thong tan xa|tong thanh tra)\b"
)
# Names that are not whole: the next line belongs to them even where it begins with an organ's word.
_OPEN = re.compile(
    r"(?:uy ban|ban chap hanh|ban thuong vu|hoi dong tham phan|van phong|hoi dong|doan dai bieu|ban can su dang|dang uy"
    r"|dang bo|ban chi dao|co quan)$|(?:[-,]| va| cua| cac)$"
)
_COMMITTEE = re.compile(r"(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy)\b")
_ADVISORY = re.compile(
    r"(?:van phong|ban (?!chap hanh|thuong vu|bi thu)|uy ban kiem tra|truong chinh tri|bao|trung tam|hoi|doan)"
)
_PLACE_ABOVE = re.compile(
    r"\b(?P<level>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) (?P<name>[^\W\d_].*)$"
)
_NOT_ORGANS = re.compile(
    r"van ban (?:quy pham phap luat|phap luat khac)|cong bao\b|(?:tuyet |toi )?mat$"
    r"|(?:du thao|hoa toc|thuong khan|khan)\b"
    r"|(?:chi )?luu hanh noi bo|tai lieu|xem xong|khong pho bien|quyet dinh cua|thong tu cua|nghi dinh cua"
)
_SHORT = (
    (re.compile(r"\bUBND\b", re.IGNORECASE), "ỦY BAN NHÂN DÂN"),
    (re.compile(r"\bHĐND\b", re.IGNORECASE), "HỘI ĐỒNG NHÂN DÂN"),
    (re.compile(r"\bUBMTTQ\b", re.IGNORECASE), "ỦY BAN MẶT TRẬN TỔ QUỐC"),
    (re.compile(r"\bTP\.?(?=\s)", re.IGNORECASE), "THÀNH PHỐ"),
)
_SIGNED_FOR = re.compile(
    rf"(?:^|\t)[ *]*(?:T\s?/\s?M|TM\.)[ .]*(?P<organ>[{CAPITALS}]+(?: [{CAPITALS}]+){{1,12}}) *(?=$|\t)",
    re.MULTILINE,
)

# Words after which the next word begins a proper name or a field of work, and so takes a capital.
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_COMMON = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Hội đồng Thẩm phán", "Ủy ban Thường vụ Quốc hội", "Ủy ban Kiểm tra",
    "Tòa án nhân dân tối cao", "Tòa án nhân dân", "Viện kiểm sát nhân dân tối cao", "Viện kiểm sát nhân dân",
    "Ban Chấp hành Trung ương", "Ban Chấp hành", "Ban Thường vụ", "Ban Bí thư", "Bộ Chính trị", "Ban Chỉ đạo",
    "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy", "Đảng bộ", "Chi bộ", "Quân ủy", "Văn phòng",
    "Chính phủ", "Quốc hội", "Thủ tướng Chính phủ", "Chủ tịch nước", "Nhà nước", "Việt Nam", "Trung ương", "Đảng",
    "Tổng cục", "Chi cục", "Kiểm toán nhà nước", "Bộ Chỉ huy quân sự", "Mặt trận Tổ quốc", "Đoàn đại biểu Quốc hội",
    "Ủy ban Mặt trận Tổ quốc", "Cơ quan", "Bảo hiểm xã hội", "Kho bạc Nhà nước", "Hội Nông dân", "Hội Cựu chiến binh",
    "Hội Liên hiệp Phụ nữ", "Liên đoàn Lao động", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Tỉnh đoàn", "Xây dựng Đảng",
    "Trường Chính trị", "các cơ quan Đảng", "Thành đoàn", "Huyện đoàn", "Công an", "Quân sự", "Xã hội", "Ủy ban",
    "Phòng, chống tham nhũng", "Phòng, chống",
)  # fmt: skip


def read_issuer(cells: list[Cell], text: str) -> str | None:
    """The organ that the head prints, from its cells in capitals before the symbol; None when nothing names one.

    An advisory organ of a committee is named with it ("Ban Tổ chức Thành ủy Hà Nội"), a department with its province.
    The organ is the one printed: a directive of "TỈNH ỦY …" signed "T/M BAN THƯỜNG VỤ" is Tỉnh ủy's, as its symbol says
    (domain.md §2.3). The signature only speaks where the head names no organ at all.
    """
    groups = _groups(cells) or _signing_organ(text)
    if not groups:
        return None
    organ = _proper(groups[-1], text)
    parent = _proper(groups[-2], text) if len(groups) > 1 else ""
    folded, above = fold(organ), fold(parent)
    if parent and folded in _PARTS:
        return f"{organ} {parent}"
    if parent and _ADVISORY.match(folded) and not _names_committee(folded):
        if _COMMITTEE.match(above):
            return f"{organ} {parent}"
        if above == "ban chap hanh trung uong":
            return f"{organ} Trung ương"
    place = _PLACE_ABOVE.search(parent)
    if place and organ.endswith(f" {place['level']}"):  # "Đảng ủy các cơ quan Đảng tỉnh" under "Đảng bộ tỉnh Lam Sơn"
        return f"{organ} {place['name']}"
    if place and parent.startswith(("Ủy ban nhân dân", "Hội đồng nhân dân")) and not _PLACE_ABOVE.search(organ):
        return f"{organ} {place['level']} {place['name']}"
    return organ


def _signing_organ(text: str) -> list[str]:
    match = _SIGNED_FOR.search(text)
    return [re.sub(r"\s+", " ", match["organ"]).strip()] if match else []


# Parts of an organ that mean nothing without it.
_PARTS = frozenset({"van phong", "thanh tra", "ban thuong truc", "ban thuong vu", "ban chap hanh", "thuong truc"})


def _names_committee(folded: str) -> bool:
    return re.search(r"\b(?:tinh|thanh|huyen|quan|thi|dang) uy\b|\btrung uong\b", folded) is not None


def _groups(cells: list[Cell]) -> list[str]:
    """Names of organs, one a group: lines that continue a name are joined to it, repeated names are dropped."""
    groups: list[str] = []
    for cell in cells:
        name = re.sub(r"\s+", " ", cell.text).strip(" *.:;|")
        name = re.sub(r"^VĂN BẢN HỢP NHẤT\s*-?\s*", "", name)
        # A web page's title run together with the organ: "Nghị định … năm 2024. CHÍNH PHỦ".
        name = name if is_capitals(name) else name.rpartition(". ")[2]
        if cell.kind != "text" or not is_capitals(name) or _NOT_ORGANS.match(fold(name)):
            continue
        for pattern, whole in _SHORT:
            name = pattern.sub(whole, name)
        begins = _ORGAN_WORDS.match(fold(name)) is not None
        if groups and (not begins or _OPEN.search(fold(groups[-1]))):
            groups[-1] = f"{groups[-1]} {name}"
        elif begins:
            groups.append(name)
    return groups


def _proper(name: str, text: str) -> str:
    """A name in capitals, written as people write it: as the document's own text does, else by table, else by rule."""
    wanted = tone(clean(name)).lower()
    for organ in organs():
        if tone(organ.name).lower() == wanted:
            return organ.name
    return as_written(wanted, text) or _by_rule(wanted)


def as_written(name: str, text: str) -> str | None:
    """How the first part of a text itself writes a name that its head prints in capitals; None when it never does."""
    wanted = tone(clean(name)).lower()
    plain = tone(clean(text[:60_000]))
    lower = plain.lower()
    if len(lower) != len(plain):  # a rare letter changes length when lowered; then offsets are not true
        return None
    seen: Counter[str] = Counter()
    place = lower.find(wanted)
    while place >= 0:
        found = plain[place : place + len(wanted)]
        if found[0].isupper() and not is_capitals(found):
            seen[found] += 1
        place = lower.find(wanted, place + len(wanted))
    return seen.most_common(1)[0][0] if seen else None


_OPENING_WORDS = frozenset({"bộ", "sở", "ban", "cục", "vụ", "viện", "phòng", "hội", "trường"})
_COMMON_LOWER = sorted(((tone(name).lower(), name) for name in _COMMON), key=lambda pair: -len(pair[0]))


def _by_rule(wanted: str) -> str:
    """Proper case of an organ's name: names of places take capitals throughout, fields of work on their first word."""
    words: list[str] = []
    rest = wanted
    begins, place = True, False
    while rest:
        known = next((pair for pair in _COMMON_LOWER if rest == pair[0] or rest.startswith(pair[0] + " ")), None)
        level = next((word for word in _LEVELS if rest == word or rest.startswith(word + " ")), None)
        if known:
            words.append(known[1])
            # What follows a committee or an office is a place or another organ.
            begins, place = True, known[1].endswith(("ủy", "bộ", "đoàn"))
            rest = rest[len(known[0]) :].strip()
        elif level and words and words[-1] != "-":
            words.append(level)
            begins, place = True, True
            rest = rest[len(level) :].strip()
        else:
            word, _, rest = rest.partition(" ")
            words.append(word[:1].upper() + word[1:] if begins or place else word)
            # "Sở Nội vụ", "Bộ Kế hoạch và Đầu tư", "Lao động - Thương binh", "Văn hóa, Thể thao"
            opens = word in _OPENING_WORDS and begins
            begins = len(words) == 1 or opens or word in {"-", "và"} or word.endswith(",")
            if word in {"-", "và"}:
                words[-1] = word
    return " ".join(words)
