"""Marks of cells: whatever happens to the text on its way, a cell's offsets say where its text stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.archive.readers import base
from workbench.archive.readers.tables import Tables, plain, unmarked

WORDS = st.text(alphabet="aă5% đ" + base.PAGE, max_size=8)


def test_cells_of_a_row_and_of_several_lines_stand_at_their_offsets() -> None:
    tables = Tables()
    table = tables.new("Biểu 1", sheet=True)
    row = "\t".join(tables.cell(table, 3, column, text) for column, text in ((2, "Thu"), (3, ""), (4, "62,5%")))
    text, starts, found = tables.compose(["Trước", row, tables.cell(table, 4, 2, "một\nhai")], paged=False)
    assert (text, starts) == ("Trước\nThu\t\t62,5%\nmột\nhai", ())
    assert [(t.name, t.sheet) for t in found] == [("Biểu 1", True)]
    cells = {(cell.row, cell.column): text[cell.start : cell.end] for cell in found[0].cells}
    assert cells == {(3, 2): "Thu", (3, 4): "62,5%", (4, 2): "một\nhai"}


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    tables = Tables()
    outer, inner = tables.new(), tables.new()
    text, _, found = tables.compose([tables.cell(outer, 1, 1, "a " + tables.cell(inner, 1, 1, "b"))], paged=False)
    assert [[text[cell.start : cell.end] for cell in table.cells] for table in found] == [["a b"], ["b"]]


def test_repaired_charsets_move_no_cell() -> None:
    tables = Tables()
    table = tables.new()
    words = ["Ñaûng boä xaõ", "Uyû ban nhaân daân", "Nghò quyeát", "Hoäi ñoàng"]
    lines = ["\t".join(tables.cell(table, row, column, word) for column, word in enumerate(words)) for row in (1, 2)]
    texts, _ = base.decoded([base.tidy(line) for line in lines])
    text, _, found = tables.compose(texts, paged=False)
    assert [text[cell.start : cell.end] for cell in found[0].cells[:2]] == ["Đảng bộ xã", "Uỷ ban nhân dân"]
    assert text.count("\n") == 1


def test_marks_in_a_file_are_no_marks() -> None:
    assert plain(f"a{base.PAGE}b\ue001\ue100\ue100c") == "a b \ue100\ue100c"


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=4), max_size=6), between=WORDS)
def test_every_cell_stands_at_its_offsets_and_pages_start_in_order(rows: list[list[str]], between: str) -> None:
    tables = Tables()
    table = tables.new()
    lines: list[str] = []
    wanted: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows, 1):
        marked = []
        for column, word in enumerate(row, 1):
            text = word if word.replace(base.PAGE, "").strip() else ""
            marked.append(tables.cell(table, number, column, text))
            if text:
                wanted[number, column] = text.replace(base.PAGE, "")
        lines += [between, "\t".join(marked)]
    text, starts, found = tables.compose([base.tidy(line) for line in lines], paged=True)
    assert unmarked(text) == text
    cells = {(cell.row, cell.column): text[cell.start : cell.end] for table in found for cell in table.cells}
    assert {place: "".join(cell.split()) for place, cell in cells.items()} == {
        place: "".join(word.split()) for place, word in wanted.items()
    }
    assert all(cell == cell.strip() and "\t" not in cell for cell in cells.values())
    assert list(starts) == sorted(set(starts))
    assert all(start == 0 or start < len(text) for start in starts)
