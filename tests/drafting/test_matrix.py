"""Which unit says what in which period: cells lead to passages, empty cells are gaps, cells go into the draft."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from workbench import Workbench
from workbench.cli import app
from workbench.drafting.matrix import SECTION_NAMES, Matrix, add_to_draft, column_named
from workbench.drafting.model import Draft, ItemState
from workbench.drafting.outline import empty_sections
from workbench.errors import DraftError

REPORT = """ĐẢNG ỦY XÃ {caps}
Số {number}-BC/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
{name}, ngày 18 tháng {month} năm 2026
BÁO CÁO
tình hình, kết quả công tác quý {quarter} năm 2026

I- KẾT QUẢ ĐẠT ĐƯỢC
{body}
II- TỒN TẠI, HẠN CHẾ
Tiến độ số hóa hồ sơ của xã còn chậm, chưa đáp ứng yêu cầu của cấp trên giao.
"""
BODIES = {
    ("Khe Ngọc", 11, "I"): "1. Về đất đai\nĐã cấp 120 giấy chứng nhận lần đầu cho các hộ dân trong xã.",
    ("Khe Ngọc", 15, "II"): "Thu ngân sách của xã ước đạt 4,2 tỷ đồng, bằng 51% dự toán năm được giao.",
    ("Vân Trạch", 12, "I"): "Thu ngân sách của xã ước đạt 9,7 tỷ đồng, bằng 28% dự toán năm được giao.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ma-tran")
    (root / "corpus").mkdir()
    for (name, number, quarter), body in BODIES.items():
        text = REPORT.format(
            caps=name.upper(), name=name, number=number, quarter=quarter, month={"I": 3, "II": 6}[quarter], body=body
        )
        (root / "corpus" / f"{number}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
    return root


@pytest.fixture
def matrix(archive: Path) -> Matrix:
    with Workbench.open(archive) as workbench:
        return workbench.matrix(columns=["ket_qua", "han_che", "đất đai", "thu ngân sách"])


def test_units_contents_and_periods(matrix: Matrix) -> None:
    assert set(matrix.units) == {"Đảng ủy xã Khe Ngọc", "Đảng ủy xã Vân Trạch"}
    assert matrix.contents == ("Kết quả", "Hạn chế", "đất đai", "thu ngân sách")
    assert matrix.periods == ("quý I/2026", "quý II/2026")


def test_a_cell_holds_the_passages_that_say_it_verbatim(archive: Path, matrix: Matrix) -> None:
    (passage,) = matrix.cell("Đảng ủy xã Vân Trạch", "thu ngân sách", "quý I/2026")
    assert passage.quote == "Thu ngân sách của xã ước đạt 9,7 tỷ đồng, bằng 28% dự toán năm được giao."
    with Workbench.open(archive) as workbench:
        document = workbench.document(passage.document_id)
    assert document.text[passage.start : passage.end] == passage.quote
    assert matrix.cell("Đảng ủy xã Vân Trạch", "ket_qua", "quý I/2026") == (passage,)
    assert len(matrix.cell("Đảng ủy xã Khe Ngọc", "han_che")) == 2  # of both quarters
    assert matrix.cell("Đảng ủy xã Mường Sáo", "han_che") == ()


def test_a_heading_makes_what_stands_below_it_speak_of_its_topic(matrix: Matrix) -> None:
    (passage,) = matrix.cell("Đảng ủy xã Khe Ngọc", "đất đai", "quý I/2026")
    assert "đất đai" not in passage.quote


def test_empty_cells_are_gaps_and_say_why(matrix: Matrix) -> None:
    gaps = matrix.gaps()
    why = {(row.unit, row.content, row.period): row.why for row in gaps.itertuples()}
    assert why["Đảng ủy xã Khe Ngọc", "thu ngân sách", "quý I/2026"] == "có báo cáo nhưng không nêu"
    assert why["Đảng ủy xã Vân Trạch", "Hạn chế", "quý II/2026"] == "chưa có báo cáo"
    frame = matrix.to_frame()
    assert len(gaps) == int((frame[list(matrix.contents)] == 0).sum().sum())
    assert len(matrix.passages()) == int(frame[list(matrix.contents)].sum().sum())


def test_units_that_must_report_have_a_row(archive: Path) -> None:
    with Workbench.open(archive) as workbench:
        matrix = workbench.matrix(period="quý I/2026", units=["Đảng ủy xã Mường Sáo", "Đảng ủy xã Khe Ngọc"])
    assert matrix.units == ("Đảng ủy xã Mường Sáo", "Đảng ủy xã Khe Ngọc", "Đảng ủy xã Vân Trạch")
    assert matrix.contents == tuple(SECTION_NAMES.values())
    gaps = matrix.gaps()
    assert set(gaps[gaps["unit"] == "Đảng ủy xã Mường Sáo"]["why"]) == {"chưa có báo cáo"}


def test_a_document_of_an_unknown_unit_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bang.txt").write_text("Xe lưu động\nĐã đi 48 phiên trong quý.\n", encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        (name,) = workbench.documents()["id"]
        matrix = workbench.matrix([workbench.document(name)], columns=["ket_qua"])
    assert matrix.units == ("Xe lưu động (chưa rõ đơn vị)",)


def test_cells_go_into_a_draft_once(matrix: Matrix) -> None:
    draft = Draft("thử", "thử", empty_sections())
    passages = matrix.cell("Đảng ủy xã Khe Ngọc", "Kết quả")
    added = add_to_draft(draft, "ket_qua", passages)
    assert [item.text for item in added] == [one.quote for one in passages]
    assert {item.state for item in added} == {ItemState.VERBATIM}
    assert add_to_draft(draft, "ket_qua", passages) == []
    with pytest.raises(DraftError):
        add_to_draft(draft, "lạ", passages)


def test_rows_may_be_documents(archive: Path) -> None:
    with Workbench.open(archive) as workbench:
        matrix = workbench.matrix(rows="văn bản", columns=["thu ngân sách"])
        assert set(matrix.units) == {"11-BC/ĐU", "12-BC/ĐU", "15-BC/ĐU"}
        documents = [workbench.document(name) for name in workbench.documents()["id"]]
        assert workbench.matrix(documents, columns=["thu ngân sách"]).cell("Đảng ủy xã Khe Ngọc", "thu ngân sách")
        with pytest.raises(DraftError, match="không có hàng kiểu “huyện”"):
            workbench.matrix(rows="huyện")


def test_the_matrix_of_the_sample_archive(sample: Workbench) -> None:
    matrix = sample.matrix("sơ kết Chỉ thị 12-CT/TU", columns=["ket_qua", "han_che", "đất đai"])
    assert len(matrix.units) >= 11
    for citations in matrix.cells.values():
        for one in citations:
            assert sample.document(one.document_id).text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ("ket_qua", "ket_qua"),
        ("Hạn chế", "han_che"),
        (" kiến  nghị ", "kien_nghi"),
        ("giải ngân vốn đầu tư công", "giải ngân vốn đầu tư công"),
        ("đất đai", "đất đai"),
    ],
)
def test_columns_as_people_type_them(typed: str, column: str) -> None:
    assert column_named(typed) == column


def test_the_command_writes_a_workbook_and_lists_gaps(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ("matrix", "--columns", "kết quả; đất đai", "--root", str(archive))
    app([*ask, "--gaps", "--json", "--out", str(tmp_path / "o-trong.xlsx")], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert told["contents"] == ["Kết quả", "đất đai"]
    assert told["gaps"] == len(told["rows"])
    sheet = openpyxl.load_workbook(tmp_path / "o-trong.xlsx").active
    assert sheet is not None
    assert "Đơn vị" in {cell.value for row in sheet.iter_rows() for cell in row}
    app([*ask, "--passages"], standalone_mode=False)
    assert "Nguyên văn" in capsys.readouterr().out
    app([*ask], standalone_mode=False)
    assert "Ô trống" in capsys.readouterr().out
