"""Waiting for a child process that may hang: a test fails then, and leaves none behind."""

import os
import signal
import time

HANGS = 120  # seconds; far more than any child needs


def exit_status(child: int) -> int:
    """As of `os.waitstatus_to_exitcode`: minus the signal, where one ended it."""
    ends_at = time.monotonic() + HANGS
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > ends_at:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError(f"the child did not end within {HANGS} seconds")
        time.sleep(0.005)
