"""One program that is kept running: its process group, its log, its next try after a crash."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_PAUSE = 30.0  # seconds between two tries
STEADY_AFTER = 60.0  # seconds after which a part counts as well again
SERIOUS = re.compile(r"\b(ERROR|CRITICAL)\b")
PR_SET_PDEATHSIG = 1


def end_with_supervisor() -> None:
    """Have the kernel end this process with its parent, even one that was killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Part:
    """`name` is for people ("web server"), `arguments` what is run, `log` where its words go."""

    name: str
    arguments: list[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    retry_at: float = 0.0
    _read_to: int = field(default=0, repr=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._read_to = self._read_to or output.tell()
            # A session of its own: Ctrl-C in the terminal reaches the supervisor alone.
            self.process = subprocess.Popen(
                self.arguments,
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_supervisor,
            )
        self.started = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> float:
        """After a death: when to try again; returns the pause in seconds."""
        now = time.monotonic()
        if now - self.started > STEADY_AFTER:
            self.crashes = 0
        pause = min(LONGEST_PAUSE, 2.0**self.crashes)
        self._signal(signal.SIGKILL)  # what the dead one left in its group
        self.crashes, self.retry_at, self.process = self.crashes + 1, now + pause, None
        return pause

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.retry_at

    def new_errors(self) -> list[str]:
        """Lines logged since the last call that tell of an error."""
        with contextlib.suppress(FileNotFoundError), self.log.open("rb") as handle:
            handle.seek(self._read_to)
            text = handle.read()
            whole = text.rfind(b"\n") + 1
            self._read_to += whole
            lines = text[:whole].decode(errors="replace").splitlines()
            return [line for line in lines if SERIOUS.search(line)]
        return []

    def last_words(self, lines: int = 12) -> str:
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def is_gone(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def force_stop(self) -> None:
        """End whatever is left of the group."""
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def _signal(self, how: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, how)
