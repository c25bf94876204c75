"""What is waited for is said in the same words on "My work" as on the page of the submission."""

from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Author, Preprint
from reading.selectors.me import my_page
from reviews.models import Round, Submission
from reviews.selectors.own_submission import own_submission_page
from reviews.services.editor_days import give_editor_days
from reviews.services.reopened_assessments import reopen_assessment
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.selected import selected_work
from tests.reviews.test_left_works import leave

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TIMES = (NOW, NOW + 4 * DAY, NOW + 60 * DAY)


def in_round(**fields):
    opened = RoundFactory(**fields)
    Author.objects.filter(version=opened.version).update(user=opened.submission.submitter)
    status = "reviewed" if opened.state == "assessed" else "under-review"
    Preprint.objects.filter(pk=opened.submission.preprint_id).update(status=status)
    return opened


def assessed(**fields):
    return AssessmentFactory(
        round=in_round(state="assessed", closed_at=NOW, **fields), published=True
    ).round


def with_assessment(state):
    opened = in_round(released=True)
    second = opened.submission.second_editor
    approved = {"approved_by": second, "approved_at": NOW} if state == "approved" else {}
    AssessmentFactory(round=opened, state=state, **approved)
    return opened


def with_draft_shown():
    opened = in_round(released=True)
    ReviewFactory(round=opened, accepted=True)
    AssessmentFactory(round=opened, answer_by=NOW.date() + 3 * DAY)
    return opened


def of_round(**review):
    opened = in_round()
    if review:
        ReviewFactory.create_batch(2, round=opened, **review)
    return opened


def invited():
    return InvitationFactory(round=in_round()).round


def with_authors(*, asks=False):
    sent = in_round(with_authors=True)
    Round.objects.filter(pk=sent.pk).update(post_by=NOW + 30 * DAY)
    if asks:
        CorrectionFactory(round=sent)
    return sent


def responded(*, by_own):
    answered = assessed()
    author = answered.submission.submitter if by_own else UserFactory()
    ResponseFactory(round=answered, author=author)
    return answered


def with_newer_version():
    revised = responded(by_own=True)
    newer = VersionFactory(preprint=revised.submission.preprint, number=2, seen_at=NOW)
    Preprint.objects.filter(pk=newer.preprint_id).update(current_version=newer)
    return revised


def final():
    done = assessed()
    Preprint.objects.filter(pk=done.submission.preprint_id).update(status="final")
    return done


def to_respond_until(until):
    answerable = assessed()
    Round.objects.filter(pk=answerable.pk).update(respond_until=until)
    return answerable


def revised():
    return RevisionFactory(round=assessed(), decision_due_at=NOW + 7 * DAY).round


def left(status):
    away = in_round()
    leave(away.submission, status)
    return away


def reopened():
    of = selected_work()
    reopen_assessment(of.submission.pk, editor=of.editor, reason="A doubt.", now=NOW)
    return of.round


def lapsed():
    over = in_round(state="lapsed", closed_at=NOW)
    Submission.objects.filter(pk=over.submission_id).update(
        state="lapsed", lapsed_at=NOW, lapse_reason=Submission.LapseReason.values[0]
    )
    return over


STATES = {
    "nobody is asked": lambda: of_round(),
    "somebody is asked": invited,
    "reviews are written": lambda: of_round(due_on=NOW.date() + 9 * DAY),
    "reviews are read": lambda: of_round(submitted=True),
    "the assessment is written": lambda: in_round(released=True),
    "by the editors alone": lambda: in_round(kind="editors"),
    **{state: lambda state=state: with_assessment(state) for state in ("proposed", "returned")},
    "approved": lambda: with_assessment("approved"),
    "reviewers read the draft": with_draft_shown,
    "with the authors": with_authors,
    "a correction is asked": lambda: with_authors(asks=True),
    "posted": assessed,
    "to respond in time": lambda: to_respond_until(NOW + 9 * DAY),
    "another has responded": lambda: responded(by_own=False),
    "responded": lambda: responded(by_own=True),
    "a newer version": with_newer_version,
    "final": final,
    "revised": revised,
    "withdrawn at its source": lambda: left("withdrawn"),
    "retracted": lambda: left("retracted"),
    "looked at again": reopened,
    "a later round lapsed": lambda: in_round(state="lapsed", closed_at=NOW, number=2),
    "ended": lambda: in_round(state="withdrawn", closed_at=NOW, number=2),
    "lapsed": lapsed,
}


@pytest.mark.parametrize("make", STATES.values(), ids=STATES)
def test_both_pages_of_an_author_say_the_same(make):
    submission = make().submission
    person = submission.version.authors.get(position=1).user
    assert_same(submission, person)


ENDED = {
    "submitted": {},
    "declined": {"decline_code": "other", "decline_text": "Not here."},
    "withdrawn": {"withdrawn_at": NOW},
}


@pytest.mark.parametrize("state", [*ENDED, "accepted"])
def test_and_of_who_submitted_the_work_of_another(state):
    if state == "accepted":
        submission = in_round(state="with-authors", sent_at=NOW, respond_until=NOW).submission
        Author.objects.filter(version=submission.version).update(user=UserFactory())
    else:
        submission = SubmissionFactory()
        Submission.objects.filter(pk=submission.pk).update(state=state, **ENDED[state])
    assert_same(submission, submission.submitter)


def assert_same(submission, person):
    in_round()  # another work of somebody else
    give_editor_days(now=NOW)
    for now in TIMES:
        submission.refresh_from_db()
        said = own_submission_page(submission, person, now=now).waiting
        (own,) = my_page(person, now=now).own_preprints
        assert own.submission_url == reverse("reviews:own_submission", args=[submission.pk])
        if said.words:
            assert own.waiting == said
        else:
            assert (own.waiting.since, own.waiting.until) == (None, None)


def test_fifty_works_cost_no_more_queries_than_two(django_assert_max_num_queries):
    person = UserFactory()
    for make in list(STATES.values())[:13] * 2:
        submission = make().submission
        Author.objects.filter(version=submission.version).update(user=person)
    with django_assert_max_num_queries(32):
        assert len(my_page(person, now=NOW).own_preprints) == 26
