"""What the handling editor decides on an assessment that is looked at again, as it is saved."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from events.services import record_event
from reviews.models import Assessment, Reopening, Revision, Round, Submission
from reviews.published_reopenings import decision_personal, decision_public, reopening_key
from reviews.services.act_interests import interests_at_act


def answer_by_confirming(
    submission: Submission,
    *,
    editor: User,
    reason: str,
    now: datetime,
    declared: list[dict[str, Any]],
) -> None:
    """That the assessment holds for the newest version answers that a newer one has appeared; any
    other doubt is decided on by itself. The caller has locked the submission."""
    waiting = _of_newer_version(submission)
    _let_stand(waiting, editor=editor, reason=reason, declared=declared, now=now)


def answer_without_review(revision: Revision, *, editor: User, reason: str, now: datetime) -> None:
    """That no review follows a revision answers that its version has appeared, too: the assessment
    stands. As `answer_by_confirming`; what the editor declared before stands beside it."""
    waiting = reopenings_answered_by(revision)
    declared = interests_at_act(revision.round.submission, editor, None, now=now)
    _let_stand(waiting, editor=editor, reason=reason, declared=declared, now=now)


def reopenings_answered_by(revision: Revision) -> "QuerySet[Reopening]":
    """Those that the decision on it answers where no review follows: none while no assessment of
    the work is there to stand."""
    submission = revision.round.submission
    published = Assessment.objects.published().filter(round__submission=submission)
    if not published.exists():
        return Reopening.objects.none()
    newest = revision.version.number
    return _of_newer_version(submission).filter(version__number__lte=newest)


def _of_newer_version(submission: Submission) -> "QuerySet[Reopening]":
    waiting = Reopening.objects.of_submission(submission).waiting()
    return waiting.filter(cause=Reopening.Cause.NEW_VERSION)


def _let_stand(
    waiting: "QuerySet[Reopening]",
    *,
    editor: User,
    reason: str,
    now: datetime,
    declared: list[dict[str, Any]],
) -> None:
    locked = waiting.order_by("pk").select_for_update(of=("self",))
    for reopening in locked.select_related("version", "assessment__version"):
        save_decision(reopening, Reopening.Decision.STANDS, reason, editor, None, now, declared)


def save_decision(
    reopening: Reopening,
    decision: str,
    reason: str,
    editor: User,
    opened: Round | None,
    now: datetime,
    declared: list[dict[str, Any]],
) -> None:
    """declared: what the editor declares, as everybody reads it."""
    reopening.decision_interests = declared
    reopening.decision, reopening.decision_reason = decision, reason
    reopening.decided_by, reopening.decided_at, reopening.round = editor, now, opened
    fields = ["decision", "decision_reason", "decided_by", "decided_at", "round"]
    fields.append("decision_interests")
    reopening.save(update_fields=fields)
    record_event(
        "reopening.decided",
        about=reopening.version,
        actor_id=editor.pk,
        now=now,
        data={
            "assessment": reopening.assessment.identifier,
            "row": reopening_key(reopening),
            "decision": decision,
            **({"round": opened.number} if opened else {}),
        },
        public=decision_public(reopening),
        personal=decision_personal(reopening),
    )
