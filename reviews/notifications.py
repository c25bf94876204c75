"""Mail that follows from what happened; each function is one promise of the outbox."""

from typing import Any

from accounts.models import Role, User
from events.outbox import handler
from reviews.models import Assessment, Invitation, Response, Review, Submission
from reviews.services.submissions import known_author_ids
from web.mail import send_mail


@handler("reviews.tell_editors_of_submission")
def tell_editors_of_submission(submission_id: int) -> None:
    submission = _submission(submission_id)
    managing = User.objects.filter(roles__name=Role.Name.MANAGING_EDITOR, is_active=True)
    for editor in managing.distinct():
        _send(editor.email, "submission_received", submission=submission)


@handler("reviews.tell_submitter_of_decision")
def tell_submitter_of_decision(submission_id: int) -> None:
    submission = _submission(submission_id)
    _send(submission.submitter.email, "submission_decided", submission=submission)


@handler("reviews.send_invitation")
def send_invitation(invitation_id: int) -> None:
    invitation = Invitation.objects.select_related("round__version", "invited_by__profile").get(
        pk=invitation_id
    )
    if invitation.state != Invitation.State.PENDING:
        return
    _send(invitation.email, "invitation", invitation=invitation)


@handler("reviews.tell_editor_of_answer")
def tell_editor_of_answer(invitation_id: int) -> None:
    invitation = Invitation.objects.select_related("round__version", "invited_by").get(
        pk=invitation_id
    )
    _send(
        invitation.invited_by.email,
        "invitation_answered",
        invitation=invitation,
        submission=_submission(invitation.round.submission_id),
    )


@handler("reviews.tell_editor_of_volunteer")
def tell_editor_of_volunteer(review_id: int) -> None:
    review = _review(review_id)
    _send_to_editor(review, "volunteer")


@handler("reviews.tell_editor_of_review")
def tell_editor_of_review(review_id: int) -> None:
    review = _review(review_id)
    _send_to_editor(review, "review_handed_in")


@handler("reviews.tell_of_published_review")
def tell_of_published_review(review_id: int) -> None:
    """Thank the reviewer; tell the submitter and the authors we know."""
    review = _review(review_id)
    _send(review.reviewer.email, "review_published_reviewer", review=review)
    for email in _author_side(review.round.submission):
        _send(email, "review_published", review=review)


@handler("reviews.ask_second_editor")
def ask_second_editor(assessment_id: int) -> None:
    assessment = _assessment(assessment_id)
    second = assessment.round.submission.second_editor
    if second is not None:
        _send(second.email, "assessment_proposed", assessment=assessment)


@handler("reviews.tell_editor_of_approval")
def tell_editor_of_approval(assessment_id: int) -> None:
    assessment = _assessment(assessment_id)
    _send(assessment.written_by.email, "assessment_answered", assessment=assessment)


@handler("reviews.tell_of_published_assessment")
def tell_of_published_assessment(assessment_id: int) -> None:
    assessment = _assessment(assessment_id)
    for email in _author_side(assessment.round.submission):
        _send(email, "assessment_published", assessment=assessment)


@handler("reviews.tell_of_response")
def tell_of_response(response_id: int) -> None:
    """Tell the editor and the reviewers of that round."""
    response = Response.objects.select_related(
        "round__submission__editor", "version__preprint"
    ).get(pk=response_id)
    reviewers = User.objects.filter(
        reviews__round=response.round, reviews__status=Review.Status.PUBLISHED
    )
    emails = {reviewer.email for reviewer in reviewers}
    if response.round.submission.editor is not None:
        emails.add(response.round.submission.editor.email)
    for email in sorted(emails):
        _send(email, "response_posted", response=response)


def _author_side(submission: Submission) -> list[str]:
    people = known_author_ids(submission.preprint_id) | {submission.submitter_id}
    return sorted(User.objects.filter(pk__in=people).values_list("email", flat=True))


def _send_to_editor(review: Review, template: str) -> None:
    editor = review.round.submission.editor
    if editor is not None:
        _send(editor.email, template, review=review)


def _send(to: str, template: str, **context: Any) -> None:
    send_mail(to, f"reviews/mail/{template}.txt", context)


def _submission(submission_id: int) -> Submission:
    return Submission.objects.select_related("version", "preprint", "submitter").get(
        pk=submission_id
    )


def _review(review_id: int) -> Review:
    return Review.objects.select_related(
        "version__preprint", "reviewer__profile", "round__submission__editor"
    ).get(pk=review_id)


def _assessment(assessment_id: int) -> Assessment:
    return Assessment.objects.select_related(
        "version__preprint",
        "round__submission__second_editor",
        "written_by",
        "significance",
        "strength",
    ).get(pk=assessment_id)
