"""Plain-text mail from templates: the first line is the subject, a blank line, then the text."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send_mail(to: str, template: str, context: dict[str, Any]) -> None:
    """Send one mail. Raises OSError (SMTP's errors are) when it cannot be handed over."""
    words = render_to_string(
        template,
        {**context, "journal_name": settings.JOURNAL_NAME, "site_url": settings.SITE_URL},
    )
    subject, _, body = words.strip().partition("\n")
    EmailMessage(
        subject=f"[{settings.JOURNAL_NAME}] {subject.strip()}", body=body.strip() + "\n", to=[to]
    ).send()
