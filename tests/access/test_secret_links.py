"""The secret of a link stands in the mail alone: the page it leads to has an address without it."""

import pytest
from django.urls import reverse

from reviews.models import MailedLink
from reviews.services.mailed_links import mail_link
from tests.access.made_reviews import address_of
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db


def invitation() -> tuple[str, str]:
    one = InvitationFactory()
    return link_of(one), reverse("reviews:opened_invitation", args=[one.pk])


def confirmation() -> tuple[str, str]:
    link = mail_link(_guests_review(), MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
    return address_of(link), reverse("reviews:confirmation", args=[link.pk])


def keeping() -> tuple[str, str]:
    link = mail_link(_guests_review(), MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    return address_of(link), reverse("reviews:keep_account", args=[link.pk])


def _guests_review():
    return ReviewFactory(by_guest=True, submitted=True)


@pytest.mark.parametrize("make", [invitation, confirmation, keeping])
def test_a_secret_link_leads_to_a_page_without_the_secret(client, make):
    link, page = make()
    assert client.get(page).status_code in (404, 410)
    answer = client.get(link)
    assert (answer.status_code, answer.url) == (302, page)
    assert link.strip("/").rpartition("/")[2] not in page
    assert client.get(page).status_code == 200
