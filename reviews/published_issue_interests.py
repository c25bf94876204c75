"""What the event log must hold of the interests that are published with an issue."""

from collections.abc import Iterator

from events.completeness import PublishedRow, published
from reviews.models import IssueInterests
from text.hashing import content_hash


def interests_key(declared: IssueInterests) -> str:
    return f"issueinterests {declared.pk}"


def interests_public(declared: IssueInterests) -> tuple[str, ...]:
    place = (declared.issue, str(declared.version_id), declared.whose)
    return (*place, *declared.redacted_places())


def interests_personal(declared: IssueInterests) -> tuple[str, ...]:
    said = (",".join(declared.interest_kinds), declared.competing_interests)
    return (*declared.redaction_reasons(), *said, str(declared.editor_id))


@published("issue.interests_published")
def published_interests() -> Iterator[PublishedRow]:
    rows = IssueInterests.objects.published().select_related("version")
    for declared in rows.iterator(500):
        yield PublishedRow(
            key=interests_key(declared),
            name=str(declared),
            subject=declared.version.identifier,
            identifier="",
            at=declared.published_at,
            text_hash="",  # there are none of format 1
            public=interests_public(declared),
            full_hash=content_hash(*interests_public(declared)),
            facts={"issue": declared.issue},
            personal=interests_personal(declared),
            account=str(declared.editor_id),
        )
