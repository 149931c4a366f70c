"""The catalogue: what goes in comes out whole, nothing secret stays, every query uses an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from workbench.archive.catalogue import Catalogue, Entry, Stored, fingerprint, pack, path_hash
from workbench.documents.model import Cell, Document, Evidence, Header, Passage, Table
from workbench.documents.secrecy_suspicions import Suspicion
from workbench.errors import UnknownDocument

TODAY = date(2026, 3, 1)
HEADER = Header(
    symbol="34-CT/TU",
    type="Chỉ thị",
    issuer="Tỉnh ủy Lam Nguyên",
    date=date(2025, 2, 5),
    subject="về chuyển đổi số",
    place="Lam Nguyên",
    system="party",
    parent="Ban Chấp hành Trung ương",
    signer="Nguyễn Văn A",
    signer_title="BÍ THƯ",
    recipients=("Các huyện ủy", "Lưu Văn phòng"),
    urgency="KHẨN",
    term="2020-2025",
    evidence={"symbol": Evidence(3, 11, 0.9, "số đóng dấu"), "signer": Evidence(None, None, 0.2)},
)


def document(identity: str = "aaaaaaaaaaaa", path: str = "a.txt", text: str = "một hai ba") -> Document:
    return Document(
        id=identity,
        path=path,
        text=text,
        page_starts=(0,),
        header=HEADER,
        title="Chỉ thị về chuyển đổi số",
        passages=(Passage(1, 0, 3, 1, "ket_qua", True, "Điều 1"), Passage(2, 4, len(text), None)),
        cites=("12-NQ/TW",),
        labels=("LƯU HÀNH NỘI BỘ",),
        notes=("Đã chuyển từ bảng mã TCVN3 sang Unicode.",),
        tables=(Table("Sheet1", (Cell(1, 2, 0, 3), Cell(7, 1, 4, 7)), sheet=True),),
        page_confidence=(0.93, None),
    )


def entry(identity: str = "aaaaaaaaaaaa", path: str = "a.txt", text: str = "một hai ba", **other: Any) -> Entry:
    packed = pack(document(identity, path, text), ("1", text.encode()))
    return Entry(path, 10, 20, other.pop("content_hash", f"hash of {path}"), document=packed, **other)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path)
    yield opened
    opened.close()


def test_a_document_comes_back_as_it_went_in(catalogue: Catalogue) -> None:
    catalogue.put([entry()], reading=1)
    found = catalogue.document("aaaaaaaaaaaa")
    assert found == document()
    assert found.header.evidence == HEADER.evidence
    assert catalogue.documents(["aaaaaaaaaaaa", "unknown"]) == {"aaaaaaaaaaaa": found}


@given(text=st.text(st.characters(exclude_categories=["Cs"])), names=st.lists(st.text(st.characters(codec="utf-8"))))
def test_any_text_comes_back_as_it_went_in(text: str, names: list[str]) -> None:
    made = Document("a" * 12, "a.txt", text, (), Header(recipients=tuple(names)), "t", (), labels=tuple(names))
    packed = pack(made)
    stored = Stored(made.id, made.path, packed.text_hash, packed.fields, packed.text, packed.layout)
    assert stored.document() == made


def test_it_is_kept_when_the_catalogue_is_closed(tmp_path: Path) -> None:
    first = Catalogue(tmp_path)
    first.put([entry()], reading=1)
    first.close()
    second = Catalogue(str(tmp_path))
    assert second.count() == 1
    second.close()


def test_an_address_of_a_database_opens_it(tmp_path: Path) -> None:
    opened = Catalogue(f"sqlite:///{(tmp_path / 'shared.db').as_posix()}")
    opened.put([entry()], reading=1)
    assert opened.count() == 1
    opened.close()


def test_the_first_characters_of_an_id_are_enough_where_no_other_begins_so(catalogue: Catalogue) -> None:
    catalogue.put([entry("abcdef000000"), entry("abcdff000000", "b.txt")], reading=1)
    assert catalogue.document("abcdef").id == "abcdef000000"
    with pytest.raises(UnknownDocument, match="Nhiều văn bản"):
        catalogue.document("abcd")
    for unknown in ("ffff", "abc", "", "%%%%", "abcdef%"):
        with pytest.raises(UnknownDocument):
            catalogue.document(unknown)


def test_a_changed_file_replaces_its_document(catalogue: Catalogue) -> None:
    catalogue.put([entry()], reading=1)
    catalogue.put([entry(text="bốn năm", content_hash="other")], reading=2)
    assert catalogue.document("aaaaaaaaaaaa").text == "bốn năm"
    state = catalogue.files()["a.txt"]
    assert (state.content_hash, state.reading, catalogue.count()) == ("other", 2, 1)


def test_a_file_that_can_no_longer_be_read_holds_no_document(catalogue: Catalogue) -> None:
    catalogue.put([entry()], reading=1)
    catalogue.put([Entry("a.txt", 1, 1, "h", status="waiting", reason="Cần Tesseract.", part="tesseract")], reading=1)
    assert catalogue.count() == 0
    state = catalogue.files()["a.txt"]
    assert (state.status, state.part, state.reason, state.document_id) == (
        "waiting",
        "tesseract",
        "Cần Tesseract.",
        None,
    )


def test_the_same_content_keeps_its_document(catalogue: Catalogue) -> None:
    catalogue.put([entry()], reading=1)
    catalogue.put([Entry("a.txt", 11, 22, "hash of a.txt", same=True)], reading=1)
    assert catalogue.document("aaaaaaaaaaaa").text == "một hai ba"
    assert catalogue.files()["a.txt"][:2] == (11, 22)


def with_archive(catalogue: Catalogue) -> None:
    catalogue.put(
        [
            Entry("thu.zip", 1, 1, "zip"),
            entry("aaaaaaaaaaaa", "thu.zip/a.txt", container="thu.zip"),
            entry("bbbbbbbbbbbb", "thu.zip/b.txt", container="thu.zip"),
        ],
        reading=1,
    )


def test_files_inside_move_with_the_file_that_holds_them(catalogue: Catalogue) -> None:
    with_archive(catalogue)
    catalogue.move("thu.zip", "2025/tháng 3.zip", 1, 1)
    assert set(catalogue.files()) == {"2025/tháng 3.zip", "2025/tháng 3.zip/a.txt", "2025/tháng 3.zip/b.txt"}
    assert catalogue.document("aaaaaaaaaaaa").path == "2025/tháng 3.zip/a.txt"
    assert catalogue.files()["2025/tháng 3.zip/a.txt"].container == "2025/tháng 3.zip"


def test_a_deleted_file_stays_readable_for_drafts_and_says_so(catalogue: Catalogue) -> None:
    with_archive(catalogue)
    catalogue.remove(["thu.zip"], TODAY)
    assert catalogue.files() == {}
    assert catalogue.count() == 0
    assert catalogue.documents(["aaaaaaaaaaaa"]) == {}
    gone = catalogue.document("aaaaaaaaaaaa")
    assert (gone.text, gone.header.symbol, gone.path) == ("một hai ba", "34-CT/TU", "thu.zip/a.txt")
    assert "Bản gốc đã bị xóa khỏi kho" in gone.notes[-1]
    assert "01/03/2026" in gone.notes[-1]
    assert catalogue.departed(["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"]) == dict.fromkeys(
        ["aaaaaaaaaaaa", "bbbbbbbbbbbb"], TODAY
    )


def test_a_file_that_comes_back_is_no_longer_gone(catalogue: Catalogue) -> None:
    catalogue.put([entry()], reading=1)
    catalogue.remove(["a.txt"], TODAY)
    catalogue.put([entry()], reading=1)
    assert catalogue.document("aaaaaaaaaaaa").notes == document().notes
    assert catalogue.departed_ids() == set()


def bytes_under(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def packed_forms(text: str) -> list[bytes]:
    """How the text's own bytes lie in the database."""
    packed = pack(document(text=text), ("1", text.encode()))
    return [packed.text, packed.layout, packed.terms]


