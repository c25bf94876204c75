"""Moves of reviews."""

from dataclasses import replace

from reviews import errors
from reviews.moves.move import (
    CLOCK,
    CORRECTED,
    HANDLING,
    INVITED,
    MAILBOX,
    NEW,
    REVIEWER,
    SAME,
    SECOND,
    SUBMITTER,
    Move,
)

SIGNED_ELSEWHERE = {
    CORRECTED: "it is signed with a name that is invited at another address, too",
    "invitation.name_to_check": "it is signed with a name much like a known one",
}

WRITING = ("open", "released")  # the states of a round in which a review may still be submitted
HELD = ("submitted", "accepted")  # by the editors, until the round is posted

BEGIN_INVITED = Move(
    "review",
    "accept_invitation",
    INVITED,
    before=(NEW,),
    after="draft",
    in_round=("open",),
    events=("review.begun",),
)
VOLUNTEER = Move(
    "review",
    "begin_review",
    SUBMITTER,
    before=(NEW,),
    after="draft",
    in_round=("open",),
    needs="the round is no editors' own; the work is not withdrawn; no author or editor of it, no "
    "review of theirs in the round; a confirmed address",
    events=("review.begun",),
    mails=("reviews.notify_editor_of_volunteer",),
)
REMIND_REVIEWER = Move(
    "review",
    "remind_reviewer",
    CLOCK,
    before=("draft",),
    after=SAME,
    in_round=WRITING,
    needs="working days before the due day, on it or after it, each once; the invitation and the "
    "work are not withdrawn",
    events=("review.reminded",),
    mails=("reviews.send_reminder",),
    refused=errors.ReviewAlreadySubmitted,
)
ASK_FOR_REVIEW = replace(
    REMIND_REVIEWER,
    act="ask_for_review",
    who=HANDLING,
    needs="not yet on this day; the invitation and the work are not withdrawn",
)
EXTEND_REVIEW = replace(
    REMIND_REVIEWER,
    act="extend_review",
    who=REVIEWER,
    needs="once, and no longer than the policy has; the invitation and the work are not withdrawn",
    events=("review.day_set",),
    mails=("reviews.notify_editor_of_extension",),
)
SET_REVIEW_DAY = replace(
    EXTEND_REVIEW,
    act="set_review_day",
    who=HANDLING,
    needs="another day; the invitation and the work are not withdrawn",
    mails=("reviews.send_review_day",),
)
SUBMIT_REVIEW = Move(
    "review",
    "submit_review",
    REVIEWER,
    before=("draft",),
    after="submitted",
    in_round=WRITING,
    needs="the invitation has not been withdrawn; the name is theirs",
    events=("review.submitted",),
    events_where=SIGNED_ELSEWHERE,
    mails=("reviews.notify_editor_of_review",),
    mails_where={"reviews.send_link_mail": "they have no confirmed account"},
    refused=errors.ReviewAlreadySubmitted,
)
ACCEPT_REVIEW = Move(
    "review",
    "accept_review",
    HANDLING,
    before=("submitted",),
    after="accepted",
    in_round=("open", "released"),
    needs="the work is where it was posted; its name, if it bears one, is confirmed, and approved "
    "where an address was corrected",
    events=("review.accepted",),
    events_where=SIGNED_ELSEWHERE,
    refused=errors.ReviewNotSubmitted,
)
PUBLISH_LATE = replace(
    ACCEPT_REVIEW,
    act="publish_review",
    after="published",
    in_round=("assessed",),
    needs="it came too late for its round; its name is confirmed and approved as for the others",
    events=("review.published",),
    mails=("reviews.notify_of_published_review",),
    mails_where={"reviews.reopen_selected_work": "the work is in an issue"},
)
ASK_FOR_CONFIRMATION = Move(
    "review",
    "ask_for_confirmation",
    f"{HANDLING}, or {REVIEWER}",
    before=(*HELD, "published"),
    after=SAME,
    needs="it is not confirmed yet",
    events=("review.confirmation_asked",),
    mails=("reviews.send_link_mail",),
    refused=errors.NothingToConfirm,
)
CONFIRM_REVIEW = Move(
    "review",
    "confirm_review",
    MAILBOX,
    before=(*HELD, "published"),
    after=SAME,
    events=("review.confirmed",),
    mails=("reviews.notify_editor_of_confirmation",),
    refused=errors.NothingToConfirm,
)
DISOWN_REVIEW = Move(
    "review",
    "disown_review",
    MAILBOX,
    before=HELD,
    after="disowned",
    needs="it is not confirmed",
    events=("review.disowned",),
    mails=("reviews.notify_editors_of_disowned_review",),
    refused=errors.NothingToConfirm,
)
# Of a round of which no accepted review is left by that; its assessment is written anew.
REOPEN_WITHOUT_REVIEW = Move(
    "round",
    "disown_review",
    MAILBOX,
    before=("released", "with-authors"),
    after="open",
    needs="no accepted review of it is left",
    events=("round.reopened",),
    mails=("reviews.notify_of_round_without_review",),
    refused=errors.RoundClosed,
)
RETURN_WITHOUT_REVIEW = Move(
    "assessment",
    "disown_review",
    MAILBOX,
    before=("proposed", "approved"),
    after="returned",
    needs="no accepted review of its round is left",
    events=("assessment.returned",),
    refused=errors.AssessmentNotOpen,
)
APPROVE_BYLINE = Move(
    "review",
    "approve_byline",
    SECOND,
    before=("submitted",),
    after=SAME,
    needs="it is signed, and the address of its invitation was corrected",
    events=("review.byline_approved",),
    mails_where={"reviews.notify_editor_of_approved_signature": "the review is confirmed"},
    refused=errors.NothingToApprove,
)
ALLOW_NAME = Move(
    "review",
    "allow_name",
    f"{SECOND}, unless they invited the reviewer",
    before=("draft", "submitted"),
    after=SAME,
    needs="the reviewer's name is borne here by somebody else, too",
    events=("review.name_allowed",),
    mails=("reviews.notify_bearers_of_name",),
    refused=errors.NothingToAllow,
)
OFFER_ACCOUNT = Move(
    "review",
    "offer_account",
    f"{REVIEWER}, without an account",
    before=(*HELD, "published"),
    after=SAME,
    mails=("reviews.send_link_mail",),
    refused=errors.ReviewNotSubmitted,
)
KEEP_ACCOUNT = Move(
    "review",
    "keep_account",
    MAILBOX,
    before=(*HELD, "published"),
    after=SAME,
    needs="its reviewer has no account, nor has the address",
    events=("review.kept",),
    refused=errors.LinkClosed,
)
ATTACH_TO_ACCOUNT = replace(
    KEEP_ACCOUNT,
    act="attach_to_account",
    needs="its reviewer has no account; the address is one of the account signed in to",
)
