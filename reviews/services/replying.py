"""What an editor does with a submitted review in place of taking it: return it, or refuse it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import limits, reply_errors, reply_rules, rules
from reviews.interests import Interests
from reviews.left_work_rules import check_is_not_away
from reviews.models import Review, ReviewReply
from reviews.services.confirming import lock_review
from reviews.services.editor_interests import keep_interests
from text.markdown.render import render_markdown


def return_review(
    review_id: int,
    *,
    editor: User,
    question: str,
    now: datetime,
    interests: Interests | None = None,
) -> Review:
    """Give a submitted review back to its reviewer with a question, to be submitted again.

    Its text stays in the form. It counts as not submitted until then, and is confirmed anew.
    interests: of an editor who is asked for them; None where they are not. Raises
    NotTheHandlingEditor, InterestsNotDeclared, UndeclaredInterest, ReviewNotSubmitted, RoundClosed,
    WorkWithdrawn or QuestionMissing.
    """
    html = render_markdown(question, id_prefix=f"q{review_id}-")
    with transaction.atomic():
        _declare(review_id, editor, interests, now)
        return _return_rendered(review_id, editor=editor, question=question, html=html, now=now)


def _declare(review_id: int, editor: User, interests: Interests | None, now: datetime) -> None:
    """First of all, and of the handling editor alone."""
    submission = lock_review(review_id).own_round.submission
    rules.check_handles(person_id=editor.pk, editor_id=submission.editor_id)
    keep_interests(submission, editor, interests, now=now)


def _return_rendered(
    review_id: int, *, editor: User, question: str, html: str, now: datetime
) -> Review:
    review = lock_review(review_id)
    reply_rules.check_can_return(status=review.status, round_state=review.round_state)
    check_is_not_away(is_away=review.own_round.submission.is_away)
    if not question.strip():
        raise reply_errors.QuestionMissing
    review.status, review.submitted_at = Review.Status.DRAFT, None
    review.confirmed_at, review.confirmed_by = None, ""
    review.byline_approved_by, review.byline_approved_at = None, None
    again_due = timezone.localdate(now) + timedelta(days=limits.RETURNED_REVIEW_DAYS)
    review.due_on = max(review.due_on, again_due)
    review.save()
    _record("review.returned", review, question, html, editor=editor, now=now)
    promise("reviews.notify_reviewer_of_question", review_id=review.pk)
    return review


def refuse_review(
    review_id: int,
    *,
    editor: User,
    reason: str,
    now: datetime,
    interests: Interests | None = None,
) -> Review:
    """Refuse a review that breaks the code of conduct. It is never public; its reviewer keeps the
    text, and may appeal.

    interests: as when it is returned. Raises what `return_review` does, RefusedBefore or
    RefusalReasonMissing.
    """
    html = render_markdown(reason, id_prefix=f"q{review_id}-")
    with transaction.atomic():
        _declare(review_id, editor, interests, now)
        return _refuse_rendered(review_id, editor=editor, reason=reason, html=html, now=now)


def _refuse_rendered(
    review_id: int, *, editor: User, reason: str, html: str, now: datetime
) -> Review:
    review = lock_review(review_id)
    reply_rules.check_can_refuse(
        status=review.status,
        was_refused=review.replies.filter(kind=ReviewReply.Kind.REFUSED).exists(),
    )
    if not reason.strip():
        raise reply_errors.RefusalReasonMissing
    review.status = Review.Status.REFUSED
    review.save(update_fields=["status"])
    _record("review.refused", review, reason, html, editor=editor, now=now)
    promise("reviews.notify_reviewer_of_refusal", review_id=review.pk)
    return review


def _record(
    kind: str, review: Review, text: str, html: str, *, editor: User, now: datetime
) -> None:
    """The reply, and its event, which says only that there was one."""
    ReviewReply.objects.create(
        review=review,
        kind=kind.partition(".")[2],
        text=text,
        text_html=html,
        editor=editor,
        written_at=now,
    )
    record_event(
        kind, about=review.version, actor_id=editor.pk, now=now, data={"review": review.pk}
    )
