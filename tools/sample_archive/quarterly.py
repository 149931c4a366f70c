"""Builds the quarterly reports of the units: figures in varied words, local matters, one outline in three variants."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

from tools.sample_archive.facts import ROMAN, figures, placeholders, units
from tools.sample_archive.issuers import issuers
from tools.sample_archive.markup import parse
from tools.sample_archive.model import Spec

HERE = Path(__file__).parent
_LETTERS = "abcdefghijk"

# (unit, period): what is special about this file.
SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    ("h-thach-lung", "2024-Q3"): {"suffix": ".txt", "encoding": "tcvn3", "style": "linear"},
    ("h-van-trach", "2024-Q3"): {"suffix": ".pdf", "style": "running"},
    ("h-dong-may", "2024-Q3"): {"spoil": ("mixed-tones",)},
    ("tx-cua-say", "2024-Q3"): {"spoil": ("nbsp",)},
    ("h-thach-lung", "2025-Q1"): {"spoil": ("misspelling",)},
    ("h-van-trach", "2025-Q1"): {"suffix": ".txt", "encoding": "utf-16", "style": "wrapped"},
    ("h-dong-may", "2025-Q1"): {"suffix": ".pdf"},
    ("tp-tram-giang", "2025-Q1"): {"suffix": ".html", "style": "portal"},
    ("p-tram-giang", "2026-Q1"): {"suffix": ".pdf", "style": "running"},
    ("p-ben-thuyen", "2025-Q3"): {"suffix": ".txt", "style": "wrapped"},
    ("p-ben-thuyen", "2026-Q2"): {"spoil": ("eth",)},
    ("p-cua-say", "2025-Q3"): {"suffix": ".pdf"},
    ("p-cua-say", "2026-Q2"): {"suffix": ".html", "style": "portal"},
    ("x-hai-trach", "2025-Q3"): {"suffix": ".txt", "spoil": ("nfd",)},
    ("x-van-trach", "2025-Q3"): {"wrong": "percent"},
    ("x-phu-tram", "2025-Q3"): {"spoil": ("mixed-tones",)},
    ("x-phu-tram", "2026-Q1"): {"wrong": "sum"},
    ("x-thach-lung", "2026-Q1"): {"suffix": ".pdf", "style": "running"},
    ("x-khe-ngoc", "2025-Q3"): {"suffix": ".txt", "encoding": "cp1258", "style": "linear"},
    ("x-khe-ngoc", "2026-Q2"): {"suffix": ".pdf", "no_date": True},
}


def documents() -> list[Spec]:
    """Every quarterly report."""
    frames = tomllib.loads((HERE / "frames.toml").read_text(encoding="utf-8"))
    local: dict[str, dict[str, Any]] = {}
    for file in ("local_districts.toml", "local_communes.toml"):
        local |= tomllib.loads((HERE / file).read_text(encoding="utf-8"))
    found = []
    for place, (key, entry) in enumerate(local.items()):
        for turn, period in enumerate(entry["periods"]):
            found.append(_report(key, period, place, turn, entry, frames))
    return found


def _report(key: str, period: str, place: int, turn: int, entry: dict[str, Any], frames: dict[str, list[str]]) -> Spec:
    unit = units()[key]
    values = placeholders(key, period)
    year, quarter = int(period[:4]), int(period[-1])
    special = SPECIAL.get((key, period), {})
    evidence: list[tuple[str, str]] = []

    def say(topic: str, shift: int = 0) -> str:
        # Neighbouring units take neighbouring frames; successive quarters step on by a stride of the topic's own, so
        # that no two reports share more than a few frames.
        options = [frame for frame in frames[topic] if period >= "2025" or "hai cấp" not in frame]
        stride = (2, 3, 5)[list(frames).index(topic) % 3]
        return _filled(options[(place + turn * stride + shift) % len(options)], values)

    def own(name: str) -> list[str]:
        items = entry[name]
        return [_filled(item, values) for item in items[turn :: len(entry["periods"])]]

    files = say("tthc")
    if special.get("wrong") == "percent":
        wrong = f"{values['dung_han']}/{values['ho_so']} hồ sơ đúng hạn (đạt 93,4%)"
        files = f"Bộ phận một cửa của xã giải quyết {wrong}; {values['truc_tuyen']} hồ sơ nộp trực tuyến."
        evidence.append(("wrong-percentage", wrong))
    if special.get("wrong") == "sum":
        plain = figures(key, period)
        total = f"{round(plain['ho_so']) + 30:,}".replace(",", ".")
        shares = f"trực tuyến {values['truc_tuyen']} hồ sơ, trực tiếp {values['truc_tiep']} hồ sơ"
        wrong = f"Tiếp nhận {total} hồ sơ, trong đó {shares}"
        files = f"{wrong}; tỷ lệ giải quyết đúng hạn đạt {values['dung_han_pt']}%."
        evidence.append(("wrong-sum", wrong))
    parts = {
        "kinh_te": [own("econ")[0], say("thu"), say("dau_tu", 1)],
        "xa_hoi": [say("ngheo")],
        "cai_cach": [files, say("so", turn)],
        "noi_chinh": [say("qpan"), say("don")],
        "to_chuc": [say("ket_nap")],
        "kiem_tra": [say("ktgs")],
        "tu_tuong": [say("tuyen_giao"), say("dan_van", 1)],
        "danh_gia": [say("danh_gia")],
        "han_che": [*own("limits"), say("han_che"), say("han_che", 4)],
        "nguyen_nhan": [say("nguyen_nhan"), *own("causes"), say("nguyen_nhan", 3)],
        "bai_hoc": [*own("lessons"), say("bai_hoc")],
        "nhiem_vu": [*own("tasks"), say("nhiem_vu"), say("nhiem_vu", 4)],
        "kien_nghi": own("asks"),
    }
    table = _table(key, period, values) if entry.get("table") else ""
    body = _STYLES[entry["style"]](say("mo_dau"), parts, values, table)
    issuer = issuers()[unit.issuer]
    day = datetime.date(year, quarter * 3, (16, 17, 18, 19, 20)[(place + turn) % 5])
    suffix = special.get("suffix", ".docx")
    tail = "HU" if issuer.name.startswith("HUYỆN") else "ThU" if issuer.name.startswith(("THỊ", "THÀNH")) else "ĐU"
    # Numbers run up through a term, type by type (domain.md §2.4); a commune's first term begins in July 2025.
    count = (180, 247)[turn] + place * 7 if tail != "ĐU" else (9, 27, 86)[turn] + place % 9
    symbol = f"{count:02d}-BC/{tail}"
    quy = f"quý {ROMAN[quarter - 1]}"
    if special.get("no_date"):
        evidence.append(("missing-date", f"ngày      tháng      năm {year}"))
    if special.get("encoding"):
        evidence.append((f"encoding-{special['encoding']}", "nhiệm vụ"))
    return Spec(
        path=f"{year}/bao-cao-quy/{_folder(quarter)}/{_file_name(unit.label, quarter, year, place)}{suffix}",
        issuer=issuer,
        symbol=symbol,
        type="Báo cáo",
        subject=f"tình hình, kết quả công tác {quy} năm {year} và phương hướng, nhiệm vụ trọng tâm {values['quy_sau']}",
        date=None if special.get("no_date") else day,
        blocks=parse(body),
        sign=next(iter(issuer.signs.values())),
        recipients=(
            "Ban Thường vụ Tỉnh ủy (để báo cáo),",
            "Các ban, Văn phòng Tỉnh ủy,",
            f"Các đồng chí ủy viên ban chấp hành Đảng bộ {unit.label},",
            "Lưu Văn phòng cấp ủy.",
        ),
        encoding=special.get("encoding", "utf-8"),
        style=special.get("style", ""),
        blemishes=tuple(evidence),
        spoil=special.get("spoil", ()),
        extra={"unit": key, "period": period, "figures": figures(key, period), "year": year, "lines": ("báo cáo quý",)},
    )


def _filled(text: str, values: dict[str, str]) -> str:
    sentence = text.format_map(values)
    return sentence[0].upper() + sentence[1:]


def _folder(quarter: int) -> str:
    return f"quy-{quarter}"


def _file_name(label: str, quarter: int, year: int, place: int) -> str:
    """File names as differently spelled as a real office's."""
    names = (
        f"BC quý {ROMAN[quarter - 1]} năm {year} {label}",
        f"bao-cao-quy-{quarter}-{year}-{_plain(label)}",
        f"{_plain(label)}_BC_Q{quarter}_{year}",
    )
    return names[place % 3]


