"""What the templates of mails use."""

from django import template
from django.conf import settings

from text.markdown.mail import mail_text

register = template.Library()


@register.filter
def in_mail(markdown: str) -> str:
    """A text in Markdown as a mail shows it."""
    return mail_text(markdown, site_url=settings.SITE_URL)
