"""PDFs whose drawings draw themselves are refused; others are not looked at twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.archive.readers import pdf_forms
from workbench.errors import UnreadableFile


def pdf(*objects: str) -> bytes:
    return b"%PDF-1.7\n" + "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(objects, 1)).encode()


def form(*drawn: int) -> str:
    names = "".join(f"/X{number} {number} 0 R" for number in drawn)
    content = " ".join(f"/X{number} Do" for number in drawn)
    return f"<</Type/XObject/Subtype/Form/Resources<</XObject<<{names}>>>>/Length 3>>stream\n{content}\nendstream"


@pytest.mark.parametrize(
    "objects",
    [
        (form(1),),
        (form(2), form(3), form(1)),
        (form(2).replace("<</XObject<</X2 2 0 R>>>>", " 2 0 R"), "<</XObject<</X2 1 0 R>>>>"),
        tuple(form(number + 1) for number in range(1, 40)),
    ],
)
def test_forms_that_draw_themselves_are_refused(tmp_path: Path, objects: tuple[str, ...]) -> None:
    path = tmp_path / "vong.pdf"
    path.write_bytes(pdf(*objects))
    with pytest.raises(UnreadableFile, match=r"“vong\.pdf”.*lồng vào nhau vô hạn"):
        pdf_forms.check(path)


@pytest.mark.parametrize("objects", [(), (form(),), (form(2, 3), form(3), form()), ("<</Type/Page>>", form(9))])
def test_other_files_pass(tmp_path: Path, objects: tuple[str, ...]) -> None:
    path = tmp_path / "lanh.pdf"
    path.write_bytes(pdf(*objects))
    pdf_forms.check(path)


def test_forms_that_share_one_list_of_all_forms_pass(tmp_path: Path) -> None:
    path = tmp_path / "chung.pdf"
    shared = "<</XObject<</X2 1 0 R/X3 3 0 R>>>>"
    lone = form().replace("<</XObject<<>>>>", " 2 0 R")
    path.write_bytes(pdf(lone, shared, lone.replace("stream\n\n", "stream\n/X2 Do\n")))
    pdf_forms.check(path)


def test_published_files_pass(shared_data: Path) -> None:
    files = [*(shared_data / "gazette_pdf").glob("*.pdf"), *(shared_data / "signed_scans").glob("*.pdf")]
    assert files
    for file in files:
        pdf_forms.check(file)
