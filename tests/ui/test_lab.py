"""JupyterLab is started on this machine alone, offline, on the root's own notebooks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import SettingsError
from workbench.ui import notebook_root
from workbench.ui.lab import CONFIG, FIRST_NOTEBOOK, lab_command, run_lab
from workbench.ui.notebook_files import packaged, provide_notebooks


def test_the_command_opens_the_first_notebook_of_the_root(tmp_path: Path) -> None:
    command, environment = lab_command(tmp_path, port=9123, browser=False)
    assert command[0] == sys.executable
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert f"--LabApp.default_url=/lab/tree/notebooks/{FIRST_NOTEBOOK}" in command
    assert "--port=9123" in command
    assert "--no-browser" in command
    assert environment["WORKBENCH_ROOT"] == str(tmp_path)


def test_the_server_takes_the_settings_that_keep_it_offline(tmp_path: Path) -> None:
    command, environment = lab_command(tmp_path, browser=False)
    shown = subprocess.run(
        [*command, "--show-config-json"],
        env=environment | {"JUPYTER_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    settings = json.loads(shown.stdout)
    assert settings["ServerApp"]["ip"] == "127.0.0.1"
    assert settings["ServerApp"]["allow_remote_access"] is False
    policy = settings["ServerApp"]["tornado_settings"]["headers"]["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert settings["LabApp"]["news_url"] is None
    assert settings["LabApp"]["check_for_updates_class"].endswith("NeverCheckForUpdate")
    assert settings["LabApp"]["extension_manager"] == "readonly"
    assert "token" not in settings.get("IdentityProvider", {}), "the token must be a fresh secret of each start"


def test_the_screen_is_vietnamese_and_fetches_no_news() -> None:
    overrides = json.loads((CONFIG / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/translation-extension:plugin"]["locale"] == "vi_VN"
    assert overrides["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    assert overrides["@jupyterlab/extensionmanager-extension:plugin"] == {"enabled": False}


def test_what_people_press_runs_in_the_kernel_s_one_thread() -> None:
    # In threads of their own ("subshells") callbacks send their messages beside the kernel's, and the page now and then
    # stops taking them up for good: a panel that never answers again.
    overrides = json.loads((CONFIG / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/apputils-extension:kernels-settings"] == {"commsOverSubshells": "disabled"}


def test_a_root_without_notebooks_gets_a_copy(tmp_path: Path) -> None:
    folder = provide_notebooks(tmp_path)
    names = {path.name for path in folder.glob("*.ipynb")}
    assert names == {path.name for path in packaged("notebooks").glob("*.ipynb")}
    assert FIRST_NOTEBOOK in names


def test_notebooks_that_people_changed_are_left_alone_and_missing_ones_come(tmp_path: Path) -> None:
    mine = tmp_path / "notebooks" / FIRST_NOTEBOOK
    mine.parent.mkdir()
    mine.write_text("của tôi", encoding="utf-8")
    provide_notebooks(tmp_path)
    assert mine.read_text(encoding="utf-8") == "của tôi"
    assert {path.name for path in mine.parent.iterdir()} == {
        path.name for path in packaged("notebooks").glob("*.ipynb")
    }


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Không có thư mục"):
        run_lab(tmp_path / "khong-co", browser=False)


def test_a_notebook_finds_its_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert notebook_root() == tmp_path
    monkeypatch.setenv("WORKBENCH_ROOT", str(tmp_path / "kho khác"))
    assert notebook_root() == tmp_path / "kho khác"
