"""`python -m journal.running`: what `make run` runs. HOST, PORT and all settings come from the
environment."""

import errno
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import environ

from journal import embedded
from journal.running.console import print_error, print_line
from journal.running.greeting import greeting
from journal.running.part import Part
from journal.running.supervisor import (
    StopFlag,
    StoppedBySignal,
    run_step,
    stop,
    stopping_on_signals,
    wait_for_first_page,
    watch,
)

FOLDER = Path(__file__).resolve().parents[2]
LOOK_AFTER_SERVERS_EVERY = 2.0  # seconds


def main() -> int:
    environ.Env.read_env(FOLDER / ".env")
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        print_error(f"PORT must be a number from 1 to 65535, not {port!r}.")
        return 2
    if problem := problem_with_address(host, int(port)):
        print_error(problem)
        return 1
    with stopping_on_signals() as flag:
        try:
            return run(host, int(port), flag)
        except StoppedBySignal:
            embedded.release(var_folder(), os.getpid())
            print_line("Stopped.")
            return 0
        except embedded.EmbeddedServerError as error:
            print_error(str(error))
            return 1


def run(host: str, port: int, flag: StopFlag) -> int:
    settings = environment(host, port)
    is_embedded = not (settings.get("DATABASE_URL") or settings.get("DATABASE_URL_FILE"))
    if is_embedded:
        print_line("Starting PostgreSQL and Valkey …")
        embedded.addresses(var_folder())
    flag.check()
    if not run_step(make_part("preparation", ["-m", "journal.running.prepare"], settings), flag):
        print_error("Verso could not be prepared; the reason stands above.")
        return 1
    return keep_running(host, port, settings, flag, is_embedded=is_embedded)


def keep_running(
    host: str, port: int, settings: dict[str, str], flag: StopFlag, *, is_embedded: bool
) -> int:
    parts = journal_parts(host, port, settings)
    address = settings["SITE_URL"].rstrip("/")
    try:
        print_line("Starting the web server, the worker and the clock …")
        parts[0].start()  # alone at first: the first page is what somebody waits for
        if not wait_for_first_page(f"http://{reachable(host)}:{port}", parts[0], flag):
            print_error(f"The web server did not start:\n{parts[0].last_words()}")
            return 1
        for part in parts[1:]:
            part.start()
        is_demo = environ.Env().bool("IS_DEMO", default=is_embedded)
        var = var_folder()
        written = is_embedded and not is_mail_server_named(settings)
        words = greeting(address, folder=FOLDER, var=var, is_demo=is_demo, is_mail_written=written)
        print_line(words)
        watch(parts, flag, server_watch() if is_embedded else lambda: None)
        return 0
    except StoppedBySignal:
        print_line("\nStopping …")
        raise
    finally:
        stop(parts)


def is_mail_server_named(settings: dict[str, str]) -> bool:
    return bool(settings.get("EMAIL_URL") or settings.get("EMAIL_URL_FILE"))


def journal_parts(host: str, port: int, settings: dict[str, str]) -> list[Part]:
    """The web server first: it is the one that is waited for."""
    celery = ["-m", "celery", "-A", "journal"]
    # One schedule a port: two journals may run from one folder.
    schedule = var_folder() / f"beat-{port}"
    serve = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2"]
    serve += ["--blocking-threads", "4", "--respawn-failed-workers", "--no-ws"]
    serve += ["--workers-kill-timeout", "4", "--log-level", "warning"]
    # Harvests keep two of them busy at most, looked-up links a third; one is left for mail.
    work = ["worker", "--concurrency", "4", "--loglevel", "WARNING", "--without-mingle"]
    clock = ["beat", "--loglevel", "WARNING", "--schedule", str(schedule), "--pidfile", ""]
    return [
        make_part("web server", ["-m", "granian", *serve, "journal.wsgi:application"], settings),
        make_part("worker", [*celery, *work, "--without-gossip"], settings),
        make_part("clock", [*celery, *clock], settings),
    ]


def make_part(name: str, arguments: list[str], settings: dict[str, str]) -> Part:
    log = var_folder() / "log" / f"{name.replace(' ', '-')}.log"
    return Part(name, [sys.executable, *arguments], log, settings, FOLDER)


def var_folder() -> Path:
    return Path(os.environ.get("VAR_DIR") or FOLDER / "var")


def environment(host: str, port: int) -> dict[str, str]:
    """The environment of every part: ours, with the address the journal is reached at."""
    settings = dict(os.environ)
    settings.setdefault("SITE_URL", f"http://{reachable(host)}:{port}")
    settings["PYTHONUNBUFFERED"] = "1"
    return settings


def reachable(host: str) -> str:
    """The host to put into an address a browser can open."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def problem_with_address(host: str, port: int) -> str:
    """Why the web server could not listen there; empty when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return f"Verso cannot listen on {host}:{port}: {error.strerror}."
            other = port % 65535 + 1
            return f"Port {port} is in use. Choose another one, such as: make run PORT={other}"
    return ""


def server_watch() -> Callable[[], None]:
    """To be called often: now and then it starts an embedded server again that ended."""
    due = time.monotonic() + LOOK_AFTER_SERVERS_EVERY

    def restart_if_ended() -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        due = time.monotonic() + LOOK_AFTER_SERVERS_EVERY
        if not embedded.are_running(var_folder()):
            print_error("An embedded server ended unexpectedly; starting it again …")
            try:
                embedded.addresses(var_folder())
            except embedded.EmbeddedServerError as error:
                print_error(str(error))

    return restart_if_ended


if __name__ == "__main__":
    sys.exit(main())
