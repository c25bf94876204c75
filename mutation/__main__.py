"""`python -m mutation`: ONLY=reviews,curation SAMPLE=300 SEED=1; AGAIN=1 for the survivors only."""

import sys
import time

from mutation import page, session, workspace
from mutation.recording import NotRecordedError
from mutation.targets import UnknownAppError


def main() -> int:
    started = time.monotonic()
    try:
        options = session.options_from_environment()
        with workspace.alone():
            found = session.run(options)
    except (workspace.BusyError, NotRecordedError, UnknownAppError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"\n{page.summary(found)}\n\n")
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{minutes:.0f} minutes. Written to {workspace.HOME / 'result.md'}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
