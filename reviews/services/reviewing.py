"""Writing a review, and submitting it to the editors."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.guests import has_verified_address, verified_addresses
from accounts.models import User
from accounts.services import pseudonym_of, set_pseudonym
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint
from reviews import errors, left_work_rules, rules
from reviews.interests import Interests, ordered
from reviews.models import Invitation, MailedLink, Review, Round, Term
from reviews.models.reviews import PARTS, Byline
from reviews.rendering import RenderedParts
from reviews.services.asked_authors import (
    addresses_of_reviewer,
    check_has_not_answered_as_author,
)
from reviews.services.bylines import check_can_appear
from reviews.services.mailed_links import mail_link
from reviews.services.other_addresses import note_signature
from reviews.services.submissions import authors_of, former_editors_of


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """What a reviewer submits; the parts are Markdown, confidence is 1 to 5.

    ai_use: "" where the reviewer says that there is none.
    pseudonym: the one chosen with this review, "" where there is none to choose.
    """

    summary: str
    strengths: str
    weaknesses: str
    evidence: str
    recommendations: str
    significance: Term
    strength: Term
    confidence: int
    byline_kind: str
    interests: Interests
    ai_use: str
    pseudonym: str = ""

    @property
    def parts(self) -> dict[str, str]:
        return {part: getattr(self, part) for part in PARTS}


@transaction.atomic
def begin_review(
    round_id: int,
    *,
    reviewer: User,
    due_on: date,
    email_verified: bool,
    now: datetime,
    invitation: Invitation | None = None,
    interests: Interests | None = None,
) -> Review:
    """Agree to review. interests: as the reviewer declares them thereby.

    Raises RoundClosed, WorkWithdrawn, ReviewerIsInvolved, AlreadyReviewing or EmailNotVerified.
    """
    asked_for = lock_work_and_round(round_id)
    check_has_not_answered_as_author(asked_for, addresses_of_reviewer(reviewer, invitation))
    rules.check_can_review(
        round_state=asked_for.state,
        round_kind=asked_for.kind,
        person_id=reviewer.pk,
        involved_ids=involved_people(asked_for),
        has_review=has_review(asked_for, reviewer),
        email_verified=email_verified,
        is_withdrawn=asked_for.submission.is_away,
    )
    review = Review(
        round=asked_for,
        version=asked_for.version,
        reviewer=reviewer,
        invitation=invitation,
        due_on=due_on,
        agreed_at=now,
    )
    _set_interests(review, interests or Interests.none())
    review.save()
    _record_begun(review, now)
    return review


def _record_begun(review: Review, now: datetime) -> None:
    record_event(
        "review.begun",
        about=review.version,
        actor_id=review.reviewer_id,
        now=now,
        data={"review": review.pk},
    )
    if review.invitation_id is None:
        promise("reviews.notify_editor_of_volunteer", review_id=review.pk)


def submit_review(
    review_id: int,
    *,
    reviewer: User,
    content: ReviewContent,
    now: datetime,
    saved_revision: int | None = None,
) -> Review:
    """Submit a review to the editor; its autosaved draft is no longer needed.

    Its texts are rendered before anything is locked: a slow one would keep others waiting.
    Somebody signed in to a confirmed account confirms it by that; anybody else is asked by mail.
    saved_revision: of the draft that holds this content; None does not ask for newer text.
    Raises NotYourForm, ReviewAlreadySubmitted, RoundClosed, InvitationWithdrawn,
    ReviewNotWaitedFor, NoPseudonym, NameOfAnother, DraftOutOfDate or an AccountError.
    """
    rendered = RenderedParts.of(content.parts, id_prefix=f"r{review_id}-")
    return _submit_rendered(
        review_id,
        reviewer=reviewer,
        content=content,
        rendered=rendered,
        now=now,
        saved_revision=saved_revision,
    )


@transaction.atomic
def _submit_rendered(
    review_id: int,
    *,
    reviewer: User,
    content: ReviewContent,
    rendered: RenderedParts,
    now: datetime,
    saved_revision: int | None,
) -> Review:
    lock_round_of(review_id)
    review = _lock(review_id)
    rules.check_writes(person_id=reviewer.pk, reviewer_id=review.reviewer_id)
    rules.check_can_submit_review(
        status=review.status,
        round_state=review.round_state,
        invitation_state=review.invitation.state if review.invitation else "",
    )
    left_work_rules.check_is_waited_for(is_away=review.own_round.submission.is_away)
    finish_draft(reviewer, draft_key(review), saved_revision=saved_revision)
    _set_content(review, content, rendered)
    _set_byline(review, reviewer, content, now=now)
    review.status, review.submitted_at = Review.Status.SUBMITTED, now
    if is_submitted_by_account(review):
        review.confirmed_at, review.confirmed_by = now, Review.Confirmation.ACCOUNT
    review.save()
    record_event(
        "review.submitted",
        about=review.version,
        actor_id=reviewer.pk,
        now=now,
        data={"review": review.pk},
    )
    promise("reviews.notify_editor_of_review", review_id=review.pk)
    if not review.is_confirmed:
        mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=now)
    return review


def _set_byline(review: Review, reviewer: User, content: ReviewContent, *, now: datetime) -> None:
    """The name the review will appear under; a pseudonym that was typed becomes the reviewer's."""
    kind = content.byline_kind
    if kind == Byline.PSEUDONYM and content.pseudonym and not pseudonym_of(reviewer):
        set_pseudonym(reviewer, content.pseudonym)
    review.byline_kind = kind
    review.byline_name = rules.byline_name(
        kind,
        name=reviewer.profile.name,
        pseudonym=pseudonym_of(reviewer),
        anonymous=_("Anonymous reviewer"),
    )
    note_signature(review, now=now)
    # Last, for nobody else takes a name from here on.
    check_can_appear(reviewer, byline_kind=kind, preprint_id=review.version.preprint_id)


