"""Appeals: one per decision, by whom it concerns, decided by an editor who is not involved."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from preprints.rules import FREE
from preprints.services import set_status
from reviews import appeal_rules, moves
from reviews.interests import Interests
from reviews.left_work_rules import check_is_not_away
from reviews.models import Appeal, Assessment, Review, Submission
from reviews.moves import Move
from reviews.policies import current_policy
from reviews.published import assessment_key
from reviews.published_appeals import appeal_personal, appeal_public
from reviews.published_declines import is_public_decline, keep_public_decline
from reviews.services.act_interests import interests_at_act
from reviews.services.appeals_upheld_together import lock_others_against_decline, uphold_with
from reviews.services.confirming import lock_review
from reviews.services.reviewing import lock_round
from reviews.services.submissions import known_author_ids, lock_submission
from reviews.services.withdrawing import open_round_again
from text.markdown.render import render_markdown


def appeal_decline(submission_id: int, *, by: User, text: str, now: datetime) -> Appeal:
    """Against the decision not to send a work to review; by a confirmed author, or, while nobody
    is confirmed, by who submitted it as an author: authors who are confirmed later may appeal
    themselves, once. Who suggested it as a reader uses up no appeal.

    Raises NotYourDecision, NothingToAppeal, AppealedAlready or AppealWithoutText.
    """
    html = render_markdown(text, id_prefix=f"as{submission_id}-")
    with transaction.atomic():
        submission = lock_submission(submission_id)
        return _file(
            submission,
            against=_own_appeals(submission),
            declined=submission,
            is_by_claimant=not known_author_ids(submission.preprint_id),
            decision_at=submission.decided_at,
            concerned_ids=_may_appeal_decline(submission),
            is_decided=submission.state == Submission.State.DECLINED,
            by=by,
            text=text,
            html=html,
            now=now,
        )


def _may_appeal_decline(submission: Submission) -> set[int]:
    confirmed = known_author_ids(submission.preprint_id)
    return confirmed or ({submission.submitter_id} if submission.is_author else set())


def may_appeal_decline(submission: Submission, person: User) -> bool:
    """Whether a page offers it: it stands, and nobody has appealed against it."""
    is_declined = submission.state == Submission.State.DECLINED
    has_appeal = _own_appeals(submission).exists()
    return is_declined and not has_appeal and person.pk in _may_appeal_decline(submission)


def _own_appeals(submission: Submission) -> "QuerySet[Appeal]":
    """Against its decline: of who may appeal now. What somebody filed who only said to be an author
    is the authors' where that person was confirmed since."""
    filed = Appeal.objects.against_decline(submission)
    confirmed = known_author_ids(submission.preprint_id)
    return filed.filter(Q(is_by_claimant=False) | Q(by__in=confirmed)) if confirmed else filed


def appeal_refusal(review_id: int, *, by: User, text: str, now: datetime) -> Appeal:
    """Against the refusal of a review; by its reviewer. Raises what `appeal_decline` does."""
    html = render_markdown(text, id_prefix=f"ar{review_id}-")
    with transaction.atomic():
        review = lock_review(review_id)
        return _file(
            review.own_round.submission,
            against=Appeal.objects.filter(review=review),
            review=review,
            concerned_ids={review.reviewer_id},
            is_decided=review.status == Review.Status.REFUSED,
            by=by,
            text=text,
            html=html,
            now=now,
        )


def appeal_assessment(assessment_id: int, *, by: User, text: str, now: datetime) -> Appeal:
    """Against a published assessment; by an author. Raises what `appeal_decline` does."""
    html = render_markdown(text, id_prefix=f"aa{assessment_id}-")
    with transaction.atomic():
        assessment = _lock_assessment(assessment_id)
        submission = assessment.round.submission
        return _file(
            submission,
            against=Appeal.objects.filter(assessment=assessment),
            assessment=assessment,
            concerned_ids=known_author_ids(submission.preprint_id),
            is_decided=assessment.state in Assessment.PUBLIC,
            by=by,
            text=text,
            html=html,
            now=now,
        )


