"""The short names sources give to licences, as addresses."""

import re

_CREATIVE_COMMONS = re.compile(
    r"cc[ _-]?(?:(?P<zero>0|zero)|(?P<terms>by(?:[ _-](?:nc|nd|sa))*))"
    r"(?:[ _-](?P<version>[0-9]\.[0-9]))?(?:[ _-](?:ng|international|universal))?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,280}")


def creative_commons(name: str) -> str:
    """The address of a Creative Commons licence by its short name; "" for any other name.

    Without a version the newest is meant. "cc0_ng" is what bioRxiv calls the works of the
    government of the United States.

    >>> creative_commons("cc_by_nc")
    'https://creativecommons.org/licenses/by-nc/4.0/'
    """
    match = _CREATIVE_COMMONS.fullmatch(name.strip())
    if match is None:
        return ""
    if match["zero"]:
        return f"https://creativecommons.org/publicdomain/zero/{match['version'] or '1.0'}/"
    terms = re.sub("[ _]", "-", match["terms"].lower())
    return f"https://creativecommons.org/licenses/{terms}/{match['version'] or '4.0'}/"


def licence_address(text: str) -> str:
    """A licence given as an address: of its summary, not its legal code; "" for anything else."""
    text = text.strip()
    return text.removesuffix("legalcode") if _ADDRESS.fullmatch(text) else ""
