"""Appeals: filed against three kinds of decision, taken, decided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from reviews import appeal_errors
from reviews.services import appealing, replying
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.revised import revised_work


def declined() -> Any:
    return SubmissionFactory(
        state="declined", editor=UserFactory(editor=True), decline_code="other", decline_text="No."
    )


def appeal_decline() -> Call:
    one = declined()
    return lambda: appealing.appeal_decline(one.pk, by=one.submitter, text="Why not?", now=NOW)


def refused() -> Any:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return replying.refuse_review(review.pk, editor=editor, reason="Insults.", now=NOW)


def appeal_refusal() -> Call:
    review = refused()
    return lambda: appealing.appeal_refusal(review.pk, by=review.reviewer, text="No.", now=NOW)


def appeal_assessment() -> Call:
    revised = revised_work()
    pk, by = revised.assessment.pk, revised.author
    return lambda: appealing.appeal_assessment(pk, by=by, text="It errs.", now=NOW)


def filed_appeal() -> Call:
    appeal, editor = appeal_decline()(), UserFactory(editor=True)
    return lambda: appealing.take_appeal(appeal.pk, editor=editor, now=NOW)


def taken_appeal(act: Callable[..., Any], file: Callable[[], Call]) -> Callable[[], Call]:
    def prepare() -> Call:
        appeal, editor = file()(), UserFactory(editor=True)
        appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
        return lambda: act(appeal.pk, editor=editor, reason="It does.", now=NOW)

    return prepare


def late_appeal() -> Call:
    appeal, former, editor = appeal_decline()(), UserFactory(editor=True), UserFactory(editor=True)
    appealing.take_appeal(appeal.pk, editor=former, now=NOW)
    late = {"reason": "They are away.", "now": NOW + timedelta(days=60)}
    return lambda: appealing.take_over_appeal(appeal.pk, editor=editor, **late)


def own_appeal() -> Call:
    appeal, editor = appeal_decline()(), UserFactory(editor=True)
    appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    return lambda: appealing.hand_back_appeal(appeal.pk, editor=editor, now=NOW)


APPEALED = (appeal_errors.AppealedAlready,)
ACTS = [
    Act(appealing.appeal_decline, appeal_decline, APPEALED),
    Act(appealing.appeal_refusal, appeal_refusal, APPEALED),
    Act(appealing.appeal_assessment, appeal_assessment, APPEALED),
    Act(appealing.take_appeal, filed_appeal, (appeal_errors.AppealIsTaken,)),
    Act(appealing.hand_back_appeal, own_appeal, (appeal_errors.AppealNotTaken,)),
    Act(appealing.take_over_appeal, late_appeal, (appeal_errors.AppealHasItsEditor,)),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_decline),
        (appeal_errors.AppealIsDecided,),
    ),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_refusal),
        (appeal_errors.AppealIsDecided,),
        name="of a refusal",
    ),
    Act(
        appealing.uphold_appeal,
        taken_appeal(appealing.uphold_appeal, appeal_assessment),
        (appeal_errors.AppealIsDecided,),
        name="of an assessment",
    ),
    Act(
        appealing.dismiss_appeal,
        taken_appeal(appealing.dismiss_appeal, appeal_decline),
        (appeal_errors.AppealIsDecided,),
    ),
]
