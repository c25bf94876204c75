"""ORCID iDs as sources write them."""

import re

from accounts.orcid import has_right_check_digit

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/+)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])/*",
    re.IGNORECASE,
)


def bare_orcid(text: str) -> str:
    """An ORCID iD without its address; "" for anything else, mistyped iDs included.

    >>> bare_orcid("orcid.org/0000-0002-1694-233x/"), bare_orcid("0000-0002-1825-0098")
    ('0000-0002-1694-233X', '')
    """
    match = _ORCID.fullmatch(text.strip())
    orcid = match[1].upper() if match else ""
    return orcid if orcid and has_right_check_digit(orcid) else ""
