"""The names sources give to licences, as addresses."""

import re
from collections.abc import Iterable

_CREATIVE_COMMONS = re.compile(
    r"cc[ _-]?(?:(?P<zero>0|zero)|(?P<terms>by(?:[ _-](?:nc|nd|sa))*))"
    r"(?:[ _-](?P<version>[0-9]\.[0-9]))?(?:[ _-](?:ng|international|universal|unported|igo))?",
    re.IGNORECASE,
)
# Within a sentence only with its version: "licence: CC BY-NC-SA 4.0; see site".
_SHORT_WITHIN = re.compile(
    r"\bcc[ _-](?:(?P<zero>0|zero)|(?P<terms>by(?:[ _-](?:nc|nd|sa)){0,2}))"
    r"[ _-](?:v\.?\s?)?(?P<version>[1-4]\.0)\b(?:\sigo\b)?",
    re.IGNORECASE,
)
# "Creative Commons Attribution-NonCommercial 4.0 International", within a sentence or alone.
_LONG_NAME = re.compile(
    r"""creative\s?commons\s(?:licen[cs]e\s)? (?:
          (?P<terms>attribution(?:[\s,-]+(?:non[\s-]?commercial|no[\s-]?deriv(?:ative|ate|)s?(?:\sworks)?
             |share[\s-]?alike))*)
          | (?P<short>by(?:[ _-](?:nc|nd|sa)){0,2})(?=\s(?:v(?:ersion\s)?\.?\s?)?[1-4]\.0)
          | (?P<zero>(?:cc)?\s?(?:0|zero)) )
        (?: \s (?:v(?:ersion\s)?\.?)?\s? (?P<version>[1-4]\.0) )?""",
    re.VERBOSE | re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|isn['’]t|no\slonger|neither)\s(?:\w+\s){0,3}"
    r"(?:licen[cs]ed|licen[cs]e|available|released|published|under)\b",
    re.IGNORECASE,
)
_TERMS = (("noncommercial", "nc"), ("noderiv", "nd"), ("sharealike", "sa"))
_WITHIN = re.compile(
    r"(?:https?:)?(?://)?(?:www\.)?(?P<path>creativecommons\.org/(?:licenses/[a-z-]+|publicdomain/[a-z]+)"
    r"/[0-9]\.[0-9](?:/igo\b)?/?)",
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
    return _licence_address(terms, match["version"] or "4.0", name)


def _licence_address(terms: str, version: str, name: str) -> str:
    """Of version 3.0 there is one for intergovernmental organisations."""
    is_igo = version == "3.0" and re.search(r"\bIGO\b", name, re.IGNORECASE)
    return f"https://creativecommons.org/licenses/{terms}/{version}/{'igo/' if is_igo else ''}"


def licence_address(text: str) -> str:
    """A licence given as an address: of its summary, not its legal code; "" for anything else."""
    text = text.strip()
    if is_creative_commons(text):
        text = re.split("[?#]", text)[0]
    return text.removesuffix("legalcode") if _ADDRESS.fullmatch(text) else ""


def licence_of(texts: Iterable[str]) -> str:
    """The licence in whatever a source says of its rights, of several the open one; "" for none.

    >>> licence_of(["Copyright (c) 2021 Jane Doe", "https://creativecommons.org/licenses/by/4.0"])
    'https://creativecommons.org/licenses/by/4.0'
    >>> licence_of(["Creative Commons Attribution-ShareAlike 3.0 Unported"])
    'https://creativecommons.org/licenses/by-sa/3.0/'
    """
    found = list(filter(None, map(_address_in, texts)))
    return next(filter(is_creative_commons, found), found[0] if found else "")


def is_creative_commons(address: str) -> bool:
    return "creativecommons.org/" in address


def _address_in(text: str) -> str:
    if _NEGATED.search(text):
        return ""
    if address := creative_commons(text) or licence_address(text):
        return _without_deed(address)
    if within := _WITHIN.search(text):
        return f"https://{within['path'].lower()}"
    if short := _SHORT_WITHIN.search(text):
        return creative_commons(short.group())
    if named := _LONG_NAME.search(text):
        if named["zero"]:
            return f"https://creativecommons.org/publicdomain/zero/{named['version'] or '1.0'}/"
        if named["short"]:
            return creative_commons(f"cc {named['short']} {named['version']}")
        words = re.sub(r"[\s-]", "", named["terms"].lower())
        terms = "-".join(["by", *(short for word, short in _TERMS if word in words)])
        return _licence_address(terms, named["version"] or "4.0", text)
    return ""


def _without_deed(address: str) -> str:
    """The address of a licence without its translation and its query."""
    if is_creative_commons(address):
        address = re.split("[?#]", address)[0]
    return re.sub(r"(creativecommons\.org/.*/)(?:deed|legalcode)(?:\.[\w-]+)?\Z", r"\1", address)
