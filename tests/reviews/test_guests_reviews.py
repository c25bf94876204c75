"""What the services about a guest's review refuse, whoever asks, and what they leave alone."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Pseudonym
from reviews import errors
from reviews.models import Invitation, MailedLink, Review
from reviews.services import confirming, guest_accounts, invitation_mails, other_addresses
from reviews.services.mailed_links import mail_link
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS, publish, submitted
from tests.reviews.inviting import invite

pytestmark = pytest.mark.django_db
KEEP = MailedLink.Purpose.KEEP_ACCOUNT
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize("role", ["second_editor", "another editor"])
def test_only_the_handling_editor_has_a_reviewer_asked_again(role):
    review = submitted()
    other = UserFactory(editor=True)
    editor = getattr(review.round.submission, role, other)
    with pytest.raises(errors.NotTheHandlingEditor):
        confirming.ask_for_confirmation(review.pk, editor=editor, now=LATER)
    handling = review.round.submission.editor
    assert confirming.ask_for_confirmation(review.pk, editor=handling, now=LATER).closed_at is None


def test_disowning_a_review_closes_the_link_it_was_disowned_by():
    review = submitted()
    link = review.mailed_links.get()
    confirming.disown_review(link.pk, now=NOW)
    with pytest.raises(errors.LinkClosed):
        confirming.confirm_review(link.pk, now=NOW)
    with pytest.raises(errors.LinkClosed):
        confirming.disown_review(link.pk, now=NOW)


def test_an_account_is_offered_for_a_submitted_or_published_review_only():
    with pytest.raises(errors.ReviewNotSubmitted):
        guest_accounts.offer_account(ReviewFactory(by_guest=True).pk, now=NOW)
    review = submitted("anonymous")
    assert guest_accounts.offer_account(review.pk, now=NOW).purpose == KEEP
    publish(review)
    assert guest_accounts.offer_account(review.pk, now=LATER).purpose == KEEP


def test_no_account_is_made_of_a_review_that_was_disowned():
    review = submitted()
    link = mail_link(review, KEEP, now=NOW)
    Review.objects.filter(pk=review.pk).update(status=Review.Status.DISOWNED)
    with pytest.raises(errors.LinkClosed):
        guest_accounts.keep_account(link.pk, name="Grace Guest", password=PASSWORD, now=NOW)
    user = UserFactory(email=ADDRESS, verified=True)
    with pytest.raises(errors.LinkClosed):
        guest_accounts.attach_to_account(link.pk, user=user, now=NOW)
    review.refresh_from_db()
    assert review.reviewer.is_guest


def test_an_account_without_a_pseudonym_gets_the_guests_and_nobody_elses():
    review, other = submitted("pseudonym"), UserFactory()
    Pseudonym.objects.create(user=other, name="Grey Lapwing")
    user = UserFactory(email=ADDRESS, verified=True)
    link = guest_accounts.offer_account(review.pk, now=NOW)
    guest_accounts.attach_to_account(link.pk, user=user, now=NOW)
    owners = dict(Pseudonym.objects.values_list("name", "user"))
    assert owners == {"Blue Heron": user.pk, "Grey Lapwing": other.pk}


def test_an_invitation_cannot_be_corrected_to_the_address_of_somebody_involved():
    opened = RoundFactory()
    invitation = invite(opened)
    editor, submitter = opened.submission.editor, opened.submission.submitter
    again = invitation_mails.send_invitation_again
    with pytest.raises(errors.ReviewerIsInvolved):
        again(invitation.pk, editor=editor, email=submitter.email, now=LATER)
    invitation.refresh_from_db()
    assert invitation.email == "grace@example.org"
    sent = again(invitation.pk, editor=editor, email="grace.right@example.org", now=LATER)
    assert sent.email == "grace.right@example.org"


def test_the_same_name_at_the_same_address_is_no_corrected_address():
    first = InvitationFactory(name="Grace Guest", state="declined")
    second = InvitationFactory(round=first.round, name="Grace Guest")
    note = other_addresses.note_other_address
    note(second, name="Grace Guest", now=NOW)
    assert not second.is_corrected
    third = InvitationFactory(round=first.round, name="Grace Guest", email="other@example.org")
    note(third, name="Grace Guest", now=NOW)
    assert third.is_corrected


def test_a_withdrawn_invitation_bars_a_new_one_for_a_day_but_not_a_disowned_one():
    opened = RoundFactory()
    review = submitted(invitation=InvitationFactory(round=opened, email=ADDRESS))
    withdrawn = {"state": Invitation.State.REVOKED, "answered_at": NOW}
    Invitation.objects.filter(pk=review.invitation_id).update(**withdrawn)
    InvitationFactory(email="elsewhere@example.org", **withdrawn)
    lately = invitation_mails.was_withdrawn_lately
    assert lately(opened, ADDRESS, now=LATER)
    assert not lately(opened, ADDRESS, now=NOW + timedelta(days=1))
    assert not lately(opened, "elsewhere@example.org", now=LATER)
    Review.objects.filter(pk=review.pk).update(status=Review.Status.DISOWNED)
    assert not lately(opened, ADDRESS, now=LATER)


def test_a_second_address_is_a_persons_only_once_it_is_confirmed():
    person, other = UserFactory(), UserFactory()
    for user, email, verified in (
        (person, "confirmed@example.org", True),
        (other, "claimed@example.org", False),
    ):
        EmailAddress.objects.create(user=user, email=email, verified=verified)
    account_of = invitation_mails.account_of
    assert account_of("Confirmed@example.org") == person
    assert account_of("claimed@example.org") is None
    assert account_of(other.email) == other
