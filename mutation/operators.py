"""The faults: those of cosmic-ray that mean something here, and our own for Django."""

from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider

from mutation import queries, statements

# Of the library's replacements of one sign by each other one we take the boundary and the
# opposite; the rest (`==` by `<`) fail wherever the line runs at all.
OF_THE_LIBRARY = [
    *(
        f"ReplaceComparisonOperator_{old}_{new}"
        for old, new in [
            ("Eq", "NotEq"),
            ("NotEq", "Eq"),
            ("Is", "IsNot"),
            ("IsNot", "Is"),
            ("Lt", "LtE"),
            ("Lt", "GtE"),
            ("LtE", "Lt"),
            ("LtE", "Gt"),
            ("Gt", "GtE"),
            ("Gt", "LtE"),
            ("GtE", "Gt"),
            ("GtE", "Lt"),
        ]
    ),
    *(
        f"ReplaceBinaryOperator_{old}_{new}"
        for old, new in [
            ("Add", "Sub"),
            ("Sub", "Add"),
            ("Mul", "Div"),
            ("Div", "Mul"),
            ("BitOr", "BitAnd"),
            ("BitAnd", "BitOr"),
        ]
    ),
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_Invert",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "ZeroIterationForLoop",
]
OURS: list[type[Operator]] = [
    queries.DropCondition,
    queries.DropLink,
    queries.DropElement,
    queries.SwapOrder,
    statements.DropStatement,
    statements.DropGuard,
    statements.DropTransaction,
    statements.EmptyArgument,
    statements.TurnMembership,
]


def all_operators() -> dict[str, Operator]:
    library = OperatorProvider()
    return {name: library[name]() for name in OF_THE_LIBRARY} | {
        operator.__name__: operator() for operator in OURS
    }
