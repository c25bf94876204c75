"""Opposite decisions at once: one of them counts, the other is refused by name, and the log and
the mails tell what came of it.
"""

from collections import Counter

import pytest

from events.models import Event, Outbox
from reviews import author_errors, errors, invitation_errors
from reviews.models import Assessment, MailedLink, Review, Round, Submission
from reviews.services import (
    accepting,
    assessing,
    authorship,
    confirming,
    ending,
    guest_accounts,
    invitations,
    mailed_links,
    posting,
    reviewing,
    submissions,
)
from tests.at_once.opposites import events, one_of_two, refused_by, twice
from tests.at_once.reviewing import assessments, guests, inviting, submitting, writing
from tests.at_once.sending import send
from tests.at_once.works import two_works
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_editor_triages"),
]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def test_accepted_and_declined_by_two_editors():
    submission = SubmissionFactory()
    one, other = UserFactory(editor=True), UserFactory(editor=True)
    outcome = twice(
        lambda: submissions.accept_submission(
            submission.pk, editor=one, second_editor=other, claimed_author_id=None, now=NOW
        ),
        lambda: submissions.decline_submission(
            submission.pk, editor=other, code="not-ready", text="Add the proof.", now=NOW
        ),
    )
    one_of_two(outcome, errors.NotAwaitingTriage)
    submission.refresh_from_db()
    assert events() == Counter([f"submission.{submission.state}"])
    assert Round.objects.count() == (submission.state == Submission.State.ACCEPTED)
    assert Outbox.objects.count() == 1


def test_an_invitation_accepted_declined_and_withdrawn():
    invitation = InvitationFactory()
    editor = invitation.round.submission.editor
    outcome = send(
        lambda: invitations.accept_invitation(invitation.pk, user=None, name="Noor", now=NOW),
        lambda: invitations.decline_invitation(invitation.pk, user=None, reason="", now=NOW),
        lambda: invitations.revoke_invitation(invitation.pk, editor=editor, now=NOW),
    )
    refused_by(outcome, invitation_errors.InvitationNotOpen)
    invitation.refresh_from_db()
    happened = events()
    assert happened[f"invitation.{invitation.state}"] == 1
    # What was accepted can still be withdrawn; nothing else follows another answer.
    answers = [kind for kind in happened if kind.startswith("invitation.")]
    assert set(answers) in (
        {f"invitation.{invitation.state}"},
        {"invitation.accepted", "invitation.revoked"},
    )
    assert Review.objects.count() == ("invitation.accepted" in happened)


def test_a_proposal_rewritten_while_it_is_approved():
    """Either the approved text stands, or the new one waits to be read."""
    assessment = assessments.proposed()
    submission = assessment.round.submission
    seen = assessment.fingerprint
    outcome = send(
        lambda: assessing.approve_assessment(
            assessment.pk, second_editor=submission.second_editor, seen=seen, now=NOW
        ),
        assessments.proposal(assessment.round, text="Not what was read."),
    )
    one_of_two(outcome, errors.AssessmentNotOpen, errors.AssessmentChanged)
    assessment.refresh_from_db()
    is_approved = assessment.state == Assessment.State.APPROVED
    assert is_approved == (assessment.fingerprint == seen)
    assert events() == Counter([f"assessment.{assessment.state}"])


def test_approved_and_returned():
    assessment = assessments.proposed()
    second, seen = assessment.round.submission.second_editor, assessment.fingerprint
    outcome = twice(
        lambda: assessing.approve_assessment(
            assessment.pk, second_editor=second, seen=seen, now=NOW
        ),
        lambda: assessing.return_assessment(
            assessment.pk, second_editor=second, comment="Why?", seen=seen, now=NOW
        ),
    )
    one_of_two(outcome, errors.AssessmentNotOpen)
    assessment.refresh_from_db()
    assert events() == Counter([f"assessment.{assessment.state}"])
    (row,) = Outbox.objects.all()
    assert row.arguments["is_returned"] == (assessment.state == Assessment.State.RETURNED)


def test_two_editors_approve_what_one_of_them_may():
    assessment = assessments.proposed()
    submission, seen = assessment.round.submission, assessment.fingerprint
    outcome = send(
        *(
            lambda editor=editor: assessing.approve_assessment(
                assessment.pk, second_editor=editor, seen=seen, now=NOW
            )
            for editor in (submission.editor, submission.second_editor)
        )
    )
    one_of_two(outcome, errors.NotTheSecondEditor)


def test_a_review_submitted_while_its_round_closes():
    """It is in the round that was assessed, or refused; never in a closed round unseen."""
    opened = assessments.round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    review, written = ReviewFactory(round=opened), writing.content()
    outcome = send(
        lambda: posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW),
        lambda: reviewing.submit_review(
            review.pk, reviewer=review.reviewer, content=written, now=NOW
        ),
    )
    refused_by(outcome, errors.RoundClosed)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds in (
        ["review.published", "assessment.published"],
        ["review.submitted", "review.published", "assessment.published"],
    )


def test_a_submission_withdrawn_while_its_round_goes_to_the_authors():
    assessment = assessments.assessment_of_an_author()
    submission = assessment.round.submission
    author = submission.version.authors.get(user__isnull=False).user
    outcome = send(
        lambda: posting.send_to_authors(assessment.pk, editor=submission.editor, now=NOW),
        lambda: ending.withdraw_submission(submission.pk, by=author, now=NOW),
    )
    one_of_two(outcome, errors.RoundClosed, author_errors.NotWithdrawable)
    submission.refresh_from_db()
    is_withdrawn = submission.state == Submission.State.WITHDRAWN
    happened = "submission.withdrawn" if is_withdrawn else "round.sent_to_authors"
    assert events() == Counter([happened])


