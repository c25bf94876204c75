"""The people who edit the journal, as managing editors see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import RightsChange, Role, User
from reviews.models import EditorSubject, Submission
from reviews.models.submissions import SubmissionQuerySet
from reviews.services.editors import EDITORS
from reviews.services.handing_over import works_under_way
from web.list_lengths import RIGHTS_CHANGES


@dataclass(frozen=True, slots=True)
class Editor:
    """subjects: of those they are limited to; none for all. works: how many they handle or
    second; under_way: of how many of these something is still to be done."""

    person: User
    roles: list[str]
    subjects: list[str]
    works: int
    under_way: int


def editors() -> list[Editor]:
    """Everybody with a role that is given, managing editors first."""
    names = [*EDITORS, Role.Name.ADMINISTRATOR]
    people = User.objects.filter(roles__name__in=names, is_active=True).distinct()
    people = people.select_related("profile").prefetch_related("roles")
    limits = _limits()
    works = _count(Submission.objects.filter(state=Submission.State.ACCEPTED))
    under_way = _count(works_under_way())
    found = [
        Editor(
            person=person,
            roles=[str(role) for role in person.roles.all() if role.name in names],
            subjects=limits.get(person.pk, []),
            works=works.get(person.pk, 0),
            under_way=under_way.get(person.pk, 0),
        )
        for person in people
    ]
    managing = str(Role.Name.MANAGING_EDITOR.label)
    return sorted(found, key=lambda one: (managing not in one.roles, str(one.person.profile)))


def _count(works: SubmissionQuerySet) -> Mapping[int, int]:
    """How many of these each editor handles or seconds."""
    counts: dict[int, int] = {}
    for role in ("editor", "second_editor"):
        rows = works.exclude(**{role: None}).values_list(role)
        for editor_id, count in rows.annotate(Count("pk")).order_by():
            counts[editor_id] = counts.get(editor_id, 0) + count
    return counts


def _limits() -> Mapping[int, list[str]]:
    limits: dict[int, list[str]] = {}
    rows = EditorSubject.objects.order_by("subject__name").values_list("editor", "subject__name")
    for editor_id, name in rows:
        limits.setdefault(editor_id, []).append(name)
    return limits


def rights_changes(person: User) -> "QuerySet[RightsChange]":
    changes = person.rights_changes.select_related("changed_by__profile")
    return changes.all()[:RIGHTS_CHANGES]
