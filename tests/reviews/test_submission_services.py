from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from events.outbox import work
from preprints.models import Author, Preprint, Version
from reviews import errors
from reviews.interests import Interests
from reviews.models import Submission
from reviews.services.submissions import (
    accept_submission,
    decline_submission,
    newest_version,
    submit_preprint,
)
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]


def submit(preprint, submitter, **changed):
    details = {"is_author": True, "reason": "", "interests": Interests.none()}
    return submit_preprint(preprint.pk, submitter=submitter, now=NOW, **{**details, **changed})


def accept(submission, editor=None, second=None, claimed=None):
    return accept_submission(
        submission.pk,
        editor=editor or UserFactory(editor=True),
        second_editor=second or UserFactory(editor=True),
        claimed_author_id=claimed,
        now=NOW,
    )


def test_submitting_moves_the_status_and_notifies_managing_editors(mailoutbox):
    UserFactory(email="managing@example.org", managing_editor=True)
    preprint = PreprintFactory()
    submission = submit(preprint, UserFactory(email="submitter@example.org"))
    preprint.refresh_from_db()
    assert preprint.status == "submitted"
    assert submission.consent == "claimed", "an author's word is checked at triage"
    assert Event.objects.get(kind="submission.received").preprint_id == preprint.pk
    work()
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert sorted(mails) == ["managing@example.org", "submitter@example.org"]
    confirmation = mails["submitter@example.org"]
    assert "We received your submission" in confirmation.subject
    assert "What happens next:" in confirmation.body
    assert f"by {submission.triage_due_at:%-d %B %Y}" in confirmation.body
    assert reverse("reviews:own_submission", args=[submission.pk]) in confirmation.body
    assert "/editor/" not in confirmation.body


def test_a_work_suggested_by_a_reader_waits_for_its_authors_consent():
    submission = submit(PreprintFactory(), UserFactory(), is_author=False, reason="It matters.")
    assert submission.consent == "not-asked"


def test_a_second_submission_is_refused_and_nothing_is_written():
    preprint = PreprintFactory()
    submit(preprint, UserFactory())
    with pytest.raises(errors.AlreadySubmitted):
        submit(preprint, UserFactory())
    assert Submission.objects.count() == 1
    assert Event.objects.filter(kind="submission.received").count() == 1


def test_accepting_opens_the_first_round_and_notifies_the_submitter(mailoutbox):
    submission = SubmissionFactory()
    opened = accept(submission)
    submission.preprint.refresh_from_db()
    assert submission.preprint.status == "under-review"
    assert (opened.number, opened.version) == (1, submission.version)
    work()
    assert mailoutbox[0].to == [submission.submitter.email]
    assert "accepted" in mailoutbox[0].body


def test_a_confirmed_author_agrees_to_the_review_and_lets_the_posts_text_be_shown():
    submission = SubmissionFactory(consent="claimed")
    accept(submission, claimed=submission.version.authors.get().pk)
    submission.preprint.refresh_from_db()
    submission.refresh_from_db()
    assert submission.preprint.shows_full_text
    assert submission.consent == "agreed"


def test_somebody_who_only_says_that_they_are_an_author_does_neither():
    submission = SubmissionFactory(consent="claimed")
    accept(submission)
    submission.preprint.refresh_from_db()
    submission.refresh_from_db()
    assert not submission.preprint.shows_full_text
    assert submission.consent == "claimed"


def test_a_work_withdrawn_meanwhile_is_not_accepted_and_can_be_declined():
    submission, other = SubmissionFactory(), SubmissionFactory()
    Preprint.objects.filter(pk=submission.preprint_id).update(status="withdrawn")
    with pytest.raises(errors.WorkWithdrawn):
        accept(submission)
    decline_submission(
        submission.pk, editor=UserFactory(editor=True), code="other", text="Withdrawn.", now=NOW
    )
    submission.refresh_from_db()
    submission.preprint.refresh_from_db()
    assert (submission.state, submission.preprint.status) == ("declined", "withdrawn")
    assert not submission.rounds.exists()
    accept(other)


def test_accepting_a_readers_suggestion_does_not_show_the_posts_text():
    submission = SubmissionFactory(is_author=False, reason="Why not", consent="asked")
    accept(submission)
    submission.preprint.refresh_from_db()
    assert not submission.preprint.shows_full_text


def test_the_editor_confirms_which_author_the_submitter_is():
    submission = SubmissionFactory()
    author = submission.version.authors.get()
    accept(submission, claimed=author.pk)
    assert Author.objects.get(pk=author.pk).user == submission.submitter


def test_an_editor_who_submitted_the_work_as_author_cannot_take_it_on():
    editor = UserFactory(editor=True)
    submission = SubmissionFactory(submitter=editor)
    with pytest.raises(errors.EditorIsAuthor):
        accept(submission, editor=editor)


def test_declining_says_so_in_public_and_mails_the_reason(mailoutbox):
    preprint = PreprintFactory()
    submission = submit(preprint, UserFactory())
    work()
    mailoutbox.clear()
    decline_submission(
        submission.pk,
        editor=UserFactory(editor=True),
        code="not-ready",
        text="Please add the missing proof.",
        now=NOW,
    )
    preprint.refresh_from_db()
    assert preprint.status == "declined"
    event = Event.objects.get(kind="submission.declined")
    assert event.is_public
    assert "not-ready" not in str(event.data)
    work()
    assert "Please add the missing proof." in mailoutbox[0].body
    assert "Its page says that the editors did not take it up" in mailoutbox[0].body


def test_a_declined_work_can_be_submitted_again():
    submission = SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    submit(submission.preprint, UserFactory())
    assert Submission.objects.count() == 2


def test_a_decision_is_made_once():
    submission = SubmissionFactory()
    accept(submission)
    with pytest.raises(errors.NotAwaitingTriage):
        accept(submission)


def test_who_confirmed_an_author_and_when_is_in_the_log():
    """The editor found it, at triage; not the submitter, when they submitted."""
    submission = SubmissionFactory(submitted_at=NOW - timedelta(days=3))
    author = submission.version.authors.get()
    editor = UserFactory(editor=True)
    accept_submission(
        submission.pk,
        editor=editor,
        second_editor=UserFactory(editor=True),
        claimed_author_id=author.pk,
        now=NOW,
    )
    event = Event.objects.get(kind="author.confirmed")
    assert (event.actor_id, event.at) == (editor.pk, NOW)
    author.refresh_from_db()
    assert author.user_id == submission.submitter_id


def test_nobody_is_both_editors_of_a_work():
    submission, editor = SubmissionFactory(), UserFactory(editor=True)
    with pytest.raises(errors.EditorsMustDiffer):
        accept(submission, editor=editor, second=editor)
    submission.refresh_from_db()
    assert (submission.state, submission.editor, submission.rounds.count()) == (
        "submitted",
        None,
        0,
    )
    accept(submission, editor=editor)
    submission.refresh_from_db()
    assert (submission.state, submission.editor) == ("accepted", editor)


def test_a_preprint_without_a_version_has_no_newest_one():
    with pytest.raises(Version.DoesNotExist):
        newest_version(Preprint())
    preprint = PreprintFactory()
    assert newest_version(preprint) == preprint.current_version
