"""Mails to those who work on one version while a newer one appears."""

from events.outbox import handler
from preprints.models import Version
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.models import Review, Round

# Of the reviewers to whom it matters; whose invitation was withdrawn writes no more.
AT_WORK = (Review.Status.DRAFT, Review.Status.SUBMITTED, Review.Status.ACCEPTED)


@handler("reviews.notify_of_newer_version", atomic=True)
def notify_of_newer_version(version_id: int) -> None:
    """The editors and reviewers of a round about an older version that is under way."""
    newer = Version.objects.get(pk=version_id)
    rounds = Round.objects.under_way().filter(
        submission__preprint=newer.preprint_id, version__number__lt=newer.number
    )
    for one in rounds.select_related("submission"):
        both = (one.submission.editor_id, one.submission.second_editor_id)
        editors = sorted({pk for pk in both if pk is not None})
        promise_mails("newer_version_editors", editors, round=one.pk)
        reviews = one.reviews.filter(status__in=AT_WORK).exclude(
            status=Review.Status.DRAFT, invitation__state="revoked"
        )
        for review in reviews.order_by("pk"):
            promise_mail_to("newer_version_reviewers", {"review": review.pk}, review=review.pk)
