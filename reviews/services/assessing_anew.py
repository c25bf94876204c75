"""A work whose assessment is owed, while nothing of it is under way, is assessed anew."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.services import record_event
from preprints.models import Version
from reviews import owed_rules, rules
from reviews.models import Round, Submission
from reviews.services.editor_interests import check_acts_for
from reviews.services.owed_assessments import (
    is_assessment_owed,
    set_status_without_assessment,
)
from reviews.services.revising import facts_of_version, open_next_round
from reviews.services.submissions import lock_submission


@transaction.atomic
def assess_anew(submission_id: int, *, editor: User, now: datetime) -> Round:
    """Open a round of the editors alone on the newest version that is not withdrawn; the work is
    under review again, where no assessment of it stands.

    Raises NotTheHandlingEditor, InterestsNotDeclared, ReviewGoesOn, RevisionWaits,
    NoAssessmentOwed or WorkWithdrawn.
    """
    submission = lock_submission(submission_id)
    check_acts_for(submission, editor)
    version = _newest_there(submission) or submission.version
    owed_rules.check_can_assess_anew(**_facts(submission, version))
    opened = open_next_round(submission, version, kind=Round.Kind.EDITORS, now=now)
    set_status_without_assessment(submission, now=now)
    record_event(
        "round.assessed_anew",
        about=version,
        actor_id=editor.pk,
        now=now,
        data={"round": opened.number},
    )
    return opened


def version_to_assess_anew(submission: Submission, person: User) -> Version | None:
    """Which one a page offers them to assess anew; None where it offers none."""
    version = _newest_there(submission)
    if version is None or submission.editor_id != person.pk:
        return None
    facts = _facts(submission, version)
    return version if rules.is_allowed(owed_rules.check_can_assess_anew, **facts) else None


def _newest_there(submission: Submission) -> Version | None:
    """The newest that its source has not withdrawn."""
    there = Version.objects.filter(preprint=submission.preprint_id, is_withdrawn=False)
    return there.order_by("-number").first()


def _facts(submission: Submission, version: Version) -> dict[str, Any]:
    facts = facts_of_version(submission, version)
    return {
        "is_owed": is_assessment_owed(submission),
        **{
            name: facts[name] for name in ("has_open_round", "has_waiting_revision", "is_withdrawn")
        },
    }
