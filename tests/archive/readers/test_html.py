"""Saved web pages: the main text, whole, and nothing of what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.archive.readers import base, html
from workbench.errors import UnreadableFile

ARTICLES = [
    f"Điều {number}. Cấp ủy xã Suối Mơ chịu trách nhiệm thực hiện nội dung thứ {number}." for number in range(1, 30)
]
PAGE = """<!DOCTYPE html><html><head><title>{title}</title><style>p {{color: red}}</style></head><body>
<form id="aspnetForm"><table><tr><td>
<div class="menu"><ul><li><a href="/">Trang chủ và tin tức mới nhất trong ngày</a></li>
<li><a href="/">Văn bản pháp luật mới được ban hành</a></li></ul></div>
<nav>Đường dẫn: Trang chủ / Văn bản</nav><header>Báo điện tử của chúng tôi, số ra hằng ngày</header>
<script>var a = "Điều khoản sử dụng của trang này rất dài và được viết trong kịch bản";</script>
<div style="display: none">Đoạn này bị ẩn, không ai nhìn thấy nó trên màn hình.</div>
<div id="content"><div>{content}</div></div>
<div class="related"><p>Bạn đọc quan tâm có thể gửi ý kiến về tòa soạn.</p></div>
</td></tr></table></form><footer>Giấy phép số 1 do cơ quan có thẩm quyền cấp năm 2020</footer></body></html>"""


def read(tmp_path: Path, text: str | bytes) -> base.RawText:
    path = tmp_path / "a.html"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return html.read(path)


def page(content: str, title: str = "") -> str:
    return PAGE.format(content=content, title=title)


def test_the_main_text_is_whole_and_alone(tmp_path: Path) -> None:
    raw = read(tmp_path, page("".join(f"<p>{text}</p>" for text in ARTICLES)))
    assert raw.text.split("\n") == ARTICLES


def test_text_with_line_breaks_and_no_paragraphs_is_whole(tmp_path: Path) -> None:
    raw = read(tmp_path, page("<br>".join(ARTICLES)))
    assert raw.text.split("\n") == ARTICLES


def test_a_table_that_holds_most_of_the_text_does_not_hide_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{text}</td></tr>" for n, text in enumerate(ARTICLES, 1))
    raw = read(tmp_path, page(f"<p>Kế hoạch của Đảng ủy xã Suối Mơ về chuyển đổi số</p><table>{rows}</table>"))
    assert raw.text.startswith("Kế hoạch của Đảng ủy xã Suối Mơ về chuyển đổi số\n1\tĐiều 1.")
    assert raw.text.endswith(f"29\t{ARTICLES[-1]}")


def test_a_table_of_short_cells_is_whole(tmp_path: Path) -> None:
    rows = [f"{number}\tXã {number}\t{number * 7}%" for number in range(1, 40)]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in rows)
    assert read(tmp_path, f"<body><table>{cells}</table></body>").text.split("\n") == rows
    assert read(tmp_path, page(f"<h1>Biểu số liệu</h1><table>{cells}</table>")).text.split("\n") == [
        "Biểu số liệu",
        *rows,
    ]


def test_sections_in_boxes_of_their_own_are_all_kept(tmp_path: Path) -> None:
    boxes = [
        f"<div class='phan'>{''.join(f'<p>{text}</p>' for text in part)}</div>"
        for part in (ARTICLES[:20], ARTICLES[20:])
    ]
    assert read(tmp_path, f"<body><div>{''.join(boxes)}</div></body>").text.split("\n") == ARTICLES


def test_a_page_without_accents_is_whole(tmp_path: Path) -> None:
    raw = read(tmp_path, "<body><div><p>Bao cao thang</p></div><div><p>Ket qua nam</p></div></body>")
    assert raw.text == "Bao cao thang\nKet qua nam"


def test_article_and_main_are_taken_at_their_word(tmp_path: Path) -> None:
    texts = "".join(f"<p>{text}</p>" for text in ARTICLES)
    raw = read(tmp_path, f"<body><p>Tin khác: {ARTICLES[0]}</p><article>{texts}</article></body>")
    assert raw.text.split("\n") == ARTICLES


def test_the_head_of_an_article_is_part_of_it_but_not_the_way_to_it(tmp_path: Path) -> None:
    texts = "".join(f"<p>{text}</p>" for text in ARTICLES)
    article = f"<article><header><h1>Nghị quyết số 5</h1></header>{texts}</article>"
    raw = read(tmp_path, f"<body><main><p>Trang chủ › Văn bản</p>{article}</main></body>")
    assert raw.text.split("\n") == ["Nghị quyết số 5", *ARTICLES]


def test_the_title_is_first_line_only_if_the_text_does_not_hold_it(tmp_path: Path) -> None:
    content = "<h1>Kế hoạch năm 2026</h1>" + "".join(f"<p>{text}</p>" for text in ARTICLES)
    assert read(tmp_path, page(content, "KẾ HOẠCH  năm 2026")).text.startswith("Kế hoạch năm 2026\nĐiều 1.")
    assert read(tmp_path, page(content, "Một tên khác")).text.startswith("Một tên khác\nKế hoạch năm 2026\n")


def test_a_row_with_several_paragraphs_in_a_cell_is_read_cell_after_cell(tmp_path: Path) -> None:
    head = (
        "<table><tr><td><p>HUYỆN ỦY SUỐI MƠ</p><p>*</p></td><td>ĐẢNG CỘNG SẢN VIỆT NAM</td></tr>"
        "<tr><td>Số 12-KH/HU</td><td>Suối Mơ, ngày 5 tháng 3 năm 2026</td></tr></table>"
    )
    raw = read(tmp_path, f"<body>{head}<p>{ARTICLES[0]}</p></body>")
    assert raw.text.split("\n")[:4] == [
        "HUYỆN ỦY SUỐI MƠ",
        "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 12-KH/HU\tSuối Mơ, ngày 5 tháng 3 năm 2026",
    ]


def test_cells_stand_at_their_offsets_also_beside_those_that_reach_over_rows_and_columns(tmp_path: Path) -> None:
    rows = (
        "<tr><th rowspan=2>TT</th><th colspan=2>Kết quả</th></tr><tr><th>Thu</th><th>Chi</th></tr>"
        "<tr><td>1</td><td><p>62,5%</p></td><td></td></tr>"
    )
    raw = read(tmp_path, f"<body><p>{ARTICLES[0]}</p><table>{rows}</table><p>{ARTICLES[1]}</p></body>")
    assert raw.text.split("\n")[1:-1] == ["TT\tKết quả", "Thu\tChi", "1\t62,5%"]
    assert [(c.row, c.column, raw.text[c.start : c.end]) for c in raw.tables[0].cells] == [
        (1, 1, "TT"),
        (1, 2, "Kết quả"),
        (2, 2, "Thu"),
        (2, 3, "Chi"),
        (3, 1, "1"),
        (3, 2, "62,5%"),
    ]


def test_cells_that_claim_to_reach_very_far_cost_nothing(tmp_path: Path) -> None:
    row = "<tr>" + "<td colspan=99999 rowspan=99999>a</td>" * 50 + "</tr>"
    raw = read(tmp_path, f"<table>{row * 400}</table>")
    assert raw.text.count("a") == 20_000
    assert len(raw.tables[0].cells) == 20_000


def test_a_title_put_before_the_text_moves_the_cells(tmp_path: Path) -> None:
    cells = "<table><tr><td>Thu</td><td>5%</td></tr><tr><td>Chi</td><td>6%</td></tr></table>"
    raw = read(tmp_path, f"<html><head><title>Biểu số 1</title></head><body>{cells}</body></html>")
    assert raw.text == "Biểu số 1\nThu\t5%\nChi\t6%"
    assert [raw.text[cell.start : cell.end] for cell in raw.tables[0].cells] == ["Thu", "5%", "Chi", "6%"]


def test_a_small_table_is_not_cut_down_to_its_longest_cell(tmp_path: Path) -> None:
    assert read(tmp_path, "<table><tr><td>Xã</td><td>62,5%</td></tr></table>").text == "Xã\t62,5%"
    cells = f"<tr><td>TT</td><td>Nội dung</td></tr><tr><td>1</td><td>{ARTICLES[0]}</td></tr>"
    assert read(tmp_path, f"<body><table>{cells}</table></body>").text == f"TT\tNội dung\n1\t{ARTICLES[0]}"


def test_words_wrapped_in_the_source_are_one_line_and_inline_tags_do_not_part_words(tmp_path: Path) -> None:
    raw = read(tmp_path, "<p>Nghị\n  quyết <b>số</b> <i>27</i>-<u>NQ</u>/TW&nbsp;của\tĐảng</p>")
    assert raw.text == "Nghị quyết số 27-NQ/TW của Đảng"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "khong-co"])
def test_utf8_is_read_whatever_the_page_declares(declared: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"<meta charset='{declared}'><p>Đảng ủy xã</p>").text == "Đảng ủy xã"


def test_text_in_an_old_font_is_converted(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        "<p><font face='.VnTime'>§¶ng bé x·</font> và <span style=\"font-family: 'VNI-Times'\">Ñaûng</span></p>",
    )
    assert raw.text == "Đảng bộ xã và Đảng"


def test_the_u_of_tcvn3_written_as_soft_hyphen_entity_survives(tmp_path: Path) -> None:
    raw = read(tmp_path, "<p>Thñ t&shy;íng ChÝnh phñ quyÕt ®Þnh, Bé tr&shy;ëng h&shy;íng dÉn</p>")
    assert raw.text == "Thủ tướng Chính phủ quyết định, Bộ trưởng hướng dẫn"
    assert "TCVN3" in raw.notes[0]


def test_deep_nesting_is_read_without_running_out_of_stack(tmp_path: Path) -> None:
    raw = read(tmp_path, "<div>" * 600 + "Báo cáo của chi bộ" + "</div>" * 600)
    assert raw.text == "Báo cáo của chi bộ"


def test_a_page_of_scripts_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ nào"):
        read(tmp_path, "<html><body><script>var vanBan = 1;</script></body></html>")
