"""What is held by the editors, as those see it who may read it before it is public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from accounts.models import User
from reviews import correction_rules
from reviews.left_work_words import why_it_waits
from reviews.models import Assessment, Correction, DraftAnswer, HeldResponse, Review, Round, Term
from reviews.other_interests import InterestLine, interest_lines, other_interests
from reviews.selectors.corrections import CorrectionView, correction_views


@dataclass(frozen=True, slots=True)
class FellowReview:
    """Another review of the round, as its reviewers see it: a number, a day, no name."""

    reviewer_number: int
    submitted_on: date
    public_parts: list[tuple[str, str]]
    significance: Term
    strength: Term
    confidence: int


@dataclass(frozen=True, slots=True)
class HeldRound:
    """What the authors read before it is public.

    reviews: with the recommendations to them. response: what this author has written, to be posted
    with the rest.
    """

    round: Round
    reviews: list[Review]
    assessment: Assessment
    other_interests: list[InterestLine]  # of its other editors, as they stand now
    response: HeldResponse | None
    corrections: list[CorrectionView]
    may_ask: bool  # for another correction
    waits_for_editors: bool  # to answer corrections
    why_it_waits: str  # for the work, which is withdrawn or retracted; "" where it is there


def held_round(sent: Round, author: User) -> HeldRound | None:
    """None where the round is not with the authors."""
    assessment = (
        Assessment.objects.for_authors(author)
        .filter(round=sent)
        .select_related("version", "significance", "strength", "round__submission")
        .first()
    )
    if assessment is None:
        return None
    response = sent.held_responses.filter(author=author).first()
    reviews, now = numbered_reviews(sent, author), timezone.now()
    asked = list(sent.corrections.select_related("review__version"))
    status = sent.version.preprint.status
    undecided = sum(one.state == Correction.State.WAITING and not one.is_void for one in asked)
    return HeldRound(
        round=sent,
        reviews=reviews,
        assessment=assessment,
        other_interests=interest_lines(other_interests(assessment)),
        response=response,
        corrections=correction_views(asked, numbers={one.pk: one.number or 0 for one in reviews}),
        may_ask=sent.respond_until is not None and now < sent.respond_until,
        waits_for_editors=correction_rules.is_waited_for(
            undecided=undecided, post_by=sent.post_by, now=now
        ),
        why_it_waits=why_it_waits(status),
    )


def numbered_reviews(sent: Round, author: User) -> list[Review]:
    """The held reviews, each with the number that it is posted with: authors refer to its points.

    They have it since the round was sent. Of an older round `services.posting` numbers them in the
    same order, on from the highest of the version.
    """
    highest = Review.objects.filter(version=sent.version_id).aggregate(top=Max("number"))["top"]
    shown = Review.objects.for_authors(author).filter(round=sent)
    reviews = shown.select_related("version", "significance", "strength")
    numbered = list(reviews.order_by("reviewer_number"))
    without = [review for review in numbered if review.number is None]
    for number, review in enumerate(without, start=(highest or 0) + 1):
        review.number = number
    return numbered


def fellow_reviews(own: Review) -> list[FellowReview]:
    """What the writer of a submitted review may read of the others; one query."""
    others = Review.objects.of_fellow_reviewers(own).select_related("significance", "strength")
    return [_fellow_review(other) for other in others.order_by("reviewer_number")]


def has_fellow_reviews(own: Review) -> bool:
    return Review.objects.of_fellow_reviewers(own).exists()


def _fellow_review(other: Review) -> FellowReview:
    """An accepted review has all of these."""
    if not (other.submitted_at and other.significance and other.strength):
        raise ValueError
    return FellowReview(
        reviewer_number=other.reviewer_number or 0,
        submitted_on=other.submitted_at.date(),
        public_parts=other.public_parts(),
        significance=other.significance,
        strength=other.strength,
        confidence=other.confidence or 0,
    )


def draft_to_answer(review: Review) -> Assessment | None:
    """The draft of an assessment that the writer of this review has not answered, if any."""
    shown = Assessment.objects.for_reviewer_of(review.pk).filter(state=Assessment.State.PROPOSED)
    answers = DraftAnswer.objects.filter(assessment=OuterRef("pk"), review=review, voided_at=None)
    return shown.exclude(Exists(answers)).first()
