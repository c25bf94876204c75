"""What the working pages show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from preprints.models import Version
from reviews.models import Assessment, Review, Round, Submission, Term

ROWS_A_KIND = 50
WANTED_REVIEWS = 2


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One decision that is owed: what, about which version, who waits and since when."""

    what: str
    version: Version
    waits: str
    since: datetime
    due: datetime | None
    url: str
    act: str


@dataclass(frozen=True, slots=True)
class Desk:
    rows: list[DeskRow]
    is_cut: bool


def editor_desk(editor: User) -> Desk:
    """Everything that waits for this editor, what has waited longest first; five queries."""
    kinds = [
        _triage_rows(),
        _review_rows(editor),
        _round_rows(editor),
        _second_rows(editor),
        _assessment_rows(editor),
    ]
    rows = sorted((row for kind in kinds for row in kind), key=lambda row: row.since)
    return Desk(rows=rows, is_cut=any(len(kind) == ROWS_A_KIND for kind in kinds))


def _row(submission: Submission, **fields: Any) -> DeskRow:
    return DeskRow(
        url=reverse("reviews:submission", args=[submission.pk]),
        **{"due": None, **fields},
    )


def _triage_rows() -> list[DeskRow]:
    submissions = Submission.objects.awaiting_triage().select_related(
        "version", "submitter__profile"
    )
    return [
        _row(
            submission,
            what=_("Decide whether it goes to review"),
            version=submission.version,
            waits=submission.submitter.profile.name,
            since=submission.submitted_at,
            due=submission.triage_due_at,
            act=_("Accept or decline"),
        )
        for submission in submissions.order_by("submitted_at")[:ROWS_A_KIND]
    ]


def _review_rows(editor: User) -> list[DeskRow]:
    reviews = Review.objects.filter(
        status=Review.Status.SUBMITTED, round__submission__editor=editor
    ).select_related("version", "round__submission", "reviewer__profile")
    return [
        _row(
            review.round.submission,
            what=_("Read a review and publish it"),
            version=review.version,
            waits=review.reviewer.profile.name,
            since=review.submitted_at,
            act=_("Read the review"),
        )
        for review in reviews.order_by("submitted_at")[:ROWS_A_KIND]
    ]


def _round_rows(editor: User) -> list[DeskRow]:
    """Open rounds: too few reviewers, or enough published reviews for an assessment."""
    rounds = (
        Round.objects.filter(
            state=Round.State.OPEN, submission__editor=editor, assessment__isnull=True
        )
        .select_related("version", "submission__submitter__profile")
        .annotate(
            begun=Count("reviews", distinct=True),
            published=Count(
                "reviews", filter=Q(reviews__status=Review.Status.PUBLISHED), distinct=True
            ),
            asked=Count("invitations", filter=Q(invitations__state="pending"), distinct=True),
        )
        .order_by("opened_at")
    )
    rows = []
    for one in rounds[:ROWS_A_KIND]:
        if one.published >= WANTED_REVIEWS:
            what, act = _("Write the assessment"), _("Write it")
        elif one.begun + one.asked < WANTED_REVIEWS:
            missing = WANTED_REVIEWS - one.begun - one.asked
            what = ngettext("Find %d more reviewer", "Find %d more reviewers", missing) % missing
            act = _("Invite")
        else:
            continue
        rows.append(
            _row(
                one.submission,
                what=what,
                version=one.version,
                waits=one.submission.submitter.profile.name,
                since=one.opened_at,
                act=act,
            )
        )
    return rows


def _second_rows(editor: User) -> list[DeskRow]:
    assessments = Assessment.objects.filter(
        state=Assessment.State.PROPOSED, round__submission__second_editor=editor
    ).select_related("version", "round__submission", "written_by__profile")
    return [
        _row(
            assessment.round.submission,
            what=_("Approve an assessment as second editor"),
            version=assessment.version,
            waits=assessment.written_by.profile.name,
            since=assessment.proposed_at,
            act=_("Read the assessment"),
        )
        for assessment in assessments.order_by("proposed_at")[:ROWS_A_KIND]
    ]


def _assessment_rows(editor: User) -> list[DeskRow]:
    assessments = Assessment.objects.filter(
        state__in=[Assessment.State.RETURNED, Assessment.State.APPROVED],
        round__submission__editor=editor,
    ).select_related("version", "round__submission__submitter__profile")
    return [
        _row(
            assessment.round.submission,
            what=(
                _("Publish the approved assessment")
                if assessment.state == Assessment.State.APPROVED
                else _("Rewrite the assessment: the second editor asks for a change")
            ),
            version=assessment.version,
            waits=assessment.round.submission.submitter.profile.name,
            since=assessment.approved_at or assessment.proposed_at,
            act=_("Open"),
        )
        for assessment in assessments.order_by("proposed_at")[:ROWS_A_KIND]
    ]


def current_terms() -> dict[str, list[Term]]:
    """The terms in use by scale, highest first, in one query."""
    terms: dict[str, list[Term]] = {}
    in_use = Term.objects.filter(vocabulary__is_current=True).select_related("vocabulary")
    for term in in_use.order_by("vocabulary", "-rank"):
        terms.setdefault(term.vocabulary.scale, []).append(term)
    return terms
