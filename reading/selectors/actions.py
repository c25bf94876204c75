"""What this reader may do with a preprint, as links."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from preprints.models import Preprint
from reviews.models import Response


@dataclass(frozen=True, slots=True)
class Action:
    words: str
    url: str


def actions(
    version: Any, user: Any, *, responses: Sequence[Response], has_assessment: bool
) -> list[Action]:
    """version: as `find_version` loads it."""
    preprint, found = version.preprint, []
    address = f"/preprints/{preprint.pk}"
    if preprint.status == Preprint.Status.LISTED:
        found.append(Action(_("Submit for review"), f"{address}/submit/"))
    is_asked_for = preprint.status == Preprint.Status.UNDER_REVIEW and not version.has_reviewed
    if is_asked_for and not _is_involved(version, user):
        found.append(Action(_("Write a review"), f"{address}/review/"))
    has_answered = any(response.author_id == user.pk for response in responses)
    if version.is_own and has_assessment and not has_answered:
        found.append(Action(_("Respond to the reviews"), f"{address}/respond/"))
    if version.submission and user.is_authenticated and user.is_editor:
        submission_id = version.submission[0]["id"]
        found.append(Action(_("Handle"), f"/editor/submissions/{submission_id}/"))
    return found


def _is_involved(version: Any, user: Any) -> bool:
    """Authors and editors of a work cannot review it, so it is not offered to them."""
    people = ("editor", "second_editor", "submitting_author")
    return version.is_own or any(
        user.is_authenticated and user.pk in [one[who] for who in people]
        for one in version.submission
    )
