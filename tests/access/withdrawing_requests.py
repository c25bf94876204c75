"""Withdrawing what is published: the pages, and the services behind them."""

from collections.abc import Iterator

from reviews.models import Assessment, Response, Review
from reviews.services import signing, withdrawing
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import FORM, Request, call, get, post
from tests.factories.reviews import AssessmentFactory, ResponseFactory, ReviewFactory
from tests.factories.times import NOW

REASON = {"reason": "It rests on an error."}


def pages(journal: Journal) -> Iterator[Request]:
    reviews, responses, assessments = _rows(journal)
    for state, review in reviews.items():
        yield get("reading:certificate", review.pk, state=state)
        yield get("reading:certificate_file", review.pk, "json", state=state)
        yield get("reviews:withdraw_review", review.pk, state=state)
        yield post("reviews:withdraw_review", review.pk, state=state, fields=REASON)
        yield get("reading:withdraw_named", review.identifier, state=state)
        yield get("reviews:sign_review", review.pk, state=state)
        yield post("reviews:sign_review", review.pk, state=state, fields={"is_sure": "on"})
    for state, response in responses.items():
        yield get("reviews:withdraw_response", response.pk, state=state)
        yield post("reviews:withdraw_response", response.pk, state=state, fields=REASON)
    for state, assessment in assessments.items():
        yield get("reviews:withdraw_assessment", assessment.pk, state=state)
        yield post("reviews:withdraw_assessment", assessment.pk, state=state, fields=REASON)
        for name in ("agree_to_withdraw", "keep_assessment"):
            yield get(f"reviews:{name}", assessment.pk, state=f"{state}, {FORM}")
            yield post(f"reviews:{name}", assessment.pk, state=state)


def services(journal: Journal) -> Iterator[Request]:
    reviews, responses, assessments = _rows(journal)
    for state, review in reviews.items():
        yield call(
            signing.sign_review,
            lambda user, pk=review.pk: signing.sign_review(pk, reviewer=user, now=NOW),
            state=state,
        )
        yield call(
            withdrawing.withdraw_review,
            lambda user, pk=review.pk: withdrawing.withdraw_review(pk, by=user, now=NOW, **REASON),
            state=state,
        )
    for state, response in responses.items():
        yield call(
            withdrawing.withdraw_response,
            lambda user, pk=response.pk: withdrawing.withdraw_response(
                pk, by=user, now=NOW, **REASON
            ),
            state=state,
        )
    for state, assessment in assessments.items():
        yield from _of_assessment(assessment, state)


def _of_assessment(assessment: Assessment, state: str) -> Iterator[Request]:
    pk = assessment.pk
    yield call(
        withdrawing.ask_for_withdrawal,
        lambda user: withdrawing.ask_for_withdrawal(pk, editor=user, now=NOW, **REASON),
        state=state,
    )
    yield call(
        withdrawing.keep_assessment,
        lambda user: withdrawing.keep_assessment(pk, second_editor=user, now=NOW),
        state=state,
    )
    yield call(
        withdrawing.withdraw_assessment,
        lambda user: withdrawing.withdraw_assessment(pk, by=user, now=NOW, **REASON),
        state=state,
    )


def _rows(
    journal: Journal,
) -> tuple[dict[str, Review], dict[str, Response], dict[str, Assessment]]:
    """By their states; of a work that was assessed and answered."""
    cast = journal.cast
    profile = cast["reviewer"].profile
    profile.name = "Ivy Rask"  # nobody can sign as "Reviewer …"
    profile.save(update_fields=["name"])
    people = {"handling": cast["handling"], "second": cast["second"]}
    reviews, responses, assessments = {}, {}, {}
    for state in ("published", "withdrawn"):
        closed = make_round(cast)
        review = ReviewFactory(round=closed, published=True, reviewer=cast["reviewer"])
        response = ResponseFactory(round=closed, author=cast["author"])
        assessment = AssessmentFactory(round=closed, published=True)
        type(closed).objects.filter(pk=closed.pk).update(state="assessed", closed_at=NOW)
        reviews[state], responses[state] = review, response
        assessments[state] = assessment
        if state == "withdrawn":
            withdrawing.withdraw_review(review.pk, by=cast["reviewer"], now=NOW, **REASON)
            withdrawing.withdraw_response(response.pk, by=cast["author"], now=NOW, **REASON)
            _ask(assessment, people["handling"])
            withdrawing.withdraw_assessment(assessment.pk, by=people["second"], now=NOW)
    asked = make_round(cast)
    ReviewFactory(round=asked, published=True)
    assessments["asked for"] = AssessmentFactory(round=asked, published=True)
    type(asked).objects.filter(pk=asked.pk).update(state="assessed", closed_at=NOW)
    _ask(assessments["asked for"], people["handling"])
    return reviews, responses, assessments


def _ask(assessment: Assessment, editor: object) -> None:
    withdrawing.ask_for_withdrawal(assessment.pk, editor=editor, now=NOW, **REASON)
