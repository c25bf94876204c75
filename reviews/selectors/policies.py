"""The journal's policy in words, and what was changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from reviews.models import Policy
from reviews.policies import policy_words
from web.list_lengths import POLICY_CHANGES

# What a change is about, by what its event says (`services/reasons.py`).
ORDER = "decline_reasons.order"
REASON_WORDS = {
    "decline_reason.words": gettext_lazy("Words of the reason to decline “%(reason)s”"),
    "decline_reason.is_offered": gettext_lazy("Whether “%(reason)s” is offered to decline with"),
}


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


def policy_changes(policy: Policy) -> list[PolicyChange]:
    """The newest first; one query."""
    events = Event.objects.filter(kind="policy.changed").order_by("-at", "-pk")[:POLICY_CHANGES]
    numbers, reasons = policy_words(), {reason.code: reason.words for reason in policy.reasons}
    changes = (_change(event, numbers, reasons) for event in events)
    return [change for change in changes if change is not None]


def _change(
    event: Event, numbers: Mapping[str, str], reasons: Mapping[str, str]
) -> PolicyChange | None:
    """None of a number that the policy has no more. reasons: their words, by code."""
    name, old, new = (event.data[part] for part in ("policy", "old", "new"))
    if name == ORDER:
        was, now = (", ".join(f"“{reasons[code]}”" for code in codes) for codes in (old, new))
        return PolicyChange(_("Order of the reasons to decline"), was, now, event.at)
    if name in REASON_WORDS:
        words = REASON_WORDS[name] % {"reason": reasons[event.data["code"]]}
    elif name in numbers:
        words = numbers[name]
    else:
        return None
    return PolicyChange(words, value_words(old), value_words(new), event.at)


def value_words(value: Any) -> str:
    """A number, a text, or yes or no."""
    if value == "":
        return _("not there")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
