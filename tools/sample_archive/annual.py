"""Builds the province's two long reports: hand-written text around figures added up from the units' own reports."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

from tools.sample_archive.facts import figures, number, percent, placeholders, units
from tools.sample_archive.issuers import issuers
from tools.sample_archive.markup import parse
from tools.sample_archive.model import Spec

HERE = Path(__file__).parent
_SUMMED = (
    "thu", "thu_luy_ke", "thu_du_toan", "von", "giai_ngan", "giai_ngan_luy_ke", "ket_nap", "ket_nap_luy_ke",
    "ket_nap_chi_tieu", "dang_vien", "chi_bo", "ho_so", "truc_tuyen", "qua_han", "ho", "ngheo", "ngheo_truoc",
    "don", "don_xong", "tiep_dan", "kt_tcd", "kt_dv", "gs_tcd", "gs_dv", "viec_lam", "to_so", "to_so_nguoi",
    "ky_luat",
)  # fmt: skip
_MONEY = ("thu", "thu_luy_ke", "giai_ngan", "giai_ngan_luy_ke", "thu_du_toan", "von")


def documents() -> list[Spec]:
    """The long reports of annual.toml."""
    data = tomllib.loads((HERE / "annual.toml").read_text(encoding="utf-8"))
    return [_report(entry) for entry in data["report"]]


def _report(entry: dict[str, Any]) -> Spec:
    keys, period = entry["units"], entry["period"]
    each = {key: figures(key, period) for key in keys}
    total = {name: round(sum(f[name] for f in each.values()), 2) for name in _SUMMED}
    words = {name: number(value, 2 if name in _MONEY else 0) for name, value in total.items()}
    words |= {
        "thu_pt": percent(total["thu_luy_ke"], total["thu_du_toan"]),
        "giai_ngan_pt": percent(total["giai_ngan_luy_ke"], total["von"]),
        "truc_tuyen_pt": percent(total["truc_tuyen"], total["ho_so"]),
        "dung_han_pt": percent(total["ho_so"] - total["qua_han"], total["ho_so"]),
        "ngheo_pt": percent(total["ngheo"], total["ho"]),
        "don_pt": percent(total["don_xong"], total["don"]),
        "ket_nap_pt": percent(total["ket_nap_luy_ke"], total["ket_nap_chi_tieu"]),
        "so_don_vi": number(len(keys)),
        "bang_thu": _table(
            keys,
            each,
            total,
            ("Thu trong quý (tỷ đồng)", "thu"),
            ("Thu lũy kế (tỷ đồng)", "thu_luy_ke"),
            ("Dự toán (tỷ đồng)", "thu_du_toan"),
        ),
        "bang_von": _table(
            keys, each, total, ("Vốn được giao (tỷ đồng)", "von"), ("Đã giải ngân (tỷ đồng)", "giai_ngan_luy_ke")
        ),
        "bang_tthc": _table(
            keys, each, total, ("Hồ sơ tiếp nhận", "ho_so"), ("Nộp trực tuyến", "truc_tuyen"), ("Quá hạn", "qua_han")
        ),
        "bang_dang_vien": _table(
            keys, each, total, ("Chi bộ", "chi_bo"), ("Đảng viên", "dang_vien"), ("Kết nạp lũy kế", "ket_nap_luy_ke")
        ),
        "bang_ngheo": _table(
            keys, each, total, ("Số hộ", "ho"), ("Hộ nghèo đầu quý", "ngheo_truoc"), ("Hộ nghèo cuối quý", "ngheo")
        ),
        "bang_kiem_tra": _table(
            keys,
            each,
            total,
            ("Tổ chức đảng được kiểm tra", "kt_tcd"),
            ("Đảng viên được kiểm tra", "kt_dv"),
            ("Tổ chức đảng được giám sát", "gs_tcd"),
        ),
        "tung_noi": _places(entry, keys, period),
        "phu_luc": "\n".join(_sheet(key, period) for key in keys),
    }
    body = entry["body"]
    for name, value in words.items():
        body = body.replace("{" + name + "}", value)
    issuer = issuers()["tu"]
    return Spec(
        path=entry["path"],
        issuer=issuer,
        symbol=entry["symbol"],
        type="Báo cáo",
        subject=entry["subject"],
        date=datetime.date.fromisoformat(str(entry["date"])),
        blocks=parse(body),
        sign=issuer.signs[entry["sign"]],
        recipients=tuple(entry["to"]),
        style=entry.get("style", ""),
        extra={"period": period, "year": int(period[:4]), "totals": total, "of_units": keys},
    )


def _table(
    keys: list[str], each: dict[str, dict[str, float]], total: dict[str, float], *columns: tuple[str, str]
) -> str:
    def cell(name: str, value: float) -> str:
        return number(value, 2 if name in _MONEY else 0)

    rows = [["TT", "Đơn vị", *[title for title, _ in columns]]]
    for place, key in enumerate(keys, 1):
        label = units()[key].label
        rows.append([str(place), label[0].upper() + label[1:], *[cell(name, each[key][name]) for _, name in columns]])
    rows.append(["", "Tổng cộng", *[cell(name, total[name]) for _, name in columns]])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _places(entry: dict[str, Any], keys: list[str], period: str) -> str:
    """One paragraph of assessment a unit, from the file's own words and the unit's figures."""
    lines = []
    for key in keys:
        text = entry["places"][key]
        for name, value in placeholders(key, period).items():
            text = text.replace("{" + name + "}", value)
        lines.append(f"- {text}")
    return "\n".join(lines)


def _sheet(key: str, period: str) -> str:
    """The appendix's sheet of one unit: the same figures as in its own report."""
    v = placeholders(key, period)
    rows = (
        ("Chỉ tiêu", "Đơn vị tính", "Trong quý", "Lũy kế từ đầu năm", "So với kế hoạch, dự toán (%)"),
        ("Thu ngân sách", "tỷ đồng", v["thu"], v["thu_luy_ke"], v["thu_pt"]),
        ("Giải ngân vốn đầu tư công", "tỷ đồng", v["giai_ngan"], v["giai_ngan_luy_ke"], v["giai_ngan_pt"]),
        ("Kết nạp đảng viên", "người", v["ket_nap"], v["ket_nap_luy_ke"], v["ket_nap_pt"]),
        ("Hồ sơ thủ tục hành chính tiếp nhận", "hồ sơ", v["ho_so"], v["ho_so_luy_ke"], ""),
        ("Hồ sơ nộp trực tuyến", "hồ sơ", v["truc_tuyen"], v["truc_tuyen_luy_ke"], ""),
        ("Hồ sơ quá hạn", "hồ sơ", v["qua_han"], "", ""),
        ("Hộ nghèo cuối quý", "hộ", v["ngheo"], "", ""),
        ("Đơn đã giải quyết", "đơn", v["don_xong"], "", ""),
        ("Lao động được tạo việc làm", "người", v["viec_lam"], "", ""),
    )
    return f"^ {v['Don_vi']}\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows)
