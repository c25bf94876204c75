"""A newer version after an assessment: declared by an author, decided on by the handling editor.

So the next round is opened. And the end of it: an author declares a version final.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint, Version
from preprints.services import set_status
from reviews import revision_rules, rules
from reviews.errors import ReviewError
from reviews.models import (
    Assessment,
    Invitation,
    Reopening,
    Review,
    Revision,
    RevisionAnswer,
    Round,
    Submission,
)
from reviews.policies import current_policy
from reviews.published import revision_key, revision_personal, revision_public
from reviews.revision_errors import NotAssessedYet
from reviews.services.editor_interests import check_acts_for
from reviews.services.invitations import invite_reviewer
from reviews.services.mailed_links import address_of_earlier_review
from reviews.services.owed_assessments import is_assessment_owed
from reviews.services.reopening_decisions import answer_without_review
from reviews.services.reviewing import involved_people
from reviews.services.submissions import known_author_ids, lock_submission
from text.markdown.render import render_markdown


@dataclass(frozen=True, slots=True)
class _Text:
    """As typed, and as HTML, made before anything is locked."""

    markdown: str
    html: str

    @classmethod
    def rendered(cls, markdown: str, *, id_prefix: str) -> "_Text":
        return cls(markdown, render_markdown(markdown, id_prefix=id_prefix))


def declare_revision(
    version_id: int,
    *,
    author: User,
    note: str,
    answers: Mapping[int, str],
    now: datetime,
    saved_revision: int | None = None,
) -> Revision:
    """Hand the newest version to the editors, with what changed in it.

    answers: to the published reviews of the last assessed round, by their number; blank ones are
    left out. saved_revision: of the draft that holds these texts; None does not ask for newer text.
    Raises AuthorsOnly, NotAssessedYet, WorkWithdrawn, AlreadyRevised, FinalNotRevised,
    NotTheNewestVersion, NothingToRevise, RevisionWaits, ReviewGoesOn or DraftOutOfDate.
    """
    return _declare_rendered(
        version_id,
        author=author,
        note=_Text.rendered(note, id_prefix=f"c{version_id}-"),
        answers={
            number: _Text.rendered(text, id_prefix=f"c{version_id}-{number}-")
            for number, text in answers.items()
            if text.strip()
        },
        now=now,
        saved_revision=saved_revision,
    )


@transaction.atomic
def _declare_rendered(
    version_id: int,
    *,
    author: User,
    note: _Text,
    answers: Mapping[int, _Text],
    now: datetime,
    saved_revision: int | None,
) -> Revision:
    submission, version = lock_accepted(version_id)
    revision_rules.check_can_declare_revision(**_facts_of_revision(submission, version, author))
    finish_draft(author, revision_draft_key(version), saved_revision=saved_revision)
    answered = last_assessed_round(submission)
    if answered is None:
        raise NotAssessedYet
    revision = Revision.objects.create(
        round=answered,
        version=version,
        author=author,
        author_name=author.profile.name,
        note=note.markdown,
        note_html=note.html,
        declared_at=now,
        decision_due_at=now + timedelta(days=current_policy().triage_days),
    )
    for review in answered.reviews.published().filter(number__in=answers):
        text = answers[review.number or 0]
        RevisionAnswer.objects.create(
            revision=revision, review=review, text=text.markdown, text_html=text.html
        )
    set_status(submission.preprint, Preprint.Status.REVISED, now=now)
    _record_declaration(revision, now=now)
    promise("reviews.notify_editor_of_revision", revision_id=revision.pk)
    return revision


def may_declare_revision(submission: Submission, version: Version, author: User) -> bool:
    """Whether a page offers it."""
    facts = _facts_of_revision(submission, version, author)
    return rules.is_allowed(revision_rules.check_can_declare_revision, **facts)


def _facts_of_revision(submission: Submission, version: Version, author: User) -> dict[str, Any]:
    assessed = Assessment.objects.published().filter(version__preprint=version.preprint_id)
    return {
        "is_declared": Revision.objects.filter(version=version).exists(),
        "is_final": submission.final_version_id == version.pk,
        "assessed_numbers": list(assessed.values_list("version__number", flat=True)),
        "number": version.number,
        **_facts(submission, version, author),
    }


def _record_declaration(revision: Revision, *, now: datetime) -> None:
    record_event(
        "revision.declared",
        about=revision.version,
        actor_id=revision.author_id,
        now=now,
        data={
            "revision": revision.identifier,
            "row": revision_key(revision),
        },
        public=revision_public(revision),
        personal=revision_personal(revision),
    )


@transaction.atomic
def decide_revision(
    revision_id: int,
    *,
    editor: User,
    decision: str,
    reason: str,
    due_on: date,
    now: datetime,
    saved_revision: int | None = None,
) -> list[Invitation]:
    """Say what follows a revision. A full review opens the next round on its version and invites
    the earlier reviewers again; the editors alone have a round without reviewers. Where none
    follows, that its version has appeared opens the assessment no more: it stands.

    reason: which the authors read; everybody, where it answers a reopening. due_on: when the new
    reviews are due. saved_revision: of the draft that holds it; None does not ask for newer text.
    Returns the invitations that were sent. Raises NotTheHandlingEditor, AlreadyDecided,
    WorkWithdrawn, AssessmentOwed, DecisionWithoutReason or DraftOutOfDate.
    """
    version_id = Revision.objects.values_list("version_id", flat=True).get(pk=revision_id)
    submission, version = lock_accepted(version_id)
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=revision_id)
    check_acts_for(submission, editor)
    revision_rules.check_can_decide_revision(
        decision=decision,
        is_decided=bool(revision.decision),
        is_withdrawn=_is_withdrawn(submission, version),
        is_owed=is_assessment_owed(submission),
        reason=reason,
    )
    finish_draft(editor, decision_draft_key(revision), saved_revision=saved_revision)
    opened = None
    if decision != Revision.Decision.NONE:
        opened = open_next_round(submission, version, kind=decision, now=now)
    save_decision(revision, decision, reason, editor, opened, now)
    promise("reviews.notify_authors_of_decision", revision_id=revision.pk)
    if opened is None or opened.kind != Round.Kind.FULL:
        return []
    return invite_earlier_reviewers(opened, editor=editor, due_on=due_on, now=now)


def save_decision(
    revision: Revision,
    decision: str,
    reason: str,
    editor: User,
    opened: Round | None,
    now: datetime,
    ended_because: str = "",
) -> None:
    """Call it with the revision locked. opened: None where no review follows: that answers that its
    version appeared, too, unless the wait for it ends with the work (`Revision.ended_because`)."""
    if opened is None and not ended_because:
        answer_without_review(revision, editor=editor, reason=reason.strip(), now=now)
    revision.decision, revision.reason, revision.ended_because = decision, reason, ended_because
    revision.decided_by, revision.decided_at = editor, now
    fields = ["decision", "reason", "ended_because", "decided_by", "decided_at"]
    revision.save(update_fields=fields)
    record_event(
        "revision.decided",
        about=revision.version,
        actor_id=editor.pk,
        now=now,
        data={
            "row": revision_key(revision),
            "decision": decision,
            **({"round": opened.number} if opened else {}),
        },
    )


def open_next_round(submission: Submission, version: Version, *, kind: str, now: datetime) -> Round:
    """The caller has locked the submission. The round answers whatever has opened the assessment of
    the work again."""
    number = submission.rounds.aggregate(top=Max("number"))["top"] + 1
    opened = Round.objects.create(
        submission=submission, version=version, number=number, kind=kind, opened_at=now
    )
    Reopening.objects.answered_by(opened).update(round=opened)
    return opened


def invite_earlier_reviewers(
    opened: Round, *, editor: User, due_on: date, now: datetime
) -> list[Invitation]:
    """Each person once, at the address of their earlier invitation; an account's own address is
    used only where they had volunteered. Who cannot be invited any more is left out.

    A possible interest, or that the authors oppose them, leaves nobody out: else authors could be
    rid of a critic. What was found stands beside the invitation, with the reason.

    A guest gets a link of their own, as in the first round. Whoever hid their name stays hidden:
    an invitation is for the two editors alone.
    """
    asked: dict[str, Invitation] = {}
    left_out = involved_people(opened)  # or invited already: by their account, whatever the address
    for review in earlier_reviews(opened):
        address = address_of_earlier_review(review)
        is_closed = not review.reviewer.is_active and not review.reviewer.is_guest
        if not address or is_closed or address in asked or review.reviewer_id in left_out:
            continue
        try:
            asked[address] = invite_reviewer(
                opened.pk,
                editor=editor,
                email=address,
                name=review.reviewer.profile.name,
                message="",
                due_on=due_on,
                now=now,
                in_spite=gettext("They reviewed an earlier version of this work."),
            )
        except ReviewError:
            continue  # an author or editor of the work by now, or written to too often today
        left_out.add(review.reviewer_id)
    return list(asked.values())


def earlier_reviews(opened: Round) -> list[Review]:
    """The published reviews of the rounds before, the newest first."""
    return list(
        Review.objects.published()
        .filter(round__submission=opened.submission_id, round__number__lt=opened.number)
        .select_related("reviewer__profile", "invitation")
        .order_by("-round__number", "number")
    )


@transaction.atomic
def declare_final(version_id: int, *, author: User, now: datetime) -> Submission:
    """Say that no further version is to come: the version of record.

    Raises AuthorsOnly, WithdrawnNotFinal, AlreadyFinal, NotTheNewestVersion, NotAssessedYet,
    RevisionWaits or ReviewGoesOn.
    """
    submission, version = lock_accepted(version_id)
    revision_rules.check_can_declare_final(**_facts_of_final(submission, version, author))
    submission.final_version = version
    submission.save(update_fields=["final_version"])
    set_status(submission.preprint, Preprint.Status.FINAL, now=now)
    record_event("version.final", about=version, actor_id=author.pk, now=now)
    return submission


def may_declare_final(submission: Submission, version: Version, author: User) -> bool:
    """Whether a page offers it."""
    facts = _facts_of_final(submission, version, author)
    return rules.is_allowed(revision_rules.check_can_declare_final, **facts)


def _facts_of_final(submission: Submission, version: Version, author: User) -> dict[str, Any]:
    assessed = Assessment.objects.published().filter(version__preprint=version.preprint_id)
    return {
        "is_final": submission.final_version_id == version.pk,
        "is_assessed": assessed.exists(),
        **_facts(submission, version, author),
    }


def _facts(submission: Submission, version: Version, author: User) -> dict[str, Any]:
    return {
        "person_id": author.pk,
        "author_ids": known_author_ids(version.preprint_id),
        **facts_of_version(submission, version),
    }


def facts_of_version(submission: Submission, version: Version) -> dict[str, Any]:
    """What every rule about a later version asks."""
    rounds = submission.rounds.under_way()
    waiting = Revision.objects.waiting().filter(round__submission=submission)
    return {
        "is_withdrawn": _is_withdrawn(submission, version),
        "is_newest": submission.preprint.current_version_id == version.pk,
        "has_open_round": rounds.exists(),
        "has_waiting_revision": waiting.exists(),
    }


def last_assessed_round(submission: Submission) -> Round | None:
    """The round whose assessment is the newest."""
    return submission.rounds.filter(state=Round.State.ASSESSED).order_by("-number").first()


def revision_draft_key(version: Version) -> str:
    return f"revision:{version.pk}"


def decision_draft_key(revision: Revision) -> str:
    return f"decision:{revision.pk}"


def lock_accepted(version_id: int) -> tuple[Submission, Version]:
    """The accepted submission of a version's work, locked, and the version.

    Raises NotAssessedYet where the work was never sent for review.
    """
    version = Version.objects.get(pk=version_id)
    accepted = Submission.objects.filter(
        preprint=version.preprint_id, state=Submission.State.ACCEPTED
    )
    submission_id = accepted.values_list("pk", flat=True).first()
    if submission_id is None:
        raise NotAssessedYet
    return lock_submission(submission_id), version


def _is_withdrawn(submission: Submission, version: Version) -> bool:
    return submission.is_away or version.is_withdrawn
