"""Asking the reviewers of a round about the draft of its assessment, and counting who agrees."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from events.outbox import promise
from reviews import draft_rules
from reviews.models import Assessment, Review, ReviewQuerySet, Round
from reviews.policies import current_policy


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """asked: reviewers whose review is accepted. answered, agreed: to the draft as it is now."""

    asked: int
    answered: int
    agreed: int

    @property
    def dissented(self) -> int:
        return self.answered - self.agreed


def ask_reviewers(assessment: Assessment, *, now: datetime) -> None:
    """Show a new draft to the round's reviewers; what they said of the one before counts no more.

    The caller has locked the round.
    """
    assessment.answers.filter(voided_at=None).update(voided_at=now)
    assessment.answer_by = draft_rules.answer_by(
        timezone.localdate(now),
        working_days=current_policy().draft_assessment_days,
        reviewers=_asked(assessment.round).count(),
    )
    assessment.save(update_fields=["answer_by"])
    if assessment.answer_by is not None:
        promise("reviews.show_draft_to_reviewers", assessment_id=assessment.pk)


def check_reviewers_are_done(assessment: Assessment, *, reason: str, now: datetime) -> bool:
    """Count who agrees, into the assessment, before it is approved; the caller saves it.

    Returns whether somebody is still waited for, and the reason stands for that. Raises
    ReviewersStillAnswer.
    """
    if assessment.answer_by is None:
        return False
    count = count_answers(assessment)
    is_waited_for = draft_rules.is_waited_for(
        answer_by=assessment.answer_by,
        today=timezone.localdate(now),
        asked=count.asked,
        answered=count.answered,
    )
    draft_rules.check_can_approve_now(is_waited_for=is_waited_for, reason=reason)
    assessment.reviewers_asked, assessment.reviewers_agreed = count.asked, count.agreed
    assessment.reviewers_dissented = count.dissented
    return is_waited_for


def count_again(assessment: Assessment, held: list[Review]) -> None:
    """Leave out whose review was set aside after the approval, before it is published; the caller
    has locked both, and saves the assessment.

    held: the reviews that are posted with it; one that was accepted later was not summed up.
    """
    approved_at = assessment.approved_at
    if assessment.reviewers_asked is None or approved_at is None:
        return
    summed_up = [one for one in held if one.accepted_at is None or one.accepted_at <= approved_at]
    counting = assessment.answers.filter(voided_at=None, review__in=summed_up)
    answers = list(counting.values_list("agrees", flat=True))
    asked, agreed = len(summed_up), sum(answers)
    assessment.reviewers_asked = asked or None
    assessment.reviewers_agreed = agreed if asked else None
    assessment.reviewers_dissented = len(answers) - agreed if asked else None


def count_answers(assessment: Assessment) -> AnswerCount:
    answers = list(assessment.answers.counting().values_list("agrees", flat=True))
    return AnswerCount(
        asked=_asked(assessment.round).count(), answered=len(answers), agreed=sum(answers)
    )


def _asked(summed_up: Round) -> ReviewQuerySet:
    return summed_up.reviews.filter(status=Review.Status.ACCEPTED)
