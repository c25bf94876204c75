"""The decision on a submission by two editors: proposed, agreed to, or decided otherwise."""

from dataclasses import replace

from reviews import author_errors
from reviews.moves.endings import OWNER
from reviews.moves.move import EDITOR, NEW, Move
from reviews.moves.submissions import ACCEPT, DECLINE, NAME_REFUSED, OF_CONSENT, OPEN_ROUND

SECONDING = f"{EDITOR}, and has not proposed it"

PROPOSE_DECISION = Move(
    "proposal",
    "propose_decision",
    EDITOR,
    before=(NEW, "waiting"),
    after="waiting",
    needs="the submission waits for the decision; no other editor has proposed one",
    events=("triage.proposed",),
    events_where=NAME_REFUSED,
    mails=("reviews.notify_editors_of_proposal",),
    refused=author_errors.ProposalIsOver,
)
AGREE_TO_PROPOSAL = Move(
    "proposal",
    "agree_to_proposal",
    SECONDING,
    before=("waiting",),
    after="agreed",
    needs="it is what they have read; both are editors still",
    events=("triage.agreed",),
    events_where=OF_CONSENT,
    refused=author_errors.ProposalIsOver,
)
DECIDE_OTHERWISE = Move(
    "proposal",
    "decide_otherwise",
    SECONDING,
    before=("waiting",),
    after="overruled",
    needs="a decision of their own, with what it needs",
    events=("triage.overruled",),
    events_where=ACCEPT.events_where,
    refused=author_errors.ProposalIsOver,
)
_ACCEPT = replace(ACCEPT, who=SECONDING, needs="that is what was proposed", events_where={})
_DECLINE = replace(DECLINE, who=SECONDING, needs="that is what was proposed")
_OTHERWISE = "that is what they decide"
ACCEPT_AS_PROPOSED = replace(_ACCEPT, act="agree_to_proposal")
DECLINE_AS_PROPOSED = replace(_DECLINE, act="agree_to_proposal")
ACCEPT_OTHERWISE = replace(_ACCEPT, act="decide_otherwise", needs=_OTHERWISE)
DECLINE_OTHERWISE = replace(_DECLINE, act="decide_otherwise", needs=_OTHERWISE)
OPEN_AS_PROPOSED = replace(OPEN_ROUND, act="agree_to_proposal", who=SECONDING)
OPEN_OTHERWISE = replace(OPEN_ROUND, act="decide_otherwise", who=SECONDING)
CLOSE_PROPOSAL = Move(
    "proposal",
    "withdraw_submission",
    OWNER,
    before=("waiting",),
    after="closed",
    events=("triage.closed",),
    refused=author_errors.ProposalIsOver,
)
CLOSE_AT_ACCEPTANCE = replace(CLOSE_PROPOSAL, act="accept_submission", who=EDITOR)
CLOSE_AT_DECLINE = replace(CLOSE_PROPOSAL, act="decline_submission", who=EDITOR)
