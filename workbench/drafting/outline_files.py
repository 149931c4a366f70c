"""Where outlines are: the shipped ones beside this module, the office's own in `workspace/de-cuong/`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from workbench.drafting.outline import Outline, Outlines
from workbench.drafting.outline_docx import read_outline_docx, slug
from workbench.drafting.outline_yaml import MOST_BYTES, parse_outline
from workbench.errors import OutlineError
from workbench.folders import make_folder

FOLDER = "de-cuong"
"""The folder of the office's own outlines in its workspace."""

_YAML = frozenset((".yaml", ".yml"))


@cache
def shipped_outlines() -> tuple[Outline, ...]:
    """The outlines that come with the package, by name of file."""
    return tuple(parse_outline(text, f"{key}.yaml") for key, text in sorted(_shipped_texts().items()))


def shipped_outline(key: str) -> Outline:
    """A shipped outline. Raises OutlineError when there is none of this key."""
    return Outlines(shipped_outlines(), {}).get(key)


def load_outlines(folder: Path) -> Outlines:
    """The shipped outlines and those in a folder, which stand in place of the shipped ones with their key.

    A file that cannot be used hides no other: it is told in `Outlines.problems`.
    """
    outlines = {one.key: one for one in shipped_outlines()}
    problems: dict[str, OutlineError] = {}
    own: dict[str, str] = {}
    for file in _own_files(folder):
        try:
            outline = read_outline(file)
            if outline.key in own:
                raise OutlineError(
                    f"Tệp đề cương “{file.name}”: khóa “{outline.key}” đã có ở tệp “{own[outline.key]}”.",
                    "Hãy đổi khóa hoặc xóa một tệp.",
                )
        except OutlineError as error:
            problems[slug(file.stem)] = error
            continue
        own[outline.key] = file.name
        outlines[outline.key] = outline
    return Outlines(tuple(outlines.values()), problems)


def read_outline(file: Path) -> Outline:
    """The outline in a .yaml or .docx file. Raises OutlineError: it cannot be read, or is no outline."""
    if file.suffix.lower() == ".docx":
        return read_outline_docx(file)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise OutlineError(f"Tệp đề cương “{file.name}” quá lớn.", f"Đề cương không quá {MOST_BYTES // 1024} KB.")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OutlineError(f"Tệp đề cương “{file.name}” không phải UTF-8.", "Hãy lưu lại dạng UTF-8.") from error
    except OSError as error:
        raise OutlineError(
            f"Không đọc được tệp đề cương “{file.name}”: {error.strerror or error}.", "Hãy kiểm tra quyền đọc tệp."
        ) from error
    return replace(parse_outline(text, file.name), path=str(file))


def copy_outline(key: str, folder: Path) -> Path:
    """Write a shipped outline into a folder, for the office to change, and return the file.

    Raises:
        OutlineError: there is no shipped outline of this key; the folder holds one of this name already, which is never
            overwritten; the file cannot be written.
    """
    texts = _shipped_texts()
    if key not in texts:
        raise OutlineError(f"Không có đề cương sẵn “{key}” để chép.", f"Các đề cương sẵn: {', '.join(sorted(texts))}.")
    path = folder / f"{key}.yaml"
    try:
        make_folder(folder)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(texts[key])
    except FileExistsError as error:
        raise OutlineError(f"Đã có tệp “{path}”.", "Hãy mở tệp ấy để sửa, hoặc đổi tên nó rồi chép lại.") from error
    except OSError as error:
        raise OutlineError(
            f"Không ghi được tệp “{path}”: {error.strerror or error}.",
            "Hãy kiểm tra quyền ghi và chỗ trống trên ổ đĩa.",
        ) from error
    return path


def _own_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if (file.suffix.lower() in _YAML or file.suffix.lower() == ".docx")
        and not file.name.startswith((".", "~$"))
        and file.is_file()
    )


@cache
def _shipped_texts() -> dict[str, str]:
    folder = files("workbench.drafting").joinpath("outlines")
    return {
        file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }
