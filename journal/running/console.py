"""What `make run` prints for the person who started it."""

import sys

RULE = "─" * 72


def print_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_error(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
