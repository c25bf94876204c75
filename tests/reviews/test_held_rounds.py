"""Who reads what of a round before it is posted: the texts, and never a hidden name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from reviews.models import Assessment, Review, Round
from reviews.services import accepting, posting
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
TEXT, ASSESSMENT = "Nobody has read this.", "The editors find it sound."
HIDDEN = "Sibylla Quenneville"


def held_round(**state):
    """Two accepted reviews and one that is being written, of a work with a confirmed author."""
    opened = RoundFactory(**state)
    author = UserFactory(name="Aut Author")
    opened.version.authors.update(user=author)
    held = ReviewFactory(
        round=opened,
        accepted=True,
        summary_html=f"<p>{TEXT}</p>",
        recommendations_html="<p>For the authors.</p>",
        reviewer__name=HIDDEN,
    )
    own = ReviewFactory(round=opened, accepted=True, reviewer__verified=True)
    writing = ReviewFactory(round=opened, reviewer__verified=True)
    second = opened.submission.second_editor
    approved = {"state": "approved", "approved_by": second, "approved_at": NOW}
    AssessmentFactory(round=opened, text_html=f"<p>{ASSESSMENT}</p>", **approved)
    return opened, author, held, own, writing


def pages_of(person, opened, own=None):
    """All that the person can open of the work, as one text."""
    client = Client()
    if person is not None:
        client.force_login(person)
    preprint = opened.version.preprint
    addresses = [
        preprint.get_absolute_url(),
        f"{preprint.get_absolute_url()}feed.atom",
        "/review-requests/",
        "/api/v1/reviews/",
        "/api/v1/assessments/",
        "/api/v1/events/",
        "/search/?q=Nobody",
        reverse("reviews:own_work", args=[preprint.pk]),
        reverse("reviews:respond", args=[preprint.pk]),
        reverse("reviews:submission", args=[opened.submission_id]),
    ]
    if own is not None:
        addresses.append(reverse("reviews:write_review", args=[own.pk]))
    return "".join(client.get(address).content.decode() for address in addresses)


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ({}, {"handling", "second"}),
        ({"released": True}, {"handling", "second", "reviewer"}),
        ({"with_authors": True}, {"handling", "second", "reviewer", "author"}),
    ],
    ids=["open", "released", "with authors"],
)
def test_who_reads_a_held_review(state, readers):
    opened, author, held, own, writing = held_round(**state)
    submission = opened.submission
    people = {
        "nobody": (None, None),
        "reader": (UserFactory(), None),
        "author": (author, None),
        "reviewer": (own.reviewer, own),
        "still writing": (writing.reviewer, writing),
        "other editor": (UserFactory(editor=True), None),
        "managing": (UserFactory(managing_editor=True), None),
        "handling": (submission.editor, None),
        "second": (submission.second_editor, None),
    }
    pages = {who: pages_of(person, opened, review) for who, (person, review) in people.items()}
    assert {who for who, page in pages.items() if TEXT in page} == readers
    assert {who for who, page in pages.items() if HIDDEN in page} == {"handling", "second"}
    may_read_assessment = {"handling", "second"} | (readers & {"author"})
    assert {who for who, page in pages.items() if ASSESSMENT in page} == may_read_assessment
    for_authors = {who for who, page in pages.items() if "For the authors." in page}
    assert for_authors == {"handling", "second"} | (readers & {"author"})
    assert held.byline_kind == "anonymous"


@pytest.mark.parametrize(
    ("state", "is_shown"), [({}, False), ({"released": True}, True), ({"with_authors": True}, True)]
)
def test_reviewers_who_have_submitted_find_the_others_once_they_are_released(state, is_shown):
    _opened, _author, held, own, writing = held_round(**state)
    held_round(**state)
    found = Review.objects.of_fellow_reviewers
    assert list(found(own)) == ([held] if is_shown else [])
    assert list(found(writing)) == []


def test_a_reviewer_is_known_to_the_others_by_a_number_and_a_day():
    opened, _author, held, own, _writing = held_round(released=True)
    page = pages_of(own.reviewer, opened, own)
    assert f"Reviewer {held.reviewer_number}" in page
    assert NOW.strftime("%H:%M") not in page.partition("Reviewer 1")[2].partition("</article>")[0]


def test_the_authors_read_how_many_reviewers_agreed_as_readers_will():
    opened, author, *_reviews = held_round(with_authors=True)
    words = "2 reviewers were asked about this assessment: 1 agreed, 1 had not answered when"
    assert words not in " ".join(pages_of(author, opened).split())
    Assessment.objects.filter(round=opened).update(
        reviewers_asked=2, reviewers_agreed=1, reviewers_dissented=0
    )
    assert words in " ".join(pages_of(author, opened).split())
    assert words not in " ".join(pages_of(None, opened).split())


def test_an_accepted_review_is_public_only_once_its_round_is_posted():
    """It was public the moment an editor clicked, before the others were in."""
    review = ReviewFactory(submitted=True, summary_html=f"<p>{TEXT}</p>")
    opened = review.round
    accepting.accept_review(review.pk, editor=opened.submission.editor, now=NOW)
    assert TEXT not in pages_of(None, opened)
    assert TEXT in pages_of(opened.submission.editor, opened), "it is there to be read"


def test_the_schedule_posts_what_is_due_and_a_round_that_fails_stops_no_other(monkeypatch):
    rounds = [held_round(with_authors=True)[0] for _ in range(2)]
    later = held_round(with_authors=True)[0]
    not_yet = later.respond_until + timedelta(days=1)
    Round.objects.filter(pk=later.pk).update(respond_until=not_yet)
    broken, sound = rounds
    last = broken.reviews.accepted().latest("reviewer_number").pk

    def fails_at_the_last(review, **details):
        if review.pk == last:
            raise RuntimeError
        accepting.make_public(review, **details)

    monkeypatch.setattr(posting, "make_public", fails_at_the_last)
    assert posting.post_due_rounds(now=sound.respond_until) == 1
    states = {one.pk: Round.objects.get(pk=one.pk).state for one in (broken, sound, later)}
    assert states == {
        broken.pk: "with-authors",
        sound.pk: "assessed",
        later.pk: "with-authors",
    }
    assert posting.post_due_rounds(now=sound.respond_until) == 0
    assert TEXT in pages_of(None, sound)
    assert not broken.reviews.published().exists(), "nothing of it, though its first was written"
    monkeypatch.undo()
    assert posting.post_due_rounds(now=sound.respond_until) == 1
    assert broken.reviews.published().count() == 2


@pytest.mark.parametrize(("status", "reads"), [("submitted", False), ("accepted", True)])
def test_who_submits_after_the_release_reads_the_others_once_theirs_is_accepted(status, reads):
    """A review that was returned after the release is submitted anew after it, too."""
    opened, _author, held, _own, _writing = held_round(released=True)
    late = NOW + timedelta(hours=1)
    trait = {status: True, "submitted_at": late, "reviewer__verified": True}
    own = ReviewFactory(round=opened, **trait)
    before = ReviewFactory(round=opened, submitted=True, submitted_at=NOW - timedelta(hours=1))
    page = pages_of(own.reviewer, opened, own)
    assert (TEXT in page) is reads
    assert ("You can read them once the editor has accepted it" in page) is not reads
    assert (held in Review.objects.of_fellow_reviewers(own)) is reads
    assert held in Review.objects.of_fellow_reviewers(before)
