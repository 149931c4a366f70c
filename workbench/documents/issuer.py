"""The name of the issuing organ, from the capitals of a document's head (domain.md §2.3, §2.5, §3.3)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from workbench.documents.head_cells import CAPITALS, Cell, bare, folded, is_capitals
from workbench.documents.tables import organs
from workbench.vietnamese.spelling import clean, tone

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
    r"ban (?:quy dinh|sao|du thao|ghi nho|thoa thuan|trich)\b|van ban (?:quy pham phap luat|phap luat khac)|cong bao\b"
    r"|(?:tuyet |toi )?mat$"
    r"|(?:du thao|hoa toc|thuong khan|khan)\b"
    r"|(?:chi )?luu hanh noi bo|tai lieu|xem xong|khong pho bien|quyet dinh cua|thong tu cua|nghi dinh cua"
)
_SHORT = (
    (re.compile(r"\bUBND\b", re.IGNORECASE), "ỦY BAN NHÂN DÂN"),
    (re.compile(r"\bHĐND\b", re.IGNORECASE), "HỘI ĐỒNG NHÂN DÂN"),
    (re.compile(r"\bUBMTTQ\b", re.IGNORECASE), "ỦY BAN MẶT TRẬN TỔ QUỐC"),
    (re.compile(r"\bTP\.?(?=\s)", re.IGNORECASE), "THÀNH PHỐ"),
)
_SPELLING_FROM = 60_000  # characters in which a text is asked how it writes a name

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


class Issued(NamedTuple):
    """The organ that issued a document.

    Attributes:
        name: as people write it.
        parent: the organ printed above it, or None.
        rows, parent_rows: rows of the head (from 0) they were read in; empty where the signature spoke.
        sure: how sure the name is (0 to 1).
    """

    name: str
    parent: str | None
    rows: tuple[int, ...]
    parent_rows: tuple[int, ...]
    sure: float


class _Group(NamedTuple):
    name: str
    rows: tuple[int, ...]


def read_issuer(cells: list[Cell], text: str, scanned: bool = False) -> Issued | None:
    """The organ that the head prints, from its cells in capitals before the symbol; None when nothing names one.

    An advisory organ of a committee is named with it ("Ban Tổ chức Thành ủy Hà Nội"), a department with its province.
    The organ is the one printed: a directive of "TỈNH ỦY …" signed "T/M BAN THƯỜNG VỤ" is Tỉnh ủy's, as its symbol says
    (domain.md §2.3). The signature only speaks where the head names no organ at all.

    Args:
        cells: those of the head before the symbol.
        text: the whole text, which may write the name in its usual case.
        scanned: the head was recognised from an image: accents are not held against a known name.
    """
    groups = _groups(cells)
    if not groups:
        signing = _signing_organ(text)
        return Issued(_proper(signing, text, scanned).name, None, (), (), 0.7) if signing else None
    organ, sure = _proper(groups[-1].name, text, scanned)
    parent = _proper(groups[-2].name, text, scanned).name if len(groups) > 1 else ""
    rows, above = groups[-1].rows, groups[-2].rows if len(groups) > 1 else ()
    return Issued(_whole_name(organ, parent), parent or None, rows, above, sure)


def _whole_name(organ: str, parent: str) -> str:
    """The name by which an organ is known outside: a part of another is named with it."""
    words, above = folded(organ), folded(parent)
    if parent and words in _PARTS:
        return f"{organ} {parent}"
    if parent and _ADVISORY.match(words) and not _names_committee(words):
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


def _signing_organ(text: str) -> str | None:
    match = _SIGNED_FOR.search(text)
    return re.sub(r"\s+", " ", match["organ"]).strip() if match else None


# Parts of an organ that mean nothing without it.
_PARTS = frozenset({"van phong", "thanh tra", "ban thuong truc", "ban thuong vu", "ban chap hanh", "thuong truc"})


def _names_committee(words: str) -> bool:
    return re.search(r"\b(?:tinh|thanh|huyen|quan|thi|dang) uy\b|\btrung uong\b", words) is not None


def _groups(cells: list[Cell]) -> list[_Group]:
    """Names of organs, one a group: lines that continue a name are joined to it, repeated names are dropped."""
    groups: list[_Group] = []
    for cell in cells:
        name = re.sub(r"\s+", " ", cell.text).strip(" *.:;|")
        name = re.sub(r"^VĂN BẢN HỢP NHẤT\s*-?\s*", "", name)
        # A web page's title run together with the organ: "Nghị định … năm 2024. CHÍNH PHỦ".
        name = name if is_capitals(name) else name.rpartition(". ")[2]
        if cell.kind != "text" or not is_capitals(name) or _NOT_ORGANS.match(folded(name)):
            continue
        for pattern, whole in _SHORT:
            name = pattern.sub(whole, name)
        begins = _ORGAN_WORDS.match(folded(name)) is not None
        if groups and (not begins or _OPEN.search(folded(groups[-1].name))):
            groups[-1] = _Group(f"{groups[-1].name} {name}", (*groups[-1].rows, cell.row))
        elif begins:
            groups.append(_Group(name, (cell.row,)))
    return groups


class _Proper(NamedTuple):
    name: str
    sure: float


def _proper(name: str, text: str, scanned: bool = False) -> _Proper:
    """A name in capitals, written as people write it: by table, else as the document's own text does, else by rule."""
    wanted = tone(clean(name)).lower()
    known = _known_names().get(wanted)
    if known:
        return _Proper(known, 0.97)
    written = as_written(wanted, text)
    if written:
        return _Proper(written, 0.95)
    if scanned:
        words = folded(wanted)
        known = next((organ for spelled, organ in _known_names().items() if folded(spelled) == words), None)
        if known:
            return _Proper(known, 0.9)
        written = _as_written_without_accents(words, text)
        if written:
            return _Proper(written, 0.85)
    return _Proper(by_rule(wanted), 0.7 if scanned else 0.9)


@cache
def _known_names() -> dict[str, str]:
    return {tone(organ.name).lower(): organ.name for organ in organs()}


def _as_written_without_accents(words: str, text: str) -> str | None:
    """How a text writes a name whose accents scanning lost in the head: the way it is written most often."""
    plain = _plain(text[:_SPELLING_FROM])
    seen: Counter[str] = Counter()
    lower = bare(plain).lower()
    place = lower.find(words) if len(lower) == len(plain) else -1
    while place >= 0:
        found = plain[place : place + len(words)]
        if found[0].isupper() and not is_capitals(found) and "\n" not in found:
            seen[found] += 1
        place = lower.find(words, place + len(words))
    return seen.most_common(1)[0][0] if seen else None


@lru_cache(maxsize=1)
def _plain(text: str) -> str:
    """One spelling of a text; kept for the next question about the same text."""
    return tone(clean(text))


def as_written(name: str, text: str) -> str | None:
    """How the first part of a text itself writes a name that its head prints in capitals; None when it never does."""
    wanted = tone(clean(name)).lower()
    plain = _plain(text[:_SPELLING_FROM])
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


def by_rule(wanted: str) -> str:
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
