"""ROR IDs of organisations (https://ror.org) as people type or paste them; stored bare."""

import re

# The last nine characters: "0", six of Crockford's base 32, and two digits that check them.
_ID = re.compile(r"(?:^|ror\.org/)(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?$")
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def read_ror(typed: str) -> str:
    """The bare ID where that, or its address, was typed; else "".

    >>> read_ror(" https://ror.org/05dxps055 "), read_ror("Demo University"), read_ror("05dxps054")
    ('05dxps055', '', '')
    """
    found = _ID.search(typed.strip().lower())
    return found[1] if found and has_right_check_digits(found[1]) else ""


def has_right_check_digits(ror: str) -> bool:
    """ISO 7064, 97-10; `ror` has the form of an ID."""
    value = 0
    for digit in ror[:7]:
        value = value * 32 + _DIGITS.index(digit)
    return int(ror[7:]) == 98 - (value * 100) % 97
