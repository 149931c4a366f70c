"""Summaries quote, cite, do not repeat themselves, and stay with the question."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.candidates import collect
from workbench.analysis.summary import choose, summarize
from workbench.archive.intake import Job, document_id
from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages


def test_every_sentence_is_verbatim_and_cited(documents: list[Document]) -> None:
    summary = summarize(documents, "cải cách hành chính", 5)
    by_id = {document.id: document for document in documents}
    assert 3 <= len(summary.sentences) <= 5
    for sentence in summary.sentences:
        source = by_id[sentence.document_id]
        assert source.text[sentence.start : sentence.end] == sentence.quote
        assert source.passages[sentence.passage - 1].start <= sentence.start < source.passages[sentence.passage - 1].end


def test_both_documents_are_heard(documents: list[Document]) -> None:
    summary = summarize(documents, "cải cách hành chính", 4)
    assert {sentence.path for sentence in summary.sentences} == {"van-trach.txt", "thach-lung.txt"}


def test_heads_headings_and_recipients_are_never_quoted(documents: list[Document]) -> None:
    quotes = " ".join(item.document.text[item.start : item.end] for item in collect(documents, "cải cách hành chính"))
    for frame in ("Số 21-BC/HU", "KẾT QUẢ ĐẠT ĐƯỢC", "Nơi nhận", "Lưu Văn phòng"):
        assert frame not in quotes


def test_the_same_sentence_is_said_once(make_document: Callable[[str, str], Document]) -> None:
    sentence = "Toàn tỉnh có 64 xã, phường hoàn thành việc số hóa hồ sơ thủ tục hành chính."
    copies = [make_document(f"{number}.txt", f"BÁO CÁO\n{sentence}\n") for number in range(3)]
    assert [item.quote for item in summarize(copies, "số hóa hồ sơ", 5).sentences] == [sentence]


def test_sentences_about_the_question_come_first(
    documents: list[Document], make_document: Callable[[str, str], Document]
) -> None:
    other = make_document(
        "khac.txt", "BÁO CÁO\nMưa lớn làm ngập 120 ha lúa tại xã Khe Ngọc.\nXã Khe Ngọc đã số hóa 90% hồ sơ hộ tịch.\n"
    )
    [only] = summarize([other], "số hóa hồ sơ", 1).sentences
    assert "số hóa" in only.quote


def test_no_more_than_asked_from_one_document(documents: list[Document]) -> None:
    chosen = choose(collect(documents, "cải cách hành chính"), 6, per_document=1)
    assert len({item.document.id for item in chosen}) == len(chosen) == 2


def test_nothing_to_sum_up_gives_an_empty_summary() -> None:
    summary = summarize([], "gì cũng được")
    assert summary.sentences == ()
    columns = ["text", "unit", "said_by", "section", "symbol", "title", "page", "passage", "path"]
    assert list(summary.to_frame().columns) == columns


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=600), query=st.text(max_size=40))
def test_any_text_can_be_summed_up(text: str, query: str) -> None:
    job = Job(None, "x.txt", document_id("x.txt"))  # type: ignore[arg-type]
    document = Document(job.document_id, job.path, text, (), Header(), "x", split_passages(text))
    for sentence in summarize([document], query).sentences:
        assert text[sentence.start : sentence.end] == sentence.quote


def test_a_task_is_quoted_without_the_number_of_its_list(make_document: Callable[[str, str], Document]) -> None:
    text = "CHỈ THỊ\n3. Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2025.\n"
    [task] = summarize([make_document("ct.txt", text)], "rà soát thủ tục", 3).sentences
    assert task.quote == "Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 30/6/2025."


def test_two_files_of_one_document_do_not_outvote_two_documents(make_document: Callable[[str, str], Document]) -> None:
    head = (
        "TỈNH ỦY LAM NGUYÊN\nSố {}-BC/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nTrầm Giang, ngày 5 tháng 2 năm 2025\nBÁO CÁO\nvề A\n"
    )
    lone = "Toàn tỉnh đã số hóa kho lưu trữ của mười hai cơ quan cấp tỉnh trong quý.\n"
    shared = "Việc giải quyết hồ sơ đất đai trễ hạn còn nhiều ở các xã vùng cao.\n"
    copies = [make_document(f"ban-sao-{number}.txt", head.format(7) + lone) for number in range(2)]
    others = [make_document(f"khac-{number}.txt", head.format(number) + shared) for number in (8, 9)]
    [best] = summarize([*copies, *others], "", 1).sentences
    assert best.quote == shared.strip()


def test_the_list_of_bases_is_not_quoted_but_a_sentence_that_begins_so_is(
    make_document: Callable[[str, str], Document],
) -> None:
    text = (
        "QUYẾT ĐỊNH\nCăn cứ Luật Tổ chức chính quyền địa phương về nhiệm vụ của xã;\n"
        "Căn cứ tình hình thực tế, xã bố trí hai cán bộ trực bộ phận một cửa vào sáng thứ bảy.\n"
    )
    quotes = [item.quote for item in summarize([make_document("qd.txt", text)], "", 5).sentences]
    assert quotes == ["Căn cứ tình hình thực tế, xã bố trí hai cán bộ trực bộ phận một cửa vào sáng thứ bảy."]
