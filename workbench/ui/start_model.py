"""The first start, apart from how it looks: choose the folder of the archive, build it, search."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.archive.walk import walk
from workbench.drafting.whole_file import write_whole
from workbench.errors import QueryError, SettingsError
from workbench.settings import FILE_NAME
from workbench.settings import load as load_settings
from workbench.ui.bench import value_of
from workbench.ui.notebook_files import sample_root
from workbench.vietnamese.order import order_key

if TYPE_CHECKING:
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

COUNTED = 10_000
"""Files of a folder are counted so far: a network drive may hold millions."""


class StartModel(traitlets.HasTraits):
    """State and actions of the first start.

    Attributes:
        place: the folder people are looking into.
        folders: names of the folders in it, in Vietnamese order.
        corpus: the folder that was chosen, or None so far.
        files: how many files it has (`COUNTED` at most).
        built: whether the archive can be searched.
        job: the build beside the panel; every panel follows the same.
        query: what to search first.
    """

    place = traitlets.Instance(Path)
    folders = traitlets.Tuple()
    corpus = traitlets.Instance(Path, allow_none=True)
    files = traitlets.Int(0)
    built = traitlets.Bool(False)
    query = traitlets.Unicode("")

    def __init__(self, workbench: Workbench, bench: Bench) -> None:
        settings = workbench.settings
        super().__init__(place=settings.corpus if settings.corpus.is_dir() else settings.root)
        self.workbench = workbench
        self.job = bench.update
        self.job.observe(lambda _change: self._look(), ["changes", "running"])
        self._look()
        self._begun = False
        self.folders = subfolders(self.place)
        if settings.corpus.is_dir():
            self._take(settings.corpus)

    @property
    def step(self) -> int:
        """Which of the three steps comes next: 1 choose, 2 build, 3 search."""
        return 3 if self.built and not self.is_partial else 2 if self.corpus is not None or self.built else 1

    @property
    def offers_sample(self) -> bool:
        """Whether the sample archive can be tried: not where there are documents of the office's own already."""
        return self.files == 0

    # -- 1: choose --------------------------------------------------------------------------------------------

    def look_into(self, typed: str | Path) -> None:
        """Look into a folder. Raises SettingsError: there is no such folder, or it cannot be read."""
        text = str(typed).strip().strip('"')  # Windows' "Copy as path" puts quotes around it
        if not text:
            raise SettingsError("Ô “Thư mục văn bản” còn trống.", "Hãy gõ hoặc dán đường dẫn của thư mục.")
        # Worked out from the root and not from where the program happened to be started.
        folder = (self.workbench.settings.root / Path(text).expanduser()).resolve()
        if not folder.is_dir():
            raise SettingsError(f"Không có thư mục “{folder}”.", "Hãy kiểm tra lại đường dẫn, hoặc ổ mạng đã nối chưa.")
        self.folders = subfolders(folder)
        self.place = folder

    def up(self) -> None:
        """Look into the folder above; above the top of a Windows drive stand the drives."""
        if self.place.parent != self.place:
            self.look_into(self.place.parent)
        else:
            self.folders = tuple(drives()) or self.folders

    def enter(self, name: str) -> None:
        """Look into a folder of `folders`."""
        self.look_into(self.place / name)

    def choose(self) -> None:
        """Take the folder people are looking into as the archive's, and write that down in `workbench.toml`.

        Raises:
            SettingsError: the workbench keeps its own files in there, or the setting cannot be written.
        """
        if self.place != self.workbench.settings.corpus.resolve():
            keep_corpus(self.workbench.settings.root, self.place)
            self.workbench.settings = load_settings(self.workbench.settings.root)
        self._take(self.workbench.settings.corpus)
        if not self.files:
            raise SettingsError(
                f"Thư mục “{self.place}” chưa có tệp nào.", "Hãy chép văn bản vào rồi bấm lại, hoặc chọn thư mục khác."
            )

    def choose_sample(self) -> None:
        """Copy the sample archive that came with the workbench, and take it. Raises WorkbenchError: there is none."""
        root = self.workbench.settings.root
        try:
            folder = sample_root(root) / "corpus"
        except OSError as error:
            raise SettingsError(
                f"Không chép được kho mẫu vào {root} ({error.strerror}).",
                "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
            ) from error
        self.look_into(folder)
        self.choose()

    def _take(self, corpus: Path) -> None:
        self.files = sum(1 for _ in islice((found for found in walk(corpus) if found.look is not None), COUNTED))
        self.corpus = corpus if self.files else None

    # -- 2: build, 3: search ----------------------------------------------------------------------------------

    def build(self) -> None:
        """Read the files of the chosen folder into the archive, beside the panel.

        Raises:
            WorkbenchError: that is being done already.
        """
        self._begun = True
        self.job.begin(self.workbench.settings)

    @property
    def is_partial(self) -> bool:
        """Whether the first build was begun and did not come to its end, nor runs now."""
        return not self.job.running and self.workbench.is_unfinished

    def _look(self) -> None:
        self.built = self.workbench.is_built

    def state(self) -> dict[str, Any]:
        """That the first build was begun here: one that is cut off is gone on with here."""
        return {"begun": self._begun}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `state` told."""
        self._begun = value_of(state, "begun", False)

    def asked(self) -> str:
        """The first question. Raises QueryError: it is empty."""
        if not self.query.strip():
            raise QueryError("Ô “Câu tìm” còn trống.", "Hãy gõ điều cần tìm, ví dụ: cải cách hành chính.")
        return self.query.strip()


def subfolders(folder: Path) -> tuple[str, ...]:
    """Names of the folders in a folder that are not hidden, in Vietnamese order.

    Raises:
        SettingsError: the folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".") and _is_folder(entry)]
    except OSError as error:
        raise SettingsError(
            f"Không xem được thư mục “{folder}” ({error.strerror}).", "Hãy kiểm tra quyền đọc thư mục này."
        ) from error
    return tuple(sorted(names, key=order_key))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link into a drive that is away
        return False


