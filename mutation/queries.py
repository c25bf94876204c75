"""Faults in what is asked of the database: a condition, a link, a lock or an order is missing."""

import re

from parso.tree import NodeOrLeaf

from mutation.nodes import (
    Rewrite,
    arguments,
    calls,
    code,
    joined,
    keyword,
    with_arguments,
    without_each,
)

CONDITIONS = {"filter", "exclude", "get", "get_object_or_404", "get_or_create", "update_or_create"}
LINKS = {"filter", "exclude", "order_by", "distinct", "select_for_update", "reverse"}
SWAPS = {"first": "last", "earliest": "latest", "asc": "desc", "min": "max", "any": "all"}
SWAPS |= {new: old for old, new in SWAPS.items()}
# `of` narrows a lock, and what is left out of it shows only in a deadlock.
KEPT_KEYWORDS = {"defaults", "of", "output_field"}


class DropCondition(Rewrite):
    """One condition of `.filter(…)`, `.exclude(…)`, `.get(…)`, `Q(…)` is missing."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        found = []
        for name, index in calls(node):
            given = arguments(node.children[index])
            if name in CONDITIONS:
                # Whole links are DropLink's; a `get` without any condition takes the only row.
                droppable = given if len(given) > 1 or name == "get" else []
            elif name in {"Q", "Count", "Sum", "Exists"}:
                droppable = [node for node in given if keyword(node)] if len(given) > 1 else []
            else:
                continue
            for argument in droppable:
                if keyword(argument) in KEPT_KEYWORDS or code(argument).startswith("*"):
                    continue
                if name == "get_object_or_404" and argument is given[0]:
                    continue
                kept = [code(other) for other in given if other is not argument]
                found.append(with_arguments(node, index, kept))
        return found


class DropLink(Rewrite):
    """A whole `.filter(…)`, `.order_by(…)`, `.select_for_update()` … of a chain is missing.

    `own` adds the names of the journal's own queryset methods (`visible_to`, `public`, …).
    """

    own: frozenset[str] = frozenset()

    def texts(self, node: NodeOrLeaf) -> list[str]:
        found = []
        for name, index in calls(node):
            if name not in LINKS and name not in self.own:
                continue
            if index < 2:
                continue  # a function of the same name, not a link
            rest = node.children[: index - 1], node.children[index + 1 :]
            text = joined(rest[0]) + "".join(child.get_code() for child in rest[1])
            # `Review.objects` alone is a manager; what follows may need a queryset.
            found.append(f"{text}.all()" if text.endswith(".objects") else text)
        return found


class SwapOrder(Rewrite):
    """The last instead of the first, the oldest instead of the newest."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        found = []
        for name, index in calls(node):
            given = [code(argument) for argument in arguments(node.children[index])]
            if name in SWAPS and not (name in {"any", "all"} and not given):
                found.append(self.renamed(node, index, SWAPS[name]))
            if name == "order_by":
                for number, argument in enumerate(given):
                    if (turned := turn(argument)) != argument:
                        kept = [*given[:number], turned, *given[number + 1 :]]
                        found.append(with_arguments(node, index, kept))
        return found

    @staticmethod
    def renamed(node: NodeOrLeaf, index: int, name: str) -> str:
        before, rest = node.children[index - 1], node.children[index:]
        ahead = joined(node.children[: index - 1])
        dot = "." if before.type == "trailer" else ""
        return f"{ahead}{dot}{name}" + "".join(child.get_code() for child in rest)


def turn(argument: str) -> str:
    """An argument of `order_by` with the other sign."""
    if match := re.fullmatch(r"""(["'])(-?)(\w+)\1""", argument):
        quote, sign, field = match.groups()
        return f"{quote}{'' if sign else '-'}{field}{quote}"
    return argument


class DropElement(Rewrite):
    """An element of a list, tuple, set or dict is missing: a state, a column, a fact."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        if node.type != "atom" or len(node.children) != 3:
            return []
        opening, inside, closing = node.children
        if inside.type not in {"testlist_comp", "dictorsetmaker"}:
            return []
        if any(child.type in {"comp_for", "sync_comp_for"} for child in inside.children):
            return []
        parts = elements(inside)
        if len(parts) < 2:
            return []
        end = "," if opening == "(" else ""
        return [
            f"{opening.value}{', '.join(kept)}{end if len(kept) == 1 else ''}{closing.value}"
            for kept in without_each(parts)
        ]


def elements(inside: NodeOrLeaf) -> list[str]:
    """What stands between the commas; of a dict `key: value` together."""
    parts: list[list[NodeOrLeaf]] = [[]]
    for child in inside.children:
        if child == ",":
            parts.append([])
        else:
            parts[-1].append(child)
    return [joined(part) for part in parts if part]
