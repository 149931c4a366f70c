"""The guide for officers can be read without a network, and everything it tells people to type works."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer.main
import yaml
from typer.testing import CliRunner

from tools.guide import PICTURES, TAKEN, build
from workbench import Workbench, cli
from workbench.errors import WorkbenchError
from workbench.ui import guide

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "huong-dan"
ORDER = [next(iter(one.values())) for one in yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]]
NOT_RUN = ("workbench lab", "workbench app", "workbench demo", "workbench guide", "workbench install-shortcut")
"""They open a window or do everything again; tests of their own hold them."""


def text(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return "".join(blocks(page, "sh")).splitlines()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("huong-dan")).parent


class Resources(HTMLParser):
    """Everything that a page points to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inline = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [(tag, value) for name in ("src", "href", "action", "data") if (value := values.get(name))]
        self.inline += tag == "script" and "src" not in values


def test_the_built_guide_fetches_nothing_and_every_link_leads_to_a_file(site: Path) -> None:
    pages = sorted(site.glob("*.html"))
    assert {page.stem for page in pages} == {Path(name).stem for name in ORDER}
    for page in pages:
        written = page.read_text(encoding="utf-8")
        assert '<html lang="vi"' in written
        found = Resources(written)
        assert not found.inline
        for tag, target in found.found:
            assert "//" not in target, f"{page.name}: <{tag}> leads outside: {target}"
            name = target.partition("#")[0]
            assert not name or (page.parent / name).is_file(), f"{page.name}: {target}"
    for style in site.rglob("*.css"):
        addresses = re.findall(r"url\(([^)]*)\)|@import([^;]*)", style.read_text(encoding="utf-8"))
        assert [a for a in addresses if re.match(r"\s*[\"']?(https?:)?//", a[0] or a[1])] == [], style.name
    assert not list(site.rglob("*.woff*"))
    assert sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) < 3_000_000


def test_every_page_stands_in_the_navigation_and_has_one_title() -> None:
    assert sorted(ORDER) == sorted(path.name for path in PAGES.glob("*.md"))
    for page in ORDER:
        assert len(re.findall(r"^# ", re.sub(r"^```.*?^```$", "", text(page), flags=re.M | re.S), re.MULTILINE)) == 1


def test_pictures_are_small_used_and_told_in_words() -> None:
    used = [found for page in ORDER for found in re.findall(r"!\[([^\]]*)\]\(anh/([\w-]+\.png)\)", text(page))]
    assert all(alternative for alternative, _ in used)
    files = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert set(files) == {name for _, name in used} == set(TAKEN)
    assert max(files.values()) < 90_000
    assert sum(files.values()) < 1_800_000


def on_screen() -> set[str]:
    """Every piece of text that people may be shown: the strings of the code, and the words in those that are HTML."""
    words: set[str] = set()
    for file in (ROOT / "workbench").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= {node.value, *(part.strip() for part in re.findall(r">([^<>]+)", node.value))}
    return words


def test_what_is_bold_in_the_guide_stands_on_the_screen() -> None:
    shown = on_screen()
    bold = [
        (page, " ".join(found.split())) for page in ORDER for found in re.findall(r"\*\*(.+?)\*\*", text(page), re.S)
    ]
    assert len(bold) > 80
    assert [one for one in bold if one[1] not in shown] == []


def test_every_task_page_shows_its_panel() -> None:
    without = ("cai-dat.md", "an-toan.md", "bang-lenh.md", "python.md", "hoi-dap.md", "khi-co-loi.md")
    assert [page for page in ORDER if "](anh/" not in text(page) and page not in without] == []


def test_the_table_of_commands_is_that_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text("bang-lenh.md").splitlines() if line.startswith("| `workbench ")]
    assert rows == [line for line in readme.splitlines() if line.startswith("| `workbench ")]


def test_commands_named_in_a_sentence_exist_with_their_options() -> None:
    group = typer.main.get_command(cli.app)
    for page in ORDER:
        for words in re.findall(r"`workbench ([\w-]+)([^`]*)`", text(page)):
            command = group.commands[words[0]]  # type: ignore[attr-defined]
            known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
            assert set(re.findall(r"--[a-z-]+", words[1])) <= known | {"--help"}, (page, words)


