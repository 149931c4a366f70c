"""The benchmark of sections: invented rows, and rows of real texts that hold offsets only."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from benchmarks import sections

_LABELS = Path(__file__).parents[1] / "labels"
_TEXT = "Xã có 12 thôn.\nTuy nhiên, tiến độ còn chậm, chưa đạt kế hoạch.\nĐề nghị tỉnh bố trí vốn.\n"


def _row(sentence: str, section: str, half: str, source: str = "bao_cao.txt") -> dict[str, object]:
    start = _TEXT.index(sentence)
    return {
        "id": sentence[:5],
        "source": source,
        "start": start,
        "end": start + len(sentence),
        "prev": None,
        "slice": hashlib.sha256(sentence.encode()).hexdigest()[:12],
        "section": section,
        "half": half,
    }


def test_rows_of_real_texts_are_read_by_their_offsets(tmp_path: Path) -> None:
    (tmp_path / "bao_cao.txt").write_text(_TEXT, encoding="utf-8")
    line = json.dumps({"id": 7, "body": _TEXT}, ensure_ascii=False)
    (tmp_path / "tin.jsonl").write_text(line + "\n", encoding="utf-8")
    rows = [
        _row("Tuy nhiên, tiến độ còn chậm, chưa đạt kế hoạch.", "han_che", "report"),
        _row("Đề nghị tỉnh bố trí vốn.", "kien_nghi", "report", "tin.jsonl#7"),
        _row("Xã có 12 thôn.", "dac_diem", "develop") | {"slice": "changed"},
        _row("Đề nghị tỉnh bố trí vốn.", "kien_nghi", "develop"),
    ]
    labels = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "sections_real.jsonl").write_text(labels, encoding="utf-8")
    figures = sections.main(["--data", str(tmp_path), "--real", str(tmp_path)])
    assert figures["rows"] == 2
    assert figures["develop_rows"] == 1
    assert figures["changed"] == 1
    assert figures["macro_f1"] == 1.0


def test_errors_of_the_half_that_is_only_counted_are_never_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bao_cao.txt").write_text(_TEXT, encoding="utf-8")
    rows = [_row("Đề nghị tỉnh bố trí vốn.", "ket_qua", half) for half in ("report", "develop")]
    rows[0]["id"], rows[1]["id"] = "counted", "trained"
    labels = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "sections_real.jsonl").write_text(labels, encoding="utf-8")
    sections.main(["--data", str(tmp_path), "--real", str(tmp_path), "--errors"])
    printed = capsys.readouterr().out
    assert "trained:" in printed
    assert "counted:" not in printed


def test_labels_of_real_texts_hold_no_text() -> None:
    for line in (_LABELS / "sections_real.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert "text" not in row
        assert row["half"] in ("develop", "report")
