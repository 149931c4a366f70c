"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "workbench"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 400
TEXT_METHODS = {"read_text": 0, "write_text": 1}  # place of encoding among the arguments
MODE = re.compile(r"[rwxabt+]{1,3}")
OPTIONS_OF_OPEN = {"mode", "buffering", "encoding", "errors", "newline"}  # of Path.open()


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def opens_text_without_encoding(call: ast.Call) -> bool:
    """Whether a call is open(), Path.open(), read_text() or write_text() on text without saying its encoding."""
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if isinstance(call.func, ast.Attribute) and call.func.attr in TEXT_METHODS:
        return len(call.args) <= TEXT_METHODS[call.func.attr]
    mode = next((keyword.value for keyword in call.keywords if keyword.arg == "mode"), None)
    if isinstance(call.func, ast.Name) and call.func.id == "open":
        mode = mode or (call.args[1] if len(call.args) > 1 else None)
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "open":
        # Path.open() takes the mode first; pdfplumber.open(path), zipfile's open(name) and their like do not. Nor does
        # it know other options, as tarfile.open(fileobj=stream) does. A panel's super().open(**more) opens no file.
        if any(keyword.arg is not None and keyword.arg not in OPTIONS_OF_OPEN for keyword in call.keywords):
            return False
        if isinstance(call.func.value, ast.Call) and getattr(call.func.value.func, "id", "") == "super":
            return False
        first = call.args[0] if call.args else None
        if first is not None and not (
            isinstance(first, ast.Constant) and isinstance(first.value, str) and MODE.fullmatch(first.value)
        ):
            return False
        mode = mode or first
    else:
        return False
    return not (isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" in mode.value)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_file_is_short_and_says_what_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE, "split it: one file, one subject"
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "it has no docstring that says what it is for"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_text_is_opened_with_an_encoding(path: Path) -> None:
    lines = [call.lineno for call in calls(path.read_text(encoding="utf-8")) if opens_text_without_encoding(call)]
    assert not lines, f"Windows would use its own code page, in lines {lines}"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name != "cli.py"], ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    lines = [
        call.lineno
        for call in calls(path.read_text(encoding="utf-8"))
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]
    assert not lines, f"print() in lines {lines}"


@pytest.mark.parametrize(
    ("source", "guilty"),
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("open(p, 'rb')", False),
        ("open(p, mode='wb')", False),
        ("open(p, encoding='utf-8')", False),
        ("p.open()", True),
        ("p.open('w')", True),
        ("p.open('rb')", False),
        ("p.open(mode='w', encoding='utf-8')", False),
        ("p.open(mode='r', errors='replace')", True),
        ("p.open(**options)", True),
        ("pdfplumber.open(p)", False),
        ("tarfile.open(fileobj=stream, mode='r:')", False),
        ("p.read_text()", True),
        ("p.read_text('utf-8')", False),
        ("p.write_text(s)", True),
        ("p.write_text(s, encoding='utf-8')", False),
        ("p.read_bytes()", False),
    ],
)
def test_missing_encoding_is_recognised(source: str, guilty: bool) -> None:
    assert opens_text_without_encoding(next(calls(source))) is guilty


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def imported_libraries() -> set[str]:
    """The libraries that the package imports, by the names they are installed under."""
    installed = packages_distributions()
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            tops = {module.partition(".")[0] for module in modules} - {"workbench"} - sys.stdlib_module_names
            found |= {distribution for top in tops for distribution in installed.get(top, [top])}
    return {canonical(one) for one in found}


def canonical(library: str) -> str:
    return re.sub(r"[-_.]+", "-", library).lower()


def declared_libraries() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonical(re.split(r"[><=\[ ;]", line)[0]) for line in project["dependencies"]}


def test_every_library_that_is_imported_is_declared() -> None:
    assert not imported_libraries() - declared_libraries()


@pytest.mark.parametrize("library", sorted(declared_libraries()))
def test_a_decision_says_why_a_library_was_chosen(library: str) -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert re.search(rf"\b{library.replace('-', '[-_.]')}\b", told, re.IGNORECASE)


def test_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version())}\b", changelog, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_lock_names_no_host_and_gives_a_hash_for_every_library(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", re.sub(r"^    --hash=", "    ", text, flags=re.MULTILINE), re.MULTILINE)
    entries = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_development_lock_holds_what_the_office_installs() -> None:
    def pins(lock: str) -> set[str]:  # name and version; on which systems may differ, when tests need more
        return set(re.findall(r"^[\w.-]+==[^\s;\\]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_decision_records_are_numbered_and_whole() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert records
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        headings = re.findall(r"^## (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Status", "Context", "Decision", "Consequences"], path.name
