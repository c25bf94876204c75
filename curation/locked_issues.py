"""Locks the issues that lead to a person, before their works and the person are locked."""

from collections.abc import Collection

from django.db.models import Q

from accounts.locking import LOCK_ROWS
from curation.models import Entry, Issue, RemovedEntry


def lock_issues_of(user_ids: Collection[int]) -> None:
    recommended = [
        rows.objects.filter(recommended_by__in=user_ids).values("issue")
        for rows in (Entry, RemovedEntry)
    ]
    own = Q(editor__in=user_ids) | Q(written_by__in=user_ids)
    issues = Issue.objects.filter(own | Q(pk__in=recommended[0]) | Q(pk__in=recommended[1]))
    list(issues.select_for_update(of=("self",)).only("pk").order_by("pk"))


LOCK_ROWS.append(lock_issues_of)
