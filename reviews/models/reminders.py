"""The mails that remind people of what is waited for from them."""

from django.db import models
from django.db.models import OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def last_of(self, thing: str) -> "ReminderQuerySet":
        """The last reminders of the rows around this subquery. thing: "review" or "invitation"."""
        return self.filter(**{thing: OuterRef("pk")}, kind=Reminder.Kind.AFTER)


class Reminder(models.Model):
    """One mail about a review that is due, an invitation without an answer, or what waits for an
    editor.

    day: the day that it was about, of one by hand the day of sending: another day, when somebody
    has more time, has reminders of its own. Each is there once, so that it is mailed once.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("before the day")
        ON_THE_DAY = "on-the-day", _("on the day")
        AFTER = "after", _("after the day")
        NEGLECTED = "neglected", _("long after the day")
        BY_HAND = "by-hand", _("asked for by an editor")

    review = models.ForeignKey(
        "reviews.Review", models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    invitation = models.ForeignKey(
        "reviews.Invitation", models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    editor_day = models.ForeignKey(
        "reviews.EditorDay", models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    made_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["review", "kind", "day"], name="review_reminded_once"),
            UniqueConstraint(fields=["invitation", "kind", "day"], name="invitation_reminded_once"),
            UniqueConstraint(fields=["editor_day", "kind"], name="editor_reminded_once"),
            models.CheckConstraint(
                name="reminder_is_about_one",
                condition=Q(review__isnull=False, invitation=None, editor_day=None)
                | Q(review=None, invitation__isnull=False, editor_day=None)
                | Q(review=None, invitation=None, editor_day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}, {self.get_kind_display()}"
