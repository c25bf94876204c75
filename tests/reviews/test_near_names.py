"""A signature much like a known name is free, but needs the second editor's yes."""

import pytest
from django.urls import reverse

from accounts.guests import make_guest
from events.models import Event
from events.outbox import work
from reviews import errors
from reviews.services.accepting import accept_review
from reviews.services.confirming import approve_byline
from reviews.services.reviewing import submit_review
from tests.accounts.guests_names import signed_by_guest
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
KNOWN = "Noor Haddad"
NEAR = [
    *("Noor B. Haddad", "Noor ‘NH’ Haddad", "Noor of Oxford Haddad", "NoorHaddadOxford"),
    *("xNoor Haddad", "Noor Haddadd", "Dr. Noor Amara Haddad"),
]
OTHERS = ["Noor Osei", "Lina Haddad", "B. Haddad", "Noor", "Haddad Osei Noora", "Nora Hadad"]


def submitted(reviewer, **fields):
    review = ReviewFactory(by_guest=True, reviewer=reviewer, **fields)
    signed = content(byline_kind="signed")
    review = submit_review(review.pk, reviewer=reviewer, content=signed, now=NOW)
    type(review).objects.filter(pk=review.pk).update(confirmed_at=NOW, confirmed_by="account")
    review.refresh_from_db()
    return review


def accept(review):
    return accept_review(review.pk, editor=review.round.submission.editor, now=NOW)


@pytest.mark.parametrize("name", NEAR)
@pytest.mark.parametrize("as_guest", [True, False])
def test_a_name_much_like_a_known_one_waits_for_the_second_editor(name, as_guest):
    signed_by_guest(KNOWN)
    reviewer = make_guest(name) if as_guest else UserFactory(name=name, verified=True)
    review = submitted(reviewer)
    bystander = submitted(make_guest("Mele Tanoa"))
    with pytest.raises(errors.BylineNotApproved):
        accept(review)
    approve_byline(review.pk, second_editor=review.round.submission.second_editor, now=NOW)
    assert accept(review).byline_name == name
    assert accept(bystander).reviewer_number == 1
    noted = Event.objects.filter(kind="invitation.name_to_check")
    assert [event.data["invitation"] for event in noted] == [review.invitation_id]


@pytest.mark.parametrize("name", OTHERS)
def test_another_name_waits_for_nobody(name):
    signed_by_guest(KNOWN)
    assert accept(submitted(make_guest(name))).byline_name == name


def test_who_signed_so_before_or_was_allowed_to_waits_for_nobody():
    signed_by_guest(KNOWN)
    known = UserFactory(name="Noor B. Haddad", verified=True)
    ReviewFactory(
        reviewer=known, published=True, byline_kind="signed", byline_name="Noor B. Haddad"
    )
    allowed = UserFactory(name="Noor C. Haddad", verified=True)
    type(allowed.profile).objects.filter(user=allowed).update(shared_name="Noor C. Haddad")
    allowed.refresh_from_db()
    for reviewer in (known, allowed):
        assert accept(submitted(reviewer)).reviewer_number == 1


def test_the_second_editor_reads_why_it_waits(client, mailoutbox):
    signed_by_guest(KNOWN)
    review = submitted(make_guest("Noor B. Haddad"))
    work()
    second = review.round.submission.second_editor
    client.force_login(second)
    page = client.get(reverse("reviews:submission", args=[review.round.submission_id]))
    text = page.content.decode()
    assert "signed with a name much like that of somebody known here" in text
    assert "Approve the signature" in text
    assert "address corrected by" not in text
    assert [mail for mail in mailoutbox if "name much like that of somebody known" in mail.body]
    assert not [mail for mail in mailoutbox if "corrected" in mail.body]
