"""The number that authors read of a held review is the one it is posted with."""

from datetime import timedelta

import pytest

from events.models import Event
from reading.selectors.assessments import assessment_views, shown_assessments
from reading.selectors.scales import Scales
from reviews.models import Review, Round
from reviews.selectors.held import held_round, numbered_reviews
from reviews.services import posting
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_corrections import POST_BY, UNTIL, ask, author_of, with_authors

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """With three reviews, and as the service sends it."""
    opened = with_authors()
    for number in (2, 3):
        ReviewFactory(round=opened, accepted=True, reviewer_number=number, points=["Uno.", "Due."])
    Round.objects.filter(pk=opened.pk).update(state="released", sent_at=None, respond_until=None)
    editor = opened.submission.editor
    return posting.send_to_authors(opened.assessment.pk, editor=editor, now=NOW)


def reviews_of(sent):
    return list(sent.reviews.order_by("reviewer_number"))


def disown(review):
    Review.objects.filter(pk=review.pk).update(status="disowned")


def test_each_has_its_number_once_it_is_sent_and_keeps_it(sent):
    first, *others = reviews_of(sent)
    assert [review.number for review in (first, *others)] == [1, 2, 3]
    disown(first)
    shown = numbered_reviews(sent, author_of(sent))
    assert [(one.pk, one.number) for one in shown] == [(one.pk, one.number) for one in others]
    posting.post_due_rounds(now=POST_BY)
    posted = sent.reviews.published().order_by("number")
    assert [(one.pk, one.number) for one in posted] == [(one.pk, one.number) for one in others]


def test_a_round_that_was_sent_before_there_were_numbers_has_the_same_ones():
    opened = with_authors()
    ReviewFactory(round=opened, accepted=True, reviewer_number=2)
    shown = [review.number for review in numbered_reviews(opened, author_of(opened))]
    posting.post_due_rounds(now=POST_BY)
    assert [review.number for review in reviews_of(opened)] == shown == [1, 2]


def test_what_was_asked_of_a_disowned_review_is_neither_waited_for_nor_posted(sent):
    first, second, _third = reviews_of(sent)
    void = ask(sent, review_id=first.pk, point=1)
    ask(sent, review_id=second.pk, point=2)
    ask(sent, wrong="It is a theorem.")
    disown(first)
    held = held_round(sent, author_of(sent))
    name = sent.version.identifier
    assert [shown.about for shown in held.corrections] == [
        f"{name}.r1.1; the review was set aside, so this is not posted",
        f"{name}.r2.2",
        "The assessment",
    ]
    assert posting.post_due_rounds(now=UNTIL) == 0, "the two others wait"
    sent.corrections.exclude(pk=void.pk).update(
        state="refused", note="No.", decided_at=NOW, decided_by=sent.submission.editor
    )
    assert posting.post_due_rounds(now=UNTIL + timedelta(seconds=1)) == 1
    shown = shown_assessments(versions=[sent.version.pk])
    (view,) = assessment_views(shown, Scales(), sent.version)
    assert [one.about for one in view.corrections] == [f"{name}.r2.2", ""]
    void.refresh_from_db()
    assert void.posted_at is None
    assert Event.objects.get(kind="corrections.posted").data["asked"] == 2