def _file(
    work: Submission,
    *,
    against: "QuerySet[Appeal]",
    concerned_ids: Collection[int],
    is_decided: bool,
    by: User,
    text: str,
    html: str,
    now: datetime,
    **decision: Submission | Review | Assessment | datetime | bool | None,
) -> Appeal:
    """against: the appeals against the same decision. decision: the row it is about, by the field
    of an appeal; the caller has locked it."""
    appeal_rules.check_can_appeal(
        person_id=by.pk,
        concerned_ids=concerned_ids,
        is_decided=is_decided,
        has_appeal=against.exists(),
        text=text,
    )
    appeal = Appeal.objects.create(
        work=work,
        by=by,
        text=text,
        text_html=html,
        filed_at=now,
        due_at=now + timedelta(days=current_policy().appeal_days),
        **decision,
    )
    _record("appeal.filed", appeal, by, now=now)
    promise("reviews.notify_of_appeal", appeal_id=appeal.pk)
    return appeal


@transaction.atomic
def take_appeal(appeal_id: int, *, editor: User, now: datetime) -> Appeal:
    """Whoever takes it first decides it. Raises NotAnEditor, EditorIsInvolved, AppealIsTaken or
    AppealIsDecided.
    """
    appeal = _lock(appeal_id)
    _check_not_involved(appeal, editor)
    moves.TAKE_APPEAL.check(appeal.state)
    appeal.state = Appeal.State.TAKEN
    _give_to(appeal, editor, reason="", now=now)
    _record("appeal.taken", appeal, editor, now=now)
    return appeal


@transaction.atomic
def hand_back_appeal(appeal_id: int, *, editor: User, now: datetime) -> Appeal:
    """Whoever took it does not decide it: it waits for another editor again.

    Raises AppealNotTaken or AppealIsDecided.
    """
    appeal = _lock(appeal_id)
    moves.HAND_BACK_APPEAL.check(appeal.state)
    appeal_rules.check_took_it(person_id=editor.pk, editor_id=appeal.editor_id)
    appeal.state, appeal.editor, appeal.taken_at = Appeal.State.WAITING, None, None
    appeal.take_over_reason = ""
    appeal.save(update_fields=["state", "editor", "taken_at", "take_over_reason"])
    _record("appeal.handed_back", appeal, editor, now=now)
    promise("reviews.notify_of_appeal_handed_back", appeal_id=appeal.pk, by_id=editor.pk)
    return appeal


@transaction.atomic
def take_over_appeal(appeal_id: int, *, editor: User, reason: str, now: datetime) -> Appeal:
    """From an editor who has left, has a part in the work since, or lets the day pass.

    Raises NotAnEditor, EditorIsInvolved, AppealNotTaken, AppealIsDecided, AppealHasItsEditor or
    WhyTakeOver.
    """
    appeal = _lock(appeal_id)
    _check_not_involved(appeal, editor)
    moves.TAKE_OVER_APPEAL.check(appeal.state)
    is_stuck = Appeal.objects.stuck(now=now).exclude(editor=editor).filter(pk=appeal.pk).exists()
    appeal_rules.check_can_take_over(is_stuck=is_stuck, reason=reason)
    former_id = appeal.editor_id
    _give_to(appeal, editor, reason=reason.strip(), now=now)
    _record("appeal.taken_over", appeal, editor, now=now, former=former_id)
    promise("reviews.notify_of_appeal_taken_over", appeal_id=appeal.pk, former_id=former_id)
    return appeal


def _give_to(appeal: Appeal, editor: User, *, reason: str, now: datetime) -> None:
    """A day that has passed is moved to one that the editor can keep, once, however many take the
    appeal after one another; whoever appealed hears it."""
    late_days, was_moved = current_policy().late_appeal_days, appeal.moved_at is not None
    due_at = appeal_rules.moved_day(
        appeal.due_at, was_moved=was_moved, late_days=late_days, now=now
    )
    is_moved, appeal.due_at = due_at != appeal.due_at, due_at
    appeal.moved_at = now if is_moved else appeal.moved_at
    appeal.editor, appeal.taken_at, appeal.take_over_reason = editor, now, reason
    fields = ["state", "editor", "taken_at", "take_over_reason", "due_at", "moved_at"]
    appeal.save(update_fields=fields)
    if is_moved:
        promise("reviews.notify_of_moved_appeal", appeal_id=appeal.pk)


