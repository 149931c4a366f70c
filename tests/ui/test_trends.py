"""Trends, new matters and what people say of keywords: in the model, and in the keywords panel."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

from workbench import Workbench
from workbench.errors import QueryError
from workbench.ui import keywords_panel
from workbench.ui.keywords_model import KeywordsModel
from workbench.ui.keywords_view import KeywordsPanel

UNITS = ("Khe Vàng", "Núi Đá", "Sông Trong", "Bản Mây", "Đồng Lau", "Gò Sim")


def quarterly(unit: str, month: int, matter: str) -> str:
    return f"""ĐẢNG BỘ TỈNH LAM SƠN HẠ
ĐẢNG ỦY XÃ {unit.upper()}
*
Số {month:02d}-BC/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM
{unit}, ngày 20 tháng {month} năm 2026

BÁO CÁO
kết quả công tác quý

1. Xã {unit} tiếp tục cải cách hành chính, hướng dẫn nhân dân nộp hồ sơ trực tuyến.

2. {matter}

3. Công tác kiểm tra, giám sát được các chi bộ thực hiện đúng kế hoạch đề ra từ đầu năm.
"""


@pytest.fixture(scope="module")
def quarters_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("quy")
    (root / "corpus").mkdir()
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    for unit in UNITS:
        before = quarterly(unit, 2, "Nông dân gieo cấy xong vụ xuân, đủ nước tưới cho cả cánh đồng.")
        now = quarterly(unit, 5, "Tình trạng khai thác khoáng sản trái phép diễn biến phức tạp; khoáng sản trái phép "
                                 "bị thu giữ nhiều.")  # fmt: skip
        for name, text in (("q1", before), ("q2", now)):
            (root / "corpus" / f"{unit}-{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def quarters(quarters_root: Path, tmp_path: Path) -> Iterator[Workbench]:
    """Reports of two quarters of six communes; the second one has a matter of its own."""
    root = tmp_path / "quy"
    shutil.copytree(quarters_root, root)
    with Workbench.open(root) as opened:
        yield opened


@pytest.fixture
def panel(quarters: Workbench) -> KeywordsPanel:
    return keywords_panel(quarters)


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def matters(panel: KeywordsPanel) -> list[str]:
    assert panel.matters is not None
    return [one.matter.term.lower() for one in panel.matters.rows if one.matter]


def test_a_trend_is_a_chart_a_table_and_the_sentences_behind_it(panel: KeywordsPanel) -> None:
    panel.views["xu_huong"].click()
    box = panel.trend
    assert box is not None
    box.terms.value = "khoáng sản; hồ sơ trực tuyến"
    box.count.click()
    assert "<svg" in box.chart.value
    assert "6/6" in text_of(box.table.value)
    assert box.period.options[0][0] == "quý II/2026"
    box.term.value = "khoáng sản"
    box.behind.click()
    first = panel.excerpts.rows[0]
    assert "khoáng sản" in first.text.value.lower()
    assert "<mark>" in first.text.value
    first.read.click()
    assert panel.model.reader.document is not None


def test_new_matters_tell_how_new_and_how_sure_and_show_their_passages(panel: KeywordsPanel) -> None:
    panel.views["van_de"].click()
    box = panel.matters
    assert box is not None
    box.period.value = "2026-Q2"
    box.find.click()
    assert any("khoáng sản" in term for term in matters(panel))
    told = text_of(box.rows[0].told.value)
    assert "mới" in told
    assert "Độ tin: chắc" in told
    assert "6 văn bản (100%; kỳ trước 0%), 6 đơn vị" in told
    assert "<svg" in box.chart.value
    box.rows[0].term.click()
    assert panel.excerpts.rows[0].citation is not None
    assert "<mark>" in panel.excerpts.rows[0].text.value


def test_a_matter_that_is_none_is_not_offered_again_until_that_is_taken_back(panel: KeywordsPanel) -> None:
    panel.open(period="2026-Q2")
    assert panel.matters is not None
    before = matters(panel)
    panel.matters.rows[0].term.click()
    panel.words.dismiss.click()
    assert before[0] not in matters(panel)
    assert before[0] in panel.words.decided.options[0][0].lower()
    panel.words.undo.click()
    assert matters(panel) == before
    assert not panel.words.decided.options


def test_a_keyword_is_confirmed_and_dismissed_from_its_passages(panel: KeywordsPanel) -> None:
    panel.open(query="khoáng sản")
    last = [one for one in panel.rows if one.keyword][-1]
    assert last.keyword is not None
    term = last.keyword.term
    last.term.click()
    panel.words.confirm.click()
    assert panel.rows[0].term.description == term
    panel.rows[0].term.click()
    panel.words.dismiss.click()
    assert term not in [one.term.description for one in panel.rows if one.keyword]
    panel.words.undo.click()
    assert panel.rows[0].term.description == term


def test_another_panel_asks_for_a_trend(panel: KeywordsPanel) -> None:
    panel.open(terms="khoáng sản")
    assert panel.trend is not None
    assert "<svg" in panel.trend.chart.value


def test_what_was_shown_comes_back_when_it_is_looked_at(quarters: Workbench) -> None:
    model = KeywordsModel(quarters)
    model.view = "van_de"
    model.trends.period = "2026-Q2"
    model.trends.find()
    state = model.state()
    again = KeywordsModel(quarters)
    again.restore(state)
    assert again.state() == state
    assert again.trends.matters is None
    panel = keywords_panel(quarters)
    panel.model.restore(state)
    assert panel.model.trends.matters is not None
    assert panel.matters is not None
    assert panel.matters.period.value == "2026-Q2"
    assert matters(panel)


def test_what_is_missing_is_asked_for(quarters: Workbench) -> None:
    trends = KeywordsModel(quarters).trends
    with pytest.raises(QueryError, match="Kỳ"):
        trends.find()
    with pytest.raises(QueryError, match="Chưa có từ"):
        trends.count()
    trends.terms = "khoáng sản"
    trends.count()
    assert len(trends.periods) == 1


def test_views_are_built_once_and_in_few_messages(quarters: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    class Counting(BaseComm):  # type: ignore[misc]
        def publish_msg(self, msg_type: str, *_parts: object, **_more: object) -> None:
            sent.append(msg_type)

    monkeypatch.setattr("comm.create_comm", Counting)
    panel = keywords_panel(quarters)
    assert len(sent) < 850
    for view in panel.views.values():
        sent.clear()
        view.click()
        assert len(sent) < 400
    count = len(widgets.widget._instances)
    panel.open(period="2026-Q2")
    panel.open(terms="khoáng sản")
    panel.open(query="khoáng sản")
    assert len(widgets.widget._instances) == count
