"""The names sources give to licences, as addresses."""

import re
from collections.abc import Iterable

_CREATIVE_COMMONS = re.compile(
    r"cc[ _-]?(?:(?P<zero>0|zero)|(?P<terms>by(?:[ _-](?:nc|nd|sa))*))"
    r"(?:[ _-](?P<version>[0-9]\.[0-9]))?(?:[ _-](?:ng|international|universal))?",
    re.IGNORECASE,
)
# "Creative Commons Attribution-NonCommercial 4.0 International", within a sentence or alone.
_LONG_NAME = re.compile(
    r"""creative\s?commons\s(?:licen[cs]e\s)? (?:
          (?P<terms>attribution(?:[\s,-]+(?:non[\s-]?commercial|no[\s-]?deriv(?:ative|ate|)s?(?:\sworks)?
             |share[\s-]?alike))*)
          | (?P<zero>(?:cc)?\s?(?:0|zero)) )
        (?: \s (?:v(?:ersion\s)?\.?)?\s? (?P<version>[1-4]\.0) )?""",
    re.VERBOSE | re.IGNORECASE,
)
_TERMS = (("noncommercial", "nc"), ("noderiv", "nd"), ("sharealike", "sa"))
_WITHIN = re.compile(
    r"(?:https?:)?(?://)?(?:www\.)?(?P<path>creativecommons\.org/(?:licenses/[a-z-]+|publicdomain/[a-z]+)"
    r"/[0-9]\.[0-9]/?)",
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


def licence_of(texts: Iterable[str]) -> str:
    """The licence in whatever a source says of its rights, of several the open one; "" for none.

    >>> licence_of(["Copyright (c) 2021 Jane Doe", "https://creativecommons.org/licenses/by/4.0"])
    'https://creativecommons.org/licenses/by/4.0'
    >>> licence_of(["Creative Commons Attribution-ShareAlike 3.0 Unported"])
    'https://creativecommons.org/licenses/by-sa/3.0/'
    """
    found = list(filter(None, map(_address_in, texts)))
    open_ones = (address for address in found if "creativecommons.org/" in address)
    return next(open_ones, found[0] if found else "")


def _address_in(text: str) -> str:
    if address := creative_commons(text) or licence_address(text):
        return _without_deed(address)
    if within := _WITHIN.search(text):
        return f"https://{within['path'].lower()}"
    if named := _LONG_NAME.search(text):
        if named["zero"]:
            return f"https://creativecommons.org/publicdomain/zero/{named['version'] or '1.0'}/"
        words = re.sub(r"[\s-]", "", named["terms"].lower())
        terms = "-".join(["by", *(short for word, short in _TERMS if word in words)])
        return f"https://creativecommons.org/licenses/{terms}/{named['version'] or '4.0'}/"
    return ""


def _without_deed(address: str) -> str:
    """The address of a licence, not of its translation."""
    return re.sub(r"(creativecommons\.org/.*/)(?:deed|legalcode)(?:\.[\w-]+)?\Z", r"\1", address)
