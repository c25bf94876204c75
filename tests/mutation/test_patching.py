"""A fault is put into functions that are loaded already, whatever has been frozen since."""

import gc

import pytest

from mutation import patching

CODE = "LIMIT = 3\n\ndef doubled(number):\n    return number * 2\n"


@pytest.fixture
def loaded():
    names = {}
    exec(compile(CODE, "planted.py", "exec"), names)
    return names


def test_a_function_that_was_frozen_is_replaced_as_well(loaded):
    """`tests/conftest.py` freezes all that is imported; garbage is not looked for there."""
    gc.freeze()
    try:
        assert patching.replace("planted.py", CODE, CODE.replace("* 2", "* 3")) == 1
        assert loaded["doubled"](2) == 6
    finally:
        gc.freeze()


def test_a_constant_cannot_be_replaced(loaded):
    with pytest.raises(patching.NotReplaceableError):
        patching.replace("planted.py", CODE, CODE.replace("LIMIT = 3", "LIMIT = 4"))
    assert loaded["LIMIT"] == 3
