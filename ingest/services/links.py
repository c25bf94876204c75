"""Taking works in: a pasted link becomes a lookup, a lookup a record, a record a preprint."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.outbox import promise
from ingest.errors import IngestError, LinkNotRecognised, SourceUnavailable, TooManyLookups
from ingest.harvests import other_versions, scheduled_fetches
from ingest.http.client import SourceClient
from ingest.http.pacing import KeptHosts, SharedHosts
from ingest.models import Lookup
from ingest.own_links import own_preprint
from ingest.record_json import record_from_json, record_to_json
from ingest.sources import ADAPTERS
from ingest.sources.arxiv import ids as arxiv_ids
from ingest.sources.base import Ref
from ingest.sources.recognise import recognise
from ingest.sources.web import WEB
from preprints.known_sources import DOI
from preprints.models import Preprint
from preprints.outcome import Outcome
from preprints.record import Record
from preprints.rules import FREE
from preprints.services import Stored, store_record
from text.plain import clean_text
from web.clicks import SAME_CLICK

LOOKUPS_A_PERSON = 40
PAGES_A_PERSON = 10  # of them, pages of sites that we have no adapter for
LOOKUP_WINDOW = timedelta(hours=1)
LOOKUP_SECONDS = 60.0  # for all that is asked for one link
# A bit longer: names are resolved and answers read without a look at the clock.
LOOKUP_LEASE = timedelta(seconds=90)
# A source that does not answer is asked again by itself: six times in a quarter of an hour.
MOST_TRIES = 6
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)


@transaction.atomic
def look_up_link(text: str, *, asked_by: User, now: datetime) -> Lookup:
    """Begin to look a pasted link up; known works are answered at once, others in the background.

    Raises LinkNotRecognised or TooManyLookups.
    """
    text = clean_text(text).strip()
    own = own_preprint(text)
    ref = _place_of(own) if own else recognise(text)
    if ref is None:
        raise _not_recognised(text)
    # One at a time of each person: nobody gets past the limits, or asks twice by a second click.
    User.objects.select_for_update(no_key=True).get(pk=asked_by.pk)
    known_lookup = _same_lookup(ref, asked_by, now)
    if known_lookup is not None:
        return known_lookup
    recent = Lookup.objects.filter(asked_by=asked_by, created_at__gt=now - LOOKUP_WINDOW)
    pages = recent.filter(source=WEB.key)
    if recent.count() >= LOOKUPS_A_PERSON or (
        ref.source == WEB.key and pages.count() >= PAGES_A_PERSON
    ):
        raise TooManyLookups
    known = own or find_fetched(ref)
    lookup = Lookup.objects.create(
        text=text[:2000],
        source=ref.source,
        external_id=ref.external_id,
        version=ref.version,
        url=ref.url,
        asked_by=asked_by,
        state=Lookup.State.FOUND if known else Lookup.State.WAITING,
        preprint=known,
        created_at=now,
        answered_at=now if known else None,
    )
    if known is None:
        promise("ingest.answer_lookup", lookup_id=lookup.pk)
    return lookup


def _same_lookup(ref: Ref, asked_by: User, now: datetime) -> Lookup | None:
    """What this person asked a moment ago, unless it failed: a second click of the same button."""
    same = Lookup.objects.filter(
        asked_by=asked_by, source=ref.source, external_id=ref.external_id, version=ref.version
    )
    recent = same.filter(created_at__gt=now - SAME_CLICK, created_at__lte=now)
    return recent.exclude(state=Lookup.State.FAILED).order_by("-created_at").first()


def _place_of(preprint: Preprint) -> Ref | None:
    place = preprint.locations.first()
    return Ref(place.source, place.external_id, None, place.url) if place else None


def find_known(ref: Ref) -> Preprint | None:
    return Preprint.objects.at(ref.source, ref.external_id).first()


def find_fetched(ref: Ref) -> Preprint | None:
    """The same, but None where what is named is to be fetched first: a newer version of a work that
    is listed only, or a DOI of which another version's record is stored."""
    preprint = find_known(ref)
    if preprint is None or _is_newer_version(ref, preprint):
        return None
    if ref.source != DOI:
        return preprint
    at_dois = preprint.versions.filter(location__source=DOI)
    known = set(at_dois.values_list("location__external_id", flat=True))
    return preprint if not known or ref.external_id in known else None


