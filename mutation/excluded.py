"""Places where a fault changes nothing that a test should see: no mutants are made of them."""

from parso.tree import NodeOrLeaf

from mutation.nodes import QUIET_KEYWORDS, ancestors, calls, code, keyword

WORDS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "ngettext_lazy"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
# How rows are fetched, not which: their cost is measured by the tests that count queries.
FETCHING = {"select_related", "prefetch_related", "only", "defer", "iterator", "using"}
QUIET_FUNCTIONS = {"__str__", "__repr__"}


def is_excluded(node: NodeOrLeaf, operator: str) -> bool:
    """Whether no mutant is made of this node by this operator."""
    if node.type == "decorator":
        return operator != "DropTransaction"
    if node.type == "simple_stmt":
        node = node.children[0]
    above = [node, *ancestors(node)]
    below = [node, *above]
    if any(is_quiet(*pair) for pair in zip(above, below, strict=False)):
        return True
    return not in_function(above) and (not is_constant(above) or is_word_list(node))


def is_quiet(node: NodeOrLeaf, below: NodeOrLeaf) -> bool:
    kind = node.type
    if kind in {"assert_stmt", "import_from", "import_name", "decorator", "annassign"}:
        return kind != "annassign" or below in node.children[:2]
    if kind == "tfpdef" or kind == "fstring_format_spec":
        return True
    if kind == "funcdef":
        return node.name.value in QUIET_FUNCTIONS or below is node.annotation
    if kind == "param":
        return below is node.annotation
    if kind == "operator":  # the `*` before arguments that are given by name
        return node.parent.type in {"parameters", "lambdef", "argument", "star_expr"}
    if kind == "classdef":
        return bool(node.name.value == "Meta")
    if kind == "if_stmt":
        return code(node.children[1]) == "TYPE_CHECKING"
    if kind == "argument":
        return keyword(node) in QUIET_KEYWORDS
    if kind == "atom_expr":
        return is_quiet_call(node, below)
    return False


def is_quiet_call(node: NodeOrLeaf, below: NodeOrLeaf) -> bool:
    """Words for people, logs, and how rows are fetched; `below` is where we come from."""
    for name, index in calls(node):
        inside = below is node.children[index]
        if name in WORDS and (inside or below is node):
            return True
        if name in FETCHING and inside:
            return True
        if name in LOGS and code(node.children[0]) in {"logger", "log", "logging"}:
            return True
    return False


def is_word_list(node: NodeOrLeaf) -> bool:
    """`*("one", "two")` and what it stands in: data, of which a test could only be a copy."""
    inside = getattr(node.children[1], "children", []) if node.type == "atom" else []
    return "*(" in "".join(code(child)[:2] for child in inside) or (
        node.parent.type == "star_expr" if node.parent else False
    )


def in_function(above: list[NodeOrLeaf]) -> bool:
    return any(node.type in {"funcdef", "lambdef"} for node in above)


def is_constant(above: list[NodeOrLeaf]) -> bool:
    """Part of `NAME = …` of a module; fields, choices and options of classes are not taken."""
    for node in above:
        if node.type == "classdef":
            return False
        if node.type == "expr_stmt":
            return node.children[0].type == "name" and node.children[0].value.isupper()
    return False
