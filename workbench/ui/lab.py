"""Start JupyterLab for an office: on this machine only, with a token, without any connection to the outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workbench.errors import SettingsError
from workbench.ui.notebook_files import FOLDER, ROOT_VARIABLE, provide_notebooks

FIRST_NOTEBOOK = "01_tim_kiem.ipynb"

CONFIG = Path(__file__).resolve().parent / "jupyter_config"
"""Settings of JupyterLab that keep it offline and in Vietnamese."""


def lab_command(root: str | Path, port: int | None = None, browser: bool = True) -> tuple[list[str], dict[str, str]]:
    """The command that starts JupyterLab on a root's notebooks, and the environment to run it in.

    Args:
        root: folder with corpus/, indexes/, workspace/ and notebooks/.
        port: port on 127.0.0.1; None takes the first free one from 8888 on.
        browser: whether to open a browser window.
    """
    root = Path(root).resolve()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--config={CONFIG / 'jupyter_server_config.json'}",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{FOLDER}/{FIRST_NOTEBOOK}",
    ]
    if port is not None:
        command += [f"--port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Containers and bare test machines have no other user; Jupyter refuses root unless told.
        command.append("--allow-root")
    environment = dict(os.environ)
    environment[ROOT_VARIABLE] = str(root)
    paths = [str(CONFIG), *filter(None, [environment.get("JUPYTER_CONFIG_PATH")])]
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    return command, environment


def run_lab(root: str | Path, port: int | None = None, browser: bool = True) -> int:
    """Run JupyterLab on a root until it is stopped; gives back its exit code.

    Raises:
        SettingsError: there is no such folder, or the notebooks cannot be copied into it.
    """
    root = Path(root)
    if not root.is_dir():
        raise SettingsError(f"Không có thư mục {root}.", "Hãy kiểm tra lại đường dẫn.")
    try:
        provide_notebooks(root)
    except OSError as error:
        raise SettingsError(
            f"Không chép được sổ tay vào {root / FOLDER} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống."
        ) from error
    command, environment = lab_command(root, port, browser)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reaches JupyterLab as well: it asks whether to stop, and we wait for its answer.
            continue
