"""What happens in the demo after a work was assessed: looked at again, redacted, confirmed.

Entries of `acts` as those of `demo/acts.py`, which has the whole table.
"""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from demo.journeys import Journey
from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import Reopening, Round
from reviews.policies import current_policy
from reviews.services import (
    later_versions,
    redacting,
    reopened_assessments,
    responding,
    round_lapses,
)
from reviews.services.redaction_steps import Passage
from reviews.services.submissions import newest_version

Planned = dict[str, Any]


def hold_response(journey: Journey, planned: Planned, now: datetime) -> None:
    """Before the round is posted."""
    responding.hold_response(
        journey.round_now().pk,
        author=journey.person(planned["by"]),
        text=planned["text"].strip(),
        interests=Interests.none(),
        now=now,
    )


def redact_review(journey: Journey, planned: Planned, now: datetime) -> None:
    redacting.redact_review(
        journey.review_of(planned).pk,
        editor=_editor(journey),
        passage=Passage(planned["part"], planned["passage"]),
        reason=planned["reason"],
        now=now,
    )


def confirm_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    """For the newest version of the work."""
    later_versions.confirm_assessment(
        newest_version(Preprint.objects.get(pk=journey.preprint.pk)).pk,
        editor=_editor(journey),
        reason=planned["reason"],
        now=now,
    )


def reopen_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    reopened_assessments.reopen_assessment(
        journey.submission_now().pk,
        editor=journey.person(planned["by"]),
        reason=planned["reason"],
        now=now,
    )


def reopen_selected_work(journey: Journey, _planned: Planned, now: datetime) -> None:
    """As the worker does after each change of a work in an issue; here it changes something."""
    opened = reopened_assessments.reopen_selected_work(journey.preprint.pk, now=now)
    assert opened  # noqa: S101 - the file of the demo says that there is a cause


def decide_reopening(journey: Journey, planned: Planned, now: datetime) -> None:
    submission = journey.submission_now()
    reopened_assessments.decide_reopening(
        submission.pk,
        editor=_editor(journey),
        decision=planned["decision"],
        reason=planned["reason"],
        due_on=(now + timedelta(days=28)).date(),
        seen=Reopening.objects.of_submission(submission).latest("pk").pk,
        now=now,
    )


def lapse_round(journey: Journey, _planned: Planned, now: datetime) -> None:
    """The later round of which its editors were warned."""
    opened = Round.objects.get(submission=journey.submission_now(), number__gt=1)
    round_lapses.lapse_round(opened.pk, policy=current_policy(), now=now)


LATER_ACTS = (
    hold_response,
    redact_review,
    confirm_assessment,
    reopen_assessment,
    reopen_selected_work,
    decide_reopening,
    lapse_round,
)


def _editor(journey: Journey) -> User:
    return journey.person(journey.planned["editor"])