def _plain(label: str) -> str:
    """The label without accents, words joined by "-"."""
    import unicodedata

    bare = unicodedata.normalize("NFD", label.lower().replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char)).replace(" ", "-")


def _table(key: str, period: str, values: dict[str, str]) -> str:
    rows = (
        ("Chỉ tiêu", "Đơn vị tính", "Thực hiện trong quý", "Lũy kế"),
        ("Thu ngân sách", "tỷ đồng", values["thu"], values["thu_luy_ke"]),
        ("Giải ngân đầu tư công", "tỷ đồng", values["giai_ngan"], values["giai_ngan_luy_ke"]),
        ("Kết nạp đảng viên", "người", values["ket_nap"], values["ket_nap_luy_ke"]),
        ("Hồ sơ thủ tục hành chính tiếp nhận", "hồ sơ", values["ho_so"], values["ho_so_luy_ke"]),
        ("Trong đó: nộp trực tuyến", "hồ sơ", values["truc_tuyen"], values["truc_tuyen_luy_ke"]),
        ("Số hộ nghèo cuối quý", "hộ", values["ngheo"], ""),
        ("Tổng số đảng viên cuối quý", "người", values["dang_vien"], ""),
    )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _bullets(items: list[str], mark: str = "-") -> str:
    if mark == "a":
        return "\n".join(f"{_LETTERS[number]}) {item}" for number, item in enumerate(items))
    if mark == "1":
        return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    if mark == "một":
        words = ("Một là", "Hai là", "Ba là", "Bốn là")
        return "\n".join(f"{words[number]}, {item[0].lower()}{item[1:]}" for number, item in enumerate(items))
    return "\n".join(f"- {item}" for item in items)


