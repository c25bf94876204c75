"""What programs read in the head of a page: `citation_*` tags, and JSON-LD."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reading.selectors.citations import (
    name_of_author,
    record_of_issue,
    record_of_review,
    record_of_work,
)
from reading.selectors.issues import IssueContents
from reading.selectors.locations import location_of
from reading.selectors.reviews import ReviewView
from reading.selectors.versions import AuthorView, VersionView
from reviews.models import Review
from text.citations.highwire import highwire
from text.citations.names import CitedName
from text.citations.record import CitationRecord
from text.citations.schema_org import json_ld_in_html, schema_org
from web.addresses import absolute


@dataclass(frozen=True, slots=True)
class HeadTags:
    """meta: names and contents. json_ld: safe within a script element."""

    meta: list[tuple[str, str]]
    json_ld: str


def tags_of_work(shown: VersionView, reviews: Sequence[ReviewView]) -> HeadTags:
    """Of the version that the page shows, with the reviews of it that stand there."""
    version = shown.version
    own = [review for review in reviews if review.about_other is None]
    record = record_of_work(
        version,
        title=version.title_plain,
        people=_names(shown.authors),
        place=location_of(version, shown.locations),
        is_reviewed=any(not review.is_without_round for review in own),
    )
    stubs = [_review_stub(review) for review in own]
    issues = [
        {"@type": "PublicationIssue", "name": one.issue, "url": absolute(one.url)}
        for one in shown.selections
    ]
    more = {"review": stubs, "isPartOf": issues}
    return _tags(record, {name: value for name, value in more.items() if value})


def tags_of_review(review: Review, shown: VersionView) -> HeadTags:
    """review: published, with its version loaded, which is the one shown."""
    version = shown.version
    record = record_of_review(
        review,
        title=version.title_plain,
        people=_names(shown.authors),
        place=location_of(version, shown.locations),
    )
    return _tags(record, {})


def tags_of_issue(contents: IssueContents) -> HeadTags:
    """contents: of a published issue."""
    works = [{"@type": "CreativeWork", "url": absolute(entry.url)} for entry in contents.entries]
    return _tags(record_of_issue(contents.issue, contents.editor_name), {"hasPart": works})


def _names(authors: Sequence[AuthorView]) -> list[CitedName]:
    return [name_of_author(author.name, author.orcid) for author in authors]


def _review_stub(review: ReviewView) -> dict[str, Any]:
    published = review.published_at
    return {
        "@type": "Review",
        "url": absolute(review.url),
        "author": {"@type": "Person", "name": review.byline},
        **({"datePublished": published.date().isoformat()} if published else {}),
    }


def _tags(record: CitationRecord, more: dict[str, Any]) -> HeadTags:
    return HeadTags(highwire(record), json_ld_in_html(schema_org(record) | more))
