"""The editors' desk: the decisions that are owed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from preprints.models import Version
from reviews.limits import REVIEWS_BEFORE_ASSESSMENT
from reviews.models import Assessment, Invitation, Review, Revision, Round, Submission
from reviews.models.reviews import Byline
from reviews.selectors.duplicates import count_open
from web.list_lengths import DESK_ROWS_A_KIND


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One decision that is owed: what, about which version, who waits and since when.

    action_words: "" where the editor waits too, for `waits` to act.
    """

    what: str
    version: Version
    waits: str
    since: datetime
    due: datetime | None
    is_late: bool
    url: str
    action_words: str


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[DeskRow]
    is_cut: bool
    duplicates: int  # pairs of works that may be one; they wait for any editor


def editor_desk(editor: User, *, now: datetime) -> Desk:
    """Everything that waits for this editor, what has waited longest first; eight queries.

    Of each kind one row more is fetched than is shown, to know whether there are more. What needs
    no decision is left out in the database: a row dropped afterwards would hide a newer one.
    """
    kinds = [
        _triage_rows(editor, now),
        _review_rows(editor),
        _signature_rows(editor),
        _round_rows(editor),
        _second_rows(editor),
        _assessment_rows(editor),
        _revision_rows(editor),
    ]
    shown = [row for kind in kinds for row in kind[:DESK_ROWS_A_KIND]]
    rows = sorted(shown, key=lambda row: row.since)
    is_cut = any(len(kind) > DESK_ROWS_A_KIND for kind in kinds)
    return Desk(rows=rows, is_cut=is_cut, duplicates=count_open())


def _row(submission: Submission, place: str, **fields: Any) -> DeskRow:
    """A row that leads to a place (the id of a section) on the submission's page."""
    url = f"{reverse('reviews:submission', args=[submission.pk])}#{place}"
    return DeskRow(**{"url": url, "due": None, "is_late": False, **fields})


def _triage_rows(editor: User, now: datetime) -> list[DeskRow]:
    submissions = (
        Submission.objects.awaiting_triage()
        .without_works_of(editor)
        .select_related("version", "submitter__profile")
    )
    return [
        _row(
            submission,
            "triage",
            what=_("Decide whether to send it for review"),
            version=submission.version,
            waits=submission.submitter.profile.name,
            since=submission.submitted_at,
            due=submission.triage_due_at,
            is_late=submission.triage_due_at.date() < now.date(),
            action_words=_("Accept or decline"),
        )
        for submission in submissions.order_by("submitted_at")[: DESK_ROWS_A_KIND + 1]
    ]


def _review_rows(editor: User) -> list[DeskRow]:
    reviews = Review.objects.filter(
        status=Review.Status.SUBMITTED, round__submission__editor=editor
    ).select_related(
        "version",
        "round__submission__second_editor__profile",
        "reviewer__profile",
        "invitation",
    )
    return [
        _row(
            review.round.submission,
            f"review-{review.pk}",
            version=review.version,
            since=review.submitted_at,
            **_next_for(review),
        )
        for review in reviews.order_by("submitted_at")[: DESK_ROWS_A_KIND + 1]
    ]


def _next_for(review: Review) -> dict[str, str]:
    """What happens next with a submitted review, and who is waited for."""
    reviewer, second = review.reviewer.profile.name, review.round.submission.second_editor
    if review.may_be_published:
        what, action_words = _("Read a review and publish it"), _("Read the review")
        return {"what": what, "waits": reviewer, "action_words": action_words}
    if review.waits_for_reviewer:
        what = _("A review waits until its reviewer confirms that it is theirs")
        return {"what": what, "waits": reviewer, "action_words": ""}
    what = _("A review waits until the second editor approves its signature")
    return {"what": what, "waits": second.profile.name if second else "", "action_words": ""}


def _signature_rows(editor: User) -> list[DeskRow]:
    """Signatures that rest on a corrected address, once their reviewer has confirmed the review."""
    reviews = (
        Review.objects.confirmed()
        .filter(
            status=Review.Status.SUBMITTED,
            byline_kind=Byline.SIGNED,
            byline_approved_at__isnull=True,
            invitation__corrected_at__isnull=False,
            round__submission__second_editor=editor,
        )
        .select_related("version", "round__submission", "reviewer__profile")
    )
    return [
        _row(
            review.round.submission,
            f"review-{review.pk}",
            what=_("Approve the signature of a review as second editor"),
            version=review.version,
            waits=review.reviewer.profile.name,
            since=review.confirmed_at or review.submitted_at,
            action_words=_("Read the review"),
        )
        for review in reviews.order_by("confirmed_at")[: DESK_ROWS_A_KIND + 1]
    ]


