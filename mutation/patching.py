"""A fault put into a running process: the code of the functions it changes is replaced.

Everybody who has imported a function holds the same object, so nothing needs to be imported
again. What stands outside of functions (constants, decorators, defaults) cannot be replaced so.
"""

import gc
from collections.abc import Iterator
from types import CodeType, FunctionType

IS_FUNCTION = 0x02  # CO_NEWLOCALS: not the code of a module or a class body


class NotReplaceableError(Exception):
    """The fault is not inside of a function: the modules must be imported with it."""


def replace(path: str, original: str, mutated: str) -> int:
    """Put the fault into all functions of the file `path` that have it; returns how many."""
    old = compile(original, path, "exec", dont_inherit=True)
    new = compile(mutated, path, "exec", dont_inherit=True)
    gc.unfreeze()  # `get_objects` leaves out what `tests/conftest.py` has frozen
    changed = {(code.co_qualname, code.co_firstlineno): to for code, to in pairs(old, new)}
    found = [
        function
        for function in gc.get_objects()
        # Not isinstance, which asks the object: a lazy one may answer with an error.
        if type(function) is FunctionType
        and function.__code__.co_filename == path
        and (function.__code__.co_qualname, function.__code__.co_firstlineno) in changed
    ]
    for function in found:
        to = changed[function.__code__.co_qualname, function.__code__.co_firstlineno]
        try:
            function.__code__ = to
        except ValueError as error:  # it closes over other names than before
            raise NotReplaceableError from error
    if not found:
        raise NotReplaceableError
    return len(found)


def pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions that differ, outer and inner ones."""
    if is_same(old, new):
        return
    inner_old, inner_new = inner(old), inner(new)
    is_function = bool(old.co_flags & IS_FUNCTION)
    if not is_function and (own(old) != own(new) or len(inner_old) != len(inner_new)):
        raise NotReplaceableError
    if is_function:
        yield old, new
    if len(inner_old) == len(inner_new):
        for one, other in zip(inner_old, inner_new, strict=True):
            if one.co_flags & IS_FUNCTION or not is_function:
                yield from pairs(one, other)


def is_same(old: CodeType, new: CodeType) -> bool:
    """Whether they do the same; the numbers of lines do not count."""
    inner_old, inner_new = inner(old), inner(new)
    return (
        own(old) == own(new)
        and len(inner_old) == len(inner_new)
        and all(is_same(one, other) for one, other in zip(inner_old, inner_new, strict=True))
    )


def own(code: CodeType) -> tuple[object, ...]:
    constants = [(type(item), repr(item)) for item in code.co_consts if not is_code(item)]
    return (
        code.co_code,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_exceptiontable,
        tuple(constants),
    )


def inner(code: CodeType) -> list[CodeType]:
    return [item for item in code.co_consts if isinstance(item, CodeType)]


def is_code(item: object) -> bool:
    return isinstance(item, CodeType)
