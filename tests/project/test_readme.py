"""The two READMEs tell the same things, and what they tell is true."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from workbench import cli, settings

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.en.md")


def text(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str, language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(readme), re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    """Every line to be typed, in order."""
    return "".join(blocks(readme, "sh")).splitlines()


def command_table(readme: str) -> list[str]:
    return re.findall(r"^\| `workbench ([\w-]+)` \|", text(readme), re.MULTILINE)


def uncommented(toml: str) -> str:
    return re.sub(r"\s*#.*", "", toml)


def test_both_languages_give_the_same_commands_in_the_same_order() -> None:
    assert commands("README.md")
    assert commands("README.md") == commands("README.en.md")


def test_both_languages_give_the_same_examples() -> None:
    assert blocks("README.md", "python") == blocks("README.en.md", "python")
    vietnamese, english = (list(map(uncommented, blocks(readme, "toml"))) for readme in READMES)
    assert vietnamese == english


def test_both_languages_have_the_same_chapters_and_tables() -> None:
    shapes = [re.sub(r"^(#+|\|).*$", r"\1", text(readme), flags=re.MULTILINE) for readme in READMES]
    vietnamese, english = (re.findall(r"^(?:#+|\|)$", shape, re.MULTILINE) for shape in shapes)
    assert vietnamese == english


@pytest.mark.parametrize("readme", READMES)
def test_two_lines_do_all_the_set_up(readme: str) -> None:
    assert blocks(readme, "sh")[0].splitlines() == ["python3 dev.py demo", "python3 dev.py test"]


def test_ci_runs_the_test_command_given_to_people() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    steps = [line for line in script if line and not line.startswith(("#", "set ", "cd ", "export "))]
    assert steps == [commands("README.md")[1]]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_table(readme: str) -> None:
    group = typer.main.get_command(cli.app)
    offered = [name for name, command in group.commands.items() if not command.hidden]  # type: ignore[attr-defined]
    assert sorted(command_table(readme)) == sorted(offered)


@pytest.mark.parametrize("readme", READMES)
def test_the_settings_shown_are_all_the_settings_with_their_defaults(readme: str, tmp_path: Path) -> None:
    (example,) = blocks(readme, "toml")
    plain = settings.load(tmp_path)
    (tmp_path / settings.FILE_NAME).write_text(example, encoding="utf-8")
    assert settings.load(tmp_path) == plain
    shown = tomllib.loads(example)
    assert set(shown) == {field.name for field in fields(settings.Settings)} - {"root"}
    assert set(shown["office"]) == {field.name for field in fields(settings.Office)}
    assert set(shown["language_model"]) == {field.name for field in fields(settings.LanguageModel)}


@pytest.mark.parametrize("readme", [*READMES, "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(readme))
    assert links or readme == "CONTRIBUTING.md"
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_notebook_is_named(readme: str) -> None:
    named = re.findall(r"`(\w+\.ipynb)`", text(readme))
    assert named == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
