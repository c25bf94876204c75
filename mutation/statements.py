"""Faults in what is done: a statement, a guard, a transaction, a value is missing."""

from parso.tree import NodeOrLeaf

from mutation.nodes import QUIET_KEYWORDS, Rewrite, arguments, calls, code, keyword, with_arguments
from mutation.queries import CONDITIONS, LINKS

# `update_fields=None` saves all columns; whether each is named is DropElement's question.
KEPT = QUIET_KEYWORDS | {"", "update_fields"}
NO_VALUE = {"None", "True", "False", '""', "''", "[]", "()", "{}"}


class DropStatement(Rewrite):
    """A call whose answer nobody uses, an assignment to an attribute, a `del`: not done."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        if node.type != "simple_stmt":
            return []
        statement = node.children[0]
        dropped = (
            (statement.type == "atom_expr" and code(statement).endswith(")"))
            or (statement.type == "expr_stmt" and sets_something(statement))
            or statement.type == "del_stmt"
        )
        return ["pass\n"] if dropped else []


def sets_something(statement: NodeOrLeaf) -> bool:
    """Whether it changes an object or adds to a name; a plain name must be set for what follows."""
    target, sign = statement.children[0], statement.children[1]
    if sign.type == "annassign":
        return False
    if code(sign) != "=":
        return True
    targets = target.children if target.type == "testlist_star_expr" else [target]
    return all(item.type == "atom_expr" for item in targets if item != ",")


class DropGuard(Rewrite):
    """`if …: raise …` (or return, or continue) is missing."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        if node.type != "if_stmt" or len(node.children) != 4:
            return []
        suite = node.children[3]
        last = suite.children[-1] if suite.type == "suite" else suite
        if last.type != "simple_stmt":
            return []
        words = {"raise_stmt", "return_stmt"}
        leaves = last.children[0].type in words or code(last.children[0]) in {
            "return",
            "continue",
            "raise",
        }
        return ["pass\n"] if leaves else []


class DropTransaction(Rewrite):
    """`@transaction.atomic` is missing, or `with transaction.atomic():` without its transaction."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        if node.type == "decorator" and "transaction.atomic" in code(node):
            return [""]
        if node.type == "with_stmt" and "transaction.atomic(" in code(node.children[1]):
            return [f"if True:{node.children[-1].get_code()}"] if len(node.children) == 4 else []
        return []


class EmptyArgument(Rewrite):
    """A keyword argument is empty: no actor, no text."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        found = []
        for name, index in calls(node):
            if name in CONDITIONS | LINKS | {"Q", "values", "annotate", "aggregate"}:
                continue
            given = arguments(node.children[index])
            for number, argument in enumerate(given):
                if keyword(argument) in KEPT or code(argument.children[2]) in NO_VALUE:
                    continue
                value = '""' if argument.children[2].type in {"string", "fstring"} else "None"
                parts = [code(other) for other in given]
                parts[number] = f"{keyword(argument)}={value}"
                found.append(with_arguments(node, index, parts))
        return found


class TurnMembership(Rewrite):
    """`in` for `not in`, and the other way round."""

    def texts(self, node: NodeOrLeaf) -> list[str]:
        if node.type != "comparison" or len(node.children) != 3:
            return []
        left, sign, right = node.children
        turned = {"in": "not in", "not in": "in"}.get(" ".join(code(sign).split()))
        return [f"{code(left)} {turned}{right.get_code()}"] if turned else []
