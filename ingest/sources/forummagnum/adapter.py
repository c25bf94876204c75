"""A forum as a source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.errors import IngestError, UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.fields import parse_object
from ingest.sources.base import Announcements, Cursor, HarvestPage, Recall, Ref, Window
from ingest.sources.forummagnum import feeds, links, posts, walk
from ingest.sources.forummagnum.answers import find_post
from ingest.sources.forummagnum.asking import ask
from ingest.sources.forummagnum.queries import Speech, about_post
from ingest.sources.forummagnum.sets import read_set, read_typed
from ingest.sources.forummagnum.sites import SITES, Site
from preprints.known_sources import Rank, SourceFacts
from preprints.record import Record


@dataclass(frozen=True, slots=True)
class ForumMagnum:
    site: Site
    # Karma comes in the days after a post, and so does its place on the Alignment Forum.
    overlap = timedelta(days=14)
    # Ten posts are in a feed, which the server keeps for ten minutes.
    feed_pause = timedelta(hours=1)
    sets_help = _(
        "“frontpage”, “curated” or “karma:30” (any number). Commas join them into one set: "
        "“frontpage,karma:30” is the frontpage posts of 30 karma or more."
    )

    @property
    def key(self) -> str:
        return self.site.key

    @property
    def name(self) -> str:
        return self.site.name

    @property
    def pace(self) -> Pace:
        return self.site.pace

    @property
    def facts(self) -> SourceFacts:
        return SourceFacts(
            label=self.site.label,
            rank=Rank.FORUM,
            work_url=f"{self.site.address}/posts/{{external_id}}",
            shares_ids_with=self.site.shares_ids_with,
        )

    @property
    def forms(self) -> tuple[str | Promise, ...]:
        form = _("a post on {forum}: {address}")
        return (format_lazy(form, forum=self.site.name, address=self.site.example),)

    def recognise(self, text: str) -> Ref | None:
        return links.recognise(text, self.site)

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """Fetch a post; of a cross-post kept on the twin forum only, the post there."""
        post = _fetch_post(ref.external_id, self.site, client)
        posts.check_is_public(post)
        if twin_id := posts.id_elsewhere(post):
            twin = SITES[self.site.twin]
            return posts.parse_post(_fetch_post(twin_id, twin, client), twin)
        return self.parse_post(post)

    def parse_post(self, post: dict[str, Any]) -> Record:
        return posts.parse_post(post, self.site)

    def pages(
        self, window: Window, cursor: Cursor, client: SourceClient, recall: Recall
    ) -> Iterator[HarvestPage]:
        return walk.walk(self.site, window, cursor, client)

    def reread(self, content: bytes) -> Record:
        return self.parse_post(parse_object(content, self.name))

    def read_set(self, text: str) -> str:
        return read_typed(text, self.site)

    def set_as_typed(self, name: str) -> str:
        return name

    def set_in_words(self, name: str) -> str:
        try:
            return read_set(name, self.site).in_words()
        except IngestError:  # a harvest says what is wrong with it
            return name

    def feeds(self, sets: Sequence[str]) -> tuple[str, ...]:
        found = (feeds.feed_of(one, self.site) for one in sets)
        return tuple(dict.fromkeys(feed for feed in found if feed is not None))

    def announced(
        self, feed: str, client: SourceClient, *, etag: str = "", modified: str = ""
    ) -> Announcements:
        return feeds.fetch_announced(feed, self.site, client, etag=etag, modified=modified)


def _fetch_post(external_id: str, site: Site, client: SourceClient) -> dict[str, Any]:
    question = partial(about_post, external_id)
    content, _speech = ask(site, question, client, Speech(site.dialect))
    post = find_post(content)
    if ":" not in external_id and post.get("_id") != external_id:
        raise UnexpectedAnswer(f"asked for {external_id}, got {post.get('_id')}")
    return post
