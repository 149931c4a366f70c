"""The matrix, apart from how it looks: sources, cells, gaps, passages into basket and draft, Excel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from workbench import Workbench
from workbench.drafting.matrix import DOCUMENT, make_matrix
from workbench.errors import DraftError
from workbench.ui.basket import basket_in
from workbench.ui.bench import Bench
from workbench.ui.matrix_chart import ABSENT, SILENT, heat_map, shade
from workbench.ui.matrix_gaps import gap_lines
from workbench.ui.matrix_model import TOPICS, MatrixModel, lines_of
from workbench.ui.search_model import SearchModel

COMMUNE = "Đảng ủy xã Khe Vàng"


@pytest.fixture
def matrix(workbench: Workbench) -> MatrixModel:
    model = MatrixModel(workbench, Bench(workbench, "lan"))
    model.query = "cải cách hành chính"
    model.make()
    return model


def test_a_question_gives_units_in_vietnamese_order_and_opens_a_full_cell(matrix: MatrixModel) -> None:
    assert matrix.matrix is not None
    assert COMMUNE in matrix.units_in_order
    assert matrix.units_in_order[0] == "Đảng ủy xã Bản Mây"
    assert matrix.passages
    assert len(matrix.passages) == matrix.count(matrix.unit, matrix.content)


def test_a_cell_holds_the_words_of_its_unit(matrix: MatrixModel) -> None:
    matrix.look_at(unit=COMMUNE, content="Kết quả")
    assert matrix.passages
    assert all("Khe Vàng" in one.label or "Khe Vàng" in one.quote or "ĐU" in one.label for one in matrix.passages)
    matrix.look_at(content="Bài học")
    assert matrix.passages == ()


def test_what_nobody_and_who_says_nothing_is_told(workbench: Workbench) -> None:
    model = MatrixModel(workbench)
    model.columns, model.topics = TOPICS, "bộ phận một cửa\nxây dựng cầu treo"
    model.units = f"{COMMUNE}; Đảng ủy xã Không Có"
    model.make()
    assert "Chưa có đơn vị nào nói về “xây dựng cầu treo”." in model.gaps
    assert any(one.startswith("“Đảng ủy xã Không Có” chưa có báo cáo") for one in model.gaps)
    assert not any(COMMUNE in one for one in model.gaps)


def test_a_unit_that_leaves_much_out_is_told_by_what_it_says(workbench: Workbench) -> None:
    documents = [workbench.document(hit.id) for hit in workbench.search("Khe Vàng").hits][:1]
    matrix = make_matrix(documents)
    lines = gap_lines(matrix, matrix.units)
    assert any(one.startswith("Chưa có đơn vị nào nói về “Bài học”") for one in lines)


def test_rows_may_be_documents(matrix: MatrixModel) -> None:
    matrix.rows = DOCUMENT
    matrix.make()
    assert any("BC/ĐU" in one for one in matrix.units_in_order)


def test_the_documents_of_the_last_search_are_taken_with_its_filters(workbench: Workbench) -> None:
    bench = Bench(workbench, "lan")
    model = MatrixModel(workbench, bench)
    model.source = "tim_kiem"
    with pytest.raises(DraftError, match="Chưa có lần tìm nào"):
        model.make()
    search = SearchModel(workbench)
    search.query = "cải cách hành chính"
    search.choose("issuer", COMMUNE, "include")
    bench.remember("tim_kiem", search.state())
    model.make()
    assert model.units_in_order == [COMMUNE]
    assert model.last_question == "“cải cách hành chính”, 1 điều kiện lọc"


def test_passages_go_into_the_basket(matrix: MatrixModel, workbench: Workbench) -> None:
    basket = basket_in(workbench.settings.workspace)
    with pytest.raises(DraftError, match="Chưa chọn đoạn"):
        matrix.to_basket(basket)
    first = matrix.passages[0]
    matrix.tick(first, True)
    matrix.tick(matrix.passages[1], True)
    matrix.tick(first, False)
    assert matrix.to_basket(basket) == 1
    assert basket.citations == (matrix.passages[1],)
    assert matrix.chosen == ()


def test_passages_go_into_a_section_of_a_draft_once(matrix: MatrixModel, workbench: Workbench) -> None:
    draft = workbench.draft("cải cách hành chính", title="sơ kết")
    matrix.look_at(unit=COMMUNE, content="Hạn chế")
    matrix.tick_cell()
    wanted = matrix.chosen
    matrix.choose_draft(draft.id)
    matrix.section_key = "kien_nghi"
    assert matrix.write_into_draft() == len(wanted)
    section = workbench.load_draft(draft.id).section("kien_nghi")
    assert [one.citations[0] for one in section.items][-len(wanted) :] == list(wanted)
    matrix.tick_cell()
    assert matrix.write_into_draft() == 0


def test_the_workbook_has_counts_passages_and_gaps(matrix: MatrixModel) -> None:
    path = matrix.export()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == ["Nguyên văn", "Ô trống"]
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["Đơn vị", "Kỳ"]
    quotes = {row[3] for row in book["Nguyên văn"].iter_rows(values_only=True)}
    assert matrix.passages[0].quote in quotes
    assert matrix.export() != path, "an earlier file is never overwritten"


def test_the_same_cell_comes_back(matrix: MatrixModel, workbench: Workbench) -> None:
    matrix.look_at(unit=COMMUNE, content="Hạn chế")
    state = json.loads(json.dumps(matrix.state()))
    later = MatrixModel(workbench)
    later.restore(state)
    assert (later.unit, later.content) == (COMMUNE, "Hạn chế")
    assert later.passages == matrix.passages
    assert later.state() == state


def test_an_empty_topic_list_is_refused(workbench: Workbench) -> None:
    model = MatrixModel(workbench)
    model.columns = TOPICS
    with pytest.raises(DraftError, match="chủ đề"):
        model.make()
    assert lines_of(" a b ;c\n\nc\n") == ["a b", "c"]


def test_the_heat_map_tells_empty_cells_apart() -> None:
    counts = {("A", "x"): 9, ("A", "z"): 1}
    drawn = heat_map(
        ["A", "B"],
        ["x", "y", "z"],
        lambda unit, one: counts.get((unit, one), 0),
        "A".__eq__,
        "Số đoạn",
        "Đơn vị",
        ("A", "x"),
    )
    told = re.findall(r'<td class="([^"]*)">.*?data-what="([^"]*)".*?aria-label="([^"]*)">([^<]*)<', drawn)
    assert told == [
        ("wb-shade-5 wb-cell-now", "0:0", "A, x: 9 đoạn", "9"),
        ("wb-shade-0", "0:1", "A, y: không nêu", SILENT),
        ("wb-shade-1", "0:2", "A, z: 1 đoạn", "1"),
        *(("wb-shade-0", f"1:{n}", f"B, {one}: chưa có báo cáo", ABSENT) for n, one in enumerate("xyz")),
    ]
    assert heat_map([], [], lambda *_: 0, lambda _: True, "Số", "Đơn vị") == ""


def test_shades_grow_with_the_passages() -> None:
    assert [shade(passages, 5) for passages in range(6)] == [0, 1, 2, 3, 4, 5]
    assert [shade(passages, 100) for passages in (1, 50, 99, 100)] == [1, 2, 4, 5]
    assert shade(1, 1) == 1


def test_requests_are_listed_and_who_is_missing_has_a_row(tmp_path: Path) -> None:
    root = tmp_path / "kho"
    (root / "corpus").mkdir(parents=True)
    (root / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    (root / "corpus" / "yeu-cau.txt").write_text(
        "TỈNH ỦY LAM SƠN HẠ\n*\nSố 45-TB/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Sơn Hạ, ngày 10 tháng 3 năm 2026\n\n"
        "THÔNG BÁO\nvề việc báo cáo sơ kết 01 năm thực hiện Chỉ thị số 12-CT/TU\n\n"
        "Kính gửi:\n- Đảng ủy xã Khe Vàng,\n- Đảng ủy xã Núi Đá.\n\n"
        "Đề nghị các đảng ủy gửi báo cáo trước ngày 30/4/2026.\n\nT/L TỈNH ỦY\nCHÁNH VĂN PHÒNG\n",
        encoding="utf-8",
    )
    with Workbench.open(root) as workbench:
        workbench.build()
        model = MatrixModel(workbench)
        model.source = "yeu_cau"
        model.list_requests()
        assert [label[:8] for label, _ in model.requests] == ["45-TB/TU"]
        model.make()
        assert COMMUNE in model.units_in_order
        assert any(one.startswith(f"“{COMMUNE}” chưa có báo cáo") for one in model.gaps)
