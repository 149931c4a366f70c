"""Relations through `Workbench` and the command line: the facet of force, people's word on it, families, comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench import Workbench
from workbench.cli import app
from workbench.errors import CorrectionError

HEAD = "TỈNH ỦY LAM NGUYÊN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố {symbol}\tLam Nguyên, ngày {day} tháng {month} năm {year}\n"
FILES = {
    "ct12": (
        "12-CT/TU", "15", "4", "2024", "CHỈ THỊ\nvề đẩy mạnh cải cách hành chính\n\n"
        "Các cấp ủy lãnh đạo rút ngắn 12 thủ tục, xong trước ngày 30/6/2024."
    ),
    "kh145": (
        "145-KH/TU", "20", "5", "2024", "KẾ HOẠCH\nthực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024\n\n"
        "Văn phòng Tỉnh ủy theo dõi việc rút ngắn thủ tục."
    ),
    "ct04": (
        "04-CT/TU", "25", "9", "2025", "CHỈ THỊ\nvề cải cách hành chính giai đoạn mới\n\n"
        "Các cấp ủy lãnh đạo rút ngắn 20 thủ tục, xong trước ngày 30/6/2026.\n"
        "Chỉ thị này thay thế Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy."
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    (folder / "corpus").mkdir()
    (folder / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    for name, (symbol, day, month, year, body) in FILES.items():
        text = HEAD.format(symbol=symbol, day=day, month=month, year=year) + body
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.build(second_stage=True)
    return folder


@pytest.fixture
def office(root: Path) -> Iterator[Workbench]:
    with Workbench.open(root) as workbench:
        yield workbench


def ids(workbench: Workbench) -> dict[str, str]:
    return {Path(path).stem: name for name, path in workbench.documents()[["id", "path"]].itertuples(index=False)}


def in_state(workbench: Workbench, state: str) -> list[str | None]:
    return sorted(hit.symbol or "" for hit in workbench.search("", include={"validity": [state]}).hits)


def test_search_is_limited_to_what_is_in_force(office: Workbench) -> None:
    assert in_state(office, "còn hiệu lực") == ["04-CT/TU", "145-KH/TU"]
    assert in_state(office, "hết hiệu lực") == ["12-CT/TU"]
    assert [hit.symbol for hit in office.search('trangthai:"hết hiệu lực"').hits] == ["12-CT/TU"]
    assert dict(office.validities()[["symbol", "state"]].itertuples(index=False))["12-CT/TU"] == "hết hiệu lực"


def test_a_person_s_word_on_force_stands_until_it_is_taken_back(office: Workbench) -> None:
    name = ids(office)["ct12"]
    office.correct(name, "trangthai", "Còn hiệu lực")
    assert in_state(office, "hết hiệu lực") == []
    found = office.validity(name)
    assert (found.state, found.confirmed) == ("còn hiệu lực", True)
    assert "04-CT/TU" in found.reason
    office.build(second_stage=True)
    assert in_state(office, "hết hiệu lực") == []
    office.undo_correction(name, ["trangthai"])
    assert in_state(office, "hết hiệu lực") == ["12-CT/TU"]
    with pytest.raises(CorrectionError, match="tình trạng hiệu lực"):
        office.correct(name, "trangthai", "còn tốt")


def test_of_documents_that_match_alike_the_one_in_force_stands_first(office: Workbench) -> None:
    names = ids(office)

    def order() -> list[str | None]:
        return [hit.symbol for hit in office.search("rút ngắn thủ tục").hits if hit.symbol != "145-KH/TU"]

    assert order() == ["04-CT/TU", "12-CT/TU"]
    office.correct(names["ct04"], "trangthai", "hết hiệu lực")
    office.correct(names["ct12"], "trangthai", "còn hiệu lực")
    assert order() == ["12-CT/TU", "04-CT/TU"]
    office.undo_correction([names["ct04"], names["ct12"]], ["trangthai"])
    assert order() == ["04-CT/TU", "12-CT/TU"]


def test_validity_timeline_family_and_relations_of_an_archive(office: Workbench) -> None:
    names = ids(office)
    assert office.validity(names["ct12"], date(2025, 1, 1)).state == "còn hiệu lực"
    assert office.validity(names["ct12"][:6], date(2025, 12, 1)).state == "hết hiệu lực"
    assert list(office.timeline(names["ct12"]).to_frame()["name"]) == ["12-CT/TU", "145-KH/TU", "04-CT/TU"]
    assert set(office.family(names["ct12"]).to_frame()["id"]) == set(names.values())
    assert {one.source for one in office.relations(names["ct12"]).incoming} == {names["kh145"], names["ct04"]}


def test_a_new_document_changes_what_is_in_force(root: Path) -> None:
    extra = root / "corpus" / "qd9.txt"
    body = "QUYẾT ĐỊNH\nvề bãi bỏ văn bản\n\nĐiều 1. Bãi bỏ Kế hoạch số 145-KH/TU, ngày 20/5/2024."
    text = HEAD.format(symbol="9-QĐ/TU", day="05", month="10", year="2025") + body
    extra.write_text(text, encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        assert in_state(workbench, "hết hiệu lực") == ["12-CT/TU", "145-KH/TU"]
        extra.unlink()
        workbench.build(second_stage=True)
        assert in_state(workbench, "hết hiệu lực") == ["12-CT/TU"]


@pytest.mark.parametrize("command", ["relations", "validity", "timeline", "family"])
def test_commands_tell_the_same_to_people_and_programs(root: Path, office: Workbench, command: str) -> None:
    name = ids(office)["ct12"]
    runner = CliRunner()
    told = runner.invoke(app, [command, name, "--root", str(root)])
    assert told.exit_code == 0, told.output
    assert "cải cách hành chính" in " ".join(told.output.split())
    plain = runner.invoke(app, [command, name, "--root", str(root), "--json"])
    assert "04-CT/TU" in json.dumps(json.loads(plain.output), ensure_ascii=False)


def test_comparison_on_the_command_line(root: Path, office: Workbench, tmp_path: Path) -> None:
    names = ids(office)
    page = tmp_path / "so-sanh.html"
    command = ["compare", names["ct12"], names["ct04"], "--root", str(root), "--html", str(page)]
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 0, told.output
    assert "[-12-]{+20+}" in told.output
    assert "<ins>20</ins>" in page.read_text(encoding="utf-8")
    assert ("12", "20") in set(
        office.compare(names["ct12"], names["ct04"]).numbers()[["before", "after"]].itertuples(index=False, name=None)
    )
