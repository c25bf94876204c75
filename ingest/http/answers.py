"""Answers of sources, not parsed yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# A byte-order mark, blanks, comments and an XML declaration may stand before the first element.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


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
