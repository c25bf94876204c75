"""Absolute addresses: pages for people, feeds, and the API's own resources.

The paths are part of the journal's fixed interface, so they are written out here: reversing them
for every row of a list would cost more than reading the row. A test compares them with the URLs.
"""

from django.conf import settings


def absolute(path: str) -> str:
    """The address of a path of this journal, which begins with "/"."""
    return f"{settings.SITE_URL}{path}"


def preprint_page(preprint_id: int) -> str:
    return f"{settings.SITE_URL}/preprints/{preprint_id}/"


def version_page(preprint_id: int, number: int) -> str:
    return f"{settings.SITE_URL}/preprints/{preprint_id}/v{number}/"


def review_page(preprint_id: int, version_number: int, number: int) -> str:
    return f"{settings.SITE_URL}/preprints/{preprint_id}/v{version_number}/reviews/{number}/"


def issue_page(volume: int, number: int) -> str:
    return f"{settings.SITE_URL}/issues/{volume}/{number}/"


def issue_evidence(volume: int, number: int) -> str:
    return f"{settings.SITE_URL}/issues/{volume}/{number}/evidence.json"


def issue_pdf(volume: int, number: int) -> str:
    return f"{settings.SITE_URL}/issues/{volume}/{number}/issue.pdf"


def issue_epub(volume: int, number: int) -> str:
    return f"{settings.SITE_URL}/issues/{volume}/{number}/issue.epub"


def subject_page(slug: str) -> str:
    return f"{settings.SITE_URL}/subjects/{slug}/"


def person_page(handle: str) -> str:
    return f"{settings.SITE_URL}/people/{handle}/"


def list_page(name: str) -> str:
    """The page that lists them all: `list_page("issues")`."""
    return f"{settings.SITE_URL}/{name}/"


def search_page(parameters: str) -> str:
    """`search_page("q=regret")`."""
    return f"{settings.SITE_URL}/search/?{parameters}"


def checkpoint_file(links: int) -> str:
    return f"{settings.SITE_URL}/log/{links}.txt"


def feed(name: str, form: str, parameters: str = "") -> str:
    """`feed("subjects/decision-theory", "atom")`, `feed("search", "rss", "q=regret")`."""
    return f"{settings.SITE_URL}/feeds/{name}.{form}{'?' * bool(parameters)}{parameters}"


def resource(name: str, key: int | str) -> str:
    """The API address of one resource: `resource("reviews", 7)`."""
    return f"{settings.SITE_URL}/api/v1/{name}/{key}/"


def resource_list(name: str) -> str:
    """The API address of all resources of a kind: `resource_list("reviews")`."""
    return f"{settings.SITE_URL}/api/v1/{name}/"
