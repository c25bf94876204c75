"""The moves of the review process in one table: which act takes what from which state to which.

`rules` asks it whether an act fits the state that something is in. From it
docs/reference/process.md and its drawing are made (scripts/draw_process.py), and tests hold it
against what the services do: states, events and mails.
"""

from reviews.moves.assessments import APPROVE, NOT_OPEN, PROPOSE, PUBLISH, RESPOND, RETURN
from reviews.moves.authors import (
    ANSWER_REQUEST,
    ASK_AUTHOR,
    CHANGE_CONSENT,
    CLAIM_BY_ORCID,
    CLOSE_UNANSWERED,
    CONFIRM_AUTHOR,
    TAKE_BACK_AUTHOR,
)
from reviews.moves.endings import (
    CLOSE_WITHDRAWN_INVITATION,
    CLOSE_WITHDRAWN_ROUND,
    PUBLISH_REASONS,
    WITHDRAW,
)
from reviews.moves.invitations import (
    ACCEPT_INVITATION,
    CLOSE_INVITATION,
    DECLINE_INVITATION,
    DISOWN_INVITATION,
    INVITE,
    REOPEN,
    REOPEN_ACCEPTED,
    REVOKE,
    SEND_AGAIN,
)
from reviews.moves.move import NEW, SAME, Move
from reviews.moves.reviews import (
    ALLOW_NAME,
    APPROVE_BYLINE,
    ASK_FOR_CONFIRMATION,
    ATTACH_TO_ACCOUNT,
    BEGIN_INVITED,
    CONFIRM_REVIEW,
    DISOWN_REVIEW,
    KEEP_ACCOUNT,
    OFFER_ACCOUNT,
    PUBLISH_REVIEW,
    SUBMIT_REVIEW,
    VOLUNTEER,
)
from reviews.moves.revisions import (
    CONFIRM_ASSESSMENT,
    DECIDE_REVISION,
    DECLARE_FINAL,
    DECLARE_REVISION,
    INVITE_AGAIN,
    OPEN_NEXT_ROUND,
)
from reviews.moves.submissions import ACCEPT, CLOSE_ROUND, DECLINE, OPEN_ROUND, SUBMIT

__all__ = [
    "ACCEPT",
    "ACCEPT_INVITATION",
    "ALLOW_NAME",
    "ANSWER_REQUEST",
    "APPROVE",
    "APPROVE_BYLINE",
    "ASK_AUTHOR",
    "ASK_FOR_CONFIRMATION",
    "ATTACH_TO_ACCOUNT",
    "BEGIN_INVITED",
    "CHANGE_CONSENT",
    "CLAIM_BY_ORCID",
    "CLOSE_INVITATION",
    "CLOSE_ROUND",
    "CLOSE_UNANSWERED",
    "CLOSE_WITHDRAWN_INVITATION",
    "CLOSE_WITHDRAWN_ROUND",
    "CONFIRM_ASSESSMENT",
    "CONFIRM_AUTHOR",
    "CONFIRM_REVIEW",
    "DECIDE_REVISION",
    "DECLARE_FINAL",
    "DECLARE_REVISION",
    "DECLINE",
    "DECLINE_INVITATION",
    "DISOWN_INVITATION",
    "DISOWN_REVIEW",
    "INVITE",
    "INVITE_AGAIN",
    "KEEP_ACCOUNT",
    "MOVES",
    "NEW",
    "NOT_OPEN",
    "OFFER_ACCOUNT",
    "OPEN_NEXT_ROUND",
    "OPEN_ROUND",
    "PROPOSE",
    "PUBLISH",
    "PUBLISH_REASONS",
    "PUBLISH_REVIEW",
    "REOPEN",
    "REOPEN_ACCEPTED",
    "RESPOND",
    "RETURN",
    "REVOKE",
    "SAME",
    "SEND_AGAIN",
    "SUBMIT",
    "SUBMIT_REVIEW",
    "TAKE_BACK_AUTHOR",
    "VOLUNTEER",
    "WITHDRAW",
    "Move",
]

MOVES: tuple[Move, ...] = (
    *(SUBMIT, ACCEPT, DECLINE, DECLARE_FINAL),
    *(CONFIRM_AUTHOR, CLAIM_BY_ORCID, TAKE_BACK_AUTHOR),
    *(WITHDRAW, CLOSE_WITHDRAWN_ROUND, CLOSE_WITHDRAWN_INVITATION, PUBLISH_REASONS),
    *(ASK_AUTHOR, ANSWER_REQUEST, CHANGE_CONSENT, CLOSE_UNANSWERED),
    *(OPEN_ROUND, OPEN_NEXT_ROUND, CLOSE_ROUND),
    *(
        INVITE,
        INVITE_AGAIN,
        SEND_AGAIN,
        REOPEN,
        REOPEN_ACCEPTED,
        ACCEPT_INVITATION,
        DECLINE_INVITATION,
    ),
    *(REVOKE, CLOSE_INVITATION, DISOWN_INVITATION),
    *(BEGIN_INVITED, VOLUNTEER, SUBMIT_REVIEW, PUBLISH_REVIEW, ASK_FOR_CONFIRMATION),
    *(CONFIRM_REVIEW, DISOWN_REVIEW, APPROVE_BYLINE, ALLOW_NAME),
    *(OFFER_ACCOUNT, KEEP_ACCOUNT, ATTACH_TO_ACCOUNT),
    *(PROPOSE, APPROVE, RETURN, PUBLISH),
    RESPOND,
    *(DECLARE_REVISION, DECIDE_REVISION, CONFIRM_ASSESSMENT),
)
