"""Factual corrections: the authors ask for them, the handling editor answers, all are posted."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import correction_errors, correction_rules, moves, rules
from reviews.interests import Interests
from reviews.models import Correction, Review, Round
from reviews.published_corrections import corrections_key, corrections_public
from reviews.services.editor_interests import keep_interests
from reviews.services.reviewing import lock_round
from reviews.services.submissions import known_author_ids


@transaction.atomic
def ask_for_correction(
    round_id: int,
    *,
    author: User,
    review_id: int | None,
    point: int | None,
    wrong: str,
    right: str,
    now: datetime,
) -> Correction:
    """review_id: a held review of the round; None where the error is in the assessment.

    Raises NotWithAuthors, NotAnAuthor, CorrectionTimeIsOver, TooManyCorrections, CorrectionIsEmpty
    or NoSuchPoint.
    """
    sent = lock_round(round_id)
    highest = sent.corrections.aggregate(top=Max("number"))["top"] or 0
    correction_rules.check_can_ask(
        round_state=sent.state,
        respond_until=sent.respond_until,
        now=now,
        is_author=author.pk in known_author_ids(sent.submission.preprint_id),
        asked=highest,
        wrong=wrong,
        right=right,
    )
    review = _held_review(sent, review_id)
    correction_rules.check_point(point, points=len(review.points) if review else 0)
    texts = {"review": review, "point": point, "wrong": wrong, "right": right}
    known = sent.corrections.undecided().filter(author=author, **texts).first()
    if known is not None:
        return known  # the same form, sent again
    correction = Correction.objects.create(
        round=sent, number=highest + 1, author=author, asked_at=now, **texts
    )
    _record("correction.asked", correction, actor=author, now=now)
    promise("reviews.notify_of_correction", correction_id=correction.pk)
    return correction


def _held_review(sent: Round, review_id: int | None) -> Review | None:
    if review_id is None:
        return None
    review = sent.reviews.filter(pk=review_id, status=Review.Status.ACCEPTED).first()
    if review is None:
        raise correction_errors.NoSuchPoint
    return review


@transaction.atomic
def accept_correction(
    correction_id: int,
    *,
    editor: User,
    note: str,
    now: datetime,
    interests: Interests | None = None,
) -> Correction:
    """note: what readers should know; it stands beside the text, which stays as it is.

    interests: of an editor who is asked for them; None where they are not. Raises
    NotTheHandlingEditor, InterestsNotDeclared, UndeclaredInterest, NotWithAuthors,
    CorrectionIsDecided or NoteMissing.
    """
    move = moves.ACCEPT_CORRECTION
    correction = _decide(move, correction_id, editor, note, interests, now=now)
    _record("correction.accepted", correction, actor=editor, now=now)
    return correction


@transaction.atomic
def refuse_correction(
    correction_id: int,
    *,
    editor: User,
    note: str,
    now: datetime,
    interests: Interests | None = None,
) -> Correction:
    """note: the reason, for readers. Raises what `accept_correction` does."""
    move = moves.REFUSE_CORRECTION
    correction = _decide(move, correction_id, editor, note, interests, now=now)
    _record("correction.refused", correction, actor=editor, now=now)
    return correction


def _decide(
    move: moves.Move,
    correction_id: int,
    editor: User,
    note: str,
    interests: Interests | None,
    *,
    now: datetime,
) -> Correction:
    """In the caller's transaction, which records the event."""
    lock_round(Correction.objects.values_list("round_id", flat=True).get(pk=correction_id))
    correction = Correction.objects.select_related("round__submission", "round__version").get(
        pk=correction_id
    )
    sent = correction.round
    rules.check_handles(person_id=editor.pk, editor_id=sent.submission.editor_id)
    keep_interests(sent.submission, editor, interests, now=now)
    correction_rules.check_can_decide(
        move, state=correction.state, round_state=sent.state, note=note
    )
    correction.state, correction.note = move.after, note
    correction.decided_by, correction.decided_at = editor, now
    correction.save(update_fields=["state", "note", "decided_by", "decided_at"])
    promise("reviews.notify_of_decided_correction", correction_id=correction.pk)
    return correction


def _record(kind: str, correction: Correction, *, actor: User, now: datetime) -> None:
    record_event(
        kind,
        about=correction.round.version,
        actor_id=actor.pk,
        now=now,
        data={"correction": correction.pk, "round": correction.round.number},
    )


def is_waited_for(sent: Round, *, now: datetime) -> bool:
    """Whether the round's posting waits for the editors' answers."""
    return correction_rules.is_waited_for(
        undecided=sent.corrections.undecided().count(), post_by=sent.post_by, now=now
    )


def post_corrections(posted: Round, *, actor_id: int | None, now: datetime) -> None:
    """With their outcomes; the caller has locked the round, and posts it."""
    asked = posted.corrections.not_void()
    corrections = list(asked.order_by("number").select_related("review__version"))
    if not corrections:
        return
    asked.update(posted_at=now)
    states = [correction.state for correction in corrections]
    record_event(
        "corrections.posted",
        about=posted.version,
        actor_id=actor_id,
        now=now,
        data={
            "row": corrections_key(posted),
            "round": posted.number,
            "asked": len(states),
            "accepted": states.count(Correction.State.ACCEPTED),
            "refused": states.count(Correction.State.REFUSED),
        },
        public=corrections_public(corrections),
    )
