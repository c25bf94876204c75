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
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import IO, cast

from text import katex_worker
from text.plain import clean_text

MAX_CHARACTERS = 5_000
# Sent together; both at most, and each character escaped, they fit into a pipe of 64 kB.
MANY, LONGEST_AHEAD = 40, 120
MAX_DEPTH = 40  # of braces, \left and \begin; KaTeX's stack ends near 100
_OPENS_OR_CLOSES = re.compile(r"\\(?:left|right|begin|end)(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
_DEPTH_CHANGE = {r"\left": 1, r"\begin": 1, "{": 1, r"\right": -1, r"\end": -1, "}": -1}


Formula = tuple[str, bool]  # its TeX, and whether it stands on lines of its own
Reply = dict[str, str]  # "mathml", or "error"


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

    def ask(self, tex: str, display: bool) -> Reply:
        """Raises TexRefusedError if the formula ended the worker, ConnectionError if not."""
        with self.lock:
            process = self._running()
            replies = self._ask(process, [(tex, display)])
        if not replies:
            if process.returncode in (katex_worker.REFUSED, -signal.SIGPROF):
                raise TexRefusedError("The formula is too deeply nested or takes too long")
            raise ConnectionError(f"KaTeX's process ended with {process.returncode}")
        return replies[0]

    def ask_many(self, formulas: Sequence[Formula]) -> list[Reply]:
        """Replies to the formulas before the one that ended the worker, if one did."""
        with self.lock:
            return self._ask(self._running(), formulas)

    def _ask(self, process: subprocess.Popen[bytes], formulas: Sequence[Formula]) -> list[Reply]:
        requests = b"".join(
            json.dumps({"tex": tex, "display": display}).encode() + b"\n"
            for tex, display in formulas
        )
        try:
            lines = _exchange(process, requests, len(formulas))
        except OSError:
            lines = []
        if len(lines) < len(formulas):
            self.close()
        return [json.loads(line) for line in lines]

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


def _exchange(process: subprocess.Popen[bytes], requests: bytes, count: int) -> list[bytes]:
    """Send `count` lines and read as many; fewer come back if the worker ended.

    Several must fit into the pipe together, or both sides wait for each other.
    """
    to_worker, from_worker = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    while requests:
        requests = requests[to_worker.write(requests) :]
    parts, ended = [], 0
    while ended < count and (part := from_worker.read(65_536)):
        parts.append(part)
        ended += part.count(b"\n")
    return b"".join(parts).split(b"\n")[:ended]


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    cast(IO[bytes], process.stdin).close()
    cast(IO[bytes], process.stdout).close()


class _Ahead(threading.local):
    """Formulas this thread has asked for together: where their replies will be, and which one."""

    def __init__(self) -> None:
        self.replies: dict[Formula, tuple[Future[list[Reply]], int]] = {}

    def reply(self, formula: Formula) -> Reply | None:
        """Wait for it; None if it was not asked for, or the worker ended before it."""
        replies, place = self.replies.get(formula, (None, 0))
        try:
            return replies.result()[place] if replies else None
        except (OSError, IndexError):
            return None


_worker = _Worker()
_ahead = _Ahead()
atexit.register(_worker.close)
os.register_at_fork(after_in_child=_worker.forget)


@contextmanager
def asked_ahead(formulas: Iterable[Formula]) -> Iterator[None]:
    """Have the worker make many formulas while the caller, within, renders what is around them.

    Give them in the order in which they will be needed. Whatever goes wrong here goes wrong again,
    and is told, when the formula itself is asked for.
    """
    wanted = dict.fromkeys((clean_text(tex).strip(), display) for tex, display in formulas)
    fit = [one for one in wanted if len(one[0]) <= LONGEST_AHEAD and not _excess(one[0])]
    with ThreadPoolExecutor(1) as asking:
        for start in range(0, len(fit), MANY):
            chunk = fit[start : start + MANY]
            replies = asking.submit(_worker.ask_many, chunk)
            _ahead.replies |= {one: (replies, place) for place, one in enumerate(chunk)}
        try:
            yield
        finally:
            _ahead.replies = {}
            asking.shutdown(cancel_futures=True)


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
    if excess := _excess(tex):
        return TexError(excess)
    try:
        reply = _ahead.reply((tex, display)) or _ask_twice(tex, display)
    except TexRefusedError as refusal:
        return refusal
    return reply["mathml"] if "mathml" in reply else TexError(reply["error"])


def _excess(tex: str) -> str:
    if len(tex) > MAX_CHARACTERS:
        return f"The formula is longer than {MAX_CHARACTERS} characters"
    return "The formula is too deeply nested" if _depth(tex) > MAX_DEPTH else ""


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
