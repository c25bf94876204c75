"""Reading the sources' own feeds between two harvests, so that new works are stored sooner.

A feed only names works, so each becomes a `ScheduledFetch`. Feeds are short; what is no longer in
them the next harvest finds.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ingest.errors import IngestError, UnexpectedAnswer
from ingest.harvests import intake
from ingest.harvests.run import sets_of
from ingest.http.client import SourceClient
from ingest.models import LONGEST_PAUSE_REASON, Source
from ingest.sources import ADAPTERS
from ingest.sources.base import Announcements, Announces, HarvestPage, Ref
from preprints.models import Location, Version


def read_feeds(
    client: SourceClient, *, may_go_on: Callable[[], bool] = lambda: True
) -> dict[str, int]:
    """Read the feeds that are due; returns how many works were scheduled, by source."""
    announcing = {key: one for key, one in ADAPTERS.items() if isinstance(one, Announces)}
    counts = {}
    for source in Source.objects.filter(_is_due(timezone.now()), adapter__in=announcing):
        if not may_go_on():
            break
        adapter = announcing[source.adapter]
        if _take_turn(source, adapter):
            counts[source.slug] = _read_feeds_of(source, adapter, client)
    return counts


def _is_due(now: datetime) -> Q:
    return Q(Q(feeds_due_at__lte=now) | Q(feeds_due_at=None), is_paused=False)


def _take_turn(source: Source, adapter: Announces) -> bool:
    """Set the time of the next read; False if another process has just done so."""
    now = timezone.now()
    mine = Source.objects.filter(_is_due(now), pk=source.pk)
    return mine.update(feeds_due_at=now + adapter.feed_pause) == 1


def _read_feeds_of(source: Source, adapter: Announces, client: SourceClient) -> int:
    """Read all feeds of a source; one that fails keeps its validators and stops no other."""
    count, validators, errors = 0, {}, []
    try:
        feeds = adapter.feeds(sets_of(source))
    except IngestError as error:
        feeds, errors = (), [error]
    for feed in feeds:
        validators[feed] = source.feed_validators.get(feed, {})
        try:
            found = adapter.announced(feed, client, **validators[feed])
            _check_is_readable(found)
        except IngestError as error:
            errors.append(error)
        else:
            count += _schedule(source, found)
            validators[feed] = {"etag": found.etag, "modified": found.modified}
    # Last: if this process is killed before, the next one reads the same items again.
    Source.objects.filter(pk=source.pk).update(
        feeds_read_at=timezone.now(),
        feeds_error="; ".join(error.for_editors() for error in errors)[:LONGEST_PAUSE_REASON],
        feed_validators=validators,
    )
    return count


def _check_is_readable(found: Announcements) -> None:
    """Raise UnexpectedAnswer where a feed is too long, or so many items fail that its format must
    be new.
    """
    count = len(found.refs) + len(found.rejected)
    intake.check_size(count)
    most = max(intake.MOST_REJECTED * count, intake.FEWEST_TO_JUDGE)
    if len(found.rejected) >= most:
        raise UnexpectedAnswer(
            f"{len(found.rejected)} of {count} items of a feed could not be read: "
            f"{found.rejected[0].reason}"
        )


def _schedule(source: Source, found: Announcements) -> int:
    page = HarvestPage(cursor={}, refs=_not_stored(found.refs), rejected=found.rejected)
    with transaction.atomic():
        return intake.store_page(source, page, now=timezone.now()).tally["announced"]


def _not_stored(refs: Sequence[Ref]) -> tuple[Ref, ...]:
    """Works that are not stored; where a version is named, versions that are not stored."""
    here = Location.objects.filter(
        source__in={ref.source for ref in refs}, external_id__in={ref.external_id for ref in refs}
    )
    works = set(here.values_list("source", "external_id"))
    # By preprint: versions have no index by location.
    versions = set(
        Version.objects.filter(preprint__in=here.values("preprint"), location__in=here)
        .order_by()
        .values_list("location__source", "location__external_id", "source_version")
    )
    return tuple(
        ref
        for ref in refs
        if (ref.source, ref.external_id) not in works
        or (ref.version and (ref.source, ref.external_id, f"v{ref.version}") not in versions)
    )
