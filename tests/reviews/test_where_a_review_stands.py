"""What a reviewer reads of a submitted review, and where the mails about it lead."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.outbox import work
from reviews.author_forms import AddressesField
from reviews.services.replying import return_review
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.guests import submitted
from tests.reviews.links import link_of, links_in

pytestmark = pytest.mark.django_db
ENDED = {"state": "withdrawn", "closed_at": NOW}
FAR = NOW.replace(year=2999)
LAPSED = {"state": "lapsed", "closed_at": NOW}
SENTENCES = {
    "The editor reads it next.",
    "Once the editor has accepted your review it is public too",
    "It is held: the editors write the assessment",
    "The authors read it with the assessment, until",
    "The authors have had their time to read it",
    "The submission was withdrawn, so it is not published.",
    "The submission has lapsed.",
}


@pytest.mark.parametrize(
    ("of_round", "of_review", "sentence"),
    [
        ({}, "submitted", "The editor reads it next."),
        ({"released": True}, "submitted", "The editor reads it next."),
        (
            {"state": "assessed", "closed_at": NOW},
            "submitted",
            "Once the editor has accepted your review it is public too",
        ),
        (ENDED, "submitted", "The submission was withdrawn, so it is not published."),
        (LAPSED, "submitted", "The submission has lapsed."),
        ({}, "accepted", "It is held: the editors write the assessment"),
        (
            {"with_authors": True, "respond_until": FAR},
            "accepted",
            "The authors read it with the assessment, until",
        ),
        ({"with_authors": True}, "accepted", "The authors have had their time to read it"),
        (ENDED, "accepted", "The submission was withdrawn, so it is not published."),
    ],
)
def test_one_sentence_says_where_it_stands(client, of_round, of_review, sentence):
    review = ReviewFactory(round=RoundFactory(**of_round), **{of_review: True})
    client.force_login(review.reviewer)
    page = " ".join(client.get(reverse("reviews:write_review", args=[review.pk])).text.split())
    assert [words for words in SENTENCES if words in page] == [sentence]


def test_accepting_the_last_review_says_that_the_assessment_can_be_written(client):
    opened = RoundFactory()
    reviews = ReviewFactory.create_batch(2, round=opened, submitted=True, confirmed=True)
    client.force_login(opened.submission.editor)
    said = [
        client.post(reverse("reviews:accept_review", args=[review.pk]), follow=True).text
        for review in reviews
    ]
    assert ["you can write the assessment" in text for text in said] == [False, True]


def test_of_several_addresses_the_wrong_one_is_named():
    with pytest.raises(ValidationError, match="“grace@”: ") as raised:
        AddressesField().clean("ada@example.org, grace@")
    assert "ada@example.org" not in str(raised.value)


def test_a_guest_comes_to_the_review_by_the_link_of_the_mail_itself(monkeypatch):
    """Whoever has an account comes to the page, and signs in there."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    of_guest = submitted()
    of_account = ReviewFactory(submitted=True)
    for review in (of_guest, of_account):
        editor = review.round.submission.editor
        return_review(review.pk, editor=editor, question="Which test?", now=NOW)
    mail.outbox.clear()
    while work():
        pass
    page = reverse("reviews:write_review", args=[of_account.pk])
    links = {
        one.to[0]: [
            link for link in links_in(one) if "/reviews/" in link or "/invitations/" in link
        ]
        for one in mail.outbox
        if "question" in one.subject
    }
    assert links == {
        of_guest.invitation.email: [link_of(of_guest.invitation)],
        of_account.reviewer.email: [page],
    }
