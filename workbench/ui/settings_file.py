"""Changes `workbench.toml` value by value: every other line, and every comment, stays as people wrote it."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.drafting.whole_file import write_whole
from workbench.errors import SettingsError
from workbench.settings import FILE_NAME
from workbench.settings import load as load_settings

Value = str | bool | int | float | Sequence[str]
Key = tuple[str, str]
"""A table ("" for the top of the file) and a name in it: ("office", "organ")."""

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_NAME = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
_PIECES = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#[^\n]*')


def read_values(root: Path) -> dict[str, Any]:
    """What the file says, as it stands; {} where there is none. Raises SettingsError: it is not TOML."""
    return _parsed(_text(root / FILE_NAME), root / FILE_NAME)


def change_settings(root: Path, changes: Mapping[Key, Value], seen: Mapping[Key, Any] | None = None) -> str:
    """Change values in the root's `workbench.toml`; the file is made where there is none.

    The new file is first loaded as settings; it takes the old one's place whole, or not at all.

    Args:
        root: the folder of the archive.
        changes: the new values.
        seen: what people saw before they changed it; a value that is another one now is not written over.

    Returns:
        The text of the file before, for `put_back`.

    Raises:
        SettingsError: a value cannot be used, or was changed elsewhere meanwhile, or the file cannot be changed or
            written; the file is then as it was.
    """
    file = root / FILE_NAME
    before = _text(file)
    known = _parsed(before, file)
    for key, shown in (seen or {}).items():
        now = _value(known, key)
        if key in changes and now != shown and now is not None:
            raise SettingsError(
                f"Mục {_shown(key)} trong {file} vừa được đổi ở nơi khác (nay là {now!r}).",
                "Bấm “Đọc lại” để thấy giá trị mới rồi hãy sửa.",
            )
    text = before
    for key, value in changes.items():
        text = changed_text(text, key, value)
    if _parsed(text, file) != _expected(known, changes):
        lines = "; ".join(f"{_shown(key)} = {toml_value(value)}" for key, value in changes.items())
        raise SettingsError(f"Không tự sửa được {file}: tệp được viết theo cách khác thường.", f"Hãy tự ghi: {lines}")
    _check(text)
    _write(file, text)
    return before


def put_back(root: Path, before: str, written: str) -> None:
    """Undo a change, unless somebody changed the file since.

    Args:
        root: the folder of the archive.
        before: the text to bring back.
        written: the text that the change to be undone left.

    Raises:
        SettingsError: the file is another one now, or cannot be written.
    """
    file = root / FILE_NAME
    if _text(file) != written:
        raise SettingsError(f"{file} đã được sửa thêm từ lúc đó nên không trả lại được.", "Hãy sửa từng mục.")
    if before:
        _write(file, before)
    else:
        file.unlink(missing_ok=True)  # there was none


def file_text(root: Path) -> str:
    """The text of the file; "" where there is none."""
    return _text(root / FILE_NAME)


def changed_text(text: str, key: Key, value: Value) -> str:
    """The text of a settings file with one value changed, or added where it was not there."""
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix("\ufeff").split(end)
    if lines and lines[-1] == "":
        lines.pop()
    table, name = key
    first, last = _extent(lines, table)
    line = f"{name} = {toml_value(value)}"
    if first is None:
        lines += ([""] if lines and lines[-1].strip() else []) + [f"[{table}]", line]
        return mark + end.join(lines) + end
    at = next((place for place in range(first, last) if _name_of(lines[place]) == name), None)
    if at is None:
        while last > first and not lines[last - 1].strip():
            last -= 1
        lines.insert(last, line)
        return mark + end.join(lines) + end
    stop = _end_of(lines, at)
    comments = [piece for piece in _PIECES.findall("\n".join(lines[at : stop + 1])) if piece.startswith("#")]
    if at == stop:
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        kept = f"  {comments[0]}" if comments else ""
        lines[at] = _aligned(lines[at], indent + line, kept)
    else:
        lines[at : stop + 1] = [*comments, line]
    return mark + end.join(lines) + end


def _aligned(before: str, line: str, comment: str) -> str:
    """The comment stays in its column where there is room."""
    if not comment:
        return line
    column = before.index(comment.strip(), before.index("="))
    return f"{line.ljust(column - 1)} {comment.strip()}" if len(line) < column else line + comment


def toml_value(value: Value) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        escaped = "".join(
            f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else f"\\{sign}" if sign in '"\\' else sign
            for sign in value.encode("utf-8", "replace").decode("utf-8")
        )
        return f'"{escaped}"'
    return f"[{', '.join(toml_value(one) for one in value)}]"


def _extent(lines: Sequence[str], table: str) -> tuple[int | None, int]:
    """The lines of a table: after its heading, up to the next one."""
    heads = [place for place, line in enumerate(lines) if line.lstrip().startswith("[") and _is_heading(lines, place)]
    if not table:
        return 0, heads[0] if heads else len(lines)
    for number, place in enumerate(heads):
        found = _TABLE.match(lines[place])
        if found is not None and found[1].strip("\"'") == table:
            return place + 1, heads[number + 1] if number + 1 < len(heads) else len(lines)
    return None, len(lines)


def _is_heading(lines: Sequence[str], place: int) -> bool:
    """Whether a line that begins with "[" heads a table, and is no row of a list over several lines."""
    try:
        tomllib.loads("\n".join(lines[:place]))
        tomllib.loads(lines[place])
    except tomllib.TOMLDecodeError:
        return False
    return True


def _name_of(line: str) -> str | None:
    found = _NAME.match(line)
    return next((name for name in found.groups() if name is not None), None) if found else None


def _end_of(lines: Sequence[str], at: int) -> int:
    """The last line of the statement that begins at `at`: the first at which it can be read."""
    for stop in range(at, len(lines)):
        try:
            tomllib.loads("\n".join(lines[at : stop + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return stop
    return at


def _expected(known: Mapping[str, Any], changes: Mapping[Key, Value]) -> dict[str, Any]:
    wanted = {name: dict(value) if isinstance(value, dict) else value for name, value in known.items()}
    for (table, name), value in changes.items():
        plain = value if isinstance(value, str | bool | int | float) else list(value)
        if table:
            inside = wanted.setdefault(table, {})
            if isinstance(inside, dict):
                inside[name] = plain
        else:
            wanted[name] = plain
    return wanted


def _value(known: Mapping[str, Any], key: Key) -> Any:
    table, name = key
    home = known.get(table, {}) if table else known
    return home.get(name) if isinstance(home, dict) else None


def _shown(key: Key) -> str:
    return f"[{key[0]}] {key[1]}" if key[0] else key[1]


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")  # as it stands, ends of lines and all
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"Tệp “{file}” không ở bảng mã UTF-8.", "Hãy mở và lưu lại tệp này kiểu UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"Không đọc được tệp “{file}”.", "Hãy kiểm tra quyền đọc tệp này.") from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"Tệp “{file}” không đúng dạng TOML: {error}.", "Hãy sửa dòng đã nêu.") from error


def _check(text: str) -> None:
    """Load the settings as they will be. Raises SettingsError: one cannot be used."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_bytes(text.encode("utf-8"))
        load_settings(folder)


def _write(file: Path, text: str) -> None:
    try:
        write_whole(file, text.encode("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"Không ghi được tệp {file} ({error.strerror or error}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
