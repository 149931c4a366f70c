"""Figures that a digital signature draws into the blanks of a head are recognised, or the blanks stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from workbench.archive import system_parts
from workbench.archive.intake import Job, Taken, document_id, take_in
from workbench.archive.readers import pdf_stamps
from workbench.archive.readers.lines import Line
from workbench.archive.readers.pdf_stamps import NOTE, fill_blanks
from workbench.errors import MissingPart

PICTURES = [Image.new("L", (40, 20), 255)] * 2


def _lines(*texts: str) -> list[Line]:
    return [Line(1, text, 0, 100, 10 * row, 12, False, 20) for row, text in enumerate(texts)]


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Sequence[str]]:
    """A page whose fields give what the test puts here: by word before the field, what each size reads as."""
    read: dict[str, Sequence[str]] = {}
    answers: list[str] = []

    def fields(_path: Path) -> list[tuple[str, list[Image.Image]]]:
        answers.extend(answer for both in read.values() for answer in both)
        return [(word, PICTURES) for word in read]

    monkeypatch.setattr(system_parts, "need", lambda name, path: Path("tesseract"))
    monkeypatch.setattr(pdf_stamps, "_fields", fields)
    monkeypatch.setattr(pdf_stamps, "figures", lambda *_: answers.pop(0))
    return read


def test_number_and_day_are_written_into_their_blanks(signed: dict[str, Sequence[str]]) -> None:
    signed |= {"số": ("2", "2"), "ngày": ("21", "21")}
    lines = _lines("THÀNH ỦY\tĐẢNG CỘNG SẢN VIỆT NAM", "*\tHà Nội, ngày tháng 11 năm 2025", "Số - HD/BTCTU")
    assert fill_blanks(Path("a.pdf"), lines, None) == (NOTE,)
    assert [line.text for line in lines[1:]] == ["*\tHà Nội, ngày 21 tháng 11 năm 2025", "Số 2 - HD/BTCTU"]


@pytest.mark.parametrize("both", [("2", "7"), ("", ""), ("123456", "123456"), ("2a", "2a")])
def test_figures_that_are_not_sure_leave_the_blank(signed: dict[str, Sequence[str]], both: tuple[str, str]) -> None:
    signed["số"] = both
    lines = _lines("Số: /QĐ-UBND")
    assert fill_blanks(Path("a.pdf"), lines, None) == ()
    assert lines[0].text == "Số: /QĐ-UBND"


def test_a_page_without_blanks_is_not_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_stamps, "_fields", lambda path: pytest.fail("opened"))
    lines = _lines("Số 12-CT/TU", "Lam Sơn, ngày 5 tháng 2 năm 2025", "Trong tháng 2, năm nay")
    assert fill_blanks(Path("a.pdf"), lines, None) == ()


def test_without_tesseract_the_blank_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, path: Path) -> Path:
        raise MissingPart("Chưa có Tesseract.", "Hãy cài Tesseract.", "tesseract")

    monkeypatch.setattr(system_parts, "need", missing)
    lines = _lines("Số - HD/BTCTU")
    assert fill_blanks(Path("a.pdf"), lines, None) == ()
    assert lines[0].text == "Số - HD/BTCTU"


@pytest.mark.skipif(system_parts.find("tesseract") is None, reason="needs Tesseract with its Vietnamese data")
def test_a_signed_guideline_of_a_party_committee(shared_data: Path) -> None:
    file = shared_data / "party_docs" / "huongdan.pdf"
    (outcome,) = take_in(Job(file, file.name, document_id(file.name)))
    assert isinstance(outcome, Taken)
    header = outcome.document.header
    assert (header.symbol, str(header.date)) == ("2-HD/BTCTU", "2025-11-21")
    assert header.evidence["symbol"].confidence < 0.9
    assert "chữ ký số" in header.evidence["date"].note
    assert NOTE in outcome.document.notes
