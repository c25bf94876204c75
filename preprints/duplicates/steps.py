"""What merging two preprints and undoing a merge have in common."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, models

from accounts.models import User
from events.locks import Lock, hold
from events.services import NamedSubject, record_event
from preprints import rules
from preprints.models import DuplicateCandidate, Merge, Preprint, Version

# They are about pairs of preprints, or about the merge itself, and so do not move.
_NOT_MOVED = (Merge, DuplicateCandidate, Preprint, Preprint.subjects.through)
_SHARED_FIELDS = (
    *("kind", "status", "status_at", "selected_for", "shows_full_text", "first_posted_at"),
    "status_before_withdrawal",
    "current_version_id",
)
Moved = dict[str, Any]


def check_may_merge(by: User | None) -> None:
    if by is not None:
        rules.check_is_editor(is_editor=by.is_editor)


def lock_pair(kept_id: int, merged_id: int) -> tuple[Preprint, Preprint]:
    """Nothing is stored meanwhile, or a new version might go to a preprint that is merged away."""
    hold(Lock.CATALOGUE)
    rows = Preprint.objects.select_for_update(of=("self",)).order_by("pk")
    found = {one.pk: one for one in rows.filter(pk__in=[kept_id, merged_id])}
    return found[kept_id], found[merged_id]


def save_work(preprint: Preprint) -> None:
    """All but what the database itself keeps of a work: it has changed with the moved versions."""
    fields = Preprint._meta.concrete_fields
    kept_by_database = ("id", "significance_rank")
    preprint.save(update_fields=[one.name for one in fields if one.name not in kept_by_database])


def place_versions(preprint: Preprint, numbers: dict[int, int]) -> None:
    """Give versions to a preprint under new numbers, which the trigger allows only here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.merging', 'on', true)")
        cursor.execute(
            """
            UPDATE preprints_version AS version
               SET preprint_id = %s, number = new.number
              FROM unnest(%s::bigint[], %s::int[]) AS new (id, number)
             WHERE version.id = new.id
            """,
            [preprint.pk, list(numbers), list(numbers.values())],
        )
        cursor.execute("SELECT set_config('verso.merging', 'off', true)")


def references_to_preprints() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and foreign key that points at a preprint, those without a way back included.

    Versions have their own way; a row whose key is the preprint (the search index) is not moved.
    """
    for relation in Preprint._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model = relation.related_model
            if model not in (*_NOT_MOVED, Version) and not relation.field.primary_key:
                yield model, relation.field.name


def newest_version(preprint: Preprint) -> Version | None:
    return preprint.versions.order_by("-posted_at", "-number").first()


def shared_state(preprint: Preprint) -> dict[str, Any]:
    values = {name: getattr(preprint, name) for name in _SHARED_FIELDS}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def record_merge(kind: str, merge: Merge, *, by: User | None, now: datetime) -> None:
    fact = {"merged": f"V{merge.merged_id}", "kept": f"V{merge.kept_id}", "reason": merge.reason}
    for preprint_id in (merge.kept_id, merge.merged_id):
        record_event(
            kind,
            about=NamedSubject(f"V{preprint_id}", preprint_id),
            actor_id=by.pk if by else None,
            now=now,
            data=fact,
        )
