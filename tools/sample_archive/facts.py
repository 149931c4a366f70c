"""The figures of every reporting unit, quarter by quarter: invented, but they add up and follow from one another.

A figure is made from a base in units.toml, a trend over the quarters and a small scatter drawn from a hash of unit,
quarter and name, so it never depends on the order in which documents are made.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Unit:
    """A reporting unit: its bases (units.toml) and the first quarter in which it exists, e.g. (2025, 3)."""

    key: str
    label: str
    issuer: str
    first: tuple[int, int]
    base: dict[str, float]


@cache
def units() -> dict[str, Unit]:
    """Every reporting unit by its key."""
    data = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
    return {
        key: Unit(key, entry["label"], entry["issuer"], tuple(entry["first"]), entry["base"])
        for key, entry in data.items()
    }


def scatter(*parts: object) -> float:
    """A number from -1 to 1 that depends only on `parts`."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**47 - 1


def number(value: float, decimals: int = 0) -> str:
    """Vietnamese spelling: "." between thousands, "," before decimals; whole numbers below 10 keep a leading zero."""
    if decimals == 0:
        whole = round(value)
        return f"{whole:02d}" if 0 <= whole < 10 else f"{whole:,}".replace(",", ".")
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.rstrip("0").rstrip(",") if text.endswith(",00") else text


def percent(part: float, whole: float) -> str:
    """A share in percent with one decimal where it has one, e.g. "87,5" or "90"."""
    return f"{round(100 * part / whole, 1):.1f}".replace(".", ",").removesuffix(",0")


def _age(unit: Unit, year: int, quarter: int) -> int:
    return (year - unit.first[0]) * 4 + quarter - unit.first[1]


@cache
def quarter_figures(key: str, year: int, quarter: int) -> dict[str, float]:
    """The plain figures of one unit in one quarter."""
    unit = units()[key]
    base, age = unit.base, _age(unit, year, quarter)

    def around(name: str, spread: float = 0.12, trend: float = 0.0) -> float:
        return base[name] * (1 + trend * age) * (1 + spread * scatter(key, year, quarter, name))

    files = round(around("ho_so", 0.15, 0.03))
    online = round(files * min(0.985, (base["truc_tuyen"] + 4.5 * age + 1.5 * scatter(key, year, quarter, "tt")) / 100))
    late = round(files * max(0.2, base["tre_han"] - 0.25 * age + 0.4 * scatter(key, year, quarter, "tre")) / 100)
    admitted = max(1, round(around("ket_nap", 0.35)))
    budget = round(around("thu", 0.18, 0.02), 2)
    letters = max(2, round(around("don", 0.4)))
    return {
        "ket_nap": admitted,
        "chinh_thuc": max(1, round(around("ket_nap", 0.4))),
        "ra": round(admitted * 0.3 + 1 + 2 * abs(scatter(key, year, quarter, "ra"))),
        "ho_so": files,
        "truc_tuyen": online,
        "qua_han": late,
        "thu": budget,
        "thu_truoc": round(budget / (1.075 + 0.07 * scatter(key, year, quarter, "ck")), 2),
        "giai_ngan": round(around("dau_tu", 0.25) * (0.12, 0.25, 0.27, 0.3)[quarter - 1], 2),
        "tiep_dan": round(around("tiep_dan", 0.25)),
        "don": letters,
        "don_xong": letters - (1 if scatter(key, year, quarter, "don_xong") > -0.2 else 0),
        "kt_tcd": max(1, round(around("kt_tcd", 0.4))),
        "kt_dv": max(2, round(around("kt_tcd", 0.5) * 2.4)),
        "gs_tcd": max(1, round(around("kt_tcd", 0.5) * 0.7)),
        "gs_dv": max(1, round(around("kt_tcd", 0.5) * 1.1)),
        "ky_luat": round(abs(scatter(key, year, quarter, "kl")) * 2.6),
        "lop": max(1, round(around("kt_tcd", 0.5))),
        "viec_lam": round(around("viec_lam", 0.2)),
    }


