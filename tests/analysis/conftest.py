"""Documents made through the real intake, and an archive built from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.archive.intake import Job, document_id, read_document
from workbench.documents.model import Document

REPORTS = {
    "van-trach.txt": """HUYỆN ỦY VÂN TRẠCH
Số 21-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính quý I năm 2025

I- KẾT QUẢ ĐẠT ĐƯỢC
Công tác cải cách hành chính được các cấp ủy quan tâm, tỷ lệ hồ sơ trực tuyến đạt 71,5%, tăng 6,2 điểm % so với cùng kỳ.
Huyện đã đưa vào sử dụng bộ phận một cửa liên thông tại chín xã, thời gian giải quyết thủ tục rút ngắn hai ngày.
II- TỒN TẠI, HẠN CHẾ
Việc số hóa hồ sơ ở một số xã còn chậm, chưa đáp ứng yêu cầu của cải cách hành chính.
III- NGUYÊN NHÂN
Nguyên nhân chủ yếu là đường truyền ở các xã vùng cao yếu, cán bộ một cửa kiêm nhiệm nhiều việc.
IV- PHƯƠNG HƯỚNG, NHIỆM VỤ
Thời gian tới, huyện tiếp tục đẩy mạnh cải cách hành chính, phấn đấu tỷ lệ hồ sơ trực tuyến đạt 80%.
Nơi nhận:
- Ban Thường vụ Tỉnh ủy,
- Lưu Văn phòng Huyện ủy.
""",
    "thach-lung.txt": """HUYỆN ỦY THẠCH LŨNG
Số 34-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Thạch Lũng, ngày 14 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính quý I năm 2025

I- KẾT QUẢ ĐẠT ĐƯỢC
Tỷ lệ hồ sơ trực tuyến của huyện đạt 64,0%; công tác cải cách hành chính có chuyển biến tích cực.
Hai mươi bảy tổ công nghệ số cộng đồng giúp người dân nộp hồ sơ tại nhà văn hóa thôn.
II- TỒN TẠI, HẠN CHẾ
Hồ sơ trễ hạn về đất đai còn nhiều, việc phối hợp giữa các phòng chưa chặt chẽ.
III- ĐỀ XUẤT, KIẾN NGHỊ
Đề nghị Tỉnh ủy xem xét bố trí kinh phí nâng cấp trang thiết bị cho bộ phận một cửa cấp xã.
""",
    "nong-nghiep.txt": """SỞ NÔNG NGHIỆP
BÁO CÁO
tình hình sản xuất vụ đông xuân

Diện tích gieo cấy vụ đông xuân đạt 4.120 ha, bằng 98,5% kế hoạch.
Dịch bệnh trên đàn lợn cơ bản được khống chế, không phát sinh ổ dịch mới.
""",
}


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    """The two reports about one subject, as a search would give them."""
    return [made(tmp_path, name) for name in ("van-trach.txt", "thach-lung.txt")]


@pytest.fixture
def make_document(tmp_path: Path) -> Callable[[str, str], Document]:
    """Makes a document of a text."""
    return lambda name, text: made(tmp_path, name, text)


def made(folder: Path, name: str, text: str | None = None) -> Document:
    file = folder / name
    file.write_text(REPORTS[name] if text is None else text, encoding="utf-8")
    return read_document(Job(file, name, document_id(name)))


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    """An archive of all the reports."""
    corpus = tmp_path / "kho" / "corpus"
    corpus.mkdir(parents=True)
    for name, text in REPORTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with Workbench.open(tmp_path / "kho") as opened:
        opened.build()
        yield opened
