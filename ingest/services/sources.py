"""What editors decide about sources. Each raises NotAnEditor for anybody else."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DataError, transaction
from django.utils.text import slugify

from accounts.models import User
from events.locks import Lock, hold
from events.services import record_event
from ingest import rules
from ingest.errors import FeedKnown, IngestError, NotAFeed, RejectDecided, SetsChanged
from ingest.harvests import intake
from ingest.harvests.adapters import FEED, adapter_for
from ingest.http import pacing
from ingest.http.guard.addresses import check_url
from ingest.http.hosts import page_pace_key
from ingest.models import LONGEST_ERROR, Harvest, Reject, Source
from ingest.record_json import is_record, record_from_json
from ingest.sources import ADAPTERS
from ingest.sources.feed import at_once
from preprints.record import Record
from preprints.storing import store_records

FEED_EVERY_MINUTES = 360
FETCHES_ALLOWED = timedelta(
    days=2
)  # a work is marked as gone at the second miss, a day after the first
_SCHEDULE_FIELDS = ["is_paused", "is_stopped", "pause_reason", "next_run_at"]


@transaction.atomic
def pause(source_id: int, *, by: User, now: datetime, reason: str = "") -> Source:
    """Stop harvesting a source; what is being stored just now is finished first."""
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.is_paused and not source.is_stopped and source.pause_reason == reason:
        return source
    source.is_paused, source.is_stopped, source.pause_reason = True, False, reason
    source.next_run_at = None
    source.save(update_fields=_SCHEDULE_FIELDS)
    record_event("source.paused", about=source, actor_id=by.pk, now=now)
    return source


@transaction.atomic
def run_now(source_id: int, *, by: User, now: datetime) -> Source:
    """Harvest a source as soon as a worker is free, and on its schedule from then on."""
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.adapter == FEED:
        _wake(source)
    if not source.is_paused and source.next_run_at is not None and source.next_run_at <= now:
        return source  # it waits for a worker already
    source.is_paused, source.is_stopped, source.pause_reason = False, False, ""
    source.next_run_at = now
    source.save(update_fields=_SCHEDULE_FIELDS)
    record_event("source.started", about=source, actor_id=by.pk, now=now)
    return source


def _wake(feed: Source) -> None:
    """Let a feed be read now: the pauses it asks of programs do not count for a person."""
    unfinished = feed.harvests.exclude(state=Harvest.State.DONE)
    places: list[Source | Harvest] = [feed, *unfinished]
    for one in places:
        one.cursor |= {"inner": at_once(one.cursor.get("inner", {}))}
        one.save(update_fields=["cursor"])


@transaction.atomic
def allow_once(source_id: int, *, by: User, now: datetime) -> Source:
    """Let the next harvest make the changes that were stopped, and single fetches for two days."""
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.is_allowed_once and not source.is_stopped:
        return source
    allowed = {"is_allowed_once": True, "fetches_allowed_until": now + FETCHES_ALLOWED}
    Source.objects.filter(pk=source_id).update(**allowed)
    source = run_now(source_id, by=by, now=now)
    record_event("source.waved_through", about=source, actor_id=by.pk, now=now)
    return source


@transaction.atomic
def add_feed(name: str, url: str, *, by: User, now: datetime) -> Source:
    """Add a feed, and read it as soon as a worker is free. Raises PageUnreachable for an address
    that must not be opened, FeedKnown for one that is there.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    check_url(url, settings.INGEST_ALLOWED_HOSTS)
    hold(Lock.FEEDS)  # so that one feed is not added twice
    if Source.objects.filter(adapter=FEED, options__url=url).exists():
        raise FeedKnown
    source = Source.objects.create(
        slug=_free_slug(name),
        name=name,
        adapter=FEED,
        options={"url": url},
        is_paused=False,
        every_minutes=FEED_EVERY_MINUTES,
        next_run_at=now,
        added_by=by,
        created_at=now,
    )
    record_event("source.added", about=source, actor_id=by.pk, now=now)
    return source


