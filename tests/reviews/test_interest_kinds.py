"""The kinds of competing interests that a reviewer ticks: who reads them, and how they are kept."""

import pytest
from django.urls import reverse

from events.outbox import work
from reviews.forms import ReviewForm
from reviews.interests import FIELDS, InterestKind, interests_in_words
from reviews.models import Review
from reviews.selectors.terms import current_terms
from reviews.services.replying import return_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.reviews.links import act_of, link_of
from tests.reviews.test_writing_pages import fields

pytestmark = pytest.mark.django_db
WORDS = "We shared an office in Petronella street"
KINDS = ["employer", "personal"]
LABELS = [str(InterestKind(kind).label) for kind in KINDS]
DECLARED = {
    "interests_choice": "declared",
    "interest_personal": "on",
    "interest_employer": "on",
    "competing_interests": WORDS,
}


def test_each_kind_has_a_box():
    assert set(FIELDS.values()) == set(InterestKind.values)
    assert set(FIELDS) <= set(ReviewForm(terms=current_terms()).fields)


@pytest.mark.parametrize(
    ("kinds", "words", "read"),
    [
        ([], "", ""),
        ([], "As before.", "As before."),
        (["other"], "", "Something else"),
        (["personal", "employer"], WORDS, f"{LABELS[0]}; {LABELS[1]}. {WORDS}"),
    ],
)
def test_kinds_are_read_in_their_order_before_the_words(kinds, words, read):
    assert interests_in_words(kinds, words) == read


def published(byline):
    return ReviewFactory(
        round=RoundFactory(submission__preprint__status="reviewed"),
        published=True,
        byline_kind=byline,
        byline_name="Sibylla Vane",
        interest_kinds=KINDS,
        competing_interests=WORDS,
    )


def test_of_a_signed_review_everybody_reads_them(client):
    review = published("signed")
    for address in (review.get_absolute_url(), "/feeds/reviews.rss"):
        assert f"{LABELS[0]}; {LABELS[1]}. {WORDS}" in client.get(address).content.decode()
    answer = client.get(f"/api/v1/reviews/{review.pk}/").json()
    assert (answer["interest_kinds"], answer["competing_interests"]) == (KINDS, WORDS)


def test_of_a_hidden_one_the_two_editors_alone(client):
    review = published("anonymous")
    submission = review.round.submission
    page = reverse("reviews:submission", args=[submission.pk])
    addresses = [review.get_absolute_url(), "/feeds/reviews.rss", "/api/v1/events/"]
    for reader in (None, UserFactory(), UserFactory(editor=True)):
        if reader is not None:
            client.force_login(reader)
        for address in [*addresses, *([page] if reader and reader.is_editor else [])]:
            text = client.get(address).content.decode()
            assert not any(label in text for label in LABELS), address
    assert client.get(f"/api/v1/reviews/{review.pk}/").json()["interest_kinds"] == []
    client.force_login(submission.second_editor)
    assert f"{LABELS[0]}; {LABELS[1]}. {WORDS}" in client.get(page).content.decode()


def ticked(client, page):
    form = client.get(page).context["form"]
    return [name for name in FIELDS if "checked" in str(form[name])]


def test_a_saved_form_keeps_its_ticks_and_loses_one_that_is_taken_off(client):
    review = ReviewFactory()
    client.force_login(review.reviewer)
    page = reverse("reviews:write_review", args=[review.pk])
    client.post(page, {**fields(**DECLARED), "save": "1"})
    assert ticked(client, page) == ["interest_employer", "interest_personal"]
    box = client.get(page).context["form"]["interest_personal"]
    assert '<input type="hidden" name="interest_personal" value="">' in str(box)
    draft = client.get(page).context["draft"]
    known = {"draft_revision": draft.revision, "draft_base": draft.base}
    client.post(page, {**fields(**DECLARED), **known, "interest_personal": "", "save": "1"})
    assert ticked(client, page) == ["interest_employer"]


def test_they_are_submitted_and_stand_in_a_returned_form(client):
    review = ReviewFactory()
    client.force_login(review.reviewer)
    page = reverse("reviews:write_review", args=[review.pk])
    client.post(page, {**fields(**DECLARED), "submit_review": "1"})
    submitted = Review.objects.get()
    assert (submitted.interest_kinds, submitted.competing_interests) == (KINDS, WORDS)
    editor = review.round.submission.editor
    return_review(review.pk, editor=editor, question="Which?", now=submitted.submitted_at)
    assert ticked(client, page) == ["interest_employer", "interest_personal"]


def test_who_is_invited_declares_and_reads_it_in_the_review_form(client, mailoutbox):
    invitation = InvitationFactory()
    client.get(link_of(invitation))
    to = act_of(invitation, "accept")
    answer = client.post(to, {"answer_as": "guest", "name": "Noor"})
    assert answer.status_code == 422
    assert not Review.objects.exists()
    answer = client.post(to, {"answer_as": "guest", "name": "Noor", **DECLARED})
    review = Review.objects.get()
    assert (review.interest_kinds, review.competing_interests) == (KINDS, WORDS)
    assert ticked(client, answer.url) == ["interest_employer", "interest_personal"]
    work()
    (mail,) = mailoutbox
    assert WORDS in mail.body
    client.force_login(review.round.submission.second_editor)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    assert WORDS in client.get(page).content.decode()
    client.force_login(UserFactory(editor=True))
    assert WORDS not in client.get(page).content.decode()


def test_who_volunteers_declares_and_keeps_the_words_where_it_is_refused(client, mailoutbox):
    opened, person = RoundFactory(submission__preprint__status="under-review"), UserFactory()
    page = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    client.force_login(person)
    assert client.post(page, {}).status_code == 422
    refused = client.post(page, DECLARED)
    assert WORDS in refused.content.decode()
    assert not Review.objects.exists(), "the address is not confirmed"
    client.force_login(UserFactory(verified=True))
    client.post(page, DECLARED)
    assert Review.objects.get().interest_kinds == KINDS
    work()
    (mail,) = mailoutbox
    assert WORDS in mail.body
