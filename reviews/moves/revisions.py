"""Moves of revisions, of the rounds they open, and of the declaration that a version is final."""

from dataclasses import replace

from reviews import revision_errors
from reviews.moves.move import AUTHOR, HANDLING, NEW, SAME, Move

DECLARE_REVISION = Move(
    "revision",
    "declare_revision",
    AUTHOR,
    before=(NEW,),
    after="waiting",
    needs="the version is the newest, newer than the assessed one and not declared final; nothing "
    "else is under way",
    events=("revision.declared",),
    mails=("reviews.notify_editor_of_revision",),
    refused=revision_errors.AlreadyRevised,
)
DECIDE_REVISION = Move(
    "revision",
    "decide_revision",
    HANDLING,
    before=("waiting",),
    after="decided",
    needs="a reason; for another review, that the work is not withdrawn; for none, that no appeal "
    "against its assessment was upheld, and its assessment not withdrawn, while it waited",
    events=("revision.decided",),
    mails=("reviews.notify_authors_of_decision",),
    refused=revision_errors.AlreadyDecided,
)
OPEN_NEXT_ROUND = Move(
    "round",
    "decide_revision",
    HANDLING,
    before=(NEW,),
    after="open",
    needs="the decision is a full review, or one by the editors alone",
)
INVITE_AGAIN = Move(
    "invitation",
    "decide_revision",
    HANDLING,
    before=(NEW,),
    after="pending",
    needs="the decision is a full review; the earlier reviewer is no author or editor by now",
    events=("invitation.sent",),
    mails=("reviews.send_invitation_mail",),
)
DECLARE_FINAL = replace(
    DECLARE_REVISION,
    thing="submission",
    act="declare_final",
    before=("accepted",),
    after=SAME,
    needs="the work is assessed, the version the newest, and nothing else is under way",
    events=("version.final",),
    mails=(),
    refused=revision_errors.NotAssessedYet,
)
CONFIRM_ASSESSMENT = Move(
    "assessment",
    "confirm_assessment",
    HANDLING,
    before=("published",),
    after=SAME,
    needs="the version is the newest and has no assessment, nothing else is under way, the work is "
    "not withdrawn; a reason",
    events=("assessment.confirmed",),
    mails=("reviews.notify_authors_of_confirmed_assessment",),
    refused=revision_errors.NotAssessedYet,
)