def uphold_appeal(
    appeal_id: int,
    *,
    editor: User,
    reason: str,
    now: datetime,
    interests: Interests | None = None,
) -> Appeal:
    """The decision is taken back: the submission waits for triage again, the review with its
    editor; against an assessment a round of the editors alone opens, which may confirm it.

    Where the work was submitted anew meanwhile, by whomever, the decline is taken back and that
    submission goes on in its place. Other appeals against the same decline are upheld with it.
    Raises NotAnEditor, EditorIsInvolved, AppealNotTaken,
    AppealIsDecided, AppealReasonMissing, UndeclaredInterest or WorkWithdrawn.
    """
    html = render_markdown(reason, id_prefix=f"ad{appeal_id}-")
    with transaction.atomic():
        appeal = _lock_with_decision(appeal_id)
        _check_can_decide(moves.UPHOLD_APPEAL, appeal, editor, reason)
        appeal.interests = interests_at_act(appeal.work, editor, interests, now=now)
        others = lock_others_against_decline(appeal)
        is_public = _is_against_public_decline(appeal)
        facts = _take_back(appeal, now=now)
        _record("appeal.upheld", appeal, editor, now=now, **facts)
        _decide(appeal, Appeal.State.UPHELD, reason, html, is_public=is_public, now=now)
        uphold_with(appeal, others, now=now)
        return appeal


def dismiss_appeal(
    appeal_id: int,
    *,
    editor: User,
    reason: str,
    now: datetime,
    interests: Interests | None = None,
) -> Appeal:
    """The decision stands. Raises what `uphold_appeal` does, but for the last."""
    html = render_markdown(reason, id_prefix=f"ad{appeal_id}-")
    with transaction.atomic():
        appeal = _lock_with_decision(appeal_id)
        _check_can_decide(moves.DISMISS_APPEAL, appeal, editor, reason)
        appeal.interests = interests_at_act(appeal.work, editor, interests, now=now)
        _record("appeal.dismissed", appeal, editor, now=now)
        is_public = _is_against_public_decline(appeal)
        state = Appeal.State.DISMISSED
        return _decide(appeal, state, reason, html, is_public=is_public, now=now)


def _check_can_decide(move: Move, appeal: Appeal, editor: User, reason: str) -> None:
    move.check(appeal.state)
    _check_not_involved(appeal, editor)
    appeal_rules.check_took_it(person_id=editor.pk, editor_id=appeal.editor_id)
    appeal_rules.check_reason(reason)


def _check_not_involved(appeal: Appeal, editor: User) -> None:
    is_free = Appeal.objects.for_editor(editor).filter(pk=appeal.pk).exists()
    appeal_rules.check_is_not_involved(is_editor=editor.is_editor, is_involved=not is_free)


def _take_back(appeal: Appeal, *, now: datetime) -> dict[str, int]:
    """Open again what was decided; what the event says of that."""
    if appeal.declined is not None:
        return _reopen_submission(appeal, now=now)
    if appeal.review is not None:
        review = appeal.review
        moves.RESTORE_REVIEW.check(review.status)
        review.status = Review.Status.SUBMITTED
        review.save(update_fields=["status"])
        return {"review": review.pk}
    assert appeal.assessment is not None  # noqa: S101 - a constraint says so
    check_is_not_away(is_away=appeal.work.preprint.has_left)
    opened = open_round_again(appeal.work, appeal.assessment.round, now=now)
    return {"round": opened.number} if opened else {}


