"""The process that runs the tests of mutants: pytest with everything imported and collected,
which forks for each mutant, so that none pays for the start and none sees another's fault.

`python -m mutation.worker warm TESTS…` reads jobs (one JSON object a line) from the descriptor
`MUTATION_JOBS` and answers on `MUTATION_ANSWERS`; `cold` does one job without forking, in a
process that has imported the file with the fault.
"""

import json
import os
import select
import signal
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mutation import patching


@dataclass(frozen=True)
class Job:
    path: str  # the file with the fault, from the root of the tree
    source: str  # all of it
    tests: list[str]  # in the order to be run
    seconds: float  # before it counts as hanging


class Runner:
    """The plugin that takes over once all tests are collected."""

    def __init__(self, *, forks: bool) -> None:
        self.forks = forks
        self.failed = ""
        self.database: Database | None = None
        self.answers = os.fdopen(int(os.environ["MUTATION_ANSWERS"]), "w", buffering=1)
        self.jobs = os.fdopen(int(os.environ["MUTATION_JOBS"]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("A test could not be collected.")
        items = {item.nodeid: item for item in session.items}
        if self.forks:
            self.make_database(session)
        self.answer({"ready": len(items)})
        for line in self.jobs:
            job = Job(**json.loads(line))
            chosen = [items[test] for test in job.tests if test in items]
            chosen.sort(key=commits)  # they leave an empty database, without a migration's rows
            self.answer(self.in_a_fork(job, chosen) if self.forks else self.run(chosen))
        return True

    def answer(self, answer: dict[str, Any]) -> None:
        self.answers.write(json.dumps(answer) + "\n")

    def make_database(self, session: pytest.Session) -> None:
        """The fixtures of the session live here; a copy of the database as it is at first."""
        uses_it = (item for item in session.items if "db" in getattr(item, "fixturenames", ()))
        first = next(uses_it, None)
        if first is None:
            return
        last = session.items[-1] if session.items[-1] is not first else session.items[0]
        first.ihook.pytest_runtest_protocol(item=first, nextitem=last)
        if self.failed:
            raise RuntimeError(f"{self.failed} fails without any fault.")
        close_connections()
        self.database = Database()

    def in_a_fork(self, job: Job, chosen: list[pytest.Item]) -> dict[str, Any]:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of a fork beside threads
            child = os.fork()
        if not child:
            self.be_the_fork(job, chosen, writing)
        os.close(writing)
        answer = read_answer(reading, job.seconds)
        if answer is None:
            os.killpg(child, signal.SIGKILL)
            answer = {"outcome": "timeout", "test": "", "ran": 0}
        os.waitpid(child, 0)
        os.close(reading)
        broke_off = answer["outcome"] in ("timeout", "crash")
        if self.database and (broke_off or any(map(commits, chosen[: answer["ran"]]))):
            self.database.begin_anew()
        return answer

    def be_the_fork(self, job: Job, chosen: list[pytest.Item], writing: int) -> None:
        try:
            os.setsid()
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            path = Path.cwd() / job.path
            if job.source:
                patching.replace(str(path), path.read_text(), job.source)
            answer = self.run(chosen)
        except patching.NotReplaceableError:
            answer = {"outcome": "cold", "test": "", "ran": 0}
        except BaseException as error:  # noqa: BLE001 (whatever it was, the mutant did it)
            answer = {"outcome": "crash", "test": repr(error), "ran": 0}
        finally:
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)

    def run(self, chosen: list[pytest.Item]) -> dict[str, Any]:
        """Run tests until one fails."""
        started, ran = time.monotonic(), 0
        self.failed = ""
        for ran, item in enumerate(chosen, start=1):
            following = chosen[ran] if ran < len(chosen) else None
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                break
        outcome = "killed" if self.failed else "survived"
        took = round(time.monotonic() - started, 2)
        order = [item.nodeid for item in chosen[:ran]]
        return {
            "outcome": outcome,
            "test": self.failed,
            "ran": ran,
            "seconds": took,
            "order": order,
        }


def read_answer(reading: int, seconds: float) -> dict[str, Any] | None:
    """What the fork wrote before it ended; None if it is still at it after so many seconds."""
    deadline, text = time.monotonic() + seconds, b""
    while True:
        if not select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return None
        if not (part := os.read(reading, 65536)):
            break
        text += part
    if not text:
        return {"outcome": "crash", "test": "the process died", "ran": 0}
    answer: dict[str, Any] = json.loads(text)
    return answer


def commits(item: pytest.Item) -> bool:
    """Whether the test writes for good, and empties the database at its end."""
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())


def close_connections() -> None:
    from django.db import connections

    connections.close_all()


class Database:
    """The tests' database, and a copy to begin anew with after a killed process."""

    def __init__(self) -> None:
        from django.db import connection

        self.name = connection.settings_dict["NAME"]
        self.server = {
            **connection.get_connection_params(),
            "dbname": "postgres",
            "autocommit": True,
        }
        for key in ("cursor_factory", "context"):
            self.server.pop(key, None)
        self.copy(self.name, f"{self.name}_first")

    def copy(self, source: str, target: str) -> None:
        with psycopg.connect(**self.server) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def begin_anew(self) -> None:
        self.copy(f"{self.name}_first", self.name)


def main(how: str, tests: list[str]) -> int:
    options = ["-q", "-p", "no:cacheprovider", "--reuse-db", "--tb=line"]
    runner = Runner(forks=how == "warm")
    if runner.forks:  # anew, since a run that was killed may have left anything in it
        options.append("--create-db")
    return int(pytest.main([*options, *tests], plugins=[runner]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
