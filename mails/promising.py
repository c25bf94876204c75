"""A mail is a row first: promised in the transaction of the write it follows from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.models import Outbox
from events.outbox import promise
from mails.kinds import MAIL_KINDS
from mails.models import Mail


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for; see `Mail`."""

    kind: str = ""
    pk: int | None = None


NOBODY_KNOWN = Recipient()


def promise_mail(
    kind: str,
    task: str,
    *,
    to: Recipient,
    submission_id: int | None = None,
    due_at: datetime | None = None,
    **arguments: Any,
) -> Outbox:
    """Promise one mail to one person. Call inside the transaction.

    kind: of `MAIL_KINDS`. task: the handler that sends it; arguments: what that one takes.
    submission_id: of the work it is about.
    """
    if kind not in MAIL_KINDS:
        raise LookupError(f"No kind of mail is called {kind!r}.")
    row = promise(task, due_at=due_at, **arguments)
    Mail.objects.create(
        promise=row,
        kind=kind,
        recipient_kind=to.kind,
        recipient_id=to.pk,
        submission_id=submission_id,
    )
    return row
