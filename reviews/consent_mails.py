"""Mails to editors that an author declines the review, or does not any more.

However often authors change their mind, an editor gets one mail a day about a work. It says what is
so when it is sent, and is not sent to who knows it.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from events.outbox import handler
from mails.models import Mail
from reviews import editor_mails
from reviews.mail_promises import promise_mail_at
from reviews.mail_rows import load_submission
from reviews.models import Submission
from reviews.services.submissions import authors_of

DECLINED = "consent_declined"
DAY = timedelta(days=1)
NO = (Submission.Consent.DECLINED, Submission.Consent.MAILED_NO)


@handler("reviews.notify_editors_of_declined_consent", atomic=True)
def notify_editors_of_declined_consent(submission_id: int) -> None:
    """Its two editors; before the triage those who share the work out. Two changes at once make no
    second mail: the submission is locked."""
    Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    submission = load_submission(submission_id)
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    for editor_id in editors:
        mails = _mails_to(editor_id, submission)
        is_waiting = mails.filter(promise__done_at=None, promise__dropped_at=None).exists()
        if not is_waiting and is_news(submission, editor_id):
            last = _last_sent_at(mails)
            due_at = max(last + DAY, timezone.now()) if last else None
            about = {"submission": submission.pk}
            promise_mail_at(due_at, DECLINED, {"user": editor_id}, about)


def is_news(submission: Submission, editor_id: int) -> bool:
    """Whether the present consent is other than what this editor was mailed last; who was mailed
    nothing is mailed a no alone."""
    sent_at = _last_sent_at(_mails_to(editor_id, submission))
    if sent_at is None:
        return submission.consent in NO
    known = submission.consent_changes.filter(changed_at__lte=sent_at)
    last = known.order_by("-changed_at", "-pk").values_list("consent", flat=True).first()
    return submission.consent != last


def _mails_to(editor_id: int, submission: Submission) -> "QuerySet[Mail]":
    return Mail.objects.filter(
        kind=DECLINED, recipient_kind="user", recipient_id=editor_id, submission_id=submission.pk
    )


def _last_sent_at(mails: "QuerySet[Mail]") -> datetime | None:
    sent = mails.exclude(promise__done_at=None).order_by("-promise__done_at")
    return sent.values_list("promise__done_at", flat=True).first()
