"""Same documents: copies, other formats, scans and drafts are one; texts of one template and other periods are not."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st

from workbench.archive.similar import fingerprint, likeness, may_be_one, profile
from workbench.archive.similar_groups import Link, group
from workbench.archive.similar_store import FILE_NAME, SimilarStore
from workbench.documents.model import Document, Header

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "corpus" / "2024" / "chi-thi" / "12-CT-TU cải cách hành chính, chuyển đổi số.docx"
HEADER = Header(
    symbol="12-CT/TU",
    type="Chỉ thị",
    issuer="Tỉnh ủy Lam Nguyên",
    date=date(2024, 4, 15),
    subject="về cải cách hành chính, chuyển đổi số",
)


@pytest.fixture(scope="module")
def text() -> str:
    """The body of a directive of the sample archive."""
    return "\n".join(paragraph.text for paragraph in WordFile(str(SOURCE)).paragraphs if paragraph.text)


def document(path: str, text: str, header: Header = HEADER, confidence: tuple[float | None, ...] = ()) -> Document:
    name = hashlib.blake2b(path.encode(), digest_size=6).hexdigest()
    return Document(name, path, text, (), header, path, (), page_confidence=confidence)


def as_scanned(text: str, share: float = 0.02, seed: int = 7) -> str:
    """The text with letters misread, half of them only in their accents."""
    chance = random.Random(seed)
    letters = []
    for letter in text:
        if letter.isalpha() and chance.random() < share:
            letter = unicodedata.normalize("NFD", letter)[0] if chance.random() < 0.5 else chance.choice("ceilnortuv")
        letters.append(letter)
    return "".join(letters)


def in_pages(text: str) -> str:
    """The text as a reader of another format gives it: other line breaks, and page numbers."""
    words = text.split()
    pages = [" ".join(words[start : start + 300]) for start in range(0, len(words), 300)]
    return "\n".join(f"{page}\n{number}" for number, page in enumerate(pages, start=1))


class Archive:
    """Documents and the store of their groups."""

    def __init__(self, folder: Path, *documents: Document) -> None:
        self.store = SimilarStore(folder)
        self.documents = {document.id: document for document in documents}
        self.compared = self.update()

    def update(self, refresh: Sequence[str] = ()) -> int:
        hashes = {
            name: hashlib.sha256(found.text.encode() + found.path.rpartition(".")[2].encode()).hexdigest()
            for name, found in self.documents.items()
        }
        return self.store.update(hashes, self.load, refresh=refresh)

    def load(self, names: Sequence[str]) -> dict[str, Document]:
        return {name: self.documents[name] for name in names if name in self.documents}

    def groups(self) -> dict[str, dict[str, str | None]]:
        found: dict[str, dict[str, str | None]] = {}
        for member in self.store.members():
            shown = self.documents[member.shown].path
            found.setdefault(shown, {})[self.documents[member.id].path] = member.relation
        return found


def test_copies_other_formats_and_scans_stand_behind_the_word_file(tmp_path: Path, text: str) -> None:
    archive = Archive(
        tmp_path,
        document("a/goc.docx", text),
        document("b/sao.docx", text),
        document("c/in.pdf", in_pages(text), Header()),
        document("d/quet.pdf", as_scanned(text), replace(HEADER, symbol=None), (0.9,)),
    )
    assert archive.groups() == {
        "a/goc.docx": {"a/goc.docx": None, "b/sao.docx": "identical", "c/in.pdf": "same_text", "d/quet.pdf": "scan"}
    }
    assert len(archive.store.representatives()) == 3


def test_a_draft_stands_behind_what_was_issued_whatever_its_format(tmp_path: Path, text: str) -> None:
    draft = "DỰ THẢO\n" + text.replace("tăng cường", "đẩy mạnh") + "\nCác cơ quan góp ý trước ngày 10."
    archive = Archive(
        tmp_path,
        document("du-thao.docx", draft, replace(HEADER, symbol=None, date=None)),
        document("ban-hanh.pdf", text),
    )
    assert archive.groups() == {"ban-hanh.pdf": {"ban-hanh.pdf": None, "du-thao.docx": "draft"}}


@pytest.mark.parametrize(
    "other",
    [
        {"symbol": "13-CT/TU"},
        {"date": date(2019, 4, 15)},
        {"issuer": "Tỉnh ủy Lam Giang"},
        {"symbol": None, "subject": "về cải cách hành chính, chuyển đổi số năm 2025"},
    ],
    ids=["number", "term", "province", "period"],
)
def test_texts_of_one_template_are_documents_of_their_own(tmp_path: Path, text: str, other: dict[str, object]) -> None:
    header = replace(HEADER, **other)  # type: ignore[arg-type]
    archive = Archive(tmp_path, document("a.docx", text), document("b.docx", text + "\nNơi nhận: như trên.", header))
    assert archive.groups() == {}


def test_articles_that_laws_repeat_with_another_ministry_are_not_one(tmp_path: Path) -> None:
    article = (
        "Bộ trưởng Bộ {0}, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân "
        "tỉnh, thành phố trực thuộc trung ương và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành."
    )
    documents = [document(f"{name}.txt", article.format(name), Header()) for name in ("Công an", "Tài chính", "Y tế")]
    assert Archive(tmp_path, *documents).groups() == {}


def test_only_what_is_new_is_compared_and_groups_follow(tmp_path: Path, text: str) -> None:
    others = [document(f"{n}.txt", " ".join(f"việc{n}x{k}" for k in range(60)), Header()) for n in range(30)]
    archive = Archive(tmp_path, document("a.docx", text), *others)
    assert archive.compared == 31
    assert archive.update() == 0
    copy = document("b.docx", text)
    archive.documents[copy.id] = copy
    assert archive.update() == 1
    assert list(archive.groups()) == ["a.docx"]
    # A person says that the copy bears another number: then it is no copy of the document.
    archive.documents[copy.id] = replace(copy, text=text + " ", header=replace(HEADER, symbol="99-CT/TU"))
    assert archive.update([copy.id]) == 1
    assert archive.groups() == {}
    del archive.documents[copy.id]
    archive.update()
    assert archive.store.representatives() == {}


def test_where_more_is_new_than_may_be_compared_now_all_of_it_waits(tmp_path: Path, text: str) -> None:
    archive = Archive(tmp_path, document("a.docx", text))
    for name in ("b.docx", "c.docx"):
        copy = document(name, text)
        archive.documents[copy.id] = copy
    hashes = {name: hashlib.sha256(found.text.encode()).hexdigest() for name, found in archive.documents.items()}
    assert archive.store.update(hashes, archive.load, most=1) == 0
    assert archive.groups() == {}
    assert archive.store.update(hashes, archive.load) == 3
    assert archive.groups() == {"a.docx": {"a.docx": None, "b.docx": "identical", "c.docx": "identical"}}


def test_an_update_that_was_cut_off_is_made_up_for(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SimilarStore, "_compare", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            Archive(tmp_path, document("a.docx", text), document("b.docx", text))
    assert list(Archive(tmp_path, document("a.docx", text), document("b.docx", text)).groups()) == ["a.docx"]


def test_a_damaged_file_is_made_anew_and_holds_no_text(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"hong" * 1000)
    archive = Archive(tmp_path, document("a.docx", text), document("b.docx", text))
    assert list(archive.groups()) == ["a.docx"]
    archive.store.close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        dump = "\n".join(connection.iterdump())
    assert "hệ thống chính trị" not in dump


def test_a_draft_that_resembles_two_documents_joins_only_the_nearer() -> None:
    issued = [profile(document(f"{n}.docx", "x", replace(HEADER, symbol=f"{n}-CT/TU")), f"h{n}") for n in (1, 2)]
    draft = profile(document("d.docx", "x", replace(HEADER, symbol=None)), "h3")
    profiles = {found.id: found for found in (*issued, draft)}
    links = [Link(draft.id, issued[0].id, "draft", 0.7), Link(draft.id, issued[1].id, "draft", 0.9)]
    assert {member.shown for member in group(profiles, links)} == {issued[1].id}


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_the_same_both_ways_and_full_only_for_the_same_words(one: str, other: str) -> None:
    first, second = fingerprint(one), fingerprint(other)
    there, back = likeness(first, second), likeness(second, first)
    assert there == back
    assert 0 <= there.jaccard <= there.containment <= 1
    assert likeness(first, fingerprint(one.upper().lower())).jaccard >= 0
    assert likeness(first, first).equal


@given(st.sampled_from(["symbol", "issuer", "date", "subject"]))
def test_a_field_that_is_not_known_contradicts_nothing(name: str) -> None:
    known, unknown = profile(document("a", ""), "1"), profile(document("b", "", replace(HEADER, **{name: None})), "2")
    assert may_be_one(known, unknown)
    assert may_be_one(unknown, known)
