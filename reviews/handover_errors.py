"""What can go wrong when a work gets another editor, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotYoursToHandOver(ReviewError):  # noqa: N818
    message = _(
        "Each editor of a work hands over their own place. For somebody who is no editor any more "
        "the other editor of the work does, and a managing editor who has no part in it."
    )


class NotUnderReview(ReviewError):  # noqa: N818
    message = _("Only a work that was accepted for review has editors. Reopen a lapsed one first.")


class CannotTakeOver(ReviewError):  # noqa: N818
    """One for everybody who cannot, so that it names no hidden reviewer."""

    field = "to"
    message = _(
        "This person cannot take the work over. Why is not said, for only its two editors know who "
        "reviews it. Please choose somebody else; each try is kept in the log, with the name."
    )


class TooManyRefusals(ReviewError):  # noqa: N818
    message = _(
        "You have named several people today who cannot take a work over. Please go on tomorrow, "
        "or ask an editor of the work to hand over their own place."
    )


class WhyHandOver(ReviewError):  # noqa: N818
    field = "reason"
    message = _(
        "Please write why you hand over a work in which you have no part. It is kept in the log. "
        "Where you take the place yourself, its other editor and whoever had it read it, too."
    )


class CannotBeSecond(ReviewError):  # noqa: N818
    """One for everybody who cannot, as `CannotTakeOver`."""

    field = "second_editor"
    message = _(
        "This person cannot be the second editor of this work. Why is not said, for nobody learns "
        "here who has reviewed it. Please choose somebody else; each try is kept in the log, with "
        "the name."
    )


class ReviewedItBefore(ReviewError):  # noqa: N818
    """Said to that person alone."""

    message = _(
        "You have a part in the review of this work, now or before, so you cannot be one of its "
        "two editors. Please leave it to others."
    )


class TooManyNames(ReviewError):  # noqa: N818
    message = _(
        "You have named several people today who cannot edit a work. Please go on tomorrow, or "
        "propose it without a name: whoever agrees is the second editor then."
    )
