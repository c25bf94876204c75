"""Who is an author of the work that a submission is about: it leaves the states as they are."""

from reviews import author_errors, errors
from reviews.moves.move import EDITOR, SAME, Move

# An author is one whatever became of the submission.
EVERY_STATE = ("submitted", "accepted", "declined", "withdrawn", "lapsed")

CONFIRM_AUTHOR = Move(
    "submission",
    "confirm_author",
    f"{EDITOR}, of the two once it has them",
    before=EVERY_STATE,
    after=SAME,
    needs="the person has an account and neither edits nor reviews the work",
    events=("author.confirmed",),
    events_where={"submission.consent_changed": "they had submitted it as an author"},
    mails=("reviews.notify_author",),
    refused=errors.ReviewError,
)
CLAIM_BY_ORCID = Move(
    "submission",
    "claim_by_orcid",
    "whoever signs in with the ORCID iD of an author",
    before=EVERY_STATE,
    after=SAME,
    needs="they neither edit nor review the work",
    events=("author.confirmed",),
    events_where={
        "submission.consent_changed": "they had submitted it as an author",
        "author.match_left": "they edit or review the work, and nobody is confirmed",
    },
    mails_where={
        "reviews.notify_author": "the submission is open",
        "reviews.notify_editors_of_left_match": "they edit or review the work",
    },
    refused=errors.ReviewError,
)
CLAIM_BY_FORUM = Move(
    "submission",
    "claim_by_forum",
    "whoever has placed a token on the profile of an author at a forum",
    before=EVERY_STATE,
    after=SAME,
    needs="the token is in time, and they neither edit nor review the work",
    events=("author.confirmed",),
    events_where=CLAIM_BY_ORCID.events_where,
    mails_where=CLAIM_BY_ORCID.mails_where,
    refused=errors.ReviewError,
)
TAKE_BACK_AUTHOR = Move(
    "submission",
    "take_back_author",
    f"{EDITOR}, of the two once it has them",
    before=EVERY_STATE,
    after=SAME,
    needs="a reason",
    events=("author.taken_back",),
    events_where={"submission.consent_changed": "the consent rested on their word"},
    mails=("reviews.notify_author",),
    refused=errors.ReviewError,
)
OPEN = ("submitted", "accepted")
CHANGED = {"submission.consent_changed": "what is public of the consent changes with it"}
OF_A_NO = {
    "reviews.notify_editors_of_declined_consent": "the consent becomes declined, or is so no more"
}
ASK_AUTHOR = Move(
    "submission",
    "ask_author",
    "who submitted the work, a confirmed author of it, or an editor",
    before=OPEN,
    after=SAME,
    needs="the address has not been asked, and not too many were",
    events=("consent.asked",),
    events_where=CHANGED,
    mails=("reviews.send_consent_mail",),
    refused=author_errors.NotAwaitingConsent,
)
ANSWER_REQUEST = Move(
    "submission",
    "answer_request",
    "who has the link mailed to an author",
    before=OPEN,
    after=SAME,
    needs="the address has not been erased",
    events=("consent.answered",),
    events_where=CHANGED,
    mails_where=OF_A_NO,
    refused=author_errors.NotAwaitingConsent,
)
CHANGE_CONSENT = Move(
    "submission",
    "change_consent",
    "an editor who is no author, or a confirmed author of the work",
    before=OPEN,
    after=SAME,
    needs="a reason, of an editor",
    events=("submission.consent_changed",),
    mails_where=OF_A_NO,
    refused=author_errors.NotAwaitingConsent,
)
CLOSE_UNANSWERED = Move(
    "submission",
    "close_unanswered",
    "the schedule",
    before=OPEN,
    after=SAME,
    needs="authors were asked, and the days of the policy have passed without an answer, not "
    "counting those on which the work was away",
    events=("submission.consent_changed",),
    refused=author_errors.NotAwaitingConsent,
)