def test_of_a_document_found_secret_later_nothing_is_left(tmp_path: Path) -> None:
    text = "chuyện mà không ai được biết"
    catalogue = Catalogue(tmp_path)
    catalogue.put([entry(text=text), entry("bbbbbbbbbbbb", "b.txt", "khác")], reading=1)
    hashed = catalogue.text_hash("aaaaaaaaaaaa")
    assert hashed
    catalogue.keep_analyses("words", "1", [(hashed, b"words of the secret text")])
    assert not catalogue.must_purge
    catalogue.refuse("a.txt", 5, 6, "MẬT", 1)
    assert catalogue.must_purge  # also after a crash: it is written with the removal
    catalogue.purged()
    assert not catalogue.must_purge
    assert catalogue.count() == 1
    assert set(catalogue.refused()) == {path_hash("a.txt")}
    with pytest.raises(UnknownDocument):
        catalogue.document("aaaaaaaaaaaa")
    left = bytes_under(tmp_path)
    assert not [form for form in (*packed_forms(text), b"words of the secret text", b"aaaaaaaaaaaa") if form in left]
    assert packed_forms("khác")[0] in left  # the test would see what is left
    catalogue.close()
    left = bytes_under(tmp_path)
    assert not [form for form in (*packed_forms(text), b"words of the secret text", b"aaaaaaaaaaaa") if form in left]


