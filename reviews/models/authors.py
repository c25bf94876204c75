"""Who is an author of a work, and how that was found."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _


class Authorship(models.Model):
    """That a person is an author of a work: which one of its list, how it was found, and by whom.

    `Author.user` has the person at every version whose list has this author; this row says why.
    What was taken back stays, with the reason, which is for editors and the person.
    """

    class Ground(models.TextChoices):
        EDITOR = "editor", _("checked by an editor")
        ORCID = "orcid", _("by the ORCID iD of the account")
        FORUM = "forum", _("by the account at the forum")

    author = models.ForeignKey(
        "preprints.Author", models.PROTECT, related_name="authorships", verbose_name=_("author")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="confirmed_authorships"
    )
    ground = models.CharField(max_length=6, choices=Ground)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["author__position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["author"], condition=Q(ended_at=None), name="one_person_an_author"
            ),
            models.CheckConstraint(
                name="ended_authorship_has_reason",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False) & Q(ended_by__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.author}"
