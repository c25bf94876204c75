"""What this reader may do with a preprint, as links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from preprints.models import Preprint
from reading.selectors.versions import VersionView
from reviews import rules
from reviews.models import Response, Round


@dataclass(frozen=True, slots=True)
class Action:
    words: str
    url: str


def actions(
    shown: VersionView, user: AnyUser, *, responses: Sequence[Response], has_assessment: bool
) -> list[Action]:
    preprint, offered = shown.preprint, []
    if preprint.status == Preprint.Status.LISTED:
        offered.append(
            Action(_("Submit for review"), reverse("reviews:submit_preprint", args=[preprint.pk]))
        )
    if _may_review(shown, user):
        offered.append(
            Action(_("Write a review"), reverse("reviews:volunteer", args=[preprint.pk]))
        )
    if rules.is_allowed(
        rules.check_can_respond,
        round_state=Round.State.ASSESSED if has_assessment else Round.State.OPEN,
        is_author=shown.is_own,
        has_responded=any(response.author_id == user.pk for response in responses),
    ):
        offered.append(
            Action(_("Respond to the reviews"), reverse("reviews:respond", args=[preprint.pk]))
        )
    if shown.submission and user.is_authenticated and user.is_editor:
        address = reverse("reviews:submission", args=[shown.submission.submission_id])
        offered.append(Action(_("Handle"), address))
    return offered


def _may_review(shown: VersionView, user: AnyUser) -> bool:
    """Whoever is not signed in yet may; their address is asked for when they begin."""
    is_open = shown.preprint.status == Preprint.Status.UNDER_REVIEW
    return rules.is_allowed(
        rules.check_can_review,
        round_state=Round.State.OPEN if is_open else Round.State.ASSESSED,
        round_kind=Round.Kind.FULL,
        person_id=user.pk,
        involved_ids=_involved_ids(shown, user),
        has_review=shown.has_reviewed,
        email_verified=True,
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
