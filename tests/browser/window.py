"""The window of the workbench in a browser, as the browser tests open, walk and photograph it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

PICTURES = Path(__file__).resolve().parents[2] / "test-output"
TOKEN = "phep-thu"
"""What opens the JupyterLab of the tests."""

FIRST_PANEL = ".wb-stage .wb-panel"
"""The window is there when its first panel is."""


def open_window(page: Any, app: Any) -> Any:
    """The window of the application, with its first panel."""
    page.goto(app.server.page)
    shell = page.locator(".wb-shell")
    shell.locator(FIRST_PANEL).first.wait_for(timeout=90_000)
    return shell


def shown(shell: Any) -> Any:
    """The panel on screen."""
    return shell.locator(".wb-stage > .wb-panel").filter(visible=True)


def go(shell: Any, name: str) -> Any:
    """A panel of the window, by its button."""
    shell.get_by_role("button", name=name, exact=True).click()
    shell.locator(".wb-where", has_text=name).wait_for(state="attached")
    return shown(shell)


def at_rest(page: Any) -> None:
    """Wait until no panel works any more."""
    page.wait_for_timeout(300)
    page.wait_for_function("() => ![...document.querySelectorAll('.wb-progress')].some(one => one.checkVisibility())")


def picture(page: Any, name: str, *, full_page: bool = False) -> None:
    """What people see now, for people who look at the tests' pictures, and for the guide."""
    PICTURES.mkdir(exist_ok=True)
    page.wait_for_timeout(300)  # the browser's own scrolling and drawing
    page.screenshot(path=PICTURES / name, full_page=full_page)


def serious_findings(axe: Any, page: Any, *rules: str) -> list[str]:
    """What axe-core finds that keeps people from working, with the first places of each; `rules`: only by these."""
    options = {"runOnly": list(rules)} if rules else None
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:4]]}"
        for one in axe.Axe().run(page, options=options).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def run_all(page: Any) -> None:
    """Run all cells of the notebook on screen in JupyterLab."""
    page.locator(".lm-MenuBar-item").nth(3).click()  # "Chạy"; items are found by command, labels are translated
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()


def run_notebook(
    page: Any, lab: Any, notebook: str, ready: Any, *, reset: bool = True, timeout: float = 30_000
) -> None:
    """Open a notebook in JupyterLab and run all its cells, until `ready` is seen; `reset`: in a clean workspace."""
    for _ in range(4):
        page.goto(f"{lab.address}/lab/tree/notebooks/{notebook}?token={TOKEN}{'&reset' if reset else ''}")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        run_all(page)
        # JupyterLab shows a kernel as idle a moment before it takes work, and drops what it is asked in between. On a
        # busy machine its first connection to a new kernel may fail, and the page then shows no widget at all until
        # it is loaded again.
        with contextlib.suppress(Exception):
            page.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first.wait_for(timeout=5_000)
            ready.wait_for(timeout=timeout)
            page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
            page.wait_for_timeout(1_500)  # the page takes up the panel's messages for a moment longer than the kernel
            return
    picture(page, "khong-mo-duoc.png")
    raise AssertionError(f"{notebook}: no panel; what stands there instead is in test-output/khong-mo-duoc.png")
