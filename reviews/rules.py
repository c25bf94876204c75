"""Who may do what, and when: decisions on plain values, without database, clock or settings.

Which act fits which state is in `moves/`, how many and how long in `limits.py`; what a refusal
says is in `errors.py`. Services ask these before they write, and pages before they offer something
(`is_allowed`).
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta

from drafts.errors import NotYourForm
from drafts.merging import merge_fields, read_fingerprints, write_fingerprints
from reviews import correction_errors, errors, invitation_errors, limits, moves, round_errors

FOUND_RECORD = "record"  # in the place of a version's key: what a lookup found, not stored yet


def is_allowed(check: Callable[..., None], **values: object) -> bool:
    """Whether a rule of this module allows it: pages offer what can be done by the same rule."""
    try:
        check(**values)
    except errors.ReviewError:
        return False
    return True


def check_can_submit(
    *,
    has_open_submission: bool,
    is_withdrawn: bool,
    is_author: bool,
    reason: str,
    submissions_today: int = 0,
) -> None:
    """submissions_today: of this work by this person."""
    if is_withdrawn:
        raise errors.WorkWithdrawn
    if has_open_submission:
        raise errors.AlreadySubmitted
    if not is_author and not reason.strip():
        raise errors.ReasonMissing
    if submissions_today >= limits.SUBMISSIONS_OF_A_WORK:
        raise errors.SubmittedTooOften


def check_is_editor(*, is_editor: bool) -> None:
    if not is_editor:
        raise errors.NotAnEditor


def check_is_managing_editor(*, is_managing_editor: bool) -> None:
    if not is_managing_editor:
        raise errors.NotAManagingEditor


def check_can_triage(move: moves.Move, *, state: str, is_editor: bool) -> None:
    """move: ACCEPT, DECLINE, or REOPEN_TRIAGE of what has lapsed."""
    check_is_editor(is_editor=is_editor)
    move.check(state)


def check_editors(
    *, editor_id: int, second_editor_id: int, second_is_editor: bool, author_ids: Collection[int]
) -> None:
    check_is_editor(is_editor=second_is_editor)
    if editor_id == second_editor_id:
        raise errors.EditorsMustDiffer
    if {editor_id, second_editor_id} & set(author_ids):
        raise errors.EditorIsAuthor


def check_is_no_author(*, person_id: int, author_ids: Collection[int]) -> None:
    if person_id in author_ids:
        raise errors.EditorIsAuthor


def check_handles(*, person_id: int, editor_id: int | None) -> None:
    if person_id != editor_id:
        raise errors.NotTheHandlingEditor


def check_round_has_reviewers(round_kind: str) -> None:
    if round_kind != "full":
        raise errors.RoundOfEditorsAlone


def first_due_day(today: date, *, days: int) -> date:
    """When a review is due if the editor chooses no other day, and for who volunteers.

    An invitation has a day (`Invitation.due_on`), and accepting it gives the review the same
    (`Review.due_on`), or a later one to who accepts late (`invitation_rules.due_if_accepted`).
    """
    return today + timedelta(days=days)


def check_can_review(
    *,
    round_state: str,
    round_kind: str,
    person_id: int,
    involved_ids: Collection[int],
    has_review: bool,
    email_verified: bool,
    is_withdrawn: bool,
) -> None:
    """involved_ids: authors found to be users of ours, and both editors.
    is_withdrawn: the work; reviews that were begun before go on."""
    moves.VOLUNTEER.check_round(round_state)
    if is_withdrawn:
        raise errors.WorkWithdrawn
    check_round_has_reviewers(round_kind)
    if person_id in involved_ids:
        raise errors.ReviewerIsInvolved
    if has_review:
        raise errors.AlreadyReviewing
    if not email_verified:
        raise errors.EmailNotVerified


def check_writes(*, person_id: int, reviewer_id: int) -> None:
    if person_id != reviewer_id:
        raise NotYourForm


def check_can_submit_review(*, status: str, round_state: str, invitation_state: str = "") -> None:
    """invitation_state: "" for a review that was volunteered."""
    moves.SUBMIT_REVIEW.check(status)
    moves.SUBMIT_REVIEW.check_round(round_state)
    if invitation_state == "revoked":
        raise invitation_errors.InvitationWithdrawn


def check_can_accept_review(
    move: moves.Move,
    *,
    status: str,
    round_state: str,
    byline_kind: str,
    is_confirmed: bool,
    waits_for_second_editor: bool,
) -> None:
    """A name is published only where its bearer is known to have written the review.

    move: ACCEPT_REVIEW, or PUBLISH_LATE where the round was posted before.
    """
    move.check(status)
    if move is moves.PUBLISH_LATE and round_state != "assessed":
        raise errors.RoundGoesOn
    move.check_round(round_state)
    if byline_kind != "anonymous" and not is_confirmed:
        raise errors.ReviewNotConfirmed
    if waits_for_second_editor:
        raise errors.BylineNotApproved


def needs_byline_approval(*, byline_kind: str, is_corrected: bool) -> bool:
    """Whether the second editor must say yes: an editor typed the address that a name rests on."""
    return byline_kind == "signed" and is_corrected


def check_can_allow_name(
    *, person_id: int, second_editor_id: int | None, invited_by_ids: Collection[int]
) -> None:
    """Two people stand for a name that somebody else bears: who invites, and who allows it."""
    if person_id != second_editor_id or person_id in invited_by_ids:
        raise errors.NotTheSecondEditor


def check_can_ask_confirmation(*, status: str, is_confirmed: bool, mails_today: int) -> None:
    if is_confirmed:
        raise errors.ReviewerHasConfirmed
    moves.ASK_FOR_CONFIRMATION.check(status)
    if mails_today >= limits.REVIEWER_MAILS_A_DAY:
        raise errors.TooManyMails


def check_can_confirm(*, status: str) -> None:
    moves.CONFIRM_REVIEW.check(status)


def check_can_disown(*, status: str, is_confirmed: bool) -> None:
    """A published review stays published; who disowns it then writes to the editors."""
    if is_confirmed:
        raise errors.AlreadyConfirmed
    moves.DISOWN_REVIEW.check(status)


def check_can_offer_account(*, is_guest: bool, status: str, mails_today: int) -> None:
    if not is_guest:
        raise errors.ReviewHasAccount
    moves.OFFER_ACCOUNT.check(status)
    if mails_today >= limits.REVIEWER_MAILS_A_DAY:
        raise errors.TooManyMails


def check_can_release(*, state: str, round_kind: str, accepted: int, reason: str) -> None:
    """accepted: how many reviews. reason: why the round does not wait for all."""
    moves.RELEASE.check(state)
    check_round_has_reviewers(round_kind)
    if accepted < 1:
        raise errors.NothingToRelease
    if not reason.strip():
        raise errors.ReleaseWithoutReason


def is_complete(*, wanted: int, accepted: int, unfinished: int, asked: int) -> bool:
    """Whether a round's reviewers may read each other without an editor's word.

    wanted: how many reviews the policy asks for. accepted, unfinished: reviews; those that are
    being written, or submitted and not accepted.
    asked: people whose invitation waits for an answer.
    """
    return accepted >= wanted and not unfinished and not asked


def check_can_assess(
    *, round_state: str, round_kind: str, accepted_reviews: int, assessment_state: str
) -> None:
    """A round of the editors alone has no reviews. assessment_state: "" while there is none."""
    moves.PROPOSE.check_round(round_state)
    if round_kind == "full" and accepted_reviews < 1:
        raise errors.TooFewReviews
    if round_kind == "full" and round_state == "open":
        raise errors.NotReleasedYet
    moves.PROPOSE.check(assessment_state)


def check_can_second(
    move: moves.Move, *, person_id: int, second_editor_id: int | None, state: str
) -> None:
    """move: APPROVE or RETURN."""
    if person_id != second_editor_id:
        raise errors.NotTheSecondEditor
    move.check(state)


def check_is_the_shown_version(*, shown: str | None, current: str) -> None:
    """Nobody asks for the review of a version that they were not shown. shown, current: keys of
    versions; None does not compare. Raises WorkChanged.
    """
    if shown is not None and shown != current:
        raise errors.WorkChanged(shows=current)


def check_is_what_was_found(
    *, shown: str | None, current: str, of_record: str, is_new: bool
) -> None:
    """The same for a link that was looked up. shown: a key or `FOUND_RECORD`. of_record: key of the
    version that the record is stored as. is_new: whether that was not here before.
    """
    if shown == FOUND_RECORD and current == of_record:
        return
    shows = FOUND_RECORD if is_new and current == of_record else current
    check_is_the_shown_version(shown=shown, current=shows)


def check_is_what_was_seen(*, seen: str, current: str) -> None:
    """seen: the fingerprint of what the page showed; nobody decides on what they have not seen."""
    if seen != current:
        raise errors.AssessmentChanged


def check_was_seen(
    *, proposed: Mapping[str, str], sent: Mapping[str, str], seen: str | None
) -> None:
    """Whether the writer has seen what was proposed before and is replaced now.

    seen: `write_fingerprints` of the texts that the writer's page showed; None does not ask.
    Raises AssessmentWrittenAnew.
    """
    if seen is None:
        return
    merge = merge_fields(stored=proposed, sent=sent, base=read_fingerprints(seen))
    if merge.conflicts or merge.newer:
        now = write_fingerprints(proposed)
        raise errors.AssessmentWrittenAnew(merge.conflicts, newer=merge.newer, seen=now)


def check_can_send_to_authors(
    *, round_state: str, assessment_state: str, has_authors: bool
) -> None:
    """has_authors: whether any author of the work is confirmed."""
    moves.SEND_TO_AUTHORS.check(round_state)
    moves.PUBLISH.check(assessment_state)
    if not has_authors:
        raise round_errors.NoKnownAuthor


def check_can_publish_assessment(*, round_state: str, state: str, has_authors: bool) -> None:
    """At once, by the editor."""
    moves.PUBLISH.check(state)
    moves.CLOSE_ROUND.check(round_state)
    if has_authors:
        raise round_errors.AuthorsFirst


def check_can_post(
    *, state: str, person_id: int, author_ids: Collection[int], waits_for_editors: bool
) -> None:
    """By an author who needs no more time. waits_for_editors: they still answer corrections."""
    moves.POST_NOW.check(state)
    if person_id not in author_ids:
        raise errors.NotAnAuthor
    if waits_for_editors:
        raise correction_errors.CorrectionsUndecided


def check_is_due(
    *, state: str, respond_until: datetime | None, waits_for_editors: bool, now: datetime
) -> None:
    """By the schedule. waits_for_editors: as in `check_can_post`."""
    moves.POST_DUE.check(state)
    if respond_until is None or now < respond_until:
        raise round_errors.NotDueYet
    if waits_for_editors:
        raise correction_errors.CorrectionsUndecided


def check_can_hold_response(*, round_state: str, is_author: bool) -> None:
    """A response that is posted together with the reviews."""
    moves.HOLD_RESPONSE.check(round_state)
    if not is_author:
        raise errors.NotAnAuthor


def check_can_respond(*, round_state: str, is_author: bool, has_responded: bool) -> None:
    moves.RESPOND.check_round(round_state)
    if not is_author:
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
