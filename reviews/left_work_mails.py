"""Mails about works that are withdrawn or retracted where they were posted, while reviewed."""

from django.utils.translation import gettext as _

from events.outbox import NotNeeded, handler
from mails.people import Addressee
from mails.promising import Recipient, promise_mail
from mails.sending import send_promised_mail
from preprints.rules import LEFT_FOR_GOOD
from reviews import editor_mails
from reviews.asked_author_mails import ENDED, LEFT, promise_to_asked_authors
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_invitation, load_submission
from reviews.models import Invitation, Review, Submission
from reviews.moves import END_ROUND
from reviews.services.left_works import is_left_under_way
from reviews.services.submissions import authors_of


@handler("reviews.notify_of_left_work", atomic=True)
def notify_of_left_work(preprint_id: int) -> None:
    """While its review waits for that: its editors, or those who share the work out; who submitted
    it, and its authors, those known by an address too; whoever writes a review, has submitted one
    that is not public, or has not answered an invitation."""
    under_way = (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
    submissions = Submission.objects.filter(preprint=preprint_id, state__in=under_way)
    submission = submissions.select_related("preprint").first()
    if submission is None or not is_left_under_way(submission):
        return
    people = editors_and_authors_of(submission)
    promise_mails("work_left", people, submission=submission.pk)
    promise_to_asked_authors(LEFT, submission, but=people, submission=submission.pk)
    opened = submission.rounds.filter(state__in=END_ROUND.before)
    reviews = Review.objects.filter(round__in=opened).order_by("pk")
    for review in (*reviews.being_written(), *reviews.held()):
        promise_mail_to("work_left_reviewers", {"review": review.pk}, review=review.pk)
    pending = Invitation.objects.filter(round__in=opened, state=Invitation.State.PENDING)
    for invitation in pending.order_by("pk"):
        promise_mail(
            "work_left_invited",
            "reviews.send_left_work",
            to=Recipient("invitation", invitation.mails.values_list("pk", flat=True).last()),
            submission_id=submission.pk,
            invitation_id=invitation.pk,
        )


@handler("reviews.send_left_work")
def send_left_work(invitation_id: int) -> None:
    invitation = load_invitation(invitation_id)
    is_pending = invitation.state == Invitation.State.PENDING
    if not is_pending or invitation.round.version.preprint.status not in LEFT_FOR_GOOD:
        raise NotNeeded(_("It was answered or has ended, or the work is back."))
    to = Addressee(invitation.email, name=invitation.name)
    send_promised_mail(to, "work_left_invited", {"invitation": invitation})


@handler("reviews.notify_of_ended_review", atomic=True)
def notify_of_ended_review(submission_id: int, round_id: int | None) -> None:
    """Its editors, or those who share the work out; who submitted it, and its authors, those known
    by an address too; whoever was writing a review in the round that ended, or has submitted one
    that is not public."""
    submission = load_submission(submission_id)
    people = editors_and_authors_of(submission)
    promise_mails("review_ended", people, submission=submission.pk)
    promise_to_asked_authors(ENDED, submission, but=people, submission=submission.pk)
    reviews = Review.objects.filter(round=round_id)
    for review in reviews.being_written().order_by("pk"):
        promise_mail_to("review_not_needed", {"review": review.pk}, draft_of=review.pk)
    for review in reviews.held().order_by("pk"):
        promise_mail_to("review_not_published", {"review": review.pk}, draft_of=review.pk)


def editors_and_authors_of(submission: Submission) -> list[int]:
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    editors = two or editor_mails.editors_who_share_work(but=authors_of(submission))
    return list(dict.fromkeys([*editors, submission.submitter_id, *sorted(authors_of(submission))]))
