"""Appeals: filed against three kinds of decision, taken, decided."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from reviews.services import appealing
from tests.reviews.acts.registered import act
from tests.reviews.process import Process


@act("submission")
def appeal_decline(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_decline(submission.pk, by=actor, text=process.text(), now=process.now)


@act("review")
def appeal_refusal(process: Process, review: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_refusal(review.pk, by=actor, text=process.text(), now=process.now)


@act("assessment")
def appeal_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    appealing.appeal_assessment(assessment.pk, by=actor, text=process.text(), now=process.now)


@act("appeal")
def take_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.take_appeal(appeal.pk, editor=actor, now=process.now)


@act("appeal")
def hand_back_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.hand_back_appeal(appeal.pk, editor=actor, now=process.now)


@act("appeal")
def take_over_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    """Long after its day."""
    now = process.now + timedelta(days=60)
    appealing.take_over_appeal(appeal.pk, editor=actor, reason=process.text(), now=now)


@act("appeal")
def uphold_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.uphold_appeal(appeal.pk, editor=actor, reason=process.text(), now=process.now)


@act("appeal")
def dismiss_appeal(process: Process, appeal: Any, actor: User | None, draw: int) -> None:
    appealing.dismiss_appeal(appeal.pk, editor=actor, reason=process.text(), now=process.now)
