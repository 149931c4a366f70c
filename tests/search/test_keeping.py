"""What people keep of their searching: saved searches, alerts after a build, history. A real archive, a real engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.errors import QueryError, SavedSearchError, UnknownDocument, WorkbenchError
from workbench.index.engine import FACETS
from workbench.search.filters import FILTERS
from workbench.search.question import Question
from workbench.workspace.database import WorkspaceStore

REPORT = """HUYỆN ỦY VÂN TRẠCH
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả {subject}

I- KẾT QUẢ ĐẠT ĐƯỢC
Huyện đã rà soát {number} thủ tục về {subject}.
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, number: int, subject: str = "cải cách hành chính", more: str = "") -> Path:
        file = tmp_path / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(REPORT.format(number=number, subject=subject) + more, encoding="utf-8")
        return file

    return write


@pytest.fixture
def workbench(tmp_path: Path, write: Write) -> Iterator[Workbench]:
    write("7.txt", 7)
    write("8.txt", 8, "chuyển đổi số")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        yield workbench


def news(workbench: Workbench) -> set[tuple[str, str, str]]:
    frame = workbench.alerts().to_frame()
    return set(zip(frame["search"], frame["news"], frame["path"], strict=True))


# -- saved searches -------------------------------------------------------------------------------------------


def test_a_saved_search_is_asked_with_all_that_belonged_to_it(workbench: Workbench, tmp_path: Path) -> None:
    workbench.save_search("Cải cách", "hành chính", types=["Báo cáo"], date_from=date(2025, 1, 1), sort="date")
    workbench.close()
    with Workbench.open(tmp_path) as again:
        assert [hit.path for hit in again.run_saved("cai cach").hits] == ["7.txt"]
        (row,) = again.saved_searches().to_dict("records")
        assert (row["name"], row["query"], row["sort"]) == ("Cải cách", "hành chính", "date")
        assert row["limits"] == "Loại: Báo cáo; từ 01/01/2025"


def test_a_name_is_taken_once_whatever_its_accents(workbench: Workbench) -> None:
    workbench.save_search("Chuyển đổi số", "chuyển đổi số")
    with pytest.raises(SavedSearchError, match="Đã có câu tìm tên “Chuyển đổi số”"):
        workbench.save_search("chuyen doi so", "khác")
    assert workbench.saved_search("CHUYỂN ĐỔI SỐ").question.query == "chuyển đổi số"
    workbench.save_search("chuyen doi so", "khác", replace=True)
    assert workbench.saved_search("Chuyển đổi số").question.query == "khác"
    assert list(workbench.saved_searches(trash=True)["query"]) == ["chuyển đổi số"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 200])
def test_a_search_cannot_be_saved_under_no_name(workbench: Workbench, name: str) -> None:
    with pytest.raises(SavedSearchError, match="tên"):
        workbench.save_search(name, "hành chính")


def test_a_query_that_cannot_be_asked_is_not_saved(workbench: Workbench) -> None:
    with pytest.raises(QueryError):
        workbench.save_search("dài", "a " * 5_000)
    with pytest.raises(QueryError, match="bộ lọc"):
        workbench.save_search("lạ", "a", include={"mau": ["đỏ"]})
    assert workbench.saved_searches().empty


def test_a_deleted_search_comes_back(workbench: Workbench) -> None:
    workbench.save_search("một", "hành chính")
    workbench.delete_search("một")
    assert workbench.saved_searches().empty
    with pytest.raises(SavedSearchError, match="Không có câu tìm"):
        workbench.run_saved("một")
    assert list(workbench.saved_searches(trash=True)["name"]) == ["một"]
    assert workbench.restore_search("mot").name == "một"
    assert workbench.run_saved("một").total == 1
    with pytest.raises(SavedSearchError):
        workbench.restore_search("hai")


def test_renaming_keeps_the_question_and_takes_no_name_from_another(workbench: Workbench) -> None:
    workbench.save_search("một", "hành chính")
    workbench.save_search("hai", "số")
    workbench.rename_search("một", "MỘT")
    workbench.rename_search("một", "ba")
    assert list(workbench.saved_searches()["name"]) == ["ba", "hai"]
    with pytest.raises(SavedSearchError, match="Đã có"):
        workbench.rename_search("ba", "hai")


# -- alerts ---------------------------------------------------------------------------------------------------


def test_alerts_tell_new_and_changed_documents_until_a_person_has_seen_them(workbench: Workbench, write: Write) -> None:
    workbench.save_search("cchc", "cải cách hành chính")
    workbench.save_search("số", '"chuyển đổi số"')
    assert not news(workbench)
    write("9.txt", 9)
    write("7.txt", 7, more="Còn chậm.\n")
    workbench.build()
    expected = {("cchc", "mới", "9.txt"), ("cchc", "đã sửa", "7.txt")}
    assert news(workbench) == expected
    assert news(workbench) == expected  # asking is not looking
    assert [str(item) for item in workbench.alerts() if item] == ["cchc: 1 văn bản mới, 1 văn bản đã sửa"]
    workbench.mark_seen("số")
    assert news(workbench) == expected
    workbench.mark_seen()
    assert not news(workbench)


def test_moved_files_and_a_lost_index_are_no_news(workbench: Workbench, write: Write, tmp_path: Path) -> None:
    workbench.save_search("cchc", "cải cách hành chính")
    workbench.close()
    shutil.rmtree(tmp_path / "indexes")
    (tmp_path / "corpus" / "7.txt").rename(tmp_path / "corpus" / "khác.txt")
    with Workbench.open(tmp_path) as again:
        again.build()
        assert not news(again)
        write("10.txt", 10)
        again.build()
        assert news(again) == {("cchc", "mới", "10.txt")}


