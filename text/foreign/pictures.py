"""The pictures of other people's texts, put where `clean_foreign_html` has left a link.

Done where a text is shown: the stored text stays as it was seen, whenever its pictures arrive.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

_MARK = "image-left-out"
# What `parts.replace_images` leaves, as `sanitize` writes it: a link, or the words within one.
# Nobody else can write either: the class and `data-no-text` are taken off what authors write.
_LINK = r'<a data-no-text="1" href="(?P<url>[^"]+)" rel="[^"]*">(?P<words>[^<]*)</a>'
_INLINE_LINK = (
    r'<span class="image-left-out" data-no-text="1">'
    r'<a href="(?P<inline_url>[^"]+)" rel="[^"]*">(?P<inline_words>[^<]*)</a></span>'
)
_LINKED = (
    r'<span (?:class="image-left-out" )?data-no-text="1" data-picture="(?P<linked_url>[^"]+)">'
    r"(?P<linked_words>[^<]*)</span>"
)
_PLACE = re.compile(f"{_LINK}|{_INLINE_LINK}|{_LINKED}")


class Picture(NamedTuple):
    """address: where we serve it; "" for one that shows nothing, as pixels that count readers."""

    address: str
    width: int
    height: int


def picture_urls(html: str) -> list[str]:
    """The addresses of a stored text's pictures, each once, in their order."""
    if _MARK not in html and "data-picture" not in html:
        return []
    places = filter(None, map(_place, _PLACE.finditer(html)))
    return list(dict.fromkeys(url for url, _alt, _is_link in places))


def put_pictures(html: str, found: Mapping[str, Picture]) -> str:
    """Pictures for those found, with the size they will have; for others words and a link."""
    if _MARK not in html and "data-picture" not in html:
        return html
    return _PLACE.sub(_putter(found), html)


def _putter(found: Mapping[str, Picture]) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        place = _place(match)
        if place is None:
            return match[0]
        url, alt, is_link = place
        picture = found.get(url)
        if picture is None:
            return _words(url, alt, is_link=is_link)
        if not picture.address:
            return ""
        return (
            f'<img src="{escape(picture.address)}" alt="{escape(alt)}" width="{picture.width}" '
            f'height="{picture.height}" loading="lazy" decoding="async">'
        )

    return put


def _place(match: re.Match[str]) -> tuple[str, str, bool] | None:
    """Address, alternative text, and whether the words are to be a link of their own; None for
    a link of ours that stands for no picture."""
    for prefix in ("", "inline_", "linked_"):
        url = match[f"{prefix}url"]
        if url is not None:
            alt = _alt(unescape(match[f"{prefix}words"]))
            if alt is None or not urlsplit(unescape(url)).hostname:
                return None
            return unescape(url), alt, prefix != "linked_"
    return None


def _alt(label: str) -> str | None:
    """What the author wrote, of a label that `parts` made."""
    before, _mark, after = (_("Image: %(alt)s") % {"alt": "\0"}).partition("\0")
    if label == _("Image"):
        return ""
    if label.startswith(before) and label.endswith(after):
        return label[len(before) : len(label) - len(after)]
    return None


def _words(url: str, alt: str, *, is_link: bool) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {"alt": alt, "host": host}
    label = _("%(alt)s (picture at %(host)s)") if alt else _("Picture at %(host)s")
    words = label % names
    shown = escape(words, quote=False)
    if is_link:
        shown = f'<a href="{escape(url)}" rel="nofollow noopener ugc">{shown}</a>'
    return f'<span class="image-left-out" data-no-text="1">{shown}</span>'
