"""Links that people paste, and what editors decide about sources."""

from datetime import timedelta
from itertools import count

from ingest.errors import FeedKnown, RejectDecided, SetsChanged
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.models import FetchStop, Host, Lookup, Reject, Source
from ingest.record_json import record_bytes, record_to_json
from ingest.services import checks, links, sources
from tests.at_once.acts import Act, Call
from tests.at_once.works import new_record
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW

NUMBERS = count(1)


def make_source(**fields: object) -> Source:
    defaults = {"adapter": "arxiv", "name": "arXiv", "created_at": NOW, "is_paused": False}
    return Source.objects.create(slug=f"source-{next(NUMBERS)}", **{**defaults, **fields})


def pasted_link() -> Call:
    person = UserFactory()
    link = f"arXiv:2603.{next(NUMBERS):05d}"
    return lambda: links.look_up_link(link, asked_by=person, now=NOW)


def pasted_link_of_a_known_work() -> Call:
    person, place = UserFactory(), PreprintFactory().locations.get()
    return lambda: links.look_up_link(place.url, asked_by=person, now=NOW)


def lookup(**fields: object) -> Lookup:
    record = new_record()
    place = record.location
    return Lookup.objects.create(
        text=place.url,
        source=place.source,
        external_id=place.external_id,
        url=place.url,
        asked_by=UserFactory(),
        created_at=NOW,
        **fields,
    )


def waiting_lookup() -> Call:
    waiting = lookup()
    return lambda: links.answer_lookup(Lookup.objects.get(pk=waiting.pk), now=NOW)


def found_lookup() -> Call:
    found = lookup(state="found", record=record_to_json(new_record()))
    return lambda: links.confirm_lookup(Lookup.objects.get(pk=found.pk), now=NOW)


def link_on_the_command_line() -> Call:
    link = f"arXiv:2604.{next(NUMBERS):05d}"
    return lambda: links.ingest_link(link, now=NOW)


def found_work() -> Call:
    record = new_record()
    return lambda: links.list_work(record, now=NOW)


def running_source() -> Call:
    source, by = make_source(), UserFactory(editor=True)
    return lambda: sources.pause(source.pk, by=by, now=NOW, reason="Too many.")


def paused_source() -> Call:
    source, by = make_source(is_paused=True), UserFactory(editor=True)
    return lambda: sources.run_now(source.pk, by=by, now=NOW)


def paused_feed() -> Call:
    source = make_source(adapter="feed", options={"url": "https://blog.example.org/"})
    by = UserFactory(editor=True)
    return lambda: sources.run_now(source.pk, by=by, now=NOW)


def stopped_source() -> Call:
    source, by = make_source(is_paused=True, is_stopped=True), UserFactory(editor=True)
    return lambda: sources.allow_once(source.pk, by=by, now=NOW)


def new_feed() -> Call:
    url, by = f"https://example.org/feed{next(NUMBERS)}", UserFactory(editor=True)
    return lambda: sources.add_feed("A blog", url, by=by, now=NOW)


def known_feed() -> Call:
    feed, by = make_source(adapter="feed"), UserFactory(editor=True)
    return lambda: sources.remove_feed(feed.slug, by=by, now=NOW)


def other_sets() -> Call:
    source, by = make_source(), UserFactory(editor=True)
    return lambda: sources.choose_sets(source.pk, ["cs:cs:AI"], instead_of=[], by=by, now=NOW)


def resting_host() -> Call:
    source, by = make_source(), UserFactory(editor=True)
    key = sources.pace_key_of(source)
    Host.objects.update_or_create(
        key=key,
        defaults={"next_at": NOW, "failures": 5, "closed_until": NOW + timedelta(days=1)},
    )
    return lambda: sources.ask_again(source.pk, by=by, now=NOW)


def checked_work() -> Call:
    work, by = PreprintFactory(status="submitted"), UserFactory(editor=True)
    schedule_submitted_works(now=NOW)
    return lambda: checks.check_now(work.pk, by=by, now=NOW)


def stopped_checks() -> Call:
    by, name = UserFactory(editor=True), f"source-{next(NUMBERS)}"
    FetchStop.objects.create(source=name, reason="12 of 12", stopped_at=NOW)
    return lambda: checks.allow_changes(name, by=by, now=NOW)


def reject(**fields: object) -> Reject:
    return Reject.objects.create(
        source=make_source(), content_hash="0", reason="no title", seen_at=NOW, **fields
    )


def readable_reject() -> Call:
    content = record_bytes(new_record())
    one, by = reject(content=content), UserFactory(editor=True)
    return lambda: sources.retry(one.pk, by=by, now=NOW)


def hopeless_reject() -> Call:
    one, by = reject(content=b"<record>"), UserFactory(editor=True)
    return lambda: sources.dismiss(one.pk, by=by, now=NOW)


ACTS = [
    Act(links.look_up_link, pasted_link),
    Act(links.look_up_link, pasted_link_of_a_known_work, name="known work"),
    Act(
        links.answer_lookup,
        waiting_lookup,
        only_changes_fields=True,
        state=lambda: Lookup.objects.latest("pk").state,
    ),
    Act(links.confirm_lookup, found_lookup),
    Act(links.ingest_link, link_on_the_command_line),
    Act(links.list_work, found_work),
    Act(sources.pause, running_source),
    Act(sources.run_now, paused_source),
    Act(sources.run_now, paused_feed, name="feed"),
    Act(sources.allow_once, stopped_source),
    Act(sources.add_feed, new_feed, (FeedKnown,)),
    Act(sources.remove_feed, known_feed),
    Act(sources.choose_sets, other_sets, (SetsChanged,)),
    Act(sources.ask_again, resting_host),
    Act(checks.check_now, checked_work),
    Act(checks.allow_changes, stopped_checks),
    Act(sources.retry, readable_reject, (RejectDecided,)),
    Act(sources.dismiss, hopeless_reject, (RejectDecided,)),
]
