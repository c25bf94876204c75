"""The posts of the forums the replay server stands in for: samples, and many made on the fly."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from tests.replay.samples import SYNTHETIC, load

FORUMS = ("lesswrong", "alignment-forum", "ea-forum")
SAMPLES = SYNTHETIC / "forummagnum"

# What people wrote on their profiles, by the id of the user: a test puts a text here.
BIOS: dict[str, str] = {}

# So many made posts appeared in one moment; far more than a page holds.
CROWD = 130
CROWDED_AT = "2026-01-12T09:30:00.250Z"
MADE_FROM = datetime(2026, 1, 5, 6, tzinfo=UTC)
_BEFORE_THE_CROWD, _AFTER_IT = 75, 60
_WORDS = ("claim", "evidence", "model", "agent", "value", "reward", "proof", "sample", "bound")


@cache
def posts(forum: str) -> dict[str, dict[str, Any]]:
    """Posts by id; LessWrong and the Alignment Forum show the same ones."""
    folder = SAMPLES / ("ea-forum" if forum == "ea-forum" else "lesswrong")
    results = [load(path)["data"]["post"]["result"] for path in sorted(folder.glob("*.json"))]
    prefix = "Efm" if forum == "ea-forum" else "Lwm"
    return {post["_id"]: post for post in (*results, *_made(prefix))}


def _made(prefix: str) -> Iterator[dict[str, Any]]:
    """January 2026 on a forum: posts at odd moments, and in between a crowd in a single one."""
    dice = random.Random(f"posts of {prefix}")
    moment = MADE_FROM
    for number in range(_BEFORE_THE_CROWD + CROWD + _AFTER_IT):
        if number in range(_BEFORE_THE_CROWD, _BEFORE_THE_CROWD + CROWD):
            posted_at = CROWDED_AT
        else:
            moment += timedelta(milliseconds=dice.randrange(1, 14_000_000))
            if number == _BEFORE_THE_CROWD + CROWD:
                moment = datetime.fromisoformat(CROWDED_AT) + timedelta(milliseconds=1)
            posted_at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield _post(f"{prefix}{number:014d}", posted_at, dice)


def post_of(post_id: str, posted_at: str, **fields: Any) -> dict[str, Any]:
    """A post that is on the front page for everybody to read."""
    return {
        "_id": post_id,
        "slug": f"post-{post_id.lower()}",
        "title": f"Post {post_id}",
        "postedAt": posted_at,
        "baseScore": 50,
        "frontpageDate": posted_at,
        "af": False,
        "status": 2,
        "contents": {"html": f"<p>The text of {post_id}.</p>", "editedAt": posted_at},
        "user": {"_id": "SyntheticUser0001", "username": "ada", "displayName": "Ada Example"},
        "tags": [{"name": "AI"}],
        **fields,
    }


def _post(post_id: str, posted_at: str, dice: random.Random) -> dict[str, Any]:
    words = [dice.choice(_WORDS) for _ in range(40)]
    karma = dice.randint(1, 90)
    return post_of(
        post_id,
        posted_at,
        slug=f"on-{words[0]}-and-{words[1]}",
        title=f"On {words[0]} and {words[1]} ({post_id[3:].lstrip('0') or 0})",
        baseScore=karma,
        frontpageDate=posted_at if karma > 20 else None,
        curatedDate=posted_at if karma > 80 else None,
        af=karma % 3 == 0,
        # The forum takes these out of a page, which is then shorter than was asked for.
        onlyVisibleToLoggedIn=dice.random() < 0.04,
        isEvent=dice.random() < 0.04,
        contents={"html": f"<p>{' '.join(words)}.</p>", "editedAt": posted_at},
    )
