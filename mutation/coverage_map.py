"""Which tests run which lines, as `recording` has written it down."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from mutation.targets import ROOT


@dataclass(frozen=True)
class CoverageMap:
    """Which tests run a line, and how long each takes (seconds)."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]] = field(repr=False)

    def is_run_at_import(self, path: str, lines: tuple[int, ...]) -> bool:
        return any("" in self.lines.get(path, {}).get(line, []) for line in lines)

    def tests_of_file(self, path: str) -> set[str]:
        return self.tests_of(path, tuple(self.lines.get(path, {})))

    def tests_of(self, path: str, lines: tuple[int, ...]) -> set[str]:
        """The tests that run one of these lines; where none runs, "" stands for an import."""
        of_file = self.lines.get(path, {})
        contexts = {context for line in lines for context in of_file.get(line, [])}
        return {test for context in contexts if (test := context.rpartition("|")[0] or context)}

    @cached_property
    def lines_of_words(self) -> dict[str, list[tuple[str, int]]]:
        """Where each word of the mutated apps stands: for constants, which are read elsewhere."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path in self.lines:
            text = (ROOT / path).read_text()
            for number, line in enumerate(text.splitlines(), start=1):
                for word in set(re.findall(r"[A-Za-z_]\w+", line)):
                    found[word].append((path, number))
        return found

    def tests_of_word(self, word: str) -> set[str]:
        found: set[str] = set()
        for path, line in self.lines_of_words.get(word, []):
            found |= self.tests_of(path, (line,))
        return found
