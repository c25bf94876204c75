"""While a work is away nothing of its review goes on; nor between its return and the moment at
which its days move, which comes a little later."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.errors import NotAllIn, WorkWithdrawn
from reviews.models import Submission
from reviews.policies import current_policy
from reviews.selectors.desk.reviews import READ_REVIEW
from reviews.selectors.desk.row_kind import DeskView
from reviews.services import (
    accepting,
    assessing,
    due_days,
    invitation_mails,
    invitations,
    lapsing,
    posting,
    releasing,
    reminding,
    replying,
    reviewing,
)
from reviews.services.consent import close_unanswered
from reviews.services.consent_steps import mail_request
from reviews.services.pausing import follow_sources, pause_submission, resume_submission
from tests.at_once.reviewing.writing import content
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import decide, declared_revision
from tests.reviews.test_left_works import leave
from tests.reviews.test_returned_works import BACK, come_back

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def is_away(submission):
    leave(submission)
    pause_submission(submission.pk, now=NOW)


def is_back_and_still_paused(submission):
    is_away(submission)
    come_back(submission)


WAYS = pytest.mark.parametrize("put_away", [leave, is_away, is_back_and_still_paused])


def accepted(opened, number=1):
    return ReviewFactory(round=opened, accepted=True, reviewer_number=number)


def accept(opened):
    held = ReviewFactory(round=opened, submitted=True)
    return lambda: accepting.accept_review(held.pk, editor=opened.submission.editor, now=BACK)


def return_with_a_question(opened):
    held, editor = ReviewFactory(round=opened, submitted=True), opened.submission.editor
    return lambda: replying.return_review(held.pk, editor=editor, question="Why?", now=BACK)


def go_on_without_the_others(opened):
    accepted(opened)
    editor = opened.submission.editor
    return lambda: releasing.release_round(opened.pk, editor=editor, reason="Late.", now=BACK)


def invite(opened):
    known = {"email": "new@example.org", "name": "New", "message": "", "due_on": BACK.date()}
    editor = opened.submission.editor
    return lambda: invitations.invite_reviewer(opened.pk, editor=editor, now=BACK, **known)


def accept_the_invitation(opened):
    asked = InvitationFactory(round=opened)
    return lambda: invitations.accept_invitation(asked.pk, user=None, name="Guest", now=BACK)


def propose_a_day(opened):
    asked, day = InvitationFactory(round=opened), BACK.date() + DAY
    return lambda: due_days.propose_due_day(asked.pk, due_on=day, now=BACK)


def set_the_day_of_who_is_invited(opened):
    asked, day = InvitationFactory(round=opened), BACK.date() + DAY
    editor = opened.submission.editor
    return lambda: due_days.set_invited_day(asked.pk, editor=editor, due_on=day, now=BACK)


def take_more_time(opened):
    writing = ReviewFactory(round=opened, due_on=BACK.date())
    day, reviewer = writing.due_on + DAY, writing.reviewer
    return lambda: due_days.extend_review(writing.pk, reviewer=reviewer, due_on=day, now=BACK)


def set_another_day(opened):
    writing, day = ReviewFactory(round=opened), BACK.date() + DAY
    editor = opened.submission.editor
    return lambda: due_days.set_review_day(writing.pk, editor=editor, due_on=day, now=BACK)


def remind(opened):
    writing, editor = ReviewFactory(round=opened), opened.submission.editor
    return lambda: reminding.ask_for_review(writing.pk, editor=editor, now=BACK)


def submit(opened):
    writing = ReviewFactory(round=opened)
    given = {"reviewer": writing.reviewer, "content": content(), "now": BACK}
    return lambda: reviewing.submit_review(writing.pk, **given)


def send_the_invitation_again(opened):
    asked, editor = InvitationFactory(round=opened), opened.submission.editor
    again = {"email": "other@example.org", "now": BACK}
    return lambda: invitation_mails.send_invitation_again(asked.pk, editor=editor, **again)


ACTS = (
    accept,
    return_with_a_question,
    go_on_without_the_others,
    invite,
    send_the_invitation_again,
    accept_the_invitation,
    propose_a_day,
    set_the_day_of_who_is_invited,
    take_more_time,
    set_another_day,
    remind,
    submit,
)


@WAYS
@pytest.mark.parametrize("prepare", ACTS)
def test_no_act_of_a_review_goes_on(put_away, prepare):
    opened = RoundFactory()
    act = prepare(opened)
    put_away(opened.submission)
    with pytest.raises(WorkWithdrawn):
        act()
    opened.refresh_from_db()
    assert opened.state == "open"


@pytest.mark.parametrize("prepare", ACTS)
def test_of_a_work_that_is_there_each_does(prepare):
    away, opened = RoundFactory(), RoundFactory()
    act = prepare(opened)
    is_away(away.submission)
    act()


@WAYS
def test_no_step_of_an_assessment_goes_on(put_away):
    proposed, bystander = (
        AssessmentFactory(round=RoundFactory(state="released"), state="proposed") for _ in range(2)
    )
    put_away(proposed.round.submission)
    with pytest.raises(WorkWithdrawn):
        approve(proposed)
    approve(bystander)


def approve(proposed):
    second, seen = proposed.round.submission.second_editor, proposed.fingerprint
    assessing.approve_assessment(proposed.pk, second_editor=second, seen=seen, now=BACK)


@WAYS
def test_nothing_is_sent_to_authors_nor_follows_a_revision(put_away):
    approved, elsewhere = (
        AssessmentFactory(
            round=RoundFactory(state="released"),
            state="approved",
            approved_by=UserFactory(),
            approved_at=NOW,
        )
        for _ in range(2)
    )
    revision, other = declared_revision(), declared_revision()
    for one in (approved.round.submission, revision.round.submission):
        put_away(one)
    for one, may in ((approved, False), (elsewhere, True)):
        one.version.authors.update(user=UserFactory())
        with nullcontext() if may else pytest.raises(WorkWithdrawn):
            posting.send_to_authors(one.pk, editor=one.round.submission.editor, now=BACK)
    with pytest.raises(WorkWithdrawn):
        decide(revision)
    decide(other)


def sent_round():
    """Which is due to be posted at the return of its work."""
    until = {"respond_until": NOW + 10 * DAY, "post_by": NOW + 17 * DAY}
    sent = RoundFactory(with_authors=True, **until)
    accepted(sent)
    second = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=second, approved_at=NOW)
    return sent


@WAYS
def test_the_schedule_posts_nothing_and_the_authors_keep_their_days(put_away):
    sent, bystander = sent_round(), sent_round()
    put_away(sent.submission)
    assert posting.post_due_rounds(now=BACK) == 1
    for row, state in ((sent, "with-authors"), (bystander, "assessed")):
        row.refresh_from_db()
        assert row.state == state


@WAYS
def test_the_schedule_releases_no_round_of_it(put_away):
    complete, bystander = RoundFactory(), RoundFactory()
    for opened in (complete, bystander):
        accepted(opened)
        accepted(opened, number=2)
    put_away(complete.submission)
    assert releasing.release_complete_rounds(now=BACK) == 1
    with pytest.raises(NotAllIn):
        releasing.release_complete_round(complete.pk, now=BACK)
    for row, state in ((complete, "open"), (bystander, "released")):
        row.refresh_from_db()
        assert row.state == state


def warned():
    """A submission that lapses a day after its work has left, were it there."""
    waiting = SubmissionFactory()
    at = waiting.submitted_at + 170 * DAY
    rows = Submission.objects.filter(pk=waiting.pk)
    rows.update(lapse_warned_at=at, lapses_at=at + 15 * DAY)
    return waiting, at + 60 * DAY


@WAYS
def test_it_does_not_lapse_by_a_warning_of_before(put_away):
    waiting, now = warned()
    bystander, _now = warned()
    put_away(waiting)
    assert lapsing.lapse_neglected(now=now) == 1
    for row, state in ((waiting, "submitted"), (bystander, "lapsed")):
        row.refresh_from_db()
        assert row.state == state


def test_what_lapsed_while_paused_goes_on_with_the_days_promised_then():
    lapsed = SubmissionFactory(
        state="lapsed", lapsed_at=NOW, lapse_reason="no-decision", paused_at=NOW
    )
    later = NOW + 300 * DAY
    lapsing.reopen_submission(lapsed.pk, editor=UserFactory(editor=True), now=later)
    lapsed.refresh_from_db()
    promised = lapsed.triage_due_at
    assert follow_sources(now=later + DAY) == 0
    lapsed.refresh_from_db()
    assert (lapsed.triage_due_at, lapsed.paused_at) == (promised, None)


@WAYS
def test_the_authors_who_were_asked_are_not_said_to_be_silent(put_away):
    def asked():
        opened = RoundFactory(submission__consent="asked")
        mail_request(opened.submission, "ada@example.org", by=opened.submission.editor, now=NOW)
        return opened.submission

    submission, bystander = asked(), asked()
    put_away(submission)
    assert close_unanswered(now=BACK) == 1
    for row, consent in ((submission, "asked"), (bystander, "no-answer")):
        row.refresh_from_db()
        assert row.consent == consent


def test_they_have_as_many_days_left_as_when_the_work_left():
    submission = RoundFactory(submission__consent="asked").submission
    mail_request(submission, "ada@example.org", by=submission.editor, now=NOW - 6 * DAY)
    is_back_and_still_paused(submission)
    resume_submission(submission.pk, now=BACK)
    given = timedelta(days=current_policy().consent_days)
    assert close_unanswered(now=BACK - 6 * DAY + given - DAY / 2) == 0
    assert close_unanswered(now=BACK - 6 * DAY + given) == 1


@WAYS
def test_the_desk_asks_for_no_step_of_its_review(put_away):
    held, bystander = (ReviewFactory(round=RoundFactory(), submitted=True) for _ in range(2))
    put_away(held.round.submission)
    rows = READ_REVIEW.found(DeskView.of_everybody(BACK))
    assert [row.pk for row in rows] == [bystander.pk]


def test_the_editors_page_offers_nothing_that_is_refused(client):
    """Reviewers, reviews and the assessment, for both editors."""
    opened, drafted = RoundFactory(), RoundFactory(state="released")
    ReviewFactory(round=opened, submitted=True)
    accepted(opened)
    InvitationFactory(round=opened)
    accepted(drafted)
    AssessmentFactory(round=drafted, state="proposed")
    editor, second = opened.submission.editor, drafted.submission.second_editor
    offered = {
        opened.submission: (editor, ("Accept this review", "Return it with a question")),
        drafted.submission: (second, ("Approve it", "Return it with a comment")),
    }
    more = ("Go on without the others", "Send the invitation", "Set the day")
    for submission, (person, words) in offered.items():
        asked = words + (more if person == editor else ())
        client.force_login(person)
        address = reverse("reviews:submission", args=[submission.pk])
        there = client.get(address).text
        assert [one for one in asked if one not in there] == []
        is_away(submission)
        away = client.get(address).text
        assert [one for one in asked if one in away] == []
