"""Documents cited as official documents cite them (domain.md §3.3, §3.6)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.official_citation import official_citation


@pytest.mark.parametrize(
    ("title", "symbol", "kind", "issuer", "day", "cited"),
    [
        (
            "Chỉ thị về phòng, chống tham nhũng",
            "34-CT/TU",
            "Chỉ thị",
            "Tỉnh ủy Lam Nguyên",
            date(2024, 3, 15),
            "Chỉ thị số 34-CT/TU, ngày 15/3/2024 của Tỉnh ủy Lam Nguyên về phòng, chống tham nhũng",
        ),
        (
            "Nghị định về công tác văn thư",
            "30/2020/NĐ-CP",
            "Nghị định",
            "Chính phủ",
            date(2020, 3, 5),
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        ),
        (
            "Quyết định ban hành Quy chế làm việc",
            "12/QĐ-UBND",
            "Quyết định",
            "Ủy ban nhân dân tỉnh Lam Nguyên",
            date(2021, 2, 12),
            "Quyết định số 12/QĐ-UBND ngày 12 tháng 02 năm 2021 của Ủy ban nhân dân tỉnh Lam Nguyên ban hành Quy chế "
            "làm việc",
        ),
        (
            "Báo cáo kết quả cải cách hành chính",
            "21-BC/HU",
            "Báo cáo",
            "Huyện ủy Vân Trạch",
            None,
            "Báo cáo số 21-BC/HU, ngày … của Huyện ủy Vân Trạch về kết quả cải cách hành chính",
        ),
        ("Báo cáo", None, "Báo cáo", "Huyện ủy", date(2025, 12, 1), "Báo cáo số …, ngày 1/12/2025 của Huyện ủy"),
        (
            "Về việc họp giao ban",
            "7-CV/VPTU",
            None,
            None,
            None,
            "Văn bản số 7-CV/VPTU, ngày … của … về việc họp giao ban",
        ),
        (
            "Chỉ thị của Ban Thường vụ Tỉnh ủy về cải cách hành chính",
            "12-CT/TU",
            "Chỉ thị",
            "Tỉnh ủy Lam Nguyên",
            date(2024, 4, 15),
            "Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy về cải cách hành chính",
        ),
        (
            "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh Lam Nguyên",
            "01-NQ/ĐH",
            "Nghị quyết",
            "Tỉnh ủy Lam Nguyên",
            date(2025, 10, 10),
            "Nghị quyết số 01-NQ/ĐH, ngày 10/10/2025 của Đại hội đại biểu Đảng bộ tỉnh Lam Nguyên",
        ),
        ("Luật Lưu trữ", "33/2024/QH15", "Luật", "Quốc hội", date(2024, 6, 21), "Luật Lưu trữ"),
        ("Người dân phấn khởi", None, None, None, date(2025, 1, 2), "Người dân phấn khởi (02/01/2025)"),
        ("ghi chép", None, None, None, None, "ghi chép"),
    ],
)
def test_documents_are_cited_in_official_form(
    title: str, symbol: str | None, kind: str | None, issuer: str | None, day: date | None, cited: str
) -> None:
    assert official_citation(title, symbol=symbol, kind=kind, issuer=issuer, day=day) == cited


@given(st.text(), st.none() | st.text(), st.none() | st.text(), st.none() | st.text(), st.none() | st.dates())
def test_any_header_can_be_cited(
    title: str, symbol: str | None, kind: str | None, issuer: str | None, day: date | None
) -> None:
    assert isinstance(official_citation(title, symbol=symbol, kind=kind, issuer=issuer, day=day), str)
