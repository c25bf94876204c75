"""Appeals: filing one, and deciding it; the pages, and the services behind them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from reviews.models import Appeal
from reviews.services import appealing, replying
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import FORM, Request, call, get, post
from tests.factories.reviews import AssessmentFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW

WHY = {"reason": "They are away."}
WORDS = {"text": "It overlooks section two."}


def pages(journal: Journal) -> Iterator[Request]:
    decisions = _decisions(journal)
    for name, row in decisions.items():
        yield get(f"reviews:{name}", row.pk)
        yield post(f"reviews:{name}", row.pk, fields=WORDS)
    decided = {"outcome": "upheld", "reason": "It does.", "interests_choice": "none"}
    for state, appeal in _appeals(journal).items():
        yield get("reviews:appeal", appeal.pk, state=state)
        yield post("reviews:appeal", appeal.pk, state=state, fields=decided)
        yield post("reviews:take_appeal", appeal.pk, state=state)
        yield get("reviews:take_appeal", appeal.pk, state=f"{state}, {FORM}")
        yield post("reviews:hand_back_appeal", appeal.pk, state=state)
        yield get("reviews:hand_back_appeal", appeal.pk, state=f"{state}, {FORM}")
        yield post("reviews:take_over_appeal", appeal.pk, state=state, fields=WHY)
        yield get("reviews:take_over_appeal", appeal.pk, state=f"{state}, {FORM}")


def services(journal: Journal) -> Iterator[Request]:
    acts: dict[str, Any] = {
        "appeal_decline": appealing.appeal_decline,
        "appeal_refusal": appealing.appeal_refusal,
        "appeal_assessment": appealing.appeal_assessment,
    }
    for name, row in _decisions(journal).items():
        act = acts[name]
        yield call(act, lambda user, act=act, pk=row.pk: act(pk, by=user, now=NOW, **WORDS))
    for state, appeal in _appeals(journal).items():
        pk = appeal.pk
        yield call(
            appealing.take_appeal,
            lambda user, pk=pk: appealing.take_appeal(pk, editor=user, now=NOW),
            state=state,
        )
        yield call(
            appealing.hand_back_appeal,
            lambda user, pk=pk: appealing.hand_back_appeal(pk, editor=user, now=NOW),
            state=state,
        )
        yield call(
            appealing.take_over_appeal,
            lambda user, pk=pk: appealing.take_over_appeal(pk, editor=user, now=NOW, **WHY),
            state=state,
        )
        for decide in (appealing.uphold_appeal, appealing.dismiss_appeal):
            yield call(
                decide,
                lambda user, pk=pk, decide=decide: decide(
                    pk, editor=user, reason="It does.", now=NOW
                ),
                state=state,
            )


def _decisions(journal: Journal) -> dict[str, Any]:
    """What can be appealed against, by the act."""
    cast = journal.cast
    declined = _declined(journal)
    refused = ReviewFactory(round=make_round(cast), reviewer=cast["reviewer"], submitted=True)
    replying.refuse_review(refused.pk, editor=cast["handling"], reason="Rude.", now=NOW)
    assessed = make_round(cast)
    ReviewFactory(round=assessed, published=True)
    assessment = AssessmentFactory(round=assessed, published=True)
    type(assessed).objects.filter(pk=assessed.pk).update(state="assessed", closed_at=NOW)
    return {
        "appeal_decline": declined,
        "appeal_refusal": refused,
        "appeal_assessment": assessment,
    }


def _declined(journal: Journal) -> Any:
    one = SubmissionFactory(
        state="declined",
        submitter=journal.cast["author"],
        editor=journal.cast["handling"],
        decline_code="other",
        decline_text="Too short.",
        decided_at=NOW,
    )
    one.version.authors.update(user=journal.cast["author"])
    return one


def _appeals(journal: Journal) -> dict[str, Appeal]:
    """By their states; those that are taken, by editor 2."""
    cast, appeals = journal.cast, {}
    for state in ("waiting", "taken", "taken, late", "upheld", "dismissed"):
        declined = _declined(journal)
        appeal = appealing.appeal_decline(declined.pk, by=cast["author"], now=NOW, **WORDS)
        decided = {"editor": cast["editor 2"], "now": NOW}
        if state != "waiting":
            appealing.take_appeal(appeal.pk, **decided)
        if state == "taken, late":
            Appeal.objects.filter(pk=appeal.pk).update(due_at=NOW - timedelta(days=2))
        if state == "upheld":
            appealing.uphold_appeal(appeal.pk, reason="It does.", **decided)
        if state == "dismissed":
            appealing.dismiss_appeal(appeal.pk, reason="It does not.", **decided)
        appeals[state] = appeal
    return appeals
