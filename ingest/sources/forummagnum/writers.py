"""Who wrote a post, and what they say of themselves on their profile at the forum."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from ingest.errors import UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.parsing.fields import text_of
from ingest.parsing.markup import plain_line
from ingest.sources.forummagnum.answers import find_post
from ingest.sources.forummagnum.asking import ask
from ingest.sources.forummagnum.posts import author_of, writers_of
from ingest.sources.forummagnum.queries import Speech, about_writers
from ingest.sources.forummagnum.sites import Site
from preprints.rules import ANONYMOUS


@dataclass(frozen=True, slots=True)
class PostWriter:
    """name: as the list of authors has it. position: in that list, from 1. url: of their profile.
    bio: its words, without what stands in addresses and attributes; "" for none."""

    name: str
    position: int
    url: str
    bio: str


def fetch_writers(external_id: str, site: Site, client: SourceClient) -> list[PostWriter]:
    """Those whom the forum names, the writer first. Raises IngestError."""
    content, _speech = ask(site, partial(about_writers, external_id), client, Speech(site.dialect))
    post = find_post(content)
    if post.get("_id") != external_id:
        raise UnexpectedAnswer(f"asked for {external_id}, got {post.get('_id')}")
    numbered = enumerate(writers_of(post), start=1)
    writers = [_writer(user, position, site) for position, user in numbered]
    return [writer for writer in writers if writer.name != ANONYMOUS]


def _writer(user: dict[str, Any], position: int, site: Site) -> PostWriter:
    slug = text_of(user, "slug")
    url = f"{site.address}/users/{quote(slug, safe='')}" if slug else site.address
    bio = plain_line(text_of(user, "htmlBio"))
    return PostWriter(author_of(user).name, position, url, bio)
