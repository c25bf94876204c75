"""The mutants that no test can notice, with the reason: `equivalent.toml`.

An entry names what is changed in which function, not its line, so that moved code keeps it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Equivalent:
    path: str
    function: str
    before: str
    after: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.function, self.before, self.after


def load(file: Path = FILE) -> dict[tuple[str, str, str, str], Equivalent]:
    entries = tomllib.loads(file.read_text()).get("equivalent", [])
    return {item.key: item for item in (Equivalent(**entry) for entry in entries)}
