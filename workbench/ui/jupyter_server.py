"""What the two ways in have in common: a Jupyter server for this machine only, with a token, that never calls out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from workbench.errors import SettingsError
from workbench.ui.guide import ADDRESS_VARIABLE, SERVED_AT, guide_path
from workbench.ui.notebook_files import FOLDER, ROOT_VARIABLE, provide_notebooks

FIRST_NOTEBOOK = "00_ban_lam_viec.ipynb"

CONFIG = Path(__file__).resolve().parent / "jupyter_config"
"""Settings of Jupyter that keep it offline and in Vietnamese, and the page of `workbench app`."""

_FLATPAKS = (Path("/var/lib"), Path.home() / ".local/share")


def server_command(module: str, root: Path, port: int | None, browser: bool) -> list[str]:
    """The command that starts a Jupyter server on a root's notebooks.

    Args:
        module: "jupyterlab" or "jupyter_server".
        root: folder with corpus/, indexes/, workspace/ and notebooks/; absolute.
        port: port on 127.0.0.1; None takes the first free one from 8888 on.
        browser: whether to open a browser window.
    """
    command = [
        sys.executable,
        "-m",
        module,
        f"--config={CONFIG / 'jupyter_server_config.json'}",
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.extra_template_paths={CONFIG / 'templates'}",
    ]
    guide = guide_path()
    if guide is not None:
        command.append(f"--ServerApp.extra_static_paths={guide.parent}")
    if port is not None:
        command += [f"--port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    elif browser_is_sandboxed():
        command.append("--ServerApp.use_redirect_file=False")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Containers and bare test machines have no other user; Jupyter refuses root unless told.
        command.append("--allow-root")
    return command


def browser_is_sandboxed() -> bool:
    """Whether the browser of this Linux desktop may not read hidden folders (Firefox of Ubuntu, as a snap; flatpaks).

    Jupyter hands the token to the browser in a file there, where `ps` does not show it; such a browser has to be given
    the address itself.
    """
    asking = shutil.which("xdg-settings")
    if asking is None:
        return False
    try:
        done = subprocess.run(
            [asking, "get", "default-web-browser"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    name = done.stdout.strip()
    snap = re.fullmatch(r"([\w-]+)_\1\.desktop", name) is not None  # firefox_firefox.desktop
    flatpak = any((folder / "flatpak/exports/share/applications" / name).is_file() for folder in _FLATPAKS)
    return bool(name) and (snap or flatpak)


def server_environment(root: Path) -> dict[str, str]:
    """The environment to run it in: where the root is, and where our settings and page are."""
    environment = dict(os.environ)
    environment[ROOT_VARIABLE] = str(root)
    environment[ADDRESS_VARIABLE] = SERVED_AT if guide_path() is not None else ""
    for name, folder in (("JUPYTER_CONFIG_PATH", CONFIG), ("JUPYTER_PATH", CONFIG / "share")):
        environment[name] = os.pathsep.join([str(folder), *filter(None, [environment.get(name)])])
    return environment


def prepare_root(root: Path) -> None:
    """Put the notebooks into a root.

    Raises:
        SettingsError: there is no such folder, or the notebooks cannot be copied into it.
    """
    if not root.is_dir():
        raise SettingsError(f"Không có thư mục {root}.", "Hãy kiểm tra lại đường dẫn.")
    try:
        provide_notebooks(root)
    except OSError as error:
        raise SettingsError(
            f"Không chép được sổ tay vào {root / FOLDER} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống."
        ) from error


def wait_for_end(process: subprocess.Popen[bytes]) -> int:
    """Wait until the server stops; gives back its exit code."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reaches the server as well: it stops, or asks whether to stop, and we wait for that.
            continue
