"""What became of each mutant; one line a mutant in a file, so that a killed run goes on."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

SURVIVED = {"survived", "no test"}


@dataclass(frozen=True)
class Result:
    path: str
    line: int
    operator: str
    occurrence: int
    function: str
    before: str
    after: str
    diff: str
    outcome: str  # killed, timeout, crash (no test could run), survived, no test, equivalent
    test: str = ""  # the one that failed
    ran: int = 0  # tests
    chosen: int = 0
    covering: int = 0
    files: str = ""  # the test files that were asked most
    reason: str = ""  # of an equivalent
    seconds: float = 0.0

    @property
    def app(self) -> str:
        return self.path.split("/")[0]

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.function, self.before, self.after

    @property
    def survived(self) -> bool:
        return self.outcome in SURVIVED


def read(file: Path) -> list[Result]:
    return list(_lines(file)) if file.exists() else []


def _lines(file: Path) -> Iterator[Result]:
    for line in file.read_text().splitlines():
        try:
            yield Result(**json.loads(line))
        except ValueError:
            return  # the last line of a killed run


def add(file: Path, result: Result) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as lines:
        lines.write(json.dumps(asdict(result)) + "\n")
