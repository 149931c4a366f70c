"""Whatever a draft holds, and whatever program passed the file on, it comes back as it went out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.documents.model import Citation, System
from workbench.drafting.model import Draft, DraftItem, DraftSection, state_of
from workbench.drafting.returned_file import read_returned
from workbench.drafting.returning import bring_back
from workbench.drafting.returning_model import ChangeKind
from workbench.export import ExportOptions, OfficeHeading, export

CITATION = Citation("d1", "a.docx", "01-BC/TU", "Báo cáo", date(2024, 1, 2), 1, 2, 0, 1, "x")
broken_text = st.text(st.characters(codec=None), max_size=30)
awkward_text = st.text(
    st.sampled_from("…./-I1a)V[] \t\n\r\x00\x0b\x85\u2028\u00a0\ud800\ufffeĐệê\u0302\u0323𝄞"), max_size=12
)
any_text = broken_text | awkward_text
items = st.builds(lambda text, cited: (text, (CITATION,) if cited else ()), any_text, st.booleans())


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    system: System = draw(st.sampled_from(["party", "state"]))
    kind = draw(st.sampled_from(["Báo cáo", "Công văn", "Tờ trình"]))
    sections = []
    for number in range(draw(st.integers(0, 4))):
        held = [DraftItem(text, cited, state_of(text, cited)) for text, cited in draw(st.lists(items, max_size=3))]
        sections.append(DraftSection(f"s{number}", draw(any_text), held, draw(st.integers(1, 3)), draw(st.booleans())))
    return Draft(draw(any_text), draw(any_text), sections, type_name=kind, system=system)


def back(draft: Draft, path: Path) -> None:
    returned = bring_back(read_returned(path), draft)
    assert returned.changes == ()
    assert returned.draft == draft


@given(drafts(), st.booleans())
@example(Draft("a", "", [DraftSection("a", "")], type_name="Công văn", system="state"), True)
@example(Draft("x", "", [DraftSection("a", "", [DraftItem("a./.")])], system="state"), True)
@example(Draft("x", "", [DraftSection("a", "I- A", [DraftItem("Nơi nhận:")]), DraftSection("b", "")]), False)
@example(Draft("x", "", [DraftSection("a", "\x08"), DraftSection("b", "I- B")]), False)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_went_out_comes_back_the_same(draft: Draft, footnotes: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back(draft, export(draft, Path(folder) / "a.docx", options=ExportOptions(footnotes)))


# Programs of others ----------------------------------------------------------------------------------------------


def office_draft(system: System, kind: str) -> Draft:
    outline = [
        DraftSection("mo_dau", ""),
        DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC"),
        DraftSection("con", "1. Về mạng", level=2),
        DraftSection("han_che", "II- HẠN CHẾ"),
    ]
    draft = Draft("về kết nối mạng", "mạng", outline, type_name=kind, system=system, labels=("LƯU HÀNH NỘI BỘ",))
    draft.add("mo_dau", "Căn cứ Chỉ thị số 12-CT/TU;")
    for number in range(12):
        quote = f"Câu số {number} có  hai cách,\ttab và “ngoặc”."
        draft.add(("ket_qua", "con", "han_che")[number % 3], quote, (replace(CITATION, quote=quote),))
    draft.add("con", "Đoạn một\nđoạn hai của cùng một câu.")
    draft.add("han_che", "Câu cuối không có dấu chấm")
    return draft


SOFFICE = shutil.which("soffice")
FORMS: list[tuple[System, str]] = [("party", "Báo cáo"), ("party", "Công văn"), ("state", "Tờ trình")]


def convert(files: list[Path], to: str, folder: Path, profile: Path) -> None:
    assert SOFFICE is not None
    folder.mkdir()
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([SOFFICE, *options, *map(str, files)], check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def saved_by_libreoffice(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Draft], Path, Path]:
    """The drafts by file name; the folder of their files saved as .docx, and of those that went through .odt."""
    folder = tmp_path_factory.mktemp("lo")
    drafts, files = {}, []
    heading = OfficeHeading(organ="Văn phòng", addressees=("Tỉnh ủy", "Ủy ban"), recipients=("Như trên", "Lưu"))
    for number, (system, kind) in enumerate(FORMS):
        drafts[f"{number}.docx"] = draft = office_draft(system, kind)
        files.append(export(draft, folder / f"{number}.docx", heading=heading))
    convert(files, "odt", folder / "odt", folder / "profile")
    convert(files, "docx", folder / "docx", folder / "profile")
    convert(sorted((folder / "odt").glob("*.odt")), "docx", folder / "back", folder / "profile")
    return drafts, folder / "docx", folder / "back"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_file_saved_by_libreoffice_comes_back_the_same(
    saved_by_libreoffice: tuple[dict[str, Draft], Path, Path],
) -> None:
    drafts, saved, through_odt = saved_by_libreoffice
    for name, draft in drafts.items():
        back(draft, saved / name)
        back(draft, through_odt / name)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_file_saved_by_libreoffice_and_then_edited_keeps_its_sources(
    saved_by_libreoffice: tuple[dict[str, Draft], Path, Path], tmp_path: Path
) -> None:
    drafts, _, through_odt = saved_by_libreoffice
    document = docx.Document(str(through_odt / "0.docx"))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("Câu số 3"))
    for run in paragraph.runs:
        run.text = run.text.replace("Câu số 3", "Sửa câu số 3")
    document.save(str(tmp_path / "a.docx"))
    returned = bring_back(read_returned(tmp_path / "a.docx"), drafts["0.docx"])
    (change,) = returned.changes
    assert change.kind is ChangeKind.EDITED
    assert returned.draft.item(change.item_id).citations
