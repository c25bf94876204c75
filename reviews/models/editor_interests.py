"""What the editors of a work declare of themselves."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from accounts.models import User
from reviews.interests import Interests, interests_in_words
from reviews.models.submissions import Submission


class EditorInterestsQuerySet(models.QuerySet["EditorInterests"]):
    def declared(self) -> "EditorInterestsQuerySet":
        return self.exclude(declared_at=None)

    def for_readers_of(self, editor: User) -> "EditorInterestsQuerySet":
        """What this editor declared, as far as it is published with what is posted later."""
        return self.declared().filter(editor=editor, is_for_readers=True, has_only_left=False)


class EditorInterests(models.Model):
    """Competing interests of somebody who edits a work, as they were declared last.

    For editors; kinds and words are public with an assessment that is posted later, or with the
    reasons of a decline that an author publishes, unless they
    were declared before that was so (`is_for_readers`). kinds: of `InterestKind`; [] and "" where
    none are declared. found: what the catalogue showed then, in words, one a line. named_in_spite:
    why another editor put them in their place all the same. declared_at: None while they are asked.
    has_only_left: their place went to somebody else before they did anything in the work but
    declare; then no reader learns of it.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="editors_interests")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="interests_as_editor"
    )
    kinds = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True)
    found = models.TextField(blank=True)
    is_for_readers = models.BooleanField(default=False)
    named_in_spite = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    has_only_left = models.BooleanField(default=False)

    objects = EditorInterestsQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["submission", "editor"], name="one_declaration_an_editor")
        ]

    def __str__(self) -> str:
        return f"interests of an editor of {self.submission}"

    @property
    def interests(self) -> Interests:
        return Interests(tuple(self.kinds), self.words)

    @property
    def in_words(self) -> str:
        return interests_in_words(self.kinds, self.words)
