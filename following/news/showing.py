"""What is new, in words: for the mail, and for the page of what somebody follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from following.models import Follow
from following.news.collecting import FollowNews, NewsWork, works_of
from following.news.kinds import Happened, words_of
from following.things import ThingKind, ThingView
from search.finding import Hit
from search.models import DocumentKind
from search.texts import FoundText, found_texts, found_works


@dataclass(frozen=True, slots=True)
class NewsItem:
    """url: the path of its page."""

    words: str
    url: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownNews:
    """more: how many items there are beside these."""

    follow: Follow
    view: ThingView
    items: list[NewsItem]
    more: int

    @property
    def title(self) -> str:
        return self.follow.name or self.view.title


def shown_news(found: Sequence[FollowNews]) -> list[ShownNews]:
    """Without what is not public any more by now; seven queries at most."""
    works = works_of(found)
    hits = list(dict.fromkeys(hit for one in found if one.hits for hit in one.hits.shown))
    texts = {text.hit: text for text in found_texts(hits, found_works(hits))}
    shown = [ShownNews(one.follow, one.view, _items(one, works, texts), one.more) for one in found]
    return [one for one in shown if one.items]


def _items(
    news: FollowNews, works: dict[int, NewsWork], texts: dict[Hit, FoundText]
) -> list[NewsItem]:
    if news.hits is not None:
        return [_of_hit(texts[hit]) for hit in news.hits.shown if hit in texts]
    is_of_one_work = news.view.now.kind == ThingKind.PREPRINT
    items = []
    for event in news.events:
        if (work := works.get(event.preprint_id or 0)) is not None:
            items.append(_of_event(event, work, names_work=not is_of_one_work))
    return items


def _of_event(event: Happened, work: NewsWork, *, names_work: bool) -> NewsItem:
    words = words_of(event)
    url = event.text.url if event.text else f"/preprints/{work.pk}/"
    return NewsItem(f"{work.title}. {words}" if names_work else words, url, event.at)


def _of_hit(text: FoundText) -> NewsItem:
    kind = str(DocumentKind(text.hit.kind).label)
    words = f"{text.title}. {kind}" if text.is_on_work else text.title
    return NewsItem(words, text.url, text.at)
