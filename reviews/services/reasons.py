"""Changing the reasons to decline, which stand in the journal's policy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews import rules
from reviews.decline_reasons import DeclineReason, ReasonChange, changed_reasons
from reviews.models import Policy
from reviews.policies import forget_policy
from reviews.services.policies import record_policy_change


@transaction.atomic
def change_decline_reasons(
    changes: Mapping[str, ReasonChange], *, added: str = "", editor: User, now: datetime
) -> Policy:
    """Change the reasons that are named, by their codes, and add one; what differs is an event
    each that everybody may read. What was declined or proposed keeps the words it had.

    added: the words of the new reason; "" for none. Raises NotAManagingEditor, ReasonWordsMissing,
    SameReasonTwice, TooManyReasons or NoReasonOffered.
    """
    rules.check_is_managing_editor(is_managing_editor=editor.is_managing_editor)
    policy = Policy.objects.select_for_update().get()
    before = policy.reasons
    after = changed_reasons(before, changes, added=added)
    for change in _differences(before, after):
        record_policy_change(change, by=editor, now=now)
    if list(before) != after:
        policy.decline_reasons = [asdict(reason) for reason in after]
        policy.save(update_fields=["decline_reasons"])
    forget_policy()
    return policy


def _differences(
    before: Sequence[DeclineReason], after: Sequence[DeclineReason]
) -> Iterator[dict[str, Any]]:
    """The data of an event for each. A reason that was not there had no words."""
    former = {reason.code: reason for reason in before}
    for reason in after:
        was = former.get(reason.code, DeclineReason(reason.code, words=""))
        for name in ("words", "is_offered"):
            old, new = getattr(was, name), getattr(reason, name)
            if old != new:
                of = {"policy": f"decline_reason.{name}", "code": reason.code}
                yield {**of, "old": old, "new": new}
    orders = [[reason.code for reason in some if reason.code in former] for some in (before, after)]
    if orders[0] != orders[1]:
        yield {"policy": "decline_reasons.order", "old": orders[0], "new": orders[1]}
