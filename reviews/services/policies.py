"""Changing the journal's policy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.services import NamedSubject, record_event
from reviews import lapse_rules, rules
from reviews.models import Policy
from reviews.policies import forget_policy

POLICY = NamedSubject("policy")


@transaction.atomic
def change_policy(changes: Mapping[str, int | bool], *, editor: User, now: datetime) -> Policy:
    """Change the fields that are named and differ; each is an event of its own that everybody may
    read. Raises NotAManagingEditor or WarningTooLong."""
    rules.check_is_managing_editor(is_managing_editor=editor.is_managing_editor)
    policy = Policy.objects.select_for_update().get()
    changed = {name: value for name, value in changes.items() if getattr(policy, name) != value}
    new = {name: changes.get(name, getattr(policy, name)) for name in lapse_rules.LAPSE_DAYS}
    lapse_rules.check_warning_fits(**new)
    for name, value in changed.items():
        change = {"policy": name, "old": getattr(policy, name), "new": value}
        record_policy_change(change, by=editor, now=now)
        setattr(policy, name, value)
    if changed:
        policy.save(update_fields=list(changed))
    forget_policy()
    return policy


def record_policy_change(change: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """change: `policy`, what it is of, `old` and `new`; what `selectors.policies` reads."""
    record_event("policy.changed", about=POLICY, actor_id=by.pk, now=now, data=dict(change))
