"""What editors read of a submitter whose account is erased, and of an invited guest who left."""

import pytest
from django.urls import reverse

from privacy.erasing import erase_account
from reviews.models import Invitation
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def test_the_page_of_a_submission_says_that_the_account_is_closed_and_leads_nowhere(client):
    left, bystander = SubmissionFactory(state="withdrawn", withdrawn_at=NOW), SubmissionFactory()
    erase_account(left.submitter_id, now=NOW)
    client.force_login(UserFactory(editor=True))
    for submission, is_closed in ((left, True), (bystander, False)):
        page = client.get(reverse("reviews:submission", args=[submission.pk])).text
        profile = type(submission).objects.get(pk=submission.pk).submitter.profile
        assert (profile.get_absolute_url() in page) is not is_closed
        assert ("somebody whose account is closed" in page) is is_closed


def test_of_an_erased_address_no_stand_in_is_shown(client):
    of_guest = InvitationFactory(email="guest@example.org")
    editor = of_guest.round.submission.editor
    client.force_login(editor)
    page = reverse("reviews:sent_invitation", args=[of_guest.pk])
    assert "guest@example.org" in client.get(page).text
    Invitation.objects.filter(pk=of_guest.pk).update(email="erased-1@guest.invalid")
    shown = client.get(page).text
    assert "address erased" in shown
    assert "guest.invalid" not in shown
