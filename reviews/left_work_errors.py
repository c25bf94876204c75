"""What cannot be done because a work is withdrawn or retracted at its source, or is not. That it
is, is one fact (`WorkWithdrawn`); two kinds of it say what becomes of a text."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError, WorkWithdrawn


class WorkNotLeft(ReviewError):  # noqa: N818
    message = _(
        "This work is neither withdrawn nor retracted where it was posted, or is back there: its "
        "review goes on."
    )


class ReviewIsPaused(ReviewError):  # noqa: N818
    message = _("The review of this work waits already until the work is back, or has ended.")


class ReviewNotWaitedFor(WorkWithdrawn):
    message = _(
        "This work was withdrawn or retracted where it was posted, so nobody waits for this "
        "review. What you wrote is kept as a draft; if the work comes back, you can go on and "
        "submit it."
    )


class LeftWorkNotPosted(WorkWithdrawn):
    message = _(
        "This work was withdrawn or retracted where it was posted, so nothing more of it is "
        "posted. If it comes back, this goes on; else its handling editor ends its review."
    )


class NothingToEnd(ReviewError):  # noqa: N818
    message = _(
        "Nothing of this work is under way that could be ended: it was decided on or withdrawn, or "
        "its reviews are public or on their way to readers."
    )
