"""What followers may be told of, as the services record it, and the schedule that tells them."""

from datetime import datetime, timedelta
from typing import Any

from django.core import mail

from curation.models import Entry
from curation.published import entry_key
from events import outbox
from events.models import Event
from events.sealing import seal_new_events
from events.services import record_event
from following.models import Follow
from following.news.mails import KIND, notify_followers
from following.services import follow
from following.things import Thing, read_thing
from mails.models import MailChoice
from reviews.models import Assessment, Response, Review, Round
from reviews.published import assessment_key, response_key, review_key
from search.services import follow_events
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

# Of texts, what their events have as `data["row"]`.
KEYS: dict[type, Any] = {
    Review: review_key,
    Assessment: assessment_key,
    Response: response_key,
    Entry: entry_key,
}
DAY = timedelta(days=1)


def thing(word: str) -> Thing:
    found = read_thing(word)
    assert found is not None
    return found


def follower(*words: str, way: str = "at-once", **person: Any) -> Any:
    """Somebody who follows these from now on."""
    user = UserFactory(**person)
    if way != "daily":
        MailChoice.objects.create(user=user, kind=KIND, way=way)
    for word in words:
        follow(user.pk, thing(word), now=NOW)
    return user


def of_work(round_: Round) -> str:
    """To follow it."""
    return f"preprint:{round_.submission.preprint_id}"


def path_of(round_: Round) -> str:
    """The pages of its reviews begin with it."""
    return f"/preprints/{round_.submission.preprint_id}/"


def happen(kind: str, about: Any, **more: Any) -> Event:
    row = KEYS.get(type(about))
    data = {**more.pop("data", {}), **({"row": row(about)} if row else {})}
    about = about if row is None else about.version
    event = record_event(kind, about=about, now=NOW, data=data, **more)
    know()
    return event


def know() -> None:
    """Seal what happened, and let the search know it."""
    while seal_new_events():
        pass
    while follow_events(now=NOW):
        pass


def published_review(**fields: Any) -> Review:
    """With the event of its publication."""
    review: Review = ReviewFactory(published=True, **fields)
    happen("review.published", review)
    return review


def listed_work(**fields: Any) -> Any:
    work = PreprintFactory(**fields)
    happen("preprint.listed", work)
    return work


def tell(now: datetime = NOW) -> list[str]:
    """What the schedule and the workers mail by now, one text each."""
    mail.outbox.clear()
    notify_followers(now=now)
    outbox.work()
    return [str(one.body) for one in mail.outbox]


def followed(user: Any) -> list[str]:
    return list(Follow.objects.filter(user=user).order_by("pk").values_list("thing", flat=True))
