"""A round of which no review is left goes back to its editors: a step of disowning the last one."""

from datetime import datetime

from events.outbox import promise
from events.services import record_event
from reviews import moves
from reviews.models import Assessment, Round
from reviews.published import assessment_key


def reopen_without_review(left: Round, *, now: datetime) -> bool:
    """Open a round again that was released, or is with the authors, and has no accepted review.

    Call it with the round locked. Its assessment is returned to be written anew. Whether it was.
    """
    is_out = moves.REOPEN_WITHOUT_REVIEW.refusal(left.state) is None
    if not is_out or left.kind != Round.Kind.FULL or left.reviews.accepted().exists():
        return False
    left.state, left.released_at = Round.State.OPEN, None
    left.sent_at, left.respond_until, left.post_by = None, None, None
    left.save(update_fields=["state", "released_at", "sent_at", "respond_until", "post_by"])
    record_event(
        "round.reopened", about=left.version, actor_id=None, now=now, data={"round": left.number}
    )
    promise("reviews.notify_of_round_without_review", round_id=left.pk)
    _return_assessment(left, now=now)
    return True


def _return_assessment(left: Round, *, now: datetime) -> None:
    assessments = Assessment.objects.select_for_update(of=("self",)).select_related("version")
    assessment = assessments.filter(round=left).first()
    if assessment is None or moves.RETURN_WITHOUT_REVIEW.refusal(assessment.state):
        return
    assessment.state = Assessment.State.RETURNED
    assessment.comment = assessment.comment_html = ""  # nobody asks for anything: its page says why
    assessment.approved_by, assessment.approved_at = None, None
    fields = ["state", "comment", "comment_html", "approved_by", "approved_at"]
    assessment.save(update_fields=fields)
    record_event(
        "assessment.returned",
        about=assessment.version,
        actor_id=None,
        now=now,
        data={"row": assessment_key(assessment)},
    )
