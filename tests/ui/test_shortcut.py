"""An icon opens the workbench on the folder it was made for, and can be taken away again."""

from __future__ import annotations

import base64
import configparser
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from PIL import Image

from workbench.errors import SettingsError
from workbench.ui import shortcut
from workbench.ui.shortcut import ICONS, Start, desktop_entry, encoded, install, install_script, remove, remove_script

linux = pytest.mark.skipif(sys.platform == "win32", reason="the menu and the desktop of Linux")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "nhà"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


def read(file: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(file.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


@linux
def test_the_icon_stands_in_the_menu_and_on_the_desktop(home: Path, tmp_path: Path) -> None:
    desktop = home / "Bàn làm việc"
    desktop.mkdir()
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="$HOME/Bàn làm việc"\n', encoding="utf-8")
    made = install(tmp_path)
    assert made == [home / ".local/share/applications" / shortcut.LINUX_NAME, desktop / shortcut.LINUX_NAME]
    for file in made:
        assert file.stat().st_mode & 0o111
        entry = read(file)
        assert entry["Name"] == "Bàn làm việc văn bản"
        assert Path(entry["Icon"]).is_file()
        assert entry["Path"] == str(tmp_path)
    assert remove() == made
    assert not any(file.exists() for file in made)
    assert remove() == []


@linux
def test_no_desktop_no_icon_there(home: Path, tmp_path: Path) -> None:
    assert len(install(tmp_path)) == 1


@linux
def test_what_the_icon_starts_is_the_application_on_this_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / 'kho "mới" 100% $HOME `x`'
    root.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (file,) = install(root)
    assert file.is_relative_to(tmp_path / "data")
    # Unescaped as the specification says: the value first, then the words (quoted as in a shell), then the field codes.
    line = read(file)["Exec"].replace("\\\\", "\\")
    split = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True, timeout=30
    )
    words = [word.replace("%%", "%") for word in split.stdout.splitlines()]
    assert words == [sys.executable, "-m", "workbench", "app", "--root", str(root), "--from-shortcut"]
    with_help = subprocess.run([*words, "--help"], capture_output=True, text=True, timeout=120, check=True)
    assert "trình duyệt" in with_help.stdout


@linux
def test_the_desktop_s_own_checker_finds_nothing(home: Path, tmp_path: Path) -> None:
    checker = shutil.which("desktop-file-validate")
    if checker is None:
        pytest.skip("thiếu desktop-file-validate (desktop-file-utils)")
    (file,) = install(tmp_path)
    subprocess.run([checker, file], check=True, timeout=30)


def test_a_folder_that_is_not_there_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Không có thư mục"):
        install(tmp_path / "khong-co")


@linux
def test_a_menu_that_cannot_be_written_is_told(home: Path, tmp_path: Path) -> None:
    (home / ".local").write_text("một tệp", encoding="utf-8")
    with pytest.raises(SettingsError, match="Không ghi được"):
        install(tmp_path)


def test_line_breaks_and_backslashes_stay_inside_the_entry() -> None:
    text = desktop_entry(Start(Path("/kho/a\nExec=rm"), Path("/usr/bin/py\\thon")))
    assert [line.split("=")[0] for line in text.splitlines()].count("Exec") == 1


def test_the_script_for_windows_makes_a_link_and_quotes_everything() -> None:
    start = Start(PureWindowsPath(r"D:\Văn phòng\kho 'mới' $x"), PureWindowsPath(r"C:\Py thon\python.exe"))  # type: ignore[arg-type]
    script = install_script(start)
    assert r"$link.TargetPath = 'C:\Py thon\python.exe'" in script
    assert r"""$link.Arguments = '-m workbench app --root "D:\Văn phòng\kho ''mới'' $x" --from-shortcut'""" in script
    assert "$link.WorkingDirectory = 'D:\\Văn phòng\\kho ''mới'' $x'" in script
    assert "'Bàn làm việc văn bản.lnk'" in script
    assert "workbench.ico,0'" in script
    assert "Save()" in script
    assert "'Desktop', 'Programs'" in script
    assert script.count("{") == script.count("}")
    assert "Remove-Item" in remove_script()
    assert remove_script().count("{") == remove_script().count("}")


def test_powershell_gets_every_letter() -> None:
    assert base64.b64decode(encoded("Văn phòng ‘đ’")).decode("utf-16-le") == "Văn phòng ‘đ’"


def test_curly_quotes_cannot_end_a_string_of_powershell() -> None:
    start = Start(PureWindowsPath("C:\\a‘; calc; ’b"), PureWindowsPath("py"))  # type: ignore[arg-type]
    assert "$link.WorkingDirectory = 'C:\\a‘‘; calc; ’’b'" in install_script(start)


def test_a_machine_without_powershell_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SettingsError, match="PowerShell"):
        shortcut._run_windows(remove_script())


def test_the_icons_come_with_the_package() -> None:
    assert "<svg" in (ICONS / "workbench.svg").read_text(encoding="utf-8")
    with Image.open(ICONS / "workbench.ico") as icon:
        assert (16, 16) in icon.info["sizes"]
        assert (256, 256) in icon.info["sizes"]


@linux
def test_the_command_makes_and_removes_it(home: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "workbench", "install-shortcut", "--root", str(tmp_path)]
    told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout
    assert "Đã tạo biểu tượng" in told
    assert (home / ".local/share/applications" / shortcut.LINUX_NAME).is_file()
    told = subprocess.run(
        [*words, "--remove"], capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    assert "Đã gỡ" in told.stdout
    assert not (home / ".local/share/applications" / shortcut.LINUX_NAME).exists()
