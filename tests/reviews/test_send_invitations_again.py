"""An invitation sent again, to the same address or a corrected one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from events.outbox import work
from reviews import errors, invitation_errors, limits
from reviews.models import Invitation, InvitationMail, Review
from reviews.services.accepting import accept_review
from reviews.services.confirming import approve_byline
from reviews.services.invitation_mails import send_invitation_again
from reviews.services.invitations import (
    accept_invitation,
    find_invitation_by_token,
)
from reviews.services.reviewing import submit_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.inviting import invite, revoke, send_again
from tests.reviews.links import secret_link_in
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db


def test_sending_again_closes_the_old_link(mailoutbox):
    invitation = invite(RoundFactory())
    work()
    old = secret_link_in(mailoutbox[0])
    send_again(invitation)
    work()
    new = secret_link_in(mailoutbox[1])
    assert find_invitation_by_token(old.split("/")[2]) is None
    assert find_invitation_by_token(new.split("/")[2]) == invitation


def test_only_the_newest_of_two_waiting_mails_is_sent(mailoutbox):
    send_again(invite(RoundFactory()))
    work()
    assert len(mailoutbox) == 1


def test_a_corrected_address_says_who_typed_it_and_when(mailoutbox):
    invitation = invite(RoundFactory())
    send_again(invitation, email="Right@Example.org")
    invitation.refresh_from_db()
    assert invitation.email == "right@example.org"
    assert invitation.corrected_by == invitation.invited_by
    assert invitation.corrected_at == NOW + timedelta(minutes=1)
    event = Event.objects.get(kind="invitation.address_corrected")
    assert (event.actor_id, event.is_public) == (invitation.invited_by_id, False)
    assert [mail.email for mail in InvitationMail.objects.all()] == [
        "grace@example.org",
        "right@example.org",
    ]
    work()
    assert [mail.to for mail in mailoutbox] == [["right@example.org"]]


def test_the_same_address_is_no_correction():
    invitation = invite(RoundFactory())
    send_again(invitation, email=" GRACE@example.org")
    invitation.refresh_from_db()
    assert not invitation.is_corrected


def test_an_accepted_invitation_keeps_its_address():
    """The draft behind it is somebody's: it does not go to whom an editor names."""
    invitation = InvitationFactory()
    accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    with pytest.raises(invitation_errors.InvitationAnswered):
        send_again(invitation, email="other@example.org")
    send_again(invitation)


def test_a_withdrawn_invitation_is_open_again_when_it_is_sent_again():
    invitation = invite(RoundFactory())
    revoke(invitation)
    send_again(invitation)
    invitation.refresh_from_db()
    assert invitation.state == "pending"


def test_a_withdrawn_reviewer_goes_on_writing_when_the_link_is_sent_again():
    invitation = InvitationFactory()
    review = accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    revoke(invitation)
    send_again(invitation)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.review) == ("accepted", review)


def test_a_declined_invitation_is_not_sent_again():
    invitation = InvitationFactory(state="declined")
    with pytest.raises(invitation_errors.InvitationNotOpen):
        send_again(invitation)


def test_only_the_handling_editor_sends_again():
    invitation = InvitationFactory()
    with pytest.raises(errors.NotTheHandlingEditor):
        send_invitation_again(
            invitation.pk,
            editor=invitation.round.submission.second_editor,
            email=invitation.email,
            now=NOW,
        )


def test_inviting_and_withdrawing_in_turn_sends_one_mail(mailoutbox):
    opened = RoundFactory()
    sent = 0
    for _ in range(12):
        try:
            revoke(invite(opened))
            sent += 1
        except invitation_errors.InvitedRecently:
            pass
        work()
    assert sent == 1
    invite(opened, email="bystander@example.org")
    work()
    assert [mail.to for mail in mailoutbox] == [["bystander@example.org"]]
    day_after = NOW + timedelta(days=limits.REINVITE_AFTER_DAYS) + timedelta(seconds=1)
    assert invite(opened, now=day_after).state == "pending"


def test_an_address_gets_few_mails_a_day_of_one_editor():
    opened = RoundFactory()
    invitation = invite(opened)
    for number in range(1, limits.INVITATION_MAILS_A_DAY):
        send_again(invitation, now=NOW + timedelta(minutes=number))
    with pytest.raises(invitation_errors.TooManyInvitationMails):
        send_again(invitation, now=NOW + timedelta(hours=1))
    other = RoundFactory(submission__editor=opened.submission.editor)
    with pytest.raises(invitation_errors.TooManyInvitationMails):
        invite(other)
    assert invite(RoundFactory()).state == "pending", "another editor's count is their own"
    send_again(invitation, now=NOW + timedelta(days=1, hours=1))


def test_a_second_click_on_send_again_sends_one_mail(mailoutbox):
    """And leaves the link of that mail open; another address is no second click."""
    invitation = invite(RoundFactory())
    work()
    mailoutbox.clear()
    for seconds in (60, 61):
        send_again(invitation, now=NOW + timedelta(seconds=seconds))
    work()
    (mail,) = mailoutbox
    assert find_invitation_by_token(secret_link_in(mail).split("/")[2]) == invitation
    send_again(invitation, email="right@example.org", now=NOW + timedelta(seconds=62))
    work()
    assert [mail.to for mail in mailoutbox[1:]] == [["right@example.org"]]


