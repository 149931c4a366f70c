"""What people decide reaches search at once and survives everything that can be rebuilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.errors import CorrectionError, UnknownDocument


@pytest.fixture
def workbench(tmp_path: Path, write: Callable[..., Path]) -> Iterator[Workbench]:
    for number in (7, 8, 9):
        write(f"bao-cao/{number}.txt", number)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        yield workbench


def the(workbench: Workbench, path: str) -> str:
    frame = workbench.documents()
    return str(frame.loc[frame["path"] == path, "id"].item())


def found(workbench: Workbench, query: str) -> list[str]:
    return [hit.path for hit in workbench.search(query).hits]


def test_a_correction_is_searched_by_at_once_and_can_be_taken_back(workbench: Workbench) -> None:
    batch = workbench.correct(the(workbench, "bao-cao/7.txt"), {"so": "70-BC/HU", "nguoiky": "Lò Thị Mai"})
    assert found(workbench, "so:70-BC/HU") == ["bao-cao/7.txt"]
    assert found(workbench, "so:7-BC/HU") == []
    assert set(workbench.documents()["symbol"]) == {"70-BC/HU", "8-BC/HU", "9-BC/HU"}
    workbench.undo_correction(batch=batch)
    assert found(workbench, "so:7-BC/HU") == ["bao-cao/7.txt"]


def test_corrections_survive_the_loss_of_indexes_and_a_moved_file(workbench: Workbench, tmp_path: Path) -> None:
    workbench.correct(the(workbench, "bao-cao/7.txt"), "so", "70-BC/HU")
    workbench.close()
    shutil.rmtree(tmp_path / "indexes")
    (tmp_path / "corpus" / "bao-cao" / "7.txt").rename(tmp_path / "corpus" / "chuyen.txt")
    with Workbench.open(tmp_path) as again:
        again.build()
        assert found(again, "so:70-BC/HU") == ["chuyen.txt"]


def test_a_decision_that_the_index_missed_is_taken_up_by_the_next_build(workbench: Workbench, tmp_path: Path) -> None:
    name = the(workbench, "bao-cao/8.txt")
    with Workbench.open(tmp_path) as other:
        other._decided.correct([name], {"so": "80-BC/HU"})  # as when a build held the index meanwhile
    workbench.build()
    assert found(workbench, "so:80-BC/HU") == ["bao-cao/8.txt"]


def test_a_changed_file_keeps_what_was_decided_about_it(
    workbench: Workbench, write: Callable[..., Path], tmp_path: Path
) -> None:
    workbench.correct(the(workbench, "bao-cao/9.txt"), "nguoiky", "Lò Thị Mai")
    old = (tmp_path / "corpus" / "bao-cao" / "9.txt").read_text(encoding="utf-8")
    write("bao-cao/9.txt", text=old + "Nơi nhận: Lưu.\n")
    workbench.build()
    document = workbench.document(the(workbench, "bao-cao/9.txt"))
    assert document.header.signer == "Lò Thị Mai"
    assert document.id in set(workbench.unconfirmed()["id"])


def test_confirming_takes_a_document_off_the_list_of_the_unsure(
    workbench: Workbench, write: Callable[..., Path]
) -> None:
    name = the(workbench, "bao-cao/7.txt")
    assert name not in set(workbench.unconfirmed()["id"])
    workbench.confirm(name)
    header = workbench.document(name).header
    assert header.evidence["symbol"].note == "đã xác nhận"
    assert list(workbench.corrections(name)["source"].unique()) == ["người xác nhận"]


def test_nothing_is_written_when_one_of_the_values_or_documents_is_wrong(workbench: Workbench) -> None:
    name = the(workbench, "bao-cao/7.txt")
    with pytest.raises(CorrectionError):
        workbench.correct(name, {"so": "70-BC/HU", "ngay": "31/2/2025"})
    with pytest.raises(UnknownDocument):
        workbench.correct([name, "khong-co"], "so", "70-BC/HU")
    assert workbench.document(name).header.symbol == "7-BC/HU"
    assert workbench.corrections(name).empty


def test_copies_are_grouped_one_is_shown_and_groups_follow_the_files(
    workbench: Workbench, write: Callable[..., Path], tmp_path: Path
) -> None:
    assert workbench.groups().empty  # three reports of one template, with numbers of their own
    source = tmp_path / "corpus" / "bao-cao" / "7.txt"
    copy = tmp_path / "corpus" / "hoi-nghi" / "ban-sao.txt"
    copy.parent.mkdir()
    shutil.copy(source, copy)
    workbench.build()
    original = the(workbench, "bao-cao/7.txt")
    copies = workbench.copies_of(the(workbench, "hoi-nghi/ban-sao.txt"))
    assert list(copies["path"]) == ["bao-cao/7.txt", "hoi-nghi/ban-sao.txt"]
    assert list(copies["relation"]) == ["bản được hiện", "tệp giống hệt"]
    assert workbench.representative_of == {the(workbench, "hoi-nghi/ban-sao.txt"): original}
    source.unlink()
    workbench.build()
    assert workbench.groups().empty
    assert workbench.representative_of == {}
