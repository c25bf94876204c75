"""Who loads the address of a form comes to the page that has it, and does nothing by that."""

import pytest
from django.urls import reverse

from reviews.models import Submission
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(editor=True)
    client.force_login(user)
    return user


def page_of(client, address):
    """The page that the browser shows in the end."""
    return client.get(address, follow=True).content.decode()


def test_the_address_of_a_refused_form_leads_to_the_form_when_it_is_loaded(client, editor):
    submission, other = SubmissionFactory(), SubmissionFactory()
    address = reverse("reviews:decline_submission", args=[submission.pk])
    assert client.post(address, {"ground": "other", "text": ""}).status_code == 422
    page = page_of(client, address)
    assert f'action="{address}#triage"' in page
    assert reverse("reviews:decline_submission", args=[other.pk]) not in page
    assert {one.state for one in Submission.objects.all()} == {"submitted"}


def test_what_a_form_is_about_leads_to_the_page_of_its_work(client):
    proposed = AssessmentFactory()
    AssessmentFactory()
    submission = proposed.round.submission
    client.force_login(submission.second_editor)
    review = ReviewFactory(round=proposed.round, submitted=True)
    invitation = InvitationFactory(round=proposed.round)
    page = reverse("reviews:submission", args=[submission.pk])
    for name, row in (
        ("return_assessment", proposed),
        ("publish_review", review),
        ("revoke_invitation", invitation),
        ("invite_reviewer", proposed.round),
    ):
        answer = client.get(reverse(f"reviews:{name}", args=[row.pk]))
        assert (answer.status_code, answer["Location"]) == (302, page)
    assert client.get(reverse("reviews:publish_review", args=[0])).status_code == 404


def test_an_editor_of_another_work_learns_of_no_row(client):
    """Who was asked, and whose review is in, is for the two editors of a work."""
    proposed = AssessmentFactory()
    elsewhere = AssessmentFactory()
    client.force_login(elsewhere.round.submission.editor)
    review = ReviewFactory(round=proposed.round, submitted=True)
    invitation = InvitationFactory(round=proposed.round)
    revision = RevisionFactory(round=proposed.round)
    for name, row in (
        ("return_assessment", proposed),
        ("publish_review", review),
        ("revoke_invitation", invitation),
        ("invite_reviewer", proposed.round),
        ("decide_revision", revision),
    ):
        assert client.get(reverse(f"reviews:{name}", args=[row.pk])).status_code == 404
    own = client.get(reverse("reviews:return_assessment", args=[elsewhere.pk]))
    assert own.status_code == 302


def test_who_signs_in_to_send_a_form_comes_to_its_page(client):
    person = UserFactory(verified=True, editor=True)
    submission = SubmissionFactory()
    address = reverse("reviews:accept_submission", args=[submission.pk])
    sign_in = client.post(address).url
    typed = {"login": person.email, "password": PASSWORD}
    answer = client.post(sign_in, typed, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("reviews:submission", args=[submission.pk])


def test_a_guest_comes_back_to_the_invitation(client):
    invitation = InvitationFactory()
    client.get(link_of(invitation))
    page = page_of(client, reverse("reviews:decline_invitation", args=[invitation.pk]))
    assert f'action="{reverse("reviews:decline_invitation", args=[invitation.pk])}#answer"' in page
    invitation.refresh_from_db()
    assert invitation.state == "pending"


@pytest.mark.parametrize("ask", ["get", "head"])
def test_an_address_without_a_page_says_what_to_do(client, ask):
    answer = getattr(client, ask)(reverse("reviews:preview"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    words = " ".join(client.get(reverse("reviews:preview")).content.decode().split())
    assert "There is no page at this address" in words
    assert "Please go back to the page with the form" in words
    assert 'href="/me/"' in words
    posted = client.post("/about/").content.decode()
    assert "This cannot be done at this address" in posted
    assert "go back to the page with the form" not in posted
