"""A second round that nobody reviews ends alone, is told of, and goes on by one act."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from preprints.models import Preprint
from reviews import errors, revision_errors
from reviews.lapse_rules import Wait
from reviews.models import Invitation, Review, Round, Submission
from reviews.policies import current_policy
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.services import lapsing, revising, round_lapses
from reviews.services.lapsing import wait_of
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.desks import desk_of
from tests.reviews.outcomes import new_mails
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def managing():
    return UserFactory(managing_editor=True, email="managing@example.org")


def second_round(revised=None, decision="full"):
    """Of the newer version of a work that was assessed; its earlier reviewer is invited."""
    revision = declared_revision(revised)
    decide(revision, decision)
    return Round.objects.get(submission=revision.round.submission, number=2)


def run(now):
    return round_lapses.lapse_neglected_rounds(now=now) + lapsing.lapse_neglected(now=now)


def warned_and_lapsed():
    revised = revised_work()
    opened = second_round(revised)
    run(NOW + 76 * DAY)
    run(NOW + 90 * DAY)
    return revised, Round.objects.get(pk=opened.pk)


def test_a_second_round_that_nobody_reviews_ends_and_the_work_stays_as_it_was(
    client, managing, mailoutbox
):
    revised = revised_work()
    opened, bystander = second_round(revised), second_round()
    ReviewFactory(round=bystander, submitted=True)
    asked = opened.invitations.get()
    status = revised.preprint.status
    new_mails(mailoutbox)
    assert run(NOW + 75 * DAY) == 0
    assert run(NOW + 76 * DAY) == 1
    people = [revised.author.email, managing.email]
    people += [opened.submission.editor.email, opened.submission.second_editor.email]
    warned = set(new_mails(mailoutbox))
    assert warned >= {(people[0], "The new review waits too long")} | {
        (to, "A new review ends soon") for to in people[1:]
    }
    names = {group.name for group in desk_of(opened.submission.editor, now=NOW + 80 * DAY).groups}
    assert "lapses" in names
    assert (run(NOW + 89 * DAY), run(NOW + 90 * DAY), run(NOW + 91 * DAY)) == (0, 1, 0)
    lapsed = set(new_mails(mailoutbox))
    assert lapsed >= {(people[0], "The new review has ended")} | {
        (to, "A new review has ended") for to in people[1:]
    }
    assert revised.preprint.status == status == "revised"
    states = {one.pk: one.state for one in Round.objects.all()}
    assert (states[opened.pk], states[bystander.pk]) == ("lapsed", "open")
    assert Submission.objects.get(pk=opened.submission_id).state == "accepted"
    assert Invitation.objects.get(pk=asked.pk).state == "closed"
    event = Event.objects.get(kind="round.lapsed")
    assert event.is_public
    tried = {"invited": 1, "declined": 0, "agreed": 0}
    assert event.data == {"round": 2, "reason": "no-reviewer", **tried}
    page = client.get(revised.preprint.get_absolute_url()).text
    assert "ended without a review (1 invited, 0 declined, 0 agreed)" in page
    assert "is under review again" not in page


def test_a_round_of_the_editors_alone_does_not_lapse():
    second_round(decision="editors")
    assert (run(NOW + 400 * DAY), run(NOW + 500 * DAY)) == (0, 0)


def test_the_handling_editor_goes_on_with_it_and_the_days_begin_anew(client, mailoutbox):
    revised, ended = warned_and_lapsed()
    submission = Submission.objects.get(pk=ended.submission_id)
    editor, later = submission.editor, NOW + 100 * DAY
    waits = author_waiting(submission, Reader(is_author=True), now=later)
    assert "has ended" in waits.words
    new_mails(mailoutbox)
    with pytest.raises(errors.NotTheHandlingEditor):
        round_lapses.reopen_round(ended.pk, editor=submission.second_editor, now=later)
    client.force_login(editor)
    page = reverse("reviews:submission", args=[submission.pk])
    act = reverse("reviews:reopen_round", args=[ended.pk])
    assert act in client.get(page).text
    opened = round_lapses.reopen_round(ended.pk, editor=editor, now=later)
    assert (opened.state, opened.reopened_at, opened.closed_at) == ("open", later, None)
    assert act not in client.get(page).text
    assert (revised.author.email, "Reviewed again") in new_mails(mailoutbox)
    submission.refresh_from_db()
    wait = wait_of(submission, policy=current_policy())
    assert wait == Wait("no-reviewer", later, 90, is_of_later_round=True)
    assert author_waiting(submission, Reader(is_author=True), now=later).since == later
    groups = {group.name: group.rows for group in desk_of(editor, now=later).groups}
    assert [row.since for row in groups["reviewers"]] == [later]
    with pytest.raises(errors.NotLapsed):
        round_lapses.reopen_round(ended.pk, editor=editor, now=later)


def test_a_round_that_lapsed_does_not_go_on_beside_another():
    _revised, ended = warned_and_lapsed()
    RoundFactory(submission=ended.submission, version=ended.version, number=3)
    with pytest.raises(revision_errors.ReviewGoesOn):
        round_lapses.reopen_round(ended.pk, editor=ended.submission.editor, now=NOW)
    assert not revising.facts_of_version(ended.submission, ended.version)["is_withdrawn"]


def test_a_round_that_lapsed_does_not_go_on_once_an_author_has_declared_its_version_final(client):
    revised, ended = warned_and_lapsed()
    _other, bystander = warned_and_lapsed()
    revising.declare_final(ended.version_id, author=revised.author, now=NOW)
    client.force_login(ended.submission.editor)
    page = client.get(reverse("reviews:submission", args=[ended.submission_id])).text
    assert reverse("reviews:reopen_round", args=[ended.pk]) not in page
    with pytest.raises(revision_errors.DeclaredFinal):
        round_lapses.reopen_round(ended.pk, editor=ended.submission.editor, now=NOW)
    assert Round.objects.get(pk=ended.pk).state == "lapsed"
    editor = bystander.submission.editor
    assert round_lapses.reopen_round(bystander.pk, editor=editor, now=NOW).state == "open"


def test_a_first_round_is_reopened_with_its_work():
    first = RoundFactory(state="lapsed", closed_at=NOW, submission__accepted=True)
    Submission.objects.filter(pk=first.submission_id).update(
        state="lapsed", lapsed_at=NOW, lapse_reason="no-reviewer"
    )
    with pytest.raises(errors.NotLapsed):
        round_lapses.reopen_round(first.pk, editor=first.submission.editor, now=NOW)


def test_everybody_reads_since_when_a_reopened_work_is_open_and_its_reviewer_that_it_lapsed(client):
    """The day of its reopening stands in place of the day on which it was opened first."""
    review = ReviewFactory()
    submission = review.round.submission
    submission.version.authors.update(user=submission.submitter)
    Preprint.objects.filter(pk=submission.preprint_id).update(status="under-review")
    later = NOW + 400 * DAY
    run(later)
    run(later + 14 * DAY)
    client.force_login(review.reviewer)
    written = reverse("reviews:write_review", args=[review.pk])
    assert "This round of review has lapsed" in client.get(written).text
    reopened = later + 20 * DAY
    lapsing.reopen_submission(submission.pk, editor=UserFactory(editor=True), now=reopened)
    Round.objects.update(opened_at=NOW - 500 * DAY)
    client.logout()
    page = client.get(submission.preprint.get_absolute_url()).text
    assert f"Open for review since {reopened.day} {reopened:%B %Y}" in page
    Review.objects.all().delete()
    waits = author_waiting(Submission.objects.get(), Reader(is_author=True), now=reopened)
    assert waits.since == reopened
