"""Outlines: the shipped ones are whole, an office's own stand in their place, and a mistake is told where it is."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.documents.sections import SECTIONS
from workbench.drafting.outline import FILLS, Outline, empty_sections, filled
from workbench.drafting.outline_docx import read_outline_docx, slug
from workbench.drafting.outline_files import copy_outline, load_outlines, read_outline, shipped_outlines
from workbench.drafting.outline_yaml import KEY, parse_outline
from workbench.errors import OutlineError

NOWHERE = Path("không có")
SMALL = """khoa: thu
ten: Đề cương thử
muc:
  - khoa: ket_qua
    tieu_de: I- KẾT QUẢ
  - khoa: khac_thuong
    tieu_de: "II- CÔNG TÁC CÁN BỘ"
    cap: 1
    chu_de: [cán bộ, "tổ chức, cán bộ"]
    lay_tu: [ket_qua, khac]
    so_cau: 3
"""


def write_docx(file: Path, *lines: str | tuple[str, int]) -> Path:
    document = docx.Document()
    for line in lines:
        if isinstance(line, str):
            document.add_paragraph(line)
        else:
            document.add_heading(line[0], line[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(file))
    return file


# The shipped ones --------------------------------------------------------------------------------


def test_every_kind_of_report_has_an_outline() -> None:
    assert {one.key for one in shipped_outlines()} == {
        "so_ket", "tong_ket", "dinh_ky_thang", "dinh_ky_quy", "dinh_ky_6_thang", "dinh_ky_9_thang", "dinh_ky_nam",
        "chuyen_de", "dot_xuat", "bao_cao_chinh_tri",
    }  # fmt: skip


@pytest.mark.parametrize("outline", shipped_outlines(), ids=lambda one: one.key)
def test_a_shipped_outline_is_whole(outline: Outline) -> None:
    assert outline.sections[0].key == "mo_dau"
    assert outline.sections[0].heading == ""
    for section, following in zip(outline.sections, (*outline.sections[1:], None), strict=True):
        assert set(section.fill) <= set(FILLS)
        if section.is_parent:
            assert not section.fill
            assert following is not None
            assert following.level > section.level
    taken = {one for section in outline.sections for one in section.fill}
    assert {"ket_qua", "han_che", "phuong_huong", "kien_nghi"} - taken <= {"ket_qua"}


def test_a_review_takes_every_section_of_the_reports() -> None:
    outline = load_outlines(NOWHERE).get("so_ket")
    assert {one for section in outline.sections for one in section.fill} == set(SECTIONS)
    assert [one.heading for one in empty_sections(outline)][1] == "I- ĐẶC ĐIỂM, TÌNH HÌNH"


def test_placeholders_are_filled_in_the_case_of_the_heading() -> None:
    assert filled("NHIỆM VỤ TRỌNG TÂM {ky_toi}", {"ky_toi": "quý III/2026"}) == "NHIỆM VỤ TRỌNG TÂM QUÝ III/2026"
    assert filled("sơ kết {so_nam} thực hiện {van_ban}", {"so_nam": "02 năm"}) == "sơ kết 02 năm thực hiện …"


def outline_or_error(text: str) -> Outline | OutlineError:
    try:
        return parse_outline(text, "thu.yaml")
    except OutlineError as error:
        return error


# YAML --------------------------------------------------------------------------------------------


def test_fields_of_a_yaml_outline_are_read() -> None:
    outline = parse_outline(SMALL, "thu.yaml")
    first, second = outline.sections
    assert (first.fill, first.level, first.sentences) == (("ket_qua",), 1, 8)
    assert second.topics == ("cán bộ", "tổ chức, cán bộ")
    assert (second.fill, second.sentences) == (("ket_qua", "khac"), 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "chưa có nội dung"),
        ("- một\n- hai", "chưa có nội dung"),
        ("khoa: thu\nmuc: [", "dòng 2: không đúng dạng YAML"),
        ("khoa: thu\n", "mục “muc”: còn thiếu"),
        ("khoa: thu\nmuc: chữ", "dòng 2, mục “muc”: phải là danh sách"),
        (SMALL.replace("cap: 1", "cap: chín"), "dòng 8, mục “muc 2 – cap”: “chín” không phải số"),
        (SMALL.replace("khac]", "lạ]"), "dòng 10, mục “muc 2 – lay_tu”: không có loại câu “lạ”"),
        (SMALL.replace("khac_thuong", "ket_qua"), "dòng 6, mục “muc 2 – khoa”: khóa “ket_qua” đã dùng"),
        (SMALL.replace("khac_thuong", "Khác thường"), "dòng 6, mục “muc 2 – khoa”: khóa “Khác thường” không hợp lệ"),
        (SMALL.replace("I- KẾT QUẢ", "I- KẾT QUẢ {nam}"), "không có chỗ điền “{nam}”"),
        (SMALL + "ghi_chu: x\n", "dòng 12, mục “ghi_chu”: mục này không dùng"),
        (SMALL + "ten: hai lần\n", "dòng 12, mục “ten”: ghi hai lần"),
        (SMALL + "he: ta\n", "mục “he”: không hiểu “ta”"),
        ("[" * 20_000, "không đúng dạng YAML"),
        ("khoa: thu\n" + "#" * 300_000, "quá lớn"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_field(text: str, said: str) -> None:
    with pytest.raises(OutlineError) as told:
        parse_outline(text, "thu.yaml")
    assert "thu.yaml" in told.value.message
    assert said in told.value.message
    assert told.value.advice


def test_yaml_cannot_make_objects() -> None:
    with pytest.raises(OutlineError):
        parse_outline('!!python/object/apply:os.system ["echo hỏng"]', "thu.yaml")


@given(st.text(max_size=300))
def test_any_text_is_an_outline_or_an_error(text: str) -> None:
    outline = outline_or_error(text)
    assert outline.sections if isinstance(outline, Outline) else "thu.yaml" in outline.message


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_SECTIONS = st.fixed_dictionaries(
    {"khoa": st.from_regex(KEY, fullmatch=True) | _VALUES, "tieu_de": st.text(max_size=30) | _VALUES},
    optional=dict.fromkeys(("cap", "lay_tu", "chu_de", "so_cau", "chua_muc_con", "huong_dan"), _VALUES),
)


@given(st.fixed_dictionaries({"khoa": st.just("thu"), "muc": st.lists(_SECTIONS, max_size=4) | _VALUES}))
def test_any_values_are_an_outline_or_an_error(data: dict[str, object]) -> None:
    outline = outline_or_error(yaml.safe_dump(data, allow_unicode=True))
    if isinstance(outline, Outline):
        keys = [one.key for one in outline.sections]
        assert len(keys) == len(set(keys))
        assert all(set(one.fill) <= set(FILLS) and 0 <= one.level <= 6 for one in outline.sections)


# Word --------------------------------------------------------------------------------------------


def test_headings_by_style_are_sections(tmp_path: Path) -> None:
    file = write_docx(
        tmp_path / "Đề cương giám sát.docx",
        "BÁO CÁO",
        ("I- KẾT QUẢ", 1),
        "Nêu số liệu từng quý.",
        ("1. Công tác cán bộ", 2),
        ("II- HẠN CHẾ, KHUYẾT ĐIỂM", 1),
    )
    outline = read_outline_docx(file)
    assert outline.key == "de_cuong_giam_sat"
    assert [(one.key, one.level, one.is_parent) for one in outline.sections] == [
        ("mo_dau", 1, False),
        ("ket_qua", 1, True),
        ("cong_tac_can_bo", 2, False),
        ("han_che", 1, False),
    ]
    below = outline.sections[2]
    assert below.heading == "1. Công tác cán bộ"
    assert below.fill == ("ket_qua",)  # as the heading above it
    assert below.topics == ("Công tác cán bộ",)
    assert outline.sections[1].guidance == "Nêu số liệu từng quý."


def test_headings_by_number_are_sections(tmp_path: Path) -> None:
    file = write_docx(
        tmp_path / "de-cuong.docx",
        "Phần thứ nhất: Tình hình",
        "I- Đặc điểm tình hình",
        "Viết ngắn gọn trong nửa trang, có so sánh.",
        "1. Thuận lợi",
        "2. Khó khăn",
        "II- Đề xuất, kiến nghị",
    )
    outline = read_outline_docx(file)
    assert [(one.level, one.heading) for one in outline.sections[1:]] == [
        (0, "Phần thứ nhất: Tình hình"),
        (1, "I- Đặc điểm tình hình"),
        (2, "1. Thuận lợi"),
        (2, "2. Khó khăn"),
        (1, "II- Đề xuất, kiến nghị"),
    ]
    assert outline.sections[-1].key == "kien_nghi"


def test_a_word_file_without_headings_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutlineError, match="không có đề mục nào"):
        read_outline_docx(write_docx(tmp_path / "trong.docx", "Chỉ có lời văn."))
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 not a package")
    with pytest.raises(OutlineError, match=r"hong\.docx"):
        read_outline_docx(broken)


@given(st.text(max_size=80))
def test_a_slug_is_always_a_key(text: str) -> None:
    assert KEY.fullmatch(slug(text))


# The office's folder -----------------------------------------------------------------------------


def test_an_own_outline_stands_in_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "cua-minh.yaml").write_text(SMALL.replace("khoa: thu", "khoa: so_ket"), encoding="utf-8-sig")
    found = load_outlines(tmp_path)
    assert found.get("so_ket").name == "Đề cương thử"
    assert found.get("so_ket").path.endswith("cua-minh.yaml")
    assert len(found) == len(shipped_outlines())
    assert not found.problems


def test_a_broken_file_hides_no_other_and_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "tong_ket.yaml").write_text("khoa: [", encoding="utf-8")
    (tmp_path / "latin.yaml").write_bytes("khoa: thử".encode("utf-16"))
    (tmp_path / "tot.yml").write_text(SMALL, encoding="utf-8")
    write_docx(tmp_path / "word.docx", ("I- Kết quả", 1))
    found = load_outlines(tmp_path)
    assert found.get("thu").name == "Đề cương thử"
    assert found.get("word").sections[1].key == "ket_qua"
    assert set(found.problems) == {"tong_ket", "latin"}
    with pytest.raises(OutlineError, match=r"tong_ket\.yaml"):
        found.get("tong_ket")
    with pytest.raises(OutlineError, match="Không có đề cương “lạ”"):
        found.get("lạ")


def test_two_files_of_one_key_are_told(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    found = load_outlines(tmp_path)
    assert found.get("thu").path.endswith("a.yaml")
    assert "a.yaml" in found.problems["b"].message


@pytest.mark.parametrize("key", [one.key for one in shipped_outlines()])
def test_a_copy_is_the_same_outline_and_is_never_overwritten(tmp_path: Path, key: str) -> None:
    file = copy_outline(key, tmp_path / "de-cuong")
    shipped = next(one for one in shipped_outlines() if one.key == key)
    assert read_outline(file).sections == shipped.sections
    file.write_text("của cơ quan", encoding="utf-8")
    with pytest.raises(OutlineError, match="Đã có tệp"):
        copy_outline(key, tmp_path / "de-cuong")
    assert file.read_text(encoding="utf-8") == "của cơ quan"


def test_a_workbench_lists_copies_and_uses_its_outlines(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with Workbench.open(tmp_path) as workbench:
        assert set(workbench.outlines().to_frame()["source"]) == {"có sẵn"}
        file = workbench.copy_outline("dot_xuat")
        assert file == workbench.settings.workspace / "de-cuong" / "dot_xuat.yaml"
        frame = workbench.outlines().to_frame().set_index("key")
        assert frame.loc["dot_xuat", "source"] == str(file)
        with pytest.raises(OutlineError):
            workbench.copy_outline("không có")