def _members(key: str, year: int, quarter: int) -> tuple[int, int]:
    """Party members at the start and at the end of the quarter."""
    unit = units()[key]
    end = round(unit.base["dang_vien"])
    start = end
    for step in range(_age(unit, year, quarter) + 1):
        at = unit.first[1] - 1 + step
        figures = quarter_figures(key, unit.first[0] + at // 4, at % 4 + 1)
        start, end = end, end + int(figures["ket_nap"] - figures["ra"])
    return start, end


def _since(unit: Unit, year: int, quarter: int) -> list[int]:
    """The quarters of the year that count towards its running total."""
    return [q for q in range(1, quarter + 1) if (year, q) >= unit.first]


def figures(key: str, period: str) -> dict[str, float]:
    """Everything a report of `period` ("2025-Q3") says in figures, under plain names, for text and manifest alike."""
    year, quarter = int(period[:4]), int(period[-1])
    unit = units()[key]
    now = quarter_figures(key, year, quarter)
    run = {
        name: round(sum(quarter_figures(key, year, q)[name] for q in _since(unit, year, quarter)), 2)
        for name in ("ket_nap", "ho_so", "truc_tuyen", "thu", "giai_ngan")
    }
    start, end = _members(key, year, quarter)
    age = _age(unit, year, quarter)
    share = len(_since(unit, year, 4)) / 4
    poor = [round(unit.base["ho_ngheo"])]
    for step in range(age + 1):
        poor.append(round(poor[-1] * (0.974 + 0.012 * scatter(key, step, "ngheo"))))
    return now | {
        "dang_vien_dau": start,
        "dang_vien": end,
        "chi_bo": round(unit.base["chi_bo"]),
        "ket_nap_luy_ke": run["ket_nap"],
        "ket_nap_chi_tieu": round(unit.base["ket_nap"] * 4 * share),
        "ho_so_luy_ke": run["ho_so"],
        "truc_tuyen_luy_ke": run["truc_tuyen"],
        "thu_luy_ke": run["thu"],
        "thu_du_toan": round(unit.base["thu"] * 4 * share * 1.03, 1),
        "von": round(unit.base["dau_tu"] * share, 1),
        "giai_ngan_luy_ke": run["giai_ngan"],
        "ho": round(unit.base["ho"]),
        "ngheo_truoc": poor[-2],
        "ngheo": poor[-1],
        "vneid": min(98.5, round(unit.base["vneid"] + 2.3 * age, 1)),
        "ky_so": min(100.0, round(unit.base["ky_so"] + 2.1 * age, 1)),
        "to_so": round(unit.base["to_so"]),
        "to_so_nguoi": round(unit.base["to_so"] * 5 + 3 * age),
    }


def placeholders(key: str, period: str) -> dict[str, str]:
    """The figures as words for `{name}` in texts, with the shares worked out from them."""
    unit = units()[key]
    year, quarter = int(period[:4]), int(period[-1])
    f = figures(key, period)
    two = ("thu", "thu_truoc", "thu_luy_ke", "giai_ngan", "giai_ngan_luy_ke")
    one = ("thu_du_toan", "von", "vneid", "ky_so")
    words = {
        name: number(value, 2) if name in two else number(value, 1).removesuffix(",0") if name in one else number(value)
        for name, value in f.items()
    }
    following = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    first = _since(unit, year, quarter)[0]
    words |= {
        "don_vi": unit.label,
        "Don_vi": unit.label[0].upper() + unit.label[1:],
        "quy": f"quý {ROMAN[quarter - 1]}/{year}",
        "quy_chu": f"quý {ROMAN[quarter - 1]} năm {year}",
        "quy_sau": f"quý {ROMAN[following[1] - 1]}/{following[0]}",
        "nam": str(year),
        "luy_ke": _running(year, quarter, first),
        "truc_tiep": number(f["ho_so"] - f["truc_tuyen"]),
        "truc_tuyen_pt": percent(f["truc_tuyen"], f["ho_so"]),
        "dung_han": number(f["ho_so"] - f["qua_han"]),
        "dung_han_pt": percent(f["ho_so"] - f["qua_han"], f["ho_so"]),
        "ket_nap_pt": percent(f["ket_nap_luy_ke"], f["ket_nap_chi_tieu"]),
        "thu_pt": percent(f["thu_luy_ke"], f["thu_du_toan"]),
        "thu_tang": percent(f["thu"] - f["thu_truoc"], f["thu_truoc"]),
        "giai_ngan_pt": percent(f["giai_ngan_luy_ke"], f["von"]),
        "ngheo_pt": percent(f["ngheo"], f["ho"]),
        "ngheo_giam": number(f["ngheo_truoc"] - f["ngheo"]),
        "don_pt": percent(f["don_xong"], f["don"]),
        "don_con": number(f["don"] - f["don_xong"]),
    }
    disciplined = round(f["ky_luat"])
    words["ky_luat_cau"] = (
        f"thi hành kỷ luật {number(disciplined)} đảng viên"
        if disciplined
        else "không có đảng viên phải thi hành kỷ luật"
    )
    return words


def _running(year: int, quarter: int, first: int) -> str:
    if first == 3:
        return f"Lũy kế từ ngày 01/7 đến hết quý {ROMAN[quarter - 1]}/{year}"
    return f"Tính chung {quarter * 3} tháng đầu năm {year}"
