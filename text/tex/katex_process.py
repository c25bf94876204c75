"""The process in which KaTeX renders formulas (`text.tex.katex_worker`): started, asked, replaced.

Each process of ours has at most one, started with its first formula: V8 must not be forked, and
takes 80 to 130 MB that most processes never need. It survives forking servers because the pid is
compared before use, and many threads because one lock guards the pipe.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from text.tex.katex_worker import FormulaReply, TextReply, TextRequest, WorkerAnswer

_WORKER = Path(__file__).with_name("katex_worker.py")
# The worker counts its own CPU; this only keeps a thread from waiting for ever for one that
# was stopped, or on a machine that has no time for it.
_PATIENCE_SECONDS, _PATIENCE_FOR_CPU = 10.0, 10.0
_TOO_LARGE = "The formula needs too much memory"


class FairLock:
    """A lock that goes to whoever has waited longest.

    Of `threading.Lock` a thread that gives it back and takes it again at once deprives all others.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_held = False
        self._gates: deque[threading.Lock] = deque()  # of those who wait

    def __enter__(self) -> None:
        gate = threading.Lock()
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            gate.acquire()
            self._gates.append(gate)
        gate.acquire()  # until the one before gives the lock on

    def __exit__(self, *_error: object) -> None:
        with self._guard:
            if self._gates:
                self._gates.popleft().release()
            else:
                self._is_held = False


class KatexProcess:
    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._owner_pid = 0
        self._lock = FairLock()

    def render(self, texts: Sequence[TextRequest]) -> list[TextReply]:
        """One reply a text. Raises ConnectionError where KaTeX does not run at all."""
        for _ in range(2):  # a worker may have been ended for no fault of these texts
            with suppress(OSError):
                return self._ask(texts)
        if len(texts) > 1:
            return [self.render([text])[0] for text in texts]
        self._ask([_HARMLESS])  # if even this ends it, the fault is not the text's
        refusal: FormulaReply = {"error": _TOO_LARGE, "refused": True}
        return [{"formulas": [refusal for _ in texts[0]["formulas"]], "cpu_seconds": 1.0}]

    def _ask(self, texts: Sequence[TextRequest]) -> list[TextReply]:
        """A long text is done in slices, and those of other threads get in between."""
        seconds = _PATIENCE_SECONDS + _PATIENCE_FOR_CPU * sum(text["cpu_seconds"] for text in texts)
        request: Sequence[TextRequest] | int = texts
        process = None
        while True:
            with self._lock:
                if process is None:
                    process = self._running()
                elif process is not self.process:
                    raise ConnectionError("KaTeX's process was replaced")
                answer = self._exchange(process, request, seconds)
            if "number" not in answer:
                return answer["replies"]
            request = answer["number"]

    def _exchange(
        self, process: subprocess.Popen[bytes], request: Sequence[TextRequest] | int, seconds: float
    ) -> WorkerAnswer:
        line = json.dumps(request).encode() + b"\n"
        try:
            answer: WorkerAnswer = json.loads(_exchange(process, line, seconds))
        except (OSError, ValueError) as error:
            self._end()
            raise ConnectionError(f"KaTeX's process ended: {error}") from error
        if "ends" in answer:
            self._end()
            self._running()  # at once, so that the next text need not wait until it has loaded
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self._owner_pid == os.getpid():
            if self.process.poll() is None:
                return self.process
            self._end()  # it ends by itself when idle, or grown large
        self.process = subprocess.Popen(
            [sys.executable, "-P", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,  # so that a forked child can drop its copies without flushing them
        )
        os.set_blocking(cast(IO[bytes], self.process.stdin).fileno(), False)
        self._owner_pid = os.getpid()
        return self.process

    def close(self) -> None:
        """End the worker; the next formula starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is not None and self._owner_pid == os.getpid():
            _close_pipes(process)
            process.kill()
            process.wait()

    def forget(self) -> None:
        """In a forked child: the worker is the parent's, and its lock may be held for ever."""
        process, self.process, self._lock = self.process, None, FairLock()
        if process is not None:
            _close_pipes(process)
            process.returncode = 0  # not ours to wait for


_HARMLESS: TextRequest = {"formulas": [], "macros": {}, "cpu_seconds": 1.0, "characters": 1}


def _exchange(process: subprocess.Popen[bytes], line: bytes, seconds: float) -> bytes:
    """Send a line, read a line. Raises OSError if the process ended or the time did.

    The worker reads the whole line before it writes, so the two never wait for each other.
    """
    ends_at = time.monotonic() + seconds
    _send(cast(IO[bytes], process.stdin), line, ends_at)
    from_worker, parts = cast(IO[bytes], process.stdout), []
    while True:
        _wait_for(from_worker, selectors.EVENT_READ, ends_at)
        part = from_worker.read(65_536)
        if not part:
            raise BrokenPipeError(f"status {process.poll()}")
        parts.append(part)
        if part.endswith(b"\n"):
            return b"".join(parts)


def _send(pipe: IO[bytes], line: bytes, ends_at: float) -> None:
    """pipe: one whose writes do not block; a worker that was stopped reads nothing from it."""
    unsent = memoryview(line)
    while unsent:
        _wait_for(pipe, selectors.EVENT_WRITE, ends_at)
        unsent = unsent[pipe.write(unsent) or 0 :]


def _wait_for(pipe: IO[bytes], event: int, ends_at: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        if not selector.select(max(0.0, ends_at - time.monotonic())):
            raise TimeoutError("no answer")


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    cast(IO[bytes], process.stdin).close()
    cast(IO[bytes], process.stdout).close()


katex = KatexProcess()
atexit.register(katex.close)
os.register_at_fork(after_in_child=katex.forget)
