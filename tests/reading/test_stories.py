"""Timeline, status and cover."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from events.models import Event
from reading.cover_drawing import Ring, cover_svg
from reading.status_words import status_sentence
from reading.timeline_words import timeline
from reviews.interests import Interests
from reviews.models import Review
from reviews.selectors.named_events import with_names
from reviews.services.accepting import publish_review
from reviews.services.responding import post_response
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.rewriting import rewriting


@dataclass
class Happening:
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    subject: str = "V1.1"
    at: datetime = NOW


def test_kinds_of_event_without_a_sentence_are_not_in_the_timeline():
    happenings = [
        *(Happening("editor.quarrelled"), Happening("editor.reminded")),
        # Of a work of which everything is posted, nothing stops.
        *(
            Happening(kind, {"waiting": False})
            for kind in ("submission.paused", "submission.resumed")
        ),
        Happening("preprint.listed"),
    ]
    assert [moment.words for moment in timeline(happenings)] == ["Listed here"]


def test_known_events_become_sentences_with_a_place_to_read():
    items = timeline(
        [
            Happening("issue.published", {"issue": "Volume 1, Issue 2", "url": "/issues/1/2/"}),
            Happening("response.posted", {"response": "V1.1.p1", "by": "Ada"}),
            Happening("review.published", {"review": "V1.1.r1", "byline": "Heron"}),
            Happening("version.seen", {"number": 2}),
        ]
    )
    assert [(moment.words, moment.url) for moment in items] == [
        ("Selected for Volume 1, Issue 2", "/issues/1/2/"),
        ("Ada responded to the reviews", "#V1.1.p1"),
        ("Review published: Heron", "#V1.1.r1"),
        ("Version 2 appeared", ""),
    ]


def test_an_event_leads_only_to_our_own_issues():
    (moment,) = timeline([Happening("issue.published", {"url": "javascript:alert(1)"})])
    assert moment.url == ""


@pytest.mark.parametrize(
    ("status", "reviews", "has_assessment", "has_response", "sentence"),
    [
        ("listed", 0, False, False, "Nobody has asked for a review yet."),
        (
            "submitted",
            0,
            False,
            False,
            "Waiting since 2 March 2026 for the editors to decide whether to send it for review.",
        ),
        ("under-review", 0, False, False, "Open for review; no review is public yet."),
        (
            "under-review",
            1,
            False,
            False,
            "One review is public; the assessment is still to come.",
        ),
        (
            "reviewed",
            2,
            True,
            False,
            "Two reviews and an assessment are public; the authors have not responded yet.",
        ),
        (
            "selected",
            12,
            True,
            True,
            "12 reviews and an assessment are public; the authors have responded.",
        ),
        ("final", 3, False, False, "Three reviews are public."),
        ("reviewed", 0, False, False, "Its reviews are about another version."),
        (
            "withdrawn",
            1,
            True,
            False,
            "Withdrawn where it was posted. One review and an assessment are public.",
        ),
        ("retracted", 0, False, False, "Retracted. Do not rely on it."),
    ],
)
def test_the_status_in_words(status, reviews, has_assessment, has_response, sentence):
    words = status_sentence(
        status,
        status_at=NOW,
        reviews=reviews,
        assessments=int(has_assessment),
        has_response=has_response,
    )
    assert words == sentence


RINGS = [Ring(2, 5, 3, 6, "ethics"), Ring(None, 5, None, 6, ""), Ring(4, 5, 5, 6, "theory")]


def test_a_cover_is_a_pure_drawing_of_its_works():
    assert cover_svg(RINGS) == cover_svg(RINGS)
    assert cover_svg(RINGS) != cover_svg(RINGS[::-1])
    assert "style=" not in cover_svg(RINGS)


# The place where a path begins, and the one where its line or its arc ends.
PATH = re.compile(r'd="M(\S+) (\S+?)(?:L|A\S+ \S+ 0 0 1 )(\S+) (\S+)"')


@pytest.mark.parametrize("works", [0, 1, 40])
def test_a_cover_stays_on_its_paper(works):
    drawing = cover_svg([RINGS[0]] * works)
    assert 'viewBox="0 0 600 600"' in drawing
    assert drawing.count('<circle cx="300" cy="300" ') == drawing.count("<circle") == works
    paths = PATH.findall(drawing)
    ticks_and_arcs = RINGS[0].significances + RINGS[0].strengths + 2
    assert len(paths) == drawing.count("<path") == works * ticks_and_arcs
    numbers = [float(number) for path in paths for number in path]
    assert [number for number in numbers if not 0 <= number <= 600] == []


@pytest.mark.django_db
def test_the_story_names_who_is_named_now(client):
    """The log itself names nobody; what stands in the row is shown."""
    review = ReviewFactory(
        submitted=True, round__state="assessed", byline_kind="pseudonym", byline_name="Heron"
    )
    Review.objects.filter(pk=review.pk).update(confirmed_at=NOW, confirmed_by="account")
    publish_review(review.pk, editor=review.round.submission.editor, now=NOW)
    author, answered = UserFactory(name="Ada Answers"), RoundFactory(state="assessed")
    answered.version.authors.update(user=author)
    post_response(answered.pk, author=author, text="Thanks.", interests=Interests.none(), now=NOW)
    page = client.get(review.version.preprint.get_absolute_url()).content.decode()
    assert "Review published: Heron" in page
    page = client.get(answered.version.preprint.get_absolute_url()).content.decode()
    assert "Ada Answers responded to the reviews" in page
    with rewriting():
        Review.objects.filter(pk=review.pk).update(byline_name="Egret")
    event = with_names(Event.objects.filter(kind="review.published")).get()
    assert (event.name, "Egret" in str(event.data)) == ("Egret", False)
