"""Who works on a version is told once that a newer one has appeared, with the mails of the day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Outbox
from events.outbox import work
from mails.digests import make_due_digests
from mails.models import MailChoice
from mails.services import choose_mails, turn_off
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.storing import store_records
from tests.factories.accounts import UserFactory
from tests.factories.preprints import LocationFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return round_of("2601.00001")


def round_of(arxiv_id, *, status="under-review", **fields):
    opened = RoundFactory(**fields)
    preprint = opened.submission.preprint
    preprint.status = status
    preprint.save()
    preprint.locations.all().delete()
    LocationFactory(preprint=preprint, source="arxiv", external_id=arxiv_id)
    return opened


def post(arxiv_id, label="v2"):
    """A source gives a newer version."""
    return store_records([record_of(arxiv_id, label)], now=NOW)


def record_of(arxiv_id, label="v2"):
    return Record(
        location=RecordLocation("arxiv", arxiv_id, f"https://arxiv.org/abs/{arxiv_id}"),
        title="Axioms, revised",
        authors=(RecordAuthor("Ada Example"),),
        posted_at=POSTED + timedelta(days=40),
        first_posted_at=POSTED,
        abstract="Five axioms.",
        source_version=label,
    )


def waiting():
    """(kind of mail, its recipient) of all that wait."""
    rows = Outbox.objects.filter(task="reviews.send_mail").order_by("pk")
    return [(row.arguments["template"], row.arguments["recipient"]) for row in rows]


def test_the_editors_and_the_reviewers_at_work_get_one_mail_each(opened):
    round_of("2601.00002")
    revoked = InvitationFactory(round=opened, state="revoked")
    ReviewFactory(round=opened, invitation=revoked)
    ReviewFactory(round=opened, submitted=True, status="refused")
    at_work = [ReviewFactory(round=opened), ReviewFactory(round=opened, submitted=True)]
    post("2601.00001")
    work()
    post("2601.00001")  # known by now
    work()
    editors = sorted([opened.submission.editor_id, opened.submission.second_editor_id])
    assert waiting() == [
        *[("newer_version_editors", {"user": pk}) for pk in editors],
        *[("newer_version_reviewers", {"review": review.pk}) for review in at_work],
    ]


@pytest.mark.parametrize(
    "fields", [{"state": "assessed", "closed_at": NOW}, {"state": "lapsed", "closed_at": NOW}]
)
def test_nobody_gets_one_where_nothing_is_under_way(fields):
    ended = round_of("2601.00003", **fields)
    ReviewFactory(round=ended, submitted=True)
    post("2601.00003")
    work()
    assert waiting() == []


def test_works_that_nobody_has_submitted_promise_nothing(opened):
    listed = round_of("2601.00004", status="listed")
    before = Outbox.objects.count()
    post("2601.00004")
    assert Outbox.objects.count() == before
    assert listed.submission.preprint.versions.count() == 2
    post("2601.00001")
    assert Outbox.objects.count() == before + 1


def test_it_comes_with_the_mails_of_the_day_and_names_both_versions(opened, mailoutbox):
    review = ReviewFactory(round=opened, reviewer=UserFactory(email="noor@example.org"))
    choose_mails(opened.submission.editor_id, {"newer_version_editors": MailChoice.Way.AT_ONCE})
    turn_off(opened.submission.second_editor_id, "digest")
    post("2601.00001")
    work()
    work()
    assert [mail.to for mail in mailoutbox] == [[opened.submission.editor.email]]
    assert "the round under way is about version 1" in mailoutbox.pop().body
    assert make_due_digests(now=timezone.now() + timedelta(days=1)) == 1
    work()
    (digest,) = mailoutbox
    assert digest.to == ["noor@example.org"]
    assert f"/preprints/{review.version.preprint_id}/compare/v1..v2/" in digest.body
