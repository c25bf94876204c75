"""What can go wrong in a review, in words for the person who meets it."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReviewError(Exception):
    """Something that is not allowed; `message` says what and what to do instead."""

    message: str | Promise = _("That cannot be done now.")


class AlreadySubmitted(ReviewError):  # noqa: N818
    message = _("This work has already been submitted. You can follow it on its page.")


class WorkChanged(ReviewError):  # noqa: N818
    """shows: `rules.FOUND_RECORD` or the key of a version: what would be reviewed."""

    message = _(
        "Another version of this work has arrived since you opened this page. It is shown below, "
        "and reviews will be about it. Please look at it, then send the form again."
    )

    def __init__(self, shows: str) -> None:
        super().__init__()
        self.shows = shows


class WorkWithdrawn(ReviewError):  # noqa: N818
    message = _("This work was withdrawn or retracted where it was posted, so it is not reviewed.")


class AssessmentChanged(ReviewError):  # noqa: N818
    message = _("The assessment was changed after you opened the page. Please read it again.")


class AssessmentWrittenAnew(ReviewError):  # noqa: N818
    """conflicts: proposed texts of fields that the writer changed too. newer: of other fields.
    seen: the fingerprint of all of them, for a form that shows them.
    """

    message = _(
        "Another text was proposed after you opened this page, from another tab or device. Please "
        "read both. If you send the form again, yours replaces the other."
    )

    def __init__(
        self, conflicts: Mapping[str, str], *, newer: Mapping[str, str], seen: str
    ) -> None:
        super().__init__()
        self.conflicts, self.newer, self.seen = conflicts, newer, seen


class MailNotFound(ReviewError):  # noqa: N818
    """It is about another editor's work, about a work of their own, or is forgotten."""

    message = _("There is no such e-mail among those that you look after.")


class MailHasEnded(ReviewError):  # noqa: N818
    message = _("This e-mail was sent, or ended meanwhile. Nothing was changed.")


class MailIsOnItsWay(ReviewError):  # noqa: N818
    message = _("This e-mail waits to be sent already.")


class ReasonMissing(ReviewError):  # noqa: N818
    message = _("Please say in a sentence or two why this work should be reviewed.")


class NotAwaitingTriage(ReviewError):  # noqa: N818
    message = _("This submission has already been decided.")


class EditorsMustDiffer(ReviewError):  # noqa: N818
    message = _("The second editor must be a different person from the handling editor.")


class EditorIsAuthor(ReviewError):  # noqa: N818
    message = _("An author of the work cannot be its editor.")


class NotAnEditor(ReviewError):  # noqa: N818
    message = _("Only an editor can do this.")


class NoReminderDue(ReviewError):  # noqa: N818
    """Not yet, or not any more; people never read it."""


class RemindedToday(ReviewError):  # noqa: N818
    message = _("The reviewer has been reminded today. Another reminder can be sent tomorrow.")


class WarningTooLong(ReviewError):  # noqa: N818
    message = _(
        "The days of warning before a lapse must be fewer than the days until it. Another managing "
        "editor has changed one of them meanwhile; this page shows what holds now."
    )


class NotLapsing(ReviewError):  # noqa: N818
    """Not yet, or not any more; people never read it."""


class NotLapsed(ReviewError):  # noqa: N818
    message = _("This work has not lapsed, or somebody has reopened it.")


class SameDay(ReviewError):  # noqa: N818
    message = _("Please choose another day: this one is set already, or earlier.")


class ExtendedBefore(ReviewError):  # noqa: N818
    message = _(
        "You have extended the time once. If you need still more, please write to the editors."
    )


class TooLongExtension(ReviewError):  # noqa: N818
    """latest: the last day that would do."""

    def __init__(self, latest: date) -> None:
        super().__init__()
        self.message = _(
            "That is too long: %(day)s is the last day that you can choose by yourself. If you "
            "need more time, please write to the editors."
        ) % {"day": date_format(latest, "j F Y")}


class NotAManagingEditor(ReviewError):  # noqa: N818
    message = _("Only a managing editor can do this.")


class NotTheHandlingEditor(ReviewError):  # noqa: N818
    message = _("Only the handling editor of this submission can do that.")


class RoundClosed(ReviewError):  # noqa: N818
    message = _("This round of review is closed; no further reviews can be added to it.")


class NoRound(ReviewError):  # noqa: N818
    message = _(
        "This review belongs to no round of review, so it does not go to editors. What was written "
        "is kept."
    )


class RoundLapsed(RoundClosed):
    message = _(
        "This round of review has lapsed, as nobody answered for too long. It can go on once an "
        "editor reopens it; what was written is kept."
    )


class NotReleasedYet(ReviewError):  # noqa: N818
    message = _(
        "The reviews of this round are held until all are in and accepted. The assessment is "
        "written once the reviewers see each other’s reviews."
    )


class NotAllIn(ReviewError):  # noqa: N818
    message = _("Not all reviews of this round are in and accepted yet.")


