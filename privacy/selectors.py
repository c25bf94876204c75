"""What stays of a person when their account is erased, as the page says before."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Q

from accounts.models import User
from curation.models import Entry, Issue
from privacy.erasing import (
    SIGNED_FOR_GOOD,
    addresses_of,
    unanswered_invitations,
    why_not_erased,
)
from privacy.retention import RULES
from reviews.models import (
    Appeal,
    Assessment,
    Authorship,
    AuthorWishes,
    Byline,
    ConfirmedAssessment,
    ConsentChange,
    Correction,
    DraftAnswer,
    EditorInterests,
    Invitation,
    IssueInterests,
    Reopening,
    Response,
    Review,
    ReviewReply,
    Revision,
    SealedOriginal,
    Submission,
    ThreadEntry,
    TriageProposal,
)
from reviews.policies import current_policy, policy_words
from reviews.selectors.policies import PolicyRow, value_words


@dataclass(frozen=True, slots=True)
class WhatStays:
    """How many texts of each kind bear the person's name in public, and how many stay without."""

    signed_reviews: int
    responses: int
    revisions: int
    assessments: int
    recommendations: int
    issues: int
    hidden_reviews: int
    submissions: int
    waiting_reviews: int
    ended_invitations: int  # that end with the account
    unanswered_invitations: int  # to addresses that were never confirmed
    thread_entries: int
    dissents: int
    appeals: int
    waiting_appeals: int  # of these: they go on
    corrections: int
    wishes: int  # works whose wishes they typed
    questions: int  # to reviewers, as an editor
    declared_beside: int  # published assessments with what they declared as an editor
    declared_at_declines: int  # whose reasons are published, the same
    declared_in_issues: int  # works of published issues, the same
    sealed: int  # passages of their texts from before a redaction
    reasons: int  # of what they did, as an editor or an author


def what_stays(user: User) -> WhatStays:
    reviews = Review.objects.filter(reviewer=user)
    sent = reviews.exclude(status=Review.Status.DRAFT)
    entries = ThreadEntry.objects.filter(Q(review__reviewer=user) | Q(editor=user))
    ended = unanswered_invitations(user)
    unanswered = Invitation.objects.filter(
        email__in=addresses_of(user), state=Invitation.State.PENDING
    ).exclude(pk__in=ended.values("pk"))
    signed = sent.filter(byline_kind=Byline.SIGNED, status__in=SIGNED_FOR_GOOD)
    return WhatStays(
        signed_reviews=signed.count(),
        responses=Response.objects.filter(author=user).count(),
        revisions=Revision.objects.filter(author=user).count(),
        assessments=Assessment.objects.published().filter(written_by=user).count(),
        recommendations=Entry.objects.published().filter(recommended_by=user).count(),
        issues=Issue.objects.published().filter(editor=user).count(),
        hidden_reviews=sent.exclude(pk__in=signed.values("pk")).count(),
        submissions=Submission.objects.filter(submitter=user).count(),
        waiting_reviews=reviews.filter(status=Review.Status.DRAFT).count(),
        ended_invitations=ended.count(),
        unanswered_invitations=unanswered.count(),
        thread_entries=entries.count(),
        dissents=DraftAnswer.objects.filter(review__reviewer=user, agrees=False).count(),
        **_of_what_they_did(user),
    )


def _of_what_they_did(user: User) -> dict[str, int]:
    appeals = Appeal.objects.filter(by=user)
    declines = Submission.objects.filter(reasons_published_at__isnull=False)
    declared = EditorInterests.objects.for_readers_of(user).values("submission")
    wishes = AuthorWishes.objects.filter(typed_by=user)
    return {
        "appeals": appeals.count(),
        "waiting_appeals": appeals.filter(decided_at=None).count(),
        "corrections": Correction.objects.filter(author=user).count(),
        "wishes": wishes.count(),
        "questions": ReviewReply.objects.filter(editor=user).count(),
        "declared_beside": _with_interests_of(user),
        "declared_at_declines": declines.filter(pk__in=declared).count(),
        "declared_in_issues": IssueInterests.objects.published().filter(editor=user).count(),
        "sealed": SealedOriginal.objects.filter(_written_by(user)).count(),
        "reasons": _count_reasons(user),
    }


def _with_interests_of(user: User) -> int:
    """Published assessments that they wrote or approved, and others beside which is read what they
    had declared in the work."""
    declared = EditorInterests.objects.for_readers_of(user).filter(
        submission=OuterRef("round__submission"), declared_at__lte=OuterRef("published_at")
    )
    edited = Q(written_by=user) | Q(approved_by=user)
    return Assessment.objects.published().filter(edited | Exists(declared)).count()


def _written_by(user: User) -> Q:
    """Of sealed originals."""
    whose = (
        *("review__reviewer", "response__author", "revision__author", "correction__author"),
        *("assessment__written_by", "appeal__editor", "confirmation__editor", "decline__editor"),
        *("reopening__opened_by", "reopening__decided_by", "declaration__editor"),
    )
    return reduce(or_, (Q(**{person: user}) for person in whose))


# Who gave a reason, or wrote a note to what they decided: the person, then the text.
REASONS: tuple[tuple[type[Model], str, str], ...] = (
    (Appeal, "editor", "reason"),
    (Appeal, "editor", "take_over_reason"),
    (Assessment, "round__submission__second_editor", "comment"),
    (Assessment, "withdrawn_by", "withdrawal_reason"),
    (Authorship, "ended_by", "end_reason"),
    (ConfirmedAssessment, "editor", "reason"),
    (ConsentChange, "changed_by", "reason"),
    (Correction, "decided_by", "note"),
    (Invitation, "invited_by", "message"),
    (Reopening, "decided_by", "decision_reason"),
    (Reopening, "opened_by", "reason"),
    (Response, "withdrawn_by", "withdrawal_reason"),
    (Review, "withdrawn_by", "withdrawal_reason"),
    (Revision, "decided_by", "reason"),
    (Submission, "editor", "decline_text"),
    (Submission, "submitter", "reason"),
    (TriageProposal, "proposed_by", "text"),
)


def _count_reasons(user: User) -> int:
    return sum(
        model._default_manager.filter(**{person: user}).exclude(**{text: ""}).count()
        for model, person, text in REASONS
    )


def retention_rows() -> list[PolicyRow]:
    """How long each kind of thing is kept, in the policy's words."""
    words, policy = policy_words(), current_policy()
    return [PolicyRow(words[name], value_words(getattr(policy, name))) for name in RULES]


def what_hinders(user: User) -> str:
    """What they are asked to do first, if works or the journal depend on them; "" otherwise."""
    reason = why_not_erased(user)
    return str(reason.message) if reason else ""