def _reopen_submission(appeal: Appeal, *, now: datetime) -> dict[str, int]:
    submission = appeal.work
    if not _stands(submission, appeal):
        return {"joined": submission.pk}  # upheld before one appeal ended the others with it
    moves.RESTORE_SUBMISSION.check(submission.state)
    check_is_not_away(is_away=submission.preprint.has_left)
    other = Submission.objects.open().filter(preprint=submission.preprint_id).first()
    if other is not None:
        return {"joined": other.pk}
    keep_public_decline(appeal, submission)
    submission.state, submission.decided_at = "submitted", None
    submission.editor = submission.second_editor = None  # who decides anew is not chosen yet
    submission.triage_due_at = now + timedelta(days=current_policy().triage_days)
    submission.reopened_at, submission.lapses_at = now, None
    submission.reasons_published_at, submission.decline_interests = None, []
    submission.is_decline_public = False
    fields = ["state", "editor", "second_editor", "decided_at", "triage_due_at", "reopened_at"]
    submission.save(update_fields=[*fields, "lapses_at", *PUBLISHED_OF_DECLINE])
    if submission.preprint.status in FREE:
        set_status(submission.preprint, Preprint.Status.SUBMITTED, now=now)
    return {"submission": submission.pk}


PUBLISHED_OF_DECLINE = ("reasons_published_at", "decline_interests", "is_decline_public")


def _decide(
    appeal: Appeal, state: str, reason: str, html: str, *, is_public: bool, now: datetime
) -> Appeal:
    """is_public: it is against a decline of which everybody reads, and so its outcome."""
    appeal.state, appeal.reason, appeal.reason_html, appeal.decided_at = state, reason, html, now
    appeal.save(update_fields=["state", "reason", "reason_html", "decided_at", "interests"])
    if appeal.assessment is not None:
        record_event(
            "assessment.appeal_decided",
            about=appeal.assessment.version,
            actor_id=appeal.editor_id,
            now=now,
            data={
                "assessment": appeal.assessment.identifier,
                "row": assessment_key(appeal.assessment),
                "outcome": state,
            },
            public=appeal_public(appeal),
            personal=appeal_personal(appeal),
        )
    if is_public:
        record_event(
            "submission.appeal_decided",
            about=appeal.work.preprint,
            actor_id=appeal.editor_id,
            now=now,
            data={"submission": appeal.work_id, "outcome": state},
        )
    promise("reviews.notify_of_decided_appeal", appeal_id=appeal.pk)
    return appeal


def _is_against_public_decline(appeal: Appeal) -> bool:
    """Of one from before declines were public nobody but its people knows. Ask before it is taken
    back: a decision that is taken back already is no news to anybody else."""
    stands = appeal.declined_id is not None and _stands(appeal.work, appeal)
    return stands and is_public_decline(appeal.work)


def _stands(submission: Submission, appeal: Appeal) -> bool:
    """Whether the decline that it is against is the present decision."""
    return appeal.decision_at in (submission.decided_at, None)


def _record(kind: str, appeal: Appeal, actor: User, *, now: datetime, **facts: int | None) -> None:
    """Private: that a review was refused, and whose it is, is in no public event."""
    record_event(
        kind,
        about=appeal.version,
        actor_id=actor.pk,
        now=now,
        data={"appeal": appeal.pk, **facts},
    )


def _lock(appeal_id: int) -> Appeal:
    related: tuple[str, ...] = ("work__preprint", "declined", "review__version")
    related += ("assessment__version", "assessment__round__version", "work__version", "editor")
    locked = Appeal.objects.select_for_update(of=("self",)).select_related(*related)
    return locked.get(pk=appeal_id)


def _lock_with_decision(appeal_id: int) -> Appeal:
    """What was decided first, then the appeal."""
    known: Any = Appeal.objects.values("work_id", "review_id", "assessment_id").get(pk=appeal_id)
    lock_submission(known["work_id"])
    if known["review_id"]:
        lock_review(known["review_id"])
    if known["assessment_id"]:
        lock_round(
            Assessment.objects.values_list("round_id", flat=True).get(pk=known["assessment_id"])
        )
    return _lock(appeal_id)


def _lock_assessment(assessment_id: int) -> Assessment:
    lock_round(Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id))
    locked = Assessment.objects.select_for_update(of=("self",))
    return locked.select_related("round__submission", "version").get(pk=assessment_id)
