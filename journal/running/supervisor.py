"""Keeps the journal's parts running and ends them all together."""

import contextlib
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from journal.running.console import print_error, print_line
from journal.running.part import Part

TICK = 0.2  # seconds
SECONDS_TO_STOP = 6.0  # that a part gets to end by itself
FIRST_PAGE_WITHIN = 60.0  # seconds
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedBySignal(Exception):  # noqa: N818 - it is a wish, not a fault
    """Somebody asked us to stop."""


class StopFlag:
    """Set by the first stop signal. A flag, not an exception, so that no step is cut in half."""

    def __init__(self) -> None:
        self.is_set = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.is_set = True

    def check(self) -> None:
        if self.is_set:
            raise StoppedBySignal


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[StopFlag]:
    flag = StopFlag()
    before = {number: signal.signal(number, flag) for number in STOPPING_SIGNALS}
    try:
        yield flag
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_step(part: Part, flag: StopFlag) -> bool:
    """Run a part that ends by itself, on our own output; returns whether it ended well."""
    process = subprocess.Popen(
        part.arguments, cwd=part.folder, env=dict(part.environment), start_new_session=True
    )
    part.process = process
    try:
        while process.poll() is None:
            flag.check()
            time.sleep(0.05)
    except StoppedBySignal:
        stop([part])
        raise
    return process.returncode == 0


def wait_for_first_page(address: str, web: Part, flag: StopFlag) -> bool:
    deadline = time.monotonic() + FIRST_PAGE_WITHIN
    while time.monotonic() < deadline and not web.has_died():
        flag.check()
        if _answers(address):
            return True
        time.sleep(TICK)
    return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def watch(parts: Sequence[Part], flag: StopFlag, look_after_servers: Callable[[], None]) -> None:
    """Restart what dies and show what goes wrong, until a stop signal (StoppedBySignal)."""
    while True:
        flag.check()
        look_after_servers()
        for part in parts:
            for line in part.new_errors():
                print_error(f"{part.name}: {line}  (more in {part.log})")
            if part.has_died():
                code = part.process.returncode if part.process else None
                words = part.last_words()
                pause = part.plan_restart()
                print_error(f"The {part.name} ended unexpectedly (exit status {code}):\n{words}")
                print_error(f"It starts again in {pause:.0f} s. Its log: {part.log}")
            if part.is_due():
                part.start()
        time.sleep(TICK)


def stop(parts: Sequence[Part]) -> None:
    """Ask all to stop at once, wait, then end what did not."""
    for part in parts:
        part.ask_to_stop()
    deadline = time.monotonic() + SECONDS_TO_STOP
    while time.monotonic() < deadline and not all(part.is_gone() for part in parts):
        time.sleep(0.05)
    for part in parts:
        if not part.is_gone():
            print_line(f"The {part.name} did not stop by itself and is ended now.")
        part.force_stop()
