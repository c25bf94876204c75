"""Plain-text mail from templates: the first line is the subject, a blank line, then the text."""

import smtplib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

PERMANENT = 500  # SMTP reply codes from here on say that trying again is of no use
RELAY_FAULTS = (  # said about the journal itself, not about the mail: whoever runs it can mend them
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPHeloError,
    smtplib.SMTPConnectError,
    smtplib.SMTPSenderRefused,
)


class MailRefused(Exception):  # noqa: N818
    """The mail server refuses this mail to this address for good; says so without the address."""


class MailDelayed(OSError):  # noqa: N818
    """The mail server does not take this mail now; says why without the address."""


def send_mail(to: str, template: str, context: dict[str, Any], *, key: str = "") -> None:
    """Send one mail to one address.

    key: the same for the same mail, which then always has the same Message-ID, by which mail
    programs know that they have it already.
    Raises MailRefused, or OSError (MailDelayed is one) when it cannot be sent now.
    """
    words = render_mail(template, context)
    message = EmailMessage(
        subject=words.subject, body=words.body, to=[to], headers=_message_id(key)
    )
    deliver(message)


@dataclass(frozen=True, slots=True)
class MailWords:
    subject: str
    body: str


def render_mail(template: str, context: dict[str, Any]) -> MailWords:
    words = render_to_string(
        template,
        {
            **context,
            "journal_name": settings.JOURNAL_NAME,
            "site_url": settings.SITE_URL,
            "contact_email": settings.CONTACT_EMAIL,
        },
    )
    subject, _, body = words.strip().partition("\n")
    return MailWords(f"[{settings.JOURNAL_NAME}] {subject.strip()}", body.strip() + "\n")


def deliver(message: EmailMessage) -> None:
    """Send a mail that has one recipient. Raises what `send_mail` does."""
    # Errors are raised anew without their cause, which names the address.
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        code, reason = _reply(error)
        for address in message.to:
            reason = reason.replace(address, "the address")
        if code >= PERMANENT and not isinstance(error, RELAY_FAULTS):
            raise MailRefused(f"{code} {reason}") from None
        raise MailDelayed(f"{code} {reason}") from None
    except smtplib.SMTPNotSupportedError as error:
        raise MailRefused(str(error)) from None


def _message_id(key: str) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {"Message-ID": f"<{key}@{host}>"} if key else {}


def _reply(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(error.recipients.values()))
        return code, reason.decode("utf-8", "replace")
    reason_given = error.smtp_error
    if isinstance(reason_given, bytes):
        reason_given = reason_given.decode("utf-8", "replace")
    return error.smtp_code, reason_given
