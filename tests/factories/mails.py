"""A mail in each state it can be in."""

from typing import Any

from events.models import Outbox
from mails.models import Mail
from tests.factories.times import NOW

REFUSED = "GiveUp: 550 5.1.1 no such user"
STATES: dict[str, dict[str, Any]] = {
    "waiting": {"last_error": "TryAgainLater: ConnectionRefusedError: refused", "attempts": 3},
    "failed": {"failed_at": NOW, "last_error": REFUSED, "attempts": 1},
    "sent": {"done_at": NOW, "attempts": 1},
    "dropped": {"dropped_at": NOW, "last_error": "The link is closed."},
    "stopped": {"dropped_at": NOW, "last_error": "An editor stopped it."},
}


def make_mail(
    kind: str,
    recipient: tuple[str, int] | None = None,
    *,
    state: str = "waiting",
    submission: Any = None,
    **row: Any,
) -> Mail:
    """recipient: kind and id; None for nobody known."""
    promise = Outbox.objects.create(
        **{
            "task": "reviews.send_mail",
            "arguments": {"template": kind},
            "created_at": NOW,
            "due_at": NOW,
            **STATES[state],
            **row,
        }
    )
    recipient_kind, recipient_id = recipient or ("", None)
    return Mail.objects.create(
        promise=promise,
        kind=kind,
        recipient_kind=recipient_kind,
        recipient_id=recipient_id,
        submission_id=submission.pk if submission else None,
        stopped_at=NOW if state == "stopped" else None,
    )
