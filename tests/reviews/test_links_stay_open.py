"""A guest's link opens what is theirs for good; and an invitation to another address of mine."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.outbox import work
from reviews.models import Assessment, Round
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, InvitationFactory
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS, mailed_link, publish, submitted
from tests.reviews.links import link_of, links_in

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(answer.content.decode().split())


def published_by_guest():
    """Published with its assessment: the round is closed."""
    review = submitted("anonymous")
    publish(review)
    AssessmentFactory(round=review.round, published=True)
    Round.objects.update(state="assessed", closed_at=NOW)
    review.refresh_from_db()
    return review


def test_after_the_assessment_is_public_the_link_still_opens_the_review_thanks_and_account(
    mailoutbox,
):
    review = published_by_guest()
    another_browser = Client()
    page = words(another_browser.get(link_of(review.invitation), follow=True))
    assert "Thank you." in page
    assert "Your review is published." in page
    assert review.get_absolute_url() in page
    own = reverse("reviews:write_review", args=[review.pk])
    assert own in page
    shown = words(another_browser.get(own))
    assert "The claim is" in shown
    assert "Keep this account" in shown
    another_browser.post(reverse("reviews:offer_account", args=[review.pk]))
    assert mailed_link(mailoutbox, "Your account")
    assert Client().get(own).status_code == 302, "without the link it is nobody's"
    assert Assessment.objects.get().state == "published"


def test_a_revoked_link_opens_nothing_any_more():
    review = published_by_guest()
    review.invitation.state = "revoked"
    review.invitation.save()
    browser = Client()
    assert browser.get(link_of(review.invitation)).status_code == 410
    assert browser.get(reverse("reviews:write_review", args=[review.pk])).status_code == 302


def confirm_other_address(client, mailoutbox, page):
    """What the page offers: the address is added, and confirmed by the link mailed there."""
    hidden = re.search(r'name="email" value="(.*?)"', page)
    assert hidden, page
    client.post(reverse("account_email"), {"email": hidden[1], "action_add": ""})
    work()
    (mail,) = [one for one in mailoutbox if one.to == [ADDRESS] and "confirm-email" in one.body]
    (confirm,) = [link for link in links_in(mail) if "confirm-email" in link]
    client.post(confirm)


def test_an_invitation_to_another_address_of_mine_goes_to_my_account(client, mailoutbox):
    account, bystander = UserFactory(verified=True), UserFactory(verified=True)
    invitation = InvitationFactory(email=ADDRESS)
    client.force_login(account)
    page = words(client.get(link_of(invitation), follow=True))
    assert "You have been invited to review it" not in words(client.get("/me/"))
    confirm_other_address(client, mailoutbox, page)
    assert "You have been invited to review it" in words(client.get("/me/"))
    again = words(client.get(reverse("reviews:opened_invitation", args=[invitation.pk])))
    assert "Another address of yours?" not in again
    client.force_login(bystander)
    assert "You have been invited to review it" not in words(client.get("/me/"))


def test_a_guests_review_goes_to_the_account_that_confirms_its_address(client, mailoutbox):
    review = submitted("anonymous")
    guest = Client()
    guest.get(link_of(review.invitation))
    guest.post(reverse("reviews:offer_account", args=[review.pk]))
    link = mailed_link(mailoutbox, "Your account")
    account = UserFactory(verified=True)
    client.force_login(account)
    page = client.get(link, follow=True)
    here = page.request["PATH_INFO"]
    confirm_other_address(client, mailoutbox, words(page))
    assert "There is an account for" in words(client.get(here))
    client.post(here)
    review.refresh_from_db()
    assert review.reviewer == account
