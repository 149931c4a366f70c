"""People's word on relations: obeyed by relations, families and force, kept through rebuilds, taken back row by row."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench import Workbench
from workbench.analysis.relations import Relation
from workbench.archive.build import build_lock
from workbench.cli import app
from workbench.errors import CorrectionError

HEAD = "TỈNH ỦY LAM NGUYÊN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố {symbol}\tLam Nguyên, ngày {day} tháng {month} năm {year}\n"
FILES = {
    "ct12": ("12-CT/TU", "15", "4", "2024", "CHỈ THỊ\nvề đẩy mạnh cải cách hành chính\n\nCác cấp ủy lãnh đạo."),
    "ct15": ("15-CT/TU", "10", "6", "2024", "CHỈ THỊ\nvề chuyển đổi số\n\nCác cấp ủy lãnh đạo chuyển đổi số."),
    "kh145": (
        "145-KH/TU", "20", "7", "2024", "KẾ HOẠCH\nthực hiện Chỉ thị số 51-CT/TU, ngày 10/6/2024\n\n"
        "Văn phòng Tỉnh ủy theo dõi."
    ),
    "ct04": (
        "04-CT/TU", "25", "9", "2025", "CHỈ THỊ\nvề cải cách hành chính giai đoạn mới\n\n"
        "Chỉ thị này thay thế Chỉ thị số 12-CT/TU, ngày 15/4/2024 của Ban Thường vụ Tỉnh ủy."
    ),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    for name, (symbol, day, month, year, body) in FILES.items():
        text = HEAD.format(symbol=symbol, day=day, month=month, year=year) + body
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build(second_stage=True)
    return tmp_path


@pytest.fixture
def office(root: Path) -> Iterator[Workbench]:
    with Workbench.open(root) as workbench:
        yield workbench


def ids(workbench: Workbench) -> dict[str, str]:
    return {Path(path).stem: name for name, path in workbench.documents()[["id", "path"]].itertuples(index=False)}


def states(workbench: Workbench) -> dict[str, str]:
    return dict(workbench.validities()[["symbol", "state"]].itertuples(index=False))


def ended(workbench: Workbench) -> list[str]:
    return sorted(hit.symbol or "" for hit in workbench.search("", include={"validity": ["hết hiệu lực"]}).hits)


def citing(workbench: Workbench, source: str, word: str) -> Relation:
    return next(one for one in workbench.relations(source, dismissed=True).outgoing if word in one.name)


def rebuilt(root: Path) -> None:
    shutil.rmtree(root / "indexes")
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)


def test_a_dismissed_replacement_replaces_nothing_until_it_is_taken_back(root: Path, office: Workbench) -> None:
    names = ids(office)
    assert (states(office)["12-CT/TU"], ended(office)) == ("hết hiệu lực", ["12-CT/TU"])
    (row,) = office.relations(names["ct12"]).incoming
    strokes = office.dismiss_relations(names["ct12"], row.number)

    def check(workbench: Workbench) -> None:
        assert workbench.validity(names["ct12"]).state == "còn hiệu lực"
        assert states(workbench)["12-CT/TU"] == "còn hiệu lực"
        assert ended(workbench) == []
        assert workbench.relations(names["ct12"]).incoming == ()
        assert [one.dismissed for one in workbench.relations(names["ct12"], dismissed=True).incoming] == [True]
        assert list(workbench.family(names["ct12"]).to_frame()["id"]) == [names["ct12"]]

    check(office)
    office.close()
    rebuilt(root)
    with Workbench.open(root) as workbench:
        check(workbench)
        assert workbench.undo_relations(strokes) == 1
        assert workbench.validity(names["ct12"]).state == "hết hiệu lực"
        assert (states(workbench)["12-CT/TU"], ended(workbench)) == ("hết hiệu lực", ["12-CT/TU"])


def test_a_corrected_target_resolves_a_misprinted_reference(root: Path, office: Workbench) -> None:
    names = ids(office)
    row = citing(office, names["kh145"], "51-CT/TU")
    assert (row.target.state, row.relation) == ("unresolved", "thuc_hien")
    office.correct_relation(names["kh145"], row, target=names["ct15"])
    office.close()
    rebuilt(root)
    source = root / "corpus" / "ct15.txt"
    source.rename(root / "corpus" / "chi-thi-chuyen-doi-so.txt")  # the same document under another id
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        moved = ids(workbench)["chi-thi-chuyen-doi-so"]
        assert citing(workbench, names["kh145"], "51-CT/TU").target[:2] == ("resolved", (moved,))
        assert [one.source for one in workbench.relations(moved).incoming] == [names["kh145"]]
        assert set(workbench.family(moved).to_frame()["id"]) == {moved, names["kh145"]}


def test_a_corrected_relation_changes_what_is_in_force(root: Path, office: Workbench) -> None:
    names = ids(office)
    row = citing(office, names["kh145"], "51-CT/TU")
    # A plan that repeals a directive: read as carrying it out, and the file never speaks of a change.
    office.correct_relation(names["kh145"], row, relation="bãi bỏ", target=names["ct15"])
    assert states(office)["15-CT/TU"] == office.validity(names["ct15"]).state == "hết hiệu lực"
    office.close()
    rebuilt(root)
    with Workbench.open(root) as workbench:
        assert ended(workbench) == ["12-CT/TU", "15-CT/TU"]
        row = citing(workbench, names["kh145"], "51-CT/TU")
        workbench.confirm_relations(names["kh145"], [row])  # confirming keeps what was corrected
        again = citing(workbench, names["kh145"], "51-CT/TU")
        assert (again.relation, again.target.id, again.word and again.word.decision) == (
            "bai_bo", names["ct15"], "confirmed",
        )  # fmt: skip
        workbench.correct_relation(names["kh145"], again, relation="thuc_hien")
        assert states(workbench)["15-CT/TU"] == "còn hiệu lực"


def test_what_is_said_of_one_file_holds_for_every_file_of_the_document(root: Path) -> None:
    shutil.copy(root / "corpus" / "ct04.txt", root / "corpus" / "ban-sao.txt")
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        names = ids(workbench)
        for name in ("ct04", "ban-sao"):
            strokes = workbench.dismiss_relations(names[name], citing(workbench, names[name], "12-CT/TU"))
            assert states(workbench)["12-CT/TU"] == workbench.validity(names["ct12"]).state == "còn hiệu lực"
            workbench.build(second_stage=True)
            assert states(workbench)["12-CT/TU"] == "còn hiệu lực"
            workbench.undo_relations(strokes)
            assert states(workbench)["12-CT/TU"] == "hết hiệu lực"


def test_another_document_in_the_place_of_the_one_that_was_meant_is_not_taken_for_it(root: Path) -> None:
    with Workbench.open(root) as workbench:
        names = ids(workbench)
        workbench.correct_relation(names["kh145"], 1, target=names["ct15"])
        symbol, day, month, year, body = "99-CT/TU", "1", "7", "2024", "CHỈ THỊ\nvề việc khác\n\nViệc khác hẳn."
        text = HEAD.format(symbol=symbol, day=day, month=month, year=year) + body
        (root / "corpus" / "ct15.txt").write_text(text, encoding="utf-8")
        workbench.build(second_stage=True)
        found = citing(workbench, names["kh145"], "51-CT/TU").target
        assert (found.state, found.id) == ("unresolved", None)
        assert "nay không có trong kho" in found.note


def test_decisions_about_a_document_that_was_secret_for_a_while_hold_no_more(root: Path) -> None:
    file = root / "corpus" / "ct04.txt"
    open_text = file.read_text(encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.dismiss_relations(ids(workbench)["ct12"], 1)
        file.write_text(open_text.replace("Số 04-CT/TU", "MẬT\nSố 04-CT/TU"), encoding="utf-8")
        workbench.build(second_stage=True)
        assert "ct04" not in ids(workbench)
        file.write_text(open_text, encoding="utf-8")
        workbench.build(second_stage=True)
        assert len(workbench.relations(ids(workbench)["ct12"]).incoming) == 1


def test_a_decision_made_while_a_build_runs_reaches_the_index_with_the_next_build(office: Workbench) -> None:
    names = ids(office)
    with build_lock(office.settings.indexes):
        office.dismiss_relations(names["ct12"], 1)
    assert states(office)["12-CT/TU"] == "còn hiệu lực"
    assert ended(office) == ["12-CT/TU"]
    office.build()
    assert ended(office) == []


def test_what_cannot_be_is_refused_and_changes_nothing(office: Workbench) -> None:
    names = ids(office)
    with pytest.raises(CorrectionError, match="số 9"):
        office.dismiss_relations(names["ct12"], [1, 9])
    with pytest.raises(CorrectionError, match="nhân bản"):
        office.correct_relation(names["ct12"], 1, relation="nhân bản")
    with pytest.raises(CorrectionError, match="chính nó"):
        office.correct_relation(names["ct12"], 1, target=names["ct04"])
    with pytest.raises(CorrectionError, match="Chưa nói"):
        office.correct_relation(names["ct12"], 1)
    assert office.relations(names["ct12"]).incoming[0].word is None


def test_rows_are_decided_on_the_command_line_by_their_number(root: Path, office: Workbench) -> None:
    names = ids(office)

    def told(source: str, *options: str) -> list[dict[str, object]]:
        found = CliRunner().invoke(app, ["relations", names[source], *options, "--root", str(root), "--json"])
        assert found.exit_code == 0, found.output
        rows: list[dict[str, object]] = json.loads(found.output)["relations"]
        return rows

    assert [row["decided"] for row in told("ct12", "--confirm", "1")] == ["đã xác nhận"]
    assert told("ct12", "--dismiss", "1") == []
    text = CliRunner().invoke(app, ["relations", names["ct12"], "--root", str(root)]).output
    assert "Dòng đã bỏ: 1" in text
    assert [row["decided"] for row in told("ct12", "--dismissed")] == ["đã bỏ"]
    assert [row["decided"] for row in told("ct12", "--undo", "1")] == ["đã xác nhận"]
    (row,) = told("kh145", "--correct", "1", "--relation", "căn cứ", "--target", names["ct15"])
    assert (row["relation"], row["id"], row["state"]) == ("căn cứ", names["ct15"], "chắc chắn")
    refused = CliRunner().invoke(app, ["relations", names["ct12"], "--relation", "căn cứ", "--root", str(root)])
    assert refused.exit_code != 0
