"""Mail that follows from what happened.

Who is to get one is decided in a promise of its own, which only adds a row for each of them: a mail
that is refused holds up no other. A row holds the template and ids; it is rendered when it is sent.
"""

from collections.abc import Callable, Iterable
from typing import Any

from accounts.mail import send_promised_mail
from accounts.models import Role, User
from events.outbox import handler, promise
from reviews.models import Assessment, Invitation, Response, Review, Submission
from reviews.services.submissions import known_author_ids


@handler("reviews.send_mail")
def send_mail(template: str, recipient: dict[str, int], about: dict[str, int]) -> None:
    """recipient: `{"user": 12}`; a reviewer is `{"review": 7}`, so that no row ties a person to a
    review. about: the ids of what the template needs, by name.
    """
    ((kind, pk),) = recipient.items()
    address = RECIPIENTS[kind](pk)
    context = {name: LOADERS[name](known) for name, known in about.items()}
    if address and all(_is_still_so(template, one) for one in context.values()):
        send_promised_mail(address, f"reviews/mail/{template}.txt", context)


@handler("reviews.tell_editors_of_submission", atomic=True)
def notify_editors_of_submission(submission_id: int) -> None:
    managing = User.objects.filter(roles__name=Role.Name.MANAGING_EDITOR, is_active=True)
    editor_ids = managing.order_by("pk").values_list("pk", flat=True).distinct()
    _promise_mails("submission_received", editor_ids, submission=submission_id)


@handler("reviews.tell_submitter_of_decision", atomic=True)
def notify_submitter_of_decision(submission_id: int) -> None:
    submission = _submission(submission_id)
    _promise_mails("submission_decided", [submission.submitter_id], submission=submission_id)


@handler("reviews.send_invitation")
def send_invitation(invitation_id: int) -> None:
    invitation = Invitation.objects.select_related("round__version", "invited_by__profile").get(
        pk=invitation_id
    )
    if invitation.state != Invitation.State.PENDING:
        return
    context = {"invitation": invitation}
    send_promised_mail(invitation.email, "reviews/mail/invitation.txt", context)


@handler("reviews.tell_editor_of_answer")
def tell_editor_of_answer(invitation_id: int) -> None:
    invitation = Invitation.objects.select_related("round__version", "invited_by").get(
        pk=invitation_id
    )
    context = {"invitation": invitation, "submission": _submission(invitation.round.submission_id)}
    send_promised_mail(invitation.invited_by.email, "reviews/mail/invitation_answered.txt", context)


@handler("reviews.tell_editor_of_volunteer", atomic=True)
def notify_editor_of_volunteer(review_id: int) -> None:
    _promise_mail_to_editor("volunteer", review_id)


@handler("reviews.tell_editor_of_review", atomic=True)
def notify_editor_of_review(review_id: int) -> None:
    _promise_mail_to_editor("review_handed_in", review_id)


@handler("reviews.tell_of_published_review", atomic=True)
def notify_of_published_review(review_id: int) -> None:
    """Thank the reviewer; notify the submitter and the authors we know."""
    review = _review(review_id)
    _promise_mail("review_published_reviewer", {"review": review_id}, review=review_id)
    _promise_mails("review_published", _author_side(review.round.submission), review=review_id)


@handler("reviews.ask_second_editor", atomic=True)
def ask_second_editor(assessment_id: int) -> None:
    second = _assessment(assessment_id).round.submission.second_editor_id
    if second is not None:
        _promise_mails("assessment_proposed", [second], assessment=assessment_id)


@handler("reviews.tell_editor_of_approval", atomic=True)
def notify_editor_of_approval(assessment_id: int, *, is_returned: bool | None = None) -> None:
    """is_returned: what the second editor did; None in rows from before it was kept."""
    assessment = _assessment(assessment_id)
    if is_returned is None:
        is_returned = assessment.state == Assessment.State.RETURNED
    template = "assessment_returned" if is_returned else "assessment_approved"
    _promise_mails(template, [assessment.written_by_id], assessment=assessment_id)


@handler("reviews.tell_of_published_assessment", atomic=True)
def notify_of_published_assessment(assessment_id: int) -> None:
    submission = _assessment(assessment_id).round.submission
    _promise_mails("assessment_published", _author_side(submission), assessment=assessment_id)


@handler("reviews.tell_of_response", atomic=True)
def notify_of_response(response_id: int) -> None:
    """Notify the editor and the reviewers of that round."""
    answered = _response(response_id).round
    editor_id = answered.submission.editor_id
    if editor_id is not None:
        _promise_mails("response_posted", [editor_id], response=response_id)
    for review in answered.reviews.published().exclude(reviewer=editor_id).order_by("pk"):
        _promise_mail("response_posted", {"review": review.pk}, response=response_id)


def _promise_mails(template: str, user_ids: Iterable[int], **about: int) -> None:
    """One row for each person, so that each mail is sent, refused and tried again alone."""
    for user_id in user_ids:
        _promise_mail(template, {"user": user_id}, **about)


def _promise_mail(template: str, recipient: dict[str, int], **about: int) -> None:
    promise("reviews.send_mail", template=template, recipient=recipient, about=about)


def _promise_mail_to_editor(template: str, review_id: int) -> None:
    editor_id = _review(review_id).round.submission.editor_id
    if editor_id is not None:
        _promise_mails(template, [editor_id], review=review_id)


def _author_side(submission: Submission) -> list[int]:
    return sorted(known_author_ids(submission.preprint_id) | {submission.submitter_id})


def _is_still_so(template: str, about: Any) -> bool:
    """Whether what the mail says is still true when it is sent."""
    wanted = STATES.get(template)
    return wanted is None or about.state in wanted


STATES = {
    "assessment_proposed": (Assessment.State.PROPOSED,),
    "assessment_returned": (Assessment.State.RETURNED,),
    "assessment_approved": (Assessment.State.APPROVED,),
}


def _address_of_user(user_id: int) -> str:
    """ "" for an account that is closed."""
    found = User.objects.filter(pk=user_id, is_active=True)
    return found.values_list("email", flat=True).first() or ""


def _address_of_reviewer(review_id: int) -> str:
    return _review(review_id).reviewer.email


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


def _response(response_id: int) -> Response:
    return Response.objects.select_related("round__submission", "version__preprint").get(
        pk=response_id
    )


RECIPIENTS: dict[str, Callable[[int], str]] = {
    "user": _address_of_user,
    "review": _address_of_reviewer,
}
LOADERS: dict[str, Callable[[int], Any]] = {
    "submission": _submission,
    "review": _review,
    "assessment": _assessment,
    "response": _response,
}
