"""A work whose assessment is owed, while nothing of it is under way, is assessed anew."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.services import record_event
from reviews import lapse_rules, rules
from reviews.models import Round, Submission
from reviews.services.editor_interests import check_acts_for
from reviews.services.owed_assessments import is_assessment_owed
from reviews.services.revising import facts_of_version, open_next_round
from reviews.services.submissions import lock_submission


@transaction.atomic
def assess_anew(submission_id: int, *, editor: User, now: datetime) -> Round:
    """Open a round of the editors alone on the version of the last round.

    Raises NotTheHandlingEditor, InterestsNotDeclared, ReviewGoesOn, RevisionWaits,
    NoAssessmentOwed or WorkWithdrawn.
    """
    submission = lock_submission(submission_id)
    check_acts_for(submission, editor)
    lapse_rules.check_can_assess_anew(**_facts(submission))
    version = submission.rounds.select_related("version").order_by("-number")[0].version
    opened = open_next_round(submission, version, kind=Round.Kind.EDITORS, now=now)
    record_event(
        "round.assessed_anew",
        about=version,
        actor_id=editor.pk,
        now=now,
        data={"round": opened.number},
    )
    return opened


def may_assess_anew(submission: Submission, person: User) -> bool:
    """Whether a page offers it."""
    is_handling = submission.editor_id == person.pk
    return is_handling and rules.is_allowed(lapse_rules.check_can_assess_anew, **_facts(submission))


def _facts(submission: Submission) -> dict[str, Any]:
    newest = submission.rounds.select_related("version").order_by("-number").first()
    facts = facts_of_version(submission, newest.version if newest else submission.version)
    return {
        "is_owed": is_assessment_owed(submission),
        **{
            name: facts[name] for name in ("has_open_round", "has_waiting_revision", "is_withdrawn")
        },
    }
