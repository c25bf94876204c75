"""What the event log must hold for issues and their entries, and the hashes in it."""

from collections.abc import Iterator

from curation.models import Entry, Issue
from events.completeness import published
from text.hashing import content_hash


def issue_hash(issue: Issue) -> str:
    return content_hash(issue.title, issue.editorial)


def entry_hash(entry: Entry) -> str:
    return content_hash(entry.section, entry.recommendation, entry.recommended_by_name)


@published("issue.published")
def published_issues() -> Iterator[tuple[str, str]]:
    for issue in Issue.objects.published().defer("evidence", "editorial_html").iterator(100):
        yield issue.identifier, issue_hash(issue)


@published("issue.published")
def published_entries() -> Iterator[tuple[str, str]]:
    rows = Entry.objects.filter(issue__state=Issue.State.PUBLISHED)
    for entry in rows.select_related("issue").defer("issue__evidence").iterator(500):
        yield f"V{entry.preprint_id} in {entry.issue.identifier}", entry_hash(entry)
