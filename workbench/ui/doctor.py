"""What is installed on this machine, what is missing, and what each missing part costs."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from workbench.archive.catalogue import FILE_NAME
from workbench.archive.readers import supported_suffixes
from workbench.archive.system_parts import PARTS, Part, find
from workbench.errors import WorkbenchError
from workbench.settings import load
from workbench.vietnamese.lexicon import Lexicon
from workbench.workbench import Workbench


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes:
        part: what, in words.
        ok: True when it is there; False when missing or broken.
        needed: whether the workbench cannot do its main job without it.
        found: what was found.
        cost: what does not work without it, and what to do.
    """

    part: str
    ok: bool
    needed: bool
    found: str
    cost: str = ""


# distribution, module, part in words, what it costs to be without it
_LIBRARIES = (
    ("Whoosh-Reloaded", "whoosh", "Bộ tìm kiếm Whoosh", "Không lập chỉ mục và không tìm được."),
    ("SQLAlchemy", "sqlalchemy", "Danh mục văn bản (SQLAlchemy)", "Không mở được kho."),
    ("underthesea", "underthesea", "Tách từ tiếng Việt (underthesea)", "Không rút được từ khóa."),
    ("pandas", "pandas", "Bảng dữ liệu (pandas)", "Không có bảng kết quả."),
    ("python-docx", "docx", "Đọc và xuất Word (python-docx)", "Không đọc, không xuất được .docx."),
    ("pdfminer.six", "pdfminer", "Đọc PDF (pdfminer)", "Không đọc được .pdf."),
    ("lxml", "lxml", "Đọc HTML (lxml)", "Không đọc được .html và .docx."),
    ("openpyxl", "openpyxl", "Xuất Excel (openpyxl)", "Không xuất được .xlsx."),
    ("jupyterlab", "jupyterlab", "Sổ tay JupyterLab", "Không mở được sổ tay; các lệnh khác vẫn chạy."),
    ("ipywidgets", "ipywidgets", "Bảng điều khiển trong sổ tay (ipywidgets)", "Sổ tay không hiện ô tìm kiếm."),
    ("altair", "altair", "Biểu đồ (altair)", "Sổ tay từ khóa không vẽ được biểu đồ."),
    (
        "vl-convert-python",
        "vl_convert",
        "Vẽ biểu đồ không cần mạng (vl-convert)",
        "Sổ tay từ khóa không vẽ được biểu đồ.",
    ),
)
_OPTIONAL_LIBRARIES = (
    ("tantivy", "Bộ tìm kiếm cho kho lớn (tantivy)", "Kho trên vài nghìn văn bản thì tìm chậm (chỉ có Whoosh)."),
    ("jupyterlab-language-pack-vi-VN", "Giao diện JupyterLab tiếng Việt", "Thanh lệnh của JupyterLab hiện tiếng Anh."),
)


def examine(root: Path) -> list[Check]:
    """Look at this machine and at the archive in `root`. Never raises: what is wrong becomes a check that failed."""
    return [
        _python(),
        *map(_library, _LIBRARIES),
        *map(_optional, _OPTIONAL_LIBRARIES),
        *map(_program, PARTS.values()),
        _lexicon(root),
        *_root(root),
    ]


def _python() -> Check:
    enough = sys.version_info >= (3, 11)
    found = f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    return Check("Python", enough, True, found, "" if enough else "Cần Python 3.11 trở lên.")


def _library(entry: tuple[str, str, str, str]) -> Check:
    distribution, module, part, cost = entry
    if importlib.util.find_spec(module) is None:
        return Check(part, False, True, "thiếu", f"{cost} Hãy cài lại theo README.")
    return Check(part, True, True, _version(distribution))


def _optional(entry: tuple[str, str, str]) -> Check:
    distribution, part, cost = entry
    found = _version(distribution)
    return Check(part, bool(found), False, found or "thiếu", "" if found else cost)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _program(part: Part) -> Check:
    place = find(part.name)
    return Check(part.title, place is not None, False, str(place or "không có"), "" if place else part.cost)


def _lexicon(root: Path) -> Check:
    title = "Bảng từ của cơ quan (viết tắt, đồng nghĩa, địa danh)"
    try:
        folder = load(root).lexicon
        Lexicon.load(folder if folder.is_dir() else None)
    except WorkbenchError as error:
        return Check(title, False, True, "hỏng", str(error))
    own = ", ".join(sorted(file.name for file in folder.glob("*.csv"))) if folder.is_dir() else ""
    return Check(title, True, False, own or f"chưa có bảng riêng trong {folder}")


def _root(root: Path) -> list[Check]:
    try:
        with Workbench.open(root) as workbench:
            settings = workbench.settings
            has_catalogue = (settings.indexes / FILE_NAME).is_file()
            known = workbench.catalogue.files().values() if has_catalogue else ()
            statuses = Counter(state.status for state in known)
            count = workbench.catalogue.count() if has_catalogue else 0
    except WorkbenchError as error:
        return [Check("Kho văn bản", False, True, str(root), str(error))]
    there = settings.corpus.is_dir()
    free = shutil.disk_usage(settings.root).free / 1e9
    return [
        Check(
            "Thư mục văn bản gốc",
            there,
            True,
            str(settings.corpus),
            "" if there else "Hãy tạo thư mục và chép văn bản vào.",
        ),
        Check(
            "Kho đã nạp",
            count > 0,
            True,
            f"{count} văn bản; {statuses['quarantined']} tệp chưa đọc được"
            + (f"; {statuses['waiting']} tệp chờ cài thêm chương trình" if statuses["waiting"] else ""),
            "" if count else "Chưa tìm được gì. Hãy chạy: workbench build",
        ),
        Check("Nơi giữ dự thảo", True, False, str(settings.workspace)),
        Check(
            "Thiết lập đang có hiệu lực",
            True,
            False,
            f"tiến trình đọc tệp: {settings.worker_count}; cơ quan: {settings.office.organ or '(chưa ghi)'}; "
            f"mô hình ngôn ngữ: {settings.language_model.address or 'tắt'}; "
            f"đuôi tệp đọc được: {', '.join(supported_suffixes())}",
        ),
        Check(
            "Chỗ trống trên ổ đĩa", free > 1, False, f"{free:.1f} GB", "" if free > 1 else "Sắp hết chỗ để lập chỉ mục."
        ),
    ]
