"""What can go wrong with the reasons to decline, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class ReasonNotOffered(ReviewError):  # noqa: N818
    message = _("This reason is not offered any more. Choose another one; your text is kept.")


class NoReasonOffered(ReviewError):  # noqa: N818
    message = _("At least one reason must be offered, or nothing could be declined.")


class ReasonWordsMissing(ReviewError):  # noqa: N818
    message = _("A reason needs words. If it is not to be chosen any more, offer it no more.")


class SameReasonTwice(ReviewError):  # noqa: N818
    message = _(
        "Two reasons have the same words. Give one of them others, or offer again the one that "
        "is there."
    )


class TooManyReasons(ReviewError):  # noqa: N818
    message = _("The list is full. Change the words of a reason that is not offered any more.")
