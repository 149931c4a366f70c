"""Start JupyterLab for an office: on this machine only, with a token, without any connection to the outside."""

from __future__ import annotations

import subprocess
from pathlib import Path

from workbench.ui.jupyter_server import (
    CONFIG,
    FIRST_NOTEBOOK,
    prepare_root,
    server_command,
    server_environment,
    wait_for_end,
)
from workbench.ui.notebook_files import FOLDER

__all__ = ["CONFIG", "FIRST_NOTEBOOK", "lab_command", "run_lab"]


def lab_command(root: str | Path, port: int | None = None, browser: bool = True) -> tuple[list[str], dict[str, str]]:
    """The command that starts JupyterLab on a root's notebooks, and the environment to run it in.

    Args:
        root: folder with corpus/, indexes/, workspace/ and notebooks/.
        port: port on 127.0.0.1; None takes the first free one from 8888 on.
        browser: whether to open a browser window.
    """
    root = Path(root).resolve()
    command = server_command("jupyterlab", root, port, browser)
    command.append(f"--LabApp.default_url=/lab/tree/{FOLDER}/{FIRST_NOTEBOOK}")
    return command, server_environment(root)


def run_lab(root: str | Path, port: int | None = None, browser: bool = True) -> int:
    """Run JupyterLab on a root until it is stopped; gives back its exit code.

    Raises:
        SettingsError: there is no such folder, or the notebooks cannot be copied into it.
    """
    root = Path(root)
    prepare_root(root)
    command, environment = lab_command(root, port, browser)
    return wait_for_end(subprocess.Popen(command, env=environment))
