"""Mails about factual corrections: to the handling editor, and to the author who asked."""

from events.outbox import handler
from reviews.mail_promises import promise_mails
from reviews.models import Correction


@handler("reviews.notify_of_correction", atomic=True)
def notify_of_correction(correction_id: int) -> None:
    correction = Correction.objects.select_related("round__submission").get(pk=correction_id)
    editor_id = correction.round.submission.editor_id
    if editor_id is not None:
        promise_mails("correction_asked", [editor_id], correction=correction_id)


@handler("reviews.notify_of_decided_correction", atomic=True)
def notify_of_decided_correction(correction_id: int) -> None:
    author_id = Correction.objects.values_list("author_id", flat=True).get(pk=correction_id)
    promise_mails("correction_decided", [author_id], correction=correction_id)
