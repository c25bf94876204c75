"""One mail to one person, sent by the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMessage

from events.outbox import GiveUp, TryAgainLater, current_row
from web.mail import MailRefused, deliver, send_mail


def send_promised_mail(to: str, template: str, context: dict[str, Any]) -> None:
    """Send the mail that an outbox row promises.

    Raises GiveUp where the address is refused for good, TryAgainLater where the server is away.
    """
    row = current_row.get()
    with _errors_for_the_outbox():
        send_mail(to, template, context, key=f"outbox-{row}" if row else "")


def deliver_promised(message: EmailMessage) -> None:
    """Deliver a mail that is rendered already, with errors that the outbox understands."""
    with _errors_for_the_outbox():
        deliver(message)


@contextmanager
def _errors_for_the_outbox() -> Iterator[None]:
    try:
        yield
    except MailRefused as error:
        raise GiveUp(str(error)) from None
    except OSError as error:
        raise TryAgainLater(f"{type(error).__name__}: {error}") from None
