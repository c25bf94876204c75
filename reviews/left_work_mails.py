"""Mails about works that are withdrawn or retracted where they were posted, and come back."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events.outbox import NotNeeded, handler
from mails.people import Addressee
from mails.promising import Recipient, promise_mail
from mails.sending import send_promised_mail
from reviews import editor_mails
from reviews.asked_author_mails import ENDED, LEFT, RETURNED, promise_to_asked_authors
from reviews.errors import ReviewError
from reviews.mail_links import invitation_url
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_invitation, load_submission
from reviews.models import Invitation, Review, Submission
from reviews.moves import END_ROUND
from reviews.services.left_works import is_left_under_way, is_under_way
from reviews.services.pausing import pause_submission, resume_submission
from reviews.services.submissions import authors_of


@handler("reviews.notify_of_left_work")
def notify_of_left_work(preprint_id: int) -> None:
    """As soon as the source says it; what the schedule has done before stays as it is."""
    _follow(pause_submission, preprint_id, now=timezone.now())


@handler("reviews.notify_of_returned_work")
def notify_of_returned_work(preprint_id: int) -> None:
    _follow(resume_submission, preprint_id, now=timezone.now())


def _follow(act: Any, preprint_id: int, *, now: datetime) -> None:
    for submission in Submission.objects.open().filter(preprint=preprint_id):
        try:
            act(submission.pk, now=now)
        except ReviewError as error:
            raise NotNeeded(error.message) from error


@handler("reviews.mail_left_work", atomic=True)
def mail_left_work(submission_id: int) -> None:
    """While its review waits for that: its editors, or those who share the work out; who submitted
    it, and its authors; whoever writes a review, has submitted one that is not public, or has not
    answered an invitation."""
    submission = load_submission(submission_id)
    if is_left_under_way(submission):
        _mail_everybody(submission, "work_left", asked=LEFT)


@handler("reviews.mail_returned_work", atomic=True)
def mail_returned_work(submission_id: int) -> None:
    """The same people, but for those who are not waited for any more."""
    submission = load_submission(submission_id)
    if is_under_way(submission):
        _mail_everybody(submission, "work_returned", asked=RETURNED)


def _mail_everybody(submission: Submission, template: str, *, asked: str) -> None:
    _mail_editors_and_authors(submission, template, asked=asked)
    opened = submission.rounds.filter(state__in=END_ROUND.before)
    reviews = Review.objects.filter(round__in=opened).order_by("pk")
    for review in (*reviews.being_written(), *reviews.held()):
        promise_mail_to(f"{template}_reviewers", {"review": review.pk}, review=review.pk)
    pending = Invitation.objects.filter(round__in=opened, state=Invitation.State.PENDING)
    for invitation in pending.order_by("pk"):
        promise_mail(
            f"{template}_invited",
            f"reviews.send_{template.removeprefix('work_')}_work",
            to=Recipient("invitation", invitation.mails.values_list("pk", flat=True).last()),
            submission_id=submission.pk,
            invitation_id=invitation.pk,
        )


@handler("reviews.send_left_work")
def send_left_work(invitation_id: int) -> None:
    invitation = load_invitation(invitation_id)
    if not _is_pending(invitation) or not _has_left(invitation):
        raise NotNeeded(_("It was answered or has ended, or the work is back."))
    send_promised_mail(_invited(invitation), "work_left_invited", {"invitation": invitation})


@handler("reviews.send_returned_work")
def send_returned_work(invitation_id: int) -> None:
    invitation = load_invitation(invitation_id)
    if not _is_pending(invitation) or _has_left(invitation):
        raise NotNeeded(_("It was answered or has ended, or the work has left again."))
    context = {"invitation": invitation, "link": invitation_url(invitation)}
    send_promised_mail(_invited(invitation), "work_returned_invited", context)


def _is_pending(invitation: Invitation) -> bool:
    return invitation.state == Invitation.State.PENDING


def _has_left(invitation: Invitation) -> bool:
    return invitation.round.version.preprint.has_left


def _invited(invitation: Invitation) -> Addressee:
    return Addressee(invitation.email, name=invitation.name)


@handler("reviews.notify_of_ended_review", atomic=True)
def notify_of_ended_review(submission_id: int, round_id: int | None) -> None:
    """Its editors, or those who share the work out; who submitted it, and its authors, those known
    by an address too; whoever was writing a review in the round that ended, or has submitted one
    that is not public."""
    submission = load_submission(submission_id)
    _mail_editors_and_authors(submission, "review_ended", asked=ENDED)
    reviews = Review.objects.filter(round=round_id)
    for review in reviews.being_written().order_by("pk"):
        promise_mail_to("review_not_needed", {"review": review.pk}, draft_of=review.pk)
    for review in reviews.held().order_by("pk"):
        promise_mail_to("review_not_published", {"review": review.pk}, draft_of=review.pk)


def _mail_editors_and_authors(submission: Submission, template: str, *, asked: str) -> None:
    """asked: the same for authors who are known by an address alone."""
    people = editors_and_authors_of(submission)
    promise_mails(template, people, submission=submission.pk)
    promise_to_asked_authors(asked, submission, but=people, submission=submission.pk)


def editors_and_authors_of(submission: Submission) -> list[int]:
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    return list(dict.fromkeys([*editors, submission.submitter_id, *sorted(authors_of(submission))]))