def _round_rows(editor: User) -> list[DeskRow]:
    """Open rounds: too few reviewers, or enough published reviews for an assessment."""
    rounds = (
        Round.objects.filter(
            state=Round.State.OPEN, submission__editor=editor, assessment__isnull=True
        )
        .select_related("version", "submission__submitter__profile")
        .annotate(
            begun=Count("reviews", filter=_going_on(), distinct=True),
            published=Count("reviews", filter=Q(reviews__status__in=Review.PUBLIC), distinct=True),
            asked=Count("invitations", filter=Q(invitations__state="pending"), distinct=True),
            missing=REVIEWS_BEFORE_ASSESSMENT - F("begun") - F("asked"),
        )
        .filter(
            Q(kind=Round.Kind.EDITORS)
            | Q(published__gte=REVIEWS_BEFORE_ASSESSMENT)
            | Q(missing__gt=0)
        )
        .order_by("opened_at")
    )
    rows = []
    for opened in rounds[: DESK_ROWS_A_KIND + 1]:
        fields = {
            "version": opened.version,
            "waits": opened.submission.submitter.profile.name,
            "since": opened.opened_at,
        }
        if opened.published >= REVIEWS_BEFORE_ASSESSMENT or opened.kind == Round.Kind.EDITORS:
            fields |= {"what": _("Write the assessment"), "action_words": _("Write it")}
            fields["url"] = reverse("reviews:write_assessment", args=[opened.pk])
            rows.append(_row(opened.submission, "assessment", **fields))
        else:
            fields["what"] = _missing_reviewers(opened.missing)
            rows.append(_row(opened.submission, "invitations", action_words=_("Invite"), **fields))
    return rows


def _going_on() -> Q:
    """Reviews that are or may still be submitted: none that was set aside, none whose invitation
    was withdrawn while it was being written."""
    withdrawn = Q(
        reviews__status=Review.Status.DRAFT, reviews__invitation__state=Invitation.State.REVOKED
    )
    return ~Q(reviews__status=Review.Status.DISOWNED) & ~withdrawn


def _missing_reviewers(missing: int) -> str:
    return ngettext("Find %d more reviewer", "Find %d more reviewers", missing) % missing


def _second_rows(editor: User) -> list[DeskRow]:
    assessments = Assessment.objects.filter(
        state=Assessment.State.PROPOSED, round__submission__second_editor=editor
    ).select_related("version", "round__submission", "written_by__profile")
    return [
        _row(
            assessment.round.submission,
            "assessment",
            what=_("Approve an assessment as second editor"),
            version=assessment.version,
            waits=assessment.written_by.profile.name,
            since=assessment.proposed_at,
            action_words=_("Read the assessment"),
        )
        for assessment in assessments.order_by("proposed_at")[: DESK_ROWS_A_KIND + 1]
    ]


def _assessment_rows(editor: User) -> list[DeskRow]:
    assessments = Assessment.objects.filter(
        state__in=[Assessment.State.RETURNED, Assessment.State.APPROVED],
        round__submission__editor=editor,
    ).select_related("version", "round__submission__submitter__profile")
    rows = []
    for assessment in assessments.order_by("proposed_at")[: DESK_ROWS_A_KIND + 1]:
        is_approved = assessment.state == Assessment.State.APPROVED
        rewrite = _("Rewrite the assessment: the second editor asks for a change")
        rows.append(
            _row(
                assessment.round.submission,
                "assessment",
                what=_("Publish the approved assessment") if is_approved else rewrite,
                version=assessment.version,
                waits=assessment.round.submission.submitter.profile.name,
                since=assessment.approved_at or assessment.proposed_at,
                action_words=_("Publish it") if is_approved else _("Rewrite it"),
            )
        )
    return rows


def _revision_rows(editor: User) -> list[DeskRow]:
    revisions = (
        Revision.objects.waiting()
        .filter(round__submission__editor=editor)
        .select_related("version", "round__submission")
    )
    return [
        _row(
            revision.round.submission,
            "revision",
            what=_("Decide what follows a revision"),
            version=revision.version,
            waits=revision.author_name,
            since=revision.declared_at,
            action_words=_("Read it and decide"),
        )
        for revision in revisions.order_by("declared_at")[: DESK_ROWS_A_KIND + 1]
    ]
