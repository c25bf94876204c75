"""The draft of an assessment: as a reviewer of its round reads it, and what the editors learn."""

from dataclasses import dataclass
from datetime import date

from reviews import draft_rules
from reviews.models import Assessment, DraftAnswer, Review
from reviews.other_interests import (
    InterestLine,
    interest_lines,
    lines_of_draft,
    other_interests,
)
from reviews.services.asked_reviewers import AnswerCount, count_answers


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """What the writer of a review may read of the assessment before it is posted.

    answer: theirs to this draft. may_answer: until it is approved.
    """

    assessment: Assessment
    other_interests: list[InterestLine]  # of its other editors, as they stand now
    answer: DraftAnswer | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class DraftAnswers:
    """For the two editors. is_waited_for: whether the second editor has to wait for answers."""

    count: AnswerCount
    answer_by: date | None
    is_waited_for: bool
    answers: list[DraftAnswer]
    earlier: list[DraftAnswer]  # to the drafts before this one


def shown_draft(own: Review) -> ShownDraft | None:
    """None where the reviewer is not shown it. Three queries."""
    drafts = Assessment.objects.for_reviewer_of(own.pk)
    assessment = drafts.select_related(
        "version", "significance", "strength", "round__submission"
    ).first()
    if assessment is None:
        return None
    answer = DraftAnswer.objects.filter(assessment=assessment, review=own, voided_at=None).first()
    may_answer = assessment.state == Assessment.State.PROPOSED
    in_lines = lines_of_draft if may_answer else interest_lines
    return ShownDraft(
        assessment=assessment,
        other_interests=in_lines(other_interests(assessment)),
        answer=answer,
        may_answer=may_answer,
    )


def answers_to_draft(assessment: Assessment | None, *, today: date) -> DraftAnswers | None:
    """None where nobody was asked. assessment: with its round."""
    if assessment is None or assessment.answer_by is None:
        return None
    answers = list(assessment.answers.select_related("review__reviewer__profile"))
    is_draft = assessment.state == Assessment.State.PROPOSED
    count = count_answers(assessment) if is_draft else _count_when_approved(assessment, answers)
    return DraftAnswers(
        count=count,
        answer_by=assessment.answer_by,
        is_waited_for=is_draft
        and draft_rules.is_waited_for(
            answer_by=assessment.answer_by,
            today=today,
            asked=count.asked,
            answered=count.answered,
        ),
        answers=[answer for answer in answers if answer.voided_at is None],
        earlier=[answer for answer in answers if answer.voided_at is not None],
    )


def _count_when_approved(assessment: Assessment, answers: list[DraftAnswer]) -> AnswerCount:
    """As it was fixed; of a returned draft only what was said is known."""
    current = [answer for answer in answers if answer.voided_at is None]
    agreed = assessment.reviewers_agreed
    return AnswerCount(
        asked=assessment.reviewers_asked or len(current),
        answered=len(current),
        agreed=sum(answer.agrees for answer in current) if agreed is None else agreed,
    )
