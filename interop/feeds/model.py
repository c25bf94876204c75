"""A feed, whatever its format."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from web import addresses

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry. Its size is not known before it is made."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that is new. `page` is its permanent address and its identifier.

    Everything is plain text but `content_html`, which is safe HTML with absolute addresses.
    """

    page: str
    title: str
    authors: tuple[str, ...]
    published: datetime
    updated: datetime
    summary: str
    content_html: str
    categories: tuple[str, ...] = ()
    licence_url: str = ""
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """`name` is what stands between `/feeds/` and the dot of the format; `parameters` what of its
    address follows."""

    name: str
    title: str
    subtitle: str
    page: str
    entries: tuple[FeedEntry, ...] = field(default=())
    parameters: str = ""

    def address(self, form: str) -> str:
        return addresses.feed(self.name, form, self.parameters)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)