def test_lines_that_are_no_commands_of_ours_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    others = [line for page in ORDER for line in commands(page) if not line.startswith("workbench ")]
    assert others
    assert [line for line in others if line not in readme] == []


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small part of the sample archive, built, as the current folder of the test."""
    root = tmp_path_factory.mktemp("kho")
    for folder in ("2024/chi-thi", "2024/ke-hoach", "2026/so-ket-CT12", "2026/cong-van", "2026/chi-thi",
                   "2026/bao-cao-quy/quy-1", "2026/bao-cao-quy/quy-2"):  # fmt: skip
        if (ROOT / "corpus" / folder).is_dir():
            shutil.copytree(ROOT / "corpus" / folder, root / "corpus" / folder)
    (root / "cau-tim.txt").write_text("cải cách hành chính\nhộ nghèo\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        draft = workbench.draft("cải cách hành chính", title="về sơ kết cải cách hành chính")
        workbench.save_draft(draft)
        workbench.export(draft, root / "so-ket.docx")
    return root


def meant(root: Path, line: str) -> list[str]:
    """The words of a command, with what stands in capitals replaced as the guide tells people to do."""
    words = shlex.split(line)
    if not any(re.fullmatch(r"MÃ_\w+", word) for word in words):
        return words
    with Workbench.open(root) as workbench:
        ids = {
            "MÃ_VĂN_BẢN": lambda: workbench.search("so:12-CT/TU").hits[0].id,
            "MÃ_VĂN_BẢN_MỚI": lambda: workbench.search("so:04-CT/TU").hits[0].id,
            "MÃ_YÊU_CẦU": lambda: workbench.search("so:214-CV/TU").hits[0].id,
            "MÃ_NHIỆM_VỤ": lambda: next(task.id for task in workbench.tasks("so:12-CT/TU").rows),
            "MÃ_DỰ_THẢO": lambda: str(
                next(row.id for row in workbench.drafts().itertuples() if "cải cách hành chính" in row.title)
            ),
        }
        return [ids[word]() if word in ids else word for word in words]


def to_run(page: str) -> list[str]:
    return [line for line in commands(page) if line.startswith("workbench ") and not line.startswith(NOT_RUN)]


def test_most_commands_are_run() -> None:
    assert sum(len(to_run(page)) for page in ORDER) > 60


@pytest.mark.parametrize("page", [page for page in ORDER if to_run(page)])
def test_every_command_of_the_guide_works(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    for line in to_run(page):
        told = CliRunner().invoke(cli.app, meant(sample, line)[1:])
        # These end with 1 where the machine lacks something, or where something must be mended.
        assert told.exception is None or isinstance(told.exception, SystemExit), (line, told.exception)
        assert told.exit_code == 0 or line.startswith(("workbench doctor", "workbench check")), (line, told.output)
        assert told.output.strip(), line


@pytest.mark.parametrize("page", [page for page in ORDER if blocks(page, "python")])
def test_every_python_example_works(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), names)
    workbench = names["wb"]
    assert isinstance(workbench, Workbench)
    workbench.close()
    assert (sample / "du-thao-python.docx").stat().st_size > 5_000


def test_toml_of_the_guide_is_what_settings_take(tmp_path: Path) -> None:
    for page in ORDER:
        for block in blocks(page, "toml"):
            (tmp_path / "workbench.toml").write_text(block, encoding="utf-8")
            with Workbench.open(tmp_path) as workbench:
                assert workbench.settings.corpus.name == "KhoVanBan"


def test_the_guide_is_found_where_it_was_built_and_missed_politely(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(guide, "_FOLDER", site)
    assert guide.guide_path() == site / "index.html"
    assert CliRunner().invoke(cli.app, ["guide", "--print"]).output.replace("\n", "") == str(site / "index.html")
    assert opened == []
    assert guide.open_guide() == site / "index.html"
    assert opened == [(site / "index.html").as_uri()]
    monkeypatch.setattr(guide, "_FOLDER", tmp_path)
    assert guide.guide_path() is None
    with pytest.raises(WorkbenchError, match="chưa kèm hướng dẫn"):
        guide.open_guide()
