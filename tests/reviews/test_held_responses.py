"""Authors write their response before the round is posted, and it is posted with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import Draft
from events.models import Event
from reviews import errors, round_errors
from reviews.interests import Interests
from reviews.models import HeldResponse, Response
from reviews.services import posting, responding
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
TEXT = "We *agree*; see Table 2."
NONE = Interests.none()


@pytest.fixture
def sent():
    """A round with its authors; another work's stays as it is."""
    rounds = [with_authors(), with_authors()]
    hold(rounds[1], author_of(rounds[1]), "Of another work.")
    return rounds[0]


def with_authors():
    opened = RoundFactory(with_authors=True)
    opened.version.authors.update(user=UserFactory(name="Ada Example"))
    second = opened.submission.second_editor
    AssessmentFactory(round=opened, state="approved", approved_by=second, approved_at=NOW)
    ReviewFactory(round=opened, accepted=True, points=["It is short."])
    return opened


def author_of(opened):
    return opened.version.authors.get().user


def hold(opened, author, text=TEXT, now=NOW, interests=NONE):
    return responding.hold_response(
        opened.pk, author=author, text=text, interests=interests, now=now
    )


def test_a_response_is_held_and_posted_with_the_round(sent, mailoutbox):
    author = author_of(sent)
    hold(sent, author, "We agree.")
    hold(sent, author, now=NOW + timedelta(hours=1))
    hold(sent, author, now=LATER)  # the same form, sent again
    assert not Response.objects.exists()
    assert new_mails(mailoutbox) == []
    posting.post_due_round(sent.pk, now=sent.respond_until)
    response = Response.objects.get()
    assert (response.text, response.author, response.number) == (TEXT, author, 1)
    assert response.text_html == "<p>We <em>agree</em>; see Table 2.</p>\n"
    assert response.posted_at == sent.respond_until
    assert [held.text for held in HeldResponse.objects.all()] == ["Of another work."]
    kinds = list(
        Event.objects.filter(preprint_id=sent.version.preprint_id)
        .order_by("pk")
        .values_list("kind", "actor_id", "is_public")
    )
    assert kinds == [
        ("response.held", author.pk, False),
        ("response.held", author.pk, False),
        ("review.published", None, True),
        ("assessment.published", None, True),
        ("response.posted", author.pk, True),
    ]
    subjects = [subject for _to, subject in new_mails(mailoutbox)]
    assert subjects.count("The authors have responded") == 2, "the editor and the reviewer"


def test_changed_interests_alone_are_held_and_posted_with_the_response(sent):
    author, other = author_of(sent), UserFactory(name="Bo Example")
    sent.version.authors.create(user=other, name="Bo Example", position=2)
    hold(sent, author)
    hold(sent, other, "And I.")
    hold(sent, author, now=LATER, interests=Interests(("financial",), "I own a share of it."))
    hold(sent, author, now=LATER, interests=Interests(("rival",), "I own a share of it."))
    posting.post_due_round(sent.pk, now=sent.respond_until)
    posted = {one.author_id: one.interests for one in Response.objects.all()}
    own = Interests(("rival",), "I own a share of it.")
    assert posted == {author.pk: own, other.pk: NONE}


def test_each_author_responds_and_the_ids_in_a_text_get_its_number(sent):
    first = author_of(sent)
    second = UserFactory(name="Bo Example")
    sent.version.authors.create(user=second, name="Bo Example", position=2)
    hold(sent, first, "With a note.[^1]\n\n[^1]: Here.")
    hold(sent, second, "And I.", now=LATER)
    posting.post_round(sent.pk, author=second, now=LATER)
    assert [(r.number, r.author_id) for r in Response.objects.all()] == [
        (1, first.pk),
        (2, second.pk),
    ]
    html = Response.objects.get(number=1).text_html
    assert f'id="p{sent.pk}-1-' in html


def test_who_cannot_hold_a_response(sent):
    with pytest.raises(errors.NotAnAuthor):
        hold(sent, UserFactory())
    with pytest.raises(errors.NotAnAuthor):
        hold(sent, sent.submission.editor)
    posting.post_due_round(sent.pk, now=sent.respond_until)
    with pytest.raises(round_errors.NotWithAuthors):
        hold(sent, author_of(sent))


def test_what_somebody_wrote_who_is_no_author_any_more_is_not_posted(sent):
    hold(sent, author_of(sent))
    sent.version.authors.update(user=UserFactory())
    posting.post_due_round(sent.pk, now=sent.respond_until)
    assert not Response.objects.exists()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_form_is_open_in_the_authors_time_and_shows_what_is_kept(sent):
    author = author_of(sent)
    client, preprint = signed_in(author), sent.version.preprint_id
    page = reverse("reviews:respond", args=[preprint])
    assert "Keep it, to be posted with the reviews" in client.get(page).content.decode()
    named = client.post(page, {"text": "", "points": "1"}, follow=True).content.decode()
    assert f"V{preprint}.1.r1.1" in named, "as it will be named once it is posted"
    typed = {"text": TEXT, "interests_choice": "none", "draft_revision": "1", "send": "1"}
    answer = client.post(page, typed, follow=True)
    words = " ".join(answer.content.decode().split())
    assert "is posted with it" in words
    assert not Draft.objects.exists()
    assert TEXT in client.get(page).content.decode()
    held = HeldResponse.objects.get(round=sent)
    assert (held.text, held.author) == (TEXT, author)
    for reader in (UserFactory(), sent.submission.editor):
        assert TEXT not in signed_in(reader).get(page, follow=True).content.decode()
    assert TEXT not in Client().get(sent.version.preprint.get_absolute_url()).content.decode()
