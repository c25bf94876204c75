"""Mail that follows from rounds, assessments, responses and revisions, as in `notifications.py`."""

from events.outbox import handler
from reviews import moves
from reviews.asked_author_mails import POSTED, REVIEWS, promise_to_asked_authors
from reviews.mail_promises import promise_mail_to, promise_mails
from reviews.mail_rows import (
    load_assessment,
    load_confirmed,
    load_response,
    load_revision,
    load_round,
)
from reviews.models import Round
from reviews.notifications import author_side
from reviews.services.submissions import known_author_ids


@handler("reviews.notify_of_release", atomic=True)
def notify_of_release(round_id: int) -> None:
    """That the reviews can be read: the reviewers who have submitted, and the handling editor. Who
    is still writing can submit for a while yet.

    Where no author is confirmed, nobody reads them before they are posted: those who are known by
    an address are notified in time.
    """
    released = load_round(round_id)
    editor_id = released.submission.editor_id
    if editor_id is not None:
        promise_mails("round_released", [editor_id], round=round_id)
    for review in released.reviews.filter(status__in=moves.HELD).order_by("pk"):
        promise_mail_to("reviews_released", {"review": review.pk}, review=review.pk)
    for review in released.reviews.being_written().order_by("pk"):
        promise_mail_to("round_goes_on", {"review": review.pk}, review=review.pk)
    if not known_author_ids(released.submission.preprint_id):
        promise_to_asked_authors(REVIEWS, released.submission, but=[], round=round_id)


@handler("reviews.ask_second_editor", atomic=True)
def ask_second_editor(assessment_id: int) -> None:
    second = load_assessment(assessment_id).round.submission.second_editor_id
    if second is not None:
        promise_mails("assessment_proposed", [second], assessment=assessment_id)


@handler("reviews.notify_editor_of_approval", atomic=True)
def notify_editor_of_approval(assessment_id: int, *, is_returned: bool) -> None:
    """is_returned: what the second editor did; the assessment may have changed since."""
    template = "assessment_returned" if is_returned else "assessment_approved"
    promise_mails(
        template, [load_assessment(assessment_id).written_by_id], assessment=assessment_id
    )


@handler("reviews.notify_authors_first", atomic=True)
def notify_authors_first(round_id: int) -> None:
    """The authors we know can read it all, those known by an address how to; whoever is
    still writing cannot submit any more."""
    sent = load_round(round_id)
    authors = sorted(known_author_ids(sent.submission.preprint_id))
    promise_mails("reviews_for_authors", authors, round=round_id)
    promise_to_asked_authors(REVIEWS, sent.submission, but=authors, round=round_id)
    _notify_still_writing(sent)


@handler("reviews.notify_of_published_assessment", atomic=True)
def notify_of_published_assessment(assessment_id: int) -> None:
    """Notify the submitter and the authors we know, those known by an address, and whoever was
    still writing a review."""
    posted = load_assessment(assessment_id).round
    authors = author_side(posted.submission)
    promise_mails("assessment_published", authors, assessment=assessment_id)
    promise_to_asked_authors(POSTED, posted.submission, but=authors, assessment=assessment_id)
    if not posted.sent_at:
        _notify_still_writing(posted)


def _notify_still_writing(closed: Round) -> None:
    for review in closed.reviews.being_written():
        promise_mail_to("round_closed", {"review": review.pk}, draft_of=review.pk)


@handler("reviews.notify_of_response", atomic=True)
def notify_of_response(response_id: int) -> None:
    """Notify the editor and the reviewers of that round."""
    answered = load_response(response_id).round
    editor_id = answered.submission.editor_id
    if editor_id is not None:
        promise_mails("response_posted", [editor_id], response=response_id)
    for review in answered.reviews.published().exclude(reviewer=editor_id).order_by("pk"):
        promise_mail_to("response_posted", {"review": review.pk}, response=response_id)


@handler("reviews.notify_editor_of_revision", atomic=True)
def notify_editor_of_revision(revision_id: int) -> None:
    editor_id = load_revision(revision_id).round.submission.editor_id
    if editor_id is not None:
        promise_mails("revision_declared", [editor_id], revision=revision_id)


@handler("reviews.notify_authors_of_decision", atomic=True)
def notify_authors_of_decision(revision_id: int) -> None:
    """The authors we know: what follows their revision, and why, which is for them alone."""
    preprint_id = load_revision(revision_id).version.preprint_id
    promise_mails("revision_decided", sorted(known_author_ids(preprint_id)), revision=revision_id)


@handler("reviews.notify_authors_of_confirmed_assessment", atomic=True)
def notify_authors_of_confirmed_assessment(confirmed_id: int) -> None:
    confirmed = load_confirmed(confirmed_id)
    authors = sorted(known_author_ids(confirmed.version.preprint_id))
    promise_mails("assessment_confirmed", authors, confirmed=confirmed_id)
