"""Figures: numbers that count or measure, with unit, indicator, period, organ and comparison; people's word on them."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Workbench
from workbench.analysis.figures import Figure, find_figures
from workbench.analysis.figures_names import indicator_key
from workbench.documents.model import Cell, Document, Header, Table
from workbench.documents.passages import split_passages
from workbench.errors import WorkbenchError

LABELS = Path(__file__).resolve().parents[1] / "labels" / "figures.jsonl"


def document(text: str, tables: tuple[Table, ...] = ()) -> Document:
    return Document("0", "0.txt", text, (), Header(), "", split_passages(text), tables=tables)


def figures(text: str) -> list[Figure]:
    return find_figures(document(text))


def test_a_figure_knows_indicator_unit_hedge_comparison_and_place() -> None:
    text = "Trong quý II/2025, thu ngân sách ước đạt gần 76,5 tỷ đồng, tăng 12,5% so với cùng kỳ năm trước."
    money, rate = figures(text)
    assert (money.value, money.unit, money.amount) == (76.5, "tỷ đồng", pytest.approx(76.5e9))
    assert money.indicator == "thu ngân sách"
    assert money.hedge == "gần"
    assert money.period == "Quý II/2025"
    assert (money.comparison, money.against) == ("tăng 12,5% so với cùng kỳ năm trước", "cùng kỳ năm trước")
    assert text[money.start : money.end] == "76,5 tỷ đồng"
    assert (rate.value, rate.unit, rate.direction, rate.indicator) == (12.5, "%", "tăng", "thu ngân sách")


def test_what_is_counted_stands_behind_the_number() -> None:
    (figure,) = figures("Đã kết nạp 25 đảng viên.")
    assert (figure.value, figure.unit, figure.indicator) == (25, "đảng viên", "kết nạp đảng viên")


def test_the_unit_that_a_figure_is_of_is_the_nearest_before_it() -> None:
    first, second = figures("Xã Khe Ngọc có 1.020 hộ nghèo; xã Vân Trạch còn 865 hộ nghèo.")
    assert (first.org, second.org) == ("Xã Khe Ngọc", "xã Vân Trạch")


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Điều 5, khoản 2 Quy định số 22-QĐ/TW ngày 28/7/2021.",
        "Hội nghị lần thứ 12 Ban Chấp hành Đảng bộ tỉnh khóa XVI.",
        "Sinh năm 1975, tổ 5, phường Hòa Bình, phòng 302.",
        "Điện thoại: 0912 345 678.",
        "Giai đoạn 2021 - 2025, định hướng đến năm 2030.",
        "Lúc 14 giờ 30 ngày 20 tháng 9 năm 2025.",
        "1. Công tác tuyên truyền",
        "Theo Chỉ thị 34-CT/TU và Đề án 204.",
        "Hai là, tăng cường kiểm tra.",
    ],
)
def test_names_times_symbols_and_numbers_of_lists_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_decomposed_text_gives_the_same_figures_with_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "Tỷ lệ hộ nghèo còn 4,9%; kết nạp 25 đảng viên.")
    share, members = figures(text)
    assert (text[share.start : share.end], share.value) == ("4,9%", 4.9)
    assert unicodedata.normalize("NFC", text[members.start : members.end]) == "25 đảng viên"
    assert members.indicator == "kết nạp đảng viên"


def test_cells_take_indicator_unit_period_and_organ_from_row_and_heading() -> None:
    rows = [
        ["STT", "Đơn vị", "Thu ngân sách (tỷ đồng)", "Hồ sơ quý I/2025"],
        ["1", "Xã Khe Ngọc", "12,5", "1.200"],
        ["2", "Xã Vân Trạch", "7", "800"],
    ]
    text, cells = "", []
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cells.append(Cell(number, column, len(text), len(text) + len(value)))
            text += value + ("\n" if column == len(row) else "\t")
    found = find_figures(document(text, (Table("", tuple(cells)),)))
    assert [(f.org, f.value) for f in found] == [
        ("Xã Khe Ngọc", 12.5),
        ("Xã Khe Ngọc", 1200),
        ("Xã Vân Trạch", 7),
        ("Xã Vân Trạch", 800),
    ]
    assert (found[0].indicator, found[0].unit) == ("Thu ngân sách", "tỷ đồng")
    assert found[1].period == "Quý I/2025"
    assert found[0].place == "bảng 1, hàng 2, cột 3"


@pytest.mark.parametrize(
    ("line", "values", "unit", "indicator"),
    [
        ("20\tTỉ lệ hộ nghèo\t%\t16\t14.3\t12.5", [16, 14.3, 12.5], "%", "Tỉ lệ hộ nghèo"),
        ("| 3 | Thu ngân sách (tỷ đồng) | 1.234,5 | 980 |", [1234.5, 980], "tỷ đồng", "Thu ngân sách"),
        ("Số hồ sơ tiếp nhận | 1.250 | 1.300", [1250, 1300], "hồ sơ", "Số hồ sơ tiếp nhận"),
    ],
)
def test_a_line_that_is_a_row_of_a_table_gives_its_numbers(
    line: str, values: list[float], unit: str, indicator: str
) -> None:
    found = figures(f"Kết quả thực hiện:\n{line}\n")
    assert [figure.value for figure in found] == values
    assert {(figure.unit, figure.indicator) for figure in found} == {(unit, indicator)}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Nhà máy cấp 40.000 m3 / ngày cho khu dân cư.", "m3 / ngày"),
        ("Rà soát, cắt giảm 25 điều kiện kinh doanh.", "điều kiện"),
        ("Thu nhập bình quân đạt 36 triệu đồng/người/năm.", "triệu đồng/người/năm"),
    ],
)
def test_a_unit_is_the_whole_noun_with_what_it_is_given_for(text: str, unit: str) -> None:
    (figure,) = figures(text)
    assert figure.unit == unit


def test_an_age_is_a_figure_only_where_ages_are_measured() -> None:
    assert [figure.value for figure in figures("Có 12 cán bộ từ 40 tuổi trở lên.")] == [12]
    assert [figure.value for figure in figures("Tuổi thọ trung bình đạt 74,5 tuổi.")] == [74.5]


def test_what_is_measured_is_found_behind_who_says_it() -> None:
    (figure,) = figures("Cục Thống kê cho biết kim ngạch xuất khẩu ước đạt 125 triệu USD.")
    assert figure.indicator == "kim ngạch xuất khẩu"


def test_a_pronoun_stands_for_what_the_figure_before_measures() -> None:
    first, second = figures("Tỷ lệ hộ nghèo là 5,1%, con số này dự kiến giảm xuống 4,2%.")
    assert first.indicator == second.indicator == "Tỷ lệ hộ nghèo"


def test_most_labelled_figures_are_right() -> None:
    """The benchmark measures it exactly; this keeps it from falling unnoticed."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    wanted = right = 0
    for row in rows:
        given = {(figure.value, figure.unit.lower()) for figure in figures(row["text"])}
        for label in row["figures"]:
            wanted += 1
            right += (label["value"], label["unit"].lower()) in given
    assert right / wanted > 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Số đảng viên được kết nạp", "kết nạp đảng viên mới"),
        ("Tổng thu ngân sách trên địa bàn tỉnh", "thu ngân sách"),
        ("Tỉ lệ hộ nghèo", "tỷ lệ hộ nghèo"),
    ],
)
def test_variants_of_a_name_are_one_indicator(one: str, other: str) -> None:
    assert indicator_key(one) == indicator_key(other)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789.,%/()-;:\t\n\u0301ăxãhồsơđạtkếtnạptỷtừđến ", max_size=160))
