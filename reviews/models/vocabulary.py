"""The fixed words of an assessment: ordered, versioned, data rather than code."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

_SHORT_LABELS = {"significance": _("Significance"), "strength": _("Strength")}


class Vocabulary(models.Model):
    """One edition of one scale. A new edition is a new row; old assessments keep theirs."""

    class Scale(models.TextChoices):
        SIGNIFICANCE = "significance", _("Significance of findings")
        STRENGTH = "strength", _("Strength of evidence")

        @property
        def short_label(self) -> str:
            return str(_SHORT_LABELS[self.value])

    scale = models.CharField(max_length=20, choices=Scale)
    edition = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "vocabularies"
        constraints = [
            UniqueConstraint(fields=["scale", "edition"], name="one_vocabulary_an_edition"),
            UniqueConstraint(
                fields=["scale"],
                condition=models.Q(is_current=True),
                name="one_current_vocabulary_a_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scale_display()}, edition {self.edition}"


class TermQuerySet(models.QuerySet["Term"]):
    def current(self, scale: str) -> "TermQuerySet":
        """The terms in use on one scale, lowest first."""
        return self.filter(vocabulary__scale=scale, vocabulary__is_current=True).order_by("rank")


class Term(models.Model):
    """One word of a scale; `rank` counts from 1 for the lowest."""

    vocabulary = models.ForeignKey(Vocabulary, models.PROTECT, related_name="terms")
    slug = models.SlugField(max_length=30)
    word = models.CharField(max_length=40)
    definition = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "rank"]
        constraints = [
            UniqueConstraint(fields=["vocabulary", "slug"], name="one_term_a_word"),
            UniqueConstraint(fields=["vocabulary", "rank"], name="one_term_a_rank"),
        ]

    def __str__(self) -> str:
        return self.word