def drives() -> list[str]:
    """The drives of a Windows machine ("C:\\"); none elsewhere."""
    if os.name != "nt":
        return []
    return [drive for letter in "CDEFGHIJKLMNOPQRSTUVWXYZAB" if Path(drive := f"{letter}:\\").exists()]


def keep_corpus(root: Path, corpus: Path) -> None:
    """Write into the root's `workbench.toml` which folder holds the documents; every other line stays as it is.

    Raises:
        SettingsError: the workbench keeps its own files in that folder, or the file cannot be written.
    """
    settings = load_settings(root)
    corpus = corpus.resolve()
    for own in (settings.indexes, settings.workspace):
        if own.resolve().is_relative_to(corpus):
            raise SettingsError(
                f"Thư mục “{corpus}” chứa cả chỗ làm việc của công cụ ({own}).",
                "Hãy chọn một thư mục con chỉ có văn bản, hoặc chuyển văn bản vào một thư mục riêng.",
            )
    shown = corpus.relative_to(settings.root) if corpus.is_relative_to(settings.root) else corpus
    line = f"corpus = {toml_text(shown.as_posix())}"
    file = settings.root / FILE_NAME
    try:
        before = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
        lines = before.splitlines()
        top = next((place for place, one in enumerate(lines) if one.lstrip().startswith("[")), len(lines))
        at = next((place for place, one in enumerate(lines[:top]) if one.split("=")[0].strip() == "corpus"), None)
        if at is None:
            lines.insert(0, line)
        else:
            lines[at] = line
        text = "\n".join(lines) + "\n"
        if not _says(text, tomllib.loads(before) | {"corpus": shown.as_posix()}):
            raise SettingsError(f"Không sửa được tệp {file}.", f"Hãy tự ghi vào tệp này dòng: {line}")
        write_whole(file, text.encode("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"Không ghi được tệp {file} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error


def _says(text: str, wanted: dict[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:  # a value over several lines, of which only the first was replaced
        return False


def toml_text(text: str) -> str:
    """A text as TOML writes it, in double quotes."""
    escaped = "".join(
        f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else f"\\{sign}" if sign in '"\\' else sign
        for sign in text
    )
    return f'"{escaped}"'
