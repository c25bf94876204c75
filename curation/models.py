"""Issues: a published selection, and its entries pinned to a version."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.limits import MAX_NAME


class IssueQuerySet(models.QuerySet["Issue"]):
    def published(self) -> "IssueQuerySet":
        return self.filter(state__in=Issue.PUBLIC)


class Issue(models.Model):
    """A numbered selection. Once published neither it nor its entries change: a trigger refuses."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        PUBLISHED = "published", _("Published")

    PUBLIC = (State.PUBLISHED,)  # everybody may read it; nothing else says so

    volume = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    editorial = models.TextField(blank=True)
    editorial_html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="issues_edited"
    )
    # Who saved title and editorial last; nobody where they are as the issue was begun.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    evidence = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-volume", "-number"]
        constraints = [
            UniqueConstraint(fields=["volume", "number"], name="one_issue_a_number"),
            models.CheckConstraint(
                name="published_issue_has_date",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("reading:issue", args=[self.volume, self.number])

    @property
    def is_published(self) -> bool:
        return self.state in self.PUBLIC

    @property
    def identifier(self) -> str:
        return f"I{self.volume}.{self.number}"

    @property
    def label(self) -> str:
        return _now("Volume %(volume)d, Issue %(number)d") % {
            "volume": self.volume,
            "number": self.number,
        }


class EntryQuerySet(models.QuerySet["Entry"]):
    def published(self) -> "EntryQuerySet":
        return self.filter(issue__state__in=Issue.PUBLIC)


class Entry(models.Model):
    """One work in an issue, with the editor's signed recommendation."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries")
    preprint = models.ForeignKey("preprints.Preprint", models.PROTECT, related_name="entries")
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="entries")
    section = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField()
    recommendation = models.TextField(blank=True)
    recommendation_html = models.TextField(blank=True)
    first_sentence = models.TextField(blank=True)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recommendations"
    )
    recommended_by_name = models.CharField(max_length=MAX_NAME)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "position"]
        verbose_name_plural = "entries"
        constraints = [
            UniqueConstraint(fields=["issue", "preprint"], name="one_entry_a_preprint"),
            UniqueConstraint(
                fields=["issue", "position"],
                name="one_entry_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} in {self.issue}"


class RemovedEntry(models.Model):
    """What was written for a work that was removed from an issue in preparation.

    It comes back when the work is added again, under `entry_number`, the number the entry had:
    drafts of what anyone was still writing name it so.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="removed_entries")
    preprint = models.ForeignKey("preprints.Preprint", models.PROTECT, related_name="+")
    entry_number = models.BigIntegerField(unique=True)
    section = models.CharField(max_length=100, blank=True)
    recommendation = models.TextField(blank=True)
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recommended_by_name = models.CharField(max_length=MAX_NAME)
    removed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "removed entries"
        constraints = [
            UniqueConstraint(fields=["issue", "preprint"], name="one_removed_entry_a_preprint"),
        ]

    def __str__(self) -> str:
        return f"V{self.preprint_id}, removed from {self.issue}"
