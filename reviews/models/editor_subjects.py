"""Which editors are limited to which subjects."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from accounts.models import Role, User
from preprints.models import Subject


class EditorSubjectQuerySet(models.QuerySet["EditorSubject"]):
    def limits_of(self, editor: User) -> "EditorSubjectQuerySet":
        """A managing editor has none."""
        managing = Role.objects.filter(user=OuterRef("editor"), name=Role.Name.MANAGING_EDITOR)
        return self.filter(~Exists(managing), editor=editor)


class EditorSubject(models.Model):
    """That an editor is limited to works of this subject, and of those that have a row besides.

    An editor without any row, a managing editor, and a work without a subject have no limit.
    """

    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="editor_subjects"
    )
    subject = models.ForeignKey("preprints.Subject", models.CASCADE, related_name="+")

    objects = EditorSubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["editor", "subject"], name="one_limit_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.editor_id}: {self.subject_id}"


def within_limits_of(editor: User, preprint: str) -> Q:
    """Rows whose work the editor may decide on by its subjects. preprint: the way to it."""
    limits = EditorSubject.objects.limits_of(editor)
    of_work = limits.filter(subject__preprints=OuterRef(preprint))
    subjects = Subject.objects.filter(preprints=OuterRef(preprint))
    return Q(~Exists(limits)) | Q(~Exists(subjects)) | Q(Exists(of_work))
