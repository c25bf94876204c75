"""A response that is written before its round is posted."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from reviews.models.declared import WithInterests
from reviews.models.submissions import Round


class HeldResponse(WithInterests):
    """An author's provisional response, until the round is posted and it becomes a `Response`.

    Its author can change it until then; nobody else reads it. Where the round went back to its
    editors and was sent again, it is posted once its author has kept it again.

    html_prefix: that of the ids in `text_html`, until the response has its number.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="held_responses")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    text_html = models.TextField()
    html_prefix = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["round", "author"], name="one_held_response_each_a_round")
        ]

    def __str__(self) -> str:
        return f"held response to {self.round}"

    @property
    def is_to_earlier_texts(self) -> bool:
        """Written before the round went back to its editors."""
        sent_at = self.round.sent_at
        return sent_at is None or self.written_at < sent_at
