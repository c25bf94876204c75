"""What this reader may do with a preprint, as links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from preprints.models import Preprint
from reading.selectors.versions import VersionView
from reviews.models import Response


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
    is_asked_for = preprint.status == Preprint.Status.UNDER_REVIEW and not shown.has_reviewed
    if is_asked_for and not _is_involved(shown, user):
        offered.append(
            Action(_("Write a review"), reverse("reviews:volunteer", args=[preprint.pk]))
        )
    has_responded = any(response.author_id == user.pk for response in responses)
    if shown.is_own and has_assessment and not has_responded:
        offered.append(
            Action(_("Respond to the reviews"), reverse("reviews:respond", args=[preprint.pk]))
        )
    if shown.submission and user.is_authenticated and user.is_editor:
        address = reverse("reviews:submission", args=[shown.submission.submission_id])
        offered.append(Action(_("Handle"), address))
    return offered


def _is_involved(shown: VersionView, user: AnyUser) -> bool:
    """Authors and editors of a work cannot review it, so it is not offered to them."""
    if shown.is_own or shown.submission is None or not user.is_authenticated:
        return shown.is_own
    submission = shown.submission
    return user.pk in (
        submission.editor_id,
        submission.second_editor_id,
        submission.submitting_author_id,
    )
