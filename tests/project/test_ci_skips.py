"""What tests/conftest.py promises about CI, tried on a small suite of its own in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

SUITE = """
import socket, pytest
from contextlib import suppress

def test_plain_skip(): pytest.skip("something is missing")

@pytest.mark.skipif(True, reason="another system")
def test_declared_for_another_system(): pass

@pytest.mark.browser
@pytest.mark.skipif(True, reason="no browser")
def test_browser_is_missing(): pass

def test_real_data(shared_data): pass

def test_real_data_but_skips_itself(shared_data): pytest.skip("no index for it")

@pytest.mark.xfail(reason="known")
def test_known_failure(): assert False

def test_swallows_the_network_guard():
    with suppress(Exception):
        socket.create_connection(("example.invalid", 80), timeout=1)
"""


MODULE = """
import pytest
pytest.importorskip("no_such_module")
"""


def outcomes(folder: Path, *, ci: bool, data: bool = False, suite: str = SUITE) -> dict[str, str]:
    """Run a small suite; the worst outcome of each test by its name, skipped ones left out."""
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_small.py").write_text(suite, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser\n    notebooks\n", encoding="utf-8")
    real = folder / "real"
    if data:
        real.mkdir()
    environment = {**os.environ, "CI": "true" if ci else "", "WORKBENCH_SHARED_DATA": str(real)}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "--tb=no", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        cwd=folder,
        check=False,
    )
    found: dict[str, str] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR|XFAIL) (?:\S*::|\S*/)?(\w+)", run.stdout, re.MULTILINE):
        found[name] = outcome if found.get(name) != "ERROR" else "ERROR"
    return found


def test_ci_counts_skips_as_failures(tmp_path: Path) -> None:
    found = outcomes(tmp_path, ci=True, data=True)
    assert found["test_plain_skip"] == "FAILED"
    assert found["test_browser_is_missing"] == "ERROR"  # skipped before it ran
    assert found["test_real_data"] == "PASSED"
    assert found["test_real_data_but_skips_itself"] == "FAILED"
    assert found["test_known_failure"] == "XFAIL"
    assert "test_declared_for_another_system" not in found


def test_ci_may_skip_where_there_is_no_real_data(tmp_path: Path) -> None:
    found = outcomes(tmp_path, ci=True)
    assert "test_real_data" not in found
    assert found["test_plain_skip"] == "FAILED"


@pytest.mark.parametrize("data", [True, False])
def test_elsewhere_skips_are_free(tmp_path: Path, data: bool) -> None:
    found = outcomes(tmp_path, ci=False, data=data)
    assert {"test_plain_skip", "test_browser_is_missing"}.isdisjoint(found)
    assert found["test_known_failure"] == "XFAIL"


@pytest.mark.parametrize(("ci", "expected"), [(True, {"test_small": "ERROR"}), (False, {})])
def test_a_whole_module_may_not_skip_in_ci(tmp_path: Path, ci: bool, expected: dict[str, str]) -> None:
    assert outcomes(tmp_path, ci=ci, suite=MODULE) == expected


def test_a_swallowed_network_refusal_fails_the_test(tmp_path: Path) -> None:
    assert outcomes(tmp_path, ci=False)["test_swallows_the_network_guard"] == "ERROR"