def _style_a(opening: str, p: dict[str, list[str]], v: dict[str, str], table: str) -> str:
    appendix = f"===\n^ PHỤ LỤC\n^ Một số chỉ tiêu chủ yếu {v['quy_chu']}\n{table}" if table else ""
    return f"""{opening}
^ Phần thứ nhất
^ TÌNH HÌNH, KẾT QUẢ {v["quy_chu"].upper()}
# I- PHÁT TRIỂN KINH TẾ - XÃ HỘI
## 1. Kinh tế
{chr(10).join(p["kinh_te"])}
## 2. Văn hóa - xã hội, giảm nghèo
{chr(10).join(p["xa_hoi"])}
## 3. Cải cách hành chính, chuyển đổi số
{chr(10).join(p["cai_cach"])}
# II- QUỐC PHÒNG, AN NINH, NỘI CHÍNH
{chr(10).join(p["noi_chinh"])}
# III- XÂY DỰNG ĐẢNG VÀ HỆ THỐNG CHÍNH TRỊ
## 1. Công tác chính trị tư tưởng, dân vận
{chr(10).join(p["tu_tuong"])}
## 2. Công tác tổ chức, cán bộ, đảng viên
{chr(10).join(p["to_chuc"])}
## 3. Công tác kiểm tra, giám sát
{chr(10).join(p["kiem_tra"])}
# IV- ĐÁNH GIÁ CHUNG
## 1. Ưu điểm
{chr(10).join(p["danh_gia"])}
## 2. Hạn chế, khuyết điểm
Bên cạnh kết quả đạt được, vẫn còn một số hạn chế:
{_bullets(p["han_che"])}
## 3. Nguyên nhân
{_bullets(p["nguyen_nhan"])}
## 4. Bài học kinh nghiệm
{chr(10).join(p["bai_hoc"])}
^ Phần thứ hai
^ NHIỆM VỤ TRỌNG TÂM {v["quy_sau"].upper()}
{_bullets(p["nhiem_vu"], "1")}
# ĐỀ XUẤT, KIẾN NGHỊ
{chr(10).join(p["kien_nghi"])}
{appendix}
"""


