"""Declaring competing interests of works in an issue, and publishing what was declared with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from curation import errors
from curation.models import Entry, Issue
from curation.selectors.candidates import author_ids
from curation.selectors.interests import whose
from curation.services.locking import lock_issue
from events.models import Event
from events.services import NamedSubject, record_event
from preprints.models import Version
from reviews.interests import Interests
from reviews.models import IssueInterests
from reviews.published_issue_interests import interests_key, interests_personal, interests_public
from reviews.selectors.interests import found_interests


@transaction.atomic
def declare_interests(
    issue_id: int, *, declared: Mapping[int, Interests], editor: User, now: datetime
) -> None:
    """declared: by version. What was declared before is replaced; the same again does nothing.

    Raises NotAnEditor, IssuePublished or UndeclaredTie.
    """
    issue = lock_issue(issue_id, editor)
    versions = Version.objects.filter(pk__in=declared).order_by("pk")
    changed = [
        version.identifier
        for version in versions
        if keep_interests(issue, version, editor, declared[version.pk], now=now)
    ]
    if changed:
        record_event(
            "issue.interests_declared",
            about=NamedSubject(issue.identifier),
            actor_id=editor.pk,
            now=now,
            data={"issue": issue.label, "versions": changed},
        )


def keep_interests(
    issue: Issue, version: Version, editor: User, interests: Interests, *, now: datetime
) -> bool:
    """Whether it was not declared so already. Call it with the issue locked.

    Raises UndeclaredTie where the catalogue shows a tie, or the editor is an author, and none is
    declared.
    """
    if not interests.are_declared:
        _check_no_tie(version, editor, now=now)
    fields = interests.row_fields
    known = IssueInterests.objects.filter(issue=issue.identifier, version=version, editor=editor)
    if known.filter(**fields).exists():
        return False
    IssueInterests.objects.update_or_create(
        issue=issue.identifier,
        version=version,
        editor=editor,
        defaults={**fields, "declared_at": now},
    )
    return True


def _check_no_tie(version: Version, editor: User, *, now: datetime) -> None:
    found = found_interests(version, editor, now=now)
    if not found and editor.pk in author_ids(version.preprint_id):
        found = [str(errors.IS_AUTHOR)]
    if found:
        raise errors.UndeclaredTie(title=version.title_plain, found=" ".join(found))


def publish_interests(
    issue: Issue, entries: Sequence[Entry], *, editor: User, now: datetime
) -> None:
    """With the issue, which is locked. Deleted is what was declared of works that left it again,
    and by editors who declared, and then neither chose the work nor have a part in the issue."""
    of_issue = IssueInterests.objects.filter(issue=issue.identifier)
    by_version = {entry.version_id: entry for entry in entries}
    of_issue.exclude(version__in=by_version).delete()
    of_all, choosers = {editor.pk, issue.editor_id, issue.written_by_id}, _who_chose(issue)
    for row in of_issue.select_related("version"):
        entry = by_version[row.version_id]
        of_work = {entry.recommended_by_id, *choosers[entry.preprint_id]}
        if row.editor_id not in of_all | of_work:
            row.delete()
            continue
        row.whose, row.published_at = whose(row, entry), now
        row.save(update_fields=["whose", "published_at"])
        record_event(
            "issue.interests_published",
            about=row.version,
            actor_id=editor.pk,
            now=now,
            data={"issue": row.issue, "row": interests_key(row)},
            public=interests_public(row),
            personal=interests_personal(row),
        )


def _who_chose(issue: Issue) -> dict[int | None, set[int | None]]:
    """Who added each work to it; another editor can recommend it since."""
    chosen: dict[int | None, set[int | None]] = defaultdict(set)
    added = Event.objects.filter(kind="entry.added", subject=issue.identifier)
    for preprint_id, editor_id in added.values_list("preprint_id", "actor_id"):
        chosen[preprint_id].add(editor_id)
    return chosen
