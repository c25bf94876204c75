"""What can go wrong with invitations to review."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class AlreadyInvited(ReviewError):  # noqa: N818
    message = _("This person already has an open invitation.")


class InvitationNotOpen(ReviewError):  # noqa: N818
    message = _("This invitation has been answered or withdrawn.")


class InvitedRecently(ReviewError):  # noqa: N818
    message = _(
        "An invitation to this address was withdrawn less than a day ago. "
        "Use “Send it again” beside it, or invite them anew tomorrow."
    )


class TooManyInvitationMails(ReviewError):  # noqa: N818
    message = _(
        "You have sent this address several invitations by e-mail within a day. "
        "No more can be sent before tomorrow."
    )


class TooManyProposedDays(ReviewError):  # noqa: N818
    message = _(
        "You have proposed several days today. The editor reads the last one; please wait for the "
        "answer."
    )


class InvitationAnswered(ReviewError):  # noqa: N818
    message = _(
        "This invitation has been accepted from its address, so the address cannot change. "
        "Send it again to the same address, or withdraw it and invite the other one."
    )


class SubmittedReviewStays(ReviewError):  # noqa: N818
    message = _(
        "The review has been submitted, so its invitation cannot be withdrawn. "
        "“Send it again” closes the old link and mails a new one."
    )


class InvitationWithdrawn(ReviewError):  # noqa: N818
    message = _("The editor has withdrawn this invitation, so the review cannot be submitted.")


class OtherAddress(ReviewError):  # noqa: N818
    message = _(
        "The account you are signed in to has not confirmed the address of the invitation. "
        "Sign in to the account that has."
    )


class InvitedIsReviewing(ReviewError):  # noqa: N818
    message = _("Whoever has this address is already reviewing this version.")


class InvitedReviewIsIn(ReviewError):  # noqa: N818
    message = _(
        "The review has been submitted, so its invitation is not sent again. If its reviewer needs "
        "to confirm it, ask them on the submission's page."
    )


class InvitationWasWithdrawn(ReviewError):  # noqa: N818
    message = _("The invitation has been withdrawn meanwhile. Sending it opens it again.")
