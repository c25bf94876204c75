"""What editors declare of a work when they choose, recommend or publish it in an issue."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reviews.models.declared import WithInterests
from reviews.models.redactable import Redactable
from reviews.models.submissions import Submission


class IssueInterestsQuerySet(models.QuerySet["IssueInterests"]):
    def published(self) -> "IssueInterestsQuerySet":
        return self.filter(published_at__isnull=False)


class IssueInterests(WithInterests, Redactable):
    """Competing interests of one editor, of one work in one issue; public with the issue.

    Once published it is neither changed nor deleted, but redacted. issue: its identifier, for
    issues are made in an app above. whose: which editor that is, fixed when it is published.
    """

    class Whose(models.TextChoices):
        RECOMMENDS = "recommends", _("Competing interests of the editor who recommends it:")
        OTHER = "other", _("Competing interests of another editor who chose it or published it:")

    issue = models.CharField(max_length=30)
    version = models.ForeignKey("preprints.Version", models.PROTECT, related_name="issue_interests")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    whose = models.CharField(max_length=10, choices=Whose, default=Whose.OTHER)
    declared_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = IssueInterestsQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "version", "-whose", "pk"]
        verbose_name_plural = "issue interests"
        constraints = [
            UniqueConstraint(
                fields=["issue", "version", "editor"], name="one_declaration_a_work_in_an_issue"
            )
        ]

    def __str__(self) -> str:
        return f"interests of an editor of {self.version} in {self.issue}"

    @property
    def submission(self) -> Submission | None:
        """The newest one of the work."""
        of_work = Submission.objects.filter(preprint=self.version.preprint_id)
        return of_work.order_by("pk").last()

    @property
    def whose_words(self) -> str:
        return str(self.Whose(self.whose).label)
