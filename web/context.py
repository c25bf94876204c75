from typing import Any

from django.conf import settings
from django.http import HttpRequest


def journal(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the journal itself; no query."""
    return {
        "journal_name": settings.JOURNAL_NAME,
        "journal_summary": settings.JOURNAL_SUMMARY,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "licence_url": settings.JOURNAL_LICENCE_URL,
        "is_demo": getattr(settings, "IS_DEMO", False),
    }
