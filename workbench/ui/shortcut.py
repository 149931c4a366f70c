"""An icon that opens the workbench: in the menu and on the desktop, on Linux and on Windows."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import SettingsError

TITLE = "Bàn làm việc văn bản"
COMMENT = "Tra cứu văn bản, soạn báo cáo tổng hợp; chạy trên máy này, không cần mạng"
LINUX_NAME = "vanban-workbench.desktop"
WINDOWS_NAME = f"{TITLE}.lnk"

ICONS = Path(__file__).resolve().parent / "icons"


@dataclass(frozen=True)
class Start:
    """What an icon starts.

    Attributes:
        root: the folder that is opened.
        python: the interpreter of the environment that the workbench is installed in.
    """

    root: Path
    python: Path

    @property
    def words(self) -> tuple[str, ...]:
        """The command, word by word."""
        return (str(self.python), "-m", "workbench", "app", "--root", str(self.root), "--from-shortcut")


def install(root: Path) -> list[Path]:
    """Make icons that open the workbench on `root`. Returns the files made, old ones of ours replaced.

    Raises:
        SettingsError: there is no such folder, or an icon cannot be made.
    """
    root = root.resolve()
    if not root.is_dir():
        raise SettingsError(f"Không có thư mục {root}.", "Hãy kiểm tra lại đường dẫn.")
    start = Start(root, Path(sys.executable))
    if sys.platform == "win32":
        return _run_windows(install_script(start))
    entry = desktop_entry(start)
    made: list[Path] = []
    for folder in linux_folders():
        file = folder / LINUX_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(entry, encoding="utf-8")
            file.chmod(0o755)  # desktops start only what may be executed
        except OSError as error:
            raise SettingsError(f"Không ghi được {file} ({error.strerror}).", "Hãy kiểm tra quyền ghi.") from error
        made.append(file)
    return made


def remove() -> list[Path]:
    """Take the icons away again. Returns the files that were removed.

    Raises:
        SettingsError: one cannot be removed.
    """
    if sys.platform == "win32":
        return _run_windows(remove_script())
    gone: list[Path] = []
    for folder in linux_folders():
        file = folder / LINUX_NAME
        try:
            file.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise SettingsError(f"Không xóa được {file} ({error.strerror}).", "Hãy kiểm tra quyền ghi.") from error
        gone.append(file)
    return gone


# -- Linux: the desktop entry specification of freedesktop.org --------------------------------------------------------


def desktop_entry(start: Start) -> str:
    """The text of the .desktop file."""
    command = " ".join(_quoted(word) for word in start.words)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        f"Name={TITLE}",
        f"Comment={COMMENT}",
        f"Exec={_string(command)}",
        f"Path={_string(str(start.root))}",
        f"Icon={_string(str(ICONS / 'workbench.svg'))}",
        "Terminal=false",
        "Categories=Office;",
        "StartupNotify=true",
    )
    return "\n".join(lines) + "\n"


def linux_folders() -> list[Path]:
    """Where icons go: the menu's folder, and the desktop's if there is one."""
    data = os.environ.get("XDG_DATA_HOME")
    menu = Path(data) if data and Path(data).is_absolute() else Path.home() / ".local" / "share"
    desktop = _desktop()
    return [menu / "applications", *([desktop] if desktop is not None else [])]


def _desktop() -> Path | None:
    """The desktop's folder, whatever its name in the system's language (xdg-user-dirs)."""
    config = os.environ.get("XDG_CONFIG_HOME")
    folder = Path(config) if config and Path(config).is_absolute() else Path.home() / ".config"
    try:
        text = (folder / "user-dirs.dirs").read_text(encoding="utf-8")
    except OSError:  # a system without xdg-user-dirs
        text = ""
    named = re.search(r'^\s*XDG_DESKTOP_DIR="([^"\n]*)"', text, re.MULTILINE)
    desktop = Path(named[1].replace("$HOME", str(Path.home()))) if named else Path.home() / "Desktop"
    # Set to the home folder itself where a person wants no desktop.
    return desktop if desktop.is_dir() and desktop != Path.home() else None


def _quoted(word: str) -> str:
    """A word of Exec: in double quotes, with what is special inside them escaped; "%" begins a field code."""
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%") + '"'


def _string(text: str) -> str:
    """A value of type string: the backslash is escaped once more."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


# -- Windows: a .lnk can be made only through a COM object, which PowerShell has ---------------------------------------


def install_script(start: Start) -> str:
    """PowerShell that makes the .lnk on the desktop and in the start menu, and prints their paths.

    The console window that Python needs is kept small (WindowStyle 7): closing it ends the workbench.
    """
    arguments = subprocess.list2cmdline(start.words[1:])
    lines = [
        *_BEGIN,
        "  $link = $shell.CreateShortcut($file)",
        f"  $link.TargetPath = {_literal(start.words[0])}",
        f"  $link.Arguments = {_literal(arguments)}",
        f"  $link.WorkingDirectory = {_literal(str(start.root))}",
        f"  $link.Description = {_literal(COMMENT)}",
        f"  $link.IconLocation = {_literal(str(ICONS / 'workbench.ico') + ',0')}",
        "  $link.WindowStyle = 7",
        "  $link.Save()",
        "  Write-Output $file",
        "}",
    ]
    return "\n".join(lines) + "\n"


def remove_script() -> str:
    """PowerShell that removes them, and prints the paths of those that were there."""
    lines = [*_BEGIN, "  if (Test-Path -LiteralPath $file) {", "    Remove-Item -LiteralPath $file"]
    return "\n".join([*lines, "    Write-Output $file", "  }", "}"]) + "\n"


def _literal(text: str) -> str:
    """A string of PowerShell that nothing is replaced in; PowerShell takes curly quotes for straight ones."""
    return "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", text) + "'"


_BEGIN = (
    "$ErrorActionPreference = 'Stop'",
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8",
    "$shell = New-Object -ComObject WScript.Shell",
    "foreach ($place in 'Desktop', 'Programs') {",
    f"  $file = Join-Path ([Environment]::GetFolderPath($place)) {_literal(WINDOWS_NAME)}",
)


def _run_windows(script: str) -> list[Path]:
    """Run a script of PowerShell (which every Windows has); its lines of output are paths."""
    shell = shutil.which("powershell") or shutil.which("pwsh")
    if shell is None:
        raise SettingsError(
            "Máy này không có PowerShell.", f'Hãy tự tạo lối tắt cho lệnh: "{sys.executable}" -m workbench app'
        )
    words = [shell, "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", encoded(script)]
    try:
        done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"Không chạy được PowerShell ({error}).", "Hãy tạo lối tắt bằng tay.") from error
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise SettingsError(f"Không tạo hoặc xóa được biểu tượng: {told}", "Hãy tạo hoặc xóa lối tắt bằng tay.")
    return [Path(line) for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]


def encoded(script: str) -> str:
    """A script as `-EncodedCommand` takes it, so that no letter is lost on the way: Base64 of UTF-16."""
    return base64.b64encode(script.encode("utf-16-le")).decode("ascii")
