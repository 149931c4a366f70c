"""Files handed over: copied without overwriting, read, and nothing secret left behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.archive.receiving import Received, file_name
from workbench.archive.report import Progress

DAY = date(2026, 3, 2)
PLAIN = "UBND XÃ SÔNG TRONG\nSố 5/BC-UBND\n\nSông Trong, ngày 2 tháng 3 năm 2026\n\nBÁO CÁO\nvề thu hoạch {}\n"
SECRET = "UBND TỈNH LAM SƠN\nMẬT\nSố 3-BC/TU\n\nLam Sơn, ngày 1 tháng 2 năm 2026\n\nBÁO CÁO\nvề việc kín zqxjk\n"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "cu.txt").write_text(PLAIN.format("lúa"), encoding="utf-8")
    (tmp_path / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    with Workbench.open(tmp_path) as opened:
        opened.build()
        yield opened


def receive(bench: Workbench, name: str, text: str | bytes) -> Received:
    data = text.encode() if isinstance(text, str) else text
    return bench.receive([(name, data)], on=DAY)[0]


def test_a_file_is_copied_into_the_folder_of_its_year_and_found(bench: Workbench) -> None:
    one = receive(bench, "Báo cáo ngô.txt", PLAIN.format("ngô"))
    assert (one.became, one.path) == ("copied", "van-ban-den/2026/Báo cáo ngô.txt")
    assert bench.unchecked == (one.path,)
    assert bench.take_in().report.counts["added"] == 1
    assert [hit.path for hit in bench.search("ngô").hits] == [one.path]
    assert bench.unchecked == ()


def test_a_taken_name_gets_a_number_and_nothing_is_overwritten(bench: Workbench) -> None:
    paths = [receive(bench, "a.txt", PLAIN.format(crop)).path for crop in ("ngô", "khoai", "sắn")]
    assert [Path(path).name for path in paths] == ["a.txt", "a (2).txt", "a (3).txt"]
    texts = [(bench.settings.corpus / path).read_text(encoding="utf-8") for path in paths]
    assert texts == [PLAIN.format(crop) for crop in ("ngô", "khoai", "sắn")]


def test_the_same_content_is_told_and_not_copied_again(bench: Workbench) -> None:
    known = receive(bench, "khac-ten.txt", PLAIN.format("lúa"))
    assert (known.became, known.path) == ("same", "cu.txt")
    receive(bench, "a.txt", PLAIN.format("ngô"))
    assert receive(bench, "b.txt", PLAIN.format("ngô")).became == "same"
    assert len(list((bench.settings.corpus / "van-ban-den").rglob("*.txt"))) == 1


def test_a_secret_name_is_never_copied(bench: Workbench) -> None:
    one = receive(bench, "CV mật 12.doc", b"x")
    assert (one.became, one.path) == ("secret", "")
    assert not (bench.settings.corpus / "van-ban-den").exists()


@pytest.mark.parametrize(("name", "data"), [("a.exe", b"MZ"), ("khong-duoi", b"x"), ("trong.txt", b"")])
def test_what_cannot_be_read_is_not_copied(bench: Workbench, name: str, data: bytes) -> None:
    one = receive(bench, name, data)
    assert one.became == "refused"
    assert "không chép" in one.told


def test_nothing_of_a_secret_file_stays(bench: Workbench, tmp_path: Path) -> None:
    secret = receive(bench, "k.txt", SECRET)
    plain = receive(bench, "n.txt", PLAIN.format("ngô"))
    done = bench.take_in()
    assert done.removed == (secret.path,)
    assert (bench.settings.corpus / plain.path).is_file()
    assert not (bench.settings.corpus / secret.path).exists()
    assert bench.count_refused() == 0
    assert all(row.path != secret.path for row in done.report.rows)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"zqxjk" not in file.read_bytes(), file


def test_a_package_with_a_secret_file_goes_as_a_whole(bench: Workbench) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("n.txt", PLAIN.format("ngô"))
        package.writestr("k.txt", SECRET)
    one = receive(bench, "goi.zip", made.getvalue())
    assert bench.take_in().removed == (one.path,)
    assert bench.search("ngô").total == 0
    assert bench.search("lúa").total == 1


def test_a_secret_file_that_people_put_there_themselves_is_left_to_them(bench: Workbench) -> None:
    own = bench.settings.corpus / "tu-chep.txt"
    own.write_text(SECRET, encoding="utf-8")
    assert bench.take_in().removed == ()
    assert own.is_file()
    assert bench.count_refused() == 1


def test_a_build_that_is_stopped_leaves_everything_whole_and_the_next_one_goes_on(bench: Workbench) -> None:
    class Stop(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.done >= 2:
            raise Stop

    crops = ("ngô", "khoai", "sắn", "lạc")
    for number, crop in enumerate(crops, start=6):
        text = PLAIN.format(crop).replace("Số 5/", f"Số {number}/")
        receive(
            bench, f"{crop}.txt", text + f"\nDiện tích {crop} toàn xã đạt {number}{number} ha. " + f"{crop} tốt. " * 40
        )
    secret = receive(bench, "z.txt", SECRET)
    with pytest.raises(Stop):
        bench.take_in(stop)
    bench.settle()
    assert bench.search("").total == bench.catalogue.count()
    assert secret.path in bench.unchecked, "the gate has not seen it: it is still on the list"
    done = bench.take_in()
    assert done.removed == (secret.path,)
    assert bench.search("").total == bench.catalogue.count() == 5
    assert all(bench.search(crop).total == 1 for crop in crops)


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_can_hold(given_name: str) -> None:
    name = file_name(given_name)
    assert name
    assert not name.startswith((".", "~", "$"))
    assert not name.endswith((".", " "))
    assert not set(name) & set('<>:"/\\|?*\x00')
    assert len(name.encode("utf-8")) < 240, "names of files hold 255 bytes, and a number may be added"
    assert file_name(name) == name


def test_names_keep_their_words() -> None:
    assert file_name("Tờ trình: về việc A.docx") == "Tờ trình về việc A.docx"
    assert file_name("con.txt") == "tep con.txt"
    assert file_name(".htaccess.txt") == "htaccess.txt"
