"""TeX formulas to MathML, by KaTeX.

KaTeX runs in a small child process (`text.katex_worker`, about 15 MB, started with the first
formula), not in ours: pykatex works only in the thread that first used it, a deeply nested
formula damages its heap and aborts the process some calls later, and a macro bomb runs for
minutes. A child can be limited and replaced. It survives forking servers because the pid is
compared before use, and many threads because one lock guards the pipe.
"""

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import IO, cast

from text import katex_worker
from text.plain import clean_text

MAX_CHARACTERS = 5_000
MAX_DEPTH = 40  # of braces, \left and \begin; KaTeX's stack ends near 100
_OPENS_OR_CLOSES = re.compile(r"\\(?:left|right|begin|end)(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
_DEPTH_CHANGE = {r"\left": 1, r"\begin": 1, "{": 1, r"\right": -1, r"\end": -1, "}": -1}


class TexError(Exception):
    """A formula we cannot show as maths; `str()` says why, for people."""


class TexRefusedError(TexError):
    """It killed the worker, or would have: too deep, too slow or too large."""


@dataclass
class Patience:
    """How many formulas of one document may be refused before the rest stays plain source.

    A refusal can cost half a second of CPU, so a hostile text with a thousand of them must stop
    early. Pass one object to every `render_tex` of a document.
    """

    refusals_left: int = 4


@dataclass
class _Worker:
    process: subprocess.Popen[bytes] | None = None
    owner_pid: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, tex: str, display: bool) -> dict[str, str]:
        """Raises TexRefusedError if the formula ended the worker, ConnectionError if not."""
        request = json.dumps({"tex": tex, "display": display}).encode() + b"\n"
        with self.lock:
            process = self._running()
            try:
                line = _exchange(process, request)
            except OSError:
                line = b""
            if not line.endswith(b"\n"):
                self.close()
                if process.returncode in (katex_worker.REFUSED, -signal.SIGPROF):
                    raise TexRefusedError("The formula is too deeply nested or takes too long")
                raise ConnectionError(f"KaTeX's process ended with {process.returncode}")
        reply: dict[str, str] = json.loads(line)
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner_pid != os.getpid():
            self.process = subprocess.Popen(
                [sys.executable, "-P", katex_worker.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,  # so that a forked child can drop its copies without flushing them
            )
            self.owner_pid = os.getpid()
        return self.process

    def close(self) -> None:
        """End the worker; the next formula starts another."""
        process, self.process = self.process, None
        if process is not None and self.owner_pid == os.getpid():
            _close_pipes(process)
            process.wait()

    def forget(self) -> None:
        """In a forked child: the worker is the parent's, and its lock may be held for ever."""
        process, self.process, self.lock = self.process, None, threading.Lock()
        if process is not None:
            _close_pipes(process)
            process.returncode = 0  # not ours to wait for


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Send one line and read one; what comes back lacks its newline if the worker ended."""
    to_worker, from_worker = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    while request:
        request = request[to_worker.write(request) :]
    parts = [from_worker.read(65_536)]
    while parts[-1] and not parts[-1].endswith(b"\n"):
        parts.append(from_worker.read(65_536))
    return b"".join(parts)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    cast(IO[bytes], process.stdin).close()
    cast(IO[bytes], process.stdout).close()


_worker = _Worker()
atexit.register(_worker.close)
os.register_at_fork(after_in_child=_worker.forget)


def parse_tex(tex: str, *, display: bool) -> str:
    """MathML of a formula given without its delimiters, the TeX kept as its annotation.

    Raises TexError when KaTeX does not understand it.
    """
    outcome = _outcome(clean_text(tex).strip(), display)
    if isinstance(outcome, TexError):
        raise outcome
    return outcome


def render_tex(tex: str, *, display: bool, patience: Patience | None = None) -> str:
    """MathML, or the escaped source in `<code class="tex-error">`; never raises on any text."""
    if patience is not None and patience.refusals_left <= 0:
        return _source(tex, "Too many formulas of this text could not be shown")
    try:
        return parse_tex(tex, display=display)
    except TexError as error:
        if patience is not None and isinstance(error, TexRefusedError):
            patience.refusals_left -= 1
        return _source(tex, str(error))


def _source(tex: str, reason: str) -> str:
    source = clean_text(tex)[:MAX_CHARACTERS]
    return f'<code class="tex-error" title="{escape(clean_text(reason))}">{escape(source)}</code>'


@lru_cache(maxsize=256)  # mostly of 1 kB; 30 MB in the worst case
def _outcome(tex: str, display: bool) -> str | TexError:
    if len(tex) > MAX_CHARACTERS:
        return TexError(f"The formula is longer than {MAX_CHARACTERS} characters")
    if _depth(tex) > MAX_DEPTH:
        return TexError("The formula is too deeply nested")
    try:
        reply = _ask_twice(tex, display)
    except TexRefusedError as refusal:
        return refusal
    return reply["mathml"] if "mathml" in reply else TexError(reply["error"])


def _ask_twice(tex: str, display: bool) -> dict[str, str]:
    """A worker may have been killed for no fault of this formula; a second one decides.

    Raises ConnectionError when workers do not start at all: pykatex is not installed.
    """
    for _ in range(2):
        with suppress(ConnectionError):
            return _worker.ask(tex, display)
    _worker.ask("x", False)  # if even this kills it, the fault is not the formula's
    raise TexRefusedError("The formula needs too much memory")


def _depth(tex: str) -> int:
    depth = deepest = 0
    for match in _OPENS_OR_CLOSES.finditer(tex):
        depth += _DEPTH_CHANGE.get(match.group(), 0)
        deepest = max(deepest, depth)
    return deepest