def test_any_text_is_read_with_offsets_inside_it(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert all(0 <= start <= end <= len(text) for start, end in figure.indicator_spans)


# -- the archive --------------------------------------------------------------------------------------------


def test_figures_of_the_archive_have_sources_and_the_documents_period_and_unit(workbench: Workbench) -> None:
    found = workbench.figures("hồ sơ trực tuyến")
    row = next(row for row in found.rows if row.value == 71.5)
    assert (row.indicator, row.unit, row.period) == ("tỷ lệ hồ sơ trực tuyến", "%", "Quý I/2025")
    assert "Vân Trạch" in row.org
    assert workbench.document(row.citation.document_id).text[row.figure.start : row.figure.end] == "71,5%"
    frame = found.to_frame()
    assert set(frame["Chỉ tiêu"]) >= {"tỷ lệ hồ sơ trực tuyến"}
    assert frame["Nguồn"].str.contains("đoạn").all()


def test_the_second_stage_makes_the_figures_of_every_text_once(workbench: Workbench) -> None:
    assert workbench.analyse_texts() > 0
    assert workbench.analyse_texts() == 0


def test_the_pivot_puts_units_beside_each_other_with_their_sources(workbench: Workbench) -> None:
    pivot = workbench.figures("hồ sơ trực tuyến").pivot(workbench.same_indicator())
    cell = pivot.cell("xã Vân Trạch", "Tỷ lệ hồ sơ trực tuyến", "Quý I/2025") or pivot.cell(
        "huyện Vân Trạch", "Tỷ lệ hồ sơ trực tuyến", "Quý I/2025"
    )
    assert cell is not None
    assert 71.5 in cell.values
    assert cell.citations
    frame = pivot.to_frame()
    assert list(frame.columns)[:3] == ["Chỉ tiêu", "Đơn vị tính", "Đơn vị báo cáo"]
    assert pivot.chart("tỷ lệ hồ sơ trực tuyến").to_dict()["mark"]["type"] == "bar"


def test_peoples_word_on_a_figure_survives_a_rebuild_and_can_be_taken_back(workbench: Workbench) -> None:
    root = workbench.settings.root
    row = next(row for row in workbench.figures("hồ sơ trực tuyến").rows if row.value == 71.5)
    strokes = workbench.correct_figures(row, value=72.5, period="Quý I/2025")
    other = next(row for row in workbench.figures("hồ sơ trực tuyến").rows if row.value == 64.0)
    workbench.dismiss_figures(other)
    workbench.close()
    shutil.rmtree(root / "indexes")
    with Workbench.open(root) as again:
        again.build()
        rows = again.figures("hồ sơ trực tuyến").rows
        assert [(row.value, row.state) for row in rows if row.state] == [(72.5, "corrected")]
        assert not any(row.value == 64.0 for row in rows)
        assert any(row.value == 64.0 for row in again.figures("hồ sơ trực tuyến", dismissed=True).rows)
        assert again.undo_figures(strokes) == 1
        assert any(row.value == 71.5 for row in again.figures("hồ sơ trực tuyến").rows)


def test_a_correction_that_cannot_be_is_refused_in_plain_words(workbench: Workbench) -> None:
    row = workbench.figures("hồ sơ trực tuyến").rows[0]
    with pytest.raises(WorkbenchError, match="không có trường"):
        workbench.correct_figures(row, colour="đỏ")
    with pytest.raises(WorkbenchError, match="không phải là số"):
        workbench.correct_figures(row, value="nhiều")
