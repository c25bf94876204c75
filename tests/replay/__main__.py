"""Serve recordings until Ctrl-C, and print the settings that lead here.

python -m tests.replay --port 8900 > replay.env
"""

import argparse
import sys
import threading

from tests.replay import ReplayServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8900)
    with ReplayServer(port=parser.parse_args().port) as replay:
        for name, value in replay.settings.items():
            text = ",".join(value) if isinstance(value, list) else value
            sys.stdout.write(f"{name}={text}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("Stopped.\n")


if __name__ == "__main__":
    main()