def test_a_refused_file_takes_its_inside_and_its_past_with_it(catalogue: Catalogue) -> None:
    with_archive(catalogue)
    catalogue.put([entry("cccccccccccc", "c.txt")], reading=1)
    catalogue.remove(["c.txt"], TODAY)
    catalogue.refuse("thu.zip", 1, 1, "TỐI MẬT", 1)
    catalogue.refuse("c.txt", 1, 1, "MẬT", 1)
    assert catalogue.files() == {}
    assert catalogue.departed_ids() == set()


def test_a_refused_file_inside_another_leaves_not_even_a_hash(catalogue: Catalogue) -> None:
    with_archive(catalogue)
    catalogue.refuse("thu.zip/a.txt", 1, 1, "MẬT", 1, inside=True)
    assert set(catalogue.files()) == {"thu.zip", "thu.zip/b.txt"}
    assert catalogue.refused() == {}


def test_a_file_that_is_cleared_is_no_longer_refused(catalogue: Catalogue) -> None:
    catalogue.refuse("a.txt", 1, 1, "MẬT", 1)
    catalogue.put([entry()], reading=1)
    assert catalogue.refused() == {}


def test_the_engine_is_told_what_it_lacks(catalogue: Catalogue) -> None:
    catalogue.put([entry(), entry("bbbbbbbbbbbb", "b.txt")], reading=1)
    assert catalogue.to_index("1") == (["aaaaaaaaaaaa", "bbbbbbbbbbbb"], [])
    catalogue.mark_indexed(["aaaaaaaaaaaa", "bbbbbbbbbbbb"], [])
    assert catalogue.to_index("1") == ([], [])
    catalogue.put([entry(text="đã sửa")], reading=1)
    catalogue.remove(["b.txt"], TODAY)
    assert catalogue.to_index("1") == (["aaaaaaaaaaaa"], ["bbbbbbbbbbbb"])
    catalogue.mark_indexed(["aaaaaaaaaaaa"], ["bbbbbbbbbbbb"])
    assert catalogue.to_index("1") == ([], [])
    # Read again with the same terms: nothing to do. Another digest: all is to be made again.
    catalogue.put([entry(text="đã sửa")], reading=2)
    assert catalogue.to_index("1") == ([], [])
    assert catalogue.to_index("2") == (["aaaaaaaaaaaa"], [])
    assert catalogue.terms(["aaaaaaaaaaaa"], "2") == {}
    catalogue.keep_terms([("aaaaaaaaaaaa", fingerprint("2", b"new"), b"new")])
    assert catalogue.terms(["aaaaaaaaaaaa"], "2") == {"aaaaaaaaaaaa": b"new"}
    catalogue.forget_indexed()
    assert catalogue.to_index("2") == (["aaaaaaaaaaaa"], [])