def _style_b(opening: str, p: dict[str, list[str]], v: dict[str, str], table: str) -> str:
    figures_table = f"Kết quả một số chỉ tiêu chủ yếu thể hiện ở bảng sau:\n{table}" if table else ""
    return f"""{opening}
# I- KẾT QUẢ ĐẠT ĐƯỢC
{chr(10).join(p["danh_gia"])}
## 1. Xây dựng Đảng và hệ thống chính trị
### a) Tổ chức, đảng viên
{chr(10).join(p["to_chuc"])}
### b) Tư tưởng, dân vận
{chr(10).join(p["tu_tuong"])}
### c) Kiểm tra, giám sát, kỷ luật đảng
{chr(10).join(p["kiem_tra"])}
## 2. Kinh tế, ngân sách, đầu tư
{chr(10).join(p["kinh_te"])}
## 3. Xã hội và giảm nghèo
{chr(10).join(p["xa_hoi"])}
## 4. Cải cách hành chính và chuyển đổi số
{chr(10).join(p["cai_cach"])}
## 5. Quốc phòng, an ninh; tiếp công dân
{chr(10).join(p["noi_chinh"])}
{figures_table}
# II- TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN
## 1. Tồn tại, hạn chế
{_bullets(p["han_che"], "a")}
## 2. Nguyên nhân
Những hạn chế nêu trên có nguyên nhân chủ yếu sau:
{chr(10).join(p["nguyen_nhan"])}
# III- MỘT SỐ KINH NGHIỆM
{chr(10).join(p["bai_hoc"])}
# IV- PHƯƠNG HƯỚNG, NHIỆM VỤ {v["quy_sau"].upper()}
{_bullets(p["nhiem_vu"], "1")}
# V- KIẾN NGHỊ, ĐỀ XUẤT
{_bullets(p["kien_nghi"])}
"""


def _style_c(opening: str, p: dict[str, list[str]], v: dict[str, str], table: str) -> str:
    return f"""{opening}
# A. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN NHIỆM VỤ
## 1. Lãnh đạo phát triển kinh tế, thu ngân sách
{chr(10).join(p["kinh_te"])}
## 2. Cải cách hành chính, chuyển đổi số
{chr(10).join(p["cai_cach"])}
## 3. An sinh xã hội
{chr(10).join(p["xa_hoi"])}
## 4. Quốc phòng, an ninh, giải quyết đơn thư
{chr(10).join(p["noi_chinh"])}
## 5. Công tác xây dựng Đảng
{chr(10).join([*p["tu_tuong"], *p["to_chuc"], *p["kiem_tra"]])}
{table}
# B. NHỮNG MẶT CÒN HẠN CHẾ
Tuy nhiên, trong lãnh đạo, chỉ đạo còn những tồn tại, khuyết điểm cần khắc phục:
{_bullets(p["han_che"])}
Nguyên nhân của hạn chế:
{_bullets(p["nguyen_nhan"])}
# C. BÀI HỌC KINH NGHIỆM
{_bullets(p["bai_hoc"], "một")}
# D. NHIỆM VỤ, GIẢI PHÁP {v["quy_sau"].upper()}
Thời gian tới, cấp ủy tập trung lãnh đạo thực hiện:
{_bullets(p["nhiem_vu"])}
# E. ĐỀ NGHỊ CẤP TRÊN
{chr(10).join(p["kien_nghi"])}
"""


_STYLES = {"A": _style_a, "B": _style_b, "C": _style_c}
