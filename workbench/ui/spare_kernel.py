"""One kernel is kept ready for the next page of `workbench app`, or the next notebook of `workbench lab`.

Half of what opening a page takes is Python loading the libraries, and nothing of that depends on who opens it or when.
Voilà's own pool of kernels does not exist in Jupyter's server (decision 32), and it runs the notebook ahead of time: a
page would show the archive, and the place where people left off, as they were when the kernel was made. This spare has
loaded the libraries (`workbench.ui.preload`) and no more; the notebook runs when the page is opened. It is a kernel of
the same server with a key and a connection file of its own, and it is in no list before a page has it, so it does not
keep the server from ending by itself.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psutil
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.ioloop import IOLoop

from workbench.ui.notebook_files import FOLDER

REFILL_SECONDS = 10.0
"""So long after a page took the spare, the next one is made: the page needs the processor first."""

NEEDED_BYTES = 1_000_000_000
"""Below this much free memory there is no spare; a page then takes longer to open."""

LOAD = "--IPKernelApp.exec_lines=import workbench.ui.preload as _preload"


class OneKernel(ServerKernelManager):
    """A kernel that may have been started before it is asked to start."""

    async def start_kernel(self, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Start, unless it runs."""
        if not self.has_kernel:
            return await super().start_kernel(*args, **kwargs)


class KernelsWithSpare(AsyncMappingKernelManager):
    """The kernels of a server, and one more that waits for the next page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._spare: OneKernel | None = None
        self._closed = False
        IOLoop.current().add_callback(self._fill)

    def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> Any:
        """The spare, where it fits what is asked for; else a new kernel."""
        wanted = (kernel_name or self.default_kernel_name, kwargs.get("cwd"), "kernel_id" in kwargs)
        spare = self._spare
        if spare is None or wanted != (spare.kernel_name, self._folder, False):
            return super().pre_start_kernel(kernel_name, kwargs)
        self._spare = None
        IOLoop.current().call_later(REFILL_SECONDS, self._fill)
        return spare, spare.kernel_name, spare.kernel_id

    async def shutdown_all(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Shut down every kernel, the spare too."""
        self._closed = True
        spare, self._spare = self._spare, None
        if spare is not None:
            await spare.shutdown_kernel(now=True)
        await super()._async_shutdown_all(*args, **kwargs)

    @property
    def _folder(self) -> str:
        return str(Path(self.root_dir) / FOLDER)

    async def _fill(self) -> None:
        if self._spare is not None or self._closed or psutil.virtual_memory().available < NEEDED_BYTES:
            return
        made, _, kernel_id = super().pre_start_kernel(None, {})
        assert isinstance(made, OneKernel)
        self._spare = made
        try:
            await made.start_kernel(kernel_id=kernel_id, cwd=self._folder, env=dict(os.environ), extra_arguments=[LOAD])
        except Exception:  # a page opens without it
            self.log.exception("no spare kernel")
            self._spare = None
