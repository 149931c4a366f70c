"""How the parts of an official document are set on the page: one table, a row a part and version of the rules.

The rows follow domain.md §2.5 (36-HD/VPTW, 05-HD/VPTW) and §3.3 (NĐ 30/2020/NĐ-CP), with a mark for how sure each
rule is: "V" read in a source, "V2" told by a second-hand source, "S" seen in real documents, "K" known but unchecked.
Export prints by the table and the check of form reads it; an office may change rows in
`workspace/bang-tra/form_layout.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from workbench.documents.model import System
from workbench.errors import SettingsError
from workbench.vietnamese.lexicon import tables
from workbench.vietnamese.lexicon.tables import Column, Table, one_of, some_text

Version = Literal["36-HD", "05-HD", "ND30"]
Case = Literal["hoa", "thường", ""]
Alignment = Literal["giữa", "trái", "phải", "đều", ""]
Rule = Literal["bằng chữ", "một phần ba đến một nửa", "dấu sao", "năm gạch nối", "khung", ""]

_05_HD = date(2026, 5, 27)
"""Day of 05-HD/VPTW (domain.md §2.1); before it 36-HD holds, also for what is older than 36-HD itself."""


def _some_number(value: str) -> str:
    if value:
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            raise ValueError(f"“{value}” không phải là số") from None
        if not 0 < number < 1000:
            raise ValueError(f"“{value}” phải lớn hơn 0 và nhỏ hơn 1000")
        return f"{number:g}"
    return ""


def _anything(value: str) -> str:
    return value


def _choices(kind: object) -> tables.Check:
    return one_of({choice: choice for choice in get_args(kind)})


_YES = one_of({"": "", "có": "có", "không": "không"})

_SYSTEMS = {"party": "party", "state": "state", "Đảng": "party", "Nhà nước": "state"}

LAYOUT = Table(
    "form_layout.csv",
    (
        Column(
            "system", "hệ", one_of({"party": "party", "state": "state", "Đảng": "party", "Nhà nước": "state"}), True
        ),
        Column("version", "bản", _choices(Version), identifies=True),
        Column("component", "thành phần", some_text, identifies=True),
        Column("name", "tên", some_text),
        Column("case", "chữ", _choices(Case), optional=True),
        Column("size_min", "từ", _some_number, optional=True),
        Column("size_max", "đến", _some_number, optional=True),
        Column("size", "cỡ in", _some_number, optional=True),
        Column("unit", "đơn vị", one_of({"": "", "pt": "pt", "mm": "mm", "dòng": "dòng"}), optional=True),
        Column("bold", "đậm", _YES, optional=True),
        Column("italic", "nghiêng", _YES, optional=True),
        Column("underline", "gạch chân", _YES, optional=True),
        Column("alignment", "căn", _choices(Alignment), optional=True),
        Column("position", "vị trí", _anything, optional=True),
        Column("words", "câu chữ", _anything, optional=True),
        Column("rule", "nét kẻ", _choices(Rule), optional=True),
        Column("mark", "mức chắc", one_of({"V": "V", "V2": "V2", "S": "S", "K": "K"})),
    ),
    package="workbench.documents",
)


@dataclass(frozen=True)
class Component:
    """How one part is set.

    Attributes:
        key: its name in the table: "ten_loai", "le_trai" …
        name: what people call it.
        case: "hoa" for capitals, "thường" for small letters, "" where it does not matter.
        size_min, size_max: what the rule allows, in `unit`; None where it sets no bound.
        size: what an export prints, in `unit`; None where the part has no size.
        unit: "pt" for letters and distances between lines, "mm" for lengths, "dòng" for multiples of a line.
        bold, italic, underline: whether it must (True) or must not (False) be so; None where the rule does not say.
        alignment: "giữa", "trái", "phải", "đều", or "".
        position: where it stands, in words.
        words: the words that it has or begins with; several possible ones stand side by side; {…} is filled in.
        rule: what stands below or around it: a line as long as the words, one of a third to half of them, a star, five
            hyphens, a frame.
        mark: how sure the rule is: "V", "V2", "S" or "K" (domain.md).
    """

    key: str
    name: str
    case: Case
    size_min: float | None
    size_max: float | None
    size: float | None
    unit: str
    bold: bool | None
    italic: bool | None
    underline: bool | None
    alignment: Alignment
    position: str
    words: str
    rule: Rule
    mark: str

    @property
    def verified(self) -> bool:
        """Whether the rule was read in a source; others may only give hints."""
        return self.mark == "V"

    def allows(self, size: float, tolerance: float = 0.01) -> bool:
        """Whether a size (in `unit`) keeps the rule."""
        low, high = self.size_min, self.size_max
        return (low is None or size >= low - tolerance) and (high is None or size <= high + tolerance)


@dataclass(frozen=True)
class FormLayout:
    """All parts of one version of the rules.

    Attributes:
        system: "party" or "state".
        version: "36-HD", "05-HD" or "ND30".
        components: the parts by key, in the order of the table.
    """

    system: System
    version: Version
    components: Mapping[str, Component]

    def __getitem__(self, key: str) -> Component:
        """A part. Raises SettingsError: the table has no such row."""
        try:
            return self.components[key]
        except KeyError:
            raise SettingsError(
                f"Bảng thể thức {LAYOUT.file} không có thành phần “{key}” của bản {self.version}.",
                "Hãy bỏ dòng xóa thành phần này trong bảng của cơ quan.",
            ) from None

    def get(self, key: str) -> Component | None:
        """A part, None where this version has none."""
        return self.components.get(key)

    def size(self, key: str) -> float:
        """What an export prints a part in. Raises SettingsError: there is no such row, or it has no size."""
        size = self[key].size
        if size is None:
            raise SettingsError(
                f"Bảng thể thức {LAYOUT.file}: thành phần “{key}” của bản {self.version} chưa có cỡ in.",
                "Hãy điền cột “size” (cỡ in) của dòng này.",
            )
        return size


def version_on(system: System, day: date) -> Version:
    """Whose rules of layout hold on a day (domain.md §2.1, §3)."""
    if system == "state":
        return "ND30"
    return "05-HD" if day >= _05_HD else "36-HD"


def layout_of(system: System, version: Version, office_folder: Path | None = None) -> FormLayout:
    """The layout table of one version, with the office's own rows over the shipped ones.

    Args:
        system: "party" or "state".
        version: the version of the rules; one of the other system gives an empty layout.
        office_folder: the office's folder of tables (`Settings.lexicon`), None for the shipped table alone.

    Raises:
        SettingsError: the office's table cannot be used, or has a size to print that its own bounds do not allow.
    """
    there = office_folder is not None and (office_folder / LAYOUT.file).exists()
    rows = tables.load(LAYOUT, office_folder) if there else tables.shipped(LAYOUT)
    return _layout(system, version, rows)


def layout_on(system: System, day: date, office_folder: Path | None = None) -> FormLayout:
    """The layout that holds on a day. Raises as `layout_of`."""
    return layout_of(system, version_on(system, day), office_folder)


@cache
def _layout(system: System, version: Version, rows: tuple[tables.Row, ...]) -> FormLayout:
    chosen = [dict(zip((column.name for column in LAYOUT.columns), row, strict=True)) for row in rows]
    parts = [_component(row) for row in chosen if (row["system"], row["version"]) == (system, version)]
    for part in parts:
        if part.size is not None and not part.allows(part.size):
            raise SettingsError(
                f"Bảng thể thức {LAYOUT.file}, bản {version}, thành phần “{part.key}”: cỡ in {part.size:g} "
                f"nằm ngoài khoảng cho phép.",
                "Hãy sửa cột “size”, hoặc các cột “size_min”, “size_max”.",
            )
    return FormLayout(system, version, {part.key: part for part in parts})


def _component(row: dict[str, str]) -> Component:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    def flag(name: str) -> bool | None:
        return row[name] == "có" if row[name] else None

    return Component(
        key=row["component"],
        name=row["name"],
        case=cast("Case", row["case"]),
        size_min=number("size_min"),
        size_max=number("size_max"),
        size=number("size"),
        unit=row["unit"],
        bold=flag("bold"),
        italic=flag("italic"),
        underline=flag("underline"),
        alignment=cast("Alignment", row["alignment"]),
        position=row["position"],
        words=row["words"],
        rule=cast("Rule", row["rule"]),
        mark=row["mark"],
    )