def test_a_submission_withdrawn_while_its_round_is_posted():
    """Neither waits for what the other holds."""
    opened = assessments.round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    outcome = send(
        lambda: posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW),
        lambda: ending.withdraw_submission(submission.pk, by=submission.submitter, now=NOW),
    )
    one_of_two(outcome, errors.RoundClosed, author_errors.NotWithdrawable)
    opened.refresh_from_db()
    is_withdrawn = opened.state == Round.State.WITHDRAWN
    kinds = (
        {"submission.withdrawn"} if is_withdrawn else {"review.published", "assessment.published"}
    )
    assert set(events()) == kinds


def test_somebody_volunteers_while_the_round_closes():
    opened = assessments.round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    reviewer = UserFactory()
    outcome = send(
        lambda: posting.publish_assessment(assessment.pk, editor=submission.editor, now=NOW),
        lambda: reviewing.begin_review(
            opened.pk, reviewer=reviewer, due_on=DUE, email_verified=True, now=NOW
        ),
    )
    refused_by(outcome, errors.RoundClosed)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["review.published", "assessment.published"], "it is released: nobody joins"


def test_reviews_accepted_at_once_have_a_number_each_and_release_the_round_once():
    opened = RoundFactory()
    editor = opened.submission.editor
    waiting = [ReviewFactory(round=opened, submitted=True) for _ in range(4)]
    outcome = send(
        *(
            lambda pk=review.pk: accepting.accept_review(pk, editor=editor, now=NOW)
            for review in waiting
        )
    )
    assert outcome.raised == []
    numbers = Review.objects.order_by("reviewer_number").values_list("reviewer_number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert events() == Counter({"review.accepted": 4, "round.released": 1})


def test_a_review_confirmed_and_disowned():
    link = guests.mailed_link(MailedLink.Purpose.CONFIRM_REVIEW)
    outcome = twice(
        lambda: confirming.confirm_review(link.pk, now=NOW),
        lambda: confirming.disown_review(link.pk, now=NOW),
    )
    refused_by(outcome, errors.LinkClosed, errors.NothingToConfirm)
    review = Review.objects.get()
    assert review.is_confirmed != (review.status == Review.Status.DISOWNED)
    assert events() == Counter(["review.confirmed" if review.is_confirmed else "review.disowned"])


def test_a_review_accepted_and_disowned():
    link = guests.mailed_link(MailedLink.Purpose.CONFIRM_REVIEW)
    editor = link.review.round.submission.editor
    outcome = send(
        lambda: accepting.accept_review(link.review_id, editor=editor, now=NOW),
        lambda: confirming.disown_review(link.pk, now=NOW),
    )
    refused_by(outcome, errors.ReviewNotSubmitted, errors.LinkClosed, errors.NothingToConfirm)
    assert len(outcome.returned) >= 1
    status = Review.objects.get().status
    assert events()["review.disowned"] == (status == Review.Status.DISOWNED)


def test_a_review_kept_by_a_new_account_and_by_a_known_one():
    link = guests.mailed_link(MailedLink.Purpose.KEEP_ACCOUNT)
    user = inviting.verified_user()
    other = mailed_links.mail_link(link.review, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    MailedLink.objects.update(email=user.email, closed_at=None)
    outcome = send(
        lambda: guest_accounts.attach_to_account(link.pk, user=user, now=NOW),
        lambda: guest_accounts.attach_to_account(other.pk, user=user, now=NOW),
    )
    one_of_two(outcome, errors.ReviewHasAccount, errors.LinkClosed)
    assert events()["review.kept"] == 1


def test_the_same_work_submitted_by_two_people():
    work = two_works()[0]
    outcome = send(
        *(
            lambda person=person: submissions.submit_preprint(
                work.pk, submitter=person, now=NOW, **submitting.ASKED
            )
            for person in (UserFactory(), UserFactory())
        )
    )
    one_of_two(outcome, errors.AlreadySubmitted)
    assert events() == Counter(["submission.received"])


def test_one_person_is_invited_and_volunteers_at_once():
    opened, person = RoundFactory(), inviting.verified_user()
    invitation = InvitationFactory(round=opened, email=person.email)
    outcome = send(
        lambda: invitations.accept_invitation(invitation.pk, user=person, name="", now=NOW),
        lambda: reviewing.begin_review(
            opened.pk, reviewer=person, due_on=DUE, email_verified=True, now=NOW
        ),
    )
    one_of_two(outcome, errors.AlreadyReviewing)
    assert Review.objects.count() == 1


def test_one_person_confirmed_as_an_author_and_beginning_a_review():
    """Whichever comes first, nobody reviews a work of their own."""
    opened = RoundFactory()
    person, author = UserFactory(), opened.version.authors.get()
    submission = opened.submission
    outcome = twice(
        lambda: authorship.confirm_author(
            submission.pk, author_id=author.pk, person=person, editor=submission.editor, now=NOW
        ),
        lambda: reviewing.begin_review(
            opened.pk, reviewer=person, due_on=DUE, email_verified=True, now=NOW
        ),
    )
    refused_by(
        outcome,
        author_errors.ReviewerIsAuthor,
        errors.ReviewerIsInvolved,
        errors.AlreadyReviewing,
    )
    author.refresh_from_db()
    assert (author.user == person) != opened.reviews.filter(reviewer=person).exists()