def test_an_earlier_account_made_by_a_link_stays_as_it_is():
    account = UserFactory(email="invited@example.org", verified=True)
    invitation = InvitationFactory(state="accepted", made_account=True, user=account)
    ReviewFactory(round=invitation.round, invitation=invitation, reviewer=account)
    send_again(invitation)
    account.refresh_from_db()
    assert (account.is_active, account.is_guest) == (True, False)
    assert Review.objects.get().reviewer == account
    assert Invitation.objects.get().user == account


def is_corrected(invitation):
    invitation.refresh_from_db()
    events = Event.objects.filter(
        kind="invitation.address_corrected", data__invitation=invitation.pk
    )
    assert events.exists() == invitation.is_corrected
    return invitation.is_corrected


@pytest.mark.parametrize("name", ["Grace", "GRACE", " Grace "])
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_the_same_name_at_another_address_is_a_corrected_address(name, is_withdrawn):
    opened = RoundFactory()
    first, bystander = invite(opened), invite(opened, email="noor@example.org", name="Noor")
    if is_withdrawn:
        revoke(first)
    again = invite(opened, email="other@example.org", name=name)
    assert is_corrected(again)
    assert again.corrected_by == opened.submission.editor
    assert not is_corrected(first)
    assert not is_corrected(bystander)
    assert not is_corrected(invite(RoundFactory(), email="third@example.org")), "another round"


def test_who_takes_the_name_of_somebody_withdrawn_has_a_corrected_address():
    opened = RoundFactory()
    revoke(invite(opened))
    other = invite(opened, email="other@example.org", name="Somebody Else")
    bystander = invite(opened, email="noor@example.org", name="Noor")
    accept_invitation(other.pk, user=None, name="Grace", now=NOW)
    accept_invitation(bystander.pk, user=None, name="Noor", now=NOW)
    assert is_corrected(other)
    assert not is_corrected(bystander)


def renamed_after_accepting(opened, name):
    """Invited under another name, accepted with an account, the profile renamed since."""
    account = UserFactory(name="M. Tanoa", email="m@example.org", verified=True)
    invitation = invite(opened, email=account.email, name="M. Tanoa")
    review = accept_invitation(invitation.pk, user=account, name="", now=NOW)
    account.profile.name = name
    account.profile.save()
    return invitation, review


def submit_signed(review):
    signed = content(byline_kind="signed")
    return submit_review(review.pk, reviewer=review.reviewer, content=signed, now=NOW)


@pytest.mark.parametrize("name", ["Nora Feld", "Dr. NORA FELD", "Feld, Nora", "Nora A. Feld"])
def test_who_is_renamed_to_somebody_withdrawn_has_a_corrected_address(name):
    opened = RoundFactory()
    revoke(invite(opened, email="nora@example.org", name="Nora Feld"))
    invitation, review = renamed_after_accepting(opened, name)
    assert not is_corrected(invitation)
    submit_signed(review)
    assert is_corrected(invitation)
    with pytest.raises(errors.BylineNotApproved):
        accept_review(review.pk, editor=opened.submission.editor, now=NOW)
    approve_byline(review.pk, second_editor=opened.submission.second_editor, now=NOW)
    accept_review(review.pk, editor=opened.submission.editor, now=NOW)


def test_who_is_renamed_to_somebody_else_needs_no_second_yes():
    opened = RoundFactory()
    revoke(invite(opened, email="nora@example.org", name="Nora Feld"))
    invitation, review = renamed_after_accepting(opened, "Mele Tanoa")
    submit_signed(review)
    accept_review(review.pk, editor=opened.submission.editor, now=NOW)
    assert not is_corrected(invitation)


def test_a_name_invited_elsewhere_after_the_review_came_is_found_when_it_is_accepted():
    opened = RoundFactory()
    invitation, review = renamed_after_accepting(opened, "Nora Feld")
    submit_signed(review)
    invite(opened, email="nora@example.org", name="Nora Feld")
    for _ in range(2):
        with pytest.raises(errors.BylineNotApproved):
            accept_review(review.pk, editor=opened.submission.editor, now=NOW)
    assert is_corrected(invitation)
    approve_byline(review.pk, second_editor=opened.submission.second_editor, now=NOW)
    assert accept_review(review.pk, editor=opened.submission.editor, now=NOW).reviewer_number == 1


def test_a_second_sending_within_seconds_says_that_nothing_was_sent(client):
    invitation = InvitationFactory()
    client.force_login(invitation.round.submission.editor)
    page = reverse("reviews:sent_invitation", args=[invitation.pk])
    words, hashes = [], []
    for _ in range(2):
        answer = client.post(page, {"email": invitation.email}, follow=True)
        words.append(answer.content.decode())
        hashes.append(Invitation.objects.get().token_hash)
    assert "A new link is on its way" in words[0]
    assert "Sent a moment ago; nothing was changed." in words[1]
    assert "on its way" not in words[1]
    assert hashes[0] == hashes[1]
