"""How long what somebody wrote is kept once its form is closed."""

from datetime import date, datetime, timedelta

from drafts.models import Draft
from reviews.past_policies import PastPolicy
from reviews.policies import current_policy

KEPT = "ended_draft_months"
MONTH = timedelta(days=30)


def kept_until(draft: Draft, *, now: datetime) -> date:
    """The last day, of a form that is closed; where the schedule has not found that yet, as if it
    did now. What is typed later begins the months anew."""
    since = max(draft.closed_at or now, draft.saved_at)
    months = PastPolicy.of(current_policy(), [KEPT]).lower(KEPT, since)
    return (since + months * MONTH).date()
