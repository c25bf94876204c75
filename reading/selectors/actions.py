"""What this reader may do with a preprint, as links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from ingest.forum_profiles import FORUM_SOURCES
from preprints.rules import FREE
from reading.selectors.versions import VersionView
from reviews import rules
from reviews.models import Response, Round


@dataclass(frozen=True, slots=True)
class Action:
    words: str
    url: str


def actions(shown: VersionView, user: AnyUser, *, responses: Sequence[Response]) -> list[Action]:
    preprint, offered = shown.preprint, []
    if preprint.status in FREE:
        offered.append(
            Action(_("Submit for review"), reverse("reviews:submit_preprint", args=[preprint.pk]))
        )
    if _may_review(shown, user):
        offered.append(
            Action(_("Write a review"), reverse("reviews:volunteer", args=[preprint.pk]))
        )
    offered += _of_author(shown, user, responses)
    if shown.submission and shown.submission.submitter_id == user.pk and not shown.is_own:
        address = reverse("reviews:own_submission", args=[shown.submission.submission_id])
        offered.append(Action(_("Your submission"), address))
    if _is_of_forum(shown) and not shown.is_own:
        offered.append(Action(_("I wrote this"), reverse("reviews:claim_work", args=[preprint.pk])))
    if shown.submission and user.is_authenticated and user.is_editor:
        address = reverse("reviews:submission", args=[shown.submission.submission_id])
        offered.append(Action(_("Handle"), address))
    return offered


def _of_author(shown: VersionView, user: AnyUser, responses: Sequence[Response]) -> list[Action]:
    """What a confirmed author does after the assessment."""
    submission, preprint = shown.submission, shown.preprint
    if submission is None or not shown.is_own:
        return []
    offered, assessed = [], submission.assessed_number
    if rules.is_allowed(
        rules.check_can_respond,
        round_state=Round.State.ASSESSED if assessed else Round.State.OPEN,
        is_author=shown.is_own,
        has_responded=any(
            response.author_id == user.pk and response.version.number == assessed
            for response in responses
        ),
    ):
        url = reverse("reviews:respond", args=[preprint.pk])
        offered.append(Action(_("Respond to the reviews"), url))
    if submission.may_be_revised(shown.current_number):
        url = reverse("reviews:declare_revision", args=[preprint.pk, shown.current_number])
        offered.append(Action(_("Declare the revision"), url))
    if submission.is_accepted:
        url = reverse("reviews:own_work", args=[preprint.pk])
        offered.append(Action(_("What is next for my work"), url))
    return offered


def _is_of_forum(shown: VersionView) -> bool:
    """Whether the version was seen at a forum that still shows it, so that a profile there can show
    who wrote it."""
    return any(
        place.location_id == shown.version.location_id
        and place.source in FORUM_SOURCES
        and place.gone_since is None
        for place in shown.locations
    )


def _may_review(shown: VersionView, user: AnyUser) -> bool:
    """Whoever is not signed in yet may; their address is asked for when they begin."""
    submission = shown.submission
    return rules.is_allowed(
        rules.check_can_review,
        round_state=(submission and submission.round_state) or Round.State.ASSESSED,
        round_kind=(submission and submission.round_kind) or Round.Kind.FULL,
        person_id=user.pk,
        involved_ids=_involved_ids(shown, user),
        has_review=shown.has_reviewed,
        email_verified=True,
        is_withdrawn=shown.preprint.has_left,
    )


def _involved_ids(shown: VersionView, user: AnyUser) -> set[int]:
    """Authors and editors of the work; of other authors than the reader nobody asks here."""
    submission = shown.submission
    ids = {user.pk if shown.is_own else None}
    if submission is not None:
        ids |= {
            submission.editor_id,
            submission.second_editor_id,
            submission.submitting_author_id,
        }
    return {pk for pk in ids if pk is not None}
