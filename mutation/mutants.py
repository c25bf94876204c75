"""The mutants of a file: one fault each."""

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from parso.tree import NodeOrLeaf

from mutation import queries
from mutation.excluded import is_excluded
from mutation.nodes import ancestors
from mutation.operators import all_operators
from mutation.targets import queryset_methods


@dataclass(frozen=True, order=True)
class Mutant:
    """A fault: the operator's `occurrence`-th place in a file."""

    path: str
    line: int
    operator: str
    occurrence: int
    function: str  # "Class.method", or "" in the module itself

    def source(self, root: Path) -> str | None:
        """The whole file with the fault in it; None where it says the same or cannot be read."""
        original = (root / self.path).read_text()
        mutated = mutate_code(original, operators(root)[self.operator], self.occurrence)
        if mutated is None or mutated == original or not compiles(mutated):
            return None
        return str(mutated)


@dataclass(frozen=True)
class Change:
    """What a mutant changes, without the number of its line."""

    before: str
    after: str
    lines: tuple[int, ...]  # of the original
    diff: str


@cache
def operators(root: Path) -> dict[str, object]:
    queries.DropLink.own = queryset_methods(root)
    return dict(all_operators())


def mutants_of(path: str, root: Path) -> Iterator[Mutant]:
    """All mutants of a file, operator by operator, but for those that `excluded` names."""
    tree = get_ast((root / path).read_text())
    nodes = list(ast_nodes(tree))
    for name, operator in operators(root).items():
        occurrence = -1
        for node in nodes:
            excluded = None
            for start, _end in operator.mutation_positions(node):  # type: ignore[attr-defined]
                occurrence += 1
                if excluded is None:
                    excluded = is_excluded(node, name)
                if not excluded:
                    yield Mutant(path, start[0], name, occurrence, function_name(node))


def function_name(node: NodeOrLeaf) -> str:
    if node.type == "decorator":  # it belongs to what it decorates
        node = next(above for above in ancestors(node) if above.type == "decorated").children[-1]
    names = [
        above.name.value
        for above in [node, *ancestors(node)]
        if above.type in {"funcdef", "classdef"}
    ]
    return ".".join(reversed(names))


def draw(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """A sample that depends on the seed and the mutants only; all of them where there are fewer."""
    ordered = sorted(mutants)
    count = min(count, len(ordered))
    return random.Random(seed).sample(ordered, count)  # noqa: S311 (nothing secret)


def change(original: str, mutated: str, path: str) -> Change:
    old, new = original.splitlines(), mutated.splitlines()
    before, after, lines = [], [], []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            before += [line.strip() for line in old[start:end]]
            after += [line.strip() for line in new[new_start:new_end]]
            lines += range(start + 1, end + 1) or [start]
    diff = "\n".join(difflib.unified_diff(old, new, path, path, lineterm="", n=2))
    return Change(
        "\n".join(filter(None, before)), "\n".join(filter(None, after)), tuple(lines), diff
    )


def compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
