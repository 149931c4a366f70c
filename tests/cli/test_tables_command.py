"""`workbench tables`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli import app
from workbench.errors import SettingsError


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["tables", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_tables_are_listed_shown_and_copied_once(tmp_path: Path) -> None:
    root = ["--root", str(tmp_path)]
    listed = json.loads(run("--json", *root))
    assert "signing_authority" in [one["name"] for one in listed["tables"]]
    assert json.loads(run("places", "--json", *root))["rows"]
    assert "bang-tra" in run("--copy", "places", *root)
    assert (tmp_path / "workspace" / "bang-tra" / "places.csv").is_file()
    with pytest.raises(SettingsError):
        run("--copy", "places", *root)