def test_an_analysis_is_kept_for_the_text_whatever_its_file(catalogue: Catalogue) -> None:
    catalogue.put([entry(), entry("bbbbbbbbbbbb", "b.docx"), entry("cccccccccccc", "c.txt", "khác")], reading=1)
    assert catalogue.without_analysis("words", "1") == ["aaaaaaaaaaaa", "cccccccccccc"]
    hashed = catalogue.text_hash("bbbbbbbbbbbb")
    assert hashed
    catalogue.keep_analyses("words", "1", [(hashed, b"one")])
    catalogue.keep_analyses("words", "1", [(hashed, b"two")])
    assert catalogue.analysis("aaaaaaaaaaaa", "words", "1") == b"two"
    assert catalogue.analysis("aaaaaaaaaaaa", "words", "2") is None
    assert catalogue.without_analysis("words", "1") == ["cccccccccccc"]
    catalogue.remove(["a.txt"], TODAY)
    catalogue.sweep()
    assert catalogue.analysis("bbbbbbbbbbbb", "words", "1") == b"two"
    catalogue.remove(["b.docx"], TODAY)
    catalogue.sweep()
    catalogue.put([entry()], reading=1)
    assert catalogue.analysis("aaaaaaaaaaaa", "words", "1") is None


def test_suspicions_are_kept_with_their_places(catalogue: Catalogue) -> None:
    found = (Suspicion("Có vẻ là danh sách cá nhân.", 0, 3), Suspicion("Tự nói là mật.", 4, 7))
    catalogue.put([Entry("a.txt", 1, 1, "h", document=pack(document(), None, found)), entry("b" * 12, "b.txt")], 1)
    assert catalogue.suspicions("aaaaaaaaaaaa") == found
    assert catalogue.suspicions("b" * 12) == ()
    assert catalogue.suspected() == {"aaaaaaaaaaaa": 2}
    catalogue.put([entry()], reading=1)
    assert catalogue.suspected() == {}


def test_every_query_for_something_uses_an_index(catalogue: Catalogue) -> None:
    with_archive(catalogue)
    catalogue.put([entry(f"{number:012x}", f"{number}.txt", f"text {number}") for number in range(50)], reading=1)
    asked: list[tuple[str, Any]] = []
    engine = catalogue._engine

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.split()[0] in ("SELECT", "UPDATE", "DELETE"):
            asked.append((statement, parameters[0] if many else parameters))

    catalogue.document("000000000001")
    catalogue.document("00000000000a"[:11] + "a")
    with pytest.raises(UnknownDocument):
        catalogue.document("0000")
    catalogue.documents(["000000000001"])
    catalogue.content_hashes(["hash"])
    catalogue.terms(["000000000001"], "1")
    catalogue.analysis("000000000001", "words", "1")
    catalogue.text_hash("000000000001")
    catalogue.suspicions("000000000001")
    catalogue.departed(["000000000001"])
    catalogue.put([entry("000000000001", "1.txt", "other")], reading=1)
    catalogue.keep_terms([("000000000001", "1-new", b"new")])
    catalogue.mark_indexed(["000000000001"], ["000000000002"])
    catalogue.keep_analyses("words", "1", [("hash", b"value")])
    catalogue.move("1.txt", "moved.txt", 1, 1)
    catalogue.remove(["thu.zip"], TODAY)
    catalogue.refuse("2.txt", 1, 1, "MẬT", 1)
    catalogue.must_purge  # noqa: B018
    catalogue.purged()
    sa.event.remove(engine, "before_cursor_execute", note)
    assert len(asked) > 20
    whole_reads = {}
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            scans = [step[3] for step in plan if re.match(r"SCAN (?!CONSTANT|\(|subquery)", step[3])]
            if scans:
                whole_reads[statement] = scans
    assert whole_reads == {}
    for column in ("symbol", "type", "issuer", "date", "signer", "urgency", "term", "content_hash", "text_hash"):
        with engine.connect() as connection:
            query = f"EXPLAIN QUERY PLAN SELECT id FROM documents WHERE {column} = 'x'"
            assert "USING" in str(connection.exec_driver_sql(query).all()), column
