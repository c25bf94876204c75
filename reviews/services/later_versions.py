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
from reviews.interests import Interests
from reviews.models import Assessment, ConfirmedAssessment, Submission
from reviews.published import confirmation_key, confirmation_personal, confirmation_public
from reviews.revision_errors import NotAssessedYet
from reviews.services.act_interests import interests_at_act
from reviews.services.editor_interests import check_acts_for
from reviews.services.reopening_decisions import answer_by_confirming
from reviews.services.revising import facts_of_version, lock_accepted


@transaction.atomic
def confirm_assessment(
    version_id: int,
    *,
    editor: User,
    reason: str,
    now: datetime,
    interests: Interests | None = None,
) -> ConfirmedAssessment:
    """Say that the newest assessment of the work holds for its newest version, and why.

    Raises NotTheHandlingEditor, NotAssessedYet, WorkWithdrawn, NotTheNewestVersion,
    VersionIsAssessed, RevisionWaits, ReviewGoesOn, ConfirmedWithoutReason or UndeclaredInterest.
    """
    submission, version = lock_accepted(version_id)
    check_acts_for(submission, editor, interests)
    facts = _facts(submission, version)
    revision_rules.check_can_confirm_assessment(reason=reason, **facts)
    assessment = assessment_in_force(submission)
    if assessment is None:
        raise NotAssessedYet
    declared = interests_at_act(submission, editor, interests, now=now)
    confirmed = ConfirmedAssessment.objects.create(
        assessment=assessment,
        version=version,
        editor=editor,
        reason=reason,
        interests=declared,
        confirmed_at=now,
    )
    answer_by_confirming(
        submission, editor=editor, reason=reason.strip(), declared=declared, now=now
    )
    _record(confirmed, now=now)
    promise("reviews.notify_authors_of_confirmed_assessment", confirmed_id=confirmed.pk)
    return confirmed


def _record(confirmed: ConfirmedAssessment, *, now: datetime) -> None:
    record_event(
        "assessment.confirmed",
        about=confirmed.version,
        actor_id=confirmed.editor_id,
        now=now,
        data={
            "assessment": confirmed.assessment.identifier,
            "row": confirmation_key(confirmed),
        },
        public=confirmation_public(confirmed),
        personal=confirmation_personal(confirmed),
    )


def may_confirm_assessment(submission: Submission, version: Version) -> bool:
    """Whether a page offers it to the handling editor."""
    return rules.is_allowed(
        revision_rules.check_can_confirm_assessment,
        reason="as it will be",
        **_facts(submission, version),
    )


def assessment_in_force(submission: Submission) -> Assessment | None:
    """Of its last round of which one is published, not withdrawn; with its version."""
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
