"""Taking in one file: what it becomes, what is inside it, what the gate keeps out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from workbench.archive import intake
from workbench.archive.intake import Job, Known, Outcome, Refused, Taken, Unread, document_id, take_in
from workbench.archive.readers import READERS
from workbench.archive.readers.base import RawText, Workshop
from workbench.errors import MissingPart

Write = Callable[..., Path]

SECRET = "TỈNH ỦY LAM NGUYÊN\nTỐI MẬT\nSố 9-BC/TU\nBÁO CÁO\nvề việc chimaychoctroi\n"


def job(file: Path, **given: object) -> Job:
    return Job(file, file.name, document_id(file.name), **given)  # type: ignore[arg-type]


def packed(file: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def kinds(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.job.path: type(outcome).__name__ for outcome in outcomes}


def texts(outcomes: list[Outcome]) -> dict[str, str]:
    return {o.job.path: o.document.text for o in outcomes if isinstance(o, Taken) and o.document is not None}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    (tmp_path / "scratch").mkdir()
    return Workshop(tmp_path / "scratch", tmp_path / "searchable")


def test_a_file_becomes_a_document(write: Write) -> None:
    file = write("a.txt")
    [taken] = take_in(job(file))
    assert isinstance(taken, Taken)
    assert taken.document is not None
    assert taken.document.header.symbol == "7-BC/HU"
    assert taken.size == file.stat().st_size
    [again] = take_in(job(file, known_hash=taken.content_hash))
    assert isinstance(again, Taken)
    assert (again.document, again.same) == (None, True)


def test_files_inside_an_archive_become_documents_of_their_own(
    tmp_path: Path, write: Write, workshop: Workshop
) -> None:
    text = write("a.txt").read_text(encoding="utf-8")
    inner = packed(tmp_path / "inner.zip", {"sâu/c.txt": text}).read_bytes()
    archive = packed(tmp_path / "thu.zip", {"a.txt": text, "2025/b.txt": text, "trong.zip": inner, "d.xyz": "?"})
    outcomes = take_in(job(archive), workshop)
    assert kinds(outcomes) == {
        "thu.zip": "Taken",
        "thu.zip/a.txt": "Taken",
        "thu.zip/2025/b.txt": "Taken",
        "thu.zip/trong.zip": "Taken",
        "thu.zip/trong.zip/sâu/c.txt": "Taken",
        "thu.zip/d.xyz": "Unread",
    }
    assert outcomes[0].job.path == "thu.zip"
    assert len(texts(outcomes)) == 3
    assert {outcome.job.container for outcome in outcomes[1:]} == {"thu.zip"}
    ids = {outcome.job.document_id for outcome in outcomes}
    assert len(ids) == len(outcomes)
    unread = outcomes[-1]
    assert isinstance(unread, Unread)
    assert "“d.xyz”" in unread.reason  # not the name it was unpacked to
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_secret_file_inside_is_refused_alone_and_leaves_nothing(
    tmp_path: Path, write: Write, workshop: Workshop
) -> None:
    text = write("a.txt").read_text(encoding="utf-8")
    outcomes = take_in(job(packed(tmp_path / "thu.zip", {"a.txt": text, "b.txt": SECRET})), workshop)
    assert kinds(outcomes) == {"thu.zip": "Taken", "thu.zip/a.txt": "Taken", "thu.zip/b.txt": "Refused"}
    [own, *_] = outcomes
    assert isinstance(own, Taken)
    assert "1 tệp mang dấu mật" in own.reason
    assert "b.txt" not in own.reason
    assert "chimaychoctroi" not in repr(outcomes)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_only_what_changed_inside_is_read_again(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    text = write("a.txt").read_text(encoding="utf-8")
    archive = packed(tmp_path / "thu.zip", {"a.txt": text, "b.txt": text + "bốn năm"})
    first = take_in(job(archive))
    inside = {
        o.job.path: Known("b" * 12 if o.job.path.endswith("a.txt") else None, o.content_hash)
        for o in first
        if isinstance(o, Taken)
    }
    packed(archive, {"a.txt": text, "b.txt": text + "sáu bảy"})
    read: list[Path] = []
    read_file = intake.read_file
    monkeypatch.setattr(intake, "read_file", lambda file, *rest: read.append(file) or read_file(file, *rest))
    again = {outcome.job.path: outcome for outcome in take_in(job(archive, inside=inside))}
    assert len(read) == 1
    kept = again["thu.zip/a.txt"]
    assert isinstance(kept, Taken)
    assert (kept.same, kept.job.document_id) == (True, "b" * 12)


def test_archives_inside_archives_are_opened_only_so_deep(tmp_path: Path, write: Write) -> None:
    content: bytes | str = write("a.txt").read_text(encoding="utf-8")
    name = "a.txt"
    for level in range(5):
        content = packed(tmp_path / "made.zip", {name: content}).read_bytes()
        name = f"{level}.zip"
    file = tmp_path / "ngoài.zip"
    file.write_bytes(content)
    outcomes = take_in(job(file))
    assert not texts(outcomes)
    deepest = outcomes[-1]
    assert isinstance(deepest, Unread)
    assert "lồng" in deepest.reason


def test_no_more_files_are_taken_out_than_the_cap_over_all_levels(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write("a.txt").read_text(encoding="utf-8")
    inner = packed(tmp_path / "inner.zip", {f"{number}.txt": text for number in range(3)}).read_bytes()
    monkeypatch.setattr(intake, "MAX_MEMBERS", 5)
    outcomes = take_in(job(packed(tmp_path / "thu.zip", {"x.zip": inner, "y.zip": inner})))
    assert len(texts(outcomes)) == 3
    assert any(isinstance(outcome, Unread) and "quá nhiều tệp" in outcome.reason for outcome in outcomes)


def test_a_damaged_archive_waits_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "hỏng.zip"
    file.write_bytes(b"PK\x03\x04 rubbish")
    [outcome] = take_in(job(file))
    assert isinstance(outcome, Unread)
    assert len(outcome.reason) > 20


@pytest.mark.skipif(".eml" not in READERS, reason="mails are not read")
def test_a_mail_is_a_document_and_holds_documents(tmp_path: Path, write: Write) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Gửi báo cáo"
    mail["From"] = "a@example.org"
    mail.set_content("Kính gửi Văn phòng, xin gửi báo cáo kèm theo thư này.")
    attached = write("a.txt").read_bytes()
    mail.add_attachment(attached, maintype="text", subtype="plain", filename="báo cáo.txt")
    file = tmp_path / "thư.eml"
    file.write_bytes(bytes(mail))
    found = texts(take_in(job(file)))
    assert set(found) == {"thư.eml", "thư.eml/báo cáo.txt"}
    assert "7-BC/HU" in found["thư.eml/báo cáo.txt"]


def test_a_file_that_needs_a_missing_program_waits_for_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, workshop: Workshop | None = None) -> RawText:
        raise MissingPart(f"Tệp “{path.name}” cần Tesseract.", "Hãy cài.", "tesseract")

    monkeypatch.setitem(READERS, ".txt", read)
    [outcome] = take_in(job(write("a.txt")))
    assert isinstance(outcome, Unread)
    assert (outcome.part, "Tesseract" in outcome.reason) == ("tesseract", True)


def test_a_mark_in_the_name_refuses_the_file_before_it_is_opened(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "read_file", lambda *_: pytest.fail("it was opened"))
    [outcome] = take_in(job(write("BC (TUYỆT MẬT).txt")))
    assert isinstance(outcome, Refused)
    assert outcome.mark == "TUYỆT MẬT"


def scanned(text: str) -> Callable[..., RawText]:
    def read(path: Path, workshop: Workshop | None = None) -> RawText:
        return RawText(text, (0,), page_confidence=(0.9,), searchable=b"%PDF- recognised")

    return read


def test_a_searchable_copy_is_kept_under_the_hash_of_the_original(
    write: Write, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("a.txt")
    monkeypatch.setitem(READERS, ".txt", scanned(file.read_text(encoding="utf-8")))
    [outcome] = take_in(job(file), workshop)
    assert isinstance(outcome, Taken)
    assert outcome.document is not None
    assert outcome.document.page_confidence == (0.9,)
    assert workshop.searchable is not None
    assert [copy.name for copy in workshop.searchable.iterdir()] == [f"{outcome.content_hash}.pdf"]


def test_of_a_secret_scan_no_searchable_copy_is_written(
    write: Write, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(READERS, ".txt", scanned(SECRET))
    [outcome] = take_in(job(write("a.txt")), workshop)
    assert isinstance(outcome, Refused)
    assert workshop.searchable is not None
    assert not workshop.searchable.exists()


def test_an_error_nobody_foresaw_tells_its_kind_but_not_the_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, workshop: Workshop | None = None) -> RawText:
        raise ZeroDivisionError("chimaychoctroi")

    monkeypatch.setitem(READERS, ".txt", read)
    [outcome] = take_in(job(write("a.txt")))
    assert isinstance(outcome, Unread)
    assert "ZeroDivisionError" in outcome.reason
    assert "chimaychoctroi" not in repr(outcome)
