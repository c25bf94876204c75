"""The journal's policy in words, and what was changed in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.models import Event
from reviews.models import Policy
from reviews.policies import policy_words
from web.list_lengths import POLICY_CHANGES


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line of the policy."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class PolicyChange:
    words: str
    old: str
    new: str
    at: datetime


def policy_rows(policy: Policy) -> list[PolicyRow]:
    return [
        PolicyRow(words, value_words(getattr(policy, name)))
        for name, words in policy_words().items()
    ]


def policy_changes() -> list[PolicyChange]:
    """The newest first; one query."""
    words = policy_words()
    events = Event.objects.filter(kind="policy.changed").order_by("-at", "-pk")[:POLICY_CHANGES]
    return [
        PolicyChange(
            words[event.data["policy"]],
            value_words(event.data["old"]),
            value_words(event.data["new"]),
            event.at,
        )
        for event in events
        if event.data["policy"] in words
    ]


def value_words(value: Any) -> str:
    """A number, or yes or no."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