def _free_slug(name: str) -> str:
    """Not an adapter's key: scheduled fetches are counted by it, and would count as the feed's."""
    slug = base = slugify(name)[:30] or FEED
    number = 1
    while slug in ADAPTERS or Source.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def remove_feed(slug: str, *, by: User, now: datetime) -> None:
    """Delete a feed, its harvests and rejects; its works stay.

    Nothing happens where it is gone already. Raises NotAFeed for a source of every journal's.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.select_for_update().filter(slug=slug).first()
    if source is None:
        return
    if source.adapter != FEED:
        raise NotAFeed(slug)
    record_event(
        "source.removed",
        about=source,
        actor_id=by.pk,
        now=now,
        data={"name": source.name, "url": source.options.get("url", "")},
    )
    source.delete()


@transaction.atomic
def choose_sets(
    source_id: int, sets: Sequence[str], *, instead_of: Sequence[str], by: User, now: datetime
) -> Source:
    """Take these sets of a source from now on; none are everything.

    An unfinished harvest, which counts the sets by their places, ends; the next one begins at the
    same day. Raises SetsChanged where other sets are taken now than `instead_of`.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.sets == list(sets):
        return source
    if source.sets != list(instead_of):
        raise SetsChanged(source.slug)
    source.options |= {"sets": list(sets)}
    source.save(update_fields=["options"])
    unfinished = source.harvests.filter(window__asked__set="").exclude(state__in=Harvest.ENDED)
    unfinished.update(state=Harvest.State.DROPPED, ended_at=now)
    record_event(
        "source.sets_chosen",
        about=source,
        actor_id=by.pk,
        now=now,
        data={"sets": source.sets},
    )
    return source


@transaction.atomic
def ask_again(source_id: int, *, by: User, now: datetime) -> Source:
    """Ask a host again that rests because it failed."""
    rules.check_is_editor(is_editor=by.is_editor)
    source = Source.objects.get(pk=source_id)
    if not pacing.open_again(pace_key_of(source)):
        return source  # its host does not rest
    record_event("source.asked_again", about=source, actor_id=by.pk, now=now)
    return source


def pace_key_of(source: Source) -> str:
    """The row of `Host` that says how its host is doing; "" for one that has none of its own."""
    if source.adapter == FEED:
        return page_pace_key(urlsplit(str(source.options.get("url", ""))).hostname or "")
    adapter = ADAPTERS.get(source.adapter)
    return adapter.pace.key if adapter else ""


@transaction.atomic
def retry(reject_id: int, *, by: User, now: datetime) -> Reject:
    """Read a rejected record once more, after the adapter was mended; stored if it can be.

    Raises RejectDecided.
    """
    rules.check_is_editor(is_editor=by.is_editor)
    reject = _open_reject(reject_id)
    reject.tried_at = now
    try:
        record = _reread(reject)
        with transaction.atomic():
            intake.follow_up([record], store_records([record], now=now), now=now)
    except (IngestError, DataError, UnicodeError, ValueError) as error:
        reject.reason = str(error)[:LONGEST_ERROR]
    else:
        reject.state = Reject.State.TAKEN
        record_event(
            "reject.taken",
            about=reject.source,
            actor_id=by.pk,
            now=now,
            data={"reject": reject.pk},
        )
    reject.save(update_fields=["tried_at", "reason", "state"])
    return reject


def _reread(reject: Reject) -> Record:
    """From what the source sent; or, where only the database refused it, the record as it was."""
    content = bytes(reject.content)
    if is_record(content):
        return record_from_json(json.loads(content))
    return adapter_for(reject.source).reread(content)


@transaction.atomic
def dismiss(reject_id: int, *, by: User, now: datetime) -> Reject:
    """Mark a rejected record as dismissed; its bytes stay. Raises RejectDecided."""
    rules.check_is_editor(is_editor=by.is_editor)
    reject = _open_reject(reject_id)
    reject.state, reject.tried_at = Reject.State.DISMISSED, now
    reject.save(update_fields=["state", "tried_at"])
    record_event(
        "reject.dismissed",
        about=reject.source,
        actor_id=by.pk,
        now=now,
        data={"reject": reject.pk},
    )
    return reject


def _open_reject(reject_id: int) -> Reject:
    locked = Reject.objects.select_for_update(of=("self",)).select_related("source")
    reject = locked.get(pk=reject_id)
    if reject.state != Reject.State.OPEN:
        raise RejectDecided
    return reject
