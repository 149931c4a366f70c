"""One settings object: where the folders are, and what an office may set in `workbench.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, cast, get_args

from workbench.errors import SettingsError

FILE_NAME = "workbench.toml"

EngineSetting = Literal["auto", "whoosh", "tantivy"]
"""Which full-text engine an archive has."""


@dataclass(frozen=True)
class Office:
    """The office in whose name drafts are exported; unknown parts stay visible dots in the export.

    Attributes:
        parent: cơ quan cấp trên, e.g. "TỈNH ỦY LAM GIANG".
        organ: cơ quan ban hành, e.g. "VĂN PHÒNG".
        symbol: what follows "Số …-BC/", e.g. "VPTU".
        place: địa danh before the date.
        signer_authority: quyền hạn ký, "T/M BAN THƯỜNG VỤ"; "-" for a head who signs in their own right.
        signer_role: chức vụ of who signs.
        signer_name: họ tên of who signs.
        recipients: nơi nhận, one a line.

    `parent`, too, may be "-": there is no organ above.
    """

    parent: str = ""
    organ: str = ""
    symbol: str = ""
    place: str = ""
    signer_authority: str = ""
    signer_role: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Where things are and how to work.

    Attributes:
        root: the folder that holds everything.
        corpus: originals; never changed.
        indexes: catalogue and index; can be rebuilt.
        workspace: what people made (drafts …); never deleted by a rebuild.
        workers: processes that read files during a build; 0 means one a core.
        reading_minutes: longest that reading one small file may take; a file of 15 MB may take twice that, and so on.
        reading_memory_mb: memory that a reader may ask for, in MB (held to on Linux only).
        engine: "whoosh", "tantivy", or "auto": by the size of the archive (decision 18).
        history: whether searches made and documents opened are noted in the workspace.
        office: the office named in exports.
    """

    root: Path
    corpus: Path
    indexes: Path
    workspace: Path
    workers: int = 0
    reading_minutes: float = 15.0
    reading_memory_mb: int = 2048
    engine: EngineSetting = "auto"
    history: bool = True
    office: Office = field(default_factory=Office)

    @property
    def lexicon(self) -> Path:
        """Folder of the office's own tables of words (see `workbench.vietnamese.lexicon`); it need not exist."""
        return self.workspace / "bang-tra"

    @property
    def worker_count(self) -> int:
        """The number of reader processes to use, at least 1."""
        return self.workers or max(os.cpu_count() or 1, 1)


_KEYS = frozenset(item.name for item in fields(Settings)) - {"root"}


def load(root: Path | str) -> Settings:
    """The settings of a root folder: defaults, changed by its `workbench.toml` if there is one.

    Raises:
        SettingsError: the root is no folder, or the file is not TOML, or a key or value is not known.
    """
    folder = Path(root).expanduser().resolve()
    if not folder.is_dir():
        raise SettingsError(f"Không có thư mục “{folder}”.", "Hãy tạo thư mục hoặc sửa lại đường dẫn (--root).")
    given = _read(folder / FILE_NAME)
    for name in given:
        if name not in _KEYS:
            raise SettingsError(f"Tệp {FILE_NAME} có mục lạ “{name}”.", "Hãy xóa hoặc sửa tên mục này.")
    workers = given.get("workers", 0)
    if isinstance(workers, bool) or not isinstance(workers, int) or not 0 <= workers <= 256:
        raise SettingsError(f"Tệp {FILE_NAME}: workers = {workers!r} không dùng được.", "Hãy ghi một số từ 0 đến 256.")
    history = given.get("history", True)
    if not isinstance(history, bool):
        raise SettingsError(f"Tệp {FILE_NAME}: history = {history!r} không dùng được.", "Hãy ghi true hoặc false.")
    return Settings(
        root=folder,
        corpus=folder / _text(given, "corpus", "corpus"),
        indexes=folder / _text(given, "indexes", "indexes"),
        workspace=folder / _text(given, "workspace", "workspace"),
        workers=workers,
        reading_minutes=_number(given, "reading_minutes", Settings.reading_minutes, 0.01, 24 * 60),
        reading_memory_mb=int(_number(given, "reading_memory_mb", Settings.reading_memory_mb, 512, 1_000_000)),
        engine=_engine(given.get("engine", "auto")),
        history=history,
        office=_office(given.get("office", {})),
    )


def _engine(given: Any) -> EngineSetting:
    for known in get_args(EngineSetting):
        if given == known:
            return cast("EngineSetting", known)
    raise SettingsError(
        f"Tệp {FILE_NAME}: engine = {given!r} không dùng được.",
        f"Hãy ghi một trong các giá trị: {', '.join(get_args(EngineSetting))}.",
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Tệp “{file}” không đúng dạng TOML: {error}.", "Hãy sửa dòng đã nêu.") from error
    except OSError as error:
        raise SettingsError(f"Không đọc được tệp “{file}”.", "Hãy kiểm tra quyền đọc tệp này.") from error


def _text(given: dict[str, Any], name: str, default: str) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise SettingsError(f"Tệp {FILE_NAME}: {name} = {value!r} phải là chữ trong ngoặc kép.", "Hãy sửa giá trị này.")
    return value


def _number(given: dict[str, Any], name: str, default: float, least: float, most: float) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise SettingsError(
            f"Tệp {FILE_NAME}: {name} = {value!r} không dùng được.", f"Hãy ghi một số từ {least:g} đến {most:g}."
        )
    return value


def _office(given: Any) -> Office:
    known = [item.name for item in fields(Office)]
    if not isinstance(given, dict):
        raise SettingsError(f"Tệp {FILE_NAME}: [office] phải là một bảng.", f"Các mục: {', '.join(known)}.")
    for name in given:
        if name not in known:
            raise SettingsError(f"Tệp {FILE_NAME}: [office] có mục lạ “{name}”.", f"Các mục: {', '.join(known)}.")
    texts = {name: _text(given, name, "") for name in known if name != "recipients"}
    return Office(**texts, recipients=_texts(given, "recipients"))


def _texts(given: dict[str, Any], name: str) -> tuple[str, ...]:
    values = given.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SettingsError(
            f"Tệp {FILE_NAME}: {name} = {values!r} phải là danh sách chữ trong ngoặc kép.",
            f'Ví dụ: {name} = ["Thường trực Tỉnh ủy", "Lưu Văn phòng"].',
        )
    return tuple(values)
