"""Mails about works and rounds that nobody reviews or decides on, and about their reopening."""

from events.outbox import handler
from reviews import editor_mails
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import load_round, load_submission
from reviews.models import Review, Round, Submission
from reviews.notifications import author_side
from reviews.services.submissions import authors_of


@handler("reviews.warn_of_lapse", atomic=True)
def warn_of_lapse(submission_id: int) -> None:
    """The authors we know, who submitted it, and its editors."""
    submission = load_submission(submission_id)
    later = submission.rounds.filter(state=Round.State.OPEN, number__gt=1).first()
    if later is not None:
        promise_mails("later_round_warned", author_side(submission), round=later.pk)
        promise_mails("later_round_warned_editors", _who_hears(submission), round=later.pk)
        return
    promise_mails("lapse_warned", author_side(submission), submission=submission_id)
    promise_mails("lapse_warned_editors", _editors_of(submission), submission=submission_id)


@handler("reviews.notify_of_lapse", atomic=True)
def notify_of_lapse(submission_id: int) -> None:
    """The same people; and who was writing a review gets their text."""
    submission = load_submission(submission_id)
    promise_mails("work_lapsed", author_side(submission), submission=submission_id)
    promise_mails("work_lapsed_editors", _editors_of(submission), submission=submission_id)
    writing = Review.objects.being_written().filter(round__submission=submission)
    for review in writing.order_by("pk"):
        promise_mail_to("round_lapsed", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_of_reopening", atomic=True)
def notify_of_reopening(submission_id: int) -> None:
    submission = load_submission(submission_id)
    promise_mails("work_reopened", author_side(submission), submission=submission_id)


@handler("reviews.notify_of_lapsed_round", atomic=True)
def notify_of_lapsed_round(round_id: int) -> None:
    """As of a work; those who share the works out hear of it, too."""
    lapsed = load_round(round_id)
    submission = lapsed.submission
    promise_mails("later_round_lapsed", author_side(submission), round=round_id)
    promise_mails("later_round_lapsed_editors", _who_hears(submission), round=round_id)
    for review in lapsed.reviews.being_written().order_by("pk"):
        promise_mail_to("round_lapsed", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_of_reopened_round", atomic=True)
def notify_of_reopened_round(round_id: int) -> None:
    submission = load_round(round_id).submission
    promise_mails("later_round_reopened", author_side(submission), round=round_id)


@handler("reviews.notify_of_round_without_review", atomic=True)
def notify_of_round_without_review(round_id: int) -> None:
    """Whose only accepted review turned out not to be by whoever was invited."""
    submission = load_round(round_id).submission
    promise_mails("round_reopened", author_side(submission), round=round_id)


@handler("reviews.notify_editors_of_left_reviewer", atomic=True)
def notify_editors_of_left_reviewer(round_id: int) -> None:
    """The two editors of the work, of somebody who erased the account while writing."""
    submission = load_round(round_id).submission
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    promise_mails("reviewer_left", two, round=round_id)


def _who_hears(submission: Submission) -> list[int]:
    """Of a later round: its two editors, and those who share the works out."""
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    sharing = editor_mails.editors_who_share_work(but=authors_of(submission))
    return list(dict.fromkeys([*two, *sharing]))


def _editors_of(submission: Submission) -> list[int]:
    """The two of the work; of one that nobody has taken, those who share works out."""
    two = [pk for pk in (submission.editor_id, submission.second_editor_id) if pk]
    return two or editor_mails.editors_who_share_work(but=authors_of(submission))
