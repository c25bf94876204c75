"""One mail to one person, sent by the outbox."""

from typing import Any

from events.outbox import GiveUp, TryAgainLater, current_row
from web.mail import MailRefused, send_mail


def send_promised_mail(to: str, template: str, context: dict[str, Any]) -> None:
    """Send the mail that an outbox row promises.

    Raises GiveUp where the address is refused for good, TryAgainLater where the server is away.
    """
    row = current_row.get()
    try:
        send_mail(to, template, context, key=f"outbox-{row}" if row else "")
    except MailRefused as error:
        raise GiveUp(str(error)) from None
    except OSError as error:
        raise TryAgainLater(f"{type(error).__name__}: {error}") from None
