"""Who may issue which kind of Party document, and who signs in whose name (domain.md §2.5–2.6).

The tables `authority.csv` and `signing_authority.csv` hold a row an organ and kind (or quyền hạn) with the rule it
comes from and how well that is known. An office can put its own rows on top, in files of the same names in its folder
of tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from workbench.documents.form_versions import A_MARK, Mark
from workbench.documents.head_cells import folded
from workbench.documents.symbols import SymbolSpan
from workbench.vietnamese.lexicon import tables
from workbench.vietnamese.lexicon.tables import Column, Table, one_of, some_text
from workbench.vietnamese.spelling import clean

ORGANS: dict[str, str] = {
    "tinh_uy": "Tỉnh ủy, thành ủy trực thuộc Trung ương (Ban Chấp hành)",
    "btv_tinh_uy": "Ban Thường vụ tỉnh ủy, thành ủy trực thuộc Trung ương",
    "dang_uy_co_so": "Đảng ủy cơ sở (Ban Chấp hành)",
    "btv_dang_uy_co_so": "Ban Thường vụ đảng ủy cơ sở",
    "chi_bo": "Chi bộ",
    "dai_hoi_tinh": "Đại hội đảng bộ tỉnh, thành phố trực thuộc Trung ương",
    "doan_chu_tich_tinh": "Đoàn chủ tịch đại hội đảng bộ tỉnh",
    "dai_hoi_chi_bo": "Đại hội chi bộ",
    "uy_ban_kiem_tra": "Ủy ban kiểm tra",
    "ban_chi_dao": "Ban chỉ đạo",
    "tham_muu": "Văn phòng, ban tham mưu, giúp việc cấp ủy",
}
"""The kinds of organs that the tables speak of, and what people call them."""

EVERY_OTHER = "*"
"""In the column of kinds: every kind that has no row of its own."""

_DIRECT = "trực tiếp"
_ALLOWED = one_of({"có": "có", "không": "không", "chưa rõ": "chưa rõ"})
_ORGAN = one_of({organ: organ for organ in ORGANS})
_SIGNERS = {
    "cap_uy": "Cấp ủy, đại hội, ủy ban kiểm tra",
    "tham_muu": "Cơ quan tham mưu, giúp việc, ban chỉ đạo",
    "cap_pho_tham_muu": "Cấp phó của cơ quan tham mưu, giúp việc, ban chỉ đạo",
}

AUTHORITY = Table(
    "authority.csv",
    (
        Column("rule", "quy định", some_text, identifies=True),
        Column("organ", "cơ quan", _ORGAN, identifies=True),
        Column("type", "thể loại", lambda value: value if value == EVERY_OTHER else some_text(value), identifies=True),
        Column("allowed", "được", _ALLOWED),
        A_MARK,
    ),
    package="workbench.documents",
)
SIGNING = Table(
    "signing_authority.csv",
    (
        Column("rule", "quy định", some_text, identifies=True),
        Column("organ", "cơ quan", one_of({name: name for name in _SIGNERS}), identifies=True),
        Column(
            "authority",
            "quyền hạn",
            one_of({name: name for name in ("T/M", "K/T", "T/L", "TU/Q", _DIRECT)}),
            identifies=True,
        ),
        Column("allowed", "được", _ALLOWED),
        A_MARK,
        Column("note", "ghi chú", str, optional=True),
    ),
    package="workbench.documents",
)


@dataclass(frozen=True)
class Ruling:
    """What a rule says.

    Attributes:
        rule: its name, "66-QĐ/TW".
        mark: how well what it says is known.
        organ: the organ it is about, in words.
        allowed: whether it allows; None where it is not known.
        note: what the table adds.
    """

    rule: str
    mark: Mark
    organ: str
    allowed: bool | None
    note: str = ""


# Whose document it is -------------------------------------------------------------------------------------------

_ADVISORY = re.compile(
    r"(?:van phong|ban (?:to chuc|tuyen giao|dan van|noi chinh|kinh te|xay dung dang|doi ngoai|bao ve"
    r"|chinh sach|bao ve chinh tri noi bo))\b"
)
_STEERING = re.compile(r"(?:ban chi dao|tieu ban|to cong tac|to giup viec)\b")
_ASSEMBLY = re.compile(r"dai hoi\b")
_PROVINCE = re.compile(r"\btinh\b|\bthanh pho\b")
_COMMUNE = re.compile(r"dang (?:uy|bo) (?:xa|phuong|dac khu|thi tran)\b")
_NO_DISTRICTS = date(2025, 7, 1)


def organ_kinds(issuer: str, symbol: SymbolSpan | None, signing: str | None, day: date | None) -> tuple[str, ...]:
    """The kinds of organs (keys of `ORGANS`) that a Party document may come from; () where the page does not tell.

    The head of a document of the Standing Committee names the committee itself, and both number with one symbol
    (domain.md §2.3): only the signature tells them apart. Where it is not known either may be meant.

    Args:
        issuer: cơ quan ban hành.
        symbol: số ký hiệu, where there is one.
        signing: the organ for which it is signed ("BAN THƯỜNG VỤ"), or None.
        day: day of issue, or None.
    """
    name = folded(clean(issuer))
    organ = symbol.organ if symbol else ""
    if _ASSEMBLY.match(name) or organ == "ĐH":
        return _assembly(name, signing)
    if name.startswith("doan chu tich"):
        return ("doan_chu_tich_tinh",) if _PROVINCE.search(name) else ()
    if name.startswith("uy ban kiem tra") or organ.startswith("UBKT"):
        return ("uy_ban_kiem_tra",)
    if _STEERING.match(name):
        return ("ban_chi_dao",)
    if _ADVISORY.match(name):
        return ("tham_muu",)
    if "chi bo" in name[:20] or (not name and organ == "CB"):
        return ("chi_bo",)
    standing = name.startswith("ban thuong vu")
    bare = re.sub(r"^ban (?:thuong vu|chap hanh)(?: dang bo)?\s*", "", name)
    if bare.startswith("tinh uy") or (bare.startswith("thanh uy") and _is_central(organ, day)) or organ == "TU":
        pair = ("tinh_uy", "btv_tinh_uy")
    elif _COMMUNE.match(bare):
        pair = ("dang_uy_co_so", "btv_dang_uy_co_so")
    else:
        return ()
    return _of_pair(pair, "ban thuong vu" if standing else folded(clean(signing or "")))


def _is_central(organ: str, day: date | None) -> bool:
    """Whether a thành ủy is one directly under the Centre: its symbol says so, or there is no other kind any more."""
    return organ == "TU" if organ else day is not None and day >= _NO_DISTRICTS


def _of_pair(pair: tuple[str, str], signing: str) -> tuple[str, ...]:
    if not signing or re.match(r"(?:pho )?bi thu\b", signing):  # "K/T BÍ THƯ" names a post, no organ
        return pair
    if signing.startswith("ban thuong vu"):
        return pair[1:]
    if re.match(r"(?:ban chap hanh|tinh uy|thanh uy|dang uy)", signing):
        return pair[:1]
    return ()  # Thường trực, or somebody else: the tables do not speak of them


def _assembly(name: str, signing: str | None) -> tuple[str, ...]:
    if "doan chu tich" in folded(clean(signing or "")):
        # The presiding board signs what the congress resolves, too.
        return ("dai_hoi_tinh", "doan_chu_tich_tinh") if _PROVINCE.search(name) else ()
    if "chi bo" in name:
        return ("dai_hoi_chi_bo",)
    return ("dai_hoi_tinh",) if _PROVINCE.search(name) else ()


# What the tables say --------------------------------------------------------------------------------------------


def may_issue(
    rule: str, organs: Sequence[str], type_name: str, office_folder: Path | None = None
) -> tuple[Ruling, ...]:
    """What a rule says of each organ issuing a kind of document; organs of which it says nothing are left out.

    Raises:
        SettingsError: the office's table cannot be used.
    """
    rows = tables.load(AUTHORITY, office_folder)
    found = []
    for organ in organs:
        said = {row[2]: row for row in rows if row[0] == rule and row[1] == organ}
        row = said.get(type_name) or said.get(EVERY_OTHER)
        if row is not None:
            found.append(_ruling(row[0], row[4], ORGANS[organ], row[3]))
    return tuple(found)


def may_sign(rule: str, organ: str, authority: str, deputy: bool, office_folder: Path | None = None) -> Ruling | None:
    """What a rule of form says of signing with a quyền hạn, or None.

    Args:
        rule: name of the rule, "36-HD/VPTW".
        organ: a key of `ORGANS`.
        authority: "T/M", "K/T", "T/L", "TU/Q"; "" for signing in one's own right.
        deputy: the signer's post begins with "Phó".
        office_folder: the office's folder of tables.

    Raises:
        SettingsError: the office's table cannot be used.
    """
    advisory = organ in ("tham_muu", "ban_chi_dao")
    rows = {row[:3]: row for row in tables.load(SIGNING, office_folder)}
    wanted = authority or _DIRECT
    signers = (["cap_pho_tham_muu"] if deputy else []) + ["tham_muu"] if advisory else ["cap_uy"]
    for signer in signers:
        row = rows.get((rule, signer, wanted))
        if row is not None:
            return _ruling(row[0], row[4], _SIGNERS[signer], row[3], row[5])
    return None


def _ruling(rule: str, mark: str, organ: str, allowed: str, note: str = "") -> Ruling:
    return Ruling(rule, cast(Mark, mark), organ, {"có": True, "không": False}.get(allowed), note)


# Who stands above whom ------------------------------------------------------------------------------------------

_LEVELS = {"TW": 50, "QUTW": 49, "VPTW": 45, "TU": 40, "HU": 30, "QU": 30, "ThU": 30, "TXU": 30, "TPU": 30, "CB": 10}
_STATE_LEVELS = {"QH": 60, "UBTVQH": 58, "CTN": 57, "CP": 55, "TTg": 52, "HĐND": 30, "UBND": 30}


def level(symbol: SymbolSpan) -> int | None:
    """How high the organ of a symbol stands in its system, None where the symbol does not tell.

    Only the order counts; an advisory organ stands between its committee and the committees below. A đảng ủy (ĐU) may
    stand anywhere below a tỉnh ủy, a UBND (UBND, HĐND) is one of a province at most.
    """
    organ = symbol.organ
    if symbol.system == "state":
        core = re.sub(r"\d+$", "", organ)
        return _STATE_LEVELS.get(core, 45 if core.startswith("B") and len(core) > 1 else None)
    if organ in _LEVELS:
        return _LEVELS[organ]
    if organ == "ĐU":
        return 35
    if organ.endswith("TW"):
        return 45
    return 38 if organ.endswith("TU") else None
