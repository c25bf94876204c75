"""What the operators ask of a syntax tree (parso)."""

from collections.abc import Iterator

from cosmic_ray.operators.operator import Operator
from parso.python.tree import Name
from parso.tree import NodeOrLeaf

# Options of fields, and sizes: none of them decides anything.
QUIET_KEYWORDS = {
    "verbose_name",
    "related_name",
    "help_text",
    "batch_size",
    "chunk_size",
    "maxsize",
    "max_length",
    "stacklevel",
    "output_field",
    "slots",
    "frozen",
    "kw_only",
}
Position = tuple[tuple[int, int], tuple[int, int]]


class Rewrite(Operator):
    """An operator that replaces the text of a node; `texts` lists what it may become."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        raise NotImplementedError

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Position]:
        for _text in self.texts(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        # A leaf may hold any text: only the code of the whole file is read afterwards.
        return Name(self.texts(node)[index], node.start_pos, node.get_first_leaf().prefix)

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()  # they are in tests/mutation/test_operators.py


def code(node: NodeOrLeaf) -> str:
    """The node as it is written, without the blanks and comments before it."""
    return str(node.get_code(include_prefix=False))


def joined(nodes: list[NodeOrLeaf]) -> str:
    """Several neighbours as they are written."""
    if not nodes:
        return ""
    return code(nodes[0]) + "".join(node.get_code() for node in nodes[1:])


def calls(node: NodeOrLeaf) -> Iterator[tuple[str, int]]:
    """(name, index of the child that holds the arguments) of each call in `a.b(…).c(…)`."""
    if node.type != "atom_expr":
        return
    for index, child in enumerate(node.children[1:], start=1):
        before = node.children[index - 1]
        if child.type == "trailer" and child.children[0] == "(":
            if before.type == "trailer" and before.children[0] == ".":
                yield before.children[1].value, index
            elif before.type == "name":
                yield before.value, index


def arguments(trailer: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The arguments of a call, without the commas."""
    inside = trailer.children[1:-1]
    if inside and inside[0].type == "arglist":
        inside = inside[0].children
    return [node for node in inside if node != ","]


def keyword(argument: NodeOrLeaf) -> str:
    """The name of a keyword argument; "" where it has none."""
    if argument.type == "argument" and len(argument.children) == 3 and argument.children[1] == "=":
        return str(argument.children[0].value)
    return ""


def with_arguments(node: NodeOrLeaf, index: int, kept: list[str]) -> str:
    """The call chain with other arguments in its child `index`."""
    before, after = node.children[:index], node.children[index + 1 :]
    rest = "".join(child.get_code() for child in after)
    return f"{joined(before)}({', '.join(kept)}){rest}"


def without_each(parts: list[str]) -> Iterator[list[str]]:
    for index in range(len(parts)):
        yield parts[:index] + parts[index + 1 :]


def ancestors(node: NodeOrLeaf) -> Iterator[NodeOrLeaf]:
    while node.parent is not None:
        node = node.parent
        yield node
