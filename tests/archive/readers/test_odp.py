"""OpenDocument presentations: slides as pages, notes after them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.archive.readers import odp

Write = Callable[..., Path]
STYLED = "draw:style-name='gr'"


def frame(*texts: str, more: str = "") -> str:
    inner = "".join(f"<text:p>{text}</text:p>" for text in texts)
    return f"<draw:frame {more}><draw:text-box>{inner}</draw:text-box></draw:frame>"


def test_slides_are_pages_with_their_notes(odf: Write) -> None:
    notes = f"<presentation:notes>{frame('Nói chậm')}</presentation:notes>"
    table = (
        "<draw:frame><table:table><table:table-row><table:table-cell><text:p>Thu</text:p></table:table-cell>"
        "<table:table-cell><text:p>5%</text:p></table:table-cell></table:table-row></table:table></draw:frame>"
    )
    body = f"<draw:page>{frame('Đề mục', 'Một')}{notes}</draw:page><draw:page><draw:g>{table}</draw:g></draw:page>"
    raw = odp.read(odf("presentation", body))
    assert raw.text == "Đề mục\nMột\nGhi chú:\nNói chậm\nThu\t5%"
    assert [raw.text[start:].split("\n")[0] for start in raw.page_starts] == ["Đề mục", "Thu\t5%"]
    assert [raw.text[cell.start : cell.end] for cell in raw.tables[0].cells] == ["Thu", "5%"]


def test_masters_are_outside_and_hidden_slides_are_told(odf: Write) -> None:
    hidden = (
        "<style:style style:name='dp' style:family='drawing-page'>"
        "<style:drawing-page-properties presentation:visibility='hidden'/></style:style>"
    )
    masters = f"<style:master-page>{frame('MẬT')}</style:master-page>"
    body = "<presentation:footer-decl>LƯU HÀNH NỘI BỘ</presentation:footer-decl>"
    body += f"<draw:page draw:style-name='dp'>{frame('a')}</draw:page>"
    raw = odp.read(odf("presentation", body, automatic=hidden, masters=masters))
    assert (raw.text, raw.margins) == ("a", "MẬT\nLƯU HÀNH NỘI BỘ")
    assert raw.notes == ("Trang chiếu bị ẩn: 1.",)


def test_the_font_of_a_shape_rules_its_text(odf: Write) -> None:
    style = (
        "<style:style style:name='gr' style:family='graphic'>"
        "<style:text-properties fo:font-family='VNI-Times'/></style:style>"
    )
    body = f"<draw:page>{frame('Ñaûng boä', more=STYLED)}</draw:page>"
    assert odp.read(odf("presentation", body, automatic=style)).text == "Đảng bộ"
