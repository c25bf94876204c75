"""Who edits the journal, and works of which subjects."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import LastManagingEditor
from accounts.models import Role, User
from accounts.services import EDITORS, change_rights, lock_for_roles
from preprints.models import Subject
from reviews import rules
from reviews.editor_errors import OnlyOneManagingEditor, OutsideTheirSubjects, RoleReasonMissing
from reviews.models import EditorSubject, Submission, within_limits_of

__all__ = ["EDITORS", "change_editor", "check_within_limits", "is_within_limits"]


@transaction.atomic
def change_editor(
    person_id: int,
    *,
    roles: Collection[str],
    subjects: Iterable[Subject],
    by: User,
    reason: str,
    now: datetime,
) -> User:
    """Make somebody an editor or managing editor, or end it; limit an editor to subjects.

    roles: of `EDITORS`; other roles and rights stay. subjects: none for no limit.
    Raises NotAManagingEditor, RoleReasonMissing or OnlyOneManagingEditor.
    """
    rules.check_is_managing_editor(is_managing_editor=by.is_managing_editor)
    if not reason.strip():
        raise RoleReasonMissing
    person = lock_for_roles(person_id)
    given, taken = _set_limits(person, subjects if Role.Name.EDITOR in roles else None)
    try:
        return change_rights(
            person_id,
            roles={*roles, *(name for name in person.role_names if name not in EDITORS)},
            is_staff=person.is_staff,
            is_active=person.is_active,
            by=by,
            now=now,
            reason=reason,
            more_given=given,
            more_taken=taken,
        )
    except LastManagingEditor as error:
        raise OnlyOneManagingEditor from error


def check_within_limits(submission: Submission, *editors: User) -> None:
    """Raises OutsideTheirSubjects."""
    if not all(is_within_limits(submission, editor) for editor in editors):
        raise OutsideTheirSubjects


def is_within_limits(submission: Submission, editor: User) -> bool:
    works = Submission.objects.filter(pk=submission.pk)
    return works.filter(within_limits_of(editor, "preprint")).exists()


def _set_limits(person: User, subjects: Iterable[Subject] | None) -> tuple[list[str], list[str]]:
    """In words, what an editor may decide on from now on, and what no longer.

    subjects: None for somebody who is no editor.
    """
    before = list(Subject.objects.filter(pk__in=person.editor_subjects.values("subject")))
    after = list(subjects or ())
    person.editor_subjects.exclude(subject__in=after).delete()
    for subject in after:
        EditorSubject.objects.get_or_create(editor=person, subject=subject)
    was_editor = Role.Name.EDITOR in person.role_names
    if before and not after and subjects is not None:
        return [_("works of every subject")], []
    others = [_("works of other subjects")] if was_editor and after and not before else []
    return _in_words(after, but=before), _in_words(before, but=after) + others


def _in_words(subjects: list[Subject], *, but: list[Subject]) -> list[str]:
    words = _("works in %(subject)s")
    return [words % {"subject": one.name} for one in subjects if one not in but]