class ReleaseWithoutReason(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why the round does not wait for all reviews.")


class NothingToRelease(ReviewError):  # noqa: N818
    message = _("No review of this round has been accepted yet, so there is nothing to read.")


class RoundGoesOn(ReviewError):  # noqa: N818
    message = _(
        "This round of review is not posted yet: accept the review, and it is published with the "
        "others. Only a review that came too late for its round is published by itself."
    )


class RoundOfEditorsAlone(ReviewError):  # noqa: N818
    message = _("The editors assess this version alone; no reviews are asked for it.")


class SubmittedTooOften(ReviewError):  # noqa: N818
    message = _("You have submitted this work several times today. Please submit it tomorrow.")


class TooManyMails(ReviewError):  # noqa: N818
    message = _("This e-mail was sent several times within a day. Please wait until tomorrow.")


class LinkClosed(ReviewError):  # noqa: N818
    message = _("This link is no longer open. Please use the link in the newest e-mail.")


class ReviewNotConfirmed(ReviewError):  # noqa: N818
    message = _(
        "The review carries a name, and it has not been confirmed from the mailbox yet that it is "
        "that person’s. It can be accepted once it is."
    )


class BylineNotApproved(ReviewError):  # noqa: N818
    message = _(
        "The review is signed, and the invitation’s address was corrected. "
        "The second editor must approve the signature first."
    )


class NothingToConfirm(ReviewError):  # noqa: N818
    message = _("This review cannot be confirmed now.")


class AlreadyConfirmed(NothingToConfirm):
    message = _("It is confirmed already that this review is yours.")


class ReviewerHasConfirmed(NothingToConfirm):
    message = _("The reviewer has already confirmed that this review is theirs.")


class NothingToApprove(ReviewError):  # noqa: N818
    message = _("The signature of this review does not wait for an approval.")


class ReviewHasAccount(ReviewError):  # noqa: N818
    message = _("This review belongs to an account already.")


class ReviewerIsInvolved(ReviewError):  # noqa: N818
    message = _("Authors and editors of a work cannot review it.")


class AlreadyReviewing(ReviewError):  # noqa: N818
    message = _("You are already reviewing this version.")


class EmailNotVerified(ReviewError):  # noqa: N818
    message = _("Please confirm your e-mail address first; we sent you a link.")


class ReviewAlreadySubmitted(ReviewError):  # noqa: N818
    message = _("This review has already been submitted.")


class NoPseudonym(ReviewError):  # noqa: N818
    message = _("Choose a pseudonym, or another way to sign the review.")


class ReviewNotSubmitted(ReviewError):  # noqa: N818
    message = _("Only a submitted review is accepted, returned, refused or kept in an account.")


class TooFewReviews(ReviewError):  # noqa: N818
    message = _("An assessment sums up the reviews of its round; accept at least one first.")


class AssessmentNotOpen(ReviewError):  # noqa: N818
    message = _("The assessment has changed meanwhile. This page shows where it stands.")


class AlreadyApproved(AssessmentNotOpen):
    message = _("The assessment is already approved.")


class AlreadyReturned(AssessmentNotOpen):
    message = _("The assessment has been returned with a comment. Wait until it is rewritten.")


class AssessmentIsWithdrawn(AssessmentNotOpen):
    message = _("The assessment was published, and has been withdrawn.")


class AlreadyPublished(AssessmentNotOpen):
    message = _("The assessment is already published.")


class NotApproved(AssessmentNotOpen):
    message = _("The second editor has not approved the assessment yet.")


class NotTheSecondEditor(ReviewError):  # noqa: N818
    message = _("Only the second editor of this submission can do that.")


class NoAssessmentYet(ReviewError):  # noqa: N818
    message = _("Authors can respond once the assessment is published.")


# Why a round is not far enough, by the first of the states that an act needs it in.
TOO_EARLY: Mapping[str, type[ReviewError]] = {
    "released": NotReleasedYet,
    "assessed": NoAssessmentYet,
}


class NotAnAuthor(ReviewError):  # noqa: N818
    message = _("Only an author of the work can respond to its reviews, and post them.")


class AlreadyResponded(ReviewError):  # noqa: N818
    message = _("You have already responded to this round.")


class NameOfAnother(ReviewError):  # noqa: N818
    message = _(
        "This name is borne here already, by a person, by an author of this work or on a review. "
        "If that is you, sign in to your account first. If it is your name, too, write to the "
        "editor of this work, who can allow it. Or choose another way to appear."
    )


class BylineOfAnother(ReviewError):  # noqa: N818
    message = _(
        "The name this review is signed with is borne here by somebody else, too: since it was "
        "submitted, or as an author of the work. Ask the reviewer; if it is their name, allow it "
        "on the page of their invitation. For a volunteer an administrator can write it into "
        "“name shared with somebody known here” in the admin."
    )


class PseudonymOfAuthor(ReviewError):  # noqa: N818
    message = _(
        "The pseudonym of this review looks like the name of an author of the work, so the review "
        "cannot be published under it. Please write to the reviewer."
    )


class NothingToAllow(ReviewError):  # noqa: N818
    message = _("The reviewer’s name does not wait for anybody to allow it.")


class AuthorsOnly(ReviewError):  # noqa: N818
    message = _("Only an author of the work, whom an editor has confirmed, can do this.")
