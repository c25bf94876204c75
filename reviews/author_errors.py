"""What can go wrong between authors and editors, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotAnEditorOfTheWork(ReviewError):  # noqa: N818
    message = _("Only the two editors of this work can do that.")


class AuthorIsKnown(ReviewError):  # noqa: N818
    message = _("Somebody else is confirmed as this author. Take that back first.")


class AlreadyAnAuthor(ReviewError):  # noqa: N818
    message = _("This person is confirmed as another author of this work. Take that back first.")


class ReviewerIsAuthor(ReviewError):  # noqa: N818
    message = _(
        "This person reviews the work, or has reviewed it. Please settle that first: nobody "
        "reviews a work of their own."
    )


class NobodyConfirmed(ReviewError):  # noqa: N818
    message = _("Nobody is confirmed as this author.")


class MayNotAsk(ReviewError):  # noqa: N818
    message = _("Only who submitted the work, its authors and editors can have authors asked.")


class NotAwaitingConsent(ReviewError):  # noqa: N818
    message = _("This work is not submitted any more, so nobody is asked about its review.")


class OwnAddress(ReviewError):  # noqa: N818
    message = _(
        "This is an address of your own. Please give those of the authors; if you are one of them, "
        "say so: the editors check it."
    )


class TooManyAuthorsAsked(ReviewError):  # noqa: N818
    message = _(
        "So many authors have been asked already, by you or at this address, that no more can be "
        "asked today."
    )


class TooManyChanges(ReviewError):  # noqa: N818
    message = _(
        "This was changed several times today, and each change is public. Please change it "
        "tomorrow, if it is still to be changed."
    )


class MaySayNoConsent(ReviewError):  # noqa: N818
    message = _("Only a confirmed author or an editor can say whether the authors agree.")


class NotTheirSubmission(ReviewError):  # noqa: N818
    message = _(
        "A submission is withdrawn by a confirmed author of the work; while nobody is confirmed, "
        "by who submitted it."
    )


class NotWithdrawable(ReviewError):  # noqa: N818
    message = _(
        "This submission cannot be withdrawn any more: it was decided on, or its reviews are on "
        "their way to readers."
    )


class SubmissionWithdrawn(ReviewError):  # noqa: N818
    message = _("The submission was withdrawn, so its reviews are not published.")


class NotDeclined(ReviewError):  # noqa: N818
    message = _("Only the reasons of a declined submission can be published.")


class ReasonsArePublic(ReviewError):  # noqa: N818
    message = _("The reasons are public already.")


class NeedsTwoEditors(ReviewError):  # noqa: N818
    message = _("Two editors decide on a submission: propose it, and a second editor agrees.")


class ProposalWaits(ReviewError):  # noqa: N818
    message = _("Another editor has proposed a decision meanwhile. Please read it below.")


class ProposalIsOver(ReviewError):  # noqa: N818
    message = _("This proposal has been decided on. The page shows where the submission stands.")


class ProposalChanged(ReviewError):  # noqa: N818
    message = _("The proposal was changed after you opened the page. Please read it again.")


class ProposedByYourself(ReviewError):  # noqa: N818
    message = _("You proposed this; another editor has to agree.")


class WhyMissing(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why.")


class AnotherAuthorDeclined(ReviewError):  # noqa: N818
    message = _(
        "Another author has declined the review, and one author's no is enough. Only they can "
        "change it; please talk to them, or write to the editors."
    )