def test_a_search_saved_before_the_first_build_finds_everything_new(tmp_path: Path, write: Write) -> None:
    with Workbench.open(tmp_path) as workbench:
        workbench.save_search("cchc", "cải cách hành chính")
        write("7.txt", 7)
        workbench.build()
        assert news(workbench) == {("cchc", "mới", "7.txt")}


def test_documents_that_only_nearly_match_are_no_news(workbench: Workbench, write: Write) -> None:
    workbench.save_search("đấu giá", "đấu giá đất đai")  # finds nothing
    write("9.txt", 9, "đất rừng")
    workbench.build()
    assert not news(workbench)


def test_another_file_of_a_document_that_was_seen_is_no_news(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.save_search("cchc", "cải cách hành chính")
    corpus = tmp_path / "corpus"
    lines = (corpus / "7.txt").read_text(encoding="utf-8").splitlines()
    page = "".join(f"<p>{line}</p>" for line in lines)
    (corpus / "bản sao.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    workbench.build()
    assert len(workbench.copies_of(workbench.search("so:7-BC/HU").hits[0].id)) == 2
    assert not news(workbench)


def test_a_question_that_can_no_longer_be_asked_is_told_and_stops_no_other(
    workbench: Workbench, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.save_search("cũ", Question("ngày:2024"))
    workbench.save_search("cchc", "cải cách")
    row = workbench.saved_search("cũ")
    workbench._saved.save("cũ", Question("ngày:[hôm qua TO mai]"), replace=True)
    write("9.txt", 9)
    workbench.build()
    told = {item.search.name: item for item in workbench.alerts()}
    assert told["cchc"].new
    assert "không hỏi được" in str(told["cũ"])
    assert row.question.query == "ngày:2024"


# -- history --------------------------------------------------------------------------------------------------


def test_searches_of_people_are_in_the_history_and_those_of_programs_are_not(workbench: Workbench) -> None:
    workbench.search("hành chính")
    workbench.search("chuyển đổi", years=[2025], remember=True)
    workbench.search("hành chính", remember=True)
    workbench.search("hành chính", limit=1, offset=1, remember=True)  # turning the page is no new search
    workbench.search("hành chính", remember=True)
    frame = workbench.history()
    assert list(frame["query"]) == ["hành chính", "chuyển đổi"]
    assert list(frame["total"]) == [1, 1]
    assert list(frame["limits"]) == ["", "Năm: 2025"]


def test_history_can_be_cleared_and_is_capped(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.search.history.MOST_SEARCHES", 3)
    for number in range(5):
        workbench.search(f"câu {number}", remember=True)
    assert list(workbench.history()["query"]) == ["câu 4", "câu 3", "câu 2"]
    assert workbench.clear_history() == 3
    assert workbench.history().empty


def test_history_can_be_switched_off(workbench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text("history = false\n", encoding="utf-8")
    with Workbench.open(tmp_path) as quiet:
        quiet.search("hành chính", remember=True)
        quiet.opened(quiet.search("hành chính").hits[0].id)
        assert quiet.history().empty
        assert quiet.views().empty


def test_a_history_that_cannot_be_written_does_not_stop_the_search(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_store: WorkspaceStore, quietly: bool = False) -> None:
        raise WorkbenchError("Ổ đĩa đầy.")

    monkeypatch.setattr(WorkspaceStore, "write", full)
    assert workbench.search("hành chính", remember=True).total == 1
    assert "Ổ đĩa đầy" in caplog.text


def test_statistics_of_opened_documents_follow_them_when_they_move(workbench: Workbench, tmp_path: Path) -> None:
    (seven,) = [hit.id for hit in workbench.search("hành chính").hits]
    (eight,) = [hit.id for hit in workbench.search('"chuyển đổi số"').hits]
    workbench.opened(seven)
    workbench.opened(eight)
    (tmp_path / "corpus" / "7.txt").rename(tmp_path / "corpus" / "khác.txt")
    workbench.build()
    workbench.opened(workbench.search("hành chính").hits[0].id)
    frame = workbench.views()
    assert list(zip(frame["path"], frame["views"], strict=True)) == [("khác.txt", 2), ("8.txt", 1)]
    with pytest.raises(UnknownDocument):
        workbench.opened("khôngcó")


# -- questions ------------------------------------------------------------------------------------------------

values = st.dictionaries(st.sampled_from(sorted(FILTERS)), st.lists(st.text(), min_size=1, unique=True), max_size=3)


@given(st.text(), values, values, st.none() | st.dates(), st.sampled_from(["relevance", "date"]), st.booleans())
def test_a_question_survives_being_kept(
    query: str, include: dict[str, list[str]], exclude: dict[str, list[str]], day: date | None, sort: str, chip: bool
) -> None:
    question = Question.of(
        query,
        include=include,
        exclude=exclude,
        date_from=day,
        sort=sort,  # type: ignore[arg-type]
        chips={"accents": chip},
    )
    kept = Question.from_json(question.to_json())
    assert kept.to_json() == question.to_json()
    assert kept.filters().date_from == day


def test_half_a_character_is_kept_too(workbench: Workbench) -> None:
    workbench.search("hành chính \udc80", remember=True)
    workbench.save_search("tên \udc80", "hành chính \udc80")
    assert list(workbench.history()["query"]) == ["hành chính ?"]
    assert list(workbench.saved_searches()["name"]) == ["tên ?"]
    workbench.note(workbench.search("hành chính").hits[0].id, "xem \udc80")
    assert list(workbench.notes()["text"]) == ["xem ?"]


def test_every_facet_has_a_name_for_people() -> None:
    assert {*FACETS, "tag"} == set(FILTERS)
