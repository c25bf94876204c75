"""What can go wrong where the assessment of a work in an issue is looked at again."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotSelected(ReviewError):  # noqa: N818
    message = _(
        "This work is in no issue. Its assessment changes with a new round, after a revision or an "
        "appeal, or is withdrawn."
    )


class AlreadyReopened(ReviewError):  # noqa: N818
    message = _("This assessment is being looked at again already. Decide what follows.")


class ReopenedWithoutReason(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why. Everybody can read it.")


class NothingReopened(ReviewError):  # noqa: N818
    message = _("Nothing waits for this decision any more: it was taken, or a new round is open.")


class ReviewedAlready(ReviewError):  # noqa: N818
    message = _(
        "A round of this work is under way, so no other is opened. Decide once its assessment is "
        "posted, or say now that the assessment stands until then."
    )


class DecideRevisionFirst(ReviewError):  # noqa: N818
    message = _(
        "A revision of this work waits for your decision. Please decide on that first: a round "
        "that you open for it looks at the assessment again, too."
    )


class NothingStands(ReviewError):  # noqa: N818
    message = _(
        "The assessment of this work was withdrawn, so none stands. Please choose a new review; "
        "or, where the work itself was withdrawn, that nothing follows."
    )


class WorkIsThere(ReviewError):  # noqa: N818
    message = _(
        "This work is neither withdrawn nor retracted. Please choose a new review, or that the "
        "assessment stands."
    )


class ReopenedMeanwhile(ReviewError):  # noqa: N818
    message = _(
        "Something else has happened to this work since the page was loaded. It is named here now; "
        "your text is still in the form."
    )
