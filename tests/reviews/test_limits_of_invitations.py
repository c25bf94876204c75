"""Whom an open, a withdrawn or a recent invitation bars from another, and whom it does not."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews import invitation_errors, limits
from reviews.models import Invitation, InvitationMail, ReplacedLink
from reviews.services import invitation_mails
from reviews.services.invitation_mails import (
    account_of,
    has_open_invitation,
    lock_invitation,
    mails_today,
    was_withdrawn_lately,
)
from reviews.services.invitations import (
    accept_invitation,
    close_invitations_of_round,
    find_invitation_by_token,
    find_replaced,
)
from reviews.tokens import invitation_token
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.inviting import invite, send_again
from web.clicks import SAME_CLICK

pytestmark = pytest.mark.django_db
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
ADDRESS = "invited@example.org"


@pytest.fixture
def opened():
    return RoundFactory()


@pytest.mark.parametrize(("state", "is_open"), [
    ("pending", True),
    ("accepted", True),
    ("declined", False),
    ("revoked", False),
    ("closed", False),
    ("disowned", False),
])  # fmt: skip
def test_an_open_invitation_of_the_same_round_and_address_bars_another(opened, state, is_open):
    invitation = InvitationFactory(round=opened, state=state)
    assert has_open_invitation(opened, ADDRESS) is is_open
    assert has_open_invitation(opened, ADDRESS, but=invitation) is False
    assert has_open_invitation(opened, "other@example.org") is False
    assert has_open_invitation(RoundFactory(), ADDRESS) is False


@pytest.mark.parametrize(("state", "ago", "bars"), [
    ("revoked", timedelta(0), True),
    ("revoked", timedelta(days=limits.REINVITE_AFTER_DAYS) - MOMENT, True),
    ("revoked", timedelta(days=limits.REINVITE_AFTER_DAYS), False),
    ("declined", timedelta(0), False),
    ("closed", timedelta(0), False),
])  # fmt: skip
def test_a_withdrawn_invitation_bars_a_new_one_to_the_address_for_a_day(opened, state, ago, bars):
    InvitationFactory(round=opened, state=state, answered_at=NOW - ago)
    assert was_withdrawn_lately(opened, ADDRESS, now=NOW) is bars
    assert was_withdrawn_lately(opened, "other@example.org", now=NOW) is False
    assert was_withdrawn_lately(RoundFactory(), ADDRESS, now=NOW) is False


@pytest.mark.parametrize(("status", "bars"), [("draft", True), ("disowned", False)])
def test_one_whose_review_was_disowned_bars_nobody(opened, status, bars):
    withdrawn = InvitationFactory(round=opened, state="revoked", answered_at=NOW)
    ReviewFactory(round=opened, invitation=withdrawn, submitted=True, status=status)
    assert was_withdrawn_lately(opened, ADDRESS, now=NOW) is bars


@pytest.mark.parametrize(("ago", "count"), [
    (timedelta(0), 1),
    (DAY - MOMENT, 1),
    (DAY, 0),
])  # fmt: skip
def test_mails_are_counted_by_address_and_editor_for_a_day(opened, ago, count):
    editor = opened.submission.editor
    row = {"invitation": InvitationFactory(round=opened), "requested_at": NOW - ago}
    InvitationMail.objects.create(email=ADDRESS, requested_by=editor, **row)
    InvitationMail.objects.create(email="other@example.org", requested_by=editor, **row)
    InvitationMail.objects.create(email=ADDRESS, requested_by=UserFactory(editor=True), **row)
    assert mails_today(ADDRESS, editor=editor, now=NOW) == count


def test_whoever_counts_the_mails_of_an_editor_has_locked_their_row():
    """Two requests at once would both be the last that is allowed."""
    editor, _bystander = UserFactory(editor=True), UserFactory(editor=True)
    with CaptureQueriesContext(connection) as queries:
        assert mails_today(ADDRESS, editor=editor, now=NOW) == 0
    locking, counting = (query["sql"] for query in queries)
    assert locking.endswith("FOR NO KEY UPDATE")
    assert f'"accounts_user"."id" = {editor.pk} ' in locking
    assert "COUNT(*)" in counting


@pytest.mark.parametrize(("after", "mails"), [
    (timedelta(0), 1),
    (SAME_CLICK - MOMENT, 1),
    (SAME_CLICK, 2),
    (-MOMENT, 2),
])  # fmt: skip
def test_a_second_click_is_one_within_seconds_of_the_first(opened, after, mails):
    invitation = invite(opened)
    again = send_again(invitation, now=NOW + after)
    assert InvitationMail.objects.count() == mails
    assert (again.token_hash == invitation.token_hash) is (mails == 1)


def test_a_mail_to_somebody_else_is_no_second_click(opened):
    invite(opened, email="other@example.org", name="Other")
    asked = InvitationFactory(round=opened)
    send_again(asked, now=NOW)
    assert list(asked.mails.values_list("email", flat=True)) == [ADDRESS]


def test_another_open_invitation_to_the_corrected_address_bars_it(opened):
    invite(opened, email="right@example.org", name="Right")
    with pytest.raises(invitation_errors.AlreadyInvited):
        send_again(InvitationFactory(round=opened), email="right@example.org")


# --- Whose address it is -------------------------------------------------------------------------


def test_an_account_is_found_by_its_address_and_by_each_that_it_confirmed():
    person, bystander = UserFactory(email="noor@example.org"), UserFactory()
    for email, verified in (("second@example.org", True), ("third@example.org", False)):
        EmailAddress.objects.create(user=person, email=email, verified=verified)
    EmailAddress.objects.create(user=bystander, email="bystander@example.org", verified=True)
    found = {
        email: account_of(email)
        for email in ("Noor@example.org", "Second@example.org", "third@example.org")
    }
    assert found == {
        "Noor@example.org": person,
        "Second@example.org": person,
        "third@example.org": None,
    }


def test_who_reviews_another_work_can_be_invited(opened):
    person = UserFactory(email="grace@example.org", verified=True)
    ReviewFactory(reviewer=person)
    invitation = invite(opened)
    assert accept_invitation(invitation.pk, user=None, name="Grace", now=NOW).round == opened


def test_a_guest_invited_at_a_free_address_reviews_beside_others(opened):
    """Others review this round, and an account has the address: neither bars the guest."""
    UserFactory(email=ADDRESS, verified=True)
    ReviewFactory(round=opened)
    invitation = InvitationFactory(round=opened)
    review = accept_invitation(invitation.pk, user=None, name="Grace", now=NOW)
    assert review.reviewer.is_guest


# --- Links ---------------------------------------------------------------------------------------


def test_a_replaced_link_finds_its_invitation_and_opens_it_no_more(opened):
    invitation, bystander = invite(opened), invite(opened, email="noor@example.org", name="Noor")
    old = invitation_token(invitation.nonce)
    assert (find_invitation_by_token(old), find_replaced(old)) == (invitation, None)
    new = invitation_token(send_again(invitation).nonce)
    assert (find_invitation_by_token(old), find_replaced(old)) == (None, invitation)
    assert (find_invitation_by_token(new), find_replaced(new)) == (invitation, None)
    kept = invitation_token(bystander.nonce)
    assert (find_invitation_by_token(kept), find_replaced(kept)) == (bystander, None)
    assert ReplacedLink.objects.count() == 1


def test_one_declined_a_moment_ago_stays_declined_and_the_rest_are_closed(opened, monkeypatch):
    first, second = (
        InvitationFactory(round=opened, email=f"{name}@example.org") for name in ("a", "b")
    )

    def decline_first(invitation_id):
        Invitation.objects.filter(pk=first.pk).update(state="declined")
        return lock_invitation(invitation_id)

    monkeypatch.setattr(invitation_mails, "lock_invitation", decline_first)
    close_invitations_of_round(opened, editor=opened.submission.editor, now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.answered_at) == ("declined", None)
    assert (second.state, second.answered_at) == ("closed", NOW)
