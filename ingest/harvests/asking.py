"""Asking a source for the works of some scheduled fetches."""

from collections.abc import Sequence

from ingest.errors import (
    IngestError,
    LinkNotRecognised,
    NoMetadata,
    NotAWork,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.http.answers import Validators
from ingest.http.client import SourceClient
from ingest.models import ScheduledFetch
from ingest.sources.base import Adapter, FetchesIfChanged, FetchesMany, Reach, Ref, reach_of
from preprints.known_sources import WEB
from preprints.models import Version
from preprints.record import Record

MISSED = (WorkNotFound, WorkNotPublic)
OF_ONE_WORK = (*MISSED, NotAWork, LinkNotRecognised)  # other errors may be about its whole source


def ask(
    adapter: Adapter, fetches: Sequence[ScheduledFetch], client: SourceClient
) -> list[Record | IngestError | None]:
    """For each fetch the work, or the error; None where it is unchanged since the last answer.

    Raises IngestError where the source as a whole failed.
    """
    refs = [Ref(one.source, one.external_id, one.version or None, one.url) for one in fetches]
    if isinstance(adapter, FetchesMany) and len(refs) > 1:
        answers = adapter.fetch_many(refs, client)
        return [answers[ref] for ref in refs]
    (scheduled,), (ref,) = fetches, refs
    answer = _ask_for_one(adapter, ref, scheduled, client)
    if isinstance(answer, Record | NoMetadata) and _has_text_of_feed(scheduled):
        return [None]
    return [answer]


def _ask_for_one(
    adapter: Adapter, ref: Ref, scheduled: ScheduledFetch, client: SourceClient
) -> Record | IngestError | None:
    try:
        if isinstance(adapter, FetchesIfChanged) and scheduled.is_repeated:
            return _ask_if_changed(adapter, ref, scheduled, client)
        return adapter.fetch(ref, client)
    except IngestError as error:
        # Each page of the web has a host of its own.
        if isinstance(error, OF_ONE_WORK) or reach_of(adapter) == Reach.ANY_PAGE:
            return error
        raise


def _has_text_of_feed(scheduled: ScheduledFetch) -> bool:
    """Whether the work came with a feed: its page says less, only that it is still there."""
    return (
        scheduled.source == WEB
        and Version.objects.filter(
            preprint__locations__source=WEB,
            preprint__locations__external_id=scheduled.external_id,
            location__source=WEB,
            location__external_id=scheduled.external_id,
        )
        .exclude(body_html="")
        .exists()
    )


def _ask_if_changed(
    adapter: FetchesIfChanged, ref: Ref, scheduled: ScheduledFetch, client: SourceClient
) -> Record | None:
    """The validators of the answer are kept in the row; it is saved once the work is stored."""
    known = Validators(scheduled.etag, scheduled.last_modified)
    record, found = adapter.fetch_if_changed(ref, client, known)
    if record is not None:
        scheduled.etag, scheduled.last_modified = found.etag, found.last_modified
    return record
