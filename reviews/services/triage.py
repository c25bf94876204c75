"""The decision on a submission by two editors: one proposes, a second agrees or takes it over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from drafts.services import finish_draft
from events.models import Outbox
from events.outbox import promise
from events.services import record_event
from reviews import left_work_rules, moves, rules, triage_rules
from reviews.decline_reasons import offered_words
from reviews.handover_errors import CannotBeSecond
from reviews.interests import Interests
from reviews.limits import PROPOSAL_MAIL_MINUTES
from reviews.models import Submission, TriageProposal
from reviews.policies import current_policy
from reviews.services.editor_interests import keep_interests, name_second_editor
from reviews.services.editors import check_within_limits
from reviews.services.named_editors import (
    check_can_be_second,
    check_can_handle,
    check_names,
    log_refused_name,
)
from reviews.services.submissions import (
    authors_of,
    decline_draft_key,
    lock_submission,
)
from reviews.services.triage_steps import (
    Acceptance,
    Refusal,
    accept_locked,
    decline_locked,
    end_proposal,
)

PROPOSAL_MAIL = "reviews.notify_editors_of_proposal"
ACCEPT, DECLINE = TriageProposal.Decision.ACCEPT, TriageProposal.Decision.DECLINE


@dataclass(frozen=True, slots=True)
class Decision:
    """To accept, with what `Acceptance` holds, or to decline, with a code and a text.

    second_editor: None in a proposal leaves it to whoever agrees. in_spite: why it is to be them,
    although the catalogue ties them to the authors. interests: of who decides; None where they
    are not asked.
    """

    is_accepted: bool
    second_editor: User | None = None
    claimed_author_id: int | None = None
    consent: str = ""
    code: str = ""
    text: str = ""
    interests: Interests | None = None
    in_spite: str = ""


def propose_decision(
    submission_id: int,
    *,
    editor: User,
    decision: Decision,
    now: datetime,
    saved_revision: int | None = None,
) -> TriageProposal:
    """Propose to accept or decline; the same editor may change it until a second one has decided.

    saved_revision: of the draft with the text of a decline; None does not ask for newer text.
    Raises NotAnEditor, NotAwaitingTriage, EditorIsAuthor, ProposalWaits, EditorsMustDiffer,
    OutsideTheirSubjects, TiedEditor, CannotBeSecond, ReviewedItBefore, TooManyNames,
    DraftOutOfDate or ReasonNotOffered.
    """
    with transaction.atomic():
        submission = lock_submission(submission_id)
        check_names(editor, decision.second_editor, now=now)
        try:
            return _propose(submission, editor, decision, saved_revision, now=now)
        except CannotBeSecond as error:
            refused = error
        log_refused_name(submission, decision.second_editor, by=editor, now=now)
    raise refused


@transaction.atomic
def _propose(
    submission: Submission,
    editor: User,
    decision: Decision,
    saved_revision: int | None,
    *,
    now: datetime,
) -> TriageProposal:
    waiting = waiting_proposal(submission)
    triage_rules.check_can_propose(
        state=submission.state,
        editor_id=editor.pk,
        is_editor=editor.is_editor,
        author_ids=authors_of(submission),
        proposer_id=waiting.proposed_by_id if waiting else None,
    )
    if decision.is_accepted:
        left_work_rules.check_is_not_away(is_away=submission.is_away)
        check_can_handle(submission, editor)
    if decision.second_editor is not None:
        _check_editors(submission, editor, decision.second_editor)
    check_within_limits(submission, *filter(None, (editor, decision.second_editor)))
    keep_interests(submission, editor, decision.interests, now=now)
    if not decision.is_accepted:
        finish_draft(editor, decline_draft_key(submission), saved_revision=saved_revision)
    name_second_editor(submission, decision.second_editor, in_spite=decision.in_spite, now=now)
    check_can_be_second(submission, decision.second_editor, by=editor)
    fields = _fields(decision)
    if waiting is not None and _is_same(waiting, fields):
        return waiting
    return _save_proposal(submission, fields, editor, now)


def _is_same(proposal: TriageProposal, fields: dict[str, Any]) -> bool:
    """Whether it is sent once more as it was."""
    return all(getattr(proposal, name) == value for name, value in fields.items())


def _save_proposal(
    submission: Submission, fields: dict[str, Any], editor: User, now: datetime
) -> TriageProposal:
    fields = {**fields, "proposed_at": now}
    known: dict[str, Any] = {
        "submission": submission,
        "state": TriageProposal.State.WAITING,
    }
    proposal, is_new = TriageProposal.objects.update_or_create(
        **known, proposed_by=editor, defaults=fields
    )
    record_event(
        "triage.proposed",
        about=submission.preprint,
        actor_id=editor.pk,
        now=now,
        data={"proposal": proposal.pk, "decision": proposal.decision},
    )
    promise(
        PROPOSAL_MAIL,
        due_at=None if is_new else _mailed_at(proposal),
        proposal_id=proposal.pk,
        proposed_at=now.isoformat(),
    )
    return proposal


def _mailed_at(proposal: TriageProposal) -> datetime:
    """An hour after the first change that nobody was mailed, however often it is changed again."""
    waiting = Outbox.objects.open().filter(task=PROPOSAL_MAIL, arguments__proposal_id=proposal.pk)
    first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return first or timezone.now() + timedelta(minutes=PROPOSAL_MAIL_MINUTES)


def _fields(decision: Decision) -> dict[str, Any]:
    if not decision.is_accepted:
        return {
            "decision": DECLINE,
            "code": decision.code,
            "words": offered_words(current_policy().reasons, decision.code),
            "text": decision.text,
            "second_editor": None,
            "claimed_author_id": None,
            "consent": "",
        }
    return {
        "decision": ACCEPT,
        "second_editor": decision.second_editor,
        "claimed_author_id": decision.claimed_author_id,
        "consent": decision.consent,
        "code": "",
        "words": "",
        "text": "",
    }


@transaction.atomic
def agree_to_proposal(
    proposal_id: int,
    *,
    editor: User,
    now: datetime,
    seen: str | None = None,
    interests: Interests | None = None,
) -> Submission:
    """Carry the proposal out. Whoever proposed it handles the work; who agrees seconds it, unless
    the proposal names somebody else.

    seen: `proposal_seen` of what the page showed. Raises NotAnEditor, ProposalIsOver,
    EditorIsAuthor, ProposedByYourself, ProposalChanged, UndeclaredInterest, EditorsMustDiffer or
    ReviewedItBefore.
    """
    proposal, submission = _lock_proposal(proposal_id)
    _check_second(moves.AGREE_TO_PROPOSAL, proposal, submission, editor)
    triage_rules.check_is_what_was_proposed(seen=seen, current=proposal_seen(proposal))
    proposer = proposal.proposed_by
    rules.check_is_editor(is_editor=proposer.is_editor)
    keep_interests(submission, editor, interests, now=now)
    end_proposal(proposal, TriageProposal.State.AGREED, by=editor, now=now)
    if proposal.decision == DECLINE:
        refusal = Refusal(
            editor=proposer,
            second_editor=editor,
            code=proposal.code,
            words=proposal.words,  # as they were read, whatever has become of the reason
            text=proposal.text,
        )
        return decline_locked(submission, refusal, by=editor, now=now)
    acceptance = Acceptance(
        editor=proposer,
        second_editor=_second_of(proposal, submission, editor),
        claimed_author_id=proposal.claimed_author_id,
        consent=proposal.consent,
    )
    accept_locked(submission, acceptance, authors=authors_of(submission), by=editor, now=now)
    return submission


def _second_of(proposal: TriageProposal, submission: Submission, agreeing: User) -> User:
    """Whoever was named, while they are an editor; else who agrees."""
    named = proposal.second_editor
    if named is not None and named.is_editor and named.is_active:
        return named
    check_can_be_second(submission, agreeing, by=agreeing)
    return agreeing


def decide_otherwise(
    proposal_id: int,
    *,
    editor: User,
    decision: Decision,
    now: datetime,
    saved_revision: int | None = None,
) -> Submission:
    """A second editor takes the decision over: theirs is the one that counts.

    Whoever proposed seconds an accepted work, unless the decision names somebody else. Raises
    what `agree_to_proposal` does, TiedEditor, CannotBeSecond, TooManyNames, DraftOutOfDate and
    ReasonNotOffered.
    """
    with transaction.atomic():
        proposal, submission = _lock_proposal(proposal_id)
        check_names(editor, decision.second_editor, now=now)
        try:
            return _decide(proposal, submission, editor, decision, saved_revision, now=now)
        except CannotBeSecond as error:
            refused = error
        log_refused_name(submission, decision.second_editor, by=editor, now=now)
    raise refused


@transaction.atomic
def _decide(
    proposal: TriageProposal,
    submission: Submission,
    editor: User,
    decision: Decision,
    saved_revision: int | None,
    *,
    now: datetime,
) -> Submission:
    _check_second(moves.DECIDE_OTHERWISE, proposal, submission, editor)
    keep_interests(submission, editor, decision.interests, now=now)
    end_proposal(proposal, TriageProposal.State.OVERRULED, by=editor, now=now)
    if not decision.is_accepted:
        finish_draft(editor, decline_draft_key(submission), saved_revision=saved_revision)
        words = offered_words(current_policy().reasons, decision.code)
        refusal = Refusal(editor=editor, code=decision.code, words=words, text=decision.text)
        return decline_locked(submission, refusal, by=editor, now=now)
    check_can_handle(submission, editor)
    name_second_editor(submission, decision.second_editor, in_spite=decision.in_spite, now=now)
    check_can_be_second(submission, decision.second_editor, by=editor)
    acceptance = Acceptance(
        editor=editor,
        second_editor=decision.second_editor or proposal.proposed_by,
        claimed_author_id=decision.claimed_author_id,
        consent=decision.consent,
    )
    accept_locked(submission, acceptance, authors=authors_of(submission), by=editor, now=now)
    return submission


def waiting_proposal(submission: Submission) -> TriageProposal | None:
    waiting = submission.proposals.filter(state=TriageProposal.State.WAITING)
    return waiting.select_related(
        "proposed_by__profile", "second_editor__profile", "claimed_author"
    ).first()


def proposal_seen(proposal: TriageProposal) -> str:
    """How a form names what its page showed of a proposal."""
    return proposal.proposed_at.isoformat()


def next_step(submission: Submission, editor: User) -> str:
    """What this editor does who accepts or declines: one of the words of `triage_rules`."""
    waiting = waiting_proposal(submission)
    return triage_rules.next_step(
        editor_id=editor.pk,
        proposer_id=waiting.proposed_by_id if waiting else None,
        one_suffices=current_policy().one_editor_triages,
    )


def _check_editors(submission: Submission, editor: User, second_editor: User) -> None:
    rules.check_editors(
        editor_id=editor.pk,
        second_editor_id=second_editor.pk,
        second_is_editor=second_editor.is_editor,
        author_ids=authors_of(submission),
    )


def _check_second(
    move: moves.Move, proposal: TriageProposal, submission: Submission, editor: User
) -> None:
    triage_rules.check_can_second(
        move,
        state=proposal.state,
        submission_state=submission.state,
        editor_id=editor.pk,
        is_editor=editor.is_editor,
        author_ids=authors_of(submission),
        proposer_id=proposal.proposed_by_id,
    )


def _lock_proposal(proposal_id: int) -> tuple[TriageProposal, Submission]:
    """The submission is locked first; what was proposed changes only under its lock."""
    submission_id = TriageProposal.objects.values_list("submission_id", flat=True).get(
        pk=proposal_id
    )
    submission = lock_submission(submission_id)
    proposals = TriageProposal.objects.select_related("proposed_by", "second_editor")
    return proposals.get(pk=proposal_id), submission
