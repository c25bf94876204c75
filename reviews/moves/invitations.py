"""Moves of invitations."""

from dataclasses import replace

from reviews import errors, invitation_errors
from reviews.moves.move import CLOCK, CORRECTED, HANDLING, INVITED, MAILBOX, NEW, SAME, Move

INVITE = Move(
    "invitation",
    "invite_reviewer",
    HANDLING,
    before=(NEW,),
    after="pending",
    in_round=("open",),
    needs="the round is no editors' own; the work is where it was posted; nobody at the address is "
    "invited, reviews the work, wrote it or is its editor",
    events=("invitation.sent",),
    events_where={CORRECTED: "the name is invited at another address, too"},
    mails=("reviews.send_invitation_mail",),
)
SEND_AGAIN = Move(
    "invitation",
    "send_invitation_again",
    HANDLING,
    before=("pending", "accepted"),
    after=SAME,
    needs="the round is open, or a guest's review is in; the work is where it was posted, or "
    "somebody has accepted",
    events=("invitation.sent_again",),
    events_where={CORRECTED: "it goes to another address"},
    mails=("reviews.send_invitation_mail",),
    refused={
        "declined": invitation_errors.InvitationNotOpen,
        "disowned": invitation_errors.InvitationNotOpen,
        "closed": errors.RoundClosed,
    },
)
REOPEN = Move(
    "invitation",
    "send_invitation_again",
    HANDLING,
    before=("revoked",),
    after="pending",
    in_round=("open",),
    needs="nobody had accepted it, and the editor asks to open it again",
    events=("invitation.reopened", "invitation.sent_again"),
    events_where={CORRECTED: "it goes to another address"},
    mails=("reviews.send_invitation_mail",),
)
REOPEN_ACCEPTED = replace(
    REOPEN, after="accepted", needs="it was accepted before, and the editor asks to open it again"
)
REMIND_INVITED = Move(
    "invitation",
    "remind_invited",
    CLOCK,
    before=("pending",),
    after=SAME,
    in_round=("open",),
    needs="working days before the day for the answer, on it or after it, each once; the work is "
    "not withdrawn",
    events=("invitation.reminded",),
    mails=("reviews.send_reminder",),
    refused=invitation_errors.InvitationNotOpen,
)
PROPOSE_DUE_DAY = Move(
    "invitation",
    "propose_due_day",
    INVITED,
    before=("pending",),
    after=SAME,
    in_round=("open",),
    needs="another day; the work is not withdrawn",
    events=("invitation.day_proposed",),
    mails=("reviews.notify_editor_of_proposed_day",),
    refused=invitation_errors.InvitationNotOpen,
)
SET_INVITED_DAY = replace(
    PROPOSE_DUE_DAY,
    act="set_invited_day",
    who=HANDLING,
    events=("invitation.day_set",),
    mails=("reviews.send_invited_day",),
)
ACCEPT_INVITATION = Move(
    "invitation",
    "accept_invitation",
    INVITED,
    before=("pending",),
    after="accepted",
    in_round=("open",),
    needs="the work is not withdrawn; no author or editor of it; a confirmed address, if signed in",
    events=("invitation.accepted",),
    events_where={CORRECTED: "the name is invited at another address, too"},
    mails=("reviews.notify_editor_of_answer",),
    refused=dict.fromkeys(
        ("accepted", "declined", "revoked", "disowned"), invitation_errors.InvitationNotOpen
    )
    | {"closed": errors.RoundClosed},
)
DECLINE_INVITATION = replace(
    ACCEPT_INVITATION,
    act="decline_invitation",
    after="declined",
    in_round=(),
    needs="",
    events=("invitation.declined",),
    events_where={},
)
REVOKE = Move(
    "invitation",
    "revoke_invitation",
    HANDLING,
    before=("pending", "accepted"),
    after="revoked",
    needs="the review has not been submitted",
    events=("invitation.revoked",),
    mails_where={
        "reviews.notify_reviewer_of_withdrawal": "they had begun to write",
        "reviews.send_closed_invitation": "they had proposed another day, and not answered",
    },
    refused=invitation_errors.InvitationNotOpen,
)
CLOSE_INVITATION = Move(
    "invitation",
    "release_round",
    HANDLING,
    before=("pending",),
    after="closed",
    events=("invitation.closed",),
    mails=("reviews.send_closed_invitation",),
)
DISOWN_INVITATION = Move(
    "invitation",
    "disown_review",
    MAILBOX,
    before=("accepted",),
    after="disowned",
)
