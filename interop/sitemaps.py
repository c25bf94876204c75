"""The sitemap: every page that anybody may read and search engines should find, and nothing else.

Works, reviews and issues stand in files of at most 50,000 addresses, as sitemaps.org asks, each for
a range of ids: so a file is one range scan, however many works there are. Pages of people are left
out: who signed something is found from there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, Max, QuerySet
from django.db.models.functions import Cast, Greatest
from django.urls import reverse

from curation.models import Issue
from preprints.models import Preprint, Subject
from reviews.models import Review
from web import addresses

FILE_ADDRESSES = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("home", "preprints", "subjects", "people", "issues", "review_requests", "about", "log")


@dataclass(frozen=True, slots=True)
class Section:
    """rows: of what is public, with `changed` annotated. fields: what `address` is made from."""

    rows: Callable[[], QuerySet[Any]]
    fields: tuple[str, ...]
    address: Callable[..., str]


def _preprints() -> QuerySet[Preprint]:
    changed = Greatest("status_at", "current_version__seen_at")
    return Preprint.objects.public().annotate(changed=changed)


def _reviews() -> QuerySet[Review]:
    return Review.objects.published().annotate(changed=F("published_at"))


def _issues() -> QuerySet[Issue]:
    return Issue.objects.published().annotate(changed=F("published_at"))


SECTIONS = {
    "preprints": Section(_preprints, ("pk",), addresses.preprint_page),
    "reviews": Section(
        _reviews, ("version__preprint", "version__number", "number"), addresses.review_page
    ),
    "issues": Section(_issues, ("volume", "number"), addresses.issue_page),
}


def sitemap_index() -> str:
    """One query a section."""
    lines = [f"<sitemap><loc>{_file('pages', 1)}</loc></sitemap>"]
    for name, section in SECTIONS.items():
        part = Cast((F("pk") - 1) / FILE_ADDRESSES, IntegerField())
        parts = section.rows().order_by().annotate(part=part).values("part")
        for found in parts.annotate(newest=Max("changed")).order_by("part"):
            where = f"<loc>{_file(name, found['part'] + 1)}</loc>"
            lines.append(f"<sitemap>{where}{_day(found['newest'])}</sitemap>")
    return _document("sitemapindex", lines)


def sitemap_of_pages() -> str:
    """The fixed pages, and the subjects."""
    found = [addresses.absolute(reverse(f"reading:{name}")) for name in PAGES]
    slugs = Subject.objects.order_by("slug").values_list("slug", flat=True)
    found += [addresses.subject_page(slug) for slug in slugs]
    return _document("urlset", [f"<url><loc>{address}</loc></url>" for address in found])


def sitemap_file(name: str, part: int) -> str | None:
    """part: from 1. None where there is nothing. One query."""
    section = SECTIONS[name]
    rows = section.rows().filter(pk__gt=(part - 1) * FILE_ADDRESSES, pk__lte=part * FILE_ADDRESSES)
    lines = list(_lines(section, rows.order_by("pk")))
    return _document("urlset", lines) if lines else None


def _lines(section: Section, rows: QuerySet[Any]) -> Iterator[str]:
    for changed, *key in rows.values_list("changed", *section.fields):
        yield f"<url><loc>{section.address(*key)}</loc>{_day(changed)}</url>"


def _day(moment: datetime | None) -> str:
    """A day and no time: of a hidden reviewer not even the hour is known."""
    return f"<lastmod>{moment:%Y-%m-%d}</lastmod>" if moment else ""


def _file(name: str, part: int) -> str:
    return addresses.absolute(reverse("sitemaps:file", args=[name, part]))


def _document(element: str, lines: Iterable[str]) -> str:
    """Addresses hold nothing that XML would have to escape: ids, numbers and slugs."""
    body = "\n".join(lines)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{NAMESPACE}">\n{body}\n'
        f"</{element}>\n"
    )
