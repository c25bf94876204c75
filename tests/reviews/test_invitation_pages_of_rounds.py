"""What the page of an invitation says of its round: the draft, the thread, the version."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.guests import make_guest
from reviews.models import MailedLink, Reopening
from reviews.services import due_days
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS
from tests.reviews.links import open_link
from tests.reviews.revised import decide, declared_revision, revised_work

pytestmark = pytest.mark.django_db
PAGES_OF_LINKS = {
    MailedLink.Purpose.CONFIRM_REVIEW: "reviews:open_confirmation",
    MailedLink.Purpose.KEEP_ACCOUNT: "reviews:open_keep_account",
}

pytestmark = pytest.mark.django_db


def test_a_guest_is_led_to_the_draft_and_the_thread_of_the_round(client):
    """The link of every mail leads here; a bystander of another round has neither."""
    for email, traits in (("invited@example.org", {"released": True}), (ADDRESS, {})):
        of = RoundFactory(**traits)
        asked = InvitationFactory(round=of, email=email, state="accepted", answered_at=NOW)
        review = ReviewFactory(
            round=of,
            accepted=True,
            invitation=asked,
            reviewer_number=1,
            reviewer=make_guest("Grace"),
        )
        asked.user = review.reviewer
        asked.save()
        if traits:
            AssessmentFactory(round=of, answer_by=date(2031, 3, 2))
        page = open_link(client, asked).content.decode()
        thread = reverse("reviews:reviewer_thread", args=[review.pk])
        assert (thread in page) == bool(traits)
        assert (f"/reviews/{review.pk}/write/#assessment" in page) == bool(traits)
        assert ("2 March 2031" in page) == bool(traits)
        assert "What is asked" not in page


def test_an_invitation_to_a_later_version_says_which_and_what_changed(client):
    revised = revised_work()
    invited = decide(declared_revision(revised))[0]
    page = " ".join(open_link(client, invited).content.decode().split())
    assert "An invitation to review version 2" in page
    assert "You reviewed version 1 of this work." in page
    assert "Section two is new." in page
    assert "The same version is reviewed again." not in page
    first = " ".join(open_link(client, InvitationFactory()).content.decode().split())
    assert "You reviewed" not in first
    due_days.propose_due_day(invited.pk, due_on=date(2031, 3, 2), now=NOW)
    page = open_link(client, invited).content.decode()
    assert "you proposed 2 March 2031" in page.partition("What is asked")[2]


def test_an_invitation_to_the_same_version_says_so_and_why(client):
    first = RoundFactory(state="assessed", closed_at=NOW)
    ReviewFactory(round=first, published=True, reviewer__email=ADDRESS)
    again = RoundFactory(submission=first.submission, version=first.version, number=2)
    Reopening.objects.create(
        assessment=AssessmentFactory(round=first, published=True),
        version=first.version,
        cause="editor",
        reason="A reader found an error.",
        opened_by=first.submission.editor,
        opened_at=NOW,
        due_at=NOW,
        decision="full",
        decision_reason="The proof is read again.",
        decided_by=first.submission.editor,
        decided_at=NOW,
        round=again,
    )
    pages = [
        " ".join(open_link(client, InvitationFactory(round=again, email=to)).text.split())
        for to in (ADDRESS, "somebody.new@example.org")
    ]
    for words in (
        "The same version is reviewed again.",
        "A reader found an error.",
        "The proof is read again.",
    ):
        assert [words in page for page in pages] == [True, False], words
