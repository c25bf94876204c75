"""Mails whose turn comes while the work is away, and editors' mails whose recipient is an author by
then."""

from datetime import timedelta

import pytest

from events import outbox
from events.models import Outbox
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.models import Assessment
from reviews.services import draft_answers
from reviews.services.pausing import pause_submission, resume_submission
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews import appeals
from tests.reviews.test_left_works import leave
from tests.reviews.test_returned_works import come_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
DAY = timedelta(days=1)


def sent(mailoutbox):
    """To whom and under which subject, without the titles."""
    outbox.work()
    found = [(one.to[0], one.subject.partition(":")[0]) for one in mailoutbox]
    mailoutbox.clear()
    return found


def released_review(**fields):
    own = ReviewFactory(round__released=True, accepted=True, reviewer_number=1, **fields)
    ReviewFactory(round=own.round, accepted=True, reviewer_number=2)
    return own


def test_what_asks_for_an_act_goes_out_once_the_work_is_back(mailoutbox):
    own, elsewhere = released_review(), released_review()
    for review in (own, elsewhere):
        promise_mail_to("reviews_released", {"review": review.pk}, review=review.pk)
    submission = own.round.submission
    leave(submission)
    pause_submission(submission.pk, now=NOW)
    while_away = sent(mailoutbox)
    said = "[Verso] You can read the other reviews"
    assert [to for to, subject in while_away if subject == said] == [elsewhere.reviewer.email]
    come_back(submission)
    resume_submission(submission.pk, now=NOW + 40 * DAY)
    assert [to for to, subject in sent(mailoutbox) if subject == said] == [own.reviewer.email]
    assert sent(mailoutbox) == []


def test_of_a_work_that_does_not_come_back_it_is_dropped(mailoutbox):
    own = released_review()
    submission = own.round.submission
    promise_mail_to("reviews_released", {"review": own.pk}, review=own.pk)
    leave(submission)
    pause_submission(submission.pk, now=NOW)
    sent(mailoutbox)
    own.round.state = "withdrawn"
    own.round.closed_at = NOW
    own.round.save()
    waiting = Outbox.objects.exclude(waits_for="")
    assert waiting.update(due_at=NOW) == 1
    assert sent(mailoutbox) == []
    assert not Outbox.objects.open().exists()


@pytest.mark.parametrize("kind", ["lapse_warned", "lapse_warned_editors"])
def test_what_is_away_is_not_said_to_lapse(kind, mailoutbox):
    left, here = (SubmissionFactory(lapses_at=NOW + 14 * DAY) for _ in range(2))
    leave(left)
    pause_submission(left.pk, now=NOW)
    sent(mailoutbox)
    to = UserFactory(editor=True)
    for one in (left, here):
        recipient = to if kind.endswith("editors") else one.submitter
        promise_mails(kind, [recipient.pk], submission=one.pk)
    assert len(sent(mailoutbox)) == 1


@pytest.mark.parametrize("is_answered", [True, False])
def test_whose_answer_to_a_draft_is_waited_for_reads_so_on_the_return(is_answered, mailoutbox):
    own = released_review()
    submission = own.round.submission
    draft = AssessmentFactory(round=own.round, answer_by=(NOW + 3 * DAY).date())
    if is_answered:
        draft_answers.answer_draft(
            own.pk, reviewer=own.reviewer, agrees=True, text="", seen=draft.fingerprint, now=NOW
        )
    leave(submission)
    pause_submission(submission.pk, now=NOW)
    sent(mailoutbox)
    come_back(submission)
    resume_submission(submission.pk, now=NOW + 40 * DAY)
    outbox.work()
    (body,) = [" ".join(one.body.split()) for one in mailoutbox if one.to == [own.reviewer.email]]
    day = Assessment.objects.get(pk=draft.pk).answer_by
    assert day == (NOW + 43 * DAY).date()
    asked = f"{day:%A}, {day.day} {day:%B %Y} whether you agree with the draft"
    assert (asked in body) is not is_answered
    assert ("you need not do anything" in body) is is_answered


def made_author(person, version):
    version.authors.create(user=person, name="Ada Example", position=9)


@pytest.mark.parametrize("kind", ["submission_received", "decision_proposed"])
def test_an_editor_who_is_an_author_by_then_is_not_asked_to_decide(kind, mailoutbox):
    waiting = SubmissionFactory()
    author, bystander = UserFactory(editor=True), UserFactory(editor=True)
    promise_mails(kind, [author.pk, bystander.pk], submission=waiting.pk)
    made_author(author, waiting.version)
    assert author.email not in [to for to, _subject in sent(mailoutbox)]
    promise_mails(kind, [author.pk], submission=SubmissionFactory().pk)
    assert [to for to, _subject in sent(mailoutbox)] == [author.email]


@pytest.mark.parametrize("kind", ["appeal_filed", "appeal_handed_back"])
def test_an_author_does_not_learn_that_a_review_was_refused(kind, mailoutbox):
    appeal = appeals.appeal_refusal(appeals.refused())
    sent(mailoutbox)
    author, free = UserFactory(editor=True), UserFactory(editor=True)
    made_author(author, appeal.review.version)
    promise_mails(kind, [author.pk, free.pk], appeal=appeal.pk)
    got = [to for to, _subject in sent(mailoutbox)]
    assert author.email not in got
    assert free.email in got
