"""Tags and notes: searchable at once, found again when files move or change, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.errors import MarkError, UnknownDocument
from workbench.workspace.marks import LOST, Span, find_passage

SENTENCE = "Việc số hóa hồ sơ ở một số xã còn chậm"


@pytest.fixture
def workbench(tmp_path: Path, write: Callable[..., Path]) -> Iterator[Workbench]:
    for number in (7, 8, 9):
        write(f"{number}.txt", number)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        yield workbench


def the(workbench: Workbench, path: str) -> str:
    frame = workbench.documents()
    return str(frame.loc[frame["path"] == path, "id"].item())


def found(workbench: Workbench, query: str = "", **limits: object) -> set[str]:
    return {hit.path for hit in workbench.search(query, **limits).hits}  # type: ignore[arg-type]


def on_sentence(workbench: Workbench, path: str, text: str = "cần hỏi lại") -> None:
    document = workbench.document(the(workbench, path))
    start = document.text.index(SENTENCE)
    workbench.note(document.id, text, span=(start, start + len(SENTENCE)))


# -- tags -----------------------------------------------------------------------------------------------------


def test_a_tag_is_searched_and_filtered_by_at_once(workbench: Workbench) -> None:
    workbench.tag([the(workbench, "7.txt"), the(workbench, "8.txt")], "Họp giao ban")
    workbench.tag(the(workbench, "8.txt"), "Gấp", passage=2)
    assert found(workbench, 'nhan:"họp giao ban"') == {"7.txt", "8.txt"}
    assert found(workbench, 'nhan:"hop giao ban"') == {"7.txt", "8.txt"}
    assert found(workbench, include={"tag": ["gấp"]}) == {"8.txt"}
    assert found(workbench, exclude={"tag": ["Gấp"]}) == {"7.txt", "9.txt"}
    assert found(workbench, "hành chính", include={"tag": ["Họp giao ban"]}, exclude={"tag": ["Gấp"]}) == {"7.txt"}
    assert workbench.search(include={"tag": ["Gấp"]}).total == 1
    assert workbench.tags().to_dict("records") == [
        {"tag": "Họp giao ban", "documents": 2},
        {"tag": "Gấp", "documents": 1},
    ]


def test_a_tag_is_put_on_once_and_taken_off_whole(workbench: Workbench) -> None:
    name = the(workbench, "7.txt")
    workbench.tag(name, ["Gấp", "hoà giải"])
    workbench.tag(name, ["gấp", "hòa giải"])  # the same, typed differently
    assert workbench.tags_of(name) == ("Gấp", "hoà giải")
    workbench.untag(name, "GẤP")
    assert workbench.tags_of(name) == ("hoà giải",)
    assert found(workbench, "nhan:gấp") == set()
    with pytest.raises(MarkError, match="không có thẻ này"):
        workbench.untag(name, "gấp")


def test_strokes_are_taken_back_one_by_one(workbench: Workbench) -> None:
    name = the(workbench, "7.txt")
    first = workbench.tag(name, "một")
    workbench.tag(name, "hai")
    workbench.untag(name)
    assert workbench.tags_of(name) == ()
    assert {told.split("”")[0] for told in workbench.undo_marks()} == {"thẻ “một", "thẻ “hai"}
    assert found(workbench, "nhan:hai") == {"7.txt"}
    workbench.undo_marks()
    assert workbench.tags_of(name) == ("một",)
    workbench.undo_marks(first)
    assert workbench.tags_of(name) == ()
    with pytest.raises(MarkError, match="để bỏ"):
        workbench.undo_marks()


def test_tags_survive_the_loss_of_indexes_and_moved_files(workbench: Workbench, tmp_path: Path) -> None:
    workbench.tag(the(workbench, "7.txt"), "Gấp")
    workbench.close()
    shutil.rmtree(tmp_path / "indexes")
    (tmp_path / "corpus" / "7.txt").rename(tmp_path / "corpus" / "khác.txt")
    with Workbench.open(tmp_path) as again:
        again.build()
        assert found(again, "nhan:gấp") == {"khác.txt"}
        assert found(again, include={"tag": ["Gấp"]}) == {"khác.txt"}


def test_a_changed_file_keeps_its_tags(workbench: Workbench, tmp_path: Path) -> None:
    workbench.tag(the(workbench, "7.txt"), "Gấp")
    file = tmp_path / "corpus" / "7.txt"
    file.write_text(file.read_text(encoding="utf-8") + "Thêm một dòng.\n", encoding="utf-8")
    workbench.build()
    assert found(workbench, "nhan:gấp dòng") == {"7.txt"}


def test_another_document_in_the_same_place_inherits_no_tag(workbench: Workbench, tmp_path: Path) -> None:
    workbench.tag(the(workbench, "7.txt"), "Gấp")
    file = tmp_path / "corpus" / "7.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Số 7-BC", "Số 70-BC") + "Khác.\n", encoding="utf-8")
    workbench.build()
    assert found(workbench, "nhan:gấp") == set()
    (row,) = workbench.notes().to_dict("records")
    assert row["state"] == "văn bản không còn trong kho"


def test_a_tag_that_the_index_missed_is_taken_up_by_the_next_build(workbench: Workbench, tmp_path: Path) -> None:
    workbench.tag(the(workbench, "9.txt"), "cũ")
    with Workbench.open(tmp_path) as other:  # as when a build held the index meanwhile
        held = other._held(the(workbench, "8.txt"))
        other._marks.add("tag", [held], ["Gấp"])
        other._marks.remove(other._marks.all("tag")[:1])
    workbench.build()
    assert found(workbench, "nhan:gấp") == {"8.txt"}
    assert found(workbench, "nhan:cũ") == set()


def test_only_tagged_documents_are_indexed_again(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed: list[str] = []
    indexer = type(workbench._indexer())
    original = indexer.renew
    monkeypatch.setattr(indexer, "renew", lambda self, ids: (renewed.extend(ids), original(self, ids))[1])
    workbench.tag(the(workbench, "7.txt"), "Gấp")
    assert renewed == [the(workbench, "7.txt")]
    workbench.build()
    assert len(renewed) == 1


def test_the_file_shown_for_a_document_bears_the_tags_of_its_copies(workbench: Workbench, tmp_path: Path) -> None:
    lines = (tmp_path / "corpus" / "7.txt").read_text(encoding="utf-8").splitlines()
    page = "".join(f"<p>{line}</p>" for line in lines)
    workbench.tag([the(workbench, "7.txt"), the(workbench, "8.txt")], "Gấp")
    (tmp_path / "corpus" / "bản sao.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    workbench.build()
    copies = set(workbench.copies_of(the(workbench, "7.txt"))["id"])
    assert copies == {the(workbench, "7.txt"), the(workbench, "bản sao.html")}
    (shown,) = copies - workbench.representative_of.keys()
    hits = workbench.search("nhan:gấp").hits
    assert shown in {hit.id for hit in hits}
    workbench.undo_marks()
    assert found(workbench, "nhan:gấp") == set()
    workbench.tag(sorted(copies - {shown}), "Chậm")  # put on the file that is not shown
    assert shown in {hit.id for hit in workbench.search("nhan:chậm").hits}


@pytest.mark.parametrize("tag", ["", "  ", "x" * 100])
def test_a_tag_that_is_none_is_refused(workbench: Workbench, tag: str) -> None:
    with pytest.raises(MarkError, match=r"Chưa ghi thẻ|dài quá"):
        workbench.tag(the(workbench, "7.txt"), tag)
    assert workbench.tags().empty


def test_a_document_that_is_not_there_cannot_be_tagged(workbench: Workbench) -> None:
    with pytest.raises(UnknownDocument):
        workbench.tag([the(workbench, "7.txt"), "khôngcó"], "Gấp")
    assert workbench.tags().empty


# -- notes ----------------------------------------------------------------------------------------------------


def test_notes_are_listed_with_their_place(workbench: Workbench) -> None:
    workbench.note(the(workbench, "8.txt"), "Đã đọc.\nCần so với quý trước.")
    on_sentence(workbench, "7.txt")
    first, second = workbench.notes().to_dict("records")
    assert (first["path"], first["text"], first["quote"]) == ("7.txt", "cần hỏi lại", SENTENCE)
    document = workbench.document(first["id"])
    assert document.passages[first["passage"] - 1].start <= document.text.index(SENTENCE)
    assert (second["text"], second["quote"], second["state"]) == ("Đã đọc.\nCần so với quý trước.", "", "")
    assert list(workbench.notes(the(workbench, "8.txt"))["mark"]) == [second["mark"]]
    workbench.remove_mark(first["mark"])
    assert list(workbench.notes()["mark"]) == [second["mark"]]
    with pytest.raises(MarkError):
        workbench.remove_mark(first["mark"])
    workbench.undo_marks()
    assert len(workbench.notes()) == 2


def test_a_note_finds_its_passage_when_the_text_moved_and_stays_when_it_is_gone(
    workbench: Workbench, tmp_path: Path
) -> None:
    on_sentence(workbench, "7.txt")
    file = tmp_path / "corpus" / "7.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("I- KẾT QUẢ", "Mở đầu thêm một đoạn.\nI- KẾT QUẢ", 1), encoding="utf-8")
    workbench.build()
    (row,) = workbench.notes().to_dict("records")
    document = workbench.document(row["id"])
    assert row["state"] == "đoạn đã chuyển chỗ"
    assert row["passage"] == document.passage_of(document.text.index(SENTENCE)).number  # type: ignore[union-attr]
    file.write_text(text.replace(SENTENCE, "Việc số hóa đã xong"), encoding="utf-8")
    workbench.build()
    (row,) = workbench.notes().to_dict("records")
    assert (row["state"], row["quote"], row["text"]) == (LOST, SENTENCE, "cần hỏi lại")


def test_a_note_outlives_its_document(workbench: Workbench, tmp_path: Path) -> None:
    on_sentence(workbench, "7.txt")
    (tmp_path / "corpus" / "7.txt").unlink()
    workbench.build()
    (row,) = workbench.notes().to_dict("records")
    assert (row["path"], row["state"], row["quote"]) == ("7.txt", "văn bản không còn trong kho", SENTENCE)


@pytest.mark.parametrize("place", [{"passage": 999}, {"span": (5, 5)}, {"span": (-3, 4)}, {"span": (0, 10**9)}])
def test_a_passage_that_is_not_there_takes_no_note(workbench: Workbench, place: dict[str, object]) -> None:
    with pytest.raises(MarkError):
        workbench.note(the(workbench, "7.txt"), "ở đâu", **place)  # type: ignore[arg-type]
    assert workbench.notes().empty


@given(st.text(), st.text(min_size=1), st.text(), st.text())
def test_a_passage_is_found_wherever_it_went(before: str, quote: str, after: str, new: str) -> None:
    was = Span(len(before), len(before) + len(quote))
    assert find_passage(before + quote + after, was, quote) == was
    text = new + quote + after
    place = find_passage(text, was, quote)
    if quote.split():
        assert place is not None
        assert text[place.start : place.end].split() == quote.split()


def test_line_breaks_do_not_hide_a_passage() -> None:
    assert find_passage("Một. Việc số\nhóa còn   chậm.", Span(0, 9), "số hóa còn chậm") == Span(10, 27)
