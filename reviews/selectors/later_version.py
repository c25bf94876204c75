"""A version that appeared after the one that is, or was, under review."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from preprints.models import Version
from reviews.models import Assessment, ConfirmedAssessment, Round, Submission
from reviews.services.later_versions import may_confirm_assessment


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """reviewed: number of the version that the newest round is about. is_open: whether that round
    goes on. confirmed: the assessment that holds for the later version, too. may_confirm: whether
    the handling editor may say so now."""

    version: Version
    reviewed: int
    is_open: bool
    changes_url: str
    confirmed: ConfirmedAssessment | None
    may_confirm: bool


def later_version(submission: Submission, rounds: Sequence[Round]) -> LaterVersion | None:
    """rounds: the newest first, with their versions. None where the newest one is about the newest
    version, or where there is none."""
    version = submission.preprint.current_version
    if version is None or not rounds or version.number <= rounds[0].version.number:
        return None
    newest = rounds[0]
    numbers = [newest.version.number, version.number]
    return LaterVersion(
        version=version,
        reviewed=newest.version.number,
        is_open=newest.state in Round.UNDER_WAY,
        changes_url=reverse("reading:compare", args=[version.preprint_id, *numbers]),
        confirmed=confirmed_for(version),
        may_confirm=may_confirm_assessment(submission, version),
    )


def confirmed_for(version: Version) -> ConfirmedAssessment | None:
    """Unless the version has been assessed itself since, or the assessment was withdrawn."""
    confirmed = ConfirmedAssessment.objects.in_force().filter(version=version)
    own = Assessment.objects.published().filter(version=version)
    if own.exists():
        return None
    return confirmed.select_related("editor__profile", "assessment__version").first()
