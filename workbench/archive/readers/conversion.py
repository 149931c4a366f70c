"""Files that only LibreOffice can read: it makes a modern file of them, which one of our own readers then reads."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.archive import system_parts
from workbench.archive.readers import base

TIMEOUT_SECONDS = 120
"""Longest that one conversion may take: LibreOffice needs 2 to 10 s; what takes minutes is stuck."""

# A fresh profile that runs no macro, follows no link and asks nobody for updates.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "CrashReport", "false"),
)


@contextmanager
def convert(path: Path, to: str, workshop: base.Workshop | None = None, suffix: str = "") -> Iterator[Path]:
    """A copy of a file in another format, which is gone when the block ends.

    LibreOffice works on a copy in a private folder with a private profile: nothing is written beside the original,
    other LibreOffice windows are left alone, and several conversions can run at a time.

    Args:
        path: the file.
        to: suffix of the wanted format without the dot: "docx", "pptx", "xlsx" …, or that and the name of a filter of
            LibreOffice with its options, between colons.
        workshop: where the private folder is made.
        suffix: suffix (with its dot) of what the file really is, where its own is not true.

    Raises:
        MissingPart: LibreOffice is not installed; the file waits for it.
        UnreadableFile: LibreOffice could not make anything of the file, or took longer than TIMEOUT_SECONDS.
    """
    program = system_parts.need("libreoffice", path)
    with base.scratch(workshop) as folder:
        source = folder / f"source{suffix or path.suffix.lower()}"
        with base.file_errors(path):
            shutil.copyfile(path, source)
        made = folder / "made"
        made.mkdir()
        _run(path, [*_command(program, folder), "--convert-to", to, "--outdir", str(made), str(source)])
        converted = made / f"source.{to.partition(':')[0]}"
        if not converted.is_file() or not converted.stat().st_size:
            raise base.broken(path, "LibreOffice cũng không mở được")
        yield converted


def _command(program: Path, folder: Path) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for place, name, value in _SETTINGS
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_PROFILE.format(items=items), encoding="utf-8")
    return [
        str(program),
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        *("--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck"),
    ]


def _run(path: Path, command: list[str]) -> None:
    """Run LibreOffice to its end; a run that is cut short takes its child processes with it."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # soffice is a starter: the work is done by a child, which would outlive it
        )
    except OSError as error:
        raise base.broken(path, f"không chạy được LibreOffice để mở ({error.strerror or error})") from error
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise base.broken(path, f"LibreOffice mở quá {TIMEOUT_SECONDS} giây chưa xong") from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
