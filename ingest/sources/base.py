"""What every source offers, and what the adapters share."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise

from ingest.client import SourceClient
from ingest.errors import UnexpectedAnswer
from preprints.record import Record

_BARE_HOST = re.compile(r"(?://)?(?P<rest>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/\S*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ref:
    """A work named by a link: where it is and what it is called there.

    version: the number a person asked for, None for the newest. url: the address of the work
    without its version, made by us, never the text that was typed.
    """

    source: str
    external_id: str
    version: int | None
    url: str


class Source(Protocol):
    """One place works come from. `forms` are examples, for people, of what `recognise` takes."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def forms(self) -> tuple[str | Promise, ...]: ...

    def recognise(self, text: str) -> Ref | None:
        """Read one link or identifier, without the network; None if it is not this source's."""

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """Fetch one work. Raises IngestError."""


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


def parse_moment(text: str | None) -> datetime:
    """Read an RFC 3339 moment as aware UTC; one without a zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # OverflowError: the first or last day there is
        raise UnexpectedAnswer(f"not a date: {text!r}") from error
