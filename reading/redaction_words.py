"""What the history of a preprint says of redactions, by the kind of event."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


def _redacted(data: dict[str, Any]) -> str:
    if "review" in data:
        return _("A passage of a review was redacted")
    if "response" in data:
        return _("A passage of the response was redacted")
    if "revision" in data:
        return _("A passage of what the authors say of the revision was redacted")
    return _("A passage of the assessment was redacted")


def _tombstone_redacted(data: dict[str, Any]) -> str:
    return _("A passage of why a text was withdrawn was redacted")


def _correction_redacted(data: dict[str, Any]) -> str:
    return _("A passage of a correction was redacted")


def _later_words_redacted(data: dict[str, Any]) -> str:
    return _("A passage of what editors said of the assessment later was redacted")


def _interests_redacted(data: dict[str, Any]) -> str:
    return _("A passage of what an editor of an issue declared was redacted")


def _reasons_redacted(data: dict[str, Any]) -> str:
    return _("A passage of why the work was declined was redacted")


def _appeal_redacted(data: dict[str, Any]) -> str:
    return _("A passage of why an appeal was decided so was redacted")


REDACTED: dict[str, Callable[[dict[str, Any]], str]] = {
    "review.redacted": _redacted,
    "assessment.redacted": _redacted,
    "response.redacted": _redacted,
    "revision.redacted": _redacted,
    "review.tombstone_redacted": _tombstone_redacted,
    "assessment.tombstone_redacted": _tombstone_redacted,
    "response.tombstone_redacted": _tombstone_redacted,
    "corrections.redacted": _correction_redacted,
    "assessment.appeal_redacted": _appeal_redacted,
    "assessment.confirmation_redacted": _later_words_redacted,
    "issue.interests_redacted": _interests_redacted,
    "submission.reasons_redacted": _reasons_redacted,
    "reopening.reason_redacted": _later_words_redacted,
    "reopening.decision_redacted": _later_words_redacted,
}
