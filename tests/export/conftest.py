"""Invented drafts, summaries and tables to export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection
from workbench.export import OfficeHeading


def cite(document: int, passage: int, quote: str, page: int | None = None) -> Citation:
    return Citation(
        document_id=f"d{document}",
        path=f"bao-cao/2024/{document:02}-BC.docx",
        symbol=f"{document:02}-BC/TU",
        title=f"Báo cáo về kết nối mạng, kỳ {document}",
        date=date(2024, document, 2),
        page=page,
        passage=passage,
        start=0,
        end=len(quote),
        quote=quote,
    )


@pytest.fixture
def draft() -> Draft:
    """Four cited items (one edited, one with two sources), two without source, one empty section; two documents."""
    first = cite(1, 4, "Đến nay, 13/13 đơn vị đã kết nối mạng diện rộng, đạt 100% kế hoạch.", page=2)
    second = cite(2, 9, "Việc gửi, nhận văn bản điện tử từng bước đi vào nền nếp.")
    third = cite(1, 2, "Một số nơi còn lúng túng.", page=1)
    outline = [
        DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC"),
        DraftSection("han_che", "II- TỒN TẠI, HẠN CHẾ"),
        DraftSection("bai_hoc", "III- BÀI HỌC KINH NGHIỆM"),
    ]
    draft = Draft("về kết quả kết nối mạng năm 2024", "kết nối mạng", outline)
    draft.add("ket_qua", first.quote, (first,))
    draft.add("ket_qua", "Kết quả trên là đáng ghi nhận.")
    draft.add("ket_qua", "Mạng đã thông suốt; việc gửi, nhận văn bản đi vào nền nếp.", (first, second))
    draft.add("han_che", third.quote, (third,))
    draft.add("han_che", "Một vài nơi còn lúng túng.", (third,))
    draft.add("han_che", "Nguyên nhân chính là thiếu kinh phí.")
    return draft


@pytest.fixture
def office() -> OfficeHeading:
    return OfficeHeading(
        organ="Văn phòng Tỉnh ủy",
        parent="Tỉnh ủy Lam Sơn",
        symbol_suffix="VPTU",
        place="Lam Sơn",
        recipients=("Thường trực Tỉnh ủy", "- Các ban đảng;", "Lưu Văn phòng Tỉnh ủy."),
        signer_authority="",
        signer_role="Chánh Văn phòng",
        signer_name="Họ Và Tên",
    )


@dataclass(frozen=True)
class Summary:
    query: str
    sentences: tuple[Citation, ...]

    def to_frame(self) -> pd.DataFrame:
        raise AssertionError("a summary is written sentence by sentence, not as a table")


@pytest.fixture
def summary() -> Summary:
    return Summary("kết nối mạng", (cite(1, 4, "Mạng đã thông suốt.", 2), cite(2, 1, "Văn bản gửi qua mạng tăng 15%.")))


@dataclass(frozen=True)
class SearchResults:
    query: str
    frame: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        return self.frame


@pytest.fixture
def results() -> SearchResults:
    rows = {
        "symbol": ["01-BC/TU", None],
        "title": ["Báo cáo | về mạng", '=HYPERLINK("http://x")'],
        "date": [date(2024, 1, 2), None],
        "page": [3.0, float("nan")],
        "score": [12.34567, 0.5],
        "heading": [True, False],
        "snippets": [("đoạn một", "đoạn hai"), ()],
        "Ghi chú riêng": ["dòng 1\ndòng 2", ""],
    }
    return SearchResults("kết nối mạng", pd.DataFrame(rows))
