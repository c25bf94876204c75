"""One index over what can be found, and how far it has followed the event log."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Document(models.Model):
    """What search sees of one preprint: title and authors (weight A), abstract (B), text (D)."""

    preprint = models.OneToOneField(
        "preprints.Preprint", models.CASCADE, primary_key=True, related_name="+"
    )
    words = SearchVectorField()
    indexed_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="document_words")]

    def __str__(self) -> str:
        return f"V{self.preprint_id}"


class Follower(models.Model):
    """The last link of the event log's chain that the index knows; one row."""

    position = models.BigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.position)
