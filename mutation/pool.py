"""The processes that run the tests: each with a copy of the tree and a database of its own."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any, ClassVar

from mutation import workspace
from mutation.ending import end_with_children

START_SECONDS = 900.0  # imports, collects and makes the database, on a busy machine
LEAST_SECONDS = 60.0  # before a mutant counts as hanging
TIMES_SLOWER = 12  # than when recorded


class ProcessEndedError(RuntimeError):
    """A process that runs tests ended, or hangs."""


@dataclass(frozen=True)
class Task:
    path: str
    source: str
    tests: list[str]
    expected_seconds: float
    is_imported: bool = False  # it changes what is done at the import

    @property
    def seconds(self) -> float:
        return LEAST_SECONDS + TIMES_SLOWER * self.expected_seconds


class Worker:
    """A warm process; for what it cannot take over, a cold one for that mutant alone."""

    # Tests that were seen to pass without any fault in such a process, and those that were not.
    sound: set[str] = set()
    unsound: set[str] = set()

    def __init__(self, tree: Path, files: list[str]) -> None:
        """tree: a copy, which only this process uses. files: the tests to be collected."""
        self.tree, self.files = tree, files
        self.environment = workspace.environment(f"test_verso_{tree.name.replace('-', '_')}")
        self.log = tree.with_suffix(".log").open("w")
        self.start()

    @classmethod
    def numbered(cls, number: int, files: list[str]) -> "Worker":
        return cls(workspace.copy_tree(workspace.HOME / f"mutate-{number}"), files)

    def start(self) -> None:
        self.process = Process(self, "warm", self.files)
        self.process.answer(START_SECONDS)

    def run(self, task: Task) -> dict[str, Any]:
        """A mutant counts as killed by a test only if that test passes without it."""
        left_out: set[str] = set()
        while True:
            tests = [test for test in task.tests if test not in self.unsound | left_out]
            answer = self.run_once(replace(task, tests=tests))
            before = answer.pop("order", [])  # as they were run: those that commit come last
            if answer["outcome"] != "killed" or not answer["test"]:
                return answer
            if self.is_sound(answer["test"]) and self.is_due_to_fault(task, before):
                return answer
            left_out.add(answer["test"])

    def is_sound(self, test: str) -> bool:
        if test not in self.sound and test not in self.unsound:
            (self.sound if self.passes_without([test]) else self.unsound).add(test)
        return test in self.sound

    def is_due_to_fault(self, task: Task, tests: list[str]) -> bool:
        """Whether the last of these tests fails for the fault, not for the tests before it."""
        if len(tests) == 1:
            return True
        alone = self.run_once(replace(task, tests=tests[-1:]))
        return alone["outcome"] != "survived" or self.passes_without(tests)

    def passes_without(self, tests: list[str]) -> bool:
        answer = self.run_once(Task("", "", tests, LEAST_SECONDS))
        return bool(answer["outcome"] == "survived")

    def run_once(self, task: Task) -> dict[str, Any]:
        if task.is_imported:
            return self.run_cold(task)
        try:
            answer = self.process.ask(task, task.seconds + LEAST_SECONDS)
        except ProcessEndedError:
            self.process.end()
            self.start()
            return {"outcome": "crash", "test": "", "ran": 0}
        return self.run_cold(task) if answer["outcome"] == "cold" else answer

    def run_cold(self, task: Task) -> dict[str, Any]:
        file = self.tree / task.path
        original = file.read_text()
        file.write_text(task.source)
        process = Process(self, "cold", sorted({test.split("::")[0] for test in task.tests}))
        try:
            process.answer(task.seconds)
            return process.ask(task, task.seconds)
        except ProcessEndedError as error:
            return {"outcome": "crash", "test": str(error), "ran": 0}
        finally:
            process.end()
            file.write_text(original)

    def end(self) -> None:
        self.process.end()
        self.log.close()


class Process:
    """One `python -m mutation.worker` and the two pipes to it."""

    running: ClassVar[set["Process"]] = set()
    is_stopped: ClassVar[bool] = False

    def __init__(self, worker: Worker, how: str, files: list[str]) -> None:
        if Process.is_stopped:
            raise ProcessEndedError("stopped")
        jobs, self.jobs = os.pipe()
        self.answers, answers = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mutation.worker", how, *files],
            cwd=worker.tree,
            env=worker.environment | {"MUTATION_JOBS": str(jobs), "MUTATION_ANSWERS": str(answers)},
            pass_fds=(jobs, answers),
            stdin=subprocess.DEVNULL,
            stdout=worker.log,
            stderr=worker.log,
            start_new_session=True,
        )
        os.close(jobs)
        os.close(answers)
        self.unread = b""
        self.running.add(self)
        if Process.is_stopped:  # meanwhile
            end_with_children(self.process.pid)

    @classmethod
    def stop_all(cls) -> None:
        """End all processes and start no others; who waits for their answer gets none."""
        cls.is_stopped = True
        for one in list(cls.running):
            end_with_children(one.process.pid)

    def ask(self, task: Task, seconds: float) -> dict[str, Any]:
        job = {"path": task.path, "source": task.source, "tests": task.tests}
        with os.fdopen(os.dup(self.jobs), "w") as pipe:
            pipe.write(json.dumps(job | {"seconds": task.seconds}) + "\n")
        return self.answer(seconds)

    def answer(self, seconds: float) -> dict[str, Any]:
        while b"\n" not in self.unread:
            if not select.select([self.answers], [], [], seconds)[0]:
                raise ProcessEndedError("did not answer")
            if not (part := os.read(self.answers, 65536)):
                raise ProcessEndedError("ended at its start")
            self.unread += part
        line, self.unread = self.unread.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        os.close(self.jobs)  # it reads to the end and leaves
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.answers)
        self.running.discard(self)


def run_all(
    tasks: dict[int, Task],
    files: list[str],
    done: Callable[[int, dict[str, Any]], None],
    processes: int,
) -> None:
    """Run the tasks with so many workers; `done` is called in this thread, as answers come."""
    with ThreadPoolExecutor(processes) as threads:
        try:
            _run_all(tasks, files, done, processes, threads)
        except BaseException:  # Ctrl-C: no thread may wait for its process
            Process.stop_all()
            threads.shutdown(wait=True, cancel_futures=True)
            Process.is_stopped = False
            raise


def _run_all(
    tasks: dict[int, Task],
    files: list[str],
    done: Callable[[int, dict[str, Any]], None],
    processes: int,
    threads: ThreadPoolExecutor,
) -> None:
    workers = list(threads.map(lambda number: Worker.numbered(number, files), range(processes)))
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def run(number: int) -> dict[str, Any]:
        worker = free.get()
        try:
            return worker.run(tasks[number])
        finally:
            free.put(worker)

    futures = {threads.submit(run, number): number for number in tasks}
    for future in as_completed(futures):
        done(futures[future], future.result())
    for worker in workers:
        worker.end()
