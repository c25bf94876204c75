"""Ending a process with all that it has started: for Ctrl-C, after which nothing may run on."""

from contextlib import suppress

import psutil


def end_with_children(pid: int) -> None:
    """Kill a process and all its children, in whatever session. It is suspended first, so that it
    starts no more of them."""
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        parent.suspend()
        for process in [*parent.children(recursive=True), parent]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
