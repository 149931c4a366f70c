"""A draft quotes verbatim, hears many units, says nothing twice; a section made again keeps what people made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from workbench import Workbench
from workbench.documents.model import Document
from workbench.drafting.compose import compose, regenerate
from workbench.drafting.draft_json import dump_draft, parse_draft
from workbench.drafting.model import Draft, ItemState
from workbench.drafting.outline_files import shipped_outline
from workbench.drafting.outline_yaml import parse_outline
from workbench.errors import DraftError

Make = Callable[[str, str], Document]
REPORT = """ĐẢNG ỦY XÃ {name}
Số {number}-BC/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
{name}, ngày 12 tháng 3 năm 2026
BÁO CÁO
kết quả cải cách hành chính

{body}
"""


def reports(make: Make, *bodies: str) -> list[Document]:
    names = ("Khe Ngọc", "Vân Trạch", "Thạch Lũng", "Phù Trầm", "Đồng Mây")
    return [
        make(f"bc{number}.txt", REPORT.format(name=name, number=number, body=body))
        for number, (name, body) in enumerate(zip(names, bodies, strict=False), 11)
    ]


def texts(draft: Draft, key: str) -> list[str]:
    return [" ".join(item.text.split()) for item in draft.section(key).items]


def assert_verbatim(draft: Draft, documents: list[Document]) -> None:
    held = {one.id: one for one in documents}
    for item in draft.items():
        (citation,) = item.citations
        for one in (citation, *item.also):
            assert one == held[one.document_id].cite(one.start, one.end)
        assert item.text == citation.quote
        assert item.state is ItemState.VERBATIM
        assert item.proposed


# The sample archive ------------------------------------------------------------------------------


@pytest.mark.parametrize("outline", ["so_ket", "tong_ket", "chuyen_de", "dinh_ky_quy", "dot_xuat", "bao_cao_chinh_tri"])
def test_every_sentence_of_a_draft_is_verbatim_and_stands_once(sample: Workbench, outline: str) -> None:
    draft = sample.draft("cải cách hành chính, chuyển đổi số", title="kết quả cải cách hành chính", outline=outline)
    assert (draft.outline, draft.type_name) == (outline, sample.outlines().get(outline).type_name)
    assert len(draft.items()) >= 20
    assert_verbatim(draft, [sample.document(name) for name in draft.drawn_from])
    quoted = [" ".join(item.text.split()) for item in draft.items()]
    assert len(quoted) == len(set(quoted))
    assert not [section.key for section in draft.sections if section.is_parent and section.items]
    assert sample.load_draft(draft.id) == draft


def test_many_units_are_heard(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính, chuyển đổi số", title="kết quả cải cách hành chính")
    items = draft.section("ket_qua").items
    assert len({item.citations[0].document_id for item in items}) >= 6


def test_only_reports_are_quoted_where_there_are_reports(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính, chuyển đổi số", title="kết quả cải cách hành chính")
    assert {sample.document(name).header.type for name in draft.drawn_from} == {"Báo cáo"}


def test_a_periodic_draft_takes_the_reports_of_its_period_by_field(sample: Workbench) -> None:
    draft = sample.draft("", outline="dinh_ky_quy", period="quý II/2026")
    assert draft.title == "tình hình, kết quả công tác quý II/2026 và nhiệm vụ trọng tâm quý III/2026"
    assert draft.section("phan_thu_hai").heading.endswith("NHIỆM VỤ TRỌNG TÂM QUÝ III/2026")
    assert all("quý II năm 2026" in sample.document(name).title for name in draft.drawn_from)
    assert any("giải ngân" in text.lower() or "ngân sách" in text for text in texts(draft, "kinh_te_xa_hoi"))
    assert any("quân" in text or "an ninh" in text for text in texts(draft, "quoc_phong_noi_chinh"))
    assert all("kiểm tra" in text.lower() or "giám sát" in text.lower() or "kỷ luật" in text.lower()
               for text in texts(draft, "kiem_tra_giam_sat"))  # fmt: skip


def test_a_draft_needs_a_title_and_a_known_period(sample: Workbench) -> None:
    with pytest.raises(DraftError, match="chưa có trích yếu"):
        sample.draft("cải cách hành chính")
    with pytest.raises(DraftError, match="không có báo cáo nào của quý I/1999"):
        sample.draft("", outline="dinh_ky_quy", period="quý I/1999")
    titled = sample.draft("cải cách hành chính", outline="chuyen_de")
    assert titled.title == "kết quả thực hiện cải cách hành chính"


def test_a_directive_that_the_title_names_opens_the_draft(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính", title="sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU")
    (opening,) = draft.section("mo_dau").items
    assert opening.text.startswith(
        "Thực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy về tăng cường"
    )
    assert opening.state is ItemState.EDITED
    assert "12-CT/TU" in opening.citations[0].quote


# What is said and what is not --------------------------------------------------------------------


def test_the_same_said_by_several_units_stands_once_and_counts_them(make_document: Make) -> None:
    same = "I- KẾT QUẢ\nĐã đưa bộ phận một cửa liên thông vào hoạt động, giải quyết thủ tục hành chính {how}.\n"
    documents = reports(make_document, *(same.format(how=how) for how in ("đúng hạn", "đúng hạn", "đúng hạn")))
    draft = compose(documents, "cải cách hành chính", "thử")
    (item,) = draft.section("ket_qua").items
    assert item.said_by == 3
    assert {one.document_id for one in item.also} | {item.citations[0].document_id} == {one.id for one in documents}


def test_other_numbers_and_denials_are_not_the_same(make_document: Make) -> None:
    documents = reports(
        make_document,
        "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn của toàn xã đạt 97,5% so với kế hoạch.\n",
        "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn của toàn xã đạt 64,0% so với kế hoạch.\n",
        "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn của toàn xã chưa đạt 97,5% so với kế hoạch.\n",
    )
    draft = compose(documents, "cải cách hành chính", "thử")
    assert [item.also for item in draft.items()] == [(), (), ()]


def test_a_sentence_that_leans_on_its_neighbour_takes_it_along_or_stays_out(make_document: Make) -> None:
    documents = reports(
        make_document,
        "I- KẾT QUẢ\nĐảng ủy đã chỉ đạo Ban Xây dựng Đảng rà soát toàn bộ thủ tục hành chính cấp xã. Đồng thời, "
        "đơn vị này đã công khai kết quả cải cách hành chính trên trang thông tin điện tử của xã.\n\n"
        "Đồng thời, đơn vị này cũng đã kết nối phần mềm một cửa với dữ liệu dân cư để cải cách hành chính.\n",
    )
    draft = compose(documents, "cải cách hành chính", "thử")
    assert_verbatim(draft, documents)
    for item in draft.items():
        assert not item.text.startswith("Đồng thời")
    assert any("rà soát" in item.text and "công khai" in item.text for item in draft.items())
    assert not any("dữ liệu dân cư" in item.text for item in draft.items())


def test_sections_with_nothing_stay_empty(make_document: Make) -> None:
    documents = reports(make_document, "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn đạt 97,5%.\n")
    draft = compose(documents, "cải cách hành chính", "thử")
    assert {section.key for section in draft.sections if section.items} == {"ket_qua"}
    assert compose([], "cải cách hành chính", "thử").items() == []


def test_a_sentence_goes_where_the_heading_above_it_speaks_of_the_topic(make_document: Make) -> None:
    outline = parse_outline(
        """khoa: thu
