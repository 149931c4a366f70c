"""A small archive of invented documents, built for real, for the models and the panels."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import Workbench
from workbench.archive.receiving import TakenIn
from workbench.archive.report import OnProgress, Progress
from workbench.ui import draft_panel, keywords_panel, search_panel
from workbench.ui.draft_view import DraftPanel
from workbench.ui.keywords_view import KeywordsPanel
from workbench.ui.search_view import SearchPanel

COMMUNES = ("Khe Vàng", "Núi Đá", "Sông Trong", "Bản Mây", "Đồng Lau", "Gò Sim", "Suối Trắng", "Rừng Thông")

NOTICE = """<html><head><meta charset="utf-8"><title>Thông báo</title></head><body><article>
<h1>Thông báo lịch tiếp dân</h1>
<p>Lịch tiếp dân tháng tới có ghi dấu &lt;b&gt;đậm&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt; trong
lời văn.</p>
<p>Người dân đến bộ phận một cửa theo giờ hành chính để được hướng dẫn nộp hồ sơ trực tuyến.</p>
</article></body></html>
"""


def report(number: int, commune: str) -> str:
    """An invented quarterly report of a commune."""
    return f"""ĐẢNG BỘ TỈNH LAM SƠN HẠ
ĐẢNG ỦY XÃ {commune.upper()}
*
Số {number:02d}-BC/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM
{commune}, ngày 05 tháng {1 + number % 9} năm 2026

BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU về cải cách hành chính

I- KẾT QUẢ ĐẠT ĐƯỢC

1. Đảng ủy xã {commune} đã ban hành kế hoạch cải cách hành chính, phân công từng đồng chí phụ trách từng việc cụ thể.

2. Tỷ lệ hồ sơ giải quyết trực tuyến đạt {60 + number},5%, tăng {number} điểm phần trăm so với cùng kỳ năm trước.

3. Tổ công nghệ số cộng đồng xã {commune} hướng dẫn được {100 + number} hộ dân nộp hồ sơ tại nhà.

II- HẠN CHẾ, NGUYÊN NHÂN

1. Việc số hóa hồ sơ cũ ở xã {commune} còn chậm, thiết bị của bộ phận một cửa đã xuống cấp.

III- PHƯƠNG HƯỚNG, NHIỆM VỤ

1. Tiếp tục rà soát thủ tục hành chính, công khai kết quả cải cách hành chính trên trang thông tin của xã.

T/M ĐẢNG ỦY
BÍ THƯ
"""


def write_corpus(corpus: Path, reports: int = 14) -> None:
    """Reports as text files, a long directive as text, a notice as a web page with markup in its words."""
    (corpus / "bao-cao").mkdir(parents=True)
    for number in range(1, reports + 1):
        path = corpus / "bao-cao" / f"bc-{number:02d}.txt"
        path.write_text(report(number, COMMUNES[number % len(COMMUNES)]), encoding="utf-8")
    tasks = "\n\n".join(
        f"{number}. Nhiệm vụ thứ {number} về chuyển đổi số: các cấp ủy kiểm tra, đôn đốc, báo cáo kết quả trước "
        "ngày 20 hằng tháng; nơi nào làm chậm phải kiểm điểm rõ trách nhiệm của người đứng đầu và tập thể thường trực."
        for number in range(1, 181)
    )
    (corpus / "chi-thi-12.txt").write_text(
        "TỈNH ỦY LAM SƠN HẠ\n*\nSố 12-CT/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Sơn Hạ, ngày 10 tháng 3 năm 2025\n\n"
        f"CHỈ THỊ\nvề đẩy mạnh chuyển đổi số\n\n{tasks}\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n",
        encoding="utf-8",
    )
    (corpus / "thong-bao.html").write_text(NOTICE, encoding="utf-8")


@pytest.fixture(scope="session")
def built_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive, built once; never changed by a test."""
    root = tmp_path_factory.mktemp("kho")
    write_corpus(root / "corpus")
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        report = workbench.build()
    assert report.documents == 16, report.rows
    return root


@pytest.fixture
def workbench(built_root: Path, tmp_path: Path) -> Iterator[Workbench]:
    """The archive with a workspace of its own."""
    root = tmp_path / "kho"
    shutil.copytree(built_root, root)
    with Workbench.open(root) as opened:
        yield opened


@pytest.fixture
def unbuilt(tmp_path: Path) -> Iterator[Workbench]:
    """An archive of two files that nobody has built yet, one of them unreadable."""
    root = tmp_path / "kho-moi"
    write_corpus(root / "corpus", reports=2)
    (root / "corpus" / "hong.pdf").write_bytes(b"%PDF-1.7 cut off")
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(root) as opened:
        yield opened


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception in a callback must not go unseen in a test."""
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "1")
    monkeypatch.delenv("WORKBENCH_ROOT", raising=False)


@pytest.fixture
def search(workbench: Workbench) -> SearchPanel:
    return search_panel(workbench)


@pytest.fixture
def keywords(workbench: Workbench) -> KeywordsPanel:
    return keywords_panel(workbench)


@pytest.fixture
def draft(workbench: Workbench) -> DraftPanel:
    """A panel with a fresh draft open."""
    panel = draft_panel(workbench)
    panel.query.value, panel.title_box.value = "cải cách hành chính", "sơ kết 02 năm"
    panel.create.click()
    return panel


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """A build that waits after three files: told when it is there, and to go on."""
    begun, go_on = threading.Event(), threading.Event()
    take_in = Workbench.take_in

    def slowly(self: Workbench, progress: OnProgress | None = None, **more: Any) -> TakenIn:
        def told(step: Progress) -> None:
            if step.done >= 3:
                begun.set()
                go_on.wait(20)
            assert progress is not None
            progress(step)

        return take_in(self, told, **more)

    monkeypatch.setattr(Workbench, "take_in", slowly)
    return begun, go_on
