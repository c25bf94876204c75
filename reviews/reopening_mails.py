"""Mails about assessments that are looked at again, and what makes the journal look."""

from django.utils import timezone

from events.outbox import handler
from reviews.mail_promises import promise_mails
from reviews.mail_rows import load_reopening
from reviews.notifications import author_side
from reviews.services import reopened_assessments


@handler("reviews.reopen_selected_work", atomic=True)
def reopen_selected_work(preprint_id: int) -> None:
    """Something has happened to a work in an issue."""
    reopened_assessments.reopen_selected_work(preprint_id, now=timezone.now())


@handler("reviews.notify_of_reopened_assessment", atomic=True)
def notify_of_reopened_assessment(reopening_id: int) -> None:
    reopening = load_reopening(reopening_id)
    if reopening.round_id is not None:
        return  # a round looks at it already, of which everybody has heard
    submission = reopening.submission
    editors = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    promise_mails("assessment_reopened_editors", editors, reopening=reopening_id)
    promise_mails("assessment_reopened", author_side(submission), reopening=reopening_id)


@handler("reviews.notify_of_decided_reopening", atomic=True)
def notify_of_decided_reopening(reopening_id: int) -> None:
    submission = load_reopening(reopening_id).submission
    promise_mails("reopening_decided", author_side(submission), reopening=reopening_id)
