"""Who begins, submits and withdraws a review: the services refuse, whatever page asks them."""

import pytest
from allauth.account.models import EmailAddress

from drafts.errors import NotYourForm
from reviews import errors, invitation_errors
from reviews.models import Invitation, Review, Round
from reviews.services.invitations import revoke_invitation
from reviews.services.reviewing import begin_review, involved_people, submit_review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.guests import ADDRESS
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db


def begin(opened, person):
    return begin_review(opened.pk, reviewer=person, due_on=DUE, email_verified=True, now=NOW)


def submit(review, person=None):
    person = person or review.reviewer
    return submit_review(review.pk, reviewer=person, content=content(), now=NOW)


@pytest.mark.parametrize("is_author", [True, False])
def test_editors_authors_and_a_submitting_author_are_involved_and_nobody_else(is_author):
    submission = SubmissionFactory(accepted=True, is_author=is_author)
    opened, elsewhere = RoundFactory(submission=submission), RoundFactory()
    newer = VersionFactory(preprint=submission.preprint, number=2)
    authors = [submission.version.authors.get(), newer.authors.get()]
    for row in (*authors, elsewhere.version.authors.get()):
        row.user = UserFactory()
        row.save()
    involved = {submission.editor, submission.second_editor, *(row.user for row in authors)}
    involved |= {submission.submitter} if is_author else set()
    assert involved_people(opened) == {person.pk for person in involved}
    for person in involved:
        with pytest.raises(errors.ReviewerIsInvolved):
            begin(opened, person)
    for person in (elsewhere.submission.editor, elsewhere.version.authors.get().user):
        begin(opened, person)


def test_nobody_begins_two_reviews_of_a_round():
    opened, person = RoundFactory(), UserFactory()
    begin(opened, person)
    with pytest.raises(errors.AlreadyReviewing):
        begin(opened, person)
    begin(opened, UserFactory())
    begin(RoundFactory(), person)
    assert Review.objects.count() == 3


def test_who_wrote_as_a_guest_begins_no_second_review_with_an_account():
    opened, elsewhere = RoundFactory(), RoundFactory()
    invitation = InvitationFactory(round=opened, email=ADDRESS, state="accepted")
    review = ReviewFactory(round=opened, by_guest=True, invitation=invitation, submitted=True)
    person = UserFactory(email=ADDRESS, verified=True)
    claiming = UserFactory(email="other@example.org", verified=True)
    EmailAddress.objects.create(user=claiming, email=ADDRESS, verified=False)
    with pytest.raises(errors.AlreadyReviewing):
        begin(opened, person)
    for asked_for, reviewer in ((elsewhere, person), (opened, claiming)):
        assert begin(asked_for, reviewer).round == asked_for
    Review.objects.filter(pk=review.pk).update(status=Review.Status.DISOWNED)
    assert begin(opened, person).round == opened


def test_a_closed_round_takes_no_review():
    closed, person = RoundFactory(), UserFactory()
    draft, open_draft = ReviewFactory(round=closed), ReviewFactory()
    Round.objects.filter(pk=closed.pk).update(state="assessed", closed_at=NOW)
    with pytest.raises(errors.RoundClosed):
        begin(closed, person)
    with pytest.raises(errors.RoundClosed):
        submit(draft)
    begin(open_draft.round, person)
    submit(open_draft)
    draft.refresh_from_db()
    assert (draft.status, draft.summary) == ("draft", "")


def test_a_review_is_submitted_by_its_reviewer_alone():
    review = ReviewFactory()
    co_reviewer = ReviewFactory(round=review.round).reviewer
    for person in (co_reviewer, review.round.submission.editor, UserFactory(administrator=True)):
        with pytest.raises(NotYourForm):
            submit(review, person)
    assert set(Review.objects.values_list("status", flat=True)) == {"draft"}
    assert submit(review).status == "submitted"


def test_a_review_of_a_withdrawn_invitation_is_not_submitted():
    invitation = InvitationFactory(state="accepted")
    review = ReviewFactory(round=invitation.round, invitation=invitation)
    Invitation.objects.update(state="revoked")
    with pytest.raises(invitation_errors.InvitationWithdrawn):
        submit(review)
    Invitation.objects.update(state="accepted")
    assert submit(review).status == "submitted"


@pytest.mark.parametrize("state", ["pending", "accepted"])
def test_only_the_handling_editor_withdraws_an_invitation(state):
    invitation, bystander = InvitationFactory(state=state), InvitationFactory()
    submission = invitation.round.submission
    for person in (
        submission.second_editor,
        bystander.round.submission.editor,
        UserFactory(managing_editor=True),
        submission.submitter,
    ):
        with pytest.raises(errors.NotTheHandlingEditor):
            revoke_invitation(invitation.pk, editor=person, now=NOW)
    revoke_invitation(invitation.pk, editor=submission.editor, now=NOW)
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states == {invitation.pk: "revoked", bystander.pk: "pending"}