def _set_content(review: Review, content: ReviewContent, rendered: RenderedParts) -> None:
    for part in PARTS:
        setattr(review, part, getattr(content, part))
        setattr(review, f"{part}_html", rendered.html.get(part, ""))
    review.points = rendered.points
    review.significance, review.strength = content.significance, content.strength
    review.confidence = content.confidence
    _set_interests(review, content.interests)
    review.ai_use = content.ai_use


def _set_interests(review: Review, interests: Interests) -> None:
    review.interest_kinds = list(ordered(interests.kinds))
    review.competing_interests = interests.words


def has_review(asked_for: Round, reviewer: User) -> bool:
    """Whether they have one in this round, as a guest at an address of theirs too."""
    as_guest = Q(reviewer__is_guest=True, invitation__email__in=verified_addresses(reviewer)) & ~Q(
        status=Review.Status.DISOWNED
    )
    return asked_for.reviews.filter(Q(reviewer=reviewer) | as_guest).exists()


def is_submitted_by_account(review: Review) -> bool:
    """Whether its writer is signed in to an account that confirmed its address from the mailbox.

    An account that an invitation's link had once made is not: its address counts as confirmed
    because somebody opened the link.
    """
    if review.invitation is not None and review.invitation.made_account:
        return False
    return not review.reviewer.is_guest and has_verified_address(review.reviewer)


def draft_key(review: Review) -> str:
    return f"review:{review.pk}"


def lock_work_and_round(round_id: int) -> Round:
    """The work first, as whoever confirms an author does: nobody becomes both at one moment."""
    Preprint.objects.select_for_update(of=("self",)).get(submissions__rounds=round_id)
    return lock_round(round_id)


def lock_round(round_id: int) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("submission", "version")
        .get(pk=round_id)
    )


def lock_round_of(review_id: int) -> Round:
    """Raises NoRound."""
    round_id = Review.objects.values_list("round_id", flat=True).get(pk=review_id)
    if round_id is None:
        raise errors.NoRound
    return lock_round(round_id)


def lock_round_or_work(review_id: int) -> Round | None:
    """For acts on any review: its round; where it has none, the work, and None."""
    reviews = Review.objects.values_list("round_id", "version__preprint_id")
    round_id, preprint_id = reviews.get(pk=review_id)
    if round_id is not None:
        return lock_round(round_id)
    Preprint.objects.select_for_update(of=("self",)).get(pk=preprint_id)
    return None


def involved_people(asked_for: Round) -> set[int]:
    """Authors known to us, a submitting author, and who is or was its editor: they cannot
    review."""
    submission = asked_for.submission
    editors = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    return authors_of(submission) | editors | former_editors_of(submission.preprint_id)


def _lock(review_id: int) -> Review:
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("round__submission", "version", "reviewer", "invitation")
        .get(pk=review_id)
    )
