"""The three forums that are read, and how they differ."""

from dataclasses import dataclass

from ingest.http.hosts import Pace
from ingest.sources.forummagnum.queries import LEGACY, PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One forum.

    label: its name beside a link to a post. address: where people read it.
    address_setting: the setting that says where programs ask.
    twin: the forum its cross-posts go to. dialect: how it is asked first.
    shares_ids_with: the forum that shows the same posts, "" for none.
    has_books: some of its posts are at addresses of a book (/rationality/…).
    """

    key: str
    name: str
    label: str
    example: str
    address: str
    address_setting: str
    hosts: frozenset[str]
    legacy_path: str
    pace: Pace
    twin: str
    dialect: str
    shares_ids_with: str = ""
    has_books: bool = False


# Both are shown by the same servers.
_LESSWRONG_PACE = Pace(
    key="lesswrong", domains=("lesswrong.com", "alignmentforum.org"), seconds=3.0
)
LESSWRONG = Site(
    key="lesswrong",
    name="LessWrong",
    label="LessWrong",
    example="https://www.lesswrong.com/posts/uMQ3cqWDPHhjtiesc",
    address="https://www.lesswrong.com",
    address_setting="LESSWRONG_URL",
    hosts=frozenset({"lesswrong.com", "lesserwrong.com", "lessestwrong.com", "greaterwrong.com"}),
    legacy_path="lw",
    pace=_LESSWRONG_PACE,
    twin="ea-forum",
    dialect=PRESENT,
    shares_ids_with="alignment-forum",
    has_books=True,
)
ALIGNMENT_FORUM = Site(
    key="alignment-forum",
    name="Alignment Forum",
    label="AI Alignment Forum",
    example="https://www.alignmentforum.org/posts/uMQ3cqWDPHhjtiesc",
    address="https://www.alignmentforum.org",
    address_setting="ALIGNMENT_FORUM_URL",
    hosts=frozenset({"alignmentforum.org"}),
    legacy_path="lw",
    pace=_LESSWRONG_PACE,
    twin="ea-forum",
    dialect=PRESENT,
    shares_ids_with="lesswrong",
)
EA_FORUM = Site(
    key="ea-forum",
    name="EA Forum",
    label="EA Forum",
    example="https://forum.effectivealtruism.org/posts/FpjQMYQmS3rWewZ83",
    address="https://forum.effectivealtruism.org",
    address_setting="EA_FORUM_URL",
    hosts=frozenset(
        {
            "forum.effectivealtruism.org",
            "forum-bots.effectivealtruism.org",
            "ea.greaterwrong.com",
            "effective-altruism.com",  # until 2018
        }
    ),
    legacy_path="ea",
    pace=Pace(key="ea-forum", domains=("effectivealtruism.org",), seconds=3.0),
    twin="lesswrong",
    dialect=LEGACY,
)
SITES = {site.key: site for site in (LESSWRONG, ALIGNMENT_FORUM, EA_FORUM)}
