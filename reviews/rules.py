"""Who may do what, and when: decisions on plain values, without database, clock or settings."""

from collections.abc import Collection

from reviews import errors

MAX_DRAFT_BYTES = 300_000


def check_can_submit(
    *, has_open_submission: bool, is_withdrawn: bool, is_author: bool, reason: str
) -> None:
    if is_withdrawn:
        raise errors.WorkWithdrawn
    if has_open_submission:
        raise errors.AlreadySubmitted
    if not is_author and not reason.strip():
        raise errors.ReasonMissing


def check_can_triage(*, state: str, is_editor: bool) -> None:
    if not is_editor:
        raise errors.NotAnEditor
    if state != "submitted":
        raise errors.NotAwaitingTriage


def check_editors(
    *, editor_id: int, second_editor_id: int, second_is_editor: bool, author_ids: Collection[int]
) -> None:
    if not second_is_editor:
        raise errors.NotAnEditor
    if editor_id == second_editor_id:
        raise errors.EditorsMustDiffer
    if {editor_id, second_editor_id} & set(author_ids):
        raise errors.EditorIsAuthor


def check_handles(*, person_id: int, editor_id: int | None) -> None:
    if person_id != editor_id:
        raise errors.NotTheHandlingEditor


def check_can_invite(*, round_state: str, has_open_invitation: bool) -> None:
    if round_state != "open":
        raise errors.RoundClosed
    if has_open_invitation:
        raise errors.AlreadyInvited


def check_can_review(
    *,
    round_state: str,
    person_id: int,
    involved_ids: Collection[int],
    has_review: bool,
    email_verified: bool,
) -> None:
    """involved_ids: authors found to be users of ours, and both editors."""
    if round_state != "open":
        raise errors.RoundClosed
    if person_id in involved_ids:
        raise errors.ReviewerIsInvolved
    if has_review:
        raise errors.AlreadyReviewing
    if not email_verified:
        raise errors.EmailNotVerified


def check_can_hand_in(*, status: str, round_state: str) -> None:
    if status != "draft":
        raise errors.ReviewAlreadySubmitted
    if round_state != "open":
        raise errors.RoundClosed


def check_can_publish_review(*, status: str) -> None:
    if status != "submitted":
        raise errors.ReviewNotSubmitted


def check_can_assess(*, round_state: str, published_reviews: int, assessment_state: str) -> None:
    """assessment_state: "" while there is none."""
    if round_state != "open":
        raise errors.RoundClosed
    if published_reviews < 1:
        raise errors.TooFewReviews
    if assessment_state not in ("", "proposed", "returned"):
        raise errors.AssessmentNotOpen


def check_can_second(*, person_id: int, second_editor_id: int | None, state: str) -> None:
    if person_id != second_editor_id:
        raise errors.NotTheSecondEditor
    if state != "proposed":
        raise errors.AssessmentNotOpen


def check_is_what_was_seen(*, seen: str | None, current: str) -> None:
    """seen: the mark of what the page showed; None where nobody read a page."""
    if seen is not None and seen != current:
        raise errors.AssessmentChanged


def check_can_publish_assessment(*, state: str) -> None:
    if state != "approved":
        raise errors.AssessmentNotOpen


def check_can_respond(
    *, round_state: str, person_id: int, author_ids: Collection[int], has_responded: bool
) -> None:
    if round_state != "assessed":
        raise errors.NoAssessmentYet
    if person_id not in author_ids:
        raise errors.NotAnAuthor
    if has_responded:
        raise errors.AlreadyResponded


def byline_name(kind: str, *, name: str, pseudonym: str, anonymous: str) -> str:
    """What readers will see as the reviewer's name.

    >>> byline_name("signed", name="Ada", pseudonym="Heron", anonymous="Anonymous reviewer")
    'Ada'
    """
    if kind == "signed":
        return name
    if kind == "pseudonym":
        if not pseudonym:
            raise errors.NoPseudonym
        return pseudonym
    return anonymous
