"""What the event log must hold for issues and their entries, and the hashes in it.

The name under a recommendation is in no hash of an event of format 2 without a salt.
"""

from collections.abc import Iterator

from curation.models import Entry, Issue
from events.completeness import PublishedRow, published
from text.hashing import content_hash


def issue_public(issue: Issue) -> tuple[str, ...]:
    return (issue.title, issue.editorial)


def entry_public(entry: Entry) -> tuple[str, ...]:
    place = (str(entry.issue_id), str(entry.version_id), str(entry.position))
    return (*place, entry.section, entry.recommendation)


def entry_personal(entry: Entry) -> tuple[str, ...]:
    return (entry.recommended_by_name, str(entry.recommended_by_id))


def entry_text_hash(entry: Entry) -> str:
    """As events of format 1 hold it."""
    return content_hash(entry.section, entry.recommendation, entry.recommended_by_name)


@published("issue.published")
def published_issues() -> Iterator[PublishedRow]:
    for issue in Issue.objects.published().defer("evidence", "editorial_html").iterator(100):
        yield PublishedRow(
            key=issue_key(issue),
            name=issue.identifier,
            subject=issue.identifier,
            identifier="",
            at=issue.published_at,
            text_hash=content_hash(*issue_public(issue)),
            public=issue_public(issue),
            full_hash=content_hash(*issue_public(issue)),
            facts={"url": issue.get_absolute_url()},
            personal=(),
        )


@published("issue.published")
def published_entries() -> Iterator[PublishedRow]:
    rows = Entry.objects.published()
    shown = rows.select_related("issue", "version").defer(
        "issue__evidence", "version__body_html", "version__abstract"
    )
    for entry in shown.iterator(500):
        yield PublishedRow(
            key=entry_key(entry),
            name=f"V{entry.preprint_id} in {entry.issue.identifier}",
            subject=entry.version.identifier,
            identifier="",
            at=entry.issue.published_at,
            text_hash=entry_text_hash(entry),
            public=entry_public(entry),
            full_hash=content_hash(*entry_public(entry)),
            facts={"url": entry.issue.get_absolute_url()},
            personal=entry_personal(entry),
            account=str(entry.recommended_by_id),
        )


def issue_key(issue: Issue) -> str:
    return f"issue {issue.pk}"


def entry_key(entry: Entry) -> str:
    return f"entry {entry.pk}"
