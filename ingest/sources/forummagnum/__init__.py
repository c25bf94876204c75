"""LessWrong, the Alignment Forum and the EA Forum: three sites of one software, ForumMagnum.

LessWrong and the Alignment Forum show one database, so a post has the same id on both. The EA
Forum runs an older branch; the questions of `queries.py` hold only what both branches know.
"""

from ingest.sources.base import Adapter
from ingest.sources.forummagnum import sites
from ingest.sources.forummagnum.adapter import ForumMagnum
from ingest.sources.forummagnum.answers import find_post, find_posts

LESSWRONG = ForumMagnum(sites.LESSWRONG)
ALIGNMENT_FORUM = ForumMagnum(sites.ALIGNMENT_FORUM)
EA_FORUM = ForumMagnum(sites.EA_FORUM)
FORUMS = {forum.key: forum for forum in (LESSWRONG, ALIGNMENT_FORUM, EA_FORUM)}
SOURCES: tuple[Adapter, ...] = tuple(FORUMS.values())

__all__ = [
    "ALIGNMENT_FORUM",
    "EA_FORUM",
    "FORUMS",
    "LESSWRONG",
    "SOURCES",
    "find_post",
    "find_posts",
]
