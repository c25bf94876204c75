"""The days by which editors are to do what their desk shows."""

from django.db import models
from django.db.models import OuterRef, Subquery, UniqueConstraint

from reviews.models.submissions import Submission


class EditorDayQuerySet(models.QuerySet["EditorDay"]):
    def of_row(self, kind: str, since: str, field: str = "due_on") -> Subquery:
        """The day of the row around it. since: the field that says since when it waits. field: of
        the day."""
        of_row = self.filter(kind=kind, row_id=OuterRef("pk"), since=OuterRef(since))
        return Subquery(of_row.order_by("-pk").values(field)[:1])


class EditorDay(models.Model):
    """By which day one row of the desk is to be done; it stays when the policy changes.

    kind, row_id: the row (`RowKind.name`, and the key of what its `rows` are). since: when it began
    to wait; what waits anew has another day. noted_at: when the schedule gave it the day.
    """

    kind = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="editor_days")
    since = models.DateTimeField()
    due_on = models.DateField()
    noted_at = models.DateTimeField()

    objects = EditorDayQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["kind", "row_id", "since", "due_on"], name="one_editor_day")
        ]
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}, by {self.due_on}"
