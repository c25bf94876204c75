"""Web addresses taken apart."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_BARE_HOST = re.compile(r"(?://)?(?P<rest>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/\S*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a web address that name a work; the path without its percent-escapes."""

    host: str
    path: str


def read_address(text: str) -> Address | None:
    """Take an address apart, its scheme given or not; None for anything else."""
    text = text.strip()
    if bare := _BARE_HOST.fullmatch(text):
        text = "https://" + bare["rest"]
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return Address(host.rstrip(".").removeprefix("www."), unquote(parts.path))
