"""Answers of sources with something wrong in them, at random but the same each time."""

import copy
import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

ODD_VALUES = [None, "", "0", 0, 1, -1.5, True, [], {}, [None], ["x"], [[]], [{}], {"x": 1}, "\x00"]
_HERE = "HERE THE VALUE STANDS"


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each part of plain JSON, the whole first."""
    yield path
    children: Any = node.items() if isinstance(node, dict) else []
    children = enumerate(node) if isinstance(node, list) else children
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at one place; what is beside it is shared."""
    if not path:
        return value
    node = copy.copy(node)
    node[path[0]] = replaced(node[path[0]], path[1:], value)
    return node


def with_odd_fields(answer: Any, values: Iterable[Any]) -> Iterator[bytes]:
    """Plain JSON, with each of these values in each of its places in turn."""
    written = [json.dumps(value) for value in values]
    for path in places(answer):
        before, after = json.dumps(replaced(answer, path, _HERE)).split(json.dumps(_HERE))
        for value in written:
            yield f"{before}{value}{after}".encode()


def broken(content: bytes, *, times: int, seed: int) -> Iterator[bytes]:
    """Copies with one to four stretches of bytes lost, changed or grown."""
    dice = random.Random(seed)
    for _ in range(times):
        mutated = bytearray(content)
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(mutated))
            length = dice.choice([0, 1, 1, 40])
            mutated[start : start + length] = dice.randbytes(dice.randint(0, 3))
        yield bytes(mutated)
