"""Returning a review with a question, and refusing it: the pages, and the services behind them."""

from collections.abc import Iterator

from reviews.models import Review
from reviews.services import replying
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import Request, call, get, post
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

STATES = ("submitted", "draft", "refused", "published", "round closed")


def pages(journal: Journal) -> Iterator[Request]:
    for state, review in _reviews(journal).items():
        for name, field in (("return_review", "question"), ("refuse_review", "reason")):
            yield get(f"reviews:{name}", review.pk, state=state)
            yield post(f"reviews:{name}", review.pk, state=state, fields={field: "Why so?"})
        if state == "refused":
            yield get("reviews:write_review", review.pk, state=state)


def services(journal: Journal) -> Iterator[Request]:
    for state, review in _reviews(journal).items():
        pk = review.pk
        yield call(
            replying.return_review,
            lambda user, pk=pk: replying.return_review(pk, editor=user, question="Why?", now=NOW),
            state=state,
        )
        yield call(
            replying.refuse_review,
            lambda user, pk=pk: replying.refuse_review(pk, editor=user, reason="Rude.", now=NOW),
            state=state,
        )


def _reviews(journal: Journal) -> dict[str, Review]:
    """By their states, all of one reviewer."""
    cast, reviews = journal.cast, {}
    for state in STATES:
        opened = make_round(cast)
        fields = {"published": True} if state == "published" else {"submitted": state != "draft"}
        review = ReviewFactory(round=opened, reviewer=cast["reviewer"], **fields)
        if state == "refused":
            replying.refuse_review(review.pk, editor=cast["handling"], reason="Rude.", now=NOW)
        if state == "round closed":
            type(opened).objects.filter(pk=opened.pk).update(state="assessed", closed_at=NOW)
        reviews[state] = review
    return reviews
