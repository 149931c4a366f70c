"""The intake panel: files handed over, a build beside it, what is left out, fields confirmed one after another."""

from __future__ import annotations

import html
import re
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from workbench import Workbench
from workbench.archive.receiving import TakenIn
from workbench.archive.report import OnProgress
from workbench.errors import WorkbenchError
from workbench.ui import intake_panel
from workbench.ui.bench import Bench
from workbench.ui.intake_view import IntakePanel

PLAIN = "UBND XÃ SÔNG TRONG\nSố 77/BC-UBND\n\nSông Trong, ngày 2 tháng 3 năm 2026\n\nBÁO CÁO\nvề nuôi cá lồng trên hồ\n"
SECRET = "UBND TỈNH LAM SƠN\nMẬT\nSố 3-BC/TU\n\nLam Sơn, ngày 1 tháng 2 năm 2026\n\nBÁO CÁO\nvề việc kín\n"
UNSURE = "Số 5/BC-UBND\n\nBÁO CÁO\nvề đàn trâu của thôn {}\n\nĐàn trâu thôn {} có {} con, tăng so với năm trước.\n"


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def drop(panel: IntakePanel, **files: str | bytes) -> None:
    """What the browser sends when files are chosen or dropped."""
    panel.upload.value = tuple(
        {
            "name": name.replace("_", "."),
            "type": "",
            "size": len(content),
            "content": memoryview(content.encode() if isinstance(content, str) else content),
            "last_modified": datetime.now(UTC),
        }
        for name, content in files.items()
    )


@pytest.fixture
def panel(workbench: Workbench) -> IntakePanel:
    return intake_panel(workbench, Bench(workbench, "lan"))


def test_a_dropped_file_is_copied_read_and_found(panel: IntakePanel, workbench: Workbench) -> None:
    assert workbench.search("nuôi cá lồng").total == 0
    drop(panel, cá_txt=PLAIN)
    assert panel.upload.value == (), "the contents are let go of at once"
    panel.model.job.wait()
    assert "Đã chép" in text_of(panel.received.value)
    assert "Đã nạp xong" in text_of(panel.report.value)
    assert workbench.search("nuôi cá lồng").total == 1
    assert panel.bench is not None
    assert panel.bench.changes >= 1, "the other panels are told"
    assert panel.cancel.layout.display == "none"
    drop(panel, cá2_txt=PLAIN)
    assert "Kho đã có tệp này" in text_of(panel.received.value)
    assert not panel.model.job.running


def test_nothing_of_a_secret_file_stays_and_people_are_told(panel: IntakePanel, workbench: Workbench) -> None:
    drop(panel, kin_txt=SECRET)
    panel.model.job.wait()
    shown = text_of(panel.received.value)
    assert "Từ chối (mật)" in shown
    assert "đã bị xóa khỏi kho" in shown
    assert not list((workbench.settings.corpus / "van-ban-den").rglob("*.txt"))
    assert not panel.errors


def test_what_cannot_be_read_is_listed_with_its_reason(panel: IntakePanel) -> None:
    drop(panel, hong_pdf=b"%PDF-1.7 cut off", chay_exe=b"MZ")
    panel.model.job.wait()
    assert "không đọc được tệp đuôi .exe" in text_of(panel.received.value)
    panel.views.buttons["chua_doc"].click()
    assert "hong.pdf" in text_of(panel.left_out.value)
    assert panel.views.buttons["chua_doc"].description == "Chưa đọc được (1)"


def test_a_stopped_build_leaves_all_whole_and_goes_on_later(
    panel: IntakePanel, workbench: Workbench, slow: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow
    names = {f"bc{number}_txt": UNSURE.format(number, number, number * 7) for number in range(1, 9)}
    drop(panel, **names)
    assert begun.wait(60)
    assert panel.cancel.layout.display == ""
    assert panel.update.disabled
    assert workbench.search("cải cách hành chính").total == 14, "one can search meanwhile"
    panel.cancel.click()
    assert panel.model.job.stopping
    go_on.set()
    panel.model.job.wait()
    assert "Đã dừng theo yêu cầu" in text_of(panel.report.value)
    assert workbench.search("").total <= workbench.catalogue.count()
    assert workbench.search("cải cách hành chính").total == 14
    panel.update.click()
    panel.model.job.wait()
    assert workbench.catalogue.count() == 16 + 8
    assert workbench.unchecked == ()
    assert not panel.errors


def test_a_build_that_cannot_run_says_why(panel: IntakePanel, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Workbench, progress: OnProgress | None = None, **_more: Any) -> TakenIn:
        raise WorkbenchError("Ổ đĩa đã đầy.", "Hãy dọn bớt.")

    monkeypatch.setattr(Workbench, "take_in", broken)
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")
    panel.update.click()
    panel.model.job.wait()
    assert "Ổ đĩa đã đầy" in panel.message.value
    assert not panel.update.disabled


def test_uncertain_fields_are_confirmed_one_document_after_another(panel: IntakePanel) -> None:
    drop(panel, mot_txt=UNSURE.format("Một", "Một", 12), hai_txt=UNSURE.format("Hai", "Hai", 340))
    panel.model.job.wait()
    panel.views.buttons["xac_nhan"].click()
    count = len(panel.model.doubtful)
    assert count >= 2
    assert panel.views.buttons["xac_nhan"].description == f"Cần xác nhận ({count})"
    panel.next_document.click()
    first = panel.model.reader.document
    assert first is not None
    assert first.id == panel.model.doubtful[0].id
    header = panel.reader.header
    for field in [field for field in panel.model.reader.fields if field.doubtful]:
        panel.model.reader.confirm([field.name])
    assert len(panel.model.doubtful) == count - 1
    assert f"Còn {count - 1} văn bản" in panel.summary.value
    panel.next_document.click()
    assert panel.model.reader.document is not None
    assert panel.model.reader.document.id != first.id
    assert header.check.description == "Đóng phần kiểm tra"


def test_what_was_on_screen_comes_back(panel: IntakePanel, workbench: Workbench) -> None:
    document = workbench.search("").hits[0].id
    panel.open(view="xac_nhan", document_id=document)
    state = panel.model.state()
    again = intake_panel(workbench)
    again.model.restore(state)
    assert again.model.view == "xac_nhan"
    assert again.model.reader.document is not None
    assert again.model.reader.document.id == document


def test_an_archive_that_was_never_built_can_be_filled(unbuilt: Workbench) -> None:
    panel = intake_panel(unbuilt)
    panel.views.buttons["xac_nhan"].click()
    assert "Không có văn bản nào cần xác nhận" in panel.summary.value
    panel.views.buttons["nap"].click()
    drop(panel, cá_txt=PLAIN)
    panel.model.job.wait()
    assert unbuilt.search("nuôi cá lồng").total == 1
    panel.views.buttons["chua_doc"].click()
    assert "hong.pdf" in panel.left_out.value
