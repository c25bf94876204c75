"""What the event log must hold for issues and their entries, and the hashes in it.

The name under a recommendation is in no hash of an event of format 2 without a salt.
"""

import json
from collections.abc import Iterator

from curation.models import Entry, Issue
from events.completeness import PublishedRow, published
from text.hashing import content_hash


def issue_public(issue: Issue) -> tuple[str, ...]:
    """With the evidence as the database has it, written in one way for anybody to write it again.

    >>> issue_public(Issue(title="One", editorial="Two.", evidence={"b": 1.5, "a": "ä"}))
    ('One', 'Two.', '{"a":"ä","b":1.5}')
    """
    written = json.dumps(issue.evidence, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return (*issue_public_before(issue), written)


def issue_public_before(issue: Issue) -> tuple[str, ...]:
    """In events of format 4 and earlier ones."""
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
    for issue in Issue.objects.published().defer("editorial_html").iterator(10):
        yield PublishedRow(
            key=issue_key(issue),
            name=issue.identifier,
            subject=issue.identifier,
            identifier="",
            at=issue.published_at,
            text_hash=content_hash(*issue_public_before(issue)),
            public=issue_public(issue),
            public_before=issue_public_before(issue),
            full_hash=content_hash(*issue_public_before(issue)),
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
