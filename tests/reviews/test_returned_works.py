"""Works that come back to where they were posted: their review goes on, with as many days left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import Outbox
from events.outbox import work
from preprints.models import Preprint
from preprints.storing import store_records
from reviews.errors import ReviewError, WorkWithdrawn
from reviews.left_work_errors import ReviewIsPaused, WorkNotLeft
from reviews.models import EditorDay, Reopening, Submission
from reviews.selectors.desk.reviews import READ_REVIEW
from reviews.services.consent_steps import mail_request
from reviews.services.editor_days import give_editor_days
from reviews.services.lapsing import lapse_neglected
from reviews.services.left_works import end_review_of_left_work
from reviews.services.pausing import follow_sources, pause_submission, resume_submission
from reviews.services.reminding import remind_everybody
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.outcomes import log_since, new_mails
from tests.reviews.test_left_works import leave
from tests.reviews.test_newer_version_mails import record_of, round_of

pytestmark = pytest.mark.django_db
AWAY = timedelta(days=40)
BACK = NOW + AWAY


def come_back(submission):
    Preprint.objects.filter(pk=submission.preprint_id).update(
        status="under-review", status_before_withdrawal=""
    )


def away_and_back(submission):
    leave(submission)
    pause_submission(submission.pk, now=NOW)
    come_back(submission)
    resume_submission(submission.pk, now=BACK)


def days(row, *names):
    before = {name: getattr(row, name) for name in names}
    row.refresh_from_db()
    return {name: getattr(row, name) - day for name, day in before.items()}


def test_every_day_moves_by_the_days_away_and_no_other_works():
    opened, bystander = RoundFactory(), ReviewFactory(round=RoundFactory())
    asked = InvitationFactory(round=opened, answer_by=NOW.date(), proposed_due_on=DUE)
    answered = InvitationFactory(round=opened, answer_by=NOW.date(), state="declined")
    writing = ReviewFactory(round=opened)
    held = ReviewFactory(round=opened, submitted=True)
    away_and_back(opened.submission)
    for moved, names in (
        (asked, ["answer_by", "due_on", "proposed_due_on"]),
        (writing, ["due_on"]),
    ):
        assert days(moved, *names) == dict.fromkeys(names, AWAY)
    for same, name in (
        (answered, "answer_by"),
        (held, "due_on"),
        (bystander, "due_on"),
        (opened.submission, "triage_due_at"),  # decided, late or in time
    ):
        assert days(same, name) == {name: timedelta(0)}
    assert [one[0] for one in log_since()] == ["submission.paused", "submission.resumed"]


@pytest.mark.parametrize("state", ["released", "with-authors", "assessed"])
def test_so_do_those_of_authors_of_a_draft_and_of_a_revision(state):
    until = {"respond_until": NOW, "post_by": NOW, "sent_at": NOW}
    opened = RoundFactory(state=state, **(until if state == "with-authors" else {}))
    proposed = AssessmentFactory(round=opened, state="proposed", answer_by=NOW.date())
    revised = RevisionFactory(round=opened, decision_due_at=NOW)
    away_and_back(opened.submission)
    if state == "with-authors":  # one that was posted: in the next test
        moved = days(opened, "respond_until", "post_by")
        assert moved == {"respond_until": AWAY, "post_by": AWAY}
    is_read = state != "assessed"
    assert days(proposed, "answer_by") == {"answer_by": AWAY if is_read else timedelta(0)}
    assert days(revised, "decision_due_at") == {"decision_due_at": AWAY}


def test_so_does_a_decision_that_waits_and_what_was_promised_after_the_posting():
    waiting, known = SubmissionFactory(), SubmissionFactory()
    posted, over = (
        RoundFactory(state="assessed", closed_at=NOW, respond_until=NOW + until)
        for until in (timedelta(days=14), timedelta(days=-1))
    )
    again = Reopening.objects.create(
        assessment=AssessmentFactory(round=posted, published=True),
        version=posted.version,
        cause="new-version",
        opened_at=NOW,
        due_at=NOW,
    )
    for submission in (waiting, posted.submission, over.submission):
        away_and_back(submission)
    for moved, name in ((waiting, "triage_due_at"), (posted, "respond_until")):
        assert days(moved, name) == {name: AWAY}
    for same, name in (
        (known, "triage_due_at"),
        (over, "respond_until"),
        (again, "due_at"),  # decided on wherever the work is
    ):
        assert days(same, name) == {name: timedelta(0)}


def test_the_days_count_from_the_leaving_however_late_it_is_noticed():
    writing = ReviewFactory(round=RoundFactory())
    leave(writing.round.submission)
    pause_submission(writing.round.submission_id, now=NOW + timedelta(days=7))
    come_back(writing.round.submission)
    resume_submission(writing.round.submission_id, now=BACK)
    assert days(writing, "due_on") == {"due_on": AWAY}


def test_nobody_is_reminded_again_of_a_day_that_moved():
    opened = RoundFactory()
    writing = ReviewFactory(round=opened, due_on=DUE)
    asked = InvitationFactory(round=opened, answer_by=DUE, due_on=DUE)
    away_and_back(opened.submission)
    # Another day of which they would have been reminded, had it stood since the beginning.
    opened.reviews.update(due_on=BACK.date() + timedelta(days=1))
    opened.invitations.update(answer_by=BACK.date() + timedelta(days=1))
    for row, name in ((writing, "due_set_at"), (asked, "answer_asked_at")):
        row.refresh_from_db()
        assert getattr(row, name) == BACK
    assert remind_everybody(now=BACK) == 0
    assert remind_everybody(now=BACK + timedelta(days=1)) == 2


def test_what_an_editor_owes_is_due_as_much_later_and_nothing_is_late_at_its_return():
    held = ReviewFactory(round=RoundFactory(), submitted=True, submitted_at=NOW)
    submission = held.round.submission
    give_editor_days(now=NOW)
    (due,) = EditorDay.objects.filter(kind=READ_REVIEW.name).values_list("due_on", flat=True)
    away_and_back(submission)
    give_editor_days(now=BACK)
    of_review = EditorDay.objects.filter(kind=READ_REVIEW.name, row_id=held.pk)
    assert list(of_review.order_by("pk").values_list("due_on", flat=True)) == [due, due + AWAY]
    assert remind_everybody(now=BACK) == 0
    assert remind_everybody(now=BACK + timedelta(days=(due - NOW.date()).days, hours=12)) == 1


def test_what_was_warned_of_a_lapse_waits_anew_once_the_work_is_back():
    for submission in (SubmissionFactory(), RoundFactory().submission):
        warned = NOW + timedelta(days=300)
        Submission.objects.filter(pk=submission.pk).update(
            lapse_warned_at=warned, lapses_at=warned + timedelta(days=1), paused_at=warned
        )
        resume_submission(submission.pk, now=warned + AWAY)
        submission.refresh_from_db()
        assert (submission.lapses_at, submission.paused_at) == (None, None)
        assert submission.resumed_at == warned + AWAY
    assert lapse_neglected(now=warned + AWAY) == 0
    assert lapse_neglected(now=warned + AWAY + timedelta(days=300)) == 2  # two warnings
    assert not Submission.objects.filter(state="lapsed").exists()


def test_it_is_paused_once_while_the_work_is_away_and_resumed_once():
    submission, bystander = RoundFactory().submission, RoundFactory().submission
    with pytest.raises(WorkNotLeft):
        pause_submission(submission.pk, now=NOW)
    with pytest.raises(WorkNotLeft):
        resume_submission(submission.pk, now=NOW)
    leave(submission)
    assert (follow_sources(now=NOW), follow_sources(now=NOW)) == (1, 0)
    with pytest.raises(ReviewIsPaused):
        pause_submission(submission.pk, now=NOW)
    with pytest.raises(WorkWithdrawn):
        resume_submission(submission.pk, now=NOW)
    come_back(submission)
    assert (follow_sources(now=BACK), follow_sources(now=BACK)) == (1, 0)
    leave(submission)
    follow_sources(now=NOW)
    end_review_of_left_work(submission.pk, editor=submission.editor, now=NOW)
    come_back(submission)
    assert follow_sources(now=BACK) == 0
    with pytest.raises(ReviewError):
        resume_submission(submission.pk, now=BACK)
    for row in (submission, bystander):
        row.refresh_from_db()
    assert (submission.state, submission.paused_at) == ("withdrawn", None)
    assert (bystander.paused_at, bystander.resumed_at) == (None, None)


def test_whoever_was_mailed_that_it_left_is_mailed_once_that_it_is_back(mailoutbox):
    opened, other = round_of("2601.00001"), round_of("2601.00002")
    submission, asked = opened.submission, InvitationFactory(round=opened)
    writing, held = ReviewFactory(round=opened), ReviewFactory(round=opened, submitted=True)
    InvitationFactory(round=opened, state="declined")
    ReviewFactory(round=other)
    mail_request(submission, "ada@example.org", by=submission.editor, now=NOW)
    Outbox.objects.all().delete()
    people = (submission.editor, submission.second_editor, submission.submitter)
    everybody = sorted(
        [
            *(one.email for one in (*people, writing.reviewer, held.reviewer)),
            *(asked.email, "ada@example.org"),
        ]
    )
    assert mails_after("Withdrawn where", mailoutbox, is_withdrawn=True) == everybody
    assert mails_after("Back where", mailoutbox, source_version="v3") == everybody
    assert mails_after("Back where", mailoutbox, source_version="v3") == []


def mails_after(subject, mailoutbox, **said):
    """Who gets a mail of this subject, after the source said that."""
    store_records([replace(record_of("2601.00001"), **said)], now=NOW)
    mailed = new_mails(mailoutbox)
    mailoutbox.clear()
    return sorted(to for to, line in mailed if line.startswith(subject))


def test_the_mails_say_what_is_waited_for_and_until_when(mailoutbox):
    opened = RoundFactory()
    writing = ReviewFactory(round=opened)
    asked = InvitationFactory(round=opened, answer_by=NOW.date())
    waiting = SubmissionFactory()
    away_and_back(opened.submission)
    away_and_back(waiting)
    work()
    back = [mail for mail in mailoutbox if "] Back" in mail.subject]
    texts = {mail.to[0]: mail.body for mail in back}
    for row in (writing, asked, waiting):
        row.refresh_from_db()
    assert f"your review is due on {long(writing.due_on)}" in flat(texts[writing.reviewer.email])
    assert f"answer by {long(asked.answer_by)}" in flat(texts[asked.email])
    second = opened.submission.second_editor.email
    to_second = [flat(mail.body) for mail in back if mail.to == [second]]
    assert any("The reviewers of version 1 write their reviews." in text for text in to_second)
    said = flat(texts[waiting.submitter.email])
    assert "The editors decide whether to send it for review." in said
    assert f"to be done by {long(waiting.triage_due_at)}" in said


def long(day):
    return f"{day:%A}, {day.day} {day:%B %Y}"


def flat(text):
    return " ".join(text.split())


def test_the_history_says_that_its_review_stopped_and_goes_on_and_how_much_later(client):
    opened, posted = RoundFactory(), RoundFactory(state="assessed", closed_at=NOW)
    for submission in (opened.submission, posted.submission):
        away_and_back(submission)
    stopped = "Its review stopped: the work was withdrawn where it was posted"
    goes_on = "The work is back: its review goes on, with each day 40 days later"
    for row, is_said in ((opened, True), (posted, False)):
        page = client.get(row.submission.preprint.get_absolute_url()).text
        assert [words in page for words in (stopped, goes_on)] == [is_said, is_said]
