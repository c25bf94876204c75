"""Which opened links a sign-in closes in a session: those of guests' reviews at other addresses."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from reviews import opened_links
from reviews.models import MailedLink
from reviews.services import consent
from reviews.services.consent_steps import mail_request
from reviews.services.invitations import accept_invitation
from reviews.services.mailed_links import mail_link
from reviews.signing_in import close_links_of_others
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return {}


def opened_link(session, kind, *, is_guest, email="noor@example.org"):
    """A link that was opened at this browser, of a review by a guest or from an account."""
    invitation = InvitationFactory(email=email)
    account = None if is_guest else UserFactory(email=email, verified=True)
    review = accept_invitation(invitation.pk, user=account, name="Noor Example", now=NOW)
    link = invitation
    if kind == opened_links.MAILED_LINK:
        link = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    opened_links.note_opened(session, kind, link.pk, "a" * 64)
    return link.pk


def closed_at_sign_in(session, kind, user):
    close_links_of_others(request=SimpleNamespace(session=session), user=user)
    ids = opened_links.opened_ids(session, kind)
    return [pk for pk in ids if opened_links.is_closed_at_sign_in(session, kind, pk)]


@pytest.mark.parametrize("kind", [opened_links.INVITATION, opened_links.MAILED_LINK])
def test_the_links_of_guests_are_closed_and_those_of_accounts_stay(session, kind):
    guests = opened_link(session, kind, is_guest=True)
    accounts = opened_link(session, kind, is_guest=False, email="ada@example.org")
    assert closed_at_sign_in(session, kind, UserFactory(verified=True)) == [guests]
    assert opened_links.opened_ids(session, kind) == [guests, accounts]


def test_an_authors_link_stays_open_for_whoever_has_confirmed_its_address(client):
    submission = SubmissionFactory(consent="not-asked")
    own, foreign = UserFactory(email="ada@example.org", verified=True), UserFactory(verified=True)
    asked = mail_request(submission, "ada@example.org", by=submission.submitter, now=NOW)
    link = reverse("reviews:open_consent", args=[consent.token_of_request(asked)])
    page = reverse("reviews:consent", args=[asked.pk])
    for account, status in ((own, 200), (foreign, 410)):
        client.logout()
        assert client.get(link, follow=True).status_code == 200
        client.force_login(account)
        answer = client.get(page)
        assert answer.status_code == status
    assert "Somebody has signed in here since." in answer.text
    client.post(reverse("reviews:answer_consent", args=[asked.pk]), {"declined": "1"})
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("kind", [opened_links.INVITATION, opened_links.MAILED_LINK])
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_link_stays_open_for_an_account_that_has_confirmed_its_address(
    session, kind, is_confirmed
):
    opened_link(session, kind, is_guest=True, email="Noor.Guest@example.org")
    other = opened_link(session, kind, is_guest=True, email="other@example.org")
    account = UserFactory(email="noor@example.org", verified=True)
    account.emailaddress_set.create(email="noor.guest@example.org", verified=is_confirmed)
    closed = closed_at_sign_in(session, kind, account)
    assert (closed == [other]) is is_confirmed
    assert other in closed


def test_a_link_that_was_not_opened_here_is_not_noted(session):
    opened_link({}, opened_links.MAILED_LINK, is_guest=True)
    assert closed_at_sign_in(session, opened_links.MAILED_LINK, UserFactory()) == []
    assert session == {}


def test_a_sign_in_without_a_browser_closes_nothing():
    close_links_of_others(request=None, user=UserFactory())
