"""The addresses that name a post of a forum."""

import re

from ingest.parsing.addresses import read_address
from ingest.sources.base import Ref
from ingest.sources.forummagnum.sites import Site

_ID = "[A-Za-z0-9]{17}"
_POST_PATH = re.compile(
    rf"/(?:posts|events|p|(?:s|sequences|g)/[^/]+/p|(?:compare|revisions)/post)/(?P<id>{_ID})(?:/.*)?"
)
_SLUG_PATH = re.compile(r"/posts/slug/(?P<slug>[\w-]+)/?")
# A post within one of LessWrong's books, which are named by a path of one word.
_BOOK_PATH = re.compile(
    r"/(?:rationality|codex|hpmor|highlights)/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)/?"
)
# Before 2017 posts had numbers, written to the base 36.
_LEGACY_PATH = re.compile(
    r"(?:/r)?(?:/(?:all|discussion|lesswrong))?/(?P<start>lw|ea)/(?P<legacy>[0-9a-z]{1,6})(?:/.*)?"
)


def recognise(text: str, site: Site) -> Ref | None:
    address = read_address(text)
    if address is None or address.host not in site.hosts:
        return None
    path = re.sub("//+", "/", address.path)
    if match := _POST_PATH.fullmatch(path):
        return post_ref(match["id"], site)
    if match := _SLUG_PATH.fullmatch(path):
        return _ref(f"slug:{match['slug']}", f"posts/slug/{match['slug']}", site)
    if site.has_books and (match := _BOOK_PATH.fullmatch(path)):
        return _ref(f"slug:{match['slug']}", f"posts/slug/{match['slug']}", site)
    match = _LEGACY_PATH.fullmatch(path)
    if match and match["start"] == site.legacy_path:
        return _ref(f"legacy:{match['legacy']}", f"{match['start']}/{match['legacy']}", site)
    return None


def is_id(text: str) -> bool:
    return re.fullmatch(_ID, text) is not None


def post_ref(post_id: str, site: Site) -> Ref:
    return _ref(post_id, f"posts/{post_id}", site)


def _ref(external_id: str, path: str, site: Site) -> Ref:
    return Ref(site.key, external_id, None, f"{site.address}/{path}")
