"""What somebody is typing, saved every few seconds, and what is known of it once it is sent."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint


class Draft(models.Model):
    """The unsent contents of one form of one person.

    `key` names the form ("review:12", "assessment:3"); `fields` are the raw values as typed;
    `revision` grows with every change, so that a second tab cannot overwrite newer text unseen.
    `sequences` are the numbers of the last requests, by tab: of one that is older, or sent once
    more, nothing is taken. `taken` says of a field with which request its text came, as tab and
    number, so a page whose answer was lost is not in conflict with its own text. `posted` is the
    request with which a page, not its script, saved the form last, by its tab. `others`
    (`drafts/others.py`) are texts that were sent but are not in `fields`, because newer ones had
    been saved, or that were replaced knowingly, newest last. The key "replaced…:3" names a form's
    saved texts that another person replaced: they stand in `others` alone. `closed_at` is when the
    form was found to take no text any more, or not to be sendable; None while it is open.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    sequences = models.JSONField(default=dict)
    taken = models.JSONField(default=dict)
    posted = models.JSONField(default=dict)
    others = models.JSONField(default=list)
    size_bytes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["owner", "key"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """A form that its writer has sent, so that it has no draft any more.

    Of a form that has none, a draft that is gone was deleted. `sequences` are those of the draft
    it had: a tab's request that arrives after the form, but was made before, brings no draft back.
    `sent_with` are those of them with which a tab sent the form: such a request may come once
    more, where its answer was lost. `saved_at` is when the draft was saved last; long after that
    no page is open any more that could make such a request, and the row is removed.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    sequences = models.JSONField()
    sent_with = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["owner", "key"], name="one_sent_form_each")]

    def __str__(self) -> str:
        return self.key
