"""A small archive of invented documents, written anew for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

REPORT = """ĐẢNG BỘ TỈNH LAM NGUYÊN
HUYỆN ỦY VÂN TRẠCH
*
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính quý I năm 2025

I- KẾT QUẢ ĐẠT ĐƯỢC
Thực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024, huyện đã rà soát {number} thủ tục hành chính.
II- HẠN CHẾ
Việc số hóa hồ sơ ở một số xã còn chậm, chưa đáp ứng yêu cầu.
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report into `corpus/` and returns its path."""

    def write(name: str, number: int = 7, text: str | None = None) -> Path:
        file = tmp_path / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(REPORT.format(number=number) if text is None else text, encoding="utf-8")
        return file

    return write
