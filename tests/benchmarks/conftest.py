"""Runs a benchmark as people do and gives what its last line says."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def figures_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`figures_of("build", folder, "--budget", "40")`: the object of the last line that the benchmark printed."""
    # The benchmarks are run from the project's folder; they are not installed.
    monkeypatch.syspath_prepend(Path(__file__).parents[2])

    def run(name: str, folder: Path, *options: str) -> dict[str, Any]:
        module = importlib.import_module(f"benchmarks.{name}")
        module.main(["--data", str(folder), "--json", *options])
        figures = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert isinstance(figures, dict)
        return figures

    return run
