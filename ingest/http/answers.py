"""Answers of sources, not parsed yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# A byte-order mark, blanks, comments and an XML declaration may stand before the first element.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


LONGEST_ETAG = 500  # characters
LONGEST_LAST_MODIFIED = 100


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer says of its state, so that it is sent again only if that has changed."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Validators":
        return cls(
            headers.get("etag", "")[:LONGEST_ETAG],
            headers.get("last-modified", "")[:LONGEST_LAST_MODIFIED],
        )

    def conditions(self) -> dict[str, str]:
        """The headers of the next request."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, its body decompressed; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def is_html(self) -> bool:
        return looks_like_html(self.content) or self.headers.get("content-type", "").startswith(
            "text/html"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPage(Answer):
    """What an address led to, over redirects. url: where it was found.

    moved_to: where it lives now for good, "" where no redirect said so.
    """

    url: str
    moved_to: str = ""


def looks_like_html(content: bytes) -> bool:
    """Whether this is an HTML page, where XML or JSON was expected."""
    return _HTML_START.match(content[:4096]) is not None