muc:
  - {khoa: kinh_te, tieu_de: I- KINH TẾ, lay_tu: [ket_qua, khac], chu_de: [kinh tế]}
  - {khoa: can_bo, tieu_de: II- CÁN BỘ, lay_tu: [ket_qua, khac], chu_de: [công tác cán bộ]}
  - {khoa: con_lai, tieu_de: III- KHÁC, lay_tu: [ket_qua, khac]}
""",
        "thu.yaml",
    )
    documents = reports(
        make_document,
        "I- KẾT QUẢ\n1. Công tác cán bộ\nĐã bổ nhiệm 12 đồng chí đủ tiêu chuẩn, đúng quy trình cải cách hành chính.\n"
        "2. Việc khác\nKinh tế của xã tăng trưởng 7,2% so với cùng kỳ nhờ cải cách hành chính quyết liệt.\n"
        "Đã sửa chữa trụ sở và mua sắm máy tính phục vụ cải cách hành chính cho bộ phận một cửa.\n",
    )
    draft = compose(documents, "cải cách hành chính", "thử", outline)
    assert [text[:12] for text in texts(draft, "kinh_te")] == ["Kinh tế của "]
    assert [text[:12] for text in texts(draft, "can_bo")] == ["Đã bổ nhiệm "]
    assert [text[:12] for text in texts(draft, "con_lai")] == ["Đã sửa chữa "]


def test_labels_of_the_sources_are_borne(make_document: Make) -> None:
    (document,) = reports(make_document, "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn đạt 97,5%.\n")
    labelled = replace(document, labels=("LƯU HÀNH NỘI BỘ", "KHẨN"))
    assert compose([labelled], "cải cách hành chính", "thử").labels == ("LƯU HÀNH NỘI BỘ",)


# One section again -------------------------------------------------------------------------------


def test_making_a_section_again_keeps_what_people_touched(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính, chuyển đổi số", title="kết quả cải cách hành chính")
    section = draft.section("han_che")
    edited, noted, gone = section.items[0], section.items[1], section.items[2]
    draft.edit(edited.id, "Một số nơi còn chậm.")
    draft.comment(noted.id, "Hỏi lại xã.", "Lan")
    moved = draft.section("kien_nghi").items[0]
    draft.move(moved.id, "han_che", 1)
    own = draft.add("han_che", "Nhìn chung còn nhiều việc phải làm.")
    quoted = draft.add_quote("han_che", draft.section("bai_hoc").items[0].citations[0])
    others = {one.key: list(one.items) for one in draft.sections if one.key != "han_che"}

    made = sample.regenerate(parse_draft(dump_draft(draft)), "han_che")
    assert made
    made = sample.regenerate(draft, "han_che")
    kept = [edited, moved, noted, own, quoted]
    assert [item for item in section.items if item in kept] == kept
    assert gone not in section.items
    assert [item for item in section.items if item not in kept] == made
    assert {one.key: one.items for one in draft.sections if one.key != "han_che"} == others
    spans = [(one.document_id, one.start) for item in draft.items() for one in item.citations if item is not quoted]
    assert len(spans) == len(set(spans))
    assert all(item.state is ItemState.VERBATIM and item.proposed for item in made)


def test_making_an_untouched_section_again_gives_the_same(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính, chuyển đổi số", title="kết quả cải cách hành chính")
    before = texts(draft, "ket_qua")
    sample.regenerate(draft, "ket_qua")
    assert texts(draft, "ket_qua") == before


def test_a_removed_sentence_leaves_room_for_the_next_best(make_document: Make) -> None:
    body = "I- KẾT QUẢ\n" + "".join(
        f"Cải cách hành chính ở {place} đã hoàn thành {number} nhiệm vụ được giao trong quý về {what}.\n"
        for number, (place, what) in enumerate(
            [("thôn Đông", "đất đai"), ("thôn Tây", "hộ tịch"), ("thôn Nam", "xây dựng"), ("thôn Bắc", "môi trường")],
            21,
        )
    )
    documents = reports(make_document, body)
    outline = parse_outline("khoa: thu\nmuc:\n  - {khoa: ket_qua, tieu_de: I- KẾT QUẢ, so_cau: 2}\n", "thu.yaml")
    draft = compose(documents, "cải cách hành chính", "thử", outline)
    first, second = draft.section("ket_qua").items
    draft.edit(first.id, first.text)  # a person looked at it and keeps it
    made = regenerate(draft, "ket_qua", documents, outline)
    assert first in draft.section("ket_qua").items
    assert all(first.text != item.text for item in made)
    assert second not in draft.section("ket_qua").items


def test_a_section_that_people_fill_cannot_be_made_again(sample: Workbench) -> None:
    draft = sample.draft("cải cách hành chính", title="kết quả cải cách hành chính")
    for key in ("mo_dau", "lanh_dao_chi_dao"):
        with pytest.raises(DraftError, match="không lấy câu từ báo cáo nguồn"):
            sample.regenerate(draft, key)
    with pytest.raises(DraftError, match="không có mục “lạ”"):
        sample.regenerate(draft, "lạ")


def test_an_old_draft_without_its_outline_can_be_renewed(make_document: Make) -> None:
    documents = reports(make_document, "I- KẾT QUẢ\nTỷ lệ hồ sơ cải cách hành chính giải quyết đúng hạn đạt 97,5%.\n")
    draft = compose(documents, "cải cách hành chính", "thử", shipped_outline("so_ket"))
    draft.outline = ""
    assert [item.text[:5] for item in regenerate(draft, "ket_qua", documents)] == ["Tỷ lệ"]
