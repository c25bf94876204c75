"""arXiv as a source: which of its interfaces is asked for what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ingest.errors import IngestError
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.sources.arxiv import feeds, harvest, ids, oai, query
from ingest.sources.arxiv.sets import as_typed, in_words, read_set
from ingest.sources.base import Announcements, Cursor, HarvestPage, Recall, Ref, Window
from preprints.known_sources import Rank, SourceFacts
from preprints.record import Record


class Arxiv:
    key = ids.KEY
    name = prefix = "arXiv"
    # One pace for all of arXiv's interfaces, as its terms ask.
    pace = Pace(key=ids.KEY, domains=("arxiv.org", "xxx.lanl.gov"), seconds=3.0)
    facts = SourceFacts(
        label="arXiv",
        rank=Rank.ARXIV,
        work_url=ids.WORK_URL,
        version_url=ids.WORK_URL + "{label}",
        pdf_url="https://arxiv.org/pdf/{external_id}{label}",
    )
    most_at_once = 100
    feed_pause = timedelta(hours=4)  # the feed changes at midnight, but not on every day
    forms = (
        _("an arXiv identifier: 2310.01405, arXiv:2310.01405v2 or hep-th/9901001"),
        _("an arXiv address: https://arxiv.org/abs/2310.01405, also its PDF, HTML and mirrors"),
        _("an arXiv DOI: 10.48550/arXiv.2310.01405"),
    )
    sets_help = _(
        "Categories or whole archives as arXiv names them: cs.LG, math.AG, cond-mat.str-el, "
        "hep-th, q-bio. “physics” is all of physics, “physics:physics” the archive of that name."
    )

    def recognise(self, text: str) -> Ref | None:
        return ids.recognise(text)

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        outcome = query.fetch_many([ref], client)[ref]
        if isinstance(outcome, IngestError):
            raise outcome
        return outcome

    def fetch_many(
        self, refs: Sequence[Ref], client: SourceClient
    ) -> Mapping[Ref, Record | IngestError]:
        return query.fetch_many(refs, client)

    def pages(
        self, window: Window, cursor: Cursor, client: SourceClient, recall: Recall
    ) -> Iterator[HarvestPage]:
        return harvest.walk(window, cursor, client, recall)

    def reread(self, content: bytes) -> Record:
        return oai.parse_record(content)

    def read_set(self, text: str) -> str:
        return read_set(text)

    def set_as_typed(self, name: str) -> str:
        return as_typed(name)

    def set_in_words(self, name: str) -> str:
        return in_words(name)

    def feeds(self, sets: Sequence[str]) -> tuple[str, ...]:
        """One feed of all categories; none for all of arXiv, which has no feed."""
        categories = dict.fromkeys(feeds.category_of(one) for one in sets if one)
        return ("+".join(categories),) if categories else ()

    def announced(
        self, feed: str, client: SourceClient, *, etag: str = "", modified: str = ""
    ) -> Announcements:
        return feeds.fetch_announced(feed.split("+"), client, etag=etag, modified=modified)
