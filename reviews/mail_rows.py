"""The rows that a mail is about, with all that its text needs, by their id."""

from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.models import User
from mails.models import Mail
from preprints.models import Author
from reviews import editor_mails
from reviews.mail_rules import MailState
from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    Correction,
    Invitation,
    Reminder,
    Reopening,
    Response,
    Review,
    Revision,
    Round,
    SealedOriginal,
    Submission,
)
from reviews.selectors.draft_mail import DraftMail, draft_mail


def mails_of_editor(editor: User) -> "QuerySet[Mail]":
    """The mails that an editor looks after: those of the works they are an editor of; all, if they
    are a managing editor, but for works of their own."""
    if editor.is_managing_editor:
        others = Submission.objects.without_works_of(editor).exclude(submitter=editor)
        return Mail.objects.filter(Q(submission_id=None) | Q(submission_id__in=others.values("pk")))
    if not editor.is_editor:
        return Mail.objects.none()
    own = Submission.objects.filter(Q(editor=editor) | Q(second_editor=editor))
    return Mail.objects.filter(submission_id__in=own.values("pk"))


def state_of_mail(mail: Mail) -> MailState:
    """mail: with its row of the outbox."""
    row = mail.promise
    if row.done_at is not None:
        return MailState.SENT
    if row.dropped_at is not None:
        return MailState.STOPPED if mail.stopped_at is not None else MailState.DROPPED
    return MailState.WAITING if row.failed_at is None else MailState.FAILED


def load_invitation(invitation_id: int) -> Invitation:
    return Invitation.objects.select_related(
        "round__version", "round__submission", "invited_by__profile", "user__profile"
    ).get(pk=invitation_id)


def load_draft_of(review_id: int) -> DraftMail:
    return draft_mail(load_review(review_id))


def load_submission(submission_id: int) -> Submission:
    """is_of_author: whether an editor has found its submitter to be an author."""
    authors = Author.objects.filter(
        version__preprint=OuterRef("preprint"), user=OuterRef("submitter")
    )
    submissions = Submission.objects.annotate(is_of_author=Exists(authors))
    return submissions.select_related("version", "preprint", "submitter").get(pk=submission_id)


@dataclass(frozen=True, slots=True)
class WithoutEditors:
    """A work under review of which not both editors are editors now."""

    submission: Submission
    former_editors: list[User]


def load_without_editors(submission_id: int) -> WithoutEditors:
    submission = load_submission(submission_id)
    return WithoutEditors(submission, editor_mails.former_editors(submission))


def load_review(review_id: int) -> Review:
    return Review.objects.select_related(
        "version__preprint", "reviewer__profile", "round__submission__editor", "invitation"
    ).get(pk=review_id)


def load_assessment(assessment_id: int) -> Assessment:
    return Assessment.objects.select_related(
        "version__preprint",
        "round__submission__second_editor",
        "written_by",
        "significance",
        "strength",
    ).get(pk=assessment_id)


def load_round(round_id: int) -> Round:
    return Round.objects.select_related("version__preprint", "submission").get(pk=round_id)


def load_response(response_id: int) -> Response:
    return Response.objects.select_related("round__submission", "version__preprint").get(
        pk=response_id
    )


def load_revision(revision_id: int) -> Revision:
    """invites_again: whether the decision on it invited any earlier reviewer."""
    invited = Invitation.objects.filter(
        round__version=OuterRef("version"), invited_at=OuterRef("decided_at")
    )
    revisions = Revision.objects.annotate(invites_again=Exists(invited))
    return revisions.select_related(
        "round__submission", "version__preprint", "decided_by__profile"
    ).get(pk=revision_id)


def load_correction(correction_id: int) -> Correction:
    return Correction.objects.select_related("round__submission", "round__version__preprint").get(
        pk=correction_id
    )


def load_reopening(reopening_id: int) -> Reopening:
    related = (
        *("version__preprint", "assessment__version", "assessment__round__submission__editor"),
        *("review__version", "round"),
    )
    return Reopening.objects.select_related(*related).get(pk=reopening_id)


def load_appeal(appeal_id: int) -> Appeal:
    related = (
        *("work__preprint", "work__version", "assessment__version", "editor__profile"),
        *("review__version", "review__reviewer", "review__invitation"),
    )
    return Appeal.objects.select_related(*related).get(pk=appeal_id)


def load_original(original_id: int) -> SealedOriginal:
    """Of a redacted passage, without what stood there."""
    return SealedOriginal.objects.with_texts().defer("text").get(pk=original_id)


def submission_id_of(name: str, pk: int) -> int | None:
    """Of the row that a mail is about. name: as in the arguments of `reviews.send_mail`."""
    if name in ("submission", "submission_without_editors"):
        return pk
    if name == "original":
        submission = load_original(pk).submission
        return submission.pk if submission else None
    model, path = WAYS_TO_SUBMISSION[name]
    return model._default_manager.values_list(path, flat=True).get(pk=pk)


WAYS_TO_SUBMISSION: dict[str, tuple[type[Model], str]] = {
    "round": (Round, "submission"),
    "review": (Review, "round__submission"),
    "draft_of": (Review, "round__submission"),
    "assessment": (Assessment, "round__submission"),
    "response": (Response, "round__submission"),
    "revision": (Revision, "round__submission"),
    "invitation": (Invitation, "round__submission"),
    "confirmed": (ConfirmedAssessment, "assessment__round__submission"),
    "reopening": (Reopening, "assessment__round__submission"),
    "appeal": (Appeal, "work"),
    "correction": (Correction, "round__submission"),
    "editor_wait": (Reminder, "editor_day__submission"),
}


def load_confirmed(confirmed_id: int) -> ConfirmedAssessment:
    confirmed = ConfirmedAssessment.objects.select_related(
        "version__preprint", "assessment__version", "assessment__round__submission"
    )
    return confirmed.get(pk=confirmed_id)
