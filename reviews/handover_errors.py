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
    message = _(
        "This person cannot take the work over: only an editor who has no part in it can, and "
        "nobody becomes second editor who has handled it. Please choose somebody else."
    )
