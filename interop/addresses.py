"""Absolute addresses of pages and feeds, as fixed in the journal's interface; a test compares them
with the URLs.
"""

from django.conf import settings


def preprint_page(preprint_id: int) -> str:
    return f"{settings.SITE_URL}/preprints/{preprint_id}/"


def review_page(preprint_id: int, version_number: int, number: int) -> str:
    return f"{settings.SITE_URL}/preprints/{preprint_id}/v{version_number}/reviews/{number}/"


def issue_page(volume: int, number: int) -> str:
    return f"{settings.SITE_URL}/issues/{volume}/{number}/"


def subject_page(slug: str) -> str:
    return f"{settings.SITE_URL}/subjects/{slug}/"


def list_page(name: str) -> str:
    return f"{settings.SITE_URL}/{name}/"


def feed(name: str, form: str) -> str:
    """`feed("subjects/decision-theory", "atom")`."""
    return f"{settings.SITE_URL}/feeds/{name}.{form}"
