"""Works, duplicates, issues and sources of the journal of the access table."""

from datetime import timedelta
from typing import Any

from events.checkpoints import make_checkpoint
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.models import FetchStop, Host, Lookup, Reject, ScheduledFetch, Source
from ingest.record_json import record_bytes, record_to_json
from ingest.services.sources import pace_key_of
from preprints.duplicates.merge import merge_preprints
from preprints.models import DuplicateCandidate
from preprints.services import set_status
from reading.books.files import make_files
from tests.access.journal import Journal
from tests.at_once.claims import make_claim
from tests.at_once.works import new_record
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import (
    EditFactory,
    PreprintFactory,
    SubjectFactory,
    VersionFactory,
    forum_post,
)
from tests.factories.reviews import ResponseFactory, SubmissionFactory
from tests.factories.times import NOW


def make_works(journal: Journal) -> None:
    cast, works = journal.cast, journal.works
    works["listed"] = PreprintFactory()
    for status in ("declined", "revised", "selected", "final", "withdrawn", "retracted"):
        works[status] = PreprintFactory(status=status)
    submitted = SubmissionFactory(submitter=cast["author"], preprint__status="submitted")
    works["submitted"] = submitted.preprint
    works["under review"] = journal.rounds["none"].version.preprint
    works["lapsed"] = journal.submissions["lapsed"].preprint
    works["assessed"] = journal.rounds["published"].version.preprint
    works["two versions"] = PreprintFactory()
    works["forum post"] = forum_post("AccessPost0000001")
    works["other forum post"] = forum_post("AccessPost0000002")
    for user in cast.users.values():
        make_claim(works["forum post"], user=user)
    EditFactory(version=works["two versions"].current_version)
    VersionFactory(preprint=works["two versions"], number=2)
    found = {"state": "found", "record": record_to_json(new_record())}
    journal.other |= {
        "candidate": _candidate("open"),
        "likeness, same": _candidate("same"),
        "likeness, different": _candidate("different"),
        "merge": merge_preprints(
            PreprintFactory().pk, PreprintFactory().pk, reason="One work.", now=NOW
        ),
        "subject": SubjectFactory(),
        "lookup": _lookup(cast["reader"], **found),
        "lookup, waiting": _lookup(cast["reader"], state="waiting"),
        "lookup, failed": _lookup(cast["reader"], state="failed"),
        "response": ResponseFactory(
            round=journal.rounds["of another, assessed"], author=cast["author 2"]
        ),
        "public event": record_event("preprint.listed", about=NamedSubject("V1"), now=NOW),
        "private event": record_event("review.begun", about=NamedSubject("V1"), now=NOW),
        "checkpoint": make_checkpoint(NOW),
    }
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    seal_new_events()


def _candidate(state: str) -> DuplicateCandidate:
    one, other = PreprintFactory(), PreprintFactory()
    return DuplicateCandidate.objects.create(
        one=one, other=other, reason="Alike.", state=state, created_at=NOW
    )


def _lookup(person: Any, **fields: Any) -> Lookup:
    record_of_it = new_record()
    place = record_of_it.location
    return Lookup.objects.create(
        text=place.url,
        source=place.source,
        external_id=place.external_id,
        url=place.url,
        asked_by=person,
        created_at=NOW,
        **fields,
    )


def make_issues(journal: Journal) -> None:
    """Issues in the making and a published one; "own work" is one that editor 2 wrote."""
    cast, works = journal.cast, journal.works
    people = {"editor": cast["handling"], "second_editor": cast["second"]}
    works["candidate"] = make_candidate(submitter=cast["author"], **people)
    for work in ("candidate by editor 2", "in the issue"):
        works[work] = make_candidate(submitter=cast["editor 2"], **people)
        works[work].current_version.authors.update(user=cast["editor 2"])
    making = IssueFactory(number=1, editor=cast["handling"], editorial="Three works.")
    journal.issues["draft"] = making
    journal.entries |= {
        "first": EntryFactory(issue=making, position=1),
        "second": EntryFactory(issue=making, position=2),
        "by editor 2": EntryFactory(issue=making, position=3, preprint=works["in the issue"]),
    }
    ready = IssueFactory(number=2, editor=cast["handling"], editorial="One work.")
    EntryFactory(
        issue=ready, preprint=make_candidate(submitter=UserFactory(), **people), section="Trust"
    )
    journal.issues["ready"] = ready
    done = EntryFactory(issue=IssueFactory(number=3, editor=cast["handling"]))
    journal.entries["published"] = done
    journal.issues["published"] = publish(done.issue)
    make_files(done.issue.pk)


def make_sources(journal: Journal) -> None:
    arxiv = Source.objects.get(slug="arxiv")
    resting = {"next_at": NOW, "failures": 5, "closed_until": NOW + timedelta(days=36_500)}
    Host.objects.update_or_create(key=pace_key_of(arxiv), defaults=resting)
    Source.objects.filter(pk=arxiv.pk).update(is_paused=False, next_run_at=None)
    FetchStop.objects.create(source="zenodo", reason="12 of 12", stopped_at=NOW)
    waiting = journal.submissions["waiting"].preprint
    set_status(waiting, "submitted", now=NOW)
    schedule_submitted_works(now=NOW)
    ScheduledFetch.objects.update(due_at=NOW + timedelta(days=36_500))
    journal.other |= {
        "source": arxiv,
        "feed": Source.objects.create(
            slug="a-blog",
            adapter="feed",
            name="A blog",
            options={"url": "https://blog.example.org/"},
            created_at=NOW,
        ),
        "reject": _reject(arxiv, "open"),
        "reject, taken": _reject(arxiv, "taken"),
        "reject, dismissed": _reject(arxiv, "dismissed"),
    }


def _reject(source: Source, state: str) -> Reject:
    return Reject.objects.create(
        source=source,
        state=state,
        content=record_bytes(new_record()),
        content_hash=state,
        reason="no title",
        seen_at=NOW,
    )
