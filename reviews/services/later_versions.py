"""An assessment that holds for a later version, too: confirmed by the handling editor.

Without it a version that nobody reviews again could never enter an issue.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Version
from reviews import revision_rules, rules
from reviews.models import Assessment, ConfirmedAssessment, Submission
from reviews.published import confirmation_key, confirmation_public
from reviews.revision_errors import NotAssessedYet
from reviews.services.editor_interests import check_acts_for
from reviews.services.reopening_decisions import answer_by_confirming
from reviews.services.revising import facts_of_version, lock_accepted


@transaction.atomic
def confirm_assessment(
    version_id: int, *, editor: User, reason: str, now: datetime
) -> ConfirmedAssessment:
    """Say that the newest assessment of the work holds for its newest version, and why.

    Raises NotTheHandlingEditor, NotAssessedYet, WorkWithdrawn, NotTheNewestVersion,
    VersionIsAssessed, RevisionWaits, ReviewGoesOn or ConfirmedWithoutReason.
    """
    submission, version = lock_accepted(version_id)
    check_acts_for(submission, editor)
    facts = _facts(submission, version)
    revision_rules.check_can_confirm_assessment(reason=reason, **facts)
    assessment = newest_assessment(submission)
    if assessment is None:
        raise NotAssessedYet
    confirmed = ConfirmedAssessment.objects.create(
        assessment=assessment, version=version, editor=editor, reason=reason, confirmed_at=now
    )
    answer_by_confirming(submission, editor=editor, reason=reason.strip(), now=now)
    record_event(
        "assessment.confirmed",
        about=version,
        actor_id=editor.pk,
        now=now,
        data={
            "assessment": assessment.identifier,
            "row": confirmation_key(confirmed),
        },
        public=confirmation_public(confirmed),
    )
    promise("reviews.notify_authors_of_confirmed_assessment", confirmed_id=confirmed.pk)
    return confirmed


def may_confirm_assessment(submission: Submission, version: Version) -> bool:
    """Whether a page offers it to the handling editor."""
    return rules.is_allowed(
        revision_rules.check_can_confirm_assessment,
        reason="as it will be",
        **_facts(submission, version),
    )


def newest_assessment(submission: Submission) -> Assessment | None:
    """Of those published; with its version."""
    published = Assessment.objects.published().filter(round__submission=submission)
    return published.select_related("version").order_by("-round__number").first()


def _facts(submission: Submission, version: Version) -> dict[str, Any]:
    assessed = Assessment.objects.published().filter(version__preprint=version.preprint_id)
    is_confirmed = ConfirmedAssessment.objects.in_force().filter(version=version).exists()
    return {
        "has_earlier_assessment": assessed.exists(),
        "is_assessed": is_confirmed or assessed.filter(version=version).exists(),
        **facts_of_version(submission, version),
    }
