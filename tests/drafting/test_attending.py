"""A draft bears the strictest label of its sources, and says which sources were deleted or became secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.documents.circulation import STRICTEST_FIRST, raised, strictest
from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import DraftError
from workbench.workbench import Workbench

REPORT = """{label}HUYỆN ỦY VÂN TRẠCH
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU

I- KẾT QUẢ ĐẠT ĐƯỢC
Các cấp ủy lần thứ {number} đã quán triệt đầy đủ Chỉ thị số 12-CT/TU đến từng chi bộ; tỷ lệ hồ sơ đạt {number}1,5%.
"""


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    (tmp_path / "corpus").mkdir()
    for number, label in ((21, ""), (22, "LƯU HÀNH NỘI BỘ\n"), (23, "TÀI LIỆU THU HỒI\n")):
        (tmp_path / "corpus" / f"{number}.txt").write_text(REPORT.format(number=number, label=label), encoding="utf-8")
    with Workbench.open(tmp_path) as opened:
        opened.build()
        yield opened


def citation(workbench: Workbench, number: int) -> Citation:
    document = next(one for one in workbench.headers() if one.path == f"{number}.txt")
    text = workbench.document(document.id).text
    start = text.index("Các cấp ủy")
    return workbench.document(document.id).cite(start, len(text.rstrip()))


def make_draft() -> Draft:
    return Draft("sơ kết", "12", [DraftSection("ket_qua", "I- KẾT QUẢ")])


def test_a_composed_draft_bears_the_strictest_label(workbench: Workbench) -> None:
    draft = workbench.draft("quán triệt Chỉ thị 12-CT/TU", title="sơ kết")
    cited = {one.path for item in draft.items() for one in (*item.citations, *item.also)}
    assert "23.txt" in cited
    assert strictest(draft.labels) == "TÀI LIỆU THU HỒI"


def test_adding_a_source_raises_the_label_and_taking_it_out_does_not_lower_it(workbench: Workbench) -> None:
    draft = make_draft()
    draft.add_quote("ket_qua", citation(workbench, 21))
    workbench.save_draft(draft)
    assert strictest(draft.labels) == ""
    with workbench.open_draft(draft.id) as opened:
        item = opened.change(lambda one: one.add_quote("ket_qua", citation(workbench, 22)))
        assert opened.draft.labels == ("LƯU HÀNH NỘI BỘ",)
        with pytest.raises(DraftError, match="không thể hạ nhãn"):
            workbench.label_draft(opened.draft, "TÀI LIỆU HỘI NGHỊ")
        opened.change(lambda one: one.remove(item.id))
        assert opened.draft.labels == ("LƯU HÀNH NỘI BỘ",)
        opened.change(lambda one: workbench.label_draft(one, ""))
        assert strictest(opened.draft.labels) == ""
        opened.undo()
        assert opened.draft.labels == ("LƯU HÀNH NỘI BỘ",)
    assert workbench.drafts()["labels"][0] == "LƯU HÀNH NỘI BỘ"


def test_a_label_that_a_person_gave_the_document_counts(workbench: Workbench) -> None:
    source = citation(workbench, 21)
    draft = make_draft()
    draft.add_quote("ket_qua", source)
    workbench.save_draft(draft)
    workbench.correct(source.document_id, "nhan", "KHÔNG PHỔ BIẾN")
    assert workbench.load_draft(draft.id).labels == ("KHÔNG PHỔ BIẾN",)


def test_a_source_that_became_secret_is_told_with_its_sentences_and_nothing_is_erased(workbench: Workbench) -> None:
    draft = make_draft()
    draft.add_quote("ket_qua", citation(workbench, 21))
    secret = draft.add_quote("ket_qua", citation(workbench, 22))
    workbench.save_draft(draft)
    file = workbench.settings.corpus / "22.txt"
    file.write_text("MẬT\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    workbench.build()
    with workbench.open_draft(draft.id) as opened:
        (notice,) = opened.draft.notices
        assert notice.startswith("CẢNH BÁO MẬT: 1 văn bản nguồn nay mang dấu mật")
        assert notice.endswith("mục “I- KẾT QUẢ”, câu 2.")
        assert "quán triệt" not in notice, "a warning does not repeat what is secret"
        assert opened.draft.item(secret.id).text == secret.text
        assert opened.draft.item(secret.id).citations[0].gone
        assert opened.draft.labels == ("LƯU HÀNH NỘI BỘ",), "a label is not lowered because its source is gone"
        assert opened.draft.secret == (secret.citations[0].document_id,)
        assert opened.forget(opened.draft.secret[0]) >= 1
        assert [item.text for item in opened.draft.items()] == [draft.items()[0].text]
        assert not opened.draft.notices
        assert not opened.undo(), "no way back to what was erased"


def test_a_person_can_erase_a_secret_source_from_a_draft_and_all_its_versions(workbench: Workbench) -> None:
    draft = make_draft()
    draft.add_quote("ket_qua", citation(workbench, 21))
    source = citation(workbench, 22)
    draft.add_quote("ket_qua", source)
    draft.add("ket_qua", "Tự viết.")
    workbench.save_draft(draft)
    workbench.name_draft_version(draft.id, "bản trình lần 1")
    draft.add("ket_qua", "Thêm.")
    workbench.save_draft(draft)
    assert workbench.forget_in_draft(draft.id, source.document_id) == 4  # now, by name, and before the two saves
    assert [item.text for item in workbench.load_draft(draft.id).items()][1:] == ["Tự viết.", "Thêm."]
    versions = workbench.draft_versions(draft.id)
    assert "bản trình lần 1" in set(versions["name"])
    for file in (workbench.settings.workspace / "drafts").rglob("*"):
        assert not file.is_file() or source.document_id not in file.read_text(encoding="utf-8")


def test_a_deleted_source_is_told_and_no_longer_once_it_is_back(workbench: Workbench) -> None:
    draft = make_draft()
    draft.add_quote("ket_qua", citation(workbench, 21), also=(citation(workbench, 23),))
    workbench.save_draft(draft)
    file = workbench.settings.corpus / "23.txt"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    workbench.build()
    (notice,) = workbench.load_draft(draft.id).notices
    assert notice.startswith("1 văn bản nguồn không còn trong kho")
    assert "câu 1" in notice
    file.write_text(text, encoding="utf-8")
    workbench.build()
    assert workbench.load_draft(draft.id).notices == ()


def test_sentences_are_cited_again_only_where_the_document_still_reads_so(workbench: Workbench) -> None:
    source = citation(workbench, 21)
    again = workbench.cite_again(source, source.start, source.start + 10)
    assert again is not None
    assert again.quote == source.quote[:10]
    file = workbench.settings.corpus / "21.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("BÁO CÁO", "BÁO CÁO SƠ KẾT"), encoding="utf-8")
    workbench.build()
    assert workbench.cite_again(source, source.start, source.end) is None


@pytest.mark.parametrize("label", STRICTEST_FIRST)
def test_no_label_is_lowered_by_another(label: str) -> None:
    for other in STRICTEST_FIRST:
        assert strictest(raised((label,), (other,))) == strictest((label, other))
        assert label in raised((label,), (other,))


def test_urgency_is_no_label_of_circulation() -> None:
    assert raised((), ("KHẨN", "HỎA TỐC")) == ()
