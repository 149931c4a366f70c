"""What came in last, by the register or by the files, and what waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.errors import NotBuiltError

TEXT = (
    "UBND XÃ SÔNG TRONG\nSố {0}/BC-UBND\n\nSông Trong, ngày {0} tháng 3 năm 2026\n\nBÁO CÁO\nvề việc thứ {0}\n\n"
    "Xã đã làm xong {0} việc, còn {0}{0} việc đang làm dở dang ở thôn {0}."
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Workbench]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(1, 5):
        file = corpus / f"bc-{number}.txt"
        file.write_text(TEXT.format(number), encoding="utf-8")
        moment = datetime(2026, 3, number, 9).timestamp()
        os.utime(file, (moment, moment))
    (corpus / "hong.pdf").write_bytes(b"%PDF-1.7 cut off")
    (corpus / "mat.txt").write_text(
        "UBND TỈNH\nMẬT\nSố 3-BC/TU\n\nngày 1 tháng 2 năm 2026\n\nBÁO CÁO\n", encoding="utf-8"
    )
    (tmp_path / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(tmp_path) as opened:
        opened.build()
        yield opened


def test_the_files_changed_last_come_first(archive: Workbench) -> None:
    found = archive.arrivals(3)
    assert list(found["path"]) == ["bc-4.txt", "bc-3.txt", "bc-2.txt"]
    assert list(found["arrived"]) == [date(2026, 3, 4), date(2026, 3, 3), date(2026, 3, 2)]
    assert not found["by_register"].any()


def test_the_register_says_when_a_document_came_in(archive: Workbench) -> None:
    first = archive.search("so:1/BC-UBND").hits[0].id
    archive.correct(first, "ArrivalDate", "9/3/2026")
    found = archive.arrivals(2)
    assert list(found["path"]) == ["bc-1.txt", "bc-4.txt"]
    assert found["arrived"][0] == date(2026, 3, 9)
    assert list(found["by_register"]) == [True, False]
    archive.undo_correction(first)
    assert archive.arrivals(1)["path"][0] == "bc-4.txt"


def test_documents_since_a_day_are_counted(archive: Workbench) -> None:
    assert archive.count_arrived(date(2026, 3, 3)) == 2
    assert archive.count_arrived(date(2026, 4, 1)) == 0


def test_what_waits_is_told_with_its_reason_and_secrets_only_as_a_number(archive: Workbench) -> None:
    assert [(one.path, one.status) for one in archive.not_read()] == [("hong.pdf", "quarantined")]
    assert archive.not_read()[0].reason
    assert archive.count_refused() == 1


def test_uncertain_fields_of_the_newest_alone(archive: Workbench) -> None:
    every = set(archive.unconfirmed()["path"])
    newest = set(archive.unconfirmed(2)["path"])
    assert newest == every & {"bc-4.txt", "bc-3.txt"}


def test_an_archive_that_was_never_built_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with Workbench.open(tmp_path) as workbench, pytest.raises(NotBuiltError):
        workbench.arrivals()
