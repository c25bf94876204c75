"""What the reviewers of a round say of the draft of its assessment."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import draft_rules, round_errors, rules
from reviews.models import Assessment, DraftAnswer, Review
from reviews.published import assessment_key
from reviews.services.asked_reviewers import count_answers
from reviews.services.assessing import lock_assessment
from text.markdown.render import render_markdown


def answer_draft(
    review_id: int, *, reviewer: User, agrees: bool, text: str, seen: str, now: datetime
) -> DraftAnswer:
    """Agree with the draft, or say what should be changed; a later answer takes its place.

    seen: `Assessment.fingerprint` of what the reviewer's page showed. Raises NotYourForm,
    NotReleasedYet, RoundClosed, DraftIsChanged, DraftIsApproved, NotAskedAboutDraft,
    DissentWithoutReason or AssessmentChanged.
    """
    html = render_markdown(text, id_prefix=f"d{review_id}-")
    return _answer_rendered(
        review_id, reviewer=reviewer, agrees=agrees, text=text, html=html, seen=seen, now=now
    )


@transaction.atomic
def _answer_rendered(
    review_id: int,
    *,
    reviewer: User,
    agrees: bool,
    text: str,
    html: str,
    seen: str,
    now: datetime,
) -> DraftAnswer:
    assessment, review = _lock_both(review_id)
    rules.check_writes(person_id=reviewer.pk, reviewer_id=review.reviewer_id)
    draft_rules.check_can_answer(
        round_state=assessment.round.state,
        assessment_state=assessment.state,
        answer_by=assessment.answer_by,
        review_status=review.status,
        agrees=agrees,
        text=text,
    )
    rules.check_is_what_was_seen(seen=seen, current=assessment.fingerprint)
    known = assessment.answers.filter(review=review, voided_at=None).first()
    if known is not None and (known.agrees, known.text) == (agrees, text):
        return known  # the same form, sent again
    answer, _is_new = DraftAnswer.objects.update_or_create(
        assessment=assessment,
        review=review,
        voided_at=None,
        defaults={"agrees": agrees, "text": text, "text_html": html, "answered_at": now},
    )
    _record(answer, now=now)
    count = count_answers(assessment)
    if known is None and count.answered == count.asked:
        promise("reviews.notify_of_draft_answers", assessment_id=assessment.pk)
    return answer


def _record(answer: DraftAnswer, *, now: datetime) -> None:
    assessment, review = answer.assessment, answer.review
    record_event(
        "assessment.answered",
        about=assessment.version,
        actor_id=review.reviewer_id,
        now=now,
        data={"row": assessment_key(assessment), "review": review.pk, "agrees": answer.agrees},
    )


def _lock_both(review_id: int) -> tuple[Assessment, Review]:
    """The assessment of the review's round, and the review, whose state the round's lock keeps."""
    round_id = Review.objects.values_list("round_id", flat=True).get(pk=review_id)
    assessment_id = Assessment.objects.values_list("pk", flat=True).filter(round=round_id).first()
    if assessment_id is None:
        raise round_errors.NotAskedAboutDraft
    return lock_assessment(assessment_id), Review.objects.get(pk=review_id)