def _is_newer_version(ref: Ref, preprint: Preprint) -> bool:
    if ref.version is None or preprint.status not in FREE:
        return False
    there = preprint.versions.filter(location__source=ref.source)
    labels = [label.removeprefix("v") for label in there.values_list("source_version", flat=True)]
    numbers = [int(label) for label in labels if label.isdecimal()]
    return bool(numbers) and ref.version > max(numbers)


def fetch_record(ref: Ref) -> Record:
    """Ask the source for one work that a person waits for.

    Never waits for a host that somebody else is asking. Raises an IngestError or HostTaken.
    """
    with KeptHosts() as hosts, SourceClient(hosts=hosts, longest_in_all=LOOKUP_SECONDS) as client:
        return ADAPTERS[ref.source].fetch(ref, client)


def answer_lookup(lookup: Lookup, *, now: datetime) -> Lookup:
    """Fetch the work and save the record, or why there is none.

    Raises HostTaken, and writes nothing then.
    """
    ref = Ref(lookup.source, lookup.external_id, lookup.version, lookup.url)
    try:
        record = fetch_record(ref)
    except IngestError as error:
        lookup.state, lookup.message = Lookup.State.FAILED, str(error.message)
        lookup.is_away = error.is_temporary
        lookup.next_try_at = _next_try(lookup.tries, error, now)
    else:
        lookup.is_away, lookup.next_try_at = False, None
        lookup.state, lookup.message = Lookup.State.FOUND, ""
        lookup.record = record_to_json(record)
        place = record.location
        lookup.preprint = Preprint.objects.at(place.source, place.external_id).first()
    lookup.answered_at = now
    lookup.tries += 1
    with transaction.atomic():
        lookup.save(
            update_fields=[
                *("state", "message", "record", "preprint", "answered_at"),
                *("is_away", "tries", "next_try_at"),
            ]
        )
        if lookup.next_try_at:
            promise("ingest.answer_lookup", due_at=lookup.next_try_at, lookup_id=lookup.pk)
    return lookup


def _next_try(tries: int, error: IngestError, now: datetime) -> datetime | None:
    """When a source that did not answer is asked again; None where that is of no use.

    Not a site that turns programs away, nor an address that may be none.
    """
    if not isinstance(error, SourceUnavailable) or tries >= MOST_TRIES:
        return None
    pause = max(FIRST_PAUSE * 2**tries, timedelta(seconds=error.asked_wait))
    return now + min(pause, LONGEST_PAUSE)


@transaction.atomic
def confirm_lookup(lookup: Lookup, *, now: datetime) -> Stored:
    """List the work a person has recognised as the one they meant."""
    if lookup.record is None:
        if lookup.preprint is not None:
            return _as_stored(lookup.preprint)
        raise IngestError("a lookup without an answer cannot be confirmed")
    stored = list_work(record_from_json(lookup.record), now=now)
    lookup.preprint = stored.preprint
    lookup.save(update_fields=["preprint"])
    return stored


def _as_stored(known: Preprint) -> Stored:
    """A work that is here already, with its newest version."""
    version = known.current_version or known.versions.latest("number")
    return Stored(known, version, Outcome.unchanged(known.pk, version.pk))


def _not_recognised(text: str) -> LinkNotRecognised:
    """The error for a text that is no link; a list at arXiv, and an identifier that cannot be, have
    messages of their own.
    """
    if arxiv_ids.is_list(text):
        message = _("This is a page of arXiv that lists works; paste the link of one work.")
        return LinkNotRecognised(message=message)
    if arxiv_ids.is_like_arxiv(text):
        message = _("arXiv has no work with this identifier. Please check it.")
        return LinkNotRecognised(message=message)
    return LinkNotRecognised()


def ingest_link(text: str, *, now: datetime) -> Stored:
    """Take a link in at once, for the command line. Raises an IngestError."""
    if own := own_preprint(text):
        return _as_stored(own)
    ref = recognise(text)
    if ref is None:
        raise _not_recognised(text)
    return list_work(_fetch_patiently(ref), now=now)


def _fetch_patiently(ref: Ref) -> Record:
    """For the command line, which may wait for a host. Raises an IngestError."""
    with SourceClient(hosts=SharedHosts(is_urgent=True)) as client:
        return ADAPTERS[ref.source].fetch(ref, client)


@transaction.atomic
def list_work(record: Record, *, now: datetime) -> Stored:
    """Store a work, and schedule its earlier versions and later fetches."""
    stored = store_record(record, now=now)
    scheduled_fetches.watch_new([record], [stored.outcome], now=now)
    other_versions.schedule_earlier_versions([record], [stored.outcome], now=now)
    other_versions.schedule_other_dois([record], now=now)
    return stored
