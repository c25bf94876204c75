"""Steps of other services: a submission is accepted or declined, a proposal about it ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from preprints.models import Author, Preprint
from preprints.rules import first_status
from preprints.services import set_status, status_it_stands_for
from reviews import rules
from reviews.author_rules import check_can_be_author
from reviews.left_work_rules import check_is_not_away
from reviews.models import Round, Submission, TriageProposal
from reviews.published_declines import decline_key, declined_public, private_reasons
from reviews.services.consent_steps import is_authors_answer, set_consent
from reviews.services.editors import check_within_limits
from reviews.services.known_authors import (
    Ground,
    accept_authors_word,
    record_authorship,
    reviewers_known_to,
)

ENDED = {
    TriageProposal.State.AGREED: "triage.agreed",
    TriageProposal.State.OVERRULED: "triage.overruled",
    TriageProposal.State.CLOSED: "triage.closed",
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """claimed_author_id: which author the submitter was found to be; None for none.
    consent: what is known of it; "" leaves it. is_by_one: whether one editor decided alone."""

    editor: User
    second_editor: User
    claimed_author_id: int | None = None
    consent: str = ""
    is_by_one: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """editor: whose decision it is. words: those of the code. second_editor: who agreed to it."""

    editor: User
    code: str
    words: str
    text: str
    second_editor: User | None = None
    is_by_one: bool = False


def accept_locked(
    submission: Submission,
    acceptance: Acceptance,
    *,
    authors: Collection[int],
    by: User,
    now: datetime,
) -> Round:
    """Call it with the submission locked. authors: `authors_of` the submission.

    What an author answered stays, whatever the acceptance says of the consent.
    """
    check_is_not_away(is_away=submission.is_away)
    is_answered, consent = is_authors_answer(submission), acceptance.consent
    if acceptance.claimed_author_id is not None:
        _confirm_submitter(submission, acceptance.claimed_author_id, by, now)
        consent = Submission.Consent.AGREED
    rules.check_editors(
        editor_id=acceptance.editor.pk,
        second_editor_id=acceptance.second_editor.pk,
        second_is_editor=acceptance.second_editor.is_editor,
        author_ids=authors,
    )
    check_within_limits(submission, acceptance.editor, acceptance.second_editor)
    submission.state, submission.decided_at = Submission.State.ACCEPTED, now
    submission.editor, submission.second_editor = acceptance.editor, acceptance.second_editor
    submission.is_decided_by_one = acceptance.is_by_one
    submission.save(update_fields=[*DECIDED, "editor", "second_editor"])
    if consent and not is_answered:
        set_consent(submission, consent, by=by, now=now)
    opened = _open_first_round(submission, by, now)
    promise("reviews.notify_submitter_of_decision", submission_id=submission.pk)
    return opened


REFUSED = ("decline_code", "decline_words", "decline_text", "is_decline_public")
DECIDED = ("state", "decided_at", "is_decided_by_one")


def _confirm_submitter(submission: Submission, author_id: int, editor: User, now: datetime) -> None:
    authors = Author.objects.filter(version__preprint=submission.preprint_id)
    author = authors.select_related("version").get(pk=author_id)
    submitter = submission.submitter
    check_can_be_author(
        person_id=submitter.pk,
        author_user_id=author.user_id,
        author_ids=authors.filter(user__isnull=False).values_list("user_id", flat=True),
        editor_ids=(),
        reviewer_ids=reviewers_known_to(editor, submission.preprint_id),
    )
    if author.user_id is None:
        record_authorship(author, submitter, ground=Ground.EDITOR, by=editor, now=now)
    accept_authors_word(submission, submitter, now=now)


def _open_first_round(submission: Submission, by: User, now: datetime) -> Round:
    opened = Round.objects.create(
        submission=submission, version=submission.version, number=1, opened_at=now
    )
    set_status(submission.preprint, Preprint.Status.UNDER_REVIEW, now=now)
    record_event(
        "submission.accepted",
        about=submission.preprint,
        actor_id=by.pk,
        now=now,
        data={"submission": submission.pk, "round": 1, "version": submission.version.number},
    )
    return opened


def decline_locked(
    submission: Submission, refusal: Refusal, *, by: User, now: datetime
) -> Submission:
    """Call it with the submission locked. Everybody reads that it is declined, and when; why, only
    its people, until an author publishes it."""
    check_within_limits(submission, *filter(None, (refusal.editor, refusal.second_editor)))
    submission.state, submission.decided_at = Submission.State.DECLINED, now
    submission.editor, submission.second_editor = refusal.editor, refusal.second_editor
    submission.decline_code, submission.decline_words = refusal.code, refusal.words
    submission.decline_text = refusal.text
    submission.is_decided_by_one, submission.is_decline_public = refusal.is_by_one, True
    submission.paused_at = None
    submission.save(update_fields=[*DECIDED, *REFUSED, "editor", "second_editor", "paused_at"])
    if status_it_stands_for(submission.preprint) == Preprint.Status.SUBMITTED:
        set_status(submission.preprint, status_without_submission(submission), now=now)
    record_event(
        "submission.declined",
        about=submission.preprint,
        actor_id=by.pk,
        now=now,
        data={"submission": submission.pk, "row": decline_key(submission)},
        public=declined_public(now),
        personal=private_reasons(submission),
    )
    promise("reviews.notify_submitter_of_decision", submission_id=submission.pk)
    return submission


def status_without_submission(submission: Submission) -> str:
    """Of a work that nobody reviews any more: whether it is public that it was declined."""
    known = submission.preprint.submissions.publicly_declined()
    words = [Preprint.Status.DECLINED] if known.exists() else []
    return first_status(*words, Preprint.Status.LISTED)


def end_proposal(proposal: TriageProposal, state: str, *, by: User, now: datetime) -> None:
    """Call it with the submission locked."""
    proposal.state, proposal.ended_by, proposal.ended_at = state, by, now
    proposal.save(update_fields=["state", "ended_by", "ended_at"])
    record_event(
        ENDED[TriageProposal.State(state)],
        about=proposal.submission.preprint,
        actor_id=by.pk,
        now=now,
        data={"proposal": proposal.pk},
    )


def close_waiting_proposal(submission: Submission, *, by: User, now: datetime) -> None:
    """The submission ends otherwise: one editor decides, or it is withdrawn."""
    waiting = submission.proposals.filter(state=TriageProposal.State.WAITING).first()
    if waiting is not None:
        end_proposal(waiting, TriageProposal.State.CLOSED, by=by, now=now)
