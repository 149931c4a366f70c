"""The basket keeps excerpts between notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench import Workbench
from workbench.documents.model import Citation
from workbench.errors import DraftError
from workbench.ui.basket import Basket, basket_in


@pytest.fixture
def excerpts(workbench: Workbench) -> list[Citation]:
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    return [document.cite(passage.start, passage.end) for passage in document.passages[7:10]]


def test_what_is_put_in_is_there_for_the_next_notebook(tmp_path: Path, excerpts: list[Citation]) -> None:
    path = tmp_path / "moi" / "basket.json"
    for excerpt in excerpts:
        assert Basket(path).add(excerpt)
    later = Basket(path)
    later.reload()
    assert later.citations == tuple(excerpts)


def test_an_excerpt_is_kept_once(tmp_path: Path, excerpts: list[Citation]) -> None:
    basket = Basket(tmp_path / "basket.json")
    assert basket.add(excerpts[0])
    assert not basket.add(excerpts[0])
    assert basket.citations == (excerpts[0],)


def test_taking_out_does_not_lose_what_another_notebook_put_in(tmp_path: Path, excerpts: list[Citation]) -> None:
    path = tmp_path / "basket.json"
    here, there = Basket(path), Basket(path)
    here.add(excerpts[0])
    there.add(excerpts[1])
    here.remove(excerpts[0])
    assert here.citations == (excerpts[1],)
    here.clear()
    there.reload()
    assert there.citations == ()


def test_a_damaged_basket_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "basket.json"
    path.write_text("{ nửa chừng", encoding="utf-8")
    with pytest.raises(DraftError, match="bị hỏng"):
        Basket(path).reload()
    assert path.read_text(encoding="utf-8") == "{ nửa chừng"


def test_panels_of_one_workspace_share_one_basket(tmp_path: Path) -> None:
    assert basket_in(tmp_path) is basket_in(tmp_path / "." / "")
    assert basket_in(tmp_path) is not basket_in(tmp_path / "khac")
