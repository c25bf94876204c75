"""`python -m mutation`: ONLY=reviews,curation SAMPLE=300 SEED=1; AGAIN=1 for the survivors only."""

import signal
import sys
import time
from typing import NoReturn

from mutation import page, session, workspace
from mutation.recording import NotRecordedError
from mutation.targets import UnknownAppError

STOPPED = 130  # the status of a program that Ctrl-C has ended


def main() -> int:
    started = time.monotonic()
    signal.signal(signal.SIGINT, stop_once)
    try:
        options = session.options_from_environment()
        with workspace.alone():
            found = session.run(options)
    except (workspace.BusyError, NotRecordedError, UnknownAppError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The same command goes on with what is left to do.\n")
        return STOPPED
    sys.stdout.write(f"\n{page.summary(found)}\n\n")
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{minutes:.0f} minutes. Written to {workspace.HOME / 'result.md'}.\n")
    return 0


def stop_once(_signal: int, _frame: object) -> NoReturn:
    """A second Ctrl-C does not disturb how all processes are ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
