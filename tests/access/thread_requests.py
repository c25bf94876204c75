"""The private thread of a round: its pages, and the services behind them."""

from collections.abc import Iterator

from reviews.models import Review, Round
from reviews.services import consulting
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import Request, call, get, post
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.links import link_of

STATES = ("open", "released", "with-authors", "assessed")


def pages(journal: Journal) -> Iterator[Request]:
    for state, review in _reviews(journal).items():
        for name, pk in (("reviewer_thread", review.pk), ("editor_thread", review.round_id)):
            yield get(f"reviews:{name}", pk, state=state)
            yield post(f"reviews:{name}", pk, state=state, fields={"text": "I agree."})
    guests = _guests_review(journal)
    opens = link_of(guests.invitation)
    yield get("reviews:reviewer_thread", guests.pk, state="a guest’s", opens=opens)


def services(journal: Journal) -> Iterator[Request]:
    for state, review in _reviews(journal).items():
        pk, of = review.pk, review.round_id
        yield call(
            consulting.write_as_reviewer,
            lambda user, pk=pk: consulting.write_as_reviewer(
                pk, reviewer=user, text="I agree.", now=NOW
            ),
            state=state,
        )
        yield call(
            consulting.write_as_editor,
            lambda user, of=of: consulting.write_as_editor(of, editor=user, text="Yes.", now=NOW),
            state=state,
        )


def _reviews(journal: Journal) -> dict[str, Review]:
    """Accepted ones of one reviewer, by the states of their rounds; one that is only submitted."""
    reviews = {}
    for state in (*STATES, "only submitted"):
        of = make_round(journal.cast)
        is_submitted = state == "only submitted"
        stage = "submitted" if is_submitted else "accepted"
        own = {"reviewer": journal.cast["reviewer"], stage: True}
        reviews[state] = ReviewFactory(round=of, **own)
        ReviewFactory(round=of, reviewer=journal.cast["co-rev."], accepted=True)
        if state != "open":
            _move(of, "released" if is_submitted else state)
    return reviews


def _guests_review(journal: Journal) -> Review:
    of = make_round(journal.cast)
    review = ReviewFactory(
        round=of, by_guest=True, accepted=True, invitation__email="guest3@example.org"
    )
    _move(of, "released")
    return review


def _move(of: Round, state: str) -> None:
    times = {"released_at": NOW}
    if state == "with-authors":
        times |= {"sent_at": NOW, "respond_until": NOW}
    Round.objects.filter(pk=of.pk).update(state=state, **times)
