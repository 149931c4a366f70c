"""Settings, tables and help, apart from how they look."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.errors import SettingsError
from workbench.settings import FILE_NAME
from workbench.settings import load as load_settings
from workbench.ui.bench import value_of
from workbench.ui.doctor import Check, examine
from workbench.ui.settings_file import Key, Value, change_settings, file_text, put_back, read_values

if TYPE_CHECKING:
    import pandas as pd

    from workbench.drafting.office_tables import OfficeTable
    from workbench.settings import Settings
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

VIEWS = (
    ("co_quan", "Cơ quan"),
    ("kho", "Kho và máy"),
    ("bang", "Bảng của cơ quan"),
    ("tro_giup", "Trợ giúp"),
)

PAGE_SIZE = 15


@dataclass(frozen=True)
class OfficeField:
    """A setting of the office: its name in the file, what people read, an example."""

    name: str
    label: str
    example: str


OFFICE = (
    OfficeField("parent", "Cơ quan cấp trên", "TỈNH ỦY LAM GIANG; “-” nếu không có"),
    OfficeField("organ", "Cơ quan ban hành", "VĂN PHÒNG"),
    OfficeField("symbol", "Ký hiệu sau “Số …-BC/”", "VPTU"),
    OfficeField("place", "Địa danh", "Lam Giang"),
    OfficeField("signer_authority", "Quyền hạn ký", "T/M BAN THƯỜNG VỤ; “-” nếu cấp trưởng ký trực tiếp"),
    OfficeField("signer_role", "Chức vụ người ký", "CHÁNH VĂN PHÒNG"),
    OfficeField("signer_name", "Họ và tên người ký", "Nguyễn Văn A"),
)

ENGINES = (
    ("auto", "Tự chọn theo cỡ kho (nên dùng)"),
    ("whoosh", "Whoosh: kho nhỏ"),
    ("tantivy", "Tantivy: kho lớn"),
)

SAFETY = (
    "Mọi việc diễn ra trên máy này: không gửi văn bản, câu tìm hay số liệu nào ra ngoài, không cần Internet. Bảng làm "
    "việc chỉ mở được từ chính máy này. Tệp gốc không bao giờ bị sửa. Văn bản mang dấu mật không được nhận vào kho."
)
"""What people may rely on."""


class SettingsModel(traitlets.HasTraits):
    """State and actions of the settings panel.

    Attributes:
        view: which part is on screen, a key of `VIEWS`.
        settings: the settings in force.
        table: name of the table looked at.
        words: only rows with these words are shown.
        page: page of its rows, from 0.
        tables: every table (`OfficeTable`).
        checks: what the look at this machine found, or None before it.
        undoable: whether the last change can be taken back.
        revision: grows by one when other rows of a table are to be shown.
    """

    view = traitlets.Enum([key for key, _ in VIEWS], "co_quan")
    settings: Any = traitlets.Any()
    table = traitlets.Unicode("abbreviations")
    words = traitlets.Unicode("")
    page = traitlets.Int(0)
    tables = traitlets.Tuple()
    checks: Any = traitlets.Any(None)
    undoable = traitlets.Bool(False)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__(settings=workbench.settings)
        self.workbench = workbench
        self.bench = bench
        self._undo: tuple[str, str] | None = None
        self._rows: pd.DataFrame | None = None

    # -- the settings file ------------------------------------------------------------------------------------

    @property
    def file(self) -> Path:
        """The settings file; it need not exist."""
        root: Path = self.workbench.settings.root
        return root / FILE_NAME

    def read_again(self) -> None:
        """Take up what the file says now. Raises SettingsError: it cannot be used."""
        self.workbench.reopen()
        self.settings = self.workbench.settings

    def save_office(self, values: Mapping[str, str], recipients: str) -> int:
        """Write what people changed about the office.

        Args:
            values: by name of the field; unchanged ones are left alone.
            recipients: nơi nhận, one a line.

        Returns:
            How many values were changed.

        Raises:
            SettingsError: the file cannot be changed; it is then as it was.
        """
        office = self.settings.office
        changes: dict[Key, Value] = {
            ("office", name): value.strip() for name, value in values.items() if value.strip() != getattr(office, name)
        }
        listed = [line.strip() for line in recipients.splitlines() if line.strip()]
        if tuple(listed) != office.recipients:
            changes["office", "recipients"] = listed
        return self._change(changes)

    def save_archive(self, engine: str, history: bool) -> int:
        """Write which engine the archive has and whether a history is kept. Returns and raises: as `save_office`."""
        changes: dict[Key, Value] = {}
        if engine != self.settings.engine:
            changes["", "engine"] = engine
        if history != self.settings.history:
            changes["", "history"] = history
        return self._change(changes)

    def undo(self) -> None:
        """Take the last change back. Raises SettingsError: the file was changed since."""
        if self._undo is not None:
            put_back(self.workbench.settings.root, *self._undo)
            self._undo, self.undoable = None, False
            self.read_again()

    def _change(self, changes: Mapping[Key, Value]) -> int:
        if not changes:
            return 0
        root = self.workbench.settings.root
        before = change_settings(root, changes, {key: _of(self.settings, key) for key in changes})
        self._undo, self.undoable = (before, file_text(root)), True
        self.read_again()
        return len(changes)

    @property
    def moved(self) -> bool:
        """Whether the file names other folders than those that are open: they are taken at the next start."""
        try:
            now = load_settings(self.workbench.settings.root)
        except SettingsError:
            return False
        held = self.workbench.settings
        return (now.corpus, now.indexes, now.workspace) != (held.corpus, held.indexes, held.workspace)

    def written(self) -> bool:
        """Whether there is a settings file with anything in it. Raises SettingsError: it is not TOML."""
        return bool(read_values(self.workbench.settings.root))

    # -- tables -----------------------------------------------------------------------------------------------

    def list_tables(self) -> None:
        """Look which tables there are, and which the office has changed."""
        self.tables = tuple(self.workbench.tables())

    def choose_table(self, name: str) -> None:
        """Look at a table. Raises SettingsError: the office's file cannot be used."""
        self._rows = None
        self.page = 0
        self.table = name
        self._load()

    def look_for(self, words: str) -> None:
        """Show only rows with these words, with or without accents."""
        self.words = words.strip()
        self.page = 0
        self._load()

    def copy_table(self) -> Path:
        """Copy the table to the office's folder, to be changed there. Raises SettingsError: it is there already."""
        file = self.workbench.copy_table(self.table)
        self.list_tables()
        return file

    def read_tables_again(self) -> None:
        """Take up what people changed in their tables. Raises SettingsError: one cannot be used."""
        self._rows = None
        self.list_tables()
        self.workbench.reopen()
        self._load()

    @property
    def chosen(self) -> OfficeTable | None:
        """The table looked at."""
        return next((one for one in self.tables if one.name == self.table), None)

    @property
    def rows(self) -> pd.DataFrame | None:
        """The page of rows on screen, or None before a table was loaded."""
        return None if self._rows is None else self._rows.iloc[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def count(self) -> int:
        """How many rows of the table there are with the words looked for."""
        return 0 if self._rows is None else len(self._rows)

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return -(-self.count // PAGE_SIZE)

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step

    def _load(self) -> None:
        from workbench.vietnamese.spelling import fold

        frame = self.workbench.table(self.table)
        wanted = fold(self.words).split()
        if wanted and len(frame):
            joined = frame.apply(lambda row: fold(" ".join(map(str, row))), axis=1)
            frame = frame[joined.map(lambda text: all(word in text for word in wanted))]
        self._rows = frame
        self.revision += 1

    # -- this machine, help -----------------------------------------------------------------------------------

    def check(self) -> None:
        """Look at this machine: what is installed, what is missing, and what each missing part costs."""
        self.checks = tuple(examine(self.workbench.settings.root))

    @property
    def guide(self) -> Path | None:
        """The guide that came with the workbench, or None."""
        return guide_file()

    def open_guide(self) -> None:
        """Open the guide in the browser of this machine. Raises SettingsError: there is none, or no browser."""
        guide = self.guide
        if guide is None:
            raise SettingsError("Bản cài đặt không có sách hướng dẫn.", "Hãy cài lại theo README.")
        if not webbrowser.open(guide.as_uri()):
            raise SettingsError("Không mở được trình duyệt.", f"Hãy tự mở tệp {guide}.")

    # -- state ------------------------------------------------------------------------------------------------

    def show(self, view: str) -> None:
        """Show a part of the panel."""
        if view == "bang" and not self.tables:
            self.list_tables()
            self._load()
        self.view = view

    def state(self) -> dict[str, Any]:
        """What `restore` needs: the part and the table on screen. What was typed and not saved is not kept."""
        return {"view": self.view, "table": self.table, "words": self.words, "page": self.page}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same part again."""
        self.list_tables()
        table = value_of(state, "table", "")
        self.table = table if table in [one.name for one in self.tables] else "abbreviations"
        self.words = value_of(state, "words", "")
        self._load()
        self.page = 0
        self.turn(value_of(state, "page", 0))
        view = value_of(state, "view", "")
        self.show(view if view in [key for key, _ in VIEWS] else "co_quan")


def guide_file() -> Path | None:
    """The guide inside the package, else the README of a checkout, else None."""
    package = Path(__file__).resolve().parent.parent
    found = (package / "_guide" / "index.html", package.parent / "README.md")
    return next((file for file in found if file.is_file()), None)


def _of(settings: Settings, key: Key) -> Any:
    table, name = key
    value = getattr(settings.office if table else settings, name)
    return list(value) if isinstance(value, tuple) else value


def check_state(check: Check) -> str:
    """What a look at a part of the machine found, in a word."""
    return "Có" if check.ok else "THIẾU" if check.needed else "Không có"
