"""The sample archive in corpus/ holds what its manifest says, spoiled where it says so, and can be written again."""

from __future__ import annotations

import codecs
import filecmp
import json
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
MANIFEST = CORPUS / ".kho-mau.json"

# Latin-1 looks of TCVN3 bytes that Vietnamese text cannot do without: đ, ư, ấ, ế, ệ, ộ (domain.md §9.1).
TCVN3_SIGNS = (b"\xae", b"\xad", b"\xca", b"\xd5", b"\xd6", b"\xe9")
REAL_PROVINCES = [
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Hải Phòng",
    "Ninh Bình", "Quảng Trị", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Hồ Chí Minh",
    "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang", "Kon Tum", "Yên Bái",
    "Quảng Nam", "Bình Định", "Hà Giang", "Bắc Giang", "Nam Định", "Thái Bình", "Hải Dương", "Bình Dương",
    "Kiên Giang", "Bến Tre", "Long An", "Phú Yên",
]  # fmt: skip


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def text_of(entry: dict[str, Any]) -> str:
    """The text of a file of the sample, read without the project's own readers."""
    return _text(entry["path"], entry.get("encoding") or "utf-8")


@cache
def _text(name: str, encoding: str) -> str:
    path = CORPUS / name
    if path.suffix == ".docx":
        return "\n".join(part.text or "" for part in Document(str(path)).element.body.iter() if part.tag.endswith("}t"))
    if path.suffix == ".pdf":
        pdfplumber = pytest.importorskip("pdfplumber")
        with pdfplumber.open(path) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    data = path.read_bytes()
    return data.decode("latin-1" if encoding == "tcvn3" else encoding)


def squeezed(text: str) -> str:
    return re.sub(r"[ \n\t\r]+", " ", text)


