"""One index over all texts that can be found, and how far it has followed the event log."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a text is; each has rows of its own (`Document.object_id`)."""

    WORK = "work", _("Preprint")
    ASSESSMENT = "assessment", _("Assessment")
    REVIEW = "review", _("Review")
    RESPONSE = "response", _("Author response")
    EDITORIAL = "editorial", _("Editorial")


class DocumentQuerySet(models.QuerySet["Document"]):
    def current(self) -> "DocumentQuerySet":
        """Those that searches find: not of a text that was written since."""
        written = StaleDocument.objects.filter(
            kind=models.OuterRef("kind"), object_id=models.OuterRef("object_id")
        )
        return self.filter(~models.Exists(written))


class Document(models.Model):
    """What search sees of one public text: its words, and what narrows a search.

    words: those of titles (weight A), names (B), abstracts and written texts (C), full texts (D);
    and what the text can be narrowed by, as words that no text has (`search.marks`). The columns
    behind them hold the same, to be counted; they are those of the work, for its reviews too.

    It leads to its rows by numbers, not by foreign keys: whoever makes it waits for no other lock.
    """

    kind = models.CharField(max_length=10, choices=DocumentKind)
    object_id = models.BigIntegerField()
    preprint_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    at = models.DateTimeField()  # when it was posted or published
    words = SearchVectorField()
    status = models.CharField(max_length=12, blank=True)
    work_kind = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=20, blank=True)
    year = models.SmallIntegerField()
    subject_ids = ArrayField(models.BigIntegerField(), default=list)
    significance_id = models.BigIntegerField(null=True, blank=True)
    strength_id = models.BigIntegerField(null=True, blank=True)
    issue_id = models.BigIntegerField(null=True, blank=True)
    indexed_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "object_id"], name="one_document_a_text")]
        indexes = [GinIndex(fields=["words"], name="document_words")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class StaleDocument(models.Model):
    """A text that was written since its document was made: no search finds it by the old one.

    Triggers add these rows with each write, in its transaction; `follow_events` takes them.
    """

    kind = models.CharField(max_length=10, choices=DocumentKind)
    object_id = models.BigIntegerField()
    preprint_id = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word of the works, to find which one was meant where one was mistyped."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        # Without a list of what is yet to be put into the index, which each search would read.
        indexes = [
            GinIndex(
                fields=["word"],
                name="word_trigrams",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            )
        ]

    def __str__(self) -> str:
        return self.word


class Follower(models.Model):
    """The last link of the event log's chain that the index knows; one row.

    words_until: the last version whose words are among the `Word`s.
    """

    position = models.BigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True, blank=True)
    words_until = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return str(self.position)
