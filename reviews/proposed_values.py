"""What the forms of the triage begin with for the editor who has proposed a decision."""

from typing import Any

from accounts.models import User
from reviews.interests import DECLARED, FIELDS, NONE
from reviews.models import EditorInterests, TriageProposal


def proposed_acceptance(proposal: TriageProposal | None, editor: User) -> dict[str, Any]:
    """Of TriageForm: a proposal to accept that is their own, and what they declared with it."""
    if not _is_own(proposal, editor, TriageProposal.Decision.ACCEPT):
        return {}
    assert proposal is not None  # noqa: S101 - narrows the type
    values: dict[str, Any] = {
        "second_editor": proposal.second_editor_id,
        "in_spite": _named_in_spite(proposal),
        "claimed_author": proposal.claimed_author_id,
    }
    if proposal.consent:
        values["consent"] = proposal.consent
    return values | _declared(proposal.submission_id, editor)


def proposed_decline(proposal: TriageProposal | None, editor: User) -> dict[str, Any]:
    """Of DeclineForm."""
    if not _is_own(proposal, editor, TriageProposal.Decision.DECLINE):
        return {}
    assert proposal is not None  # noqa: S101 - narrows the type
    return {"ground": proposal.code, "text": proposal.text}


def _is_own(proposal: TriageProposal | None, editor: User, decision: str) -> bool:
    return (
        proposal is not None
        and proposal.proposed_by_id == editor.pk
        and proposal.decision == decision
    )


def _named_in_spite(proposal: TriageProposal) -> str:
    rows = EditorInterests.objects.filter(submission=proposal.submission_id)
    named = rows.filter(editor=proposal.second_editor).first() if proposal.second_editor else None
    return named.named_in_spite if named else ""


def _declared(submission_id: int, editor: User) -> dict[str, Any]:
    declared = EditorInterests.objects.declared()
    known = declared.filter(submission=submission_id, editor=editor).first()
    if known is None:
        return {}
    return {
        "interests_choice": DECLARED if known.kinds or known.words else NONE,
        "competing_interests": known.words,
        **{name: kind in known.kinds for name, kind in FIELDS.items()},
    }
