"""`feed.xml` of the forums, after their server (`server/rss.ts` of ForumMagnum)."""

import hashlib
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

from tests.replay.answers import ReceivedRequest, Reply
from tests.replay.forum_posts import posts
from tests.replay.forum_views import is_listed

_ADDRESSES = {
    "lesswrong": "https://www.lesswrong.com",
    "alignment-forum": "https://www.alignmentforum.org",
    "ea-forum": "https://forum.effectivealtruism.org",
}
_ROUNDED = ((16, 2), (37, 30), (60, 45), (100, 75), (162, 125))
_DATES = {"frontpage-rss": "frontpageDate", "curated-rss": "curatedDate"}
_MEDIA_TYPE = "application/rss+xml; charset=utf-8"
_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss \
xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>\
<title><![CDATA[{forum}]]></title><description><![CDATA[A forum]]></description>\
<link>{address}</link><generator>RSS for Node</generator>{items}</channel></rss>"""
_ITEM = """<item><title><![CDATA[{title}]]></title><description><![CDATA[{body}]]></description>\
<link>{url}</link><guid isPermaLink="false">{post_id}</guid><dc:creator><![CDATA[{author}]]>\
</dc:creator><pubDate>{date}</pubDate></item>"""


def feed(forum: str, request: ReceivedRequest) -> Reply:
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    content = _feed(forum, asked).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == etag:
        return Reply(304, _MEDIA_TYPE, b"", {"ETag": etag})
    return Reply(200, _MEDIA_TYPE, content, {"ETag": etag})


def _feed(forum: str, asked: dict[str, str]) -> str:
    """The ten newest; an unknown view is overlooked, as by the server."""
    threshold = int(asked.get("karmaThreshold", "0"))
    rounded = next((value for limit, value in _ROUNDED if threshold < limit), 200)
    date = _DATES.get(asked.get("view", ""), "postedAt")
    found = [
        post
        for post in posts(forum).values()
        if is_listed(post, {"karmaThreshold": rounded}, forum)
        and post.get(date)
        and not post.get("onlyVisibleToLoggedIn")
    ]
    newest = sorted(found, key=lambda post: post[date], reverse=True)[:10]
    items = "".join(_item(post, forum, date) for post in newest)
    return _FEED.format(forum=forum, address=_ADDRESSES[forum], items=items)


def _item(post: dict[str, Any], forum: str, date: str) -> str:
    url = f"{_ADDRESSES[forum]}/posts/{post['_id']}/{post['slug']}"
    start = "Published on January 5, 2026 6:00 AM GMT<br/><br/>" if forum == "ea-forum" else ""
    body = (post.get("contents") or {}).get("html") or ""
    return _ITEM.format(
        title=post["title"],
        body=f'{start}{body}<br/><br/><a href="{url}#comments">Discuss</a>',
        url=url,
        post_id=post["_id"],
        author=(post.get("user") or {}).get("displayName") or "[anonymous]",
        date=format_datetime(datetime.fromisoformat(post[date]), usegmt=True),
    )