def test_every_file_stands_in_the_manifest_and_every_entry_is_a_file(manifest: dict[str, Any]) -> None:
    listed = {entry["path"] for entry in (*manifest["documents"], *manifest["refused"])}
    found = {
        path.relative_to(CORPUS).as_posix()
        for path in CORPUS.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert found == listed


def test_the_sample_is_large_and_mixed_enough(manifest: dict[str, Any]) -> None:
    suffixes = [Path(entry["path"]).suffix for entry in manifest["documents"]]
    assert len(suffixes) >= 70
    assert suffixes.count(".pdf") >= 12
    assert suffixes.count(".html") >= 8
    assert suffixes.count(".txt") >= 8
    assert suffixes.count(".docx") > len(suffixes) / 2
    assert sum(entry["system"] == "state" for entry in manifest["documents"]) >= 10
    assert {entry["date"][:4] for entry in manifest["documents"] if entry["date"]} == {"2024", "2025", "2026"}
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 6_000_000


def test_at_least_eight_units_report_over_several_quarters_and_review_the_directive(manifest: dict[str, Any]) -> None:
    quarters: dict[str, set[str]] = {}
    reviews = set()
    for entry in manifest["documents"]:
        if "figures" in entry:
            quarters.setdefault(entry["unit"], set()).add(entry["period"])
        if entry["type"] == "Báo cáo" and "unit" in entry and entry.get("family") == "12-CT/TU":
            reviews.add(entry["unit"])
    assert sum(len(periods) >= 2 for periods in quarters.values()) >= 8
    assert len(reviews) >= 8


def test_symbols_dates_and_subjects_are_printed_as_the_manifest_says(manifest: dict[str, Any]) -> None:
    for entry in manifest["documents"]:
        if entry.get("encoding") in ("tcvn3", "cp1258"):
            continue
        text = squeezed(unicodedata.normalize("NFC", text_of(entry))).replace("Ð", "Đ")
        assert entry["symbol"] in text, entry["path"]
        if entry["date"]:
            year, month, day = (int(part) for part in entry["date"].split("-"))
            assert re.search(rf"ngày {day:02d}\s+tháng 0?{month}\s+năm\s+{year}", text), entry["path"]
        else:
            assert re.search(r"ngày\s+tháng\s+năm", text), entry["path"]
        if not entry["path"].endswith(".pdf"):  # there the lines of the left and the right column mix
            assert entry["subject"] in text, entry["path"]


def test_every_promised_blemish_is_in_the_bytes(manifest: dict[str, Any]) -> None:
    kinds = set()
    for entry in manifest["documents"]:
        for blemish in entry["blemishes"]:
            kind, evidence = blemish["kind"], blemish["evidence"]
            kinds.add(kind)
            data = (CORPUS / entry["path"]).read_bytes()
            if kind == "encoding-tcvn3":
                assert all(sign in data for sign in TCVN3_SIGNS)
                assert "ế".encode() not in data
            elif kind == "encoding-utf-16":
                assert data.startswith(codecs.BOM_UTF16_LE)
                assert evidence in data.decode("utf-16")
            elif kind == "encoding-cp1258":
                assert unicodedata.normalize("NFC", evidence) in unicodedata.normalize("NFC", data.decode("cp1258"))
                with pytest.raises(UnicodeDecodeError):
                    data.decode("utf-8")
            elif kind == "missing-date":
                assert squeezed(evidence) in squeezed(text_of(entry))
            else:
                assert squeezed(evidence) in squeezed(text_of(entry)), (entry["path"], kind)
    assert kinds >= {
        "mixed-tones", "eth", "nfd", "nbsp", "en-dash", "misspelling", "wrong-percentage", "wrong-sum", "missing-date",
        "encoding-tcvn3", "encoding-utf-16", "encoding-cp1258", "circulation-mark",
    }  # fmt: skip


def test_documents_with_mixed_tones_really_carry_both_placements(manifest: dict[str, Any]) -> None:
    mixed = [entry for entry in manifest["documents"] if any(b["kind"] == "mixed-tones" for b in entry["blemishes"])]
    assert mixed
    for entry in mixed:
        text = text_of(entry)
        assert re.search("uỷ", text, re.IGNORECASE)
        assert re.search("ủy", text, re.IGNORECASE)


def test_the_wrong_figures_are_wrong_and_the_reports_add_up(manifest: dict[str, Any]) -> None:
    for entry in manifest["documents"]:
        for blemish in entry["blemishes"]:
            numbers = [
                float(n.replace(".", "").replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)*", blemish["evidence"])
            ]
            if blemish["kind"] == "wrong-percentage":
                part, whole, share = numbers
                assert abs(100 * part / whole - share) > 1
            if blemish["kind"] == "wrong-sum":
                total, *parts = numbers
                assert total != sum(parts)
        if figures := entry.get("figures"):
            assert figures["truc_tuyen"] <= figures["ho_so"]
            assert figures["dang_vien"] == figures["dang_vien_dau"] + figures["ket_nap"] - figures["ra"]
            assert figures["thu_luy_ke"] >= figures["thu"]
        if totals := entry.get("totals"):
            units = [
                other["figures"]
                for other in manifest["documents"]
                if other.get("unit") in entry["of_units"]
                and other.get("period") == entry["period"]
                and "figures" in other
            ]
            assert len(units) == len(entry["of_units"])
            assert totals["ho_so"] == sum(unit["ho_so"] for unit in units)
            assert totals["thu"] == pytest.approx(sum(unit["thu"] for unit in units))


def test_copies_are_byte_identical_or_say_the_same_in_another_format(manifest: dict[str, Any]) -> None:
    copies = [entry for entry in manifest["documents"] if "copy_of" in entry]
    suffixes = set()
    for entry in copies:
        first, second = CORPUS / entry["copy_of"], CORPUS / entry["path"]
        same = first.suffix == second.suffix
        suffixes.add(same)
        if same:
            assert filecmp.cmp(first, second, shallow=False)
        else:
            assert entry["symbol"] in text_of(entry)
    assert suffixes == {True, False}


def test_the_refused_documents_carry_their_stamp_on_a_line_of_its_own(manifest: dict[str, Any]) -> None:
    assert {entry["mark"] for entry in manifest["refused"]} == {"MẬT", "TỐI MẬT"}
    for entry in manifest["refused"]:
        text = text_of(entry)
        assert re.search(rf"(?m)^{entry['mark']}\s*$", text), entry["path"]
        assert "hư cấu" in text


def test_a_regulation_about_secrets_is_not_among_the_refused(manifest: dict[str, Any]) -> None:
    about = [entry for entry in manifest["documents"] if "bí mật nhà nước" in entry["subject"]]
    assert about
    for entry in about:
        assert "Tối mật" in text_of(entry)
        assert not re.search(r"(?m)^\s*(TUYỆT MẬT|TỐI MẬT|MẬT)\s*$", text_of(entry))


def test_everything_is_issued_by_the_invented_province(manifest: dict[str, Any]) -> None:
    invented = ("Lam Nguyên", "Trầm Giang", "Cửa Sậy", "Thạch Lũng", "Vân Trạch", "Đồng Mây", "Bến Thuyền")
    invented += ("Hải Trạch Đông", "Phù Trầm", "Khe Ngọc", "Mường Sáo")
    for entry in manifest["documents"]:
        assert any(name in entry["issuer"] for name in invented), entry["path"]
        assert not entry["symbol"].endswith(("/TW", "NĐ-CP", "QĐ-TTg")), entry["path"]
        text = unicodedata.normalize("NFC", text_of(entry))
        for name in REAL_PROVINCES:
            assert not re.search(rf"(?:[Tt]ỉnh|[Tt]hành phố|[Tt]ỉnh ủy|[Tt]hành ủy) {name}\b", text), (
                entry["path"],
                name,
            )


def test_writing_it_again_gives_the_same_bytes(manifest: dict[str, Any], tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="the PDFs of the sample are written with reportlab")
    run = subprocess.run(
        [sys.executable, "-m", "tools.sample_archive", str(tmp_path / "again")],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    if "FontMissingError" in run.stderr:
        pytest.skip("the font of the sample's PDFs (Debian: fonts-croscore) is not installed")
    assert run.returncode == 0, run.stderr
    again = json.loads((tmp_path / "again" / ".kho-mau.json").read_text(encoding="utf-8"))
    assert again["documents"] == manifest["documents"]
    if again["made_with"] != manifest["made_with"]:
        pytest.skip("other versions of the writing libraries: the same documents, but their bytes may differ")
    for path in (tmp_path / "again").rglob("*"):
        if path.is_file():
            relative = path.relative_to(tmp_path / "again")
            assert path.read_bytes() == (CORPUS / relative).read_bytes(), relative
